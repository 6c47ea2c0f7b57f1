"""People who do anything in any order, over two servers, one of which may die: no ghost calls, no doubled or missing event."""

from __future__ import annotations

import asyncio
import random
from collections import Counter

import pytest

from coshop.core.call import LOST_MS, WAITING_LOST_MS, WAITING_MS, associate_of
from coshop.live import Switchboard
from coshop.protocol import commands as w
from tests.live.client import Client, new_id, until_async
from tests.live.house import House, request

STEPS = 120


class Walk:
    """One random history."""

    def __init__(self, house: House, seed: int) -> None:
        self.house = house
        self.dice = random.Random(seed)
        self.boards: list[Switchboard] = []
        self.shoppers: list[Client] = []
        self.associates: list[Client] = []
        self.connected: dict[Client, bool] = {}

    async def begin(self) -> None:
        self.boards = [await self.house.board(), await self.house.board()]
        self.associates = [await self.house.free(self.boards[n % 2], f"A{n}") for n in range(2)]
        self.shoppers = [await self.house.shopper(self.boards[n % 2]) for n in range(3)]
        self.connected = dict.fromkeys((*self.shoppers, *self.associates), True)

    async def step(self) -> None:
        client = self.dice.choice([*self.shoppers, *self.associates])
        client.pump()
        if not self.connected[client]:
            client.connect(self.dice.choice(self.boards), known=self.dice.random() < 0.8)
            self.connected[client] = True
            return
        what = self.dice.random()
        if what < 0.1:
            client.drop() if self.dice.random() < 0.5 else client.goodbye("page_change")
            self.connected[client] = False
        elif what < 0.15:
            client.connect(self.dice.choice(self.boards))  # while the older socket is still there
        elif what < 0.2:
            self.house.clock.advance(self.dice.choice((500, 3_000, 21_000)))
        elif what < 0.21:
            await self.kill_one()
        else:
            self.say(client)

    def say(self, client: Client) -> None:
        call_id = self.dice.choice(list(client.calls) or [new_id("call")])
        if client.person.side == "shopper":
            body = self.dice.choice(
                [request(), request(), w.CallWithdraw(), w.CallEnd(), w.ChatSend(text="s"), w.CallTakeOver(),
                 w.CartAdd(variant_id="v1", quantity=1), w.MediaSet(microphone=True, camera=False)]
            )  # fmt: skip
            if isinstance(body, w.CallRequest):
                call_id = new_id("call")
        else:
            body = self.dice.choice(
                [w.RingAccept(), w.RingAccept(), w.RingAccept(), w.RingDecline(), w.CallEnd(), w.ChatSend(text="a"),
                 w.CallWrapUp(outcome="helped"), w.CallWrapUp(outcome="sold"), w.ProductShow(product_id="p2"),
                 w.PresenceSet(state="available"), w.PresenceSet(state="away")]
            )  # fmt: skip
            if isinstance(body, w.PresenceSet):
                call_id = ""
        command_id = client.send(call_id, body)
        if self.dice.random() < 0.2:
            client.send(call_id, body, command_id)

    async def kill_one(self) -> None:
        dying = self.boards.pop(self.dice.randrange(2))
        await self.house.kill(dying)
        for client, connected in self.connected.items():
            if connected and client.board is dying:
                self.connected[client] = False
        self.boards.append(await self.house.board())

    async def check(self) -> None:
        """Never one associate in two calls, never one shopper in two."""
        calls = [stored.call for stored in await self.house.storage.journal.open_calls()]
        busy = Counter(a.person_id for call in calls if (a := associate_of(call)) is not None)
        asking = Counter(call.shopper.person_id for call in calls)
        assert all(count == 1 for count in (busy + asking).values()), (busy, asking)

    async def tied(self) -> bool:
        """Whoever is on record as ringing or busy is so in an open call of theirs."""
        calls = {c.call.call_id: c.call for c in await self.house.storage.journal.open_calls()}
        for row in await self.house.storage.presences.of_store("store-one"):
            call = calls.get(row.call_id)
            associate = associate_of(call) if call is not None else None
            there = associate is not None and associate.person_id == row.associate_id
            if there != (row.state in ("ringing", "busy")):
                return False
        return True

    async def agree(self) -> None:
        """Everybody back: every copy equals the journal."""
        for client in self.connected:
            client.pump()
            client.connect(self.boards[0])
            await client.welcome()

        async def same() -> bool:
            for client in self.connected:
                client.pump()
            return all([await self.agrees(client) for client in self.connected])

        await until_async(same)
        await until_async(self.tied)

    async def agrees(self, client: Client) -> bool:
        journal, who = self.house.storage.journal, client.person.person_id
        if client.person.side == "shopper":
            theirs = await journal.open_calls_of(shopper_id=who)
        else:
            theirs = await journal.open_calls_of(associate_id=who)
        return all(client.calls.get(stored.call.call_id) == stored.call for stored in theirs)

    async def leave(self) -> None:
        """Everybody gone: every call comes to its end."""
        for client in self.connected:
            client.goodbye("closed")

        async def over() -> bool:
            self.house.clock.advance(max(LOST_MS, WAITING_LOST_MS, WAITING_MS))
            await asyncio.sleep(0.05)
            return not await self.house.storage.journal.open_calls()

        await until_async(over)
        rows = await self.house.storage.presences.of_store("store-one")
        assert {row.state for row in rows} <= {"available", "away", "wrap_up"}


@pytest.mark.parametrize("seed", range(6))
async def test_any_history_ends_well(house: House, seed: int) -> None:
    walk = Walk(house, seed)
    await walk.begin()
    for _ in range(STEPS):
        await walk.step()
        await asyncio.sleep(walk.dice.choice((0, 0, 0.002, 0.01)))
        await walk.check()
    await walk.agree()
    await walk.leave()
    assert all(board.counters.failures == 0 for board in house.boards)
