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


@dataclass(frozen=True, slots=True)
class JobRule:
    """`wait_s`: how long a job may wait for a worker; `limit_s`: how long one may take. Then it has failed.

    `attempts`: how many workers may begin it, where some are lost. What a person is in the middle of is not begun anew.
    """

    wait_s: float
    limit_s: float
    attempts: int = ATTEMPTS_MAX


RULES: dict[str, JobRule] = {
    "mirror": JobRule(wait_s=20, limit_s=180),
    "record": JobRule(wait_s=120, limit_s=6 * 3600),
    "rehearse": JobRule(wait_s=30, limit_s=2 * 3600, attempts=1),
    "export": JobRule(wait_s=24 * 3600, limit_s=4 * 3600),
    "canary": JobRule(wait_s=60, limit_s=300, attempts=1),
}
OTHER_RULE = JobRule(wait_s=60, limit_s=3600)
"""For kinds that a worker brings along."""


def rule_of(kind: str) -> JobRule:
    """The rule of a kind of job."""
    return RULES.get(kind, OTHER_RULE)


@dataclass(frozen=True, slots=True, kw_only=True)
class Hand:
    """A worker as the choice sees it. `load` is its share of a core; `running` counts jobs offered or taken."""

    worker_id: str
    kinds: tuple[str, ...]
    capacity: int
    running: int
    load: float
    set_aside: bool = False


def choose(kind: str, hands: Iterable[Hand], *, not_again: str = "") -> str | None:
    """The worker for a job of this kind: the one with most room, then the least loaded; None where nobody can.

    `not_again` lost this job before: it gets it only where nobody else can.
    """
    fit = [
        hand for hand in hands if kind in hand.kinds and hand.running < hand.capacity and not hand.set_aside
    ]
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


def after_loss(kind: str, attempts: int) -> Literal["queued", "failed"]:
    """What becomes of a job of this kind whose worker was lost after so many attempts."""
    return "queued" if attempts < rule_of(kind).attempts else "failed"
