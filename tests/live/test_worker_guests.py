"""[GUEST1] [GUEST5] [GUEST7] [REC10] [WORK10]: workers in calls, on one switchboard and on two, and the job that brings them there."""

from __future__ import annotations

from dataclasses import replace
from types import SimpleNamespace
from typing import Any

from coshop.core.recorded_parts import Part
from coshop.live import Switchboard
from coshop.live.recording_desk import ids_of
from coshop.ports import JobRow
from coshop.protocol import commands as w
from coshop.protocol import frames, signals, work
from coshop.protocol.guest_commands import GuestChange, GuestJoin, GuestLeave
from coshop.protocol.recording_commands import (
    RecordingAsk,
    RecordingConsent,
    RecordingPause,
    RecordingWithdraw,
)
from tests.live.client import Client, new_id, until, until_async
from tests.live.hands import WorkerClient
from tests.live.house import QUICK, House

SETTINGS = replace(
    QUICK,
    crew_look_s=0.05,
    worker_grace_s=0.3,
    worker_lease_s=0.6,
    storage_timeout_s=30.0,
    recordings_look_s=0.2,
)
ASK = RecordingAsk(text_version="2026-11")
YES = RecordingConsent(agreed=True, text_version="2026-11", language="en")
ANSWER = signals.Answer(connection_id="conn-0001", sdp="v=0")


async def recorded(house: House, *boards: Switchboard) -> tuple[str, Client, Client]:
    """A live call that is being recorded: its id, the shopper, the associate."""
    house.stores["store-one"] = replace(house.stores["store-one"], recording="ask")
    associate, shopper = await house.free(boards[0], "Mia"), await house.shopper(boards[-1])
    call_id = await house.live_call(shopper, associate)
    for who, body in ((associate, ASK), (associate, YES), (shopper, YES)):
        assert await who.do(call_id, body) == ""
    return call_id, shopper, associate


class Recorder(WorkerClient):
    """A worker that takes the recording job of a call and comes in."""

    def __init__(self, board: Switchboard) -> None:
        super().__init__(board, "record")
        self.guest_id = new_id("rec")
        self.job = JobRow(job_id="", kind="", queued_at_ms=0)

    async def take_offered(self) -> work.JobOffer:
        offer = await self.offered()
        self.take(offer.job_id)
        return offer

    async def do(self, call_id: str, body: Any) -> str:
        """The code of the refusal, or nothing."""
        command_id = new_id("cmd")
        self.say(frames.CommandFrame(id=command_id, call_id=call_id, body=body))
        found = await until(lambda: [a for a in self.seen(frames.AnswerFrame) if a.id == command_id])
        return found[0].refusal.code if found[0].refusal else ""

    async def join(self, call_id: str) -> str:
        return await self.do(call_id, GuestJoin(guest_id=self.guest_id, role="recorder"))

    def entries(self) -> list[str]:
        return [entry.event.type for frame in self.seen(frames.Events) for entry in frame.entries]


async def job_of(house: House, call_id: str, *states: str) -> JobRow:
    async def there() -> JobRow | None:
        row = await house.storage.jobs.get(ids_of(call_id)[1])
        return row if row is not None and row.state in states else None

    found = await until_async(there)
    assert found is not None
    return found


async def test_REC10_a_recording_makes_one_job_and_one_row_on_two_servers(house: House) -> None:
    one, two = await house.board(settings=SETTINGS), await house.board(settings=SETTINGS)
    call_id, shopper, _ = await recorded(house, one, two)
    job = await job_of(house, call_id, "queued")
    recording_id, job_id = ids_of(call_id)
    row = await house.storage.recordings.of_call(call_id)
    assert row is not None
    assert (row.recording_id, row.job_id, row.state, row.recorded) == (
        recording_id,
        job_id,
        "recording",
        ("shopper", "associate"),
    )
    assert job.args == {
        "recording_id": recording_id,
        "recorded": ["shopper", "associate"],
        "started_at_ms": row.started_at_ms,
    }
    assert len(await house.storage.jobs.of_call(call_id, "record")) == 1
    # Nobody took it: stopped, it is not needed any more.
    assert await shopper.do(call_id, RecordingWithdraw()) == ""
    assert (await job_of(house, call_id, "cancelled")).reason == "stopped"


async def test_GUEST1_GUEST5_a_worker_with_the_job_comes_in_follows_and_signals(house: House) -> None:
    one, two = await house.board(settings=SETTINGS), await house.board(settings=SETTINGS)
    call_id, shopper, associate = await recorded(house, one)
    worker = await Recorder(two).connect()
    assert isinstance(worker, Recorder)
    await worker.take_offered()
    assert await worker.join(call_id) == ""
    snapshot = (await until(lambda: worker.seen(frames.Snapshot)))[0]
    assert snapshot.call.call_id == call_id
    guest = await shopper.sees(lambda: [g for g in shopper.calls[call_id].guests if g.role == "recorder"])
    assert guest[0].client_id == worker.client_id
    assert await worker.join(call_id) == "", "again changes nothing"
    assert await shopper.do(call_id, RecordingPause()) == ""
    await until(lambda: "recording_paused" in worker.entries())
    # Signals both ways, over two servers.
    shopper.signal(call_id, signals.Offer(connection_id="conn-0001", sdp="v=0"), guest_id=worker.guest_id)
    heard = (await until(lambda: worker.seen(frames.SignalRelayed)))[0]
    assert (heard.sender, heard.guest_id) == ("shopper", worker.guest_id)
    worker.say(frames.SignalFrame(call_id=call_id, body=ANSWER, guest_id=worker.guest_id, to="associate"))
    back = (await until(lambda: associate.seen(frames.SignalRelayed)))[0]
    assert (back.sender, back.guest_id) == ("guest", worker.guest_id)
    # It may ask for what it misses, and gets none of what only a store's people get.
    worker.say(frames.Replay(call_id=call_id, epoch=snapshot.epoch, seq=1))
    await until(lambda: "call_accepted" in worker.entries())
    assert not worker.seen(frames.Line)
    assert not worker.seen(frames.Presence)
    assert await worker.do(call_id, GuestLeave(guest_id=worker.guest_id)) == ""
    await shopper.sees(lambda: not shopper.calls[call_id].guests)


