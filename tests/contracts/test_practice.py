"""What every record of rehearsals and canary runs does: one that is open for each person, ended once, newest first."""

from __future__ import annotations

import asyncio
from dataclasses import replace

from coshop.ports import CanaryRow, RehearsalRow
from coshop.storage import Storage

ANN = RehearsalRow(
    rehearsal_id="job-00000001",
    store_id="store-one",
    associate_id="ann",
    story="hurried",
    title="Keine Zeit \U0001f600",
    language="de",
    started_at_ms=100,
)
RUN = CanaryRow(
    run_id="run-00000001", store_id="store-one", associate_id="robot", source="command", started_at_ms=100
)


async def test_of_many_rehearsals_begun_at_once_one_is_open(storage: Storage) -> None:
    rows = [replace(ANN, rehearsal_id=f"job-{n:08}") for n in range(8)]
    begun = await asyncio.gather(*(storage.rehearsals.begin(row) for row in rows))
    assert sorted(begun) == [False] * 7 + [True]
    found = await storage.rehearsals.open_of("ann")
    assert found == rows[begun.index(True)]
    assert await storage.rehearsals.begin(replace(ANN, rehearsal_id="job-of-ben", associate_id="ben"))
    assert await storage.rehearsals.open_of("nobody") is None
    assert await storage.rehearsals.get("job-unknown") is None


async def test_a_rehearsal_is_cast_once_and_ends_once(storage: Storage) -> None:
    assert not await storage.rehearsals.cast(ANN.rehearsal_id, "shopper-0")
    await storage.rehearsals.begin(ANN)
    cast = await asyncio.gather(
        *(storage.rehearsals.cast(ANN.rehearsal_id, f"shopper-{n}") for n in range(5))
    )
    assert sorted(cast) == [False] * 4 + [True]
    report = {"rows": [{"key": "answer_s", "words": "Grüße \x00"}]}
    ends = await asyncio.gather(
        *(
            storage.rehearsals.end(ANN.rehearsal_id, "done", 200 + n, reason="", report=report)
            for n in range(4)
        )
    )
    (ended,) = [row for row in ends if row is not None]
    assert (ended.state, ended.report, ended.shopper_id) == (
        "done",
        report,
        f"shopper-{cast.index(True)}",
    )
    assert await storage.rehearsals.get(ANN.rehearsal_id) == ended
    assert await storage.rehearsals.open_of("ann") is None
    assert not await storage.rehearsals.cast(ANN.rehearsal_id, "shopper-late")
    assert await storage.rehearsals.begin(replace(ANN, rehearsal_id="job-00000002", started_at_ms=300))


async def test_rehearsals_are_listed_newest_first_and_forgotten_once_they_are_over(storage: Storage) -> None:
    later = replace(ANN, rehearsal_id="job-00000002", associate_id="ben", started_at_ms=200)
    other = replace(ANN, rehearsal_id="job-00000003", associate_id="cleo", store_id="two", started_at_ms=300)
    for row in (ANN, later, other):
        await storage.rehearsals.begin(row)
    assert await storage.rehearsals.list("store-one") == (later, ANN)
    assert await storage.rehearsals.list("store-one", associate_id="ann") == (ANN,)
    assert await storage.rehearsals.list("store-one", limit=1) == (later,)
    assert await storage.rehearsals.sweep(1_000) == 0, "what runs is not forgotten"
    await storage.rehearsals.end(ANN.rehearsal_id, "failed", 150, reason="lost")
    assert await storage.rehearsals.sweep(100) == 0
    assert await storage.rehearsals.sweep(101) == 1
    assert await storage.rehearsals.get(ANN.rehearsal_id) is None


async def test_a_canarys_account_has_one_open_run_and_the_newest_says_how_it_stands(storage: Storage) -> None:
    runs = storage.canary_runs
    assert await runs.newest() == ()
    assert await runs.last_begun() == {}
    begun = await asyncio.gather(*(runs.begin(replace(RUN, run_id=f"run-{n:08}")) for n in range(6)))
    assert sorted(begun) == [False] * 5 + [True]
    mine = await runs.open_of("robot")
    assert mine is not None
    assert await runs.overdue(mine.started_at_ms - 1) == ()
    assert await runs.overdue(mine.started_at_ms) == (mine,)
    assert await runs.cast(mine.run_id, "shopper-1")
    assert not await runs.cast(mine.run_id, "shopper-2")
    assert await runs.newest() == (), "a run that is not over says nothing yet"
    steps = (("sign_in", 0.25), ("ring", 0.0625))
    ended = await runs.end(mine.run_id, 200, ok=True, steps=steps)
    assert ended is not None
    assert (ended.ok, ended.steps, ended.shopper_id) == (True, steps, "shopper-1")
    assert await runs.overdue(mine.started_at_ms) == ()
    assert await runs.end(mine.run_id, 300, ok=False, failed_step="ring") is None
    assert await runs.get(mine.run_id) == ended
    failed = replace(RUN, run_id="run-failed", source="worker", started_at_ms=400)
    other = replace(RUN, run_id="run-other", store_id="two", associate_id="robot-two", started_at_ms=500)
    for row in (failed, other):
        assert await runs.begin(row)
    bad = await runs.end("run-failed", 450, ok=False, failed_step="ring", reason="late", steps=steps[:1])
    never = await runs.end("run-other", 550, ok=False, failed_step="accept")
    assert bad is not None
    assert await runs.newest() == ((bad, 200), (never, 0))
    assert await runs.list("store-one") == (bad, ended)
    assert await runs.last_begun() == {"robot": 400, "robot-two": 500}
    assert await runs.list("store-one", limit=1) == (bad,)
    assert await runs.sweep(401) == 2
    assert await runs.list("store-one") == ()
