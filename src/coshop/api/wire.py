"""One WebSocket on its TCP connection: bytes to whole messages and back. It knows frames of RFC 6455, not what they mean.

uvicorn hands an upgraded connection to the class in `Config(ws=...)`. This one calls its listener directly, without a task
or queue per socket. The sans-I/O protocol of `websockets` judges the handshake and every frame but the everyday one: a
whole, masked text message in one frame is unmasked here, which is what a relayed signal costs most.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from websockets.datastructures import Headers
from websockets.exceptions import InvalidState
from websockets.frames import Frame, Opcode
from websockets.frames import apply_mask as _unmask  # type: ignore[attr-defined]
from websockets.http11 import Request, Response
from websockets.protocol import OPEN
from websockets.server import ServerProtocol

from coshop.api.wire_sides import Door, Listener
from coshop.protocol import limits
from coshop.protocol.close_codes import CloseCode

if TYPE_CHECKING:
    from uvicorn.server import ServerState

CLOSE_GRACE_S = 3.0
WRITE_HIGH_BYTES = 64 * 1024


class Wire(asyncio.Protocol):
    """A WebSocket connection. Made by `wire_factory`; becomes usable when the door accepts it. `left` is called at its end."""

    __slots__ = (
        "_closing_timer",
        "_conn",
        "_connections",
        "_door",
        "_fragmented",
        "_gone",
        "_listener",
        "_loop",
        "_odd",
        "_peer",
        "_pending",
        "_response",
        "_tasks",
        "_transport",
        "left",
        "paused",
    )

    def __init__(self, door: Door, server_state: ServerState) -> None:
        self._door = door
        self._loop = asyncio.get_running_loop()
        self._connections = server_state.connections
        self._tasks = server_state.tasks
        self._conn = ServerProtocol(max_size=limits.FRAME_MAX_BYTES, logger=_SILENT)
        self._transport: asyncio.Transport = None  # type: ignore[assignment]
        self._listener: Listener | None = None
        self._response: Response | None = None
        self._closing_timer: asyncio.TimerHandle | None = None
        self._pending = b""
        self._fragmented: list[bytes] | None = None
        self._gone = False
        self._odd = False
        self._peer = ""
        self.left: Callable[[], None] = lambda: None
        self.paused = False

    # ---- for the listener

    @property
    def open(self) -> bool:
        """Whether messages can still be sent."""
        return self._listener is not None and self._conn.state is OPEN and not self._gone

    def accept(self, listener: Listener) -> None:
        """Complete the handshake; messages go to `listener` from now on."""
        response, self._response = self._response, None
        if response is None or self._gone:
            return
        self._listener = listener
        self._conn.send_response(response)
        self._flush()

    def reject(self, status: int, body: bytes, headers: dict[str, str] | None = None) -> None:
        """Answer the handshake with an HTTP refusal and close."""
        if self._response is None or self._gone:
            return
        self._response = None
        fields = Headers({"Content-Type": "application/json", "Content-Length": str(len(body))})
        fields.update({"Connection": "close", "Cache-Control": "no-store", **(headers or {})})
        self._conn.send_response(Response(status, "Refused", fields, body))
        self._flush()
        self._finish()

    def send(self, data: bytes) -> None:
        """Write one text message. Look at `paused` first: what is written while paused piles up."""
        size = len(data)
        if size < 126:
            self._transport.write(b"\x81" + size.to_bytes(1, "big") + data)
        elif size < 65536:
            self._transport.write(b"\x81\x7e" + size.to_bytes(2, "big") + data)
        else:
            self._transport.write(b"\x81\x7f" + size.to_bytes(8, "big") + data)

    def close(self, code: int, reason: str = "") -> None:
        """Say why and close; the TCP connection is cut after a short grace even if the client says nothing."""
        if self._gone or self._closing_timer is not None:
            return
        try:
            self._conn.send_close(code, reason[:120])
        except InvalidState:
            pass
        else:
            self._flush()
        if not self._gone:
            self._closing_timer = self._loop.call_later(CLOSE_GRACE_S, self.abort)

    def abort(self) -> None:
        """Cut the connection now, dropping what was not sent."""
        if not self._gone:
            self._transport.abort()

    # ---- for uvicorn

    def shutdown(self) -> None:
        """Uvicorn stops: whoever is still here is told to come back."""
        if self.open:
            self.close(CloseCode.SERVER_RESTART, "the server restarts")
        elif self._closing_timer is None:
            self._finish()

    # ---- for the event loop

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """The HTTP side hands over the connection."""
        self._transport = transport  # type: ignore[assignment]
        transport.set_write_buffer_limits(high=WRITE_HIGH_BYTES)  # type: ignore[attr-defined]
        peer = transport.get_extra_info("peername")
        self._peer = str(peer[0]) if isinstance(peer, tuple) and peer else ""
        self._connections.add(self)  # type: ignore[arg-type]

    def connection_lost(self, exc: Exception | None) -> None:  # noqa: ARG002
        """The connection is gone, whoever ended it."""
        self._gone = True
        self.left()
        self._connections.discard(self)
        if self._closing_timer is not None:
            self._closing_timer.cancel()
        listener, self._listener = self._listener, None
        if listener is not None:
            received = self._conn.close_rcvd
            listener.lost(1006 if received is None else received.code)

    def pause_writing(self) -> None:
        """The client does not read as fast as we write."""
        self.paused = True

    def resume_writing(self) -> None:
        """It has caught up."""
        self.paused = False
        if self._listener is not None:
            self._listener.writable()

    def eof_received(self) -> None:
        """The client stopped sending: a WebSocket has no half-open state."""

    def data_received(self, data: bytes) -> None:
        """Whole plain text messages go straight to the listener; everything else is judged by `websockets`."""
        if self._gone:
            return
        if self._pending:
            data = self._pending + data
            self._pending = b""
        if self._listener is None or self._odd:
            self._judge(data)
            return
        at, size = 0, len(data)
        while size - at >= 2:
            length, head = data[at + 1] & 0x7F, 2
            if length == 126:
                head = 4
                if size - at < 4:
                    break
                length = (data[at + 2] << 8) | data[at + 3]
            masked = data[at + 1] & 0x80
            if length == 127 or not masked or length > limits.FRAME_MAX_BYTES:
                self._odd = True  # too large or against the RFC: from here on `websockets` keeps the place
                self._judge(data[at:])
                return
            end = at + head + 4 + length
            if end > size:
                break
            if data[at] == 0x81 and self._fragmented is None and self._conn.state is OPEN:
                mask_at = at + head
                self._listener.message(_unmask(data[mask_at + 4 : end], data[mask_at : mask_at + 4]))
            else:
                self._judge(data[at:end])
            at = end
        if at < size:
            self._pending = data[at:]

    # ---- within

    def _judge(self, data: bytes) -> None:
        conn = self._conn
        conn.receive_data(data)
        for event in conn.events_received():
            if isinstance(event, Request):
                self._knock(event)
            elif isinstance(event, Frame):
                self._frame(event)
        self._flush()

    def _frame(self, frame: Frame) -> None:
        if self._listener is not None and not (frame.fin and frame.opcode in (Opcode.TEXT, Opcode.BINARY)):
            self._listener.other_frame()
        if frame.opcode in (Opcode.TEXT, Opcode.BINARY):
            if frame.fin:
                self._deliver(bytes(frame.data))
            else:
                self._fragmented = [bytes(frame.data)]
        elif frame.opcode is Opcode.CONT and self._fragmented is not None:
            self._fragmented.append(bytes(frame.data))
            if frame.fin:
                whole, self._fragmented = b"".join(self._fragmented), None
                self._deliver(whole)

    def _deliver(self, data: bytes) -> None:
        if self._listener is not None and self._conn.state is OPEN:
            self._listener.message(data)

    def _knock(self, request: Request) -> None:
        response = self._conn.accept(request)
        if response.status_code != 101:
            self._conn.send_response(response)
            return
        self._response = response
        task = self._loop.create_task(self._door.knock(self, request, self._peer))
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    def _flush(self) -> None:
        for chunk in self._conn.data_to_send():
            if chunk:
                self._transport.write(chunk)
            else:  # the end of the stream: the close handshake is done, or the handshake was refused
                self._finish()

    def _finish(self) -> None:
        """Say that nothing more comes and drop what still arrives, until the client closes or a grace is over.

        Closing at once with unread bytes would reset the connection, and the close code would be lost with it.
        """
        listener, self._listener = self._listener, None
        if listener is not None:
            received = self._conn.close_rcvd
            listener.lost(1006 if received is None else received.code)
        if self._transport.can_write_eof() and not self._transport.is_closing():
            self._transport.write_eof()
        else:
            self._transport.close()
        if self._closing_timer is None and not self._gone:
            self._closing_timer = self._loop.call_later(CLOSE_GRACE_S, self.abort)


def wire_factory(door: Door) -> Callable[..., Wire]:
    """What goes into uvicorn's `Config(ws=...)`."""

    def make(server_state: ServerState, **_: Any) -> Wire:
        return Wire(door, server_state)

    return make


class _Silent:
    """`websockets` asks its logger for each connection; what it would say is in our own logs and metrics."""

    def isEnabledFor(self, _level: int) -> bool:  # noqa: N802 the name is logging's
        return False

    def __getattr__(self, _name: str) -> Callable[..., None]:
        return lambda *_, **__: None


_SILENT: Any = _Silent()
