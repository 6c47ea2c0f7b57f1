"""A storage that is away says so at once, and is used again by itself when it is back."""

from __future__ import annotations

import asyncio
import sqlite3
import time
from pathlib import Path

import pytest

from coshop.ports import Appended, Unavailable
from coshop.storage import Storage, open_storage
from tests.contracts.samples import STORE, call, step
from tests.services import running_postgres


async def recovered(storage: Storage, timeout_s: float = 15.0) -> None:
    """Wait until the storage answers again; what it says until then is Unavailable, nothing else."""
    deadline = time.monotonic() + timeout_s
    while True:
        try:
            await storage.ready.ping()
            return
        except Unavailable:
            assert time.monotonic() < deadline
        await asyncio.sleep(0.05)


async def all_say_unavailable(storage: Storage) -> None:
    for attempt in (
        lambda: storage.journal.append(step(call("call-00000002"))),
        lambda: storage.journal.load(call().call_id),
        lambda: storage.directory.store("store-one"),
        storage.ready.ping,
    ):
        with pytest.raises(Unavailable):
            await attempt()


async def test_postgresql_may_be_stopped_and_started() -> None:
    with running_postgres() as server:
        url = server.new_database()
        storage = open_storage(url)
        await storage.directory.add_store(STORE)
        await storage.journal.append(step(call()))
        for _ in range(2):
            await asyncio.to_thread(server.stop)
            await all_say_unavailable(storage)
            await asyncio.to_thread(server.start)
            await recovered(storage)
            assert await storage.journal.load(call().call_id) is not None
        assert await storage.journal.append(step(call(), 1)) == Appended(2)
        await asyncio.to_thread(server.stop)
        unopened = open_storage(url, upgrade=False)
        await all_say_unavailable(unopened)
        await asyncio.to_thread(server.start)
        await recovered(unopened)
        assert await unopened.journal.append(step(call(), 2)) == Appended(3)
        await storage.close()
        await unopened.close()


async def test_a_sqlite_file_locked_too_long_is_unavailable_until_it_is_free(tmp_path: Path) -> None:
    storage = open_storage(f"sqlite:///{tmp_path}/coshop.db", busy_timeout_ms=100)
    await storage.journal.append(step(call()))
    holder = sqlite3.connect(tmp_path / "coshop.db", isolation_level=None)
    holder.execute("BEGIN IMMEDIATE")
    appends = await asyncio.gather(
        *(storage.journal.append(step(call(f"call-{n:08d}"))) for n in range(10, 15)), return_exceptions=True
    )
    assert all(isinstance(each, Unavailable) for each in appends)
    assert await storage.journal.load(call().call_id) is not None  # readers do not wait for a writer
    holder.execute("ROLLBACK")
    holder.close()
    assert await storage.journal.append(step(call(), 1)) == Appended(2)
    assert len(await storage.journal.open_calls()) == 1
    await storage.close()


async def test_a_full_disk_is_unavailable_and_writes_nothing(tmp_path: Path) -> None:
    storage = open_storage(f"sqlite:///{tmp_path}/coshop.db")
    await storage.journal.append(step(call()))
    with storage._work._write_engine.connect() as connection:
        pages = connection.exec_driver_sql("PRAGMA page_count").scalar_one()
        connection.exec_driver_sql(f"PRAGMA max_page_count = {pages + 2}")
        connection.commit()
    written = 0

    async def fill() -> None:
        nonlocal written
        for n in range(200):
            await storage.journal.append(step(call(f"call-{n:08d}x"), events=(None,) * 5))
            written += 1

    with pytest.raises(Unavailable, match="full"):
        await fill()
    calls = await storage.journal.open_calls()
    assert len(calls) == written + 1
    for stored in calls:
        assert len(await storage.journal.events(stored.call.call_id, 0, 100)) == stored.seq
    # The failed connection was thrown away; the next one has room again.
    assert await storage.journal.append(step(call(), 1)) == Appended(2)
    await storage.close()


async def test_a_closed_storage_is_unavailable(storage: Storage) -> None:
    await storage.close()
    await all_say_unavailable(storage)
