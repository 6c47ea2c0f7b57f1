"""Where sealed recordings stand: the interface, and a folder on a disk. It knows nothing of what is in them.

All calls wait for the disk or the network: use them in a thread, never on the event loop.
"""

from __future__ import annotations

import contextlib
import fcntl
import os
import re
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Protocol

RESERVE_BYTES = 256 * 1024
MARK = ".shelf"
"""A folder in each shelf's folder: one that is quite empty is a disk that is not mounted."""
LOOK_S, LOOKS = 0.02, 10
NAME_MAX_CHARS = 200
_NAME = re.compile(r"[A-Za-z0-9_-]+(?:/[A-Za-z0-9_-]+)*(?:\.[a-z0-9]+)?")


class ShelfFault(OSError):
    """The shelf could not do it; the text says why."""


def is_name(name: str) -> bool:
    """Whether a file on a shelf may be called so."""
    return len(name) <= NAME_MAX_CHARS and _NAME.fullmatch(name) is not None


def checked_name(name: str) -> str:
    """The same name. Raises ValueError for one that could leave the shelf or says nothing."""
    if not is_name(name):
        raise ValueError(f"not a name on a shelf: {name[:50]!r}")
    return name


class Pen(Protocol):
    """One file being written, at its end. Every call may raise OSError; what was written before stays."""

    def write(self, data: bytes, /) -> None:
        """Keep these bytes, all or none."""

    def make_room(self) -> None:
        """After a fault: give back what was held in reserve, so that the end can still be written."""

    def close(self) -> None:
        """Nothing more comes. Safe to call again."""

    def let_go(self, *, erase: bool = False) -> None:
        """Stop here, without the end: what was written waits for somebody who goes on, or (`erase`) is erased. Raises nothing."""


class Shelf(Protocol):
    """Files by name. Raises OSError (FileNotFoundError for one that is not there), ValueError for a bad name."""

    def begin(self, name: str) -> Pen:
        """A new file. Raises FileExistsError where it can tell."""

    def go_on(self, name: str, at: int) -> Pen:
        """A file that its writer left, cut to `at` bytes, written on from there. Raises ShelfFault while somebody writes it."""

    def unfinished(self, prefix: str = "") -> Iterator[str]:
        """The files on this machine that nobody writes."""

    def size(self, name: str) -> int:
        """Bytes of the file."""

    def read(self, name: str, start: int, length: int) -> bytes:
        """Bytes from `start` on; fewer at the end."""

    def delete(self, name: str) -> bool:
        """Erase it; whether it was there."""

    def names(self, prefix: str = "") -> Iterator[str]:
        """Every file whose name begins so."""

    def stands(self) -> bool:
        """Whether it is there at all: a disk that is not mounted has no files either."""

    def close(self) -> None:
        """End its connections, if it has any. Safe to call again."""


class DiskPen:
    """A file on a disk, written unbuffered: what `write` took survives the process."""

    def __init__(self, path: Path, at: int = 0) -> None:
        path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        self._reserve = path.with_name(f"{path.name}.reserve")
        self._path = path
        flags = os.O_WRONLY if at else os.O_WRONLY | os.O_CREAT | os.O_EXCL
        self._number: int | None = os.open(path, flags, 0o600)
        try:
            _hold(self._number, path.name)
        except OSError:
            os.close(self._number)
            raise
        self._at = at
        if at:
            os.ftruncate(self._number, at)
            os.lseek(self._number, at, os.SEEK_SET)
        with contextlib.suppress(OSError), self._reserve.open("wb") as reserve:
            os.posix_fallocate(reserve.fileno(), 0, RESERVE_BYTES)

    def write(self, data: bytes, /) -> None:
        """All of it, or none: what a full disk took of it is cut off again."""
        if self._number is None:
            raise ShelfFault("the file is closed")
        view = memoryview(data)
        try:
            while view:
                view = view[os.write(self._number, view) :]
        except OSError:
            with contextlib.suppress(OSError):
                os.ftruncate(self._number, self._at)
                os.lseek(self._number, self._at, os.SEEK_SET)
            raise
        self._at += len(data)

    def make_room(self) -> None:
        """Give the reserve back to the disk."""
        self._reserve.unlink(missing_ok=True)

    def close(self) -> None:
        """Written to the disk itself."""
        if self._number is not None:
            number, self._number = self._number, None
            try:
                os.fsync(number)
            finally:
                os.close(number)
                self.make_room()

    def let_go(self, *, erase: bool = False) -> None:
        """Somebody else may hold it from now on."""
        if self._number is None:
            return
        with contextlib.suppress(OSError):
            if erase:
                self._path.unlink(missing_ok=True)
            self.make_room()
        number, self._number = self._number, None
        with contextlib.suppress(OSError):
            os.close(number)


def _hold(number: int, name: str) -> None:
    """Hold an open file; who only looks whether somebody does is gone in a moment. Raises ShelfFault."""
    for look in range(LOOKS):
        try:
            fcntl.flock(number, fcntl.LOCK_EX | fcntl.LOCK_NB)
            return
        except OSError as error:
            if look == LOOKS - 1:
                raise ShelfFault(f"somebody else is writing {name}") from error
        time.sleep(LOOK_S)


class DiskShelf:
    """A folder, for this user only."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def close(self) -> None:
        """A disk has no connections."""

    def path(self, name: str) -> Path:
        """Where this file stands."""
        return self._folder / checked_name(name)

    def begin(self, name: str) -> Pen:
        """A new file. Raises FileExistsError."""
        self._folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        (self._folder / MARK).mkdir(exist_ok=True)
        return DiskPen(self.path(name))

    def go_on(self, name: str, at: int) -> Pen:
        """The file that is there, cut to `at` bytes, written on from there."""
        return DiskPen(self.path(name), at)

    @contextlib.contextmanager
    def held(self, name: str) -> Iterator[None]:
        """Nobody else writes or sends this file meanwhile. Raises ShelfFault where somebody does."""
        with self.path(name).open("rb") as file:
            _hold(file.fileno(), name)
            yield

    def stands(self) -> bool:
        """Whether there is anything in the folder, if only our mark."""
        with contextlib.suppress(OSError):
            return any(self._folder.iterdir())
        return False

    def size(self, name: str) -> int:
        """Bytes of the file."""
        return self.path(name).stat().st_size

    def read(self, name: str, start: int, length: int) -> bytes:
        """Bytes from `start` on; fewer at the end."""
        with self.path(name).open("rb") as file:
            file.seek(start)
            return file.read(length)

    def delete(self, name: str) -> bool:
        """Erase the file, and its folder with the last one."""
        path = self.path(name)
        try:
            path.unlink()
        except FileNotFoundError:
            return False
        path.with_name(f"{path.name}.reserve").unlink(missing_ok=True)
        with contextlib.suppress(OSError):
            path.parent.rmdir()
        return True

    def unfinished(self, prefix: str = "") -> Iterator[str]:
        """The files that nobody writes: of a recorder that died, or whole. Each is free at the time it is named."""
        for name in list(self.names(prefix)):
            try:
                with self.path(name).open("rb") as file:
                    fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except OSError:
                continue
            yield name

    def names(self, prefix: str = "") -> Iterator[str]:
        """Every file whose name begins so. What else lies there, a reserve or somebody else's file, is none."""
        within = self._folder / prefix.rpartition("/")[0]
        for path in sorted(within.rglob("*")):
            name = path.relative_to(self._folder).as_posix()
            if name.startswith(prefix) and is_name(name) and path.is_file():
                yield name
