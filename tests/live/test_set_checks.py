"""Set checks between an associate and a worker, on one server and on two: start, signals, notes, result, stop."""

from __future__ import annotations

from functools import partial
from typing import Any

import pytest

from coshop.live import Switchboard
from coshop.protocol import frames, signals, work
from tests.live.client import Client, new_id, until
from tests.live.hands import WorkerClient
from tests.live.house import House
from tests.live.test_crew import SETTINGS, state, told

OFFER = signals.Offer(connection_id="conn-0001", sdp="v=0")
ANSWER = signals.Answer(connection_id="conn-0001", sdp="v=1")


async def started(anna: Client, worker: WorkerClient, count: int = 1) -> str:
    assert await anna.do("", work.CheckStart()) == ""
    offer = await worker.offered(count)
    assert (offer.kind, offer.person_id, offer.client_id) == ("mirror", anna.person.person_id, anna.client_id)
    worker.take(offer.job_id)
    await until(lambda: "running" in told(anna))
    return offer.job_id


def relayed(of: Client | WorkerClient) -> list[tuple[str, str, Any]]:
    return [(s.call_id, s.sender, s.body) for s in of.seen(frames.SignalRelayed)]


@pytest.mark.parametrize("apart", [False, True])
async def test_CHECK2_WORK6_signals_and_notes_go_between_associate_and_worker(
    house: House, apart: bool
) -> None:
    here = await house.board(settings=SETTINGS)
    there: Switchboard = await house.board(settings=SETTINGS) if apart else here
    worker = await WorkerClient(there, "mirror").connect()
    anna, ben = await house.associate(here, "Anna"), await house.associate(here, "Ben")
    job_id = await started(anna, worker)
    anna.signal(job_id, OFFER)
    await until(lambda: relayed(worker) == [(job_id, "associate", OFFER)])
    worker.signal(job_id, ANSWER)
    worker.say(work.JobNoteSent(job_id=job_id, note={"step": "light"}))
    await until(lambda: relayed(anna) == [(job_id, "worker", ANSWER)])
    await until(lambda: told(anna) == ["queued", "running", {"step": "light"}])
    anna.signal(job_id, ANSWER)
    ben.signal(job_id, OFFER)
    assert [f.refusal.code for f in await until(lambda: anna.seen(frames.FrameRefused))] == ["not_allowed"]
    assert [f.refusal.code for f in await until(lambda: ben.seen(frames.FrameRefused))] == ["unknown_call"]
    worker.signal(job_id, OFFER)
    worker.signal("job_of_somebody", ANSWER)
    await until(lambda: worker.refusals() == ["not_allowed", "unknown_job"])
    await worker.done(job_id, result={"passed": False, "verdicts": [{"what": "light", "good": False}, "odd"]})
    await until(lambda: told(anna)[-1] == "done")
    assert not ben.seen(work.JobNote)
    (kept,) = await house.storage.set_checks.list("store-one")
    assert (kept.check_id, kept.associate_id, kept.passed) == (job_id, anna.person.person_id, False)
    assert kept.verdicts == ({"what": "light", "good": False},)


async def test_CHECK2_before_it_runs_nobody_is_there_and_a_server_that_heard_nothing_looks_it_up(
    house: House,
) -> None:
    first = await house.board(settings=SETTINGS)
    anna = await house.associate(first, "Anna")
    assert await anna.do("", work.CheckStart()) == ""
    (note,) = await until(lambda: anna.seen(work.JobNote))
    anna.signal(note.job_id, OFFER)
    assert (await until(lambda: anna.seen(frames.FrameRefused)))[0].refusal.code == "no_other_participant"
    worker = await WorkerClient(first, "mirror").connect()
    worker.take((await worker.offered()).job_id)
    await state(house, note.job_id, "taken")
    second = await house.board(settings=SETTINGS)  # it was not there when all this was told
    anna.drop()
    anna.connect(second)
    await anna.welcome()
    anna.signal(note.job_id, OFFER)
    await until(lambda: relayed(worker))
    anna.signal("job_that_is_none", OFFER)
    assert (await until(lambda: anna.seen(frames.FrameRefused)))[0].refusal.code == "unknown_job"


