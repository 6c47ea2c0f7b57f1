"""Frames that wait until they may be sent ([SOCK14]): in their order, but a worker's notes behind everything else. It sends nothing.

Of a job's notes of one kind only the newest waits: whoever reads them wants to know how far it is now, and a result must
not wait behind what it makes worthless.
"""

from __future__ import annotations

import asyncio
from collections import deque
from typing import Any

from coshop.protocol.work import JobDone, JobNoteSent


class Outgoing:
    """What waits on one connection."""

    def __init__(self) -> None:
        self._frames: deque[Any] = deque()
        self._notes: dict[tuple[str, str], JobNoteSent] = {}
        self._there = asyncio.Event()

    def put(self, frame: Any) -> None:
        """One more. The end of a job takes its notes with it: nobody may send any after it."""
        if isinstance(frame, JobNoteSent):
            self._notes[frame.job_id, _kind_of(frame)] = frame
        else:
            if isinstance(frame, JobDone):
                self._notes = {key: note for key, note in self._notes.items() if key[0] != frame.job_id}
            self._frames.append(frame)
        self._there.set()

    async def wait(self) -> None:
        """Until there is one."""
        await self._there.wait()

    def take(self) -> Any:
        """Whose turn it is."""
        frame = self._frames.popleft() if self._frames else self._notes.pop(next(iter(self._notes)))
        if not self._frames and not self._notes:
            self._there.clear()
        return frame


def _kind_of(note: JobNoteSent) -> str:
    return str(note.note.get("step") or ",".join(sorted(note.note)))
