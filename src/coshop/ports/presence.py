"""The ports to who is there: associates, servers and sockets. It holds no behaviour."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, Protocol

from coshop.ports.journal import PresenceState
from coshop.ports.people import Role


@dataclass(frozen=True, slots=True, kw_only=True)
class PresenceRow:
    """Where an associate stands. `call_id` is the call they are tied to, or empty. `client_id` is the tablet that rings.

    `server_id` is the server that holds that tablet's socket; `connected` is false while it is gone. `wanted` is the state that
    follows once no call ties them.
    """

    associate_id: str
    store_id: str
    name: str
    languages: tuple[str, ...]
    state: PresenceState
    since_ms: int
    call_id: str
    client_id: str
    server_id: str
    connected: bool
    role: Role = "associate"
    wanted: Literal["available", "away"] = "available"


class Presences(Protocol):
    """Which associate can be rung. Ties to calls change only through `Journal.append` effects."""

    async def set_state(
        self,
        associate_id: str,
        state: Literal["available", "away"],
        *,
        client_id: str,
        server_id: str,
        now_ms: int,
    ) -> PresenceRow:
        """Go available or away on a tablet. A tie to a call stays; from `wrap_up` it is dissolved."""
        ...

    async def connected(
        self, associate_id: str, *, client_id: str, server_id: str, now_ms: int
    ) -> PresenceRow:
        """The tablet's socket is there (again)."""
        ...

    async def disconnected(
        self, associate_id: str, *, client_id: str, server_id: str, now_ms: int
    ) -> PresenceRow | None:
        """The tablet's socket is gone, if it is still the one on record."""
        ...

    async def get(self, associate_id: str) -> PresenceRow | None: ...
    async def of_store(self, store_id: str) -> tuple[PresenceRow, ...]: ...


class Servers(Protocol):
    """Leases of running servers, so that a dead one's sockets are noticed."""

    async def beat(self, server_id: str, now_ms: int) -> None: ...
    async def leave(self, server_id: str) -> None: ...
    async def expired(self, before_ms: int) -> tuple[str, ...]: ...


@dataclass(frozen=True, slots=True, kw_only=True)
class ConnectionRow:
    """A person's socket, as the server that holds it wrote it down."""

    client_id: str
    person_id: str
    side: Literal["shopper", "associate"]
    store_id: str
    server_id: str
    connection_no: int


class Connections(Protocol):
    """Which sockets exist on which server: fencing across servers, and losses after a crash."""

    async def open(self, row: ConnectionRow, now_ms: int) -> ConnectionRow | None:
        """Record it; return the row of the same client that it replaces, if any."""
        ...

    async def close(self, client_id: str, connection_no: int, server_id: str) -> bool:
        """Forget it if it is still the one on record; false when a newer one took its place."""
        ...

    async def of_server(self, server_id: str) -> tuple[ConnectionRow, ...]: ...
    async def of_person(self, person_id: str) -> tuple[ConnectionRow, ...]: ...
