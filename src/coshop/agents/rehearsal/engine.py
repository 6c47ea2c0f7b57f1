"""What the rehearsal shopper does next: a pure function of the story so far, what has just happened, and the time."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Literal

from coshop.agents.rehearsal.cast import Cast
from coshop.agents.rehearsal.words import End, Open, Say, Step, Story, Till, Wait

# ---- what happens


@dataclass(frozen=True, slots=True)
class Accepted:
    """The associate has answered."""


@dataclass(frozen=True, slots=True)
class Shown:
    """A product is on the screen; `right` is whether it is what the shopper wants."""

    right: bool


@dataclass(frozen=True, slots=True)
class Added:
    """Something the associate chose is in the cart."""

    right: bool


@dataclass(frozen=True, slots=True)
class Removed:
    """Something is out of the cart again."""


@dataclass(frozen=True, slots=True)
class Wrote:
    """The associate has written this."""

    text: str


@dataclass(frozen=True, slots=True)
class CheckoutOffered:
    """The way to the till is open."""


@dataclass(frozen=True, slots=True)
class Over:
    """The call is over, for this reason."""

    reason: str


@dataclass(frozen=True, slots=True)
class Tick:
    """Time has passed."""


Happening = Accepted | Shown | Added | Removed | Wrote | CheckoutOffered | Over | Tick

# ---- what is done


@dataclass(frozen=True, slots=True)
class Speak:
    """Say this."""

    text: str


@dataclass(frozen=True, slots=True)
class GoTo:
    """Open this page."""

    which: Literal["page", "other"]


@dataclass(frozen=True, slots=True)
class AtTill:
    """Report this step of the till."""

    step: Literal["started", "failed", "paid"]


@dataclass(frozen=True, slots=True)
class HangUp:
    """End the call, or leave the line."""


Deed = Speak | GoTo | AtTill | HangUp

Ending = Literal["", "played", "impatient", "not_answered", "ended_early"]


@dataclass(frozen=True, slots=True, kw_only=True)
class State:
    """A story so far. Times in seconds of a steady clock; None for what has not happened. `pace` 1 speaks at a person's speed."""

    story: Story
    cast: Cast
    requested_s: float
    pace: float = 1.0
    accepted_s: float | None = None
    first_words_s: float | None = None
    first_shown_s: float | None = None
    matching_shown_s: float | None = None
    first_added_s: float | None = None
    matching_added_s: float | None = None
    removed_s: float | None = None
    checkout_s: float | None = None
    shown: int = 0
    wrote: int = 0
    nudges: int = 0
    step: int = 0
    step_since_s: float = 0.0
    step_nudges: int = 0
    heard: tuple[str, ...] = ()
    replied: frozenset[int] = frozenset()
    quiet_until_s: float = 0.0
    ending: Ending = ""
    over: str = ""


def decide(state: State, event: Happening, now_s: float) -> tuple[State, tuple[Deed, ...]]:
    """The story after this event, and what the shopper does about it."""
    state = _noted(state, event, now_s)
    if state.over or state.ending:
        return state, ()
    if state.accepted_s is None:
        if now_s - state.requested_s > state.story.caller.patience_s:
            return replace(state, ending="not_answered"), (HangUp(),)
        return state, ()
    deeds: list[Deed] = []
    if isinstance(event, Wrote):
        state = _reply(state, event.text, now_s, deeds)
    while not state.ending and now_s >= state.quiet_until_s:
        before = state
        state = _play(state, now_s, deeds)
        if state is before:
            break
    return state, tuple(deeds)


def talking_s(text: str, pace: float) -> float:
    """How long a line takes, with a breath after it."""
    return (1.0 + len(text) / 15) * pace


# ---- parts


