"""A fault of the canary's own: a result like any other, told like any other, so that a canary that calls every few minutes goes on."""

from __future__ import annotations

import contextlib

import pytest

from coshop.agents.canary.run import Canary, CanaryPair, run_canary
from coshop.agents.canary.steps import Result
from coshop.peer import AssociateDoor


def broken(told: list[Result], *, late: bool = False) -> Canary:
    async def after(_pair: CanaryPair, result: Result) -> None:
        told.append(result)
        if late:
            raise KeyError("while telling")

    return Canary(
        url="http://127.0.0.1:9",
        store="pk_x",
        pair=CanaryPair(AssociateDoor("robot@shop.example", "a password", as_page=False)),
        after=after,
    )


@pytest.mark.parametrize("late", [False, True])
async def test_CANARY3_a_fault_of_its_own_is_a_result_that_is_told(
    monkeypatch: pytest.MonkeyPatch, late: bool
) -> None:
    async def fault(_canary: Canary, _parts: contextlib.AsyncExitStack) -> None:
        raise ZeroDivisionError("of our own")

    monkeypatch.setattr(Canary, "_run", fault)
    told: list[Result] = []
    result = await run_canary(broken(told, late=late))
    assert told == [result]
    assert (result.failed_step, result.reason) == ("sign_in", "fault: ZeroDivisionError: of our own")
