"""Wake-ups and signals between servers: in one process, or over Redis. At most once; the journal repairs losses."""

from __future__ import annotations

from coshop.bus.in_process import InProcessBus
from coshop.bus.redis_bus import RedisBus
from coshop.ports import Bus

__all__ = ["InProcessBus", "RedisBus", "open_bus"]


def open_bus(url: str) -> Bus:
    """The in-process bus for an empty address, Redis for `redis://`, `rediss://` or `unix://`. Raises ValueError."""
    if not url:
        return InProcessBus()
    if url.startswith(("redis://", "rediss://", "unix://")):
        return RedisBus(url)
    raise ValueError("The bus is Redis (redis://host:6379/0) or, with an empty address, this process alone.")