async def test_CHECK1_a_check_is_made_once_for_a_command_and_ended_by_a_stop_or_a_newer_one(
    house: House,
) -> None:
    board = await house.board(settings=SETTINGS)
    anna, ben = await house.associate(board, "Anna"), await house.associate(board, "Ben")
    shopper = await house.shopper(board)
    command_id = anna.send("", work.CheckStart())
    await anna.answer(command_id)
    anna.send("", work.CheckStart(), command_id)
    assert (await anna.answer(command_id, 2)).refusal is None
    (first,) = await house.storage.jobs.of_person(anna.person.person_id, "mirror")
    assert await anna.do("", work.CheckStart()) == "rate_limited"
    house.clock.advance(3_000)
    assert await anna.do("", work.CheckStart()) == ""
    assert (await state(house, first.job_id, "cancelled")).reason == "replaced"
    (second,) = await house.storage.jobs.of_person(anna.person.person_id, "mirror")
    assert await ben.do("", work.CheckStop(job_id=second.job_id)) == "unknown_job"
    assert await anna.do("", work.CheckStop(job_id="job_that_is_none")) == "unknown_job"
    assert await anna.do("", work.CheckStop(job_id=second.job_id)) == ""
    assert await anna.do("", work.CheckStop(job_id=second.job_id)) == ""
    assert (await state(house, second.job_id, "cancelled")).reason == "stopped"
    assert await shopper.do("", work.CheckStart()) == "not_allowed"
    assert await anna.do(new_id("call"), work.CheckStart()) == "invalid_field"


@pytest.mark.parametrize("reason", ["page_change", "closed"])
async def test_CHECK4_a_page_that_goes_withdraws_its_check_and_no_other(house: House, reason: str) -> None:
    board = await house.board(settings=SETTINGS)
    worker = await WorkerClient(board, "mirror").connect()
    anna, ben = await house.associate(board, "Anna"), await house.associate(board, "Ben")
    hers, his = await started(anna, worker), await started(ben, worker, 2)
    anna.goodbye(reason)
    assert (await state(house, hers, "cancelled")).reason == "left"
    await until(
        lambda: [(each.job_id, each.reason) for each in worker.seen(work.JobCancel)] == [(hers, "left")]
    )
    await worker.done(hers, result={"passed": False, "verdicts": []})
    await worker.done(his, result={"passed": True, "verdicts": []})
    await state(house, his, "done")
    assert [each.check_id for each in await house.storage.set_checks.list("store-one")] == [his]


async def test_CHECK4_a_lost_connection_ends_no_check_nor_does_another_page_of_the_person(
    house: House,
) -> None:
    board = await house.board(settings=SETTINGS)
    worker = await WorkerClient(board, "mirror").connect()
    anna = await house.associate(board, "Anna")
    elsewhere = Client(board, anna.person, new_id("tablet")).connect()
    await elsewhere.welcome()
    job_id = await started(anna, worker)
    elsewhere.goodbye("page_change")
    anna.drop()
    await worker.done(job_id, result={"passed": False, "verdicts": []})
    await state(house, job_id, "done")
    assert [each.check_id for each in await house.storage.set_checks.list("store-one")] == [job_id]


async def test_CHECK4_the_next_page_keeps_the_check_that_it_has_begun(house: House) -> None:
    board = await house.board(settings=SETTINGS)
    anna = await house.associate(board, "Anna")
    assert await anna.do("", work.CheckStart()) == ""
    (older,) = await house.storage.jobs.of_person(anna.person.person_id, "mirror")
    anna.goodbye("page_change")
    await state(house, older.job_id, "cancelled")
    house.clock.advance(3_000)
    anna.connect(board)
    await anna.welcome()
    assert await anna.do("", work.CheckStart()) == ""
    (newer,) = await house.storage.jobs.of_person(anna.person.person_id, "mirror")
    assert newer.state == "queued"


async def test_WORK10_the_words_of_a_worker_are_refused_from_people_and_commands_from_workers(
    house: House,
) -> None:
    board = await house.board(settings=SETTINGS)
    worker = await WorkerClient(board).connect()
    said = (
        work.WorkerReady(kinds=("mirror",), capacity=9),
        work.WorkerHealth(load=0, rss_bytes=0, job_ids=(), jobs_done=0),
        work.JobTaken(job_id="job_00000001"),
        work.JobNoteSent(job_id="job_00000001", note={}),
        work.JobDone(job_id="job_00000001", outcome="ok"),
    )
    for person in (await house.shopper(board), await house.associate(board, "Anna")):
        for frame in said:
            person.attachment.receive(frame)
        codes = [each.refusal.code for each in await until(partial(person.seen, frames.FrameRefused))]
        assert codes == ["not_allowed"] * len(said)
    worker.say(frames.CommandFrame(id="cmd-00000001", call_id="", body=work.CheckStart()))
    (answer,) = await until(lambda: worker.seen(frames.AnswerFrame))
    assert answer.refusal is not None
    assert answer.refusal.code == "not_allowed"
    assert len(board.crew.seats) == 1
