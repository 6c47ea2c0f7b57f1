"""What every record of presences does: where an associate stands, on which tablet, and since when."""

from __future__ import annotations

import asyncio

import pytest

from coshop.ports import Claim, Occupy, PresenceRow
from coshop.storage import Storage
from tests.contracts.samples import call, ringing, step

ANN = "associate-ann"
AT = {"client_id": "tablet-1", "server_id": "server-1"}


async def test_nobody_is_there_at_first(storage: Storage) -> None:
    assert await storage.presences.get(ANN) is None
    assert await storage.presences.of_store("store-one") == ()


async def test_going_available_binds_the_tablet(storage: Storage) -> None:
    row = await storage.presences.set_state(ANN, "available", **AT, now_ms=10)
    assert row == PresenceRow(
        associate_id=ANN,
        store_id="store-one",
        name="Ann",
        languages=("en", "de"),
        state="available",
        since_ms=10,
        call_id="",
        client_id="tablet-1",
        server_id="server-1",
        connected=True,
    )
    assert await storage.presences.get(ANN) == row
    assert await storage.presences.of_store("store-one") == (row,)
    assert await storage.presences.of_store("store-two") == ()
    moved = await storage.presences.set_state(
        ANN, "available", client_id="tablet-2", server_id="server-2", now_ms=20
    )
    assert (moved.client_id, moved.server_id, moved.since_ms) == ("tablet-2", "server-2", 10)


async def test_the_longest_idle_comes_first(storage: Storage) -> None:
    for associate_id, now_ms in (("associate-ben", 10), (ANN, 5)):
        await storage.presences.set_state(associate_id, "available", **AT, now_ms=now_ms)
    assert [row.name for row in await storage.presences.of_store("store-one")] == ["Ann", "Ben"]
    await storage.presences.set_state(ANN, "away", **AT, now_ms=20)
    await storage.presences.set_state(ANN, "available", **AT, now_ms=30)
    assert [row.name for row in await storage.presences.of_store("store-one")] == ["Ben", "Ann"]


async def test_a_tie_to_a_call_stays_and_the_wish_counts_afterwards(storage: Storage) -> None:
    await storage.presences.set_state(ANN, "available", **AT, now_ms=10)
    await storage.journal.append(step(call(phase=ringing()), effects=(Claim(associate_id=ANN),), at_ms=20))
    away = await storage.presences.set_state(
        ANN, "away", client_id="tablet-2", server_id="server-2", now_ms=30
    )
    assert (away.state, away.call_id, away.since_ms) == ("ringing", call().call_id, 20)
    assert (away.client_id, away.server_id) == ("tablet-1", "server-1")


@pytest.mark.parametrize("wish", ["available", "away"])
async def test_from_wrap_up_the_tie_is_dissolved(storage: Storage, wish: str) -> None:
    await storage.presences.set_state(ANN, "available", **AT, now_ms=10)
    tie = (Claim(associate_id=ANN), Occupy(associate_id=ANN, state="wrap_up"))
    await storage.journal.append(step(call(phase=ringing()), effects=tie, at_ms=20))
    row = await storage.presences.set_state(ANN, wish, **AT, now_ms=30)  # type: ignore[arg-type]
    assert (row.state, row.call_id, row.since_ms) == (wish, "", 30)


async def test_a_lost_socket_is_noted_and_its_return_too(storage: Storage) -> None:
    await storage.presences.set_state(ANN, "available", **AT, now_ms=10)
    other_tab = {"client_id": "tablet-9", "server_id": "server-1"}
    other_server = {"client_id": "tablet-1", "server_id": "server-9"}
    assert await storage.presences.disconnected(ANN, **other_tab, now_ms=20) is None
    assert await storage.presences.disconnected(ANN, **other_server, now_ms=20) is None
    lost = await storage.presences.disconnected(ANN, **AT, now_ms=20)
    assert lost is not None
    assert (lost.connected, lost.state, lost.since_ms) == (False, "available", 10)
    # Another tab does not take over the ring by merely being there.
    tab = await storage.presences.connected(ANN, **other_tab, now_ms=25)
    assert (tab.client_id, tab.connected) == ("tablet-1", False)
    back = await storage.presences.connected(ANN, **other_server, now_ms=30)
    assert (back.connected, back.client_id, back.server_id, back.since_ms) == (
        True, "tablet-1", "server-9", 10,
    )  # fmt: skip


async def test_a_first_connection_is_away(storage: Storage) -> None:
    row = await storage.presences.connected(ANN, **AT, now_ms=10)
    assert (row.state, row.client_id, row.connected) == ("away", "tablet-1", True)
    await storage.presences.disconnected(ANN, **AT, now_ms=20)
    moved = await storage.presences.connected(ANN, client_id="tablet-2", server_id="server-2", now_ms=30)
    assert (moved.client_id, moved.server_id, moved.connected) == ("tablet-2", "server-2", True)


async def test_first_contacts_at_once_make_one_row(storage: Storage) -> None:
    await asyncio.gather(
        *(
            storage.presences.connected(ANN, client_id=f"tablet-{n}", server_id="server-1", now_ms=n)
            for n in range(20)
        )
    )
    assert len(await storage.presences.of_store("store-one")) == 1


async def test_unknown_associates_are_a_fault_of_the_caller(storage: Storage) -> None:
    with pytest.raises(ValueError, match="associate-eve"):
        await storage.presences.set_state("associate-eve", "available", **AT, now_ms=1)
    assert await storage.presences.disconnected("associate-eve", **AT, now_ms=1) is None
