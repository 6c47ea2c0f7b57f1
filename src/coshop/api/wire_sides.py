"""What stands on the other side of a wire: the door that judges its handshake, the listener that takes its messages."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

from websockets.http11 import Request

if TYPE_CHECKING:
    from coshop.api.wire import Wire


class Listener(Protocol):
    """What an open wire tells. No method may block or await."""

    def message(self, data: bytes) -> None:
        """A whole text or binary message of at most 64 KiB."""

    def other_frame(self) -> None:
        """A ping, pong or fragment came: nothing to do but to count it against the limit."""

    def writable(self) -> None:
        """The connection takes bytes again, after `Wire.paused` was true."""

    def lost(self, code: int) -> None:
        """The connection is gone; called once. `code` is the client's close code, 1006 where there was none."""


class Door(Protocol):
    """Who decides whether a handshake becomes a socket."""

    async def knock(self, wire: Wire, request: Request, peer: str) -> None:
        """Call `wire.accept(listener)` or `wire.reject(...)`, in bounded time."""
