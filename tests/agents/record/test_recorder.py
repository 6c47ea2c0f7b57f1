"""[REC4] [REC5] [REC6] [REC10] The recorder does what the call says, whichever way it hears of it: by events, at their time, and by a snapshot."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from dataclasses import dataclass, replace
from pathlib import Path

import pytest

from coshop.agents.record.keys import KeyFile
from coshop.agents.record.person import HELD_MS, PersonRecording, RecordedFile
from coshop.agents.record.reading import open_recording
from coshop.agents.record.recorder import Recorder
from coshop.agents.record.shelf import DiskShelf
from coshop.core import commands as c
from coshop.core import recording_types as r
from coshop.core.call_types import Actor
from coshop.peer import WorkerDoor
from coshop.peer.encoded import EncodedTap
from coshop.peer.signalling import Signalling
from coshop.protocol.frames import Events, Snapshot
from tests.agents.record.films import Played, audio_at, film, play, tone, video_at
from tests.core.play import ANNA, SERVER, SHOPPER
from tests.core.play import Played as Call
from tests.core.play import recorded as recorded_call

NOW_MS = 4_000


@dataclass
class Site:
    """A recorder in a call of the core's, its socket never opened, with a shopper whose four seconds have arrived. The test turns its clock."""

    call: Call
    link: Signalling
    recorder: Recorder
    shelf: DiskShelf
    keys: KeyFile
    known: int = 0

    @property
    def person(self) -> PersonRecording:
        return self.recorder._people["shopper"]

    def at(self, ms: int) -> None:
        """The recording stands here, and the shopper's tap is still open."""
        self.call.now_ms = self.recorder._started_at_ms + ms
        self.person._clock = lambda: self.person._started_s + ms / 1000

    def snapshot(self) -> None:
        """The state of the call arrives, without what led to it."""
        self.known = len(self.call.entries)
        self.link.followed.take_snapshot(Snapshot(epoch=1, seq=self.known, call=self.call.there))
        self.recorder.consider("call-1")

    def happens(self, command: c.Command, actor: Actor, *, at_ms: int, heard_ms: int = 0) -> None:
        """Somebody did something at one time, and the recorder hears of it later (0: never)."""
        self.at(at_ms)
        self.call.must(command, actor)
        if heard_ms:
            self.at(heard_ms)
            entries = tuple(self.call.entries[self.known :])
            self.known = len(self.call.entries)
            self.link.followed.take_events(Events(call_id="call-1", epoch=1, entries=entries))
            self.recorder.took_entries("call-1", entries)

    async def ended(self) -> tuple[RecordedFile, Played]:
        """Both files end; the shopper's, and what plays of it."""
        done = {file.side: file for file in await self.recorder.finish()}["shopper"]
        return done, play(open_recording(self.shelf, done.name, self.keys))


@pytest.fixture
async def site(tmp_path: Path) -> AsyncIterator[Site]:
    door = WorkerDoor("wk_none")
    link = Signalling("http://127.0.0.1:9", door)
    call = recorded_call()
    call.now_ms = link.server_ms()
    shelf, keys = DiskShelf(tmp_path / "shelf"), KeyFile(tmp_path / "recording.key")
    keys.make()
    recorder = Recorder(link, started_at_ms=call.now_ms)
    recorder.call_id = "call-1"
    async with recorder:
        recorder.prepare(shelf, keys, "rec_1", ("shopper", "associate"), 1)
        recorder._begins_ms = 0
        made = Site(call, link, recorder, shelf, keys)
        assert await recorder.begin()
        made.at(0)
        made.snapshot()
        taps = EncodedTap("audio", {}), EncodedTap("video", {})
        start_s = made.person._started_s
        for tap, frames in zip(taps, (audio_at(tone(4), start_s), video_at(film(4), start_s)), strict=True):
            made.person.take(tap)
            for frame in frames:
                tap._put(frame)
            tap.end()
        while any(tap._queue for tap in taps):  # noqa: ASYNC110 there is no event for it
            await asyncio.sleep(0)
        yield made
        await recorder.finish()
    await link.stop()
    await door.close()


async def test_rec10_a_pause_and_its_end_hold_from_when_they_were_taken(site: Site) -> None:
    site.happens(r.RecordingPause(), SHOPPER, at_ms=3_500, heard_ms=4_000)
    site.happens(r.RecordingResume(), ANNA, at_ms=5_000, heard_ms=5_400)
    site.at(6_000)
    done, played = await site.ended()
    assert done.pauses == ((3_500, 5_000),)
    assert [ms for ms in played.picture_ms if 3_000 < ms < 3_500], "what came before is kept"
    assert not [ms for ms in played.picture_ms if ms >= 3_500]


async def test_rec8_a_recorder_that_comes_into_a_pause_keeps_nothing_of_it(site: Site) -> None:
    """Another recorder before it heard of the pause; this one is told how the call stands, and nothing that led to it."""
    site.happens(r.RecordingPause(), SHOPPER, at_ms=0)
    site.snapshot()
    site.at(NOW_MS)
    done, played = await site.ended()
    assert done.pauses == ((0, NOW_MS),)
    assert (played.pictures, any(played.loud)) == ([], False)


async def test_rec5_the_checkout_is_a_pause_however_it_is_heard_of(site: Site) -> None:
    site.happens(c.CheckoutReport(step="started"), SHOPPER, at_ms=3_600, heard_ms=4_000)
    site.happens(c.CheckoutReport(step="paid", order_number="A-1"), SHOPPER, at_ms=5_000)
    site.at(5_500)
    site.snapshot()
    site.at(6_000)
    done, _ = await site.ended()
    assert done.pauses == ((3_600, 5_000),), "what is not told in an event holds from its time, too"