async def test_GUEST1_WORK10_no_other_worker_and_no_other_word(house: House) -> None:
    board = await house.board(settings=SETTINGS)
    call_id, shopper, _ = await recorded(house, board)
    holder, other = await Recorder(board).connect(), await WorkerClient(board, "mirror").connect()
    assert isinstance(holder, Recorder)
    stranger = Recorder(board)
    stranger.__dict__.update(other.__dict__ | {"guest_id": new_id("rec")})
    await holder.take_offered()
    assert await stranger.join(call_id) == "not_allowed"
    assert await holder.join(new_id("call")) == "not_allowed"
    for body in (
        w.ChatSend(text="hello"),
        w.CallEnd(),
        RecordingPause(),
        GuestChange(guest_id=holder.guest_id, role="speaker"),
    ):
        assert await holder.do(call_id, body) == "not_allowed", body.type
    for role in ("listener", "speaker"):
        assert await holder.do(call_id, GuestJoin(guest_id=new_id("g"), role=role)) == "not_allowed"
    holder.say(frames.SignalFrame(call_id=call_id, body=ANSWER, guest_id=holder.guest_id, to="shopper"))
    await until(holder.refusals)
    holder.say(frames.Replay(call_id=call_id, epoch=1, seq=1))
    await until(lambda: len(holder.refusals()) == 2)
    assert set(holder.refusals()) <= {"unknown_guest", "unknown_call"}
    assert not shopper.calls[call_id].guests


async def test_GUEST5_a_lost_worker_is_a_lost_guest_and_another_takes_over(house: House) -> None:
    board = await house.board(settings=SETTINGS)
    call_id, shopper, _ = await recorded(house, board)
    first = await Recorder(board).connect()
    assert isinstance(first, Recorder)
    await first.take_offered()
    assert await first.join(call_id) == ""
    await shopper.sees(lambda: shopper.calls[call_id].guests)
    first.seat.detach()
    await shopper.sees(lambda: not shopper.calls[call_id].guests)
    second = await Recorder(board).connect()
    assert isinstance(second, Recorder)
    assert (await second.take_offered()).attempt == 2
    assert await second.join(call_id) == ""
    await shopper.sees(lambda: shopper.calls[call_id].guests)
    recording = shopper.calls[call_id].recording
    assert recording is not None
    assert recording.state == "on"


async def test_GUEST5_a_worker_that_is_back_comes_in_again_before_it_said_what_it_has(house: House) -> None:
    board = await house.board(settings=replace(SETTINGS, worker_grace_s=30.0))
    call_id, shopper, _ = await recorded(house, board)
    worker = await Recorder(board).connect()
    assert isinstance(worker, Recorder)
    await worker.take_offered()
    assert await worker.join(call_id) == ""
    await worker.connect(ready=False)  # the newer socket fences the older
    assert await worker.join(call_id) == ""
    await until(lambda: worker.seen(frames.Snapshot))
    await shopper.sees(lambda: len(shopper.calls[call_id].guests) == 1)


async def test_REC10_a_job_that_fails_for_good_stops_the_recording_and_what_is_there_is_listed(
    house: House,
) -> None:
    board = await house.board(settings=SETTINGS)
    call_id, shopper, _ = await recorded(house, board)
    recording_id, job_id = ids_of(call_id)
    await house.files.put(Part(recording_id, "shopper", 1, 250).name, recording_id, b"half a film")
    worker = await Recorder(board).connect()
    assert isinstance(worker, Recorder)
    await worker.take_offered()
    await worker.done(job_id, "failed", reason="It cannot be done.")
    await shopper.sees(
        lambda: (r := shopper.calls[call_id].recording) is not None and r.stopped_reason == "failed"
    )
    assert shopper.calls[call_id].phase.phase == "live"

    async def settled() -> Any:
        row = await house.storage.recordings.of_call(call_id)
        return row if row is not None and row.state == "failed" else None

    row = await until_async(settled)
    assert row is not None
    assert row.fault == "It cannot be done."
    assert [(f["side"], f["part"], f["start_ms"], f["fault"]) for f in row.files] == [
        ("shopper", 1, 250, "cut_off")
    ]

    async def beside() -> bool:
        return f"{recording_id}/timeline.json" in await house.files.names(recording_id)

    await until_async(beside)


async def test_REC10_what_a_crash_left_undone_is_found_by_another_server(house: House) -> None:
    board = await house.board(settings=replace(SETTINGS, recordings_look_s=1000.0))
    board.__dict__["_recordings"] = SimpleNamespace(moved=lambda *_: None)  # it dies just after the commit
    call_id, shopper, _ = await recorded(house, board)
    assert await house.storage.recordings.of_call(call_id) is None
    other = await house.board(settings=SETTINGS)
    await job_of(house, call_id, "queued")
    # And a job whose end nobody took in.
    await house.storage.jobs.end(ids_of(call_id)[1], "failed", 5, "worker_lost")

    async def settled() -> Any:
        row = await house.storage.recordings.of_call(call_id)
        return row if row is not None and row.state == "failed" else None

    assert await until_async(settled)
    await shopper.sees(
        lambda: (r := shopper.calls[call_id].recording) is not None and r.stopped_reason == "failed"
    )
    assert other.counters.failures == 0
