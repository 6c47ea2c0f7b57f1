"""What waits on this machine for the bucket, sent by a worker that has time: parts that it did not take, and those of recorders that died.

What was written to a moment ago is left to its recorder. Of the rest the server says whether it was erased meanwhile; then it is erased
here, too ([REV8]). Whatever fails stays for another time. Without a bucket there is nothing to do.
"""

from __future__ import annotations

import asyncio
import contextlib
import fcntl
import logging
import os
import random
import time
from collections.abc import Iterator
from pathlib import Path

import httpx

from coshop.agents.jobs import Spare
from coshop.agents.record.keys import MasterKey
from coshop.agents.record.person import SENDING
from coshop.agents.record.place import Place
from coshop.agents.record.salvage import left_behind, salvage
from coshop.agents.record.shelf import DiskShelf, Shelf
from coshop.agents.record.standing import erase_all, erase_what_came_behind
from coshop.core.recorded_parts import TIMELINE, part_of
from coshop.peer.doors import DoorRefused

log = logging.getLogger("coshop.worker")
AT_ONCE = 20
"""Recordings in one round: the server is asked about each, and counts what it is asked."""
LEFT_ALONE_S = 600.0
"""Whoever wrote it may be sending it just now."""


async def send_leftovers(spare: Spare) -> None:
    """One round over what waits. Raises nothing; ends early where the server or the bucket is away, or the worker leaves."""
    if not spare.recordings or not (place := Place.of(spare.recordings)).bucket:
        return
    folder = Path(place.folder)
    with _alone(folder) as alone:
        waiting = await asyncio.to_thread(_waiting, folder) if alone else {}
        # Some that can never be sent must not stand in the way of others for ever.
        chosen = random.sample(sorted(waiting), min(AT_ONCE, len(waiting)))
        if not chosen:
            return
        shelf, master = await asyncio.to_thread(lambda: (place.shelf(), place.master()))
        with contextlib.closing(shelf):
            for recording_id in chosen:
                if spare.leaving:
                    return
                try:
                    erased = await spare.door.recording_erased(spare.base_url, recording_id)
                except (DoorRefused, httpx.TransportError) as error:
                    log.info("what waits for the bucket goes on waiting: the server does not say: %s", error)
                    return
                names = waiting[recording_id]
                if erased:
                    await asyncio.to_thread(erase_all, DiskShelf(folder), names)
                elif not await asyncio.get_running_loop().run_in_executor(
                    SENDING, _send, shelf, master, names
                ):
                    return
                else:
                    await erase_what_came_behind(spare, shelf, recording_id, names)


@contextlib.contextmanager
def _alone(folder: Path) -> Iterator[bool]:
    """Whether no other process of this machine does the same now; it does not while this lasts."""
    try:
        number = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    except OSError:
        yield False
        return
    try:
        try:
            fcntl.flock(number, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            yield False
        else:
            yield True
    finally:
        os.close(number)


def _waiting(folder: Path) -> dict[str, list[str]]:
    """The files that nobody writes or wrote just now, by recording."""
    found: dict[str, list[str]] = {}
    for name in left_behind(DiskShelf(folder)):
        if _age_s(folder / name) > LEFT_ALONE_S:
            found.setdefault(name.partition("/")[0], []).append(name)
    return found


def _send(shelf: Shelf, master: MasterKey, names: list[str]) -> bool:
    """Mend and send these; false where the bucket takes nothing now."""
    for name in names:
        part = part_of(name)
        if part is None and not name.endswith(f"/{TIMELINE}"):
            continue
        fault = salvage(shelf, name, part.side if part is not None else "shopper", master).fault
        if fault.startswith("shelf_refused"):
            log.info("a part goes on waiting here: %s %s", name, fault)
            return False
        log.info("a part that waited here was looked at: %s %s", name, fault or "sent")
    return True


def _age_s(path: Path) -> float:
    try:
        return time.time() - path.stat().st_mtime
    except OSError:
        return 0.0
