"""Whose turn it is where workers are few: films make room for what people wait for, and orderly stops cost no recording."""

from __future__ import annotations

from dataclasses import replace

from coshop.protocol import work
from tests.live.client import until
from tests.live.hands import WorkerClient
from tests.live.house import House
from tests.live.test_crew import SETTINGS, job, state


async def test_WORK4_films_leave_room_for_checks_and_recordings(house: House) -> None:
    """Four films are ordered where one worker has four places, then come a set check and a recording."""
    board = await house.board(settings=SETTINGS)
    films = [await job(board, house, "export") for _ in range(4)]
    worker = await WorkerClient(board, "export", "mirror", "record", capacity=4).connect()
    assert (await worker.offered()).job_id == films[0]
    worker.take(films[0])
    await state(house, films[0], "taken")
    check, recording = await job(board, house, "mirror"), await job(board, house, "record")
    for number in (2, 3):
        worker.take((await worker.offered(number)).job_id)
    assert [offer.job_id for offer in worker.seen(work.JobOffer)] == [films[0], check, recording]
    await worker.done(films[0])
    second = await worker.offered(4)
    assert second.job_id == films[1]
    worker.take(second.job_id)
    await state(house, films[1], "taken")
    await worker.connect()  # the same worker, on a new socket: how many films it makes is known there too
    await until(lambda: films[1] in board.crew.seats[0].taken)
    last = await job(board, house, "mirror")
    assert (await worker.offered()).job_id == last
    assert [(await house.storage.jobs.get(film)).state for film in films[2:]] == ["queued", "queued"]  # type: ignore[union-attr]


async def test_WORK4_a_worker_with_a_single_place_makes_films_too_and_those_in_a_hurry_come_first(
    house: House,
) -> None:
    board = await house.board(settings=SETTINGS)
    film, check, recording = [await job(board, house, kind) for kind in ("export", "mirror", "record")]
    worker = await WorkerClient(board, "export", "mirror", "record", capacity=1).connect()
    for number, expected in enumerate((recording, check, film), start=1):
        assert (await worker.offered(number)).job_id == expected
        worker.take(expected)
        await state(house, expected, "taken")
        await worker.done(expected)


async def test_WORK9_a_recording_outlasts_workers_that_are_stopped_in_order(house: House) -> None:
    board = await house.board(settings=SETTINGS)
    job_id = await job(board, house, "record")
    ends = ["left"] * 4 + ["lost"] * 3
    for attempt, end in enumerate(ends, start=1):
        worker = await WorkerClient(board, "record").connect()
        assert (await worker.offered()).attempt == attempt
        worker.take(job_id)
        await state(house, job_id, "taken")
        worker.seat.leaving = end == "left"
        worker.seat.detach()
        given = await state(house, job_id, "queued" if attempt < len(ends) else "failed")
        assert given.reason == f"worker_{end}"
    row = await house.storage.jobs.get(job_id)
    assert row is not None
    assert (row.attempts, row.result) == (7, {})


async def test_WORK11_a_job_that_waits_for_workers_that_are_busy_is_told_so(house: House) -> None:
    here = await house.board(settings=replace(SETTINGS, job_wait_factor=0.05))  # 20 s are 1 s
    there = await house.board(settings=SETTINGS)
    anna = await house.associate(here, "Anna")
    worker = await WorkerClient(there, "play", "mirror", capacity=1).connect()
    playing = await job(there, house, "play")
    await worker.offered()
    worker.take(playing)
    await state(house, playing, "taken")
    waiting = await job(here, house, "mirror", person_id=anna.person.person_id, client_id=anna.client_id)
    assert (await state(house, waiting, "failed")).reason == "busy"
    note = (await until(lambda: [n for n in anna.seen(work.JobNote) if n.note.get("state") == "failed"]))[0]
    assert "busy" in str(note.note["words"])
