"""Pins every dependency, with the hashes of all files of each release and without any address.

constraints.txt has two parts: what coshop needs to run, and what working on it needs besides.
"""

import re
import subprocess
import sys
import venv
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
UV = "uv==0.13.9"
BESIDES = "# --- besides, for working on coshop"
OPTIONS = [
    "--universal", "--python-version=3.11", "--quiet", "--generate-hashes",
    "--no-emit-index-url", "--no-header", "--no-annotate",
]  # fmt: skip


def tool() -> Path:
    """The resolver, in an environment of its own below build/."""
    folder = ROOT / "build" / "lock"
    if not (folder / "bin" / "uv").exists():
        venv.create(folder, with_pip=True)
        subprocess.run([folder / "bin" / "pip", "install", "--quiet", UV], check=True, timeout=300)
    return folder / "bin" / "uv"


def resolved(uv: Path, *arguments: str) -> list[str]:
    """One entry for each package: its pin, its marker and its hashes."""
    command = [str(uv), "pip", "compile", "pyproject.toml", *OPTIONS, *arguments]
    done = subprocess.run(command, cwd=ROOT, check=True, stdout=subprocess.PIPE, text=True, timeout=300)
    return [entry.rstrip() for entry in re.split(r"\n(?=[^\s#])", done.stdout) if "==" in entry]


def pin(entry: str) -> str:
    """`name==version`, which tells two entries of one package apart."""
    return re.split(r"[ ;\\]", entry, maxsplit=1)[0]


def main() -> int:
    """Write constraints.txt and the web client's lock files. `--upgrade` takes the newest allowed releases."""
    uv = tool()
    file = ROOT / "constraints.txt"
    keep = [] if "--upgrade" in sys.argv or not file.exists() else ["--constraint", str(file)]
    every = resolved(uv, "--extra=dev", *keep)
    scratch = ROOT / "build" / "every.txt"
    scratch.write_text("\n".join(every) + "\n")
    needed = {pin(entry) for entry in resolved(uv, "--constraint", str(scratch))}
    file.write_text(
        "\n".join(
            [
                "# Written by `make lock`. Install with: pip install --no-deps --require-hashes -r constraints.txt",
                *(entry for entry in every if pin(entry) in needed),
                BESIDES,
                *(entry for entry in every if pin(entry) not in needed),
            ]
        )
        + "\n"
    )
    for folder in (ROOT / "webclient", ROOT / "tests" / "bench"):
        if (folder / "package.json").exists():
            command = ["npm", "install", "--package-lock-only", "--omit-lockfile-registry-resolved"]
            subprocess.run(command, cwd=folder, check=True, timeout=300)
    return 0


if __name__ == "__main__":
    sys.exit(main())
