"""One socket from its acceptance to its end: hello, frames in, frames out, limits, silence. It awaits nothing itself.

Frames are decoded and handed on as they arrive; what the switchboard answers waits in the outbox and is written as long as
the connection takes it. One shared look a second (`look`) finds sockets that said no hello, fell silent or do not read.
"""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

from coshop.api import quick
from coshop.api.wire import Wire
from coshop.core.refusal import Refused
from coshop.live import Attachment, Outbox, Seat
from coshop.protocol import codec, limits
from coshop.protocol.close_codes import CloseCode
from coshop.protocol.frames import (
    AnswerFrame,
    ClientFrame,
    ClientHeartbeat,
    CommandFrame,
    FrameRefused,
    Hello,
    SignalFrame,
)
from coshop.protocol.refusals import to_word

if TYPE_CHECKING:
    from coshop.api.socket import SocketDoor

ADMISSION_TIMEOUT_S = 10.0
TIMED_MAX = 64
_ANSWER_HEAD = b'{"type":"answer","id":"'
_STEP_S = 1.0 / limits.FRAMES_PER_SECOND
_BURST_S = limits.FRAMES_BURST * _STEP_S


class Conversation:
    """The listener of one wire. `address` is for rates, `origin` what the handshake said (empty: no browser)."""

    __slots__ = (
        "_attachment",
        "_bad",
        "_due",
        "_early",
        "_ending",
        "_heard",
        "_hello_seen",
        "_loop",
        "_opened",
        "_stuck_since",
        "_timed",
        "_writing",
        "address",
        "door",
        "origin",
        "outbox",
        "session",
        "wire",
        "worker_key",
    )

    def __init__(self, door: SocketDoor, wire: Wire, origin: str, address: str) -> None:
        self.door = door
        self.wire = wire
        self.origin = origin
        self.address = address
        self.outbox = Outbox(notify=self._wake)
        self.session = ""
        self.worker_key = ""
        self._loop = asyncio.get_running_loop()
        self._attachment: Attachment | Seat | None = None
        self._early: list[ClientFrame] | None = None
        self._timed: dict[str, float] = {}
        self._hello_seen = False
        self._bad = 0
        self._opened = self._heard = self._due = self._loop.time()
        self._stuck_since = 0.0
        self._writing = False
        self._ending = False

    # ---- the wire's listener

    def message(self, data: bytes) -> None:
        """One message: counted, decoded, handed on."""
        if self._ending or not self._count():
            return
        attachment = self._attachment
        if attachment is not None and data.startswith(quick.SIGNAL_HEAD):
            signal = quick.signal(data)
            if signal is not None:
                attachment.relay(*signal)
                return
        try:
            frame = codec.decode_client_frame(data)
        except codec.BadFrame as bad:
            self._take_bad(bad)
            return
        if not self._hello_seen:
            self._take_hello(frame)
        elif isinstance(frame, Hello):
            self._take_bad(codec.BadFrame(Refused("malformed", "hello was said already")))
        elif attachment is not None:
            self._hand_on(attachment, frame)
        elif self._early is not None:
            if len(self._early) < limits.EARLY_FRAMES_MAX:
                self._early.append(frame)
            else:
                self.close(CloseCode.TOO_MANY_FRAMES, "more than 100 frames before the welcome")

    def other_frame(self) -> None:
        """Pings, pongs and fragments cost as much as messages do."""
        if not self._ending:
            self._count()

    def writable(self) -> None:
        """The client reads again."""
        self._stuck_since = 0.0
        self._write()

    def lost(self, code: int) -> None:
        """The connection is gone. A goodbye that was said counts most; 1001 is a browser's own word for "this page goes"."""
        page_goes = code == CloseCode.GOING_AWAY and not self._ending  # else it echoes our own close
        self._ending = True
        self._early = None
        self.outbox.notify = None
        self.door.forget(self)
        if self._attachment is not None:
            self._attachment.detach("page_change" if page_goes else "connection")
            self._attachment = None

    # ---- for the door

    def attach(self, attachment: Attachment | Seat) -> None:
        """The ticket was good: what came meanwhile is handed on."""
        self._attachment = attachment
        early, self._early = self._early, None
        for frame in early or ():
            self._hand_on(attachment, frame)

    @property
    def gone(self) -> bool:
        """Whether this socket is closed or closing."""
        return self._ending

    def close(self, code: CloseCode, reason: str = "") -> None:
        """Close, saying why. What waits in the outbox goes first, unless the client takes nothing."""
        if self._ending:
            return
        self._ending = True
        if not self.wire.paused:
            for frame in self.outbox.take():
                self.wire.send(frame)
        self.door.count_close(code)
        self.wire.close(int(code), reason)
        if self._attachment is not None:
            self._attachment.detach()
            self._attachment = None

    def look(self, now: float) -> None:
        """Called about once a second: end what says no hello, says nothing, or does not read."""
        if self._ending:
            return
        if self._attachment is None:
            allowed = ADMISSION_TIMEOUT_S if self._hello_seen else limits.HELLO_TIMEOUT_S
            if now - self._opened > allowed:
                self.close(CloseCode.HELLO_TIMEOUT, "no hello within 5 seconds")
                return
        if now - self._heard > limits.SILENCE_TIMEOUT_S:
            self.close(CloseCode.SILENT, "nothing heard for 25 seconds")
        elif self.wire.paused:
            if not self._stuck_since:
                self._stuck_since = now
            elif now - self._stuck_since > limits.SEND_TIMEOUT_S:
                self.close(CloseCode.TOO_SLOW, "the connection takes nothing")
                self.wire.abort()

    # ---- within

    def _count(self) -> bool:
        now = self._loop.time()
        self._heard = now
        due = self._due
        if due < now:
            due = now
        if due - now > _BURST_S:
            self.close(CloseCode.TOO_MANY_FRAMES, "more than 20 frames a second")
            return False
        self._due = due + _STEP_S
        return True

    def _take_hello(self, frame: ClientFrame) -> None:
        if not isinstance(frame, Hello):
            self._refuse(Refused("malformed", "the first frame is hello"))
            self.close(CloseCode.MALFORMED, "the first frame is hello")
        elif frame.protocol != limits.PROTOCOL_VERSION:
            self._refuse(Refused("unsupported_protocol", "protocol", (str(limits.PROTOCOL_VERSION),)))
            self.close(
                CloseCode.UNSUPPORTED_PROTOCOL, f"this server speaks protocol {limits.PROTOCOL_VERSION}"
            )
        else:
            self._hello_seen = True
            self._early = []
            self.door.admit(self, frame)

    def _hand_on(self, attachment: Attachment | Seat, frame: ClientFrame) -> None:
        if isinstance(frame, ClientHeartbeat):
            return
        if isinstance(frame, SignalFrame):
            body = codec.encode(frame.body)
            attachment.relay(frame.call_id, frame.body.type, body, frame.guest_id, frame.to or "")
            return
        if isinstance(frame, CommandFrame) and len(self._timed) < TIMED_MAX:
            self._timed.setdefault(frame.id, self._loop.time())
        attachment.receive(frame)

    def _take_bad(self, bad: codec.BadFrame) -> None:
        self._bad += 1
        self.door.count_bad(bad.refused.code)
        if bad.command_id and self._hello_seen:
            answer = AnswerFrame(id=bad.command_id, call_id=bad.call_id, seq=0, refusal=to_word(bad.refused))
            self.outbox.put(codec.encode(answer))
        else:
            self._refuse(bad.refused)
        if not self._hello_seen:
            self.close(CloseCode.MALFORMED, "the first frame is hello")
        elif self._bad > limits.BAD_FRAMES_MAX:
            self.close(CloseCode.MALFORMED, "too many frames that cannot be taken")

    def _refuse(self, refused: Refused) -> None:
        self.outbox.put(codec.encode(FrameRefused(refusal=to_word(refused))))
        if not self._hello_seen:
            self._write()

    def _wake(self) -> None:
        if not self._writing:
            self._writing = True
            self._loop.call_soon(self._write)

    def _write(self) -> None:
        self._writing = False
        if self._ending:
            return
        wire, outbox = self.wire, self.outbox
        if wire.paused and outbox.close_code is None:
            return
        for frame in outbox.take():
            if self._timed and frame.startswith(_ANSWER_HEAD):
                self._time(frame)
            wire.send(frame)
        if outbox.close_code is not None:
            self.close(outbox.close_code)

    def _time(self, frame: bytes) -> None:
        start = len(_ANSWER_HEAD)
        began = self._timed.pop(frame[start : frame.index(b'"', start)].decode(), None)
        if began is not None:
            self.door.time_command(self._loop.time() - began)
