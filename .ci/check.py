"""Runs every quick check, two at a time, and prints only what fails."""

import os
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
BIN = Path(sys.executable).parent
WEB = ROOT / "webclient"
TIMEOUT_S = 240

# The slowest first, so that the two lanes end together.
CHECKS: dict[str, tuple[Path, list[str]]] = {
    "eslint": (WEB, ["npm", "run", "--silent", "lint"]),
    "mypy": (ROOT, [f"{BIN}/mypy"]),
    "generated files": (ROOT, [sys.executable, ".ci/generate.py", "--check"]),
    "tsc": (WEB, ["npm", "run", "--silent", "types"]),
    "import contracts": (ROOT, [f"{BIN}/lint-imports", "--no-logo"]),
    "ruff format": (ROOT, [f"{BIN}/ruff", "format", "--check", "--quiet", "--diff", "."]),
    "ruff check": (ROOT, [f"{BIN}/ruff", "check", "--quiet", "."]),
    "core is pure": (ROOT, [sys.executable, ".ci/purity.py"]),
    "tree": (ROOT, [sys.executable, ".ci/tree.py"]),
    "bundle sizes": (ROOT, [sys.executable, ".ci/sizes.py"]),
}


def run(name: str) -> tuple[str, int, str, float]:
    """One check: its name, exit code, output and seconds."""
    folder, command = CHECKS[name]
    start = time.monotonic()
    try:
        done = subprocess.run(
            command,
            cwd=folder,
            check=False,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            timeout=TIMEOUT_S,
            env={**os.environ, "NO_COLOR": "1"},
        )
    except subprocess.TimeoutExpired:
        return name, 1, f"still running after {TIMEOUT_S} s", time.monotonic() - start
    return name, done.returncode, done.stdout, time.monotonic() - start


def main() -> int:
    """Run them all; 1 when one fails."""
    start = time.monotonic()
    with ThreadPoolExecutor(2) as pool:
        results = list(pool.map(run, CHECKS))
    failed = [result for result in results if result[1] != 0]
    for name, code, output, _ in failed:
        print(f"\n== {name} (exit {code})\n{output.rstrip()}")
    if failed:
        print(
            f"\nmake check: {len(failed)} of {len(results)} failed: {', '.join(name for name, *_ in failed)}"
        )
        return 1
    print(f"make check: {len(results)} checks passed in {time.monotonic() - start:.0f} s")
    if "--times" in sys.argv:
        print(*(f"  {name:18}{seconds:6.1f} s" for name, _, _, seconds in results), sep="\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
