"""Runs storage work off the event loop: reads on a few threads, writes committed in groups. It knows no table.

A write is acknowledged only after COMMIT. On SQLite one thread writes; it takes whatever has queued up and commits it
as one group, each job in a savepoint of its own, at most once in 4 ms. On PostgreSQL several threads commit one job each.
"""

from __future__ import annotations

import asyncio
import contextlib
import queue
import threading
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any, Generic, TypeVar, cast

from sqlalchemy import Connection, Engine
from sqlalchemy.engine import URL

from coshop.ports import Unavailable
from coshop.storage.engine import BUSY_TIMEOUT_MS, is_unavailable, open_engine
from coshop.storage.prepared import run_plain

T = TypeVar("T")

GROUP_MAX = 64
GROUP_EVERY_S = 0.004
QUEUE_MAX = 5_000
READERS = 4
POSTGRES_WRITERS = 4
READ_TIMEOUT_S = 12.0
WRITE_TIMEOUT_S = 15.0


class Undo(Exception, Generic[T]):
    """Raised by a job: whatever it wrote is taken back, and `value` is its result."""

    def __init__(self, value: T) -> None:
        super().__init__("nothing is written")
        self.value = value


class _Job:
    __slots__ = ("abandoned", "error", "future", "loop", "result", "run")

    def __init__(
        self, run: Callable[[Connection], Any], loop: asyncio.AbstractEventLoop, future: asyncio.Future[Any]
    ) -> None:
        self.run = run
        self.loop = loop
        self.future = future
        self.abandoned = False
        self.result: Any = None
        self.error: BaseException | None = None


class Work:
    """The threads and connections of one open storage."""

    def __init__(self, url: URL, *, busy_timeout_ms: int = BUSY_TIMEOUT_MS) -> None:
        self.dialect = url.get_backend_name()
        writers = 1 if self.dialect == "sqlite" else POSTGRES_WRITERS
        self._group_max = GROUP_MAX if self.dialect == "sqlite" else 1
        self._write_engine = open_engine(
            url, connections=writers, writes=True, busy_timeout_ms=busy_timeout_ms
        )
        self._read_engine = open_engine(
            url, connections=READERS, writes=False, busy_timeout_ms=busy_timeout_ms
        )
        self._queue: queue.SimpleQueue[_Job | None] = queue.SimpleQueue()
        self._readers = ThreadPoolExecutor(READERS, thread_name_prefix="coshop-read")
        self._writers = [
            threading.Thread(target=self._write_loop, name=f"coshop-write-{n}", daemon=True)
            for n in range(writers)
        ]
        self._closed = False
        for writer in self._writers:
            writer.start()

    async def read(self, job: Callable[[Connection], T], *, timeout_s: float = READ_TIMEOUT_S) -> T:
        """The result of a job that only reads. Raises Unavailable."""
        if self._closed:
            raise Unavailable("The storage is closed.")
        loop = asyncio.get_running_loop()
        try:
            async with asyncio.timeout(timeout_s):
                return await loop.run_in_executor(self._readers, _read, self._read_engine, job)
        except TimeoutError:
            raise Unavailable(f"The storage did not answer within {timeout_s:.0f} s.") from None

    async def write(self, job: Callable[[Connection], T]) -> T:
        """The result of a job, committed. What the job raises is raised here and nothing of it is written.

        Raises Unavailable; if that was for want of time, the job may still be committed later.
        """
        if self._closed:
            raise Unavailable("The storage is closed.")
        if self._queue.qsize() > QUEUE_MAX:
            raise Unavailable("Too many writes are waiting for the storage.")
        loop = asyncio.get_running_loop()
        future: asyncio.Future[T] = loop.create_future()
        queued = _Job(job, loop, future)
        self._queue.put(queued)
        try:
            async with asyncio.timeout(WRITE_TIMEOUT_S):
                return await future
        except TimeoutError:
            raise Unavailable(f"The storage did not commit within {WRITE_TIMEOUT_S:.0f} s.") from None
        finally:
            queued.abandoned = True

    async def close(self) -> None:
        """Commit what is queued, end the threads, close the connections. Bounded; safe to call twice."""
        if self._closed:
            return
        self._closed = True
        for _ in self._writers:
            self._queue.put(None)
        await asyncio.to_thread(self._join)

    def _join(self) -> None:
        for writer in self._writers:
            writer.join(WRITE_TIMEOUT_S)
        self._readers.shutdown(wait=True, cancel_futures=True)
        self._write_engine.dispose()
        self._read_engine.dispose()

    def _write_loop(self) -> None:
        began = 0.0
        while (first := self._queue.get()) is not None:
            if self._group_max > 1:
                # A commit costs three times what a job does. Alone a job waits for nothing; after another, for company.
                time.sleep(max(0.0, began + GROUP_EVERY_S - time.monotonic()))
                began = time.monotonic()
            jobs = [first]
            last = False
            while len(jobs) < self._group_max:
                try:
                    following = self._queue.get_nowait()
                except queue.Empty:
                    break
                if following is None:
                    last = True
                    break
                jobs.append(following)
            jobs = [job for job in jobs if not job.abandoned]
            if jobs:
                try:
                    _commit_group(self._write_engine, jobs)
                except BaseException as error:  # noqa: BLE001 - every waiting caller is told
                    for job in jobs:
                        job.error = _unavailable(error) if is_unavailable(error) else error
                _tell(jobs)
            if last:
                return


def _commit_group(engine: Engine, jobs: list[_Job]) -> None:
    """Commit the jobs together, each wholly or not at all. Raises when the group as a whole failed."""
    with engine.connect() as connection:
        transaction = connection.begin()
        alone = len(jobs) == 1
        keep = True
        try:
            for job in jobs:
                if not alone:
                    run_plain(connection, "SAVEPOINT job")
                if _run(connection, job):
                    if not alone:
                        run_plain(connection, "RELEASE job")
                elif alone:
                    keep = False
                else:
                    run_plain(connection, "ROLLBACK TO job")
                    run_plain(connection, "RELEASE job")
            if keep:
                transaction.commit()
            else:
                transaction.rollback()
        except BaseException:
            with contextlib.suppress(Exception):
                connection.invalidate()
            raise


def _run(connection: Connection, job: _Job) -> bool:
    """Run one job; true if what it wrote is to be kept."""
    try:
        job.result = job.run(connection)
        return True
    except Undo as undo:
        job.result = undo.value
    except Exception as error:
        if is_unavailable(error):
            raise
        job.error = error
    return False


def _tell(jobs: list[_Job]) -> None:
    by_loop: dict[asyncio.AbstractEventLoop, list[_Job]] = {}
    for job in jobs:
        by_loop.setdefault(job.loop, []).append(job)
    for loop, told in by_loop.items():
        with contextlib.suppress(RuntimeError):  # the loop is closed: nobody waits any more
            loop.call_soon_threadsafe(_resolve, told)


def _resolve(jobs: list[_Job]) -> None:
    for job in jobs:
        if job.future.done():
            continue
        if job.error is not None:
            job.future.set_exception(job.error)
        else:
            job.future.set_result(job.result)


def _read(engine: Engine, job: Callable[[Connection], T]) -> T:
    try:
        with engine.connect() as connection:
            return job(connection)
    except Exception as error:
        if is_unavailable(error):
            raise _unavailable(error) from error
        raise


def _unavailable(error: BaseException) -> Unavailable:
    cause = cast("Any", getattr(error, "orig", None)) or error
    return Unavailable(f"The storage cannot be used now: {str(cause).strip()[:200]}")
