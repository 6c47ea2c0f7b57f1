"""What comes over the data channel: judged by [CHAN4], kept as pending at most ([CHAN2]). It decides nothing and touches no cart."""

from __future__ import annotations

import time
from collections import Counter, deque
from collections.abc import Callable
from dataclasses import dataclass

from coshop.core.cart_types import Side
from coshop.protocol import commands, signals
from coshop.protocol.codec import BadFrame, decode_channel_frame
from coshop.protocol.commands import CommandWord
from coshop.protocol.frames import ChannelCommand, ChannelSignal
from coshop.protocol.limits import FRAME_MAX_BYTES

FRAMES_PER_SECOND = 50
PENDING_S = 5.0
PENDING_MAX = 100
SETTLED_MAX = 1000

_BOTH = (commands.ProductHide, commands.CartAdd, commands.CartSet, commands.CartRemove, commands.CartUndo, commands.ChatSend)  # fmt: skip
_FROM: dict[Side, tuple[type, ...]] = {
    "shopper": _BOTH,
    "associate": (*_BOTH, commands.ProductShow, commands.CheckoutOffer),
}
CHANNEL_COMMANDS = _FROM["associate"]


@dataclass(frozen=True)
class Pending:
    """A wish that the other side announced and no event has confirmed yet."""

    command_id: str
    body: CommandWord
    until_s: float


class ChannelInbox:
    """Judges what `other_side` sends. `exists(product_id)` says whether the store's catalogue has a product."""

    def __init__(
        self,
        other_side: Side,
        *,
        exists: Callable[[str], bool],
        clock_s: Callable[[], float] = time.monotonic,
    ) -> None:
        self._allowed = _FROM[other_side]
        self._other_side = other_side
        self._exists = exists
        self._clock_s = clock_s
        self._pending: dict[str, Pending] = {}
        self._settled: dict[str, None] = {}
        self._looked_at: deque[float] = deque(maxlen=FRAMES_PER_SECOND)
        self.hints: list[signals.ProductHint] = []
        self.typing_until_s = 0.0
        self.counted: Counter[str] = Counter()

    def pending(self) -> tuple[Pending, ...]:
        """What a screen would show as pending now, oldest first."""
        now_s = self._clock_s()
        self._pending = {key: x for key, x in self._pending.items() if x.until_s > now_s}
        return tuple(self._pending.values())

    def settle(self, command_id: str) -> None:
        """The journal has it: whichever copy comes second is recognised."""
        self._pending.pop(command_id, None)
        self._settled[command_id] = None
        if len(self._settled) > SETTLED_MAX:
            self._settled.pop(next(iter(self._settled)))

    def take(self, data: str | bytes) -> str:
        """One message, of any shape. Never raises; says what became of it, as counted in `counted`."""
        verdict = self._judge(data)
        self.counted[verdict] += 1
        return verdict

    def _judge(self, data: str | bytes) -> str:
        now_s = self._clock_s()
        if len(self._looked_at) == FRAMES_PER_SECOND and now_s - self._looked_at[0] < 1:
            return "too_many"
        self._looked_at.append(now_s)
        if len(data) > FRAME_MAX_BYTES:
            return "too_large"
        try:
            frame = decode_channel_frame(data)
        except BadFrame:
            return "malformed"
        if isinstance(frame, ChannelSignal):
            return self._signal(frame.body, now_s)
        return self._command(frame, now_s)

    def _signal(self, body: signals.SignalBody, now_s: float) -> str:
        match body:
            case signals.Typing():
                self.typing_until_s = now_s + 4
                return "typing"
            case signals.ProductHint() if self._other_side == "associate":
                if not self._exists(body.product_id):
                    return "unknown_product"
                self.hints = [*self.hints[-9:], body]
                return "hint"
            case _:
                return "not_allowed"

    def _command(self, frame: ChannelCommand, now_s: float) -> str:
        if not isinstance(frame.body, self._allowed):
            return "not_allowed"
        if frame.id in self._settled or frame.id in self._pending:
            return "known"
        if isinstance(frame.body, commands.ProductShow) and not self._exists(frame.body.product_id):
            return "unknown_product"
        if len(self.pending()) >= PENDING_MAX:
            return "too_many"
        self._pending[frame.id] = Pending(frame.id, frame.body, now_s + PENDING_S)
        return "pending"


def product_id_of(data: str | bytes) -> str:
    """The product that a valid frame names; empty for any other."""
    try:
        body = decode_channel_frame(data).body
    except BadFrame:
        return ""
    return body.product_id if isinstance(body, signals.ProductHint | commands.ProductShow) else ""
