"""One WebSocket after another: tickets, hello, back-off, close codes, pacing ([SOCK2], [SOCK8]). It does not read frames' meaning."""

from __future__ import annotations

import asyncio
import contextlib
import logging
import ssl
from collections.abc import Callable, Sequence
from typing import Any

import httpx
from pydantic import TypeAdapter, ValidationError
from websockets.asyncio.client import ClientConnection, connect
from websockets.exceptions import ConnectionClosed, InvalidHandshake, InvalidStatus

from coshop.peer.doors import Door, DoorRefused, socket_url
from coshop.peer.outgoing import Outgoing
from coshop.peer.pace import Pace, waits_s
from coshop.protocol import frames, limits
from coshop.protocol.close_codes import CloseCode
from coshop.protocol.codec import encode

log = logging.getLogger("coshop.peer")

CONNECT_TIMEOUT_S = 5.0
_WELCOME: TypeAdapter[frames.Welcome] = TypeAdapter(frames.Welcome)


class SocketStopped(Exception):
    """The socket is closed for good: by us, or because the server said so. `code` is the close code, 0 where there was none."""

    def __init__(self, reason: str, code: int = 0) -> None:
        super().__init__(reason)
        self.code = code


class Link:
    """Keeps a connection up on any of `base_urls`, the next one after a failure.

    `hello(ticket)` makes the first frame; `welcomed(welcome)` gives the frames to send at once; `take(data)` gets the rest;
    `changed()` is called when the connection came or went; `ended(stopped)` once, at the end. `tls` says whom to trust,
    by default what this machine trusts.
    """

    def __init__(
        self,
        base_urls: str | Sequence[str],
        door: Door,
        *,
        hello: Callable[[str], frames.Hello],
        welcomed: Callable[[frames.Welcome], Sequence[Any]],
        take: Callable[[str | bytes], None],
        changed: Callable[[], None],
        ended: Callable[[SocketStopped], None],
        tls: ssl.SSLContext | None = None,
    ) -> None:
        urls = [base_urls] if isinstance(base_urls, str) else list(base_urls)
        self._urls = [url.rstrip("/") for url in urls]
        self._door = door
        self._tls = tls
        self._hello, self._welcomed, self._take = hello, welcomed, take
        self._changed, self._ended = changed, ended
        self.connected = False
        self.connections = 0
        self.close_codes: list[int] = []
        self._socket: ClientConnection | None = None
        self._outgoing: Outgoing | None = None
        self._task: asyncio.Task[None] | None = None
        self._stopping = False
        self._hurry = asyncio.Event()

    @property
    def base_url(self) -> str:
        """The server in use now."""
        return self._urls[0]

    def start(self) -> None:
        """Begin to connect, in a task of its own."""
        self._task = asyncio.create_task(self._keep_up(), name="coshop link")
        self._task.add_done_callback(self._done)

    async def stop(self) -> None:
        """Say goodbye and close for good."""
        self._stopping = True
        self._hurry.set()
        await self._leave("closed")
        if self._task is not None:
            self._task.cancel()
            with contextlib.suppress(asyncio.CancelledError):
                await self._task
        self._forget_connection()
        self._ended(SocketStopped("stopped by this client"))

    async def change_page(self) -> None:
        """Say `page_change`, close, and connect again at once."""
        self._hurry.set()
        await self._leave("page_change")

    def drop(self) -> None:
        """Cut the connection without a word, as a broken network does."""
        if self._socket is not None:
            self._socket.transport.abort()

    def put(self, frame: Any) -> bool:
        """Send a frame when its turn comes; false when there is no connection."""
        if self._outgoing is None:
            return False
        self._outgoing.put(frame)
        return True

    def _done(self, task: asyncio.Task[None]) -> None:
        """A fault of ours must not look like silence."""
        if not task.cancelled() and (fault := task.exception()) is not None:
            log.error("the link failed", exc_info=fault)
            self._forget_connection()
            self._ended(SocketStopped(f"a fault of this client: {fault!r}"))

    async def _keep_up(self) -> None:
        waits = waits_s()
        bad_tickets = 0
        while not self._stopping:
            before = self.connections
            try:
                code = await self._connect_once()
            except DoorRefused as refused:
                if not refused.passing:
                    return self._ended(SocketStopped(f"the server let nobody in: {refused}"))
                code = 0
            except InvalidStatus as refused:
                if refused.response.status_code < 500 and refused.response.status_code != 429:
                    return self._ended(SocketStopped(f"no upgrade: HTTP {refused.response.status_code}"))
                code = 0
            except (OSError, TimeoutError, httpx.TransportError, InvalidHandshake, ConnectionClosed) as error:
                log.debug("no connection to %s: %s", self.base_url, error)
                code = 0
            self._forget_connection()
            if code:
                self.close_codes.append(code)
            action = CloseCode(code).action if code in set(CloseCode) else "retry"
            if action == "stop":
                return self._ended(SocketStopped(f"closed by the server with {code}", code))
            bad_tickets = bad_tickets + 1 if action == "new_ticket" else 0
            if bad_tickets >= 2:
                self._door.forget()
            if self.connections > before:
                waits = waits_s()
            else:
                self._urls.append(self._urls.pop(0))
            await self._pause(next(waits))
        return None

    async def _pause(self, wait_s: float) -> None:
        with contextlib.suppress(TimeoutError):
            await asyncio.wait_for(self._hurry.wait(), wait_s)
        self._hurry.clear()

    async def _connect_once(self) -> int:
        """One connection from ticket to close; the close code, 0 where there was none."""
        base_url = self.base_url
        ticket = await self._door.ticket(base_url)
        socket = await connect(
            socket_url(base_url),
            origin=self._door.origin or None,  # type: ignore[arg-type]
            ssl=self._tls if base_url.startswith("https:") else None,
            compression=None,
            proxy=None,
            max_size=4 * 1024 * 1024,
            ping_interval=None,
            open_timeout=CONNECT_TIMEOUT_S,
            close_timeout=1,
        )
        self._socket = socket
        writer: asyncio.Task[None] | None = None
        try:
            await socket.send(encode(self._hello(ticket)).decode())
            async with asyncio.timeout(CONNECT_TIMEOUT_S * 2):
                welcome = _WELCOME.validate_json(await socket.recv())
            writer = self._begin(socket, welcome)
            while True:
                async with asyncio.timeout(limits.SILENCE_TIMEOUT_S):
                    data = await socket.recv()
                self._take(data)
        except ConnectionClosed as closed:
            return closed.rcvd.code if closed.rcvd else 0
        except (TimeoutError, ValidationError) as error:
            log.debug("dropping the connection to %s: %r", base_url, error)
            socket.transport.abort()
            return 0
        finally:
            if writer is not None:
                writer.cancel()
            with contextlib.suppress(Exception):
                await socket.close()

    def _begin(self, socket: ClientConnection, welcome: frames.Welcome) -> asyncio.Task[None]:
        self._outgoing = Outgoing()
        self.connected = True
        self.connections += 1
        for frame in self._welcomed(welcome):
            self._outgoing.put(frame)
        self._changed()
        return asyncio.create_task(self._write(socket, self._outgoing), name="coshop link writer")

    async def _write(self, socket: ClientConnection, outgoing: Outgoing) -> None:
        pace = Pace()
        with contextlib.suppress(ConnectionClosed, TimeoutError):
            while True:
                await outgoing.wait()
                await pace.turn()
                async with asyncio.timeout(limits.SEND_TIMEOUT_S):
                    await socket.send(encode(outgoing.take()).decode())

    def _forget_connection(self) -> None:
        self._socket = None
        self._outgoing = None
        self.connected = False
        self._changed()

    async def _leave(self, reason: str) -> None:
        socket = self._socket
        if socket is None or not self.connected:
            return
        goodbye = frames.Goodbye.model_validate({"reason": reason})
        with contextlib.suppress(ConnectionClosed, TimeoutError):
            async with asyncio.timeout(2):
                await socket.send(encode(goodbye).decode())
                await socket.close()
