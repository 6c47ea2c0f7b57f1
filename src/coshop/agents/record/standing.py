"""What a worker asks once it has put something where recordings are kept: was the recording erased meanwhile ([REV8])?

An erasure is written down before its files are listed. So whoever puts a file there and then asks knows: either it is told of the
erasure and erases the file itself, or the erasure comes later and finds it.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Iterable
from typing import Protocol

import httpx

from coshop.agents.record.shelf import Shelf
from coshop.peer.doors import DoorRefused, WorkerDoor

log = logging.getLogger("coshop.worker")
TRIES, PAUSE_S = 3, 1.0


class Asking(Protocol):
    """A job, or a worker that has time: its ways to the server."""

    @property
    def base_url(self) -> str: ...

    @property
    def door(self) -> WorkerDoor: ...


async def was_erased(who: Asking, recording_id: str) -> bool | None:
    """Whether the recording was erased; None where the server does not say. Raises nothing."""
    for attempt in range(TRIES):
        if attempt:
            await asyncio.sleep(PAUSE_S)
        try:
            return await who.door.recording_erased(who.base_url, recording_id)
        except (DoorRefused, httpx.TransportError) as error:
            log.info("the server does not say whether a recording was erased: %s", error)
    return None


async def erase_what_came_behind(
    who: Asking, shelf: Shelf, recording_id: str, names: Iterable[str]
) -> bool | None:
    """Having put these there: ask, and erase them where the recording was erased. What the server says. Raises nothing."""
    erased = await was_erased(who, recording_id)
    if erased:
        await asyncio.to_thread(erase_all, shelf, names)
    return erased


def erase_all(shelf: Shelf, names: Iterable[str]) -> None:
    """Erase these, wherever they are; what cannot be erased is logged. Waits for the disk and the network."""
    for name in names:
        try:
            shelf.delete(name)
            log.info("a part of an erased recording was erased: %s", name)
        except OSError as error:
            log.warning("a part of an erased recording could not be erased: %s %s", name, error)
