"""The ports to stores, the people who work there, and the secrets that open doors. It holds no behaviour."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, field
from typing import Literal, Protocol

from coshop.core.call_types import CallKind
from coshop.core.go_live import GoLiveItem

Role = Literal["associate", "supervisor", "admin", "canary"]
"""`canary` signs in as an associate does, and is offered the calls reserved for it alone."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Store:
    """A shop that embeds coshop. `hours` maps ISO weekday 1-7 to ("09:00", "18:00") spans in `time_zone`.

    `tell_listening`: both sides are told when a supervisor listens or whispers. `recording` `ask`: calls may be recorded
    where their people agree, and a recording is erased `recording_days` after its end. `go_live` is the list to tick off
    before going live; None: the usual one.
    """

    store_id: str
    public_key: str
    name: str
    language: str
    currency: str
    accent: str
    origins: tuple[str, ...]
    time_zone: str = "UTC"
    hours: dict[int, tuple[tuple[str, str], ...]] = field(default_factory=dict)
    line_limit: int = 50
    relay_only: bool = False
    tell_listening: bool = True
    recording: Literal["off", "ask"] = "off"
    go_live: tuple[GoLiveItem, ...] | None = None
    recording_days: int = 30


@dataclass(frozen=True, slots=True, kw_only=True)
class Associate:
    """Somebody who works for a store."""

    associate_id: str
    store_id: str
    email: str
    name: str
    role: Role
    languages: tuple[str, ...]
    password_hash: str
    active: bool = True


class Directory(Protocol):
    """Stores and associates."""

    async def add_store(self, store: Store) -> None: ...
    async def change_store(self, store: Store) -> None: ...
    async def store_by_key(self, public_key: str) -> Store | None: ...
    async def store(self, store_id: str) -> Store | None: ...
    async def stores(self) -> tuple[Store, ...]: ...
    async def add_associate(self, associate: Associate) -> None:
        """Raises ValueError when the e-mail is taken or the store unknown."""
        ...

    async def change_associate(self, associate: Associate) -> None: ...
    async def renew_password_hash(self, associate_id: str, old_hash: str, new_hash: str) -> bool:
        """Put a new hash of the same password in place of the old one; false where the old one stands no more."""
        ...

    async def associate(self, associate_id: str) -> Associate | None: ...
    async def associate_by_email(self, email: str) -> Associate | None: ...
    async def associates(self, store_id: str) -> tuple[Associate, ...]: ...
    async def canaries(self) -> tuple[Associate, ...]:
        """The active accounts of every store whose role is `canary`."""
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Key:
    """A secret on record by its SHA-256 only. `kind` says what it opens; `bound` is the origin of a shopper's token.

    `call_kind` and `reserved_for` are of a shopper's token or ticket: what kind of call it may ask for, and whose it is.
    """

    digest: str
    kind: Literal["shopper_token", "console_session", "ticket", "worker_ticket"]
    person_id: str
    store_id: str
    bound: str
    expires_ms: int
    call_kind: CallKind = "customer"
    reserved_for: str = ""


class Keys(Protocol):
    """Opaque tokens, sessions and tickets, by digest."""

    async def put(self, key: Key) -> None: ...
    async def get(self, digest: str, kind: str, now_ms: int) -> Key | None: ...
    async def get_all(self, digests: Collection[str], kind: str, now_ms: int) -> tuple[Key, ...]:
        """Those of them that are in force, in no order."""
        ...

    async def take(self, digest: str, kind: str, now_ms: int) -> Key | None:
        """Get and delete in one step: exactly one of two takers wins."""
        ...

    async def extend(self, digest: str, expires_ms: int) -> bool:
        """Let a key that is still there live until then; false (and nothing done) where it was revoked meanwhile."""
        ...

    async def revoke(self, *, digest: str = "", person_id: str = "", kind: str = "") -> int: ...
    async def sweep(self, now_ms: int) -> int: ...
