"""Checks what the built web client weighs, gzipped, against what a store's page is promised."""

import gzip
import json
import sys
from pathlib import Path

DIST = Path(__file__).resolve().parent.parent / "webclient" / "dist"
LOADER_MAX_BYTES = 4 * 1024
CALL_MAX_BYTES = 40 * 1024


def gzipped(file: Path) -> int:
    """Bytes of a file as a web server would send it (gzip level 9)."""
    return len(gzip.compress(file.read_bytes(), 9, mtime=0))


def call_bundle() -> list[Path]:
    """The widget and everything it loads at once; a chunk it asks for later is not part of it."""
    manifest = json.loads((DIST / "widget" / ".vite" / "manifest.json").read_text())
    wanted, files = ["src/embed/widget.ts"], set[str]()
    while wanted:
        entry = manifest[wanted.pop()]
        if entry["file"] not in files:
            files.add(entry["file"])
            wanted += entry.get("imports", [])
    return [DIST / "widget" / name for name in sorted(files)]


def main() -> int:
    """Print the sizes; 1 when a limit is passed."""
    loader = gzipped(DIST / "embed.js")
    call = sum(gzipped(file) for file in call_bundle())
    later = sum(gzipped(file) for file in (DIST / "widget").glob("*.js")) - call
    console = sum(gzipped(file) for file in (DIST / "console").rglob("*.js"))
    print(f"embed.js {loader} bytes gzipped of {LOADER_MAX_BYTES}")
    print(f"call bundle {call} bytes gzipped of {CALL_MAX_BYTES} (and {later} in chunks loaded when needed)")
    print(f"console {console} bytes gzipped")
    return int(loader > LOADER_MAX_BYTES or call > CALL_MAX_BYTES)


if __name__ == "__main__":
    sys.exit(main())
