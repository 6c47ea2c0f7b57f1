"""Which worker gets a job, and what a loss makes of one."""

from __future__ import annotations

from dataclasses import replace

import pytest

from coshop.core.jobs import (
    ATTEMPTS_MAX,
    ORDER,
    OTHER_RULE,
    PATIENT,
    RULES,
    Hand,
    after_loss,
    choose,
    rule_of,
)

ONE = Hand(worker_id="one", kinds=("mirror",), capacity=4, running=0, load=0.0)


@pytest.mark.parametrize(
    ("hands", "chosen"),
    [
        ((), None),
        ((replace(ONE, kinds=("record",)),), None),
        ((replace(ONE, running=4),), None),
        ((replace(ONE, capacity=0),), None),
        ((replace(ONE, set_aside=True),), None),
        ((ONE,), "one"),
        ((replace(ONE, running=1), replace(ONE, worker_id="two")), "two"),
        ((replace(ONE, running=1), replace(ONE, worker_id="two", running=1, capacity=8)), "two"),
        ((replace(ONE, load=0.5), replace(ONE, worker_id="two", load=0.2)), "two"),
        ((replace(ONE, worker_id="two"), ONE), "one"),
    ],
)
def test_WORK4_the_worker_with_most_room_and_then_the_least_loaded(
    hands: tuple[Hand, ...], chosen: str | None
) -> None:
    assert choose("mirror", hands) == chosen


def test_WORK4_who_lost_a_job_gets_it_again_only_where_nobody_else_can() -> None:
    two = replace(ONE, worker_id="two", running=3, load=0.9)
    assert choose("mirror", (ONE, two), not_again="one") == "two"
    assert choose("mirror", (ONE, replace(two, running=4)), not_again="one") == "one"


def test_WORK9_three_attempts_and_no_more() -> None:
    assert [after_loss("mirror", n) for n in range(1, 5)] == ["queued", "queued", "failed", "failed"]
    assert ATTEMPTS_MAX == 3
    assert [after_loss(kind, 1) for kind in ("rehearse", "canary")] == ["failed", "failed"]


def test_WORK9_what_goes_on_for_hours_counts_only_losses_but_is_not_taken_for_ever() -> None:
    for kind in ("record", "export"):
        assert [after_loss(kind, 5, left=3), after_loss(kind, 6, left=3)] == ["queued", "failed"]
        assert [after_loss(kind, n, left=n) for n in (19, 20)] == ["queued", "failed"]
    assert [after_loss("mirror", 3, left=3), after_loss("rehearse", 1, left=1)] == ["failed", "failed"]


FILMS = replace(ONE, kinds=("mirror", "export"))


@pytest.mark.parametrize(
    ("hands", "chosen"),
    [
        ((FILMS,), "one"),
        ((replace(FILMS, running=2),), "one"),
        ((replace(FILMS, running=3),), None),
        ((replace(FILMS, running=1, patient=1),), None),
        ((replace(FILMS, capacity=1),), "one"),
        ((replace(FILMS, capacity=2, running=1),), None),
        ((replace(FILMS, capacity=1), replace(FILMS, worker_id="two", capacity=1)), "one"),
        ((replace(FILMS, capacity=1), replace(FILMS, worker_id="two", capacity=1, running=1)), None),
        ((replace(FILMS, capacity=1), replace(FILMS, worker_id="two", capacity=1, set_aside=True)), None),
        ((replace(FILMS, capacity=1), replace(ONE, worker_id="two", running=3)), "one"),
        ((replace(FILMS, running=3), replace(ONE, worker_id="two", kinds=("record",))), None),
        ((replace(FILMS, kinds=("export",), running=3, patient=3),), "one"),
        ((replace(FILMS, kinds=("export",), running=4, patient=4),), None),
    ],
)
def test_WORK4_a_film_never_takes_the_last_place_that_others_may_need(
    hands: tuple[Hand, ...], chosen: str | None
) -> None:
    assert choose("export", hands) == chosen


def test_WORK4_every_kind_has_its_turn() -> None:
    assert {*ORDER, *PATIENT} == set(RULES)


def test_WORK11_every_kind_has_its_times() -> None:
    assert rule_of("mirror") is RULES["mirror"]
    assert rule_of("knitting") is OTHER_RULE
    times = {kind: (rule.wait_s, rule.limit_s) for kind, rule in RULES.items()}
    assert times == {
        "mirror": (20, 180), "record": (120, 21_600), "rehearse": (30, 7_200), "export": (86_400, 14_400),
        "canary": (60, 300),
    }  # fmt: skip
    assert (OTHER_RULE.wait_s, OTHER_RULE.limit_s) == (60, 3_600)
