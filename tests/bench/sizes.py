"""Sizes of what a store's page loads, gzipped, from the built web client, and of PeerJS's client beside them."""

from __future__ import annotations

import gzip
import json
from pathlib import Path

from tests.bench.peerjs import CLIENT
from tests.bench.processes import ROOT
from tests.bench.table import Row

DIST = ROOT / "webclient" / "dist"


async def measure() -> list[Row]:
    """The rows of the table. Raises RuntimeError where the web client is not built."""
    if not (DIST / "embed.js").exists():
        raise RuntimeError("the web client is not built: `make build` does it")
    bundle = _loaded_at_once("src/embed/widget.ts")
    console = [path for path in (DIST / "console" / "assets").rglob("*") if path.suffix in (".js", ".css")]
    return [
        Row("loader, gzipped", "KB", [_kb([DIST / "embed.js"])], [], {"p95": 4}),
        Row(
            "call bundle, gzipped", "KB", [_kb(bundle)], [_kb([CLIENT])], {"p95": 40},
            "a second language loads when it is needed and is not counted; PeerJS: its client alone, without any screen",
        ),
        Row("console, gzipped", "KB", [_kb(console)]),
    ]  # fmt: skip


def _loaded_at_once(entry: str) -> list[Path]:
    """The files of an entry of the widget and of everything it imports statically."""
    manifest = json.loads((DIST / "widget" / ".vite" / "manifest.json").read_text())
    wanted, names = [entry], set[str]()
    while wanted:
        found = manifest[wanted.pop()]
        if found["file"] not in names:
            names.add(found["file"])
            wanted += found.get("imports", [])
    return [DIST / "widget" / name for name in sorted(names)]


def _kb(paths: list[Path]) -> float:
    """Kilobytes of 1,024 bytes, as a server with gzip -9 would send them."""
    return sum(len(gzip.compress(path.read_bytes(), 9)) for path in paths) / 1024
