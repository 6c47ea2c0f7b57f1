"""[REV3] A person of whom nothing comes although microphone or camera is on: noticed after a minute, said in the log and of the file."""

from __future__ import annotations

import logging
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from coshop.agents.record.keys import KeyFile
from coshop.agents.record.quiet import QUIET_S, Quiet, to_come
from coshop.agents.record.recorder import Recorder, words_of
from coshop.agents.record.shelf import DiskShelf
from coshop.core import commands as c
from coshop.core import recording_types as r
from coshop.core.recorded_parts import part_of
from coshop.peer import WorkerDoor
from coshop.peer.encoded import EncodedTap
from coshop.peer.signalling import Signalling
from coshop.protocol.frames import Snapshot
from tests.core.play import ANNA, RECORD, SERVER, SHOPPER, WORKER, Played, recorded


def test_rev3_a_minute_without_anything_is_told_once() -> None:
    quiet = Quiet()
    assert not quiet.look(0, 0, due=True)
    assert not quiet.look(QUIET_S - 1, 0, due=True)
    assert quiet.look(QUIET_S, 0, due=True)
    assert not quiet.look(QUIET_S * 3, 0, due=True), "once is enough"
    assert not quiet.look(QUIET_S * 3 + 1, 5, due=True), "something came"
    assert not quiet.look(QUIET_S * 4, 5, due=True)
    assert quiet.look(QUIET_S * 4 + 1, 5, due=True), "and nothing any more"


def test_rev3_time_in_which_nothing_is_to_come_does_not_count() -> None:
    quiet = Quiet()
    assert not quiet.look(0, 0, due=True)
    assert not quiet.look(QUIET_S - 1, 0, due=False)
    assert not quiet.look(QUIET_S, 0, due=True)
    assert not quiet.look(QUIET_S * 2 - 1, 0, due=True)
    assert quiet.look(QUIET_S * 2, 0, due=True)


def test_rev3_nothing_is_to_come_in_a_pause_from_who_is_away_or_has_both_off() -> None:
    call = recorded()

    def due() -> tuple[bool, bool]:
        return to_come(call.there, "shopper"), to_come(call.there, "associate")

    assert due() == (True, True)
    call.must(c.MediaSet(microphone=False, camera=True), SHOPPER)
    assert due() == (True, True)
    call.must(c.MediaSet(microphone=False, camera=False), SHOPPER)
    assert due() == (False, True)
    call.must(c.ParticipantLose(side="associate", client_id=ANNA.client_id, reason="connection"), SERVER)
    assert due() == (False, False)
    call.must(c.ParticipantReturn(side="associate", client_id=ANNA.client_id), SERVER)
    call.must(r.RecordingPause(), SHOPPER)
    assert due() == (False, False)
    call.must(c.CallEnd(), SHOPPER)
    assert due() == (False, False)


@pytest.fixture
async def site(tmp_path: Path) -> AsyncIterator[tuple[Recorder, Played]]:
    """A recorder in a call of the core's, of both; the socket is never opened."""
    door = WorkerDoor("wk_none")
    link = Signalling("http://127.0.0.1:9", door)
    call = recorded()
    call.now_ms = link.server_ms()
    call.must(RECORD, WORKER)
    keys = KeyFile(tmp_path / "recording.key")
    keys.make()
    recorder = Recorder(link, started_at_ms=call.now_ms)
    recorder.call_id, recorder.guest_id = "call-1", RECORD.guest_id
    recorder.prepare(DiskShelf(tmp_path / "shelf"), keys, "rec_1", ("shopper", "associate"), 1)
    link.followed.take_snapshot(Snapshot(epoch=1, seq=len(call.entries), call=call.there))
    assert await recorder.begin()
    yield recorder, call
    await recorder.finish()
    for task in list(recorder._tasks):
        task.cancel()
    await link.stop()
    await door.close()


async def test_rev3_of_whom_nothing_came_it_is_said_in_the_log_and_of_the_file(
    site: tuple[Recorder, Played], caplog: pytest.LogCaptureFixture
) -> None:
    recorder, _ = site
    tap = EncodedTap("audio", {})
    recorder._people["shopper"].take(tap)
    with caplog.at_level(logging.WARNING, "coshop.worker"):
        recorder.look(0)
        tap.packets = 9
        recorder.look(QUIET_S)
        assert not [each for each in caplog.messages if "shopper" in each]
        assert (
            len([each for each in caplog.messages if "from the associate of call call-1 for 60 s" in each])
            == 1
        )
        recorder.look(QUIET_S * 2)
        assert len([each for each in caplog.messages if "nothing has come" in each]) == 2
    tap.end()
    files = {file.side: file for file in await recorder.finish()}
    assert (files["associate"].fault, files["associate"].packets) == ("nothing_came", 0)
    assert (files["shopper"].fault, files["shopper"].packets) == ("", 9), (
        "it came, and stopped: a gap says so"
    )
    assert recorder.fault == "", "the recording is kept all the same"
    part = part_of(files["associate"].name)
    assert part is not None
    assert words_of(files["associate"], part, 9)["fault"] == "nothing_came"


async def test_rev3_a_recorder_that_is_not_in_the_call_waits_for_nothing(
    site: tuple[Recorder, Played],
) -> None:
    recorder, _ = site
    recorder.guest_id = "another"
    recorder.look(0)
    recorder.look(QUIET_S * 2)
    assert [file.fault for file in await recorder.finish()] == ["", ""]
