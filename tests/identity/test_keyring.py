"""Tokens, sessions and tickets on a real database, with a clock that the test moves."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from dataclasses import dataclass, replace
from pathlib import Path

import pytest

from coshop.identity import Keyring, KnownOrigins
from coshop.identity.keyring import SESSION_IDLE_MS, SESSION_MAX_MS, SHOPPER_IDLE_MS, TICKET_MS
from coshop.ports import Associate, Store
from coshop.storage import Storage, open_storage
from tests.servers import STORE_ORIGIN, made_associate, made_store

HOUR_MS = 3600 * 1000


@dataclass
class House:
    """A keyring, what it stands on, and the time."""

    storage: Storage
    keyring: Keyring
    store: Store
    associate: Associate
    now_ms: int = 1_800_000_000_000


@pytest.fixture
async def house(tmp_path: Path) -> AsyncIterator[House]:
    storage = open_storage(f"sqlite:///{tmp_path / 'x.db'}")
    store = made_store()
    associate = made_associate(store)
    await storage.directory.add_store(store)
    await storage.directory.add_associate(associate)
    made = House(storage, Keyring(storage.keys, storage.directory, lambda: made.now_ms), store, associate)
    yield made
    await storage.close()


async def test_a_shoppers_token_lives_a_day_from_its_last_use(house: House) -> None:
    shopper_id, token = await house.keyring.admit_shopper(house.store, STORE_ORIGIN)
    for _ in range(3):
        house.now_ms += SHOPPER_IDLE_MS - HOUR_MS
        found = await house.keyring.shopper(token, STORE_ORIGIN)
        assert found is not None
        assert (found.shopper_id, found.store) == (shopper_id, house.store)
    house.now_ms += SHOPPER_IDLE_MS + 1
    assert await house.keyring.shopper(token, STORE_ORIGIN) is None


async def test_a_session_lives_twelve_hours_from_its_last_use_and_seven_days_at_most(house: House) -> None:
    began = house.now_ms
    token = await house.keyring.open_session(house.associate)
    while house.now_ms - began < SESSION_MAX_MS - 11 * HOUR_MS:
        house.now_ms += 11 * HOUR_MS
        assert await house.keyring.sign_in(token) is not None
    house.now_ms = began + SESSION_MAX_MS + 1
    assert await house.keyring.sign_in(token) is None
    idle = await house.keyring.open_session(house.associate)
    house.now_ms += SESSION_IDLE_MS + 1
    assert await house.keyring.sign_in(idle) is None


async def test_an_open_socket_keeps_its_session_alive(house: House) -> None:
    token = await house.keyring.open_session(house.associate)
    sign_in = await house.keyring.sign_in(token)
    assert sign_in is not None
    for _ in range(4):
        house.now_ms += 11 * HOUR_MS
        assert await house.keyring.living([sign_in.session]) == {sign_in.session}
    assert await house.keyring.sign_in(token) is not None
    await house.keyring.close_session(sign_in)
    assert not await house.keyring.living([sign_in.session])


async def test_HTTP6_of_many_takers_of_a_ticket_one_wins(house: House) -> None:
    ticket = await house.keyring.shopper_ticket("shp_00000001", house.store, STORE_ORIGIN)
    holders = await asyncio.gather(*(house.keyring.redeem(ticket) for _ in range(20)))
    winners = [holder for holder in holders if holder is not None]
    assert [winner.person_id for winner in winners] == ["shp_00000001"]
    assert (winners[0].side, winners[0].origin, winners[0].session) == ("shopper", STORE_ORIGIN, "")


async def test_HTTP6_a_ticket_is_void_after_thirty_seconds(house: House) -> None:
    early = await house.keyring.shopper_ticket("shp_00000001", house.store, STORE_ORIGIN)
    late = await house.keyring.shopper_ticket("shp_00000001", house.store, STORE_ORIGIN)
    house.now_ms += TICKET_MS - 1
    assert await house.keyring.redeem(early) is not None
    house.now_ms += 2
    assert await house.keyring.redeem(late) is None


async def test_an_associates_ticket_dies_with_the_session_and_the_account(house: House) -> None:
    sign_in = await house.keyring.sign_in(await house.keyring.open_session(house.associate))
    assert sign_in is not None
    good = await house.keyring.redeem(await house.keyring.associate_ticket(sign_in, "https://x.example"))
    assert good is not None
    assert (good.side, good.name, good.origin, good.session) == (
        "associate",
        "Anna",
        "https://x.example",
        sign_in.session,
    )
    ticket = await house.keyring.associate_ticket(sign_in, "")
    await house.storage.directory.change_associate(replace(house.associate, active=False))
    assert await house.keyring.redeem(ticket) is None
    await house.storage.directory.change_associate(house.associate)
    ticket = await house.keyring.associate_ticket(sign_in, "")
    await house.keyring.close_session(sign_in)
    assert await house.keyring.redeem(ticket) is None


async def test_revoking_a_person_voids_everything_and_nobody_elses(house: House) -> None:
    other = made_associate(house.store)
    await house.storage.directory.add_associate(other)
    mine = await house.keyring.open_session(house.associate)
    theirs = await house.keyring.open_session(other)
    assert await house.keyring.revoke(house.associate.associate_id) == 1
    assert await house.keyring.sign_in(mine) is None
    assert await house.keyring.sign_in(theirs) is not None


async def test_a_renewal_does_not_bring_a_revoked_key_back(house: House) -> None:
    token = await house.keyring.open_session(house.associate)
    sign_in = await house.keyring.sign_in(token)
    assert sign_in is not None
    await house.keyring.revoke(house.associate.associate_id)
    assert not await house.storage.keys.extend(sign_in.session, house.now_ms + SESSION_IDLE_MS)
    assert await house.keyring.sign_in(token) is None


async def test_only_digests_are_stored_and_the_expired_are_swept(house: House, tmp_path: Path) -> None:
    _, token = await house.keyring.admit_shopper(house.store, STORE_ORIGIN)
    session = await house.keyring.open_session(house.associate)
    ticket = await house.keyring.shopper_ticket("shp_00000001", house.store, STORE_ORIGIN)
    kept = b"".join(file.read_bytes() for file in tmp_path.iterdir())  # noqa: ASYNC240 a test may wait
    for secret in (token, session, ticket):
        assert secret.encode() not in kept
    house.now_ms += TICKET_MS + 1
    assert await house.keyring.sweep() == 1
    house.now_ms += SESSION_MAX_MS
    assert await house.keyring.sweep() == 2


async def test_known_origins_learn_of_a_new_one_within_a_second(house: House) -> None:
    now = 0.0
    known = KnownOrigins(house.storage.directory, lambda: now)
    assert await known.listed(STORE_ORIGIN)
    assert not await known.listed("https://new.example")
    await house.storage.directory.add_store(made_store(origins=("https://new.example",)))
    now += 1.1
    assert await known.listed("https://new.example")
    assert not await known.listed("https://new.example/")


async def test_a_token_says_what_kind_of_call_it_may_ask_for(house: House) -> None:
    shopper_id, token = await house.keyring.admit_shopper(
        house.store, STORE_ORIGIN, kind="rehearsal", reserved_for=house.associate.associate_id
    )
    found = await house.keyring.shopper(token, STORE_ORIGIN)
    assert found is not None
    assert (found.kind, found.reserved_for) == ("rehearsal", house.associate.associate_id)
    ticket = await house.keyring.shopper_ticket(
        shopper_id, house.store, STORE_ORIGIN, kind=found.kind, reserved_for=found.reserved_for
    )
    holder = await house.keyring.redeem(ticket)
    assert holder is not None
    assert (holder.kind, holder.reserved_for, holder.role) == (
        "rehearsal",
        house.associate.associate_id,
        "",
    )
    with pytest.raises(ValueError, match="reserved for one associate"):
        await house.keyring.admit_shopper(house.store, STORE_ORIGIN, kind="canary")


async def test_an_ordinary_token_asks_for_a_customers_call_and_a_ticket_tells_the_role(house: House) -> None:
    _, token = await house.keyring.admit_shopper(house.store, STORE_ORIGIN)
    found = await house.keyring.shopper(token, STORE_ORIGIN)
    assert found is not None
    assert (found.kind, found.reserved_for) == ("customer", "")
    sign_in = await house.keyring.sign_in(await house.keyring.open_session(house.associate))
    assert sign_in is not None
    holder = await house.keyring.redeem(await house.keyring.associate_ticket(sign_in, ""))
    assert holder is not None
    assert (holder.role, holder.kind, holder.reserved_for) == ("associate", "customer", "")
