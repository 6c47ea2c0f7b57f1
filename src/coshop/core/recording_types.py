"""The recording of a call: who was asked, who agreed, and whether it runs. Shapes, and what events make of them.

The rules are in `recording`.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Literal, assert_never

from coshop.core.cart_types import Side

RecordingState = Literal["asked", "on", "paused", "stopped"]
PauseReason = Literal["tap", "checkout"]
StopReason = Literal["withdrawn", "refused", "failed", "ended"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Consent:
    """What one side answered, to which version of the text, read in which language."""

    side: Side
    agreed: bool
    text_version: str
    language: str
    at_ms: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Recording:
    """`recorded` are the sides whose sound and picture are kept, once it has started. `stopped` is for good.

    `since_ms` is when `state` began by the server's clock, 0 where a state of an earlier version does not know it.
    """

    state: RecordingState
    since_ms: int = 0
    text_version: str
    consents: tuple[Consent, ...] = ()
    recorded: tuple[Side, ...] = ()
    paused_by: Side | None = None
    pause_reason: PauseReason | None = None
    stopped_reason: StopReason | None = None


# ---- commands


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordingAsk:
    """The associate asks everybody. The server fills in whether the store's setting lets them (`allowed`)."""

    text_version: str
    allowed: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordingConsent:
    """Yes or no, to the text of this version as read in this language."""

    agreed: bool
    text_version: str
    language: str


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordingPause:
    """Keep nothing for the moment."""


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordingResume:
    """Go on."""


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordingWithdraw:
    """Stop it for good."""


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordingFail:
    """It cannot go on (a full disk); the server or the recording worker only."""


# ---- events


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordingAsked:
    """The associate asked whether the call may be recorded."""

    type: Literal["recording_asked"] = "recording_asked"
    text_version: str


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordingConsented:
    """One side answered."""

    type: Literal["recording_consented"] = "recording_consented"
    side: Side
    agreed: bool
    text_version: str
    language: str


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordingStarted:
    """Everybody has answered; these sides are recorded from now on."""

    type: Literal["recording_started"] = "recording_started"
    recorded: tuple[Side, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordingPaused:
    """Nothing is kept until it is resumed: a side tapped, or the shopper opened the checkout."""

    type: Literal["recording_paused"] = "recording_paused"
    by: Side
    reason: PauseReason


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordingResumed:
    """It goes on."""

    type: Literal["recording_resumed"] = "recording_resumed"


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordingStopped:
    """It is over for this call."""

    type: Literal["recording_stopped"] = "recording_stopped"
    reason: StopReason


RecordingEvent = (
    RecordingAsked
    | RecordingConsented
    | RecordingStarted
    | RecordingPaused
    | RecordingResumed
    | RecordingStopped
)


def recording_after(recording: Recording | None, event: RecordingEvent, at_ms: int) -> Recording:
    """The recording after an event. Raises ValueError where it was never asked for."""
    if isinstance(event, RecordingAsked):
        return Recording(state="asked", since_ms=at_ms, text_version=event.text_version)
    if recording is None:
        raise ValueError(f"{event.type} cannot come before recording_asked")
    match event:
        case RecordingConsented(side=side):
            consent = Consent(
                side=side,
                agreed=event.agreed,
                text_version=event.text_version,
                language=event.language,
                at_ms=at_ms,
            )
            others = tuple(each for each in recording.consents if each.side != side)
            return replace(recording, consents=(*others, consent))
        case RecordingStarted(recorded=recorded):
            return replace(recording, state="on", since_ms=at_ms, recorded=recorded)
        case RecordingPaused(by=by, reason=reason):
            # Paused at the checkout and then by a tap it is one pause, and holds from its beginning.
            since_ms = recording.since_ms if recording.state == "paused" else at_ms
            return replace(recording, state="paused", since_ms=since_ms, paused_by=by, pause_reason=reason)
        case RecordingResumed():
            return replace(recording, state="on", since_ms=at_ms, paused_by=None, pause_reason=None)
        case RecordingStopped(reason=reason):
            return replace(recording, state="stopped", since_ms=at_ms, stopped_reason=reason)
        case _ as never:
            assert_never(never)


def runs(recording: Recording | None) -> bool:
    """Whether a recorder has a place in the call: it has started and not stopped."""
    return recording is not None and recording.state in ("on", "paused")
