"""What every record of recordings and every audit list does, and what the journal says of calls that have ended."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from typing import get_args

from coshop.ports import ERASURES, AuditRow, AuditWhat, RecordingRow
from coshop.storage import Storage
from tests.contracts.samples import STORE, call, ended, live, step

ROW = RecordingRow(
    recording_id="rec-1",
    call_id="call-1",
    store_id="store-one",
    shopper_id="shopper-sue",
    associate_id="associate-ann",
    job_id="job-1",
    started_at_ms=2**41,
    recorded=("shopper", "associate"),
    consents=({"side": "shopper", "agreed": True, "language": "de-AT"},),
)
FILES = ({"name": "rec-1/shopper-1.webm", "side": "shopper", "gaps": [{"kind": "audio"}]},)
SEEN = AuditRow(
    at_ms=1_000, store_id="store-one", what="review_viewed", who_id="ben", who_name="Bén", call_id="call-1",
    recording_id="rec-1", detail="x", address="2001:db8::1",
)  # fmt: skip


async def test_a_call_has_one_recording_and_one_end_of_it(storage: Storage) -> None:
    recordings = storage.recordings
    assert await recordings.add(ROW) is True
    assert await recordings.add(replace(ROW, store_id="store-two")) is False
    assert await recordings.add(replace(ROW, recording_id="rec-9")) is False
    assert await recordings.of_call("call-1") == ROW
    assert await recordings.of_call("call-2") is None
    assert await recordings.unfinished() == (ROW,)
    assert await recordings.ended() == ()
    ends = await asyncio.gather(
        *(recordings.finish("rec-1", "kept", 2**41 + n, files=FILES, size=2**40) for n in (1, 2, 3))
    )
    (row,) = [each for each in ends if each is not None]
    assert row == replace(ROW, state="kept", ended_at_ms=row.ended_at_ms, files=FILES, bytes=2**40)
    assert await recordings.unfinished() == ()
    assert await recordings.ended() == (row,)
    assert await recordings.finish("rec-9", "failed", 5, fault="disk_full") is None


async def test_recordings_are_found_by_calls_and_by_shopper_and_forgotten(storage: Storage) -> None:
    recordings = storage.recordings
    other = replace(ROW, recording_id="rec-2", call_id="call-2", started_at_ms=5)
    foreign = replace(ROW, recording_id="rec-3", call_id="call-3", shopper_id="shopper-ida")
    for row in (ROW, other, foreign):
        assert await recordings.add(row)
    assert await recordings.of_calls([]) == {}
    assert await recordings.of_calls(["call-1", "call-3", "call-9"]) == {"call-1": ROW, "call-3": foreign}
    assert await recordings.of_shopper("shopper-sue") == (other, ROW)
    assert await recordings.remove("rec-1") is True
    assert await recordings.remove("rec-1") is False
    assert await recordings.of_shopper("shopper-sue") == (other,)


async def test_the_audit_list_only_grows_and_says_the_same_once_in_a_while(storage: Storage) -> None:
    audit = storage.audit
    assert await audit.add(SEEN)
    assert await audit.add(replace(SEEN, at_ms=1_500))
    assert not await audit.add(replace(SEEN, at_ms=1_999), quiet_ms=500)
    assert await audit.add(replace(SEEN, at_ms=2_000), quiet_ms=500)
    for changed in (
        {"detail": "y"},
        {"address": ""},
        {"who_id": "ann"},
        {"call_id": "c"},
        {"what": "recording_played"},
    ):
        assert await audit.add(replace(SEEN, at_ms=2_001, **changed), quiet_ms=500)  # type: ignore[arg-type]
    assert await audit.add(replace(SEEN, store_id="store-two"), quiet_ms=500)
    rows = await audit.list("store-one")
    assert [row.at_ms for row in rows] == [2_001] * 5 + [2_000, 1_500, 1_000]
    assert replace(rows[-1], audit_id=0) == SEEN
    assert await audit.list("store-one", limit=2) == rows[:2]
    assert await audit.list("store-one", before_id=rows[1].audit_id, limit=3) == rows[2:5]


async def test_the_audit_list_says_which_recordings_were_erased(storage: Storage) -> None:
    audit = storage.audit
    for number, what in enumerate(get_args(AuditWhat)):
        await audit.add(replace(SEEN, what=what, recording_id=f"rec-{number}"))
        assert await audit.erased(f"rec-{number}") == (what in ERASURES)
    assert not await audit.erased("rec-unheard-of")


async def test_the_ended_calls_of_a_store_are_those_of_customers_newest_first(storage: Storage) -> None:
    journal = storage.journal
    answered = call("call-a", ended(), requested_at_ms=10)
    silent = call("call-b", ended(None, answered=False), requested_at_ms=20)
    going = call("call-c", live(accepted_at_ms=2_000), requested_at_ms=30)
    practice = call("call-d", ended(), requested_at_ms=40, kind="rehearsal")
    foreign = call("call-e", ended(), store_id="store-two", requested_at_ms=50)
    await journal.append(step(replace(answered, phase=live(accepted_at_ms=1_200))))
    await journal.append(step(answered, 1))
    for each in (silent, going, practice, foreign):
        await journal.append(step(each))

    async def ids(before_ms: int, limit: int, after: str = "") -> list[str]:
        return [s.call.call_id for s in await journal.ended_calls("store-one", before_ms, limit, after)]

    assert await ids(10**15, 10) == ["call-b", "call-a"]
    assert await ids(10**15, 1) == ["call-b"]
    assert await ids(20, 10) == ["call-a"]
    assert await ids(20, 10, "call-b") == ["call-a"]
    # Two of one millisecond, on either side of a page's end.
    for call_id in ("call-b2", "call-a2"):
        await journal.append(step(call(call_id, ended(None, answered=False), requested_at_ms=20)))
    assert await ids(10**15, 10) == ["call-a2", "call-b", "call-b2", "call-a"]
    assert await ids(20, 10, "call-a2") == ["call-b", "call-b2", "call-a"]
    assert await ids(20, 1, "call-b") == ["call-b2"]
    assert await journal.accepted_at(["call-a", "call-b", "call-c", "call-x"]) == {
        "call-a": 1_200,
        "call-c": 2_000,
    }
    assert await journal.accepted_at([]) == {}


async def test_a_store_says_for_how_many_days_recordings_are_kept(storage: Storage) -> None:
    assert STORE.recording_days == 30
    await storage.directory.change_store(replace(STORE, recording_days=14))
    assert await storage.directory.store(STORE.store_id) == replace(STORE, recording_days=14)
