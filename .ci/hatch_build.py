"""Puts the built web client into the wheel as coshop/web; it never builds the client itself."""

from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface


class WebClientHook(BuildHookInterface[Any]):
    """Adds webclient/dist to a real wheel; an editable install reads that folder in place."""

    PLUGIN_NAME = "custom"

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Register every built file. Raises RuntimeError when the client has not been built."""
        if version == "editable":
            return
        dist = Path(self.root) / "webclient" / "dist"
        if not (dist / "embed.js").is_file():
            raise RuntimeError("webclient/dist is missing or incomplete: run `make build` first")
        for file in sorted(dist.rglob("*")):
            inside = file.relative_to(dist)
            if file.is_file() and not any(part.startswith(".") for part in inside.parts):
                target = Path("coshop") / "web" / inside
                build_data["force_include"][str(file)] = target.as_posix()
