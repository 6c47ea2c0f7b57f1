"""What an associate did in a rehearsal and how fast, beside the story's goals. Pure; it stores nothing."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import Any, Literal

from coshop.agents.rehearsal.engine import State

Verdict = Literal["met", "late", "missed", "no_goal"]
_LABELS = {
    "answer_s": "Answered the ring",
    "first_words_s": "First words in the chat",
    "first_shown_s": "First product shown",
    "matching_shown_s": "The right product shown",
    "matching_added_s": "The right product in the cart",
    "checkout_s": "Way to the checkout opened",
}


@dataclass(frozen=True, slots=True)
class Row:
    """One thing to do: after how many seconds it was done (None for never) and after how many it should have been."""

    key: str
    label: str
    reached_s: float | None
    goal_s: float | None
    verdict: Verdict


@dataclass(frozen=True, slots=True)
class Report:
    """A whole rehearsal. `ending` says how it ended: played, impatient, not_answered or ended_early.

    `voice`: spoken, written, or missing where it should have been spoken and there was no synthesiser.
    """

    story: str
    title: str
    ending: str
    rows: tuple[Row, ...]
    products_shown: int
    messages: int
    nudges: int
    talked_s: float | None
    passed: bool
    voice: str = "written"

    def words(self) -> dict[str, Any]:
        """As JSON."""
        return {**asdict(self), "rows": [asdict(row) for row in self.rows]}


def report_of(state: State, ended_s: float) -> Report:
    """The report of a story that is over. Only what has a goal decides whether it was passed."""
    goals = state.story.goals
    begun = state.accepted_s
    reached: dict[str, float | None] = {
        "answer_s": None if begun is None else begun - state.requested_s,
        **{
            f"{name}_s": _after(begun, getattr(state, f"{name}_s"))
            for name in ("first_words", "first_shown", "matching_shown", "matching_added", "checkout")
        },
    }
    rows = tuple(_row(key, reached[key], getattr(goals, key)) for key in _LABELS)
    wanted = [row for row in rows if row.goal_s is not None]
    return Report(
        story=state.story.story,
        title=state.story.title,
        ending=state.ending,
        rows=rows,
        products_shown=state.shown,
        messages=state.wrote,
        nudges=state.nudges,
        talked_s=None if begun is None else round(ended_s - begun, 1),
        passed=state.ending == "played" and all(row.verdict == "met" for row in wanted),
    )


def _after(begun: float | None, at: float | None) -> float | None:
    return None if begun is None or at is None else at - begun


def _row(key: str, reached_s: float | None, goal_s: float | None) -> Row:
    rounded = None if reached_s is None else round(reached_s, 1)
    verdict: Verdict
    if goal_s is None:
        verdict = "no_goal"
    elif reached_s is None:
        verdict = "missed"
    else:
        verdict = "met" if reached_s <= goal_s else "late"
    return Row(key, _LABELS[key], rounded, goal_s, verdict)