@pytest.mark.parametrize("how", ["tap", "checkout"])
async def test_rec10_a_pause_that_is_known_from_a_late_snapshot_holds_from_its_time(
    site: Site, how: str
) -> None:
    command: c.Command = r.RecordingPause() if how == "tap" else c.CheckoutReport(step="started")
    site.happens(command, SHOPPER, at_ms=3_500)
    site.at(NOW_MS)
    site.snapshot()
    site.at(6_000)
    done, played = await site.ended()
    assert done.pauses == ((3_500, 6_000),)
    assert [ms for ms in played.picture_ms if 3_000 < ms < 3_500], "what came before is kept"
    assert not [ms for ms in played.picture_ms if ms >= 3_500]


async def test_rec10_of_a_late_snapshot_what_is_written_already_stays(site: Site) -> None:
    """The limit: what is older than HELD_MS is in the sealed file, which only grows; players and films skip it."""
    site.happens(r.RecordingPause(), SHOPPER, at_ms=2_000)
    site.at(NOW_MS)
    await site.person.flush()
    site.snapshot()
    done, played = await site.ended()
    assert done.pauses == ((2_000, NOW_MS),)
    assert max(played.picture_ms) == pytest.approx(NOW_MS - HELD_MS, abs=45)


async def test_rec10_a_pause_that_came_and_went_unheard_takes_what_is_not_written(site: Site) -> None:
    site.happens(r.RecordingPause(), SHOPPER, at_ms=3_500)
    site.happens(r.RecordingResume(), SHOPPER, at_ms=3_900)
    site.at(NOW_MS)
    await site.person.flush()
    site.snapshot()
    site.snapshot()
    done, played = await site.ended()
    assert max(played.picture_ms) == pytest.approx(NOW_MS - HELD_MS, abs=45)
    assert [pause[1] for pause in done.pauses] == [3_900], "one, however often it is told"


async def test_rec10_a_pause_that_was_heard_of_is_not_taken_for_another_one(site: Site) -> None:
    site.happens(r.RecordingPause(), SHOPPER, at_ms=2_000, heard_ms=2_000)
    site.happens(r.RecordingResume(), SHOPPER, at_ms=3_000, heard_ms=3_000)
    site.at(NOW_MS)
    site.snapshot()
    done, _ = await site.ended()
    assert done.pauses == ((2_000, 3_000),)


async def test_rec10_a_state_that_says_no_time_holds_from_now(site: Site) -> None:
    """A server of an earlier version."""
    site.happens(r.RecordingPause(), SHOPPER, at_ms=3_500)
    recording = site.call.there.recording
    assert recording
    site.at(3_800)
    call = replace(site.call.there, recording=replace(recording, since_ms=0))
    site.link.followed.take_snapshot(Snapshot(epoch=1, seq=len(site.call.entries), call=call))
    site.recorder.consider("call-1")
    site.at(NOW_MS)
    done, _ = await site.ended()
    assert done.pauses == ((3_800, NOW_MS),)


@pytest.mark.parametrize("how", ["withdrawn", "ended"])
async def test_rec6_the_end_holds_from_when_it_was_taken(site: Site, how: str) -> None:
    command: c.Command = r.RecordingWithdraw() if how == "withdrawn" else c.CallEnd()
    site.happens(command, SHOPPER, at_ms=3_400, heard_ms=4_000)
    assert site.recorder.over.is_set()
    done, played = await site.ended()
    assert played.duration_ms == pytest.approx(3_400, abs=45)
    assert max(played.picture_ms) < 3_400
    assert done.fault == ""


@pytest.mark.parametrize("how", ["withdrawn", "ended", "failed"])
async def test_rec6_an_end_that_is_known_from_a_snapshot_is_one(site: Site, how: str) -> None:
    commands: dict[str, c.Command] = {
        "withdrawn": r.RecordingWithdraw(), "ended": c.CallEnd(), "failed": r.RecordingFail()
    }  # fmt: skip
    site.happens(commands[how], SERVER if how == "failed" else SHOPPER, at_ms=3_400)
    assert not site.recorder.over.is_set()
    if how == "withdrawn":
        site.happens(c.CallEnd(), SHOPPER, at_ms=3_800)
    site.at(NOW_MS)
    site.snapshot()
    assert site.recorder.over.is_set()
    _, played = await site.ended()
    assert played.duration_ms == pytest.approx(3_400, abs=45)
    assert max(played.picture_ms) < 3_400


async def test_rec6_the_end_of_the_call_is_an_end_where_the_recording_says_no_time(site: Site) -> None:
    """A server of an earlier version."""
    site.happens(c.CallEnd(), SHOPPER, at_ms=3_400)
    recording = site.call.there.recording
    assert recording
    site.at(NOW_MS)
    call = replace(site.call.there, recording=replace(recording, since_ms=0))
    site.link.followed.take_snapshot(Snapshot(epoch=1, seq=len(site.call.entries), call=call))
    site.recorder.consider("call-1")
    _, played = await site.ended()
    assert played.duration_ms == pytest.approx(3_400, abs=45)


async def test_rec10_a_call_that_is_not_followed_any_more_is_over(site: Site) -> None:
    assert site.link.followed.forget("call-1")
    site.recorder.consider("another")
    assert not site.recorder.over.is_set()
