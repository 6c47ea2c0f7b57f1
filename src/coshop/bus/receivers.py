"""Who listens to which topic, and handing a message to them. A receiver that raises harms nobody else."""

from __future__ import annotations

import logging
from collections.abc import Callable

_log = logging.getLogger(__name__)


class Receivers:
    """The receivers of every topic, in the order they came. For one event loop; not for threads."""

    def __init__(self) -> None:
        self._by_topic: dict[str, list[Callable[[bytes], None]]] = {}

    def add(self, topic: str, receive: Callable[[bytes], None]) -> bool:
        """Add one; true if it is the topic's first."""
        receivers = self._by_topic.setdefault(topic, [])
        receivers.append(receive)
        return len(receivers) == 1

    def remove(self, topic: str, receive: Callable[[bytes], None]) -> bool:
        """Remove one; true if nobody listens to the topic any more."""
        receivers = self._by_topic.get(topic, [])
        if receive in receivers:
            receivers.remove(receive)
        if receivers:
            return False
        self._by_topic.pop(topic, None)
        return True

    def clear(self) -> None:
        """Forget everybody."""
        self._by_topic.clear()

    def has(self, topic: str) -> bool:
        """Whether anybody listens to the topic."""
        return topic in self._by_topic

    def topics(self) -> tuple[str, ...]:
        """Every topic that somebody listens to."""
        return tuple(self._by_topic)

    def deliver(self, topic: str, message: bytes) -> None:
        """Call the topic's receivers."""
        for receive in tuple(self._by_topic.get(topic, ())):
            try:
                receive(message)
            except Exception:  # noqa: BLE001 - logged; the others still get the message
                _log.exception("a receiver of topic %s failed", topic)
