"""Writes what is generated from the wire words: JSON Schema into docs/schema, TypeScript into webclient/src/protocol.

With --check it writes nothing and fails when a committed file differs from what would be written.
"""

import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
SCHEMAS = ROOT / "docs" / "schema"


def schemas() -> dict[Path, str]:
    """Every schema document with the text it should have."""
    with tempfile.TemporaryDirectory() as scratch:
        command = [sys.executable, "-m", "coshop.protocol.generate", scratch]
        subprocess.run(command, check=True, timeout=60)
        return {SCHEMAS / file.name: file.read_text() for file in sorted(Path(scratch).glob("*.json"))}


def main() -> int:
    """Write the files, or with --check compare them; not 0 when one is stale."""
    check = "--check" in sys.argv
    wanted = schemas()
    stale = [f for f, text in wanted.items() if not f.is_file() or f.read_text() != text]
    stale += sorted(set(SCHEMAS.glob("*.json")) - wanted.keys())
    for file in stale:
        if check:
            print(f"stale: {file.relative_to(ROOT)}; run: make generate")
        elif file in wanted:
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_text(wanted[file])
        else:
            file.unlink()
    types = ["node", "generate.mjs", *sys.argv[1:]]
    done = subprocess.run(types, cwd=ROOT / "webclient", check=False, timeout=120)
    return done.returncode or int(check and bool(stale))


if __name__ == "__main__":
    sys.exit(main())
