"""What every record of jobs does: each step is taken once, by the worker it belongs to, and ended jobs stay ended."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from typing import Literal

from coshop.ports import GoLiveRow, JobRow, SetCheckRow
from coshop.storage import Storage

JOB = JobRow(
    job_id="job-00000001",
    kind="mirror",
    queued_at_ms=100,
    store_id="store-one",
    call_id="",
    person_id="associate-ann",
    client_id="tablet-1",
    args={"words": "Grüße \x00 \U0001f600", "deep": [1, None, {"a": 0.5}]},
)


async def test_a_job_is_added_once_and_read_as_it_was_written(storage: Storage) -> None:
    assert await storage.jobs.add(JOB) is True
    assert await storage.jobs.add(replace(JOB, kind="record")) is False
    assert await storage.jobs.get(JOB.job_id) == JOB
    assert await storage.jobs.get("job-unknown") is None


async def test_of_many_offers_at_once_one_counts(storage: Storage) -> None:
    await storage.jobs.add(JOB)
    offers = await asyncio.gather(*(storage.jobs.offer(JOB.job_id, f"worker-{n}") for n in range(12)))
    (won,) = [row for row in offers if row is not None]
    assert (won.state, won.attempts) == ("offered", 0)
    assert await storage.jobs.held_by(won.worker_id) == (won,)
    assert await storage.jobs.queued(("mirror",), 10) == ()
    assert await storage.jobs.open(10) == (won,)


async def test_a_job_is_taken_by_whom_it_was_offered_to_and_again_is_the_same(storage: Storage) -> None:
    await storage.jobs.add(JOB)
    assert await storage.jobs.take(JOB.job_id, "worker-1", 200) is None
    await storage.jobs.offer(JOB.job_id, "worker-1")
    assert await storage.jobs.take(JOB.job_id, "worker-2", 200) is None
    taken = await storage.jobs.take(JOB.job_id, "worker-1", 200)
    assert taken is not None
    assert (taken.state, taken.attempts, taken.taken_at_ms) == ("taken", 1, 200)
    assert await storage.jobs.take(JOB.job_id, "worker-1", 300) == taken


async def test_a_job_given_back_goes_to_another_or_again_to_who_still_runs_it(storage: Storage) -> None:
    await storage.jobs.add(JOB)
    await storage.jobs.offer(JOB.job_id, "worker-1")
    await storage.jobs.take(JOB.job_id, "worker-1", 200)
    assert await storage.jobs.give_back(JOB.job_id, "worker-2", "queued", 250) is None
    back = await storage.jobs.give_back(JOB.job_id, "worker-1", "queued", 250, reason="worker_lost")
    assert back is not None
    assert (back.state, back.reason, back.worker_id) == ("queued", "worker_lost", "worker-1")
    again = await storage.jobs.take(JOB.job_id, "worker-1", 300)
    assert again is not None
    assert (again.state, again.attempts, again.taken_at_ms) == ("taken", 1, 200)
    await storage.jobs.give_back(JOB.job_id, "worker-1", "queued", 310)
    await storage.jobs.offer(JOB.job_id, "worker-2")
    assert await storage.jobs.take(JOB.job_id, "worker-1", 320) is None
    moved = await storage.jobs.take(JOB.job_id, "worker-2", 330)
    assert moved is not None
    assert moved.attempts == 2
    assert await storage.jobs.finish(JOB.job_id, "worker-1", "ok", 340) is None
    failed = await storage.jobs.give_back(JOB.job_id, "worker-2", "failed", 350, reason="worker_lost")
    assert failed is not None
    assert (failed.state, failed.ended_at_ms) == ("failed", 350)
    assert await storage.jobs.open(10) == ()


async def test_a_job_ends_once(storage: Storage) -> None:
    await storage.jobs.add(JOB)
    await storage.jobs.offer(JOB.job_id, "worker-1")
    await storage.jobs.take(JOB.job_id, "worker-1", 200)
    ends = await asyncio.gather(
        *(storage.jobs.finish(JOB.job_id, "worker-1", "ok", 400 + n, result={"n": n}) for n in range(6)),
        *(storage.jobs.end(JOB.job_id, "cancelled", 500 + n, "enough") for n in range(6)),
    )
    (ended,) = [row for row in ends if row is not None]
    assert await storage.jobs.get(JOB.job_id) == ended
    assert await storage.jobs.give_back(JOB.job_id, "worker-1", "queued", 600) is None
    assert await storage.jobs.offer(JOB.job_id, "worker-2") is None
    assert await storage.jobs.take(JOB.job_id, "worker-1", 600) is None


async def test_an_end_may_be_bound_to_one_state(storage: Storage) -> None:
    await storage.jobs.add(JOB)
    await storage.jobs.offer(JOB.job_id, "worker-1")
    assert await storage.jobs.end(JOB.job_id, "failed", 500, "no_worker", only="queued") is None
    ended = await storage.jobs.end(JOB.job_id, "cancelled", 500, "time_over")
    assert ended is not None
    assert (ended.state, ended.reason, ended.ended_at_ms) == ("cancelled", "time_over", 500)


async def test_jobs_are_found_by_age_kind_person_and_call_and_counted(storage: Storage) -> None:
    later = replace(JOB, job_id="job-00000002", queued_at_ms=200)
    record = replace(
        JOB, job_id="job-00000003", kind="record", call_id="call-1", person_id="", store_id="two"
    )
    for job in (later, record, JOB):
        await storage.jobs.add(job)
    assert await storage.jobs.queued(("mirror", "record"), 10) == (record, JOB, later)
    assert await storage.jobs.open(10) == (JOB, record, later)
    assert await storage.jobs.queued(("mirror",), 1) == (JOB,)
    assert await storage.jobs.queued((), 10) == ()
    assert await storage.jobs.of_person("associate-ann", "mirror") == (JOB, later)
    assert await storage.jobs.of_call("call-1", "record") == (record,)
    await storage.jobs.end(JOB.job_id, "cancelled", 500, "enough")
    assert await storage.jobs.of_person("associate-ann", "mirror") == (later,)
    assert await storage.jobs.count() == {
        ("mirror", "queued"): 1,
        ("mirror", "cancelled"): 1,
        ("record", "queued"): 1,
    }
    assert await storage.jobs.count("two") == {("record", "queued"): 1}
    assert await storage.jobs.sweep(500) == 0
    assert await storage.jobs.sweep(501) == 1
    assert await storage.jobs.get(JOB.job_id) is None
    assert await storage.jobs.get(later.job_id) == later


async def test_queued_jobs_come_in_the_order_of_their_kinds_then_of_their_age(storage: Storage) -> None:
    kinds = ("export", "export", "knitting", "canary", "rehearse", "mirror", "record", "record")
    for number, kind in enumerate(kinds):
        await storage.jobs.add(replace(JOB, job_id=f"job-{number}", kind=kind, queued_at_ms=100 + number))
    found = await storage.jobs.queued(set(kinds), 10)
    assert [row.job_id for row in found] == [f"job-{number}" for number in (6, 7, 5, 4, 3, 2, 0, 1)]
    assert [row.kind for row in await storage.jobs.queued(set(kinds), 3)] == ["record", "record", "mirror"]


async def test_a_job_given_back_keeps_how_many_left_in_order_until_it_ends(storage: Storage) -> None:
    async def back(state: Literal["queued", "failed"], left: int) -> JobRow | None:
        await storage.jobs.offer(JOB.job_id, "worker-1")
        await storage.jobs.take(JOB.job_id, "worker-1", 200)
        return await storage.jobs.give_back(JOB.job_id, "worker-1", state, 250, left=left)

    await storage.jobs.add(JOB)
    for state, left, kept in (("queued", 2, {"left": 2}), ("failed", 3, {})):
        row = await back(state, left)  # type: ignore[arg-type]
        assert row is not None
        assert row.result == kept


async def test_set_checks_are_kept_once_and_listed_newest_first(storage: Storage) -> None:
    verdicts = ({"what": "light", "good": False, "words": "Zu dunkel \x00"},)
    ann = SetCheckRow(
        check_id="job-1", store_id="store-one", associate_id="ann", at_ms=1, passed=False, verdicts=verdicts
    )
    ben = replace(ann, check_id="job-2", associate_id="ben", at_ms=2, passed=True, verdicts=())
    other = replace(ann, check_id="job-3", store_id="two", at_ms=3)
    for row in (ann, ben, other, replace(ann, passed=True)):
        await storage.set_checks.add(row)
    assert await storage.set_checks.list("store-one") == (ben, ann)
    assert await storage.set_checks.list("store-one", associate_id="ann") == (ann,)
    assert await storage.set_checks.list("store-one", limit=1) == (ben,)


async def test_ticks_and_questions_before_going_live_are_kept_apart_and_for_each_associate(
    storage: Storage,
) -> None:
    assert await storage.go_lives.get("ann") == GoLiveRow(associate_id="ann")
    await storage.go_lives.tick("ann", ("products", "own_ä"), 5)
    await storage.go_lives.asked("ann", 7)
    await storage.go_lives.asked("ben", 8)
    assert await storage.go_lives.get("ann") == GoLiveRow(
        associate_id="ann", ticked=("products", "own_ä"), ticked_at_ms=5, asked_at_ms=7
    )
    await storage.go_lives.tick("ann", (), 9)
    assert await storage.go_lives.get("ann") == GoLiveRow(associate_id="ann", ticked_at_ms=9, asked_at_ms=7)
    assert await storage.go_lives.get("ben") == GoLiveRow(associate_id="ben", asked_at_ms=8)
