"""Opens sealed recordings for whoever may see them: `ports.RecordingFiles` over a shelf. It knows neither aiortc nor who asks.

Readers are kept for a minute, so that a player that asks piece by piece does not open the file each time. Everything that waits for
the disk, the network or the key service runs in a thread of its own few, so that a bucket that hangs holds up nobody else's.
"""

from __future__ import annotations

import asyncio
import io
import threading
import time
from collections import OrderedDict
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from functools import partial
from typing import TypeVar

from coshop.agents.record.keys import KeyRefused, MasterKey
from coshop.agents.record.place import Place
from coshop.agents.record.shelf import Shelf
from coshop.agents.record.vault import Tampered, VaultReader, VaultWriter
from coshop.ports import RecordingGone, RecordingUnreadable, Unavailable

T = TypeVar("T")
KEPT_S = 60.0
KEPT_MAX = 32
THREADS = 8


def open_recording(shelf: Shelf, name: str, master: MasterKey) -> VaultReader:
    """The plain content of a file on the shelf. Raises OSError, KeyRefused, Tampered: also for one of another recording."""
    reader = VaultReader(partial(shelf.read, name), shelf.size(name), master)
    if reader.recording_id != name.partition("/")[0]:
        raise Tampered("this file is of another recording")
    return reader


@dataclass(eq=False, slots=True)
class _Kept:
    """A file that is open; one reads at a time."""

    since_s: float
    reader: VaultReader
    turn: threading.Lock = field(default_factory=threading.Lock)


class Files:
    """`ports.RecordingFiles` on the shelf of a place. Nothing is made there before it is needed."""

    def __init__(self, place: Place, clock: Callable[[], float] = time.monotonic) -> None:
        self._place, self._clock = place, clock
        self._shelf: Shelf | None = None
        self._open: OrderedDict[str, _Kept] = OrderedDict()
        self._turn = threading.Lock()
        self._threads = ThreadPoolExecutor(THREADS, thread_name_prefix="recordings")

    def close(self) -> None:
        """End the shelf's connections. What is being read is not waited for."""
        self._threads.shutdown(wait=False, cancel_futures=True)
        with self._turn:
            shelf, self._shelf = self._shelf, None
            self._open.clear()
        if shelf is not None:
            shelf.close()

    async def length(self, name: str) -> int:
        return await self._in_thread(lambda: self._reader(name).reader.length)

    async def read(self, name: str, start: int, length: int) -> bytes:
        return await self._in_thread(partial(self._read, name, start, length))

    async def put(self, name: str, recording_id: str, data: bytes) -> None:
        await self._in_thread(partial(self._put, name, recording_id, data))

    async def names(self, recording_id: str) -> tuple[str, ...]:
        return await self._in_thread(lambda: tuple(self._there.names(f"{recording_id}/")))

    async def erase(self, recording_id: str) -> int:
        return await self._in_thread(partial(self._erase, recording_id))

    async def stand(self) -> bool:
        return await self._in_thread(self._stands)

    async def _in_thread(self, work: Callable[[], T]) -> T:
        try:
            return await asyncio.get_running_loop().run_in_executor(self._threads, work)
        except FileNotFoundError as error:
            raise RecordingGone(str(error)) from error
        except (Tampered, KeyRefused) as error:
            raise RecordingUnreadable(str(error)) from error
        except OSError as error:
            raise Unavailable(f"The recordings cannot be reached now: {error}") from error

    @property
    def _there(self) -> Shelf:
        with self._turn:
            if self._shelf is None:
                self._shelf = self._place.shelf()
            return self._shelf

    def _reader(self, name: str) -> _Kept:
        """An unfinished file is opened anew each time: it may have grown."""
        now_s = self._clock()
        with self._turn:
            kept = self._open.get(name)
        if kept is None or now_s - kept.since_s > KEPT_S or not kept.reader.complete:
            kept = _Kept(now_s, open_recording(self._there, name, self._place.master()))
            with self._turn:
                self._open[name] = kept
                while len(self._open) > KEPT_MAX:
                    self._open.popitem(last=False)
        return kept

    def _read(self, name: str, start: int, length: int) -> bytes:
        kept = self._reader(name)
        data = bytearray()
        with kept.turn:
            kept.reader.seek(start)
            while len(data) < length and (piece := kept.reader.read(length - len(data))):
                data += piece
        return bytes(data)

    def _put(self, name: str, recording_id: str, data: bytes) -> None:
        """Sealed before anything is touched: without its key the one before stays."""
        sealed = io.BytesIO()
        writer = VaultWriter.begin(sealed, self._place.master(), recording_id)
        writer.append(data)
        writer.finish()
        self._there.delete(name)
        pen = self._there.begin(name)
        try:
            pen.write(sealed.getvalue())
        except BaseException:
            pen.let_go(erase=True)
            raise
        pen.close()

    def _stands(self) -> bool:
        return self._there.stands()

    def _erase(self, recording_id: str) -> int:
        names = list(self._there.names(f"{recording_id}/"))
        with self._turn:
            for name in names:
                self._open.pop(name, None)
        return sum(self._there.delete(name) for name in names)
