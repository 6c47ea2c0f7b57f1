"""TCP connections before they say anything of worth: at most so many from one address, and each asks within ten seconds.

uvicorn waits without end for the head of a request. Here a connection that sends none, or half of one, is closed. A connection
that became a WebSocket still counts until it is gone; what it may do is the business of `Conversation`.
"""

from __future__ import annotations

import asyncio
from collections import Counter
from collections.abc import Callable
from typing import Any, cast

from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol, RequestResponseCycle

from coshop.api.address import rate_key
from coshop.api.problems import problem_bytes
from coshop.api.wire import Wire
from coshop.core.refusal import Refused

RETRY_AFTER_S = 10


class Connections:
    """How many are open from each address (IPv6: each /64). `exempt` names peers that speak for many: trusted proxies."""

    def __init__(self, per_address: int, exempt: Callable[[str], bool] = lambda _: False) -> None:
        self._per_address = per_address
        self._exempt = exempt
        self._open: Counter[str] = Counter()

    def enter(self, peer: str) -> Callable[[], None] | None:
        """Count one more; call what is returned when it is gone. None where there are too many."""
        if not peer or self._exempt(peer):
            return _nothing
        key = rate_key(peer)
        if self._open[key] >= self._per_address:
            return None
        self._open[key] += 1
        inside = True

        def leave() -> None:
            nonlocal inside
            if inside:
                inside = False
                self._open[key] -= 1
                if not self._open[key]:
                    del self._open[key]

        return leave


class Doorstep(HttpToolsProtocol):
    """uvicorn's HTTP connection, counted and with an end to waiting for the head of a request."""

    def __init__(self, connections: Connections, head_timeout_s: float, **words: Any) -> None:
        super().__init__(**words)
        self._counted = connections
        self._head_timeout_s = head_timeout_s
        self._leave: Callable[[], None] = _nothing
        self._waiting: asyncio.TimerHandle | None = None
        self._handed_on = False
        self._turned_away = False

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        """A connection: counted, or turned away."""
        super().connection_made(transport)
        leave = self._counted.enter(self.client[0] if self.client else "")
        if leave is None:
            self._turned_away = True
            transport.write(_TOO_MANY)
            transport.close()
            return
        self._leave = leave
        self._wait_for_head()

    def data_received(self, data: bytes) -> None:
        """Bytes of a head or a body. Bytes between two requests do not keep a connection alive."""
        if self._turned_away:
            return
        super().data_received(data)
        cycle: RequestResponseCycle | None = (
            self.cycle
        )  # uvicorn says it is always there; before the first request it is not
        between = cycle is None or cycle.response_complete
        if between and self._waiting is None and not self._handed_on:
            self._wait_for_head()

    def on_headers_complete(self) -> None:
        """The head is there."""
        self._stop_waiting()
        super().on_headers_complete()

    def handle_websocket_upgrade(self) -> None:
        """The wire goes on with this connection, and with its place in the count."""
        self._handed_on = True
        super().handle_websocket_upgrade()
        wire = cast(Wire, self.transport.get_protocol())
        wire.left = self._leave

    def connection_lost(self, exc: Exception | None) -> None:
        """Gone."""
        self._stop_waiting()
        self._leave()
        super().connection_lost(exc)

    def _wait_for_head(self) -> None:
        self._waiting = self.loop.call_later(self._head_timeout_s, self.transport.close)

    def _stop_waiting(self) -> None:
        if self._waiting is not None:
            self._waiting.cancel()
            self._waiting = None


def doorstep_factory(connections: Connections, head_timeout_s: float) -> Callable[..., Doorstep]:
    """What goes into uvicorn's `Config(http=...)`."""

    def make(**words: Any) -> Doorstep:
        return Doorstep(connections, head_timeout_s, **words)

    return make


def _nothing() -> None:
    """Nobody counts this one."""


_BODY = problem_bytes(Refused("rate_limited", "too many open connections from this address"))
_TOO_MANY = (
    f"HTTP/1.1 429 Too Many Requests\r\nContent-Type: application/json\r\nContent-Length: {len(_BODY)}\r\n"
    f"Retry-After: {RETRY_AFTER_S}\r\nCache-Control: no-store\r\nConnection: close\r\n\r\n"
).encode() + _BODY
