"""One MP4 of a recording, side by side, made in a child process: with progress, and gone when it is cancelled.

`python -m coshop.agents.record.export` is the child: the job comes as one line of JSON on its standard input (it holds secrets, so it
goes nowhere else), each line it answers is progress or the end. Nothing plain is ever written to a disk.
"""

from __future__ import annotations

import asyncio
import contextlib
import json
import os
import sys
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from av import FFmpegError

from coshop.agents.record.blend import Span, blend
from coshop.agents.record.keys import KeyRefused, MasterKey
from coshop.agents.record.place import Place
from coshop.agents.record.reading import open_recording
from coshop.agents.record.salvage import holds_nothing
from coshop.agents.record.shelf import Shelf
from coshop.agents.record.sink import Sink
from coshop.agents.record.vault import Tampered, VaultReader, VaultWriter
from coshop.core.cart_types import Side
from coshop.core.recorded_parts import is_film

NICE = 15


@dataclass(frozen=True, slots=True)
class Exported:
    """What became of an export. `fault` is empty where the film is on the shelf."""

    name: str
    length_ms: int = 0
    bytes: int = 0
    fault: str = ""


async def export(
    place: Place,
    recording_id: str,
    sources: tuple[tuple[str, Side, int], ...],
    target: str,
    *,
    pauses: tuple[Span, ...] = (),
    progress: Callable[[int, int], None] = lambda _done_ms, _total_ms: None,
) -> Exported:
    """Make `target` on the shelf: the shopper left, the associate right. Of each source its name, side, and where in the recording
    it begins (ms). `progress` gets ms done and in all. Raises nothing of the shelf's. It takes the place of the films before it.

    A part in which its recorder kept nothing is left out; one that is not there is a fault (`not_there`). Cancelled, it ends its
    child and erases what there was.
    """
    job = {
        "place": place.words(), "recording": recording_id, "sources": sources, "target": target, "pauses": pauses,
    }  # fmt: skip
    child = await asyncio.create_subprocess_exec(
        sys.executable,
        *("-m", "coshop.agents.record.export"),
        stdin=asyncio.subprocess.PIPE,
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.DEVNULL,
    )
    done = Exported(target, fault="child_died")
    try:
        assert child.stdin is not None
        assert child.stdout is not None
        with contextlib.suppress(ConnectionError):
            child.stdin.write(json.dumps(job).encode() + b"\n")
            await child.stdin.drain()
            child.stdin.close()
        async for line in child.stdout:
            said: dict[str, Any] = json.loads(line)
            if "done_ms" in said:
                progress(said["done_ms"], said["total_ms"])
            else:
                done = Exported(target, **said)
        await child.wait()
    finally:
        if child.returncode is None:
            child.kill()
            await child.wait()
        if done.fault:
            await asyncio.shield(asyncio.to_thread(_erase, place, target))
    return done


def _erase(place: Place, name: str) -> None:
    with contextlib.suppress(OSError, ValueError), contextlib.closing(place.shelf()) as shelf:
        shelf.delete(name)


def _say(**words: Any) -> None:
    sys.stdout.write(json.dumps(words) + "\n")
    sys.stdout.flush()


class _NotThere(Exception):
    """A part is not where recordings are kept."""


def _sources(
    shelf: Shelf, master: MasterKey, named: list[tuple[str, Side, int]]
) -> list[tuple[VaultReader, int, int]]:
    found = []
    for name, side, start_ms in named:
        try:
            reader = open_recording(shelf, name, master)
        except FileNotFoundError as error:
            raise _NotThere(name) from error
        if not holds_nothing(reader):
            found.append((reader, int(side == "associate"), start_ms))
    if not found:
        raise _NotThere("every part is empty")
    return found


def _erase_before(shelf: Shelf, recording_id: str, target: str) -> None:
    """Films of fewer parts, and those of orders that are forgotten, are in nobody's way."""
    with contextlib.suppress(OSError):
        for name in list(shelf.names(f"{recording_id}/")):
            if name != target and is_film(name, recording_id):
                shelf.delete(name)


def _child() -> None:
    os.nice(NICE)
    job = json.loads(sys.stdin.readline())
    place = Place.of(job["place"])
    try:
        shelf, master = place.shelf(), place.master()
        sources = _sources(shelf, master, job["sources"])
        shelf.delete(job["target"])  # a worker that was lost before us may have left a part of it
        pen = shelf.begin(job["target"])
        sink = Sink(VaultWriter.begin(pen, master, job["recording"]))
        length_ms = blend(
            sources,
            sink,
            pauses=[(start, end) for start, end in job["pauses"]],
            progress=lambda done_ms, total_ms: _say(done_ms=done_ms, total_ms=total_ms),
        )
        sink.finish()
        pen.close()
        _erase_before(shelf, job["recording"], job["target"])
        _say(length_ms=length_ms, bytes=sink.length)
    except _NotThere as error:
        _say(fault=f"not_there: {error}")
    except (Tampered, KeyRefused) as error:
        _say(fault=f"unreadable: {error}")
    except FFmpegError as error:
        _say(fault=f"not_a_film: {error}")
    except OSError as error:
        _say(fault=f"shelf_refused: {error}")


if __name__ == "__main__":
    _child()
