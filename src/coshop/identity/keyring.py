"""Gives out and checks shopper tokens, console sessions and socket tickets. Only their SHA-256 is stored.

A secret opens exactly one thing: its kind is part of every look-up. It knows no HTTP.
"""

from __future__ import annotations

from collections.abc import Callable, Collection
from dataclasses import dataclass
from typing import Literal

from coshop.core.call_types import CallKind
from coshop.identity.tokens import TOKEN_MAX_CHARS, digest, new_id, new_token
from coshop.ports import Associate, Directory, Key, Keys, Role, Store
from coshop.protocol import limits

SHOPPER_IDLE_MS = 24 * 3600 * 1000
SESSION_IDLE_MS = 12 * 3600 * 1000
SESSION_MAX_MS = 7 * 24 * 3600 * 1000
RENEW_AFTER_MS = 10 * 60 * 1000
TICKET_MS = int(limits.TICKET_LIFETIME_S * 1000)


@dataclass(frozen=True, slots=True)
class Shopper:
    """An anonymous shopper of a store, seen at `origin`. What calls they may ask for, and whose those are, as in `Key`."""

    shopper_id: str
    store: Store
    origin: str
    kind: CallKind = "customer"
    reserved_for: str = ""


@dataclass(frozen=True, slots=True)
class SignIn:
    """A signed-in associate, their store, and the session's digest."""

    associate: Associate
    store: Store
    session: str


@dataclass(frozen=True, slots=True)
class TicketHolder:
    """Whom a ticket lets onto a socket, and the only Origin it may come from (empty: none, no browser).

    `session` is the digest of an associate's session, without which the socket ends.
    """

    side: Literal["shopper", "associate"]
    person_id: str
    name: str
    store: Store
    origin: str
    session: str
    role: Role | Literal[""] = ""
    kind: CallKind = "customer"
    reserved_for: str = ""


