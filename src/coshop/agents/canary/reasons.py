"""Why a canary's call failed, as `code: sentence`: the code for screens, which have words of their own, the sentence for logs. It judges no call."""

from __future__ import annotations

from typing import Literal, get_args

import httpx

from coshop.core.cart_types import Side
from coshop.peer import CommandRefused, DoorRefused, SocketStopped

Reason = Literal[
    "timeout", "no_answer", "no_way_in", "closed", "unreadable", "wrong_store", "no_product", "cart_differs",
    "no_picture_shopper", "no_picture_associate", "picture_backwards_shopper", "picture_backwards_associate",
    "no_tone_shopper", "no_tone_associate", "stopped", "fault",
]  # fmt: skip
REASONS: tuple[Reason, ...] = get_args(Reason)
"""What this program finds itself. What the server refuses has the refusal's code, what became of a job that of its end."""
FAILURES = (TimeoutError, CommandRefused, DoorRefused, SocketStopped, httpx.TransportError, ValueError)
_NOT_THERE: dict[Side, tuple[Reason, Reason, Reason]] = {
    "shopper": ("no_picture_shopper", "picture_backwards_shopper", "no_tone_shopper"),
    "associate": ("no_picture_associate", "picture_backwards_associate", "no_tone_associate"),
}
SENTENCE_MAX_CHARS = 240


class Failed(Exception):
    """A step found something wrong that no exception told."""

    def __init__(self, reason: Reason, sentence: str) -> None:
        super().__init__(sentence)
        self.reason = reason


def no_picture(side: Side) -> Failed:
    """Nothing moves there."""
    return Failed(_NOT_THERE[side][0], f"no moving picture arrives at the {side}")


def backwards(side: Side, seen: list[int]) -> Failed:
    """The pictures' numbers, as they came."""
    return Failed(_NOT_THERE[side][1], f"the pictures at the {side} run backwards: {seen}")


def no_tone(side: Side, hertz: float) -> Failed:
    """The other side's tone is missing."""
    return Failed(_NOT_THERE[side][2], f"the tone of {hertz:.0f} Hz does not arrive at the {side}")


def reason_of(error: BaseException, timeout_s: float) -> str:
    """`code: sentence` of a failure; on one line."""
    code, sentence = _of(error, timeout_s)
    return f"{code}: {' '.join(sentence.split())[:SENTENCE_MAX_CHARS]}"


def _of(error: BaseException, timeout_s: float) -> tuple[str, str]:
    if isinstance(error, CommandRefused | DoorRefused) and error.refusal is not None:
        return error.refusal.code, f"{error.refusal.message} {error.refusal.detail}"
    match error:
        case Failed():
            return error.reason, str(error)
        case DoorRefused():
            return "no_answer", f"HTTP {error.status}"
        case TimeoutError():
            return "timeout", str(error) or f"not within {timeout_s:.0f} s"
        case SocketStopped():
            return "closed", str(error)
        case httpx.TransportError():
            return "no_answer", f"{type(error).__name__}: {error}"
        case ValueError():
            return "unreadable", f"{type(error).__name__}: {error}"
        case _:
            return "fault", f"{type(error).__name__}: {error}"
