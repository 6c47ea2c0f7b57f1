"""Checks that coshop.core stays pure: the standard library alone, and of it nothing with a clock, chance or I/O."""

import ast
import sys
from collections.abc import Iterator
from pathlib import Path

CORE = Path(__file__).resolve().parent.parent / "src" / "coshop" / "core"
ALLOWED = {
    "__future__", "abc", "bisect", "collections", "copy", "dataclasses", "datetime", "decimal", "enum", "fractions",
    "functools", "heapq", "itertools", "math", "operator", "re", "statistics", "string", "types", "typing",
    "unicodedata", "zoneinfo",
}  # fmt: skip
CLOCKS = {"now", "utcnow", "today"}


def problems(file: Path) -> Iterator[str]:
    """What makes one file of core impure."""
    for node in ast.walk(ast.parse(file.read_text(), str(file))):
        if isinstance(node, ast.Import | ast.ImportFrom):
            named = (
                [alias.name for alias in node.names] if isinstance(node, ast.Import) else [node.module or ""]
            )
            for name in named:
                if not name.startswith("coshop.core") and name.partition(".")[0] not in ALLOWED:
                    yield f"{file.name}:{node.lineno}: core may not import {name}"
        elif isinstance(node, ast.Call):
            called = node.func
            if isinstance(called, ast.Attribute) and called.attr in CLOCKS:
                yield f"{file.name}:{node.lineno}: core may not read a clock ({called.attr}); time is an argument"
            if isinstance(called, ast.Name) and called.id in {"open", "print", "input"}:
                yield f"{file.name}:{node.lineno}: core may not call {called.id}()"


def main() -> int:
    """Print every problem; 1 when there is one."""
    found = [problem for file in sorted(CORE.rglob("*.py")) for problem in problems(file)]
    print(*found, sep="\n", end="\n" if found else "")
    return int(bool(found))


if __name__ == "__main__":
    sys.exit(main())
