"""PostgreSQL or Redis away in mid-call, frozen and killed: the people go on, and afterwards nothing is lost or doubled."""

from __future__ import annotations

import asyncio
import contextlib
import re
import signal
import time
from collections import Counter
from collections.abc import AsyncIterator, Callable, Iterator
from typing import Literal

import httpx
import pytest

from coshop.core.call_types import Ended, Live, Waiting
from coshop.peer import Associate, MemoryCart, Shopper
from coshop.peer.participant import Participant
from coshop.protocol import commands as c
from coshop.protocol.frames import AnswerFrame
from tests.integration.cluster import Cluster, running_cluster
from tests.integration.goods import OTHER_PAGE, PAGE
from tests.servers import QUICK_CLIENT
from tests.services import Postgres, Redis, running_postgres, running_redis

pytestmark = [pytest.mark.slow, pytest.mark.timeout(300)]

AWAY_S = 12.0  # longer than the lease of a server
EVERY_S = 1.0
Way = Literal["frozen", "killed"]


@pytest.fixture
def own_postgres() -> Iterator[Postgres]:
    with running_postgres() as server:
        yield server


@pytest.fixture
def own_redis() -> Iterator[Redis]:
    with running_redis() as server:
        yield server


@pytest.fixture
async def cluster(own_postgres: Postgres, own_redis: Redis) -> AsyncIterator[Cluster]:
    url = own_postgres.new_database(migrated=True)
    async with running_cluster(url, own_redis.url) as running:
        yield running


@contextlib.asynccontextmanager
async def away(service: Postgres | Redis, way: Way) -> AsyncIterator[None]:
    """The service does not answer within the block: frozen with its connections open, or dead without a goodbye."""
    if way == "frozen":
        service.process.pause()
    else:
        await asyncio.to_thread(
            service.process.stop, signal.SIGQUIT if isinstance(service, Postgres) else signal.SIGKILL
        )
    try:
        yield
    finally:
        if way == "frozen":
            service.process.resume()
        else:
            await asyncio.to_thread(service.start)


class Traffic:
    """A unit into the cart from one side and a line of chat from the other, each second, answered whenever that may be."""

    def __init__(self, shopper: Shopper, associate: Associate) -> None:
        self._shopper, self._associate = shopper, associate
        self._answers: list[asyncio.Future[AnswerFrame]] = []
        self.said: list[str] = []
        self.units = 0

    async def go_on(self, label: str, for_s: float) -> None:
        for n in range(round(for_s / EVERY_S)):
            self.send(f"{label} {n}")
            await asyncio.sleep(EVERY_S)

    def send(self, text: str) -> None:
        add = c.CartAdd(variant_id="shirt-blue", quantity=1)
        for who, body in ((self._associate, add), (self._shopper, c.ChatSend(text=text))):
            answered = who.signalling.send_command(who.call_id, body)[1]
            self._answers.append(asyncio.ensure_future(answered))
        self.units += 1
        self.said.append(text)

    @property
    def unanswered(self) -> int:
        return sum(not answer.done() for answer in self._answers)

    async def all_taken(self) -> None:
        """Every one is answered, none was refused, and both screens show each exactly once."""
        answers = await asyncio.wait_for(asyncio.gather(*self._answers), 60)
        assert [answer.refusal for answer in answers if answer.refusal] == []
        for who in (self._shopper, self._associate):
            call = await who.wait_for(
                lambda call: (
                    sum(change.state == "applied" for change in call.cart.changes) >= self.units
                    and len(call.chat) >= len(self.said)
                ),
                timeout_s=60,
            )
            assert Counter(message.text for message in call.chat) == Counter(self.said)
            assert [change.state for change in call.cart.changes] == ["applied"] * self.units
        cart = self._shopper.cart
        assert isinstance(cart, MemoryCart)
        assert cart.quantities == {"shirt-blue": self.units}
        assert len(cart.tries) == self.units, "each change was tried in the store once"


async def ready(cluster: Cluster) -> list[int]:
    """What each server says of itself."""
    async with httpx.AsyncClient(**QUICK_CLIENT) as client:
        answers = await asyncio.gather(*(client.get(f"{way}/readyz") for way in cluster.ways))
    return [answer.status_code for answer in answers]


async def ready_again(cluster: Cluster) -> float:
    """Seconds until both servers take work."""
    began = time.monotonic()
    while await ready(cluster) != [200, 200]:
        assert time.monotonic() - began < 60, "the servers are not ready again"
        await asyncio.sleep(0.1)
    return time.monotonic() - began


