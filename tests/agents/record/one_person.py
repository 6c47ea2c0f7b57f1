"""The recording of one person whose clock a test turns."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from coshop.agents.record.keys import KeyFile
from coshop.agents.record.person import PersonRecording, RecordedFile
from coshop.agents.record.reading import open_recording
from coshop.agents.record.shelf import DiskShelf
from coshop.peer.assembly import EncodedFrame
from coshop.peer.encoded import EncodedTap
from tests.agents.record.films import Played, play

NAME = "rec_1/shopper.webm"


class Call:
    """A recording whose clock the test turns, fed with frames as over real connections."""

    def __init__(self, folder: Path, *, shelf: DiskShelf | None = None) -> None:
        self.now_s = 100.0
        self.shelf = shelf or DiskShelf(folder / "shelf")
        self.keys = KeyFile(folder / "recording.key")
        self.keys.make()
        self.recording = PersonRecording(
            self.shelf, self.keys, NAME, "rec_1", "shopper", started_s=self.now_s, clock=lambda: self.now_s
        )

    async def feed(self, frames: Iterable[EncodedFrame], *taps: EncodedTap) -> None:
        """Frames as they arrive, a flush each half second. Without taps: over a new connection, which ends."""
        two = taps or (EncodedTap("audio", {}), EncodedTap("video", {}))
        if not taps:
            for tap in two:
                self.recording.take(tap)
        for frame in sorted(frames, key=lambda each: each.arrived_s):
            if frame.arrived_s - self.now_s >= 0.5:
                self.now_s = frame.arrived_s
                await self.recording.flush()
            two[frame.kind == "video"]._put(frame)
        if not taps:
            for tap in two:
                tap.end()
        await self.recording.flush()

    def play(self, done: RecordedFile) -> Played:
        return play(open_recording(self.shelf, done.name, self.keys))
