"""What may become of a job, and which worker gets it. Pure: no clock, no storage, no socket.

A job is work that needs a process of its own: a set check, a recording, a rehearsal, an export, a canary's call.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

JobState = Literal["queued", "offered", "taken", "done", "failed", "cancelled"]
JobOutcome = Literal["ok", "failed"]
OPEN_STATES: tuple[JobState, ...] = ("queued", "offered", "taken")
ATTEMPTS_MAX = 3
TAKES_MAX = 20
"""However orderly its workers left: nothing is begun more often than this."""


@dataclass(frozen=True, slots=True)
class JobRule:
    """`wait_s`: how long a job may wait for a worker; `limit_s`: how long one may take. Then it has failed.

    `attempts`: how many workers may begin it, where some are lost. What a person is in the middle of is not begun anew.
    `left_counts`: whether a worker that was stopped in order counts as one that was lost; not where work of hours goes on.
    """

    wait_s: float
    limit_s: float
    attempts: int = ATTEMPTS_MAX
    left_counts: bool = True


RULES: dict[str, JobRule] = {
    "record": JobRule(wait_s=120, limit_s=6 * 3600, left_counts=False),
    "mirror": JobRule(wait_s=20, limit_s=180),
    "rehearse": JobRule(wait_s=30, limit_s=2 * 3600, attempts=1),
    "canary": JobRule(wait_s=60, limit_s=300, attempts=1),
    "export": JobRule(wait_s=24 * 3600, limit_s=4 * 3600, left_counts=False),
}
OTHER_RULE = JobRule(wait_s=60, limit_s=3600)
"""For kinds that a worker brings along."""
PATIENT = frozenset({"export"})
"""Kinds that nobody waits for at once and that take long: they never take the place that others may need."""
ORDER: tuple[str, ...] = ("record", "mirror", "rehearse", "canary")
"""Whose turn comes first where several wait: these, then kinds that a worker brings along, then the patient ones."""


def rule_of(kind: str) -> JobRule:
    """The rule of a kind of job."""
    return RULES.get(kind, OTHER_RULE)


@dataclass(frozen=True, slots=True, kw_only=True)
class Hand:
    """A worker as the choice sees it. `load` is its share of a core; `running` counts jobs offered or taken, `patient` those
    of them that are of a patient kind."""

    worker_id: str
    kinds: tuple[str, ...]
    capacity: int
    running: int
    load: float
    patient: int = 0
    set_aside: bool = False


def choose(kind: str, hands: Iterable[Hand], *, not_again: str = "") -> str | None:
    """The worker for a job of this kind: the one with most room, then the least loaded; None where nobody can.

    `not_again` lost this job before: it gets it only where nobody else can.
    """
    there = tuple(hands)
    fit = [hand for hand in there if kind in hand.kinds and _free(hand)]
    if kind in PATIENT:
        fit = [hand for hand in fit if _leaves_room(hand, there)]
    if not fit:
        return None
    best = min(
        fit,
        key=lambda hand: (
            hand.worker_id == not_again,
            hand.running / hand.capacity,
            hand.load,
            hand.worker_id,
        ),
    )
    return best.worker_id


def _free(hand: Hand) -> int:
    return 0 if hand.set_aside else max(0, hand.capacity - hand.running)


def _leaves_room(hand: Hand, there: tuple[Hand, ...]) -> bool:
    """Whether a patient job may go here: one at a time, and never onto the last free place for what is in a hurry.

    A worker that does nothing else may be full of them; where there is but one place in all, they take their turn on it.
    """
    hurried = set(hand.kinds) - PATIENT
    if not hurried:
        return True
    if hand.patient:
        return False
    others = [each for each in there if each.worker_id != hand.worker_id and hurried <= set(each.kinds)]
    return _free(hand) > 1 or any(_free(each) for each in others) or (hand.capacity == 1 and not others)


def after_loss(kind: str, attempts: int, left: int = 0) -> Literal["queued", "failed"]:
    """What becomes of a job of this kind whose worker is gone after so many attempts, `left` of which ended in an orderly stop."""
    rule = rule_of(kind)
    counted = attempts if rule.left_counts else attempts - left
    return "queued" if counted < rule.attempts and attempts < TAKES_MAX else "failed"