class Keyring:
    """Tokens, sessions and tickets over the ports `Keys` and `Directory`. `clock` gives epoch milliseconds.

    Every method raises Unavailable when the storage cannot be reached.
    """

    def __init__(self, keys: Keys, directory: Directory, clock: Callable[[], int]) -> None:
        self._keys = keys
        self._directory = directory
        self._clock = clock

    # ---- shoppers

    async def admit_shopper(
        self, store: Store, origin: str, *, kind: CallKind = "customer", reserved_for: str = ""
    ) -> tuple[str, str]:
        """A new shopper's id and token, bound to store and origin.

        Every call asked for with it is of this kind and, with `reserved_for`, for that associate alone. Raises ValueError
        for a rehearsal or canary that is for nobody.
        """
        if kind != "customer" and not reserved_for:
            raise ValueError(f"a {kind} call is reserved for one associate")
        token, shopper_id = new_token(), new_id("shp")
        await self._put(
            token, "shopper_token", shopper_id, store.store_id, origin, SHOPPER_IDLE_MS, kind, reserved_for
        )
        return shopper_id, token

    async def shopper(self, token: str, origin: str) -> Shopper | None:
        """The holder of a token, if it is in force, was given to this origin, and the store still lists that origin."""
        key = await self._key(token, "shopper_token")
        if key is None or key.bound != origin:
            return None
        store = await self._directory.store(key.store_id)
        if store is None or key.bound not in store.origins:
            return None
        now = self._clock()
        if key.expires_ms - now < SHOPPER_IDLE_MS - RENEW_AFTER_MS:
            await self._keys.extend(key.digest, now + SHOPPER_IDLE_MS)
        return Shopper(key.person_id, store, origin, key.call_kind, key.reserved_for)

    # ---- associates

    async def open_session(self, associate: Associate) -> str:
        """A session's secret, for the cookie. `bound` keeps the moment after which it is not renewed."""
        token, last = new_token(), self._clock() + SESSION_MAX_MS
        await self._put(
            token,
            "console_session",
            associate.associate_id,
            associate.store_id,
            str(last),
            SESSION_IDLE_MS,
        )
        return token

    async def sign_in(self, token: str) -> SignIn | None:
        """Who is signed in with this session. Use renews it, up to seven days after the sign-in."""
        key = await self._key(token, "console_session")
        if key is None:
            return None
        associate = await self._directory.associate(key.person_id)
        store = await self._directory.store(key.store_id)
        if associate is None or store is None or not associate.active or associate.store_id != store.store_id:
            return None
        await self._renew(key)
        return SignIn(associate, store, key.digest)

    async def living(self, sessions: Collection[str]) -> frozenset[str]:
        """Those sessions (by digest) that are in force. An open socket is use: it renews them as a request does."""
        found = await self._keys.get_all(sessions, "console_session", self._clock())
        for key in found:
            await self._renew(key)
        return frozenset(key.digest for key in found)

    async def close_session(self, sign_in: SignIn) -> None:
        """Sign out on this device."""
        await self._keys.revoke(digest=sign_in.session)

    async def revoke(self, person_id: str) -> int:
        """Every secret of a person is void from now on; how many there were."""
        return await self._keys.revoke(person_id=person_id)

    # ---- tickets

    async def shopper_ticket(
        self,
        shopper_id: str,
        store: Store,
        origin: str,
        *,
        kind: CallKind = "customer",
        reserved_for: str = "",
    ) -> str:
        """A single-use ticket, good for 30 s, for a socket that comes from exactly this Origin.

        `kind` and `reserved_for` are those of the shopper's token.
        """
        token, bound = new_token(), f"shopper {origin}"
        await self._put(token, "ticket", shopper_id, store.store_id, bound, TICKET_MS, kind, reserved_for)
        return token

    async def associate_ticket(self, sign_in: SignIn, origin: str) -> str:
        """The same for an associate; the socket lives no longer than the session does."""
        token, associate = new_token(), sign_in.associate
        bound = f"{sign_in.session} {origin}"
        await self._put(token, "ticket", associate.associate_id, associate.store_id, bound, TICKET_MS)
        return token

    async def redeem(self, ticket: str) -> TicketHolder | None:
        """Take a ticket: it is void afterwards, whatever comes of it."""
        if not 0 < len(ticket) <= TOKEN_MAX_CHARS:
            return None
        key = await self._keys.take(digest(ticket), "ticket", self._clock())
        if key is None:
            return None
        first, _, origin = key.bound.partition(" ")
        store = await self._directory.store(key.store_id)
        if store is None:
            return None
        if first == "shopper":
            if origin not in store.origins:
                return None
            return TicketHolder(
                "shopper",
                key.person_id,
                "",
                store,
                origin,
                "",
                kind=key.call_kind,
                reserved_for=key.reserved_for,
            )
        associate = await self._directory.associate(key.person_id)
        if associate is None or not associate.active or associate.store_id != store.store_id:
            return None
        if await self._keys.get(first, "console_session", self._clock()) is None:
            return None
        return TicketHolder(
            "associate",
            associate.associate_id,
            associate.name,
            store,
            origin,
            first,
            role=associate.role,
        )

    async def sweep(self) -> int:
        """Forget what has expired; how many there were."""
        return await self._keys.sweep(self._clock())

    # ---- within

    async def _put(
        self,
        token: str,
        kind: Literal["shopper_token", "console_session", "ticket"],
        person_id: str,
        store_id: str,
        bound: str,
        lifetime_ms: int,
        call_kind: CallKind = "customer",
        reserved_for: str = "",
    ) -> None:
        await self._keys.put(
            Key(
                digest=digest(token),
                kind=kind,
                person_id=person_id,
                store_id=store_id,
                bound=bound,
                expires_ms=self._clock() + lifetime_ms,
                call_kind=call_kind,
                reserved_for=reserved_for,
            )
        )

    async def _renew(self, key: Key) -> None:
        until = min(self._clock() + SESSION_IDLE_MS, int(key.bound))
        if until - key.expires_ms > RENEW_AFTER_MS:
            await self._keys.extend(key.digest, until)

    async def _key(self, token: str, kind: str) -> Key | None:
        if not 0 < len(token) <= TOKEN_MAX_CHARS:
            return None
        return await self._keys.get(digest(token), kind, self._clock())
