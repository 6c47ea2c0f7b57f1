"""What every bus does: whoever listens to a topic gets what is published on it, and nobody else."""

from __future__ import annotations

import asyncio
import time
from collections.abc import AsyncIterator, Callable

import pytest

from coshop.bus import InProcessBus, RedisBus, open_bus
from coshop.ports import Bus, Unavailable
from tests.services import running_redis


async def until(condition: Callable[[], bool], timeout_s: float = 10.0) -> None:
    deadline = time.monotonic() + timeout_s
    while not condition():
        assert time.monotonic() < deadline, "the condition did not come true"
        await asyncio.sleep(0.005)


@pytest.fixture(params=["in-process", "redis"])
async def buses(request: pytest.FixtureRequest) -> AsyncIterator[tuple[Bus, Bus]]:
    """Two ends: two servers on one Redis, or twice the one bus of a process."""
    if request.param == "in-process":
        bus = open_bus("")
        ends: tuple[Bus, Bus] = (bus, bus)
    else:
        url: str = request.getfixturevalue("redis_url")
        ends = (open_bus(url), open_bus(url))
    for end in ends:
        await end.start()
    yield ends
    for end in ends:
        await end.stop()
        await end.stop()


async def test_a_message_reaches_every_listener_of_its_topic(buses: tuple[Bus, Bus]) -> None:
    here, there = buses
    first: list[bytes] = []
    second: list[bytes] = []
    other: list[bytes] = []
    async with (
        await here.subscribe("call:1", first.append),
        await there.subscribe("call:1", second.append),
        await there.subscribe("call:2", other.append),
    ):
        await here.publish("call:1", b"\x00\xffone")
        await there.publish("call:1", b"two")
        await here.publish("nobody", b"three")
        await here.publish("call:2", b"four")
        await until(lambda: len(first) == len(second) == 2 and len(other) == 1)
    assert sorted(first) == sorted(second) == [b"\x00\xffone", b"two"]
    assert other == [b"four"]


async def test_who_has_left_hears_nothing_more(buses: tuple[Bus, Bus]) -> None:
    here, there = buses
    gone: list[bytes] = []
    stays: list[bytes] = []
    async with await there.subscribe("topic", stays.append):
        async with await there.subscribe("topic", gone.append):
            await here.publish("topic", b"1")
            await until(lambda: len(gone) == len(stays) == 1)
        await here.publish("topic", b"2")
        await until(lambda: len(stays) == 2)
    async with await there.subscribe("topic", stays.append):
        await here.publish("topic", b"3")
        await until(lambda: len(stays) == 3)
    assert gone == [b"1"]


async def test_publishing_calls_nobody_inside_the_call(buses: tuple[Bus, Bus]) -> None:
    here, _ = buses
    heard: list[bytes] = []
    async with await here.subscribe("topic", heard.append):
        publishing = here.publish("topic", b"x")
        try:
            publishing.send(None)
        except StopIteration:
            assert heard == []
        else:
            publishing.close()


async def test_a_listener_that_fails_harms_no_other(buses: tuple[Bus, Bus]) -> None:
    here, there = buses
    heard: list[bytes] = []

    def fail(_: bytes) -> None:
        raise RuntimeError("listener failed")

    async with await there.subscribe("topic", fail), await there.subscribe("topic", heard.append):
        for n in range(3):
            await here.publish("topic", str(n).encode())
        await until(lambda: len(heard) == 3)


async def test_a_thousand_messages_arrive(buses: tuple[Bus, Bus]) -> None:
    here, there = buses
    heard: list[bytes] = []
    async with await there.subscribe("topic", heard.append):
        for n in range(1_000):
            await here.publish("topic", str(n).encode())
        await until(lambda: len(heard) == 1_000)
    assert {int(each) for each in heard} == set(range(1_000))


async def test_redis_may_go_away_and_come_back() -> None:
    with running_redis() as redis:
        here, there = RedisBus(redis.url), RedisBus(redis.url)
        await here.start()
        await there.start()
        heard: list[bytes] = []
        early: list[bytes] = []
        async with await there.subscribe("topic", heard.append):
            await here.publish("topic", b"before")
            await until(lambda: heard == [b"before"])
            await asyncio.to_thread(redis.stop)
            with pytest.raises(Unavailable):
                await here.publish("topic", b"lost")
            # Listening may begin while Redis is away.
            async with await there.subscribe("early", early.append):
                await asyncio.to_thread(redis.start)

                async def again() -> bool:
                    for topic in ("topic", "early"):
                        try:
                            await here.publish(topic, b"after")
                        except Unavailable:
                            return False
                    return b"after" in heard and b"after" in early

                deadline = time.monotonic() + 15
                while not await again():
                    assert time.monotonic() < deadline
                    await asyncio.sleep(0.05)
        assert b"lost" not in heard
        await here.stop()
        await there.stop()


async def test_a_redis_that_hangs_is_unavailable_within_seconds_and_is_heard_again() -> None:
    with running_redis() as redis:
        bus = RedisBus(redis.url)
        await bus.start()
        heard: list[bytes] = []
        async with await bus.subscribe("topic", heard.append):
            redis.process.pause()
            try:
                began = time.monotonic()
                with pytest.raises(Unavailable):
                    await bus.publish("topic", b"lost")
                assert time.monotonic() - began < 12
            finally:
                redis.process.resume()
            deadline = time.monotonic() + 15
            while b"after" not in heard:
                assert time.monotonic() < deadline
                try:
                    await bus.publish("topic", b"after")
                except Unavailable:
                    continue
                await asyncio.sleep(0.05)
        await bus.stop()


def test_only_redis_and_nothing_are_addresses_of_a_bus() -> None:
    assert isinstance(open_bus(""), InProcessBus)
    with pytest.raises(ValueError, match="redis://"):
        open_bus("amqp://localhost")
