"""The recorder as a guest of one call: it takes every connection of both sides, and what each recorded side sends goes into its file.

It does what the call says: paused, it keeps nothing; stopped, it ends. It knows no job and no other recorder.
"""

from __future__ import annotations

import asyncio
import logging
import time
from dataclasses import replace

from pydantic import JsonValue

from coshop.agents.record.keys import MasterKey
from coshop.agents.record.person import PersonRecording, RecordedFile
from coshop.agents.record.quiet import NOTHING_CAME, QUIET_S, Quiet, to_come
from coshop.agents.record.shelf import Shelf
from coshop.core.call_types import Call, Ended, Live
from coshop.core.cart_types import Side
from coshop.core.events import CallEnded, Entry
from coshop.core.recorded_parts import Part
from coshop.core.recording_types import (
    Recording,
    RecordingPaused,
    RecordingResumed,
    RecordingStopped,
    runs,
)
from coshop.peer.guest import Guest
from coshop.peer.media import MediaConnection
from coshop.peer.signalling import Signalling
from coshop.protocol import recorded
from coshop.protocol.views import IceServer

log = logging.getLogger("coshop.worker")
LOOK_S = 1.0


class Recorder(Guest):
    """`started_at_ms` is the recording's 0 by the server's clock. `over` is set when nothing more is to be kept."""

    def __init__(
        self, link: Signalling, *, started_at_ms: int, ice_servers: tuple[IceServer, ...] = ()
    ) -> None:
        super().__init__(link=link)
        self.over = asyncio.Event()
        self.failed = asyncio.Event()
        self._started_at_ms = started_at_ms
        self._ice_servers = ice_servers
        self._people: dict[Side, PersonRecording] = {}
        self._quiet: dict[Side, Quiet] = {}
        self._nothing_from: set[Side] = set()
        self._looking: asyncio.Task[None] | None = None
        self._begins_ms = 0
        self._on_since_ms = 0
        self._ends_ms: int | None = None

    @property
    def fault(self) -> str:
        """What went wrong first; empty where nothing did."""
        return next((each.fault for each in self._people.values() if each.fault), "")

    def prepare(
        self, shelf: Shelf, master: MasterKey, recording_id: str, recorded: tuple[Side, ...], number: int
    ) -> None:
        """Be ready for what each recorded side sends: offers come as soon as we are in the call. No file is begun yet."""
        self._begins_ms = max(0, self.signalling.server_ms() - self._started_at_ms)
        now_s = time.monotonic()
        for side in recorded:
            part = Part(recording_id, side, number, self._begins_ms)
            person = PersonRecording(shelf, master, part.name, recording_id, side, started_s=now_s)
            self._people[side] = person

    async def begin(self) -> bool:
        """Begin a file for each recorded side; false, and `fault` set, where one cannot be begun."""
        for person in self._people.values():
            self._spawn(self._watch_disk(person))
        self._looking = self._spawn(self._look_on())
        began = await asyncio.gather(*(person.start() for person in self._people.values()))
        return all(began)

    async def finish(self) -> tuple[RecordedFile, ...]:
        """End every file where the recording ended. Raises nothing about the shelf."""
        if self._looking is not None:
            self._looking.cancel()
        at_ms = self._ends_ms
        files = await asyncio.gather(*(person.finish(at_ms) for person in self._people.values()))
        return tuple(self._judged(file) for file in files)

    # ---- as the call says

    def took_entries(self, call_id: str, entries: tuple[Entry, ...]) -> None:
        """Pauses and ends hold from when the server took them, not from when they came here."""
        for entry in entries:
            at_ms = self._placed(entry.at_ms)
            match entry.event:
                case RecordingPaused():
                    for person in self._people.values():
                        person.pause(at_ms)
                case RecordingResumed():
                    self._on_since_ms = entry.at_ms
                    for person in self._people.values():
                        person.resume(at_ms)
                case RecordingStopped() | CallEnded():
                    self._end_at(at_ms)
                case _:
                    pass
        super().took_entries(call_id, entries)

    def consider(self, call_id: str) -> None:
        """After a snapshot, too, the files are as the call has it, from when the call has it so."""
        super().consider(call_id)
        known = self.signalling.followed.calls.get(self.call_id)
        if call_id != self.call_id or known is None:
            return
        recording = known.call.recording
        phase = known.call.phase
        if isinstance(phase, Live) and recording is not None and runs(recording):
            self._follow(recording)
            return
        if isinstance(phase, Ended):
            self._end_at(self._placed(phase.ended_at_ms))
        if recording is not None and recording.state == "stopped" and recording.since_ms:
            self._end_at(self._placed(recording.since_ms))
        self.over.set()

    def _follow(self, recording: Recording) -> None:
        """Paused or on since a time; 0, from a server of an earlier version, is not one, and now is the nearest."""
        at_ms = self._placed(recording.since_ms) if recording.since_ms else None
        if recording.state == "paused":
            for person in self._people.values():
                person.pause(at_ms)
            return
        missed = 0 < self._on_since_ms < recording.since_ms
        for person in self._people.values():
            if missed:
                # A pause came and went unheard. Nobody says when it began: all that is not written yet goes.
                person.pause(self._placed(self._on_since_ms))
            person.resume(at_ms)
        self._on_since_ms = recording.since_ms

    def _placed(self, server_ms: int) -> int:
        """Where a time of the server's lies in our files."""
        return server_ms - self._started_at_ms - self._begins_ms

    def _end_at(self, at_ms: int) -> None:
        self._ends_ms = at_ms if self._ends_ms is None else min(self._ends_ms, at_ms)

    def connection_for(self, side: Side, connection_id: str, call: Call) -> MediaConnection:
        """What a recorded side sends is tapped; the other is answered so that it sends nothing."""
        person = self._people.get(side)
        board = self.signalling.board
        return MediaConnection(
            connection_id,
            ice_servers=self._ice_servers,
            mode=call.mode,
            on_message=lambda _data: None,
            on_change=board.notice,
            received=None if person is None else person.received(board.notice),
            receive=person is not None,
        )

    async def _look_on(self) -> None:
        while True:
            await asyncio.sleep(LOOK_S)
            self.look(time.monotonic())

    def look(self, now_s: float) -> None:
        """Notice of whom nothing comes, and say so once. What never came is said of the file, too."""
        call = self.call if self.me is not None else None
        for side, person in self._people.items():
            due = call is not None and to_come(call, side)
            if self._quiet.setdefault(side, Quiet()).look(now_s, person.packets, due=due):
                self._nothing_from.add(side)
                log.warning(
                    "nothing has come from the %s of call %s for %d s, with microphone or camera on",
                    side, self.call_id, QUIET_S,
                )  # fmt: skip

    def _judged(self, file: RecordedFile) -> RecordedFile:
        nothing = file.side in self._nothing_from and file.packets == 0 and not file.fault
        return replace(file, fault=NOTHING_CAME) if nothing else file

    async def _watch_disk(self, person: PersonRecording) -> None:
        await person.failed.wait()
        self.failed.set()


def words_of(file: RecordedFile, part: Part, gaps_max: int) -> dict[str, JsonValue]:
    """A file as a job's result has it; of very many gaps the longest."""
    longest = sorted(file.gaps, key=lambda gap: gap.start_ms - gap.end_ms)[:gaps_max]
    said = recorded.RecordedPart(
        name=file.name,
        side=part.side,
        part=part.number,
        start_ms=part.start_ms,
        duration_ms=file.duration_ms,
        bytes=file.bytes,
        has_video=file.has_video,
        gaps=tuple(
            recorded.PartGap(kind=gap.kind, start_ms=gap.start_ms, end_ms=gap.end_ms)
            for gap in sorted(longest, key=lambda gap: gap.start_ms)
        ),
        lost_packets=file.lost_packets,
        packets=file.packets,
        fault=file.fault[: recorded.FAULT_MAX_CHARS],
    )
    return said.model_dump(mode="json")
