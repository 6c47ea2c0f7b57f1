"""What every record of workers does: keys are taken back, a newer socket replaces an older one, the unseen are forgotten."""

from __future__ import annotations

from dataclasses import replace

import pytest

from coshop.ports import WorkerKey, WorkerRow
from coshop.storage import Storage

KEY = WorkerKey(key_id="key-1", name="the box upstairs", digest="d1", added_at_ms=10)
OWN = WorkerKey(key_id="key-2", name="beside server-1", digest="d2", added_at_ms=20, expires_ms=100)
ROW = WorkerRow(
    worker_id="worker-1",
    key_id="key-1",
    name="the box upstairs",
    server_id="server-1",
    connection_no=2**52,
    since_ms=50,
    seen_ms=50,
)


async def test_keys_open_until_they_expire_or_are_removed(storage: Storage) -> None:
    await storage.workers.add_key(KEY)
    await storage.workers.add_key(OWN)
    with pytest.raises(ValueError, match="the box upstairs"):
        await storage.workers.add_key(replace(KEY, key_id="key-9", digest="d9"))
    assert await storage.workers.keys() == (OWN, KEY)
    assert await storage.workers.key_of("d1", 10**15) == KEY
    assert await storage.workers.key_of("d2", 99) == OWN
    assert await storage.workers.key_of("d2", 100) is None
    assert await storage.workers.key_of("d3", 1) is None
    assert await storage.workers.living(["key-1", "key-2", "key-3"], 99) == {"key-1", "key-2"}
    assert await storage.workers.extend_key("key-2", 300) is True
    assert await storage.workers.living(["key-2"], 200) == {"key-2"}
    assert await storage.workers.remove_key("key-1") is True
    assert await storage.workers.remove_key("key-1") is False
    assert await storage.workers.extend_key("key-1", 300) is False
    assert await storage.workers.living(["key-1", "key-2"], 200) == {"key-2"}
    assert await storage.workers.living([], 200) == frozenset()


async def test_a_newer_socket_of_a_worker_replaces_the_older(storage: Storage) -> None:
    newer = replace(ROW, server_id="server-2", connection_no=7, since_ms=60, seen_ms=60)
    assert await storage.workers.enter(ROW) is None
    assert await storage.workers.enter(newer) == ROW
    assert await storage.workers.seen(replace(ROW, seen_ms=99)) is False
    told = replace(
        newer, seen_ms=70, kinds=("mirror", "record"), capacity=4, version="1.2", load=0.5, rss_bytes=2**40,
        running=1, jobs_done=3,
    )  # fmt: skip
    assert await storage.workers.seen(told) is True
    assert await storage.workers.all() == (told,)
    assert await storage.workers.leave("worker-1", ROW.connection_no) is False
    assert await storage.workers.leave("worker-1", 7) is True
    assert await storage.workers.leave("worker-1", 7) is False
    assert await storage.workers.all() == ()


async def test_what_has_expired_or_was_not_seen_is_swept(storage: Storage) -> None:
    await storage.workers.add_key(KEY)
    await storage.workers.add_key(OWN)
    await storage.workers.enter(ROW)
    assert await storage.workers.sweep(99, 50) == 0
    assert await storage.workers.sweep(100, 51) == 2
    assert await storage.workers.keys() == (KEY,)
    assert await storage.workers.all() == ()
