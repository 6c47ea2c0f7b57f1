"""The bus between servers over Redis publish/subscribe. It reconnects by itself and keeps nothing while Redis is away."""

from __future__ import annotations

import asyncio
import contextlib
import logging
from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from typing import Any

from redis.asyncio import Redis
from redis.asyncio.client import PubSub
from redis.asyncio.retry import Retry
from redis.backoff import NoBackoff
from redis.exceptions import RedisError

from coshop.bus.receivers import Receivers
from coshop.ports import Unavailable

_log = logging.getLogger(__name__)

PREFIX = "coshop:"
CONNECT_TIMEOUT_S = 2.0
PUBLISH_TIMEOUT_S = 2.0
SUBSCRIBED_TIMEOUT_S = 2.0
SILENCE_S = 5.0
BACK_OFF_S = (0.05, 0.1, 0.2, 0.5, 1.0)


class RedisBus:
    """`ports.Bus` over one Redis. What is published while a listener is cut off never reaches that listener."""

    def __init__(self, url: str) -> None:
        self._receivers = Receivers()
        self._publisher = _client(url)
        self._listener = _client(url)
        self._pubsub: PubSub | None = None
        self._confirmed: dict[str, asyncio.Event] = {}
        self._tried = asyncio.Event()
        self._task: asyncio.Task[None] | None = None

    async def start(self) -> None:
        """Connect, and go on trying in the background where Redis is not there yet."""
        if self._task is None:
            self._tried.clear()
            self._task = asyncio.create_task(self._listen_for_ever(), name="coshop-bus")
            await self._tried.wait()

    async def stop(self) -> None:
        """End the listening and close the connections. May be called twice."""
        if self._task is not None:
            self._task.cancel()
            with contextlib.suppress(asyncio.CancelledError):
                await self._task
            self._task = None
        self._receivers.clear()
        for client in (self._publisher, self._listener):
            with contextlib.suppress(RedisError, OSError):
                await client.aclose()

    async def publish(self, topic: str, message: bytes) -> None:
        """Send to every server that listens. Raises Unavailable."""
        try:
            async with asyncio.timeout(PUBLISH_TIMEOUT_S):
                await self._publisher.publish(PREFIX + topic, message)
        except (RedisError, OSError, TimeoutError) as error:
            raise Unavailable(f"Redis cannot be reached now: {error}") from error

    async def subscribe(
        self, topic: str, receive: Callable[[bytes], None]
    ) -> AbstractAsyncContextManager[None]:
        """Listen from now until the returned context is left; while Redis is away, from its return."""
        first = self._receivers.add(topic, receive)
        if first:
            self._confirmed[topic] = asyncio.Event()
            await self._say("subscribe", topic)
        confirmed = self._confirmed[topic]
        if self._pubsub is not None:
            with contextlib.suppress(TimeoutError):
                async with asyncio.timeout(SUBSCRIBED_TIMEOUT_S):
                    await confirmed.wait()
        return self._listening(topic, receive)

    @asynccontextmanager
    async def _listening(self, topic: str, receive: Callable[[bytes], None]) -> AsyncIterator[None]:
        try:
            yield
        finally:
            if self._receivers.remove(topic, receive):
                self._confirmed.pop(topic, None)
                await self._say("unsubscribe", topic)

    async def _say(self, word: str, topic: str) -> None:
        """Tell Redis of one topic now; where that fails the reconnection tells it of all."""
        if self._pubsub is None:
            return
        pubsub = self._pubsub
        try:
            async with asyncio.timeout(PUBLISH_TIMEOUT_S):
                if word == "subscribe":
                    await pubsub.subscribe(PREFIX + topic)
                else:
                    await pubsub.unsubscribe(PREFIX + topic)
        except (RedisError, OSError, TimeoutError):
            connection: Any = pubsub.connection
            if connection is not None:
                with contextlib.suppress(RedisError, OSError):
                    await connection.disconnect()

    async def _listen_for_ever(self) -> None:
        failures = 0
        while True:
            pubsub = self._listener.pubsub()
            known = set(self._receivers.topics())
            try:
                async with asyncio.timeout(CONNECT_TIMEOUT_S):
                    await pubsub.subscribe(PREFIX, *(PREFIX + topic for topic in known))
                self._pubsub = pubsub
                self._tried.set()
                if failures:
                    _log.info("Redis is back")
                failures = 0
                for topic in set(self._receivers.topics()) - known:
                    await pubsub.subscribe(PREFIX + topic)
                await self._read(pubsub)
            except (RedisError, OSError, TimeoutError) as error:
                if not failures:
                    _log.warning("Redis cannot be reached: %s", error)
                self._tried.set()
                await asyncio.sleep(BACK_OFF_S[min(failures, len(BACK_OFF_S) - 1)])
                failures += 1
            finally:
                self._pubsub = None
                for confirmed in self._confirmed.values():
                    confirmed.clear()
                with contextlib.suppress(RedisError, OSError, TimeoutError):
                    await pubsub.aclose()  # type: ignore[no-untyped-call]

    async def _read(self, pubsub: PubSub) -> None:
        """Deliver until the connection is lost; a connection that does not even answer a ping counts as lost."""
        asked = False
        while True:
            message = await pubsub.get_message(timeout=SILENCE_S)
            if message is None:
                if asked:
                    raise TimeoutError("no answer to a ping")
                await pubsub.ping()
                asked = True
                continue
            asked = False
            channel = message["channel"]
            topic = (channel.decode() if isinstance(channel, bytes) else str(channel or "")).removeprefix(
                PREFIX
            )
            if message["type"] == "message":
                self._receivers.deliver(topic, message["data"])
            elif message["type"] == "subscribe" and topic in self._confirmed:
                self._confirmed[topic].set()


def _client(url: str) -> Redis:
    return Redis.from_url(
        url,
        socket_connect_timeout=CONNECT_TIMEOUT_S,
        socket_timeout=PUBLISH_TIMEOUT_S,
        socket_keepalive=True,
        retry=Retry(NoBackoff(), 0),
        decode_responses=False,
        protocol=2,
    )
