"""Why a socket was closed, and what the client does next. docs/protocol.md lists the same; a test compares them."""

from __future__ import annotations

from enum import IntEnum


class CloseCode(IntEnum):
    """WebSocket close codes. `action` says what a client does: `retry` (with back-off), `new_ticket`, or `stop`."""

    GOING_AWAY = 1001
    FRAME_TOO_LARGE = 1009
    SERVER_RESTART = 1012
    MALFORMED = 4400
    TICKET_INVALID = 4401
    HELLO_TIMEOUT = 4408
    FENCED = 4409
    SILENT = 4411
    UNSUPPORTED_PROTOCOL = 4426
    TOO_MANY_FRAMES = 4429
    TOO_SLOW = 4431
    REVOKED = 4403

    @property
    def action(self) -> str:
        """What a client does after this code."""
        return _ACTION[self]


_ACTION: dict[CloseCode, str] = {
    CloseCode.GOING_AWAY: "retry",
    CloseCode.FRAME_TOO_LARGE: "stop",
    CloseCode.SERVER_RESTART: "retry",
    CloseCode.MALFORMED: "stop",
    CloseCode.TICKET_INVALID: "new_ticket",
    CloseCode.HELLO_TIMEOUT: "retry",
    CloseCode.FENCED: "stop",
    CloseCode.SILENT: "retry",
    CloseCode.UNSUPPORTED_PROTOCOL: "stop",
    CloseCode.TOO_MANY_FRAMES: "retry",
    CloseCode.TOO_SLOW: "retry",
    CloseCode.REVOKED: "stop",
}