async def counted(cluster: Cluster, name: str) -> float:
    """A number of /metrics, of both servers together."""
    async with httpx.AsyncClient(**QUICK_CLIENT) as client:
        pages = [(await client.get(f"{way}/metrics")).text for way in cluster.ways]
    found = [re.search(rf"^{re.escape(name)} (\S+)$", page, re.MULTILINE) for page in pages]
    return sum(float(each[1]) for each in found if each)


async def call_on_both(cluster: Cluster) -> tuple[Shopper, Associate, Traffic]:
    """A call whose sides sit on different servers and stay there."""
    first, second = cluster.ways
    shopper, associate = await cluster.live_call({"ways": first, "cart": MemoryCart()}, {"ways": second})
    return shopper, associate, Traffic(shopper, associate)


def never_left(*people: Participant) -> Callable[[], None]:
    """Checks that nobody's socket was closed since."""
    before = [(who.signalling.link.connections, who.signalling.link.connected) for who in people]

    def check() -> None:
        now = [(who.signalling.link.connections, who.signalling.link.connected) for who in people]
        assert now == before, [who.signalling.link.close_codes for who in people]

    return check


async def test_postgresql_away_in_mid_call_is_sat_out_on_open_sockets(
    cluster: Cluster, own_postgres: Postgres
) -> None:
    shopper, associate, traffic = await call_on_both(cluster)
    still_there = never_left(shopper, associate)
    retry_later = 'coshop_refusals_total{code="retry_later"}'
    way: Way
    for way in ("frozen", "killed"):
        put_off = await counted(cluster, retry_later)
        async with away(own_postgres, way):
            await traffic.go_on(way, AWAY_S)
            assert traffic.unanswered > 0, "nothing can be taken now"
            assert await ready(cluster) == [503, 503]
            assert await counted(cluster, retry_later) > put_off
            still_there()
        print(f"PostgreSQL {way}: ready again after {await ready_again(cluster):.1f} s")
        await traffic.all_taken()
        still_there()
    assert shopper.call is not None
    assert isinstance(shopper.call.phase, Live)
    await shopper.change_page(OTHER_PAGE)
    await associate.wait_for(lambda call: call.page.product_id == "shoe")
    await shopper.end()
    await associate.wait_for(lambda call: isinstance(call.phase, Ended))
    assert cluster.errors() == []
    assert [server.process.poll() for server in cluster.servers] == [None, None]


async def test_who_comes_and_who_hangs_up_while_postgresql_is_away_is_served_when_it_is_back(
    cluster: Cluster, own_postgres: Postgres
) -> None:
    shopper, associate, _ = await call_on_both(cluster)
    still_there = never_left(shopper, associate)
    async with away(own_postgres, "frozen"):
        ending = asyncio.ensure_future(shopper.send(c.CallEnd(), timeout_s=60))
        coming = asyncio.ensure_future(cluster.shopper(ways=cluster.ways[1]))
        await asyncio.sleep(AWAY_S)
        assert not ending.done()
        assert not coming.done()
        still_there()
    await ending
    await associate.wait_for(lambda call: isinstance(call.phase, Ended), timeout_s=60)
    newcomer = await asyncio.wait_for(coming, 60)
    call = await newcomer.request_call(mode="text", page=PAGE)
    assert isinstance(call.phase, Waiting)
    still_there()
    assert cluster.errors() == []


async def test_redis_away_in_mid_call_holds_nobody_up_and_what_it_lost_is_found_again(
    cluster: Cluster, own_redis: Redis
) -> None:
    shopper, associate, traffic = await call_on_both(cluster)
    still_there = never_left(shopper, associate)
    way: Way
    for way in ("frozen", "killed"):
        async with away(own_redis, way):
            await traffic.go_on(way, AWAY_S)
            # The journal is the truth: without Redis the servers only hear of each other's steps later.
            assert await ready(cluster) == [200, 200]
            still_there()
        await traffic.all_taken()
        still_there()
    # and the bus carries again what is never looked up: a signal to the other server
    heard: list[str] = []
    associate.signalling.on_signal = lambda frame: heard.append(frame.body.type)
    async with asyncio.timeout(60):
        while not heard:
            shopper.typing()
            await asyncio.sleep(0.2)
    await associate.end()
    await shopper.wait_for(lambda call: isinstance(call.phase, Ended), timeout_s=60)
    assert cluster.errors() == []
    assert [server.process.poll() for server in cluster.servers] == [None, None]
