"""Gives out and checks the keys of workers and the tickets of their sockets. Only their SHA-256 is stored. It knows no job.

A worker key is bound to the installation, not to a store: it lets a process in that sees the jobs offered to it, and
nothing else.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Collection
from dataclasses import dataclass

from coshop.identity.tokens import TOKEN_MAX_CHARS, digest, new_id, new_token
from coshop.ports import Key, Keys, WorkerKey, Workers
from coshop.protocol import limits

KEY_PREFIX = "wk_"
TICKET_PREFIX = "wt_"
NAME_MAX_CHARS = 80
OWN_KEY_MS = 3600 * 1000
TICKET_MS = int(limits.TICKET_LIFETIME_S * 1000)


@dataclass(frozen=True, slots=True)
class WorkerHolder:
    """Whom a worker's ticket lets onto a socket."""

    key_id: str
    name: str


def worker_id(key_id: str, client_id: str) -> str:
    """The id of a worker process: its key and its own client id, so that no key can pose as another's worker."""
    return "wrk_" + hashlib.sha256(f"{key_id} {client_id}".encode()).hexdigest()[:32]


class WorkerKeys:
    """Over the ports `Workers` and `Keys`. `clock` gives epoch milliseconds. Every method raises Unavailable."""

    def __init__(self, workers: Workers, keys: Keys, clock: Callable[[], int]) -> None:
        self._workers = workers
        self._keys = keys
        self._clock = clock

    async def add(self, name: str, *, lifetime_ms: int = 0) -> tuple[WorkerKey, str]:
        """A new key's record and its secret, which is shown this once. Raises ValueError with a sentence."""
        name = name.strip()
        if not name or len(name) > NAME_MAX_CHARS or any(ord(letter) < 32 for letter in name):
            raise ValueError(f"A worker key has a name of 1 to {NAME_MAX_CHARS} characters.")
        secret = KEY_PREFIX + new_token()
        now = self._clock()
        key = WorkerKey(
            key_id=new_id("wky"),
            name=name,
            digest=digest(secret),
            added_at_ms=now,
            expires_ms=now + lifetime_ms if lifetime_ms else 0,
        )
        await self._workers.add_key(key)
        return key, secret

    async def keys(self) -> tuple[WorkerKey, ...]:
        """All keys by name."""
        return await self._workers.keys()

    async def remove(self, name: str) -> bool:
        """Take a key back: its sockets close within 2 s on every server. False where there is none of this name."""
        for key in await self._workers.keys():
            if name in (key.name, key.key_id):
                return await self._workers.remove_key(key.key_id)
        return False

    async def holder(self, secret: str) -> WorkerKey | None:
        """The key of this secret, if it is in force."""
        if not secret.startswith(KEY_PREFIX) or len(secret) > TOKEN_MAX_CHARS:
            return None
        return await self._workers.key_of(digest(secret), self._clock())

    async def renew(self, key_id: str, lifetime_ms: int) -> bool:
        """Let a key that expires live on; false where it was removed."""
        return await self._workers.extend_key(key_id, self._clock() + lifetime_ms)

    async def ticket(self, key: WorkerKey) -> str:
        """A single-use ticket, good for 30 s, for a socket that comes from no browser."""
        ticket = TICKET_PREFIX + new_token()
        await self._keys.put(
            Key(
                digest=digest(ticket),
                kind="worker_ticket",
                person_id=key.key_id,
                store_id="",
                bound="",
                expires_ms=self._clock() + TICKET_MS,
            )
        )
        return ticket

    async def redeem(self, ticket: str) -> WorkerHolder | None:
        """Take a ticket: it is void afterwards, whatever comes of it."""
        if not ticket.startswith(TICKET_PREFIX) or len(ticket) > TOKEN_MAX_CHARS:
            return None
        found = await self._keys.take(digest(ticket), "worker_ticket", self._clock())
        if found is None:
            return None
        for key in await self._workers.keys():
            if key.key_id == found.person_id and not 0 < key.expires_ms <= self._clock():
                return WorkerHolder(key.key_id, key.name)
        return None

    async def living(self, key_ids: Collection[str]) -> frozenset[str]:
        """Those of these keys that are in force."""
        return await self._workers.living(key_ids, self._clock())
