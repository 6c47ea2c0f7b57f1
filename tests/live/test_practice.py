"""Rehearsals and canaries at a switchboard whose jobs nobody does: one at a time, what is kept, and who is sent off."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from typing import Any

from coshop.core.refusal import Refused
from coshop.identity.tokens import digest
from coshop.live import LiveSettings, Switchboard
from coshop.live.canary_desk import result_of
from coshop.ports import Associate, CanaryRow, Key, RehearsalRow, StoryEntry
from coshop.protocol import frames
from tests.live.client import new_id, until_async
from tests.live.house import QUICK, House, request

STORY = StoryEntry(story="hurried", title="In a hurry", brief="Be quick.", language="en", mode="video")


async def begun(board: Switchboard, associate_id: str) -> RehearsalRow:
    row = await board.practice.rehearsals.start("store-one", associate_id, "tablet-1", STORY)
    assert isinstance(row, RehearsalRow), row
    return row


async def test_REHEARSE3_an_associate_has_one_rehearsal_at_a_time(house: House) -> None:
    board = await house.board()
    first = await begun(board, "ann")
    again = await board.practice.rehearsals.start("store-one", "ann", "tablet-2", STORY)
    assert again == Refused("rehearsal_running", first.rehearsal_id)
    await begun(board, "ben")
    job = await house.storage.jobs.get(first.rehearsal_id)
    assert job is not None
    assert (job.kind, job.args, job.person_id) == ("rehearse", {"story": "hurried"}, "ann")
    assert not await board.practice.rehearsals.stop("ben", first.rehearsal_id), "somebody else's"
    assert await board.practice.rehearsals.stop("ann", first.rehearsal_id)

    async def over() -> RehearsalRow | None:
        row = await house.storage.rehearsals.get(first.rehearsal_id)
        return row if row is not None and row.state == "cancelled" else None

    await until_async(over)
    assert await board.practice.rehearsals.stop("ann", first.rehearsal_id), "again is no fault"
    await begun(board, "ann")


async def test_REHEARSE3_one_whose_end_was_lost_stands_in_nobodys_way(house: House) -> None:
    board = await house.board()
    first = await begun(board, "ann")
    report = {"story": "hurried", "rows": []}
    await house.storage.jobs.offer(first.rehearsal_id, "worker-1")
    await house.storage.jobs.finish(first.rehearsal_id, "worker-1", "ok", 5, result=report)
    second = await begun(board, "ann")
    kept = await house.storage.rehearsals.get(first.rehearsal_id)
    assert kept is not None
    assert (kept.state, kept.report) == ("done", report)
    # A server that died between the record and the job.
    await house.storage.rehearsals.end(second.rehearsal_id, "cancelled", 6)
    orphan = replace(second, rehearsal_id="job_orphan", started_at_ms=house.clock())
    assert await house.storage.rehearsals.begin(orphan)
    assert isinstance(await board.practice.rehearsals.start("store-one", "ann", "t", STORY), Refused)
    house.clock.advance(10_001)
    await begun(board, "ann")
    lost = await house.storage.rehearsals.get("job_orphan")
    assert lost is not None
    assert (lost.state, lost.reason) == ("failed", "worker_lost")


async def test_REHEARSE6_the_end_of_a_rehearsal_ends_its_call_and_voids_its_token(house: House) -> None:
    board = await house.board()
    noa = await house.associate(board, "Noa")
    row = await begun(board, noa.person.person_id)
    pupil = await house.shopper(board, kind="rehearsal", reserved_for=noa.person.person_id)
    await house.storage.rehearsals.cast(row.rehearsal_id, pupil.person.person_id)
    token = Key(
        digest=digest("st_x"), kind="shopper_token", person_id=pupil.person.person_id, store_id="store-one",
        bound="https://shop.example", expires_ms=house.clock() + 60_000,
    )  # fmt: skip
    await house.storage.keys.put(token)
    practice = new_id("call")
    assert await pupil.do(practice, request()) == ""
    await noa.phase(practice, "ringing")
    await house.storage.jobs.offer(row.rehearsal_id, "worker-1")
    taken = await house.storage.jobs.take(row.rehearsal_id, "worker-1", house.clock())
    assert taken is not None
    await board.crew.book.give_back(taken, "worker_lost")  # it is not begun anew with somebody else
    failed = await house.storage.jobs.get(row.rehearsal_id)
    assert failed is not None
    assert (failed.state, failed.attempts) == ("failed", 1)
    await noa.sees(lambda: noa.seen(frames.StreamClosed))
    assert await house.storage.keys.get(token.digest, "shopper_token", house.clock()) is None
    kept = await house.storage.rehearsals.get(row.rehearsal_id)
    assert kept is not None
    assert (kept.state, kept.report) == ("failed", {})


async def test_CANARY2_an_account_makes_one_call_at_a_time_and_a_forgotten_one_has_failed(
    house: House,
) -> None:
    board = await house.board()
    desk = board.practice.canaries
    first = await desk.begin("store-one", "robot")
    assert isinstance(first, CanaryRow)
    assert await desk.begin("store-one", "robot") == Refused("canary_running")
    house.clock.advance(10 * 60_000)
    second = await desk.begin("store-one", "robot")
    assert isinstance(second, CanaryRow)
    forgotten = await house.storage.canary_runs.get(first.run_id)
    assert forgotten is not None
    assert (forgotten.ok, forgotten.failed_step) == (False, "report")
    assert await desk.report(second.run_id, ok=True, steps=(("sign_in", 0.1),)) is not None
    assert await desk.report(second.run_id, ok=False, failed_step="ring") is None, "it has ended"
    assert (board.counters.canary_runs, dict(board.counters.canary_failures)) == (2, {"report": 1})


async def test_CANARY2_a_run_of_which_nothing_is_heard_ends_by_itself_and_alarms_once(house: House) -> None:
    told: list[CanaryRow] = []

    async def alarm(run: CanaryRow) -> None:
        told.append(run)

    boards = [
        await house.board(settings=replace(QUICK, canary_look_s=0.02, canary_alarm=alarm)) for _ in range(2)
    ]
    run = await boards[0].practice.canaries.begin("store-one", "robot")
    assert isinstance(run, CanaryRow)
    await asyncio.sleep(0.2)
    open_run = await house.storage.canary_runs.get(run.run_id)
    assert open_run is not None
    assert not open_run.ended_at_ms
    house.clock.advance(10 * 60_000)

    async def ended() -> CanaryRow | None:
        row = await house.storage.canary_runs.get(run.run_id)
        return row if row is not None and row.ended_at_ms else None

    row = await until_async(ended)
    assert row is not None
    assert (row.ok, row.failed_step, row.reason[:8]) == (False, "report", "not_told")
    await until_async(lambda: _said(told))
    await asyncio.sleep(0.2)
    assert [each.run_id for each in told] == [run.run_id]
    assert [row for row, _ in await house.storage.canary_runs.newest()] == [row], "what the metrics tell"


async def _said(told: list[CanaryRow]) -> bool:
    return bool(told)


async def _two_robots(house: House) -> None:
    for store in ("store-one", "store-two"):
        robot = Associate(
            associate_id=f"robot-{store}", store_id=store, email=f"robot@{store}.example", name="Robot",
            role="canary", languages=(), password_hash="x",
        )  # fmt: skip
        await house.storage.directory.add_associate(robot)


async def test_CANARY5_a_call_that_another_server_has_just_begun_is_waited_for(house: House) -> None:
    await _two_robots(house)
    runs = house.storage.canary_runs
    just_begun = CanaryRow(
        run_id="job_elsewhere", store_id="store-one", associate_id="robot-store-one", source="worker",
        started_at_ms=house.clock(),
    )  # fmt: skip
    assert await runs.begin(just_begun), "its job comes in a moment"
    await house.board(settings=replace(QUICK, canary_every_s=60.0, canary_look_s=0.02))
    await asyncio.sleep(0.3)
    assert await runs.list("store-two") == (), "one at a time"
    await runs.end(just_begun.run_id, house.clock(), ok=True)

    async def begun() -> bool:
        return len(await runs.list("store-two")) == 1

    await until_async(begun)


async def test_CANARY5_workers_call_in_turn_once_in_a_fleet_and_failures_alarm(house: House) -> None:
    told: list[CanaryRow] = []

    async def alarm(run: CanaryRow) -> None:
        told.append(run)

    await _two_robots(house)
    settings: LiveSettings = replace(QUICK, canary_every_s=60.0, canary_look_s=0.02, canary_alarm=alarm)
    boards = [await house.board(settings=settings) for _ in range(2)]

    async def rows() -> tuple[CanaryRow, ...]:
        return (
            *await house.storage.canary_runs.list("store-one"),
            *await house.storage.canary_runs.list("store-two"),
        )

    (first,) = await until_async(rows)
    await asyncio.sleep(0.2)
    assert len(await rows()) == 1, "one at a time"
    await house.storage.jobs.offer(first.run_id, "worker-1")
    bad: dict[str, Any] = {"ok": False, "failed_step": "ring", "reason": "late", "steps": [{"step": "sign_in", "seconds": 0.5}]}  # fmt: skip
    done = await house.storage.jobs.finish(first.run_id, "worker-1", "ok", 5, result=bad)
    assert done is not None
    boards[0].crew.book._ended(done)

    async def both() -> bool:
        return len(await rows()) == 2

    await until_async(both)
    assert [(run.failed_step, run.reason, run.steps) for run in told] == [
        ("ring", "late", (("sign_in", 0.5),))
    ]
    (other,) = [row for row in await rows() if row.run_id != first.run_id]
    assert other.store_id != first.store_id
    await boards[1].crew.book.end(other.run_id, "failed", "no_worker")

    async def alarmed() -> bool:
        return len(told) == 2

    await until_async(alarmed)
    assert (told[1].failed_step, told[1].reason[:24]) == ("worker", "no_worker: The program t")
    await asyncio.sleep(0.2)
    assert len(await rows()) == 2, "both had their turn"
    house.clock.advance(60_000)

    async def next_turn() -> bool:
        return len(await rows()) == 3

    await until_async(next_turn)


def test_CANARY5_what_a_worker_says_is_bounded() -> None:
    assert result_of({"ok": True, "steps": [{"step": "x" * 99, "seconds": 1}, {"step": "y"}, 7]}) == {
        "ok": True, "failed_step": "", "reason": "", "steps": (("x" * 32, 1.0),),
    }  # fmt: skip
    assert result_of({"ok": "yes", "steps": "many"}) == {
        "ok": False, "failed_step": "worker", "reason": "", "steps": (),
    }  # fmt: skip
