"""Consent to a recording through a switchboard: the store's setting, both screens, and the recorder's place in the call."""

from __future__ import annotations

from dataclasses import replace

import pytest

from coshop.agents.record.reading import Files
from coshop.core.call_types import Call
from coshop.ports import AuditRow, JobRow, RecordingRow
from coshop.protocol import commands as w
from coshop.protocol.recording_commands import RecordingAsk, RecordingConsent, RecordingWithdraw
from tests.live.house import House

ASK = RecordingAsk(text_version="2026-11")
YES = RecordingConsent(agreed=True, text_version="2026-11", language="en")
ROW = RecordingRow(
    recording_id="rec_1", call_id="call-00000001", store_id="store-one", shopper_id="sue", associate_id="ann",
    job_id="job_1", started_at_ms=5, recorded=("shopper", "associate"), consents=(),
)  # fmt: skip
JOB = JobRow(job_id="job_1", kind="record", queued_at_ms=5, call_id=ROW.call_id, state="done")


def state(call: Call) -> str:
    return call.recording.state if call.recording is not None else ""


async def test_REC1_the_stores_setting_is_the_servers_word(house: House) -> None:
    board = await house.board()
    associate, shopper = await house.free(board, "Mia"), await house.shopper(board)
    call_id = await house.live_call(shopper, associate)
    assert await associate.do(call_id, ASK) == "recording_off"
    assert await shopper.do(call_id, ASK) == "not_allowed"


async def test_REC2_both_screens_and_the_journal_hold_the_answers(house: House) -> None:
    house.stores["store-one"] = replace(house.stores["store-one"], recording="ask")
    board = await house.board()
    associate, shopper = await house.free(board, "Mia"), await house.shopper(board)
    call_id = await house.live_call(shopper, associate)
    assert await associate.do(call_id, ASK) == ""
    assert await shopper.do(call_id, YES) == ""
    assert await associate.do(call_id, YES.model_copy(update={"language": "de"})) == ""
    stored = await house.storage.journal.load(call_id)
    assert stored is not None
    assert stored.call.recording is not None
    assert stored.call.recording.state == "on"
    assert [each.language for each in stored.call.recording.consents] == ["en", "de"]
    await shopper.agrees(stored.call)
    await associate.agrees(stored.call)
    assert await shopper.do(call_id, w.CheckoutReport(step="started")) == ""
    await associate.sees(lambda: state(associate.calls[call_id]) == "paused")
    assert await shopper.do(call_id, RecordingWithdraw()) == ""
    await associate.sees(lambda: state(associate.calls[call_id]) == "stopped")
    assert associate.calls[call_id].phase.phase == "live"


async def being_written(house: House) -> None:
    """A recording on record whose job a worker has."""
    await house.storage.recordings.add(ROW)
    await house.storage.jobs.add(replace(JOB, state="queued"))
    await house.storage.jobs.offer(JOB.job_id, "worker-1")
    await house.storage.jobs.take(JOB.job_id, "worker-1", 5)


FILE = {
    "name": "rec_1/shopper-1-420.webm", "side": "shopper", "part": 1, "start_ms": 420, "duration_ms": 9_000, "bytes": 70,
    "has_video": True, "gaps": [{"kind": "video", "start_ms": 5, "end_ms": 9}], "fault": "",
}  # fmt: skip


@pytest.mark.parametrize(
    "files",
    [
        None,
        "many",
        [7],
        [{**FILE, "side": "nobody"}],
        [{key: value for key, value in FILE.items() if key != "side"}],
        [{**FILE, "bytes": "a lot"}],
        [{**FILE, "start_ms": -1}],
        [{**FILE, "gaps": [{}]}],
        [{**FILE, "name": "rec_of_another/shopper-1-420.webm"}],
        [{**FILE, "name": "../coshop.db"}],
        [FILE, {**FILE, "fault": "x" * 201}],
    ],
)
async def test_REC10_files_of_which_a_recorder_says_nonsense_are_looked_for(
    house: House, files: object
) -> None:
    await being_written(house)
    board = await house.board()
    left = "rec_1/associate-1-30.webm"
    await house.files.put(left, "rec_1", b"film")
    await board._recordings._settle(replace(JOB, result={"files": files, "fault": ""}))
    row = await house.storage.recordings.of_call(ROW.call_id)
    assert row is not None
    assert row.state == "kept"
    assert [(each["name"], each["side"], each["fault"]) for each in row.files] == [
        (left, "associate", "cut_off")
    ]


async def test_REC10_a_recording_of_which_nothing_is_there_is_not_said_to_be_kept(house: House) -> None:
    await being_written(house)
    board = await house.board()
    await board._recordings._settle(replace(JOB, result={"files": [], "fault": ""}))
    row = await house.storage.recordings.of_call(ROW.call_id)
    assert row is not None
    assert (row.state, row.fault, row.files) == ("failed", "empty", ())


async def test_REC10_what_a_recorder_says_of_its_files_is_on_record(house: House) -> None:
    await being_written(house)
    board = await house.board()
    elsewhere = {**FILE, "name": "", "side": "associate", "fault": "elsewhere", "gaps": []}
    said = {"files": [{**FILE, "of_a_newer_recorder": 1}, elsewhere], "fault": ""}
    await board._recordings._settle(replace(JOB, result=said))
    row = await house.storage.recordings.of_call(ROW.call_id)
    assert row is not None
    assert (row.state, row.bytes) == ("kept", 140)
    counted = {"lost_packets": 0, "packets": 0}
    assert row.files == ({**FILE, **counted}, {**elsewhere, **counted})


async def test_REV6_a_timeline_that_comes_behind_the_erasure_does_not_stay(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    board = await house.board()
    associate, shopper = await house.free(board, "Mia"), await house.shopper(board)
    call_id = await house.live_call(shopper, associate)
    row = replace(ROW, call_id=call_id, state="kept", ended_at_ms=9, files=(FILE,))
    assert await house.storage.recordings.add(row)
    await board._recordings._keep_timeline(call_id)
    assert await house.files.names("rec_1") == ("rec_1/timeline.json",)
    await house.files.erase("rec_1")
    put = type(house.files).put

    async def erased_just_before(files: Files, name: str, recording_id: str, data: bytes) -> None:
        gone = AuditRow(at_ms=9, store_id="store-one", what="recording_deleted", recording_id=recording_id)
        await house.storage.audit.add(gone)
        await put(files, name, recording_id, data)

    monkeypatch.setattr(type(house.files), "put", erased_just_before)
    await board._recordings._keep_timeline(call_id)
    assert await house.files.names("rec_1") == ()
