"""[REV6] [REC9] Which recordings are due: what every record of recordings answers, and that it looks at no others for it."""

from __future__ import annotations

import random
from dataclasses import replace
from pathlib import Path

import pytest
from sqlalchemy import text

from coshop.core.retention import DAY_MS, Kept, due, told_days
from coshop.ports import RecordingRow
from coshop.storage import Storage, open_storage
from coshop.storage.engine import open_engine, read_url
from coshop.storage.recordings import due_statements, erased_statement
from tests.contracts.samples import STORE
from tests.contracts.test_recordings import ROW
from tests.databases import sqlite_at

NOW_MS = 1_800_000_000_000
SHORT = replace(STORE, store_id="store-short", public_key="pk_short", name="Short", recording_days=7)


async def kept(
    storage: Storage, name: str, days_ago: float, *, store_id: str = STORE.store_id, told: int | None = None
) -> RecordingRow:
    """One that ended so long ago, of people who were told so many days."""
    version = "2026-11" if told is None else f"2026-11/{told}"
    row = replace(
        ROW,
        recording_id=f"rec-{name}",
        call_id=f"call-{name}",
        store_id=store_id,
        consents=({"side": "shopper", "agreed": True, "text_version": version},),
    )
    assert await storage.recordings.add(row)
    done = await storage.recordings.finish(row.recording_id, "kept", int(NOW_MS - days_ago * DAY_MS))
    assert done is not None
    return done


async def names(storage: Storage, limit: int = 100, after: tuple[int, str] = (0, "")) -> list[str]:
    rows = await storage.recordings.due(NOW_MS, limit, after)
    return [row.recording_id.removeprefix("rec-") for row in rows]


async def test_REV6_due_is_what_is_older_than_its_stores_days(storage: Storage) -> None:
    await storage.directory.add_store(SHORT)
    await kept(storage, "young", 29.9)
    await kept(storage, "old", 30)
    await kept(storage, "short", 7, store_id=SHORT.store_id)
    await kept(storage, "not-yet", 6.9, store_id=SHORT.store_id)
    await storage.recordings.add(replace(ROW, recording_id="rec-writing", call_id="call-writing"))
    assert await names(storage) == ["old", "short"]
    await storage.directory.change_store(replace(STORE, recording_days=29))
    assert await names(storage) == ["old", "young", "short"], "changed days hold from the next look on"
    await storage.directory.change_store(replace(SHORT, recording_days=365))
    assert await names(storage) == ["old", "young"]
    await storage.recordings.remove("rec-old")
    assert await names(storage) == ["young"]


async def test_REC9_due_is_what_was_told_to_be_over(storage: Storage) -> None:
    await kept(storage, "told-14", 14, told=14)
    await kept(storage, "told-15", 14, told=15)
    await kept(storage, "told-long", 30, told=365)
    await storage.directory.change_store(replace(STORE, recording_days=90))
    assert await names(storage) == ["told-14"]


async def test_REV6_due_ones_come_in_bounded_portions_the_longest_ended_first(storage: Storage) -> None:
    rows = [await kept(storage, f"{number}", 100 - number // 2) for number in range(6)]  # two of each time
    assert await names(storage, limit=3) == ["0", "1", "2"]
    assert await names(storage, 3, (rows[2].ended_at_ms, rows[2].recording_id)) == ["3", "4", "5"]
    assert await names(storage, 3, (rows[5].ended_at_ms, rows[5].recording_id)) == []


async def test_REV6_what_a_server_of_the_version_before_ended_is_looked_at(
    storage: Storage, database_url: str
) -> None:
    await kept(storage, "told-14", 20, told=14)
    engine = open_engine(read_url(database_url), connections=1, writes=True)
    with engine.begin() as connection:
        connection.execute(text("UPDATE recordings SET told_until_ms = NULL"))
    engine.dispose()
    assert await names(storage) == ["told-14"]


@pytest.mark.parametrize("seed", range(5))
async def test_REV6_REC9_due_says_what_the_rule_says(storage: Storage, seed: int) -> None:
    some = random.Random(seed)
    stores = {STORE.store_id: some.randint(0, 40), SHORT.store_id: some.randint(0, 40)}
    await storage.directory.change_store(replace(STORE, recording_days=stores[STORE.store_id]))
    await storage.directory.add_store(replace(SHORT, recording_days=stores[SHORT.store_id]))
    rows = [
        await kept(
            storage,
            f"{number}",
            some.randint(0, 45),
            store_id=some.choice(list(stores)),
            told=some.choice([None, some.randint(0, 45)]),
        )
        for number in range(40)
    ]
    rule = due(
        (
            Kept(row.recording_id, row.store_id, row.shopper_id, row.ended_at_ms, told_days(row.consents))
            for row in rows
        ),
        now_ms=NOW_MS,
        days=stores,
    )
    assert sorted(await names(storage)) == sorted(each.recording_id.removeprefix("rec-") for each in rule)


async def test_REV6_no_other_recordings_are_read_for_it(tmp_path: Path) -> None:
    url = sqlite_at(tmp_path / "coshop.db")
    storage = open_storage(url)
    await storage.directory.add_store(STORE)
    engine = open_engine(read_url(url), connections=1, writes=False)
    plans = []
    with engine.connect() as connection:
        for statement in (*due_statements([30], NOW_MS, 10, (0, "")), erased_statement("rec-1")):
            compiled = statement.compile(engine, compile_kwargs={"literal_binds": True})
            plans.append([row.detail for row in connection.execute(text(f"EXPLAIN QUERY PLAN {compiled}"))])
    engine.dispose()
    await storage.close()
    assert "INDEX audit_of_recording (recording_id=?)" in plans.pop()[0]
    looks = [[step for step in plan if "recordings" in step] for plan in plans]
    assert [len(look) for look in looks] == [1, 1, 1]
    assert "INDEX recordings_of_store (store_id=? AND ended_at_ms>? AND ended_at_ms<?)" in looks[0][0]
    assert "INDEX recordings_told_until (told_until_ms>? AND told_until_ms<?)" in looks[1][0]
    assert "INDEX recordings_told_until (told_until_ms=?)" in looks[2][0]
