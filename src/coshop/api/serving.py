"""The uvicorn server of coshop: a listening socket that frees stuck clients, and an orderly stop. It knows no routes."""

from __future__ import annotations

import asyncio
import socket
import ssl
import time
from collections.abc import Awaitable, Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

import uvicorn

from coshop.api.connections import Connections, doorstep_factory
from coshop.api.socket import SocketDoor
from coshop.api.wire import wire_factory
from coshop.protocol import limits

USER_TIMEOUT_MS = 8_000
SEND_BUFFER_BYTES = 65_536
STOP_LEFT_S = 8
HASTY_STOP_S = 3.0
UNBOUNDED = 1_000_000


def listen(host: str, port: int) -> socket.socket:
    """A listening socket whose connections do not outlive a client that stopped reading by more than 8 s. Raises OSError."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    listening = socket.socket(family, socket.SOCK_STREAM)
    try:
        listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listening.setsockopt(socket.SOL_SOCKET, socket.SO_SNDBUF, SEND_BUFFER_BYTES)
        listening.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        if hasattr(socket, "TCP_USER_TIMEOUT"):
            listening.setsockopt(socket.IPPROTO_TCP, socket.TCP_USER_TIMEOUT, USER_TIMEOUT_MS)
        listening.bind((host, port))
        listening.listen(2048)
    except OSError:
        listening.close()
        raise
    listening.setblocking(False)
    return listening


class Serving(uvicorn.Server):
    """Runs an application until told to stop; then `before_stop` (the drain) runs while it still serves."""

    def __init__(
        self,
        app: Any,
        *,
        door: SocketDoor | None = None,
        tls: tuple[Path, Path] | None = None,
        before_stop: Callable[[], Awaitable[None]] | None = None,
        on_started: Callable[[], None] | None = None,
        connections: Connections | None = None,
        head_timeout_s: float = limits.HEAD_TIMEOUT_S,
    ) -> None:
        doorstep = doorstep_factory(connections or Connections(UNBOUNDED), head_timeout_s)
        super().__init__(
            uvicorn.Config(
                app,
                http=doorstep,  # type: ignore[arg-type]
                ws=wire_factory(door) if door is not None else "none",  # type: ignore[arg-type]
                lifespan="on",
                log_config=None,
                access_log=False,
                proxy_headers=False,
                server_header=False,
                timeout_graceful_shutdown=STOP_LEFT_S,
                timeout_keep_alive=30,
                ssl_certfile=str(tls[0]) if tls else None,
                ssl_keyfile=str(tls[1]) if tls else None,
                ssl_version=ssl.PROTOCOL_TLS_SERVER,
            )
        )
        self._stop_asked_at = 0.0
        self._before_stop = before_stop
        self._on_started = on_started

    def stop(self) -> None:
        """Ask it to drain and end. Asked again more than a second later, it ends without draining further."""
        now = time.monotonic()
        if self.should_exit and now - self._stop_asked_at > 1.0:
            self.force_exit = True
        elif not self.should_exit:
            self._stop_asked_at = now
            self.should_exit = True

    @contextmanager
    def capture_signals(self) -> Iterator[None]:
        """Signals are the matter of whoever runs this server: several may run in one process."""
        yield

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        """As uvicorn does, then tell that it serves."""
        await super().startup(sockets=sockets)
        if self.started and self._on_started is not None:
            self._on_started()

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        """Drain while still serving, then stop as uvicorn does, bounded in time."""
        if self._before_stop is not None and not self.force_exit:
            drain = asyncio.ensure_future(self._before_stop())
            while not drain.done() and not self.force_exit:
                await asyncio.wait({drain}, timeout=0.1)
            if not drain.done():
                drain.cancel()
                await asyncio.wait({drain}, timeout=1.0)
            elif drain.exception() is not None:
                raise drain.exception() or RuntimeError
        await super().shutdown(sockets=sockets)
        if self.force_exit:  # uvicorn leaves the lifespan hanging then; the database is still closed in order
            with suppress(TimeoutError):
                await asyncio.wait_for(self.lifespan.shutdown(), HASTY_STOP_S)