def _noted(state: State, event: Happening, now_s: float) -> State:
    def first(known: float | None) -> float:
        return now_s if known is None else known

    match event:
        case Accepted() if state.accepted_s is None:
            return replace(state, accepted_s=now_s, step_since_s=now_s)
        case Shown(right):
            return replace(
                state,
                shown=state.shown + 1,
                first_shown_s=first(state.first_shown_s),
                matching_shown_s=first(state.matching_shown_s) if right else state.matching_shown_s,
            )
        case Added(right):
            return replace(
                state,
                first_added_s=first(state.first_added_s),
                matching_added_s=first(state.matching_added_s) if right else state.matching_added_s,
            )
        case Removed():
            return replace(state, removed_s=first(state.removed_s))
        case Wrote(text):
            heard = (*state.heard, text.casefold())[-50:]
            return replace(
                state, wrote=state.wrote + 1, first_words_s=first(state.first_words_s), heard=heard
            )
        case CheckoutOffered():
            return replace(state, checkout_s=first(state.checkout_s))
        case Over(reason):
            done = state.step >= len(state.story.steps)
            early: Ending = "played" if done else "ended_early"
            return replace(state, over=reason, ending=state.ending or early)
        case _:
            return state


def _play(state: State, now_s: float, deeds: list[Deed]) -> State:
    """One step; the same state where it has to wait."""
    if state.step >= len(state.story.steps):
        deeds.append(HangUp())
        return replace(state, ending="played")
    step: Step = state.story.steps[state.step]
    match step:
        case Say():
            # What was written before the shopper said this is no answer to it.
            return _next(replace(_speak(state, step.say, now_s, deeds), heard=()), now_s)
        case Open():
            deeds.append(GoTo(step.open))
            return _next(state, now_s)
        case Till():
            deeds.append(AtTill(step.checkout))
            return _next(state, now_s)
        case End():
            state = _next(_speak(state, step.end, now_s, deeds), now_s)
            # What comes after the last words is never played: the next turn hangs up.
            return replace(state, step=len(state.story.steps))
        case Wait():
            return _wait(state, step, now_s, deeds)


def _wait(state: State, step: Wait, now_s: float, deeds: list[Deed]) -> State:
    if _is_true(state, step):
        return _next(state, now_s)
    waited_s = now_s - state.step_since_s
    if waited_s < step.within_s * (state.step_nudges + 1):
        return state
    if state.step_nudges < len(step.nudges):
        line = step.nudges[state.step_nudges]
        state = replace(state, step_nudges=state.step_nudges + 1, nudges=state.nudges + 1)
        return _speak(state, line, now_s, deeds)
    if step.otherwise == "end":
        deeds.append(HangUp())
        return replace(state, ending="impatient")
    return _next(state, now_s)


def _is_true(state: State, step: Wait) -> bool:
    match step.wait:
        case "answer":
            words = [state.cast.line(word).casefold() for word in step.containing]
            return any(not words or any(word in text for word in words) for text in state.heard)
        case "shown":
            return state.first_shown_s is not None
        case "matching_shown":
            return state.matching_shown_s is not None
        case "added":
            return state.first_added_s is not None
        case "matching_added":
            return state.matching_added_s is not None
        case "removed":
            return state.removed_s is not None
        case "checkout":
            return state.checkout_s is not None


def _next(state: State, now_s: float) -> State:
    """On to the next step."""
    since_s = max(now_s, state.quiet_until_s)
    return replace(state, step=state.step + 1, step_since_s=since_s, step_nudges=0)


def _speak(state: State, text: str, now_s: float, deeds: list[Deed]) -> State:
    line = state.cast.line(text)
    deeds.append(Speak(line))
    return replace(state, quiet_until_s=max(now_s, state.quiet_until_s) + talking_s(line, state.pace))


def _reply(state: State, text: str, now_s: float, deeds: list[Deed]) -> State:
    said = text.casefold()
    for number, reply in enumerate(state.story.replies):
        if number not in state.replied and any(word.casefold() in said for word in reply.when):
            state = replace(state, replied=state.replied | {number})
            return _speak(state, reply.say, now_s, deeds)
    return state
