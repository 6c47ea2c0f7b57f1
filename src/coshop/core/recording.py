"""Whether a call may be recorded: only once every side has answered, never who refused, and never after somebody withdrew.

`call.decide` has found the call live and the sender of the right kind.
"""

from __future__ import annotations

from typing import assert_never

from coshop.core import guests
from coshop.core.call_types import Call, CheckoutStep
from coshop.core.cart_types import Side
from coshop.core.guest_types import GuestLeft
from coshop.core.recording_types import (
    RecordingAsk,
    RecordingAsked,
    RecordingConsent,
    RecordingConsented,
    RecordingFail,
    RecordingPause,
    RecordingPaused,
    RecordingResume,
    RecordingResumed,
    RecordingStarted,
    RecordingStopped,
    RecordingWithdraw,
    StopReason,
    runs,
)
from coshop.core.refusal import Refused

SIDES: tuple[Side, Side] = ("shopper", "associate")
RecordingCommand = (
    RecordingAsk | RecordingConsent | RecordingPause | RecordingResume | RecordingWithdraw | RecordingFail
)
RecordingMoves = tuple[
    RecordingAsked
    | RecordingConsented
    | RecordingStarted
    | RecordingPaused
    | RecordingResumed
    | RecordingStopped
    | GuestLeft,
    ...,
]


def move(call: Call, command: RecordingCommand, side: Side) -> RecordingMoves | Refused:
    """What a command about the recording leads to."""
    recording = call.recording
    match command:
        case RecordingAsk():
            if not command.allowed:
                return Refused("recording_off")
            if call.mode == "text":
                return Refused("nothing_to_record")
            if recording is not None:
                return Refused("recording_asked_before")
            return (RecordingAsked(text_version=command.text_version),)
        case RecordingConsent():
            return _consent(call, command, side)
        case RecordingPause():
            return _pause(call, side)
        case RecordingResume():
            if recording is None or recording.state != "paused":
                return Refused("not_recording")
            if _at_the_till(call):
                return Refused("checkout_open")
            return (RecordingResumed(),)
        case RecordingWithdraw():
            return stop(call, "withdrawn") or Refused("not_recording")
        case RecordingFail():
            return stop(call, "failed")
        case _ as never:
            assert_never(never)


def stop(call: Call, reason: StopReason) -> RecordingMoves:
    """It ends for good, and the recorder goes; nothing where there is nothing to stop."""
    if call.recording is None or call.recording.state == "stopped":
        return ()
    gone = () if reason == "ended" else guests.go(call, "withdrawn", "recorder")
    return (RecordingStopped(reason=reason), *gone)


def at_checkout(call: Call, step: CheckoutStep) -> RecordingMoves:
    """The shopper's way through the till pauses it, and having paid resumes it, unless a tap had paused it.

    Who has `left` the till may be on a page of it that has no mark: it stays paused until a tap.
    """
    recording = call.recording
    if recording is None:
        return ()
    if step == "started" and recording.state == "on":
        return (RecordingPaused(by="shopper", reason="checkout"),)
    if step == "paid" and recording.state == "paused" and recording.pause_reason == "checkout":
        return (RecordingResumed(),)
    return ()


def _consent(call: Call, command: RecordingConsent, side: Side) -> RecordingMoves | Refused:
    """An answer may be changed until everybody has answered."""
    recording = call.recording
    if recording is None or recording.state != "asked":
        return Refused("not_asked")
    if command.text_version != recording.text_version:
        return Refused("consent_text", command.text_version, (recording.text_version,))
    answers = {each.side: each.agreed for each in recording.consents} | {side: command.agreed}
    consented = RecordingConsented(
        side=side,
        agreed=command.agreed,
        text_version=command.text_version,
        language=command.language,
    )
    if len(answers) < len(SIDES):
        return (consented,)
    recorded = tuple(each for each in SIDES if answers[each])
    if not recorded:
        return (consented, RecordingStopped(reason="refused"))
    started = RecordingStarted(recorded=recorded)
    if _at_the_till(call):
        return (consented, started, RecordingPaused(by="shopper", reason="checkout"))
    return (consented, started)


def _pause(call: Call, side: Side) -> RecordingMoves | Refused:
    """A tap holds longer than the checkout: having paid does not resume it."""
    recording = call.recording
    if recording is None or not runs(recording):
        return Refused("not_recording")
    if recording.pause_reason == "tap":
        return ()
    return (RecordingPaused(by=side, reason="tap"),)


def _at_the_till(call: Call) -> bool:
    return call.checkout is not None and call.checkout.step == "started"
