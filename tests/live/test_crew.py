"""Jobs and workers on real storage and bus, on one switchboard and on two: offers, losses, returns, and who is told what."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from coshop.live import Switchboard
from coshop.ports import JobRow
from coshop.protocol import work
from coshop.protocol.close_codes import CloseCode
from tests.live.client import Client, new_id, until, until_async
from tests.live.hands import WorkerClient
from tests.live.house import QUICK, House

SETTINGS = replace(QUICK, crew_look_s=0.05, worker_grace_s=0.3, worker_lease_s=0.6, storage_timeout_s=30.0)
HASTY = replace(SETTINGS, offer_s=0.3, set_aside_s=60.0)
PATIENT = replace(SETTINGS, worker_grace_s=60.0)


async def job(board: Switchboard, house: House, kind: str = "play", **fields: Any) -> str:
    row = JobRow(job_id=new_id("job_"), kind=kind, queued_at_ms=house.clock(), **fields)
    assert await board.crew.book.make(row)
    return row.job_id


async def state(house: House, job_id: str, *states: str) -> JobRow:
    async def there() -> JobRow | None:
        row = await house.storage.jobs.get(job_id)
        assert row is not None
        return row if row.state in states else None

    found = await until_async(there)
    assert found is not None
    return found


def told(client: Client) -> list[Any]:
    return [note.note.get("state", note.note) for note in client.seen(work.JobNote)]


async def test_WORK4_a_job_made_before_any_worker_came_is_offered_and_done(house: House) -> None:
    board = await house.board(settings=SETTINGS)
    job_id = await job(board, house, args={"a": 1}, store_id="store-one", call_id="call-1")
    worker = await WorkerClient(board).connect()
    offer = await worker.offered()
    assert (offer.job_id, offer.args, offer.store_id, offer.call_id) == (
        job_id,
        {"a": 1},
        "store-one",
        "call-1",
    )
    worker.take(job_id)
    await state(house, job_id, "taken")
    await worker.done(job_id, result={"b": 2})
    row = await state(house, job_id, "done")
    assert row.result == {"b": 2}
    await worker.done(job_id, "failed", reason="said again")
    assert await house.storage.jobs.get(job_id) == row
    assert not await board.crew.book.make(replace(row, state="queued"))


async def test_WORK3_a_worker_gets_its_kinds_only_and_no_more_than_it_has_room_for(house: House) -> None:
    board = await house.board(settings=SETTINGS)
    worker = await WorkerClient(board, "play", capacity=1).connect()
    other = await job(board, house, "record")
    first, second = await job(board, house), await job(board, house)
    assert (await worker.offered()).job_id == first
    worker.take(first)
    await state(house, first, "taken")
    assert (await house.storage.jobs.get(second)).state == "queued"  # type: ignore[union-attr]
    await worker.done(first)
    assert (await worker.offered(2)).job_id == second
    worker.take(second)
    worker.say(work.WorkerReady(kinds=("play",), capacity=0, version=""))
    await worker.done(second)
    third = await job(board, house)
    worker.health()
    await until(lambda: board.crew.seats[0].capacity == 0)
    assert {(await house.storage.jobs.get(each)).state for each in (other, third)} == {"queued"}  # type: ignore[union-attr]
    assert len(worker.seen(work.JobOffer)) == 2


async def test_WORK5_an_offer_that_nobody_takes_goes_to_another(house: House) -> None:
    board = await house.board(settings=HASTY)
    deaf = await WorkerClient(board).connect()
    job_id = await job(board, house)
    await deaf.offered()
    hearing = await WorkerClient(board).connect()
    assert (await hearing.offered()).job_id == job_id
    hearing.take(job_id)
    row = await state(house, job_id, "taken")
    assert (row.worker_id, row.attempts) == (hearing.worker.worker_id, 1)
    deaf.take(job_id)
    cancel = (await until(lambda: deaf.seen(work.JobCancel)))[0]
    assert (cancel.job_id, cancel.reason) == (job_id, "not_yours")
    deaf.jobs.clear()
    later = await job(board, house)
    await hearing.offered(2)
    assert [offer.job_id for offer in deaf.seen(work.JobOffer)] == [job_id]  # set aside
    assert later


async def test_WORK9_a_lost_worker_loses_its_jobs_after_a_grace_at_most_three_times(house: House) -> None:
    board = await house.board(settings=SETTINGS)
    anna = await house.associate(board, "Anna")
    ended: list[JobRow] = []
    board.crew.book.on_ended.append(ended.append)
    job_id = await job(board, house, person_id=anna.person.person_id, client_id=anna.client_id)
    for attempt in (1, 2, 3):
        worker = await WorkerClient(board).connect()
        assert (await worker.offered()).attempt == attempt
        worker.take(job_id)
        await state(house, job_id, "taken")
        worker.seat.detach()
    row = await state(house, job_id, "failed")
    assert (row.reason, row.attempts) == ("worker_lost", 3)
    await until(lambda: told(anna)[-1:] == ["failed"])
    assert told(anna) == ["queued", *["running", "queued"] * 2, "running", "failed"]
    assert [each.job_id for each in ended] == [job_id]
    assert board.counters.jobs_lost == 3


async def test_WORK9_a_worker_that_is_back_in_time_goes_on_here_or_elsewhere(house: House) -> None:
    here, there = await house.board(settings=PATIENT), await house.board(settings=PATIENT)
    worker = await WorkerClient(here).connect()
    job_id = await job(there, house)
    await worker.offered()
    worker.take(job_id)
    await state(house, job_id, "taken")
    worker.seat.detach()
    await worker.connect(there)
    await until(lambda: job_id in there.crew.seats[0].taken)
    await until_async(lambda: _settled(house, worker))
    assert (await house.storage.jobs.get(job_id)).attempts == 1  # type: ignore[union-attr]
    assert here.counters.jobs_lost == there.counters.jobs_lost == 0
    assert not worker.seen(work.JobOffer)
    await worker.done(job_id)
    await state(house, job_id, "done")


async def _settled(house: House, worker: WorkerClient) -> bool:
    rows = await house.storage.workers.all()
    return [row.connection_no for row in rows] == [worker.seat.connection_no]


async def test_WORK9_a_worker_that_is_back_late_goes_on_with_what_nobody_else_has(house: House) -> None:
    board = await house.board(settings=SETTINGS)
    worker = await WorkerClient(board).connect()
    job_id = await job(board, house)
    await worker.offered()
    worker.take(job_id)
    await state(house, job_id, "taken")
    worker.seat.detach()
    assert (await state(house, job_id, "queued")).reason == "worker_lost"
    await worker.connect(ready=False)
    worker.health()
    assert (await state(house, job_id, "taken")).attempts == 1


async def test_WORK9_what_a_worker_has_forgotten_goes_to_another(house: House) -> None:
    board = await house.board(settings=SETTINGS)
    worker = await WorkerClient(board).connect()
    job_id = await job(board, house)
    await worker.offered()
    worker.take(job_id)
    await state(house, job_id, "taken")
    worker.jobs.clear()
    worker.health()
    assert (await worker.offered(2)).attempt == 2


async def test_WORK9_goodbye_and_a_removed_key_give_jobs_back_at_once(house: House) -> None:
    board = await house.board(settings=PATIENT)
    leaving = await WorkerClient(board, key_id="key-1").connect()
    job_id = await job(board, house)
    await leaving.offered()
    leaving.take(job_id)
    await state(house, job_id, "taken")
    leaving.seat.leaving = True
    leaving.seat.detach()
    assert (await state(house, job_id, "queued")).reason == "worker_left"
    revoked = await WorkerClient(board, key_id="key-2").connect()
    await revoked.offered()
    revoked.take(job_id)
    await state(house, job_id, "taken")
    board.crew.revoke("key-2")
    assert revoked.outbox.close_code is CloseCode.REVOKED
    await state(house, job_id, "queued")


async def test_WORK9_a_server_that_dies_with_its_worker_loses_no_job(house: House) -> None:
    dying, living = await house.board(settings=SETTINGS), await house.board(settings=SETTINGS)
    worker = await WorkerClient(dying).connect()
    job_id = await job(dying, house)
    await worker.offered()
    worker.take(job_id)
    await state(house, job_id, "taken")
    await house.kill(dying)
    house.clock.advance(round(SETTINGS.lease_s * 1000) + 1)
    other = await WorkerClient(living).connect()
    assert (await other.offered()).attempt == 2
    assert living.counters.jobs_lost == 1


async def test_WORK11_a_job_that_waits_or_takes_too_long_ends_and_its_worker_is_told(house: House) -> None:
    board = await house.board(settings=replace(SETTINGS, job_wait_factor=0.005))  # 60 s are 0.3 s
    anna = await house.associate(board, "Anna")
    mine = {"person_id": anna.person.person_id, "client_id": anna.client_id}
    waiting = await job(board, house, **mine)
    assert (await state(house, waiting, "failed")).reason == "no_worker"
    note = (await until(lambda: [n for n in anna.seen(work.JobNote) if n.note.get("state") == "failed"]))[0]
    assert "coshop agents" in str(note.note["words"])
    worker = await WorkerClient(board, "mirror").connect()
    long = await job(board, house, "mirror")  # 180 s are 0.9 s
    await worker.offered()
    worker.take(long)
    assert (await state(house, long, "cancelled")).reason == "time_over"
    cancel = (await until(lambda: worker.seen(work.JobCancel)))[0]
    assert (cancel.job_id, cancel.reason) == (long, "time_over")


async def test_WORK8_a_job_is_cancelled_on_whichever_server_its_worker_is(house: House) -> None:
    here, there = await house.board(settings=SETTINGS), await house.board(settings=SETTINGS)
    worker = await WorkerClient(here).connect()
    job_id = await job(there, house)
    await worker.offered()
    worker.take(job_id)
    await state(house, job_id, "taken")
    assert await there.crew.book.end(job_id, "cancelled", "stopped") is not None
    assert await there.crew.book.end(job_id, "cancelled", "stopped") is None
    await until(lambda: worker.seen(work.JobCancel))
    await worker.done(job_id)
    assert (await state(house, job_id, "cancelled")).reason == "stopped"


async def test_WORK10_a_worker_moves_no_job_that_it_was_not_offered(house: House) -> None:
    board = await house.board(settings=SETTINGS)
    worker = await WorkerClient(board).connect()
    stranger = await WorkerClient(board, "knitting").connect()
    job_id = await job(board, house)
    await worker.offered()
    worker.take(job_id)
    row = await state(house, job_id, "taken")
    stranger.say(work.JobTaken(job_id=job_id))
    stranger.say(work.JobNoteSent(job_id=job_id, note={"a": 1}))
    await stranger.done(job_id)
    assert stranger.refusals() == ["unknown_job", "unknown_job"]
    assert await house.storage.jobs.get(job_id) == row
    worker.say(work.JobNoteSent(job_id=job_id, note={"state": "done"}))
    assert await until(worker.refusals) == ["invalid_field"]


async def test_WORK2_the_same_worker_again_fences_its_older_socket_here_and_elsewhere(house: House) -> None:
    here, there = await house.board(settings=SETTINGS), await house.board(settings=SETTINGS)
    worker = await WorkerClient(here).connect()
    first = worker.outbox
    await worker.connect(here)
    assert first.close_code is CloseCode.FENCED
    second = worker.outbox
    await worker.connect(there)
    await until(lambda: second.close_code is CloseCode.FENCED)
    assert worker.outbox.close_code is None
    posing = WorkerClient(there, key_id="key-of-somebody-else")
    posing.client_id = worker.client_id
    await posing.connect()
    assert worker.outbox.close_code is None


async def test_WORK12_a_server_that_stops_sends_its_workers_elsewhere_with_their_jobs(house: House) -> None:
    leaving, staying = await house.board(settings=SETTINGS), await house.board(settings=SETTINGS)
    worker = await WorkerClient(leaving).connect()
    job_id = await job(leaving, house)
    await worker.offered()
    worker.take(job_id)
    await state(house, job_id, "taken")
    assert leaving.crew.retire(worker.worker.worker_id)
    assert not staying.crew.retire(worker.worker.worker_id)
    await until(lambda: worker.seen(work.WorkerRetire))
    await leaving.drain(spread_s=0.0)
    assert worker.outbox.close_code is CloseCode.SERVER_RESTART
    worker.seat.detach()
    await worker.connect(staying)
    await worker.done(job_id)
    assert (await state(house, job_id, "done")).attempts == 1
