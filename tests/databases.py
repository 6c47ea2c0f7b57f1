"""Databases with the tables of today, made by the migrations once in a run and copied from then on. tests/storage has the migrations' own tests."""

from __future__ import annotations

import atexit
import functools
import shutil
import tempfile
from pathlib import Path

from coshop.storage import migrate


@functools.cache
def _made_once() -> Path:
    folder = Path(tempfile.mkdtemp(prefix="coshop-tables-"))
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    migrate(f"sqlite:///{folder / 'coshop.db'}")
    return folder / "coshop.db"


def sqlite_at(path: Path) -> str:
    """The address of the SQLite database there: a new, empty one, unless it is there already."""
    path.parent.mkdir(parents=True, exist_ok=True)
    if not path.exists():
        shutil.copyfile(_made_once(), path)
    return f"sqlite:///{path}"
