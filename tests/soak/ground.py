"""What every part stands on: two servers with their PostgreSQL and Redis, people in calls, and the moment somebody is back."""

from __future__ import annotations

import contextlib
import time
from collections.abc import AsyncIterator
from typing import Any

from coshop.core.call_types import Call
from coshop.peer import Associate, MemoryCart, Shopper
from coshop.peer.participant import Participant
from coshop.ports import Associate as AssociateRow
from tests.integration.cluster import Cluster, running_cluster
from tests.servers import made_associate
from tests.services import running_postgres, running_redis

VARIANT = "shirt-blue"


@contextlib.asynccontextmanager
async def cluster() -> AsyncIterator[Cluster]:
    """Two servers on a PostgreSQL and a Redis of their own."""
    with running_postgres() as postgres, running_redis() as redis:
        async with running_cluster(postgres.new_database(migrated=True), redis.url) as running:
            yield running


async def hired(running: Cluster, count: int) -> list[AssociateRow]:
    """So many people who work in the store."""
    rows = [made_associate(running.store) for _ in range(count)]
    for row in rows:
        await running.add(row)
    return rows


class Pair:
    """A shopper with a cart and an associate in one call, and how many units were asked for."""

    def __init__(self, shopper: Shopper, associate: Associate, cart: MemoryCart) -> None:
        self.shopper, self.associate, self.cart = shopper, associate, cart
        self.asked = 0

    @property
    def both(self) -> tuple[Participant, Participant]:
        return self.shopper, self.associate

    async def settled(self) -> Call:
        """The call once the store has answered everything asked for."""
        return await self.associate.wait_for(
            lambda call: (
                not any(change.state == "pending" for change in call.cart.changes)
                and len(call.cart.changes) >= self.asked
            ),
            timeout_s=120,
        )

    def lost(self) -> int:
        """Units that were asked for and are not in the store's cart."""
        return max(0, self.asked - self.cart.quantities.get(VARIANT, 0))

    def doubled(self) -> int:
        """Units in the store's cart that nobody asked for, and tries beyond one for each."""
        return max(0, self.cart.quantities.get(VARIANT, 0) - self.asked, len(self.cart.tries) - self.asked)


async def pair(running: Cluster, row: AssociateRow, **fields: Any) -> Pair:
    """A call of this associate."""
    cart = MemoryCart()
    mode = fields.pop("mode", "text")
    shopper, associate = await running.live_call({**fields, "cart": cart}, {**fields, "row": row}, mode=mode)
    return Pair(shopper, associate, cart)


def watch_welcomes(who: Participant) -> list[float]:
    """The moments (monotonic) of each welcome from now on."""
    moments: list[float] = []
    before = who.signalling.on_welcome

    def welcomed() -> None:
        moments.append(time.monotonic())
        before()

    who.signalling.on_welcome = welcomed
    return moments
