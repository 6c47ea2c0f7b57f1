"""Checks the committed files themselves: length, lock files without addresses, no path of one machine."""

import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
LINES_MAX = 300
MEASURED = {".py", ".ts", ".css"}
UNMEASURED = re.compile(r"^webclient/src/protocol/|/migrations/")
BINARY = {".png", ".jpg", ".webp", ".ico", ".woff2", ".mp3", ".ogg", ".wav", ".webm", ".mjpeg"}
# Written in pieces so that this file does not find itself.
ADDRESSES = re.compile(
    "|".join(
        [
            "py" + r"pi\.org",
            "python" + r"hosted\.org",
            "npm" + r"js\.(?:org|com)",
            r"(?<!no-emit-)\bindex" + "-url",
        ]
    )
)
MACHINE_PATHS = re.compile(r"(?<![\w.$}])/(?:tmp|work|root|home)/[a-z]|/" + r"Users/\w")


def tracked() -> list[str]:
    """Paths that git knows or would add, relative to the root."""
    command = ["git", "ls-files", "--cached", "--others", "--exclude-standard"]
    done = subprocess.run(command, cwd=ROOT, check=True, capture_output=True, text=True, timeout=30)
    return [path for path in sorted(set(done.stdout.splitlines())) if (ROOT / path).is_file()]


def problems(path: str) -> Iterator[str]:
    """What is wrong with one file, a sentence each."""
    file = ROOT / path
    if file.suffix in BINARY:
        return
    try:
        text = file.read_text()
    except UnicodeDecodeError:
        yield f"{path}: neither text nor a known kind of picture or sound"
        return
    lines = text.splitlines()
    if file.suffix in MEASURED and not UNMEASURED.search(path) and len(lines) > LINES_MAX:
        yield f"{path}: {len(lines)} lines, more than {LINES_MAX}: split it by what its parts decide"
    if file.name == "package-lock.json" and '"resolved":' in text:
        yield f"{path}: has download addresses: run `make lock`"
    for number, line in enumerate(lines, 1):
        if ADDRESSES.search(line):
            yield f"{path}:{number}: names a registry's address"
        if MACHINE_PATHS.search(line):
            yield f"{path}:{number}: names a path of one machine"


def pins() -> Iterator[str]:
    """Every requirement in constraints.txt is pinned exactly and has hashes."""
    text = (ROOT / "constraints.txt").read_text()
    for entry in re.split(r"\n(?=[^\s#])", text.replace("\\\n", " ")):
        requirement = " ".join(line for line in entry.splitlines() if not line.startswith("#")).strip()
        if requirement and not ("==" in requirement and "--hash=sha256:" in requirement):
            yield f"constraints.txt: not pinned with hashes: {requirement.split()[0]}"


def main() -> int:
    """Print every problem; 1 when there is one."""
    found = [problem for path in tracked() for problem in problems(path)] + list(pins())
    print(*found, sep="\n", end="\n" if found else "")
    return int(bool(found))


if __name__ == "__main__":
    sys.exit(main())
