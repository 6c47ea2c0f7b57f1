"""Where frames belong in a recording: RTP's times and the times of arrival become milliseconds from its start. Pure.

The least delayed frame says how the sender's clock stands to ours, for sound and picture alike, so the two stay in step. A sender
that begins again, pauses, or comes over another connection is placed by its arrival.
"""

from __future__ import annotations

from coshop.peer.assembly import EncodedFrame

JUMP_MS = 1000.0
NEARER_MS = 1.0
DRIFT_MS = 0.02


class Placing:
    """One track of one connection. `start_s` is the recording's start on the clock of `arrived_s`."""

    def __init__(self, start_s: float) -> None:
        self._start_s = start_s
        self._offset_ms: float | None = None

    def place(self, frame: EncodedFrame) -> float:
        """Milliseconds from the start of the recording; never before it."""
        sent_ms = frame.timestamp * 1000 / frame.clock_rate
        seen_ms = (frame.arrived_s - self._start_s) * 1000 - sent_ms
        if self._offset_ms is None or abs(seen_ms - self._offset_ms) > JUMP_MS:
            self._offset_ms = seen_ms
        elif seen_ms < self._offset_ms:
            self._offset_ms = max(seen_ms, self._offset_ms - NEARER_MS)
        else:
            self._offset_ms += min(DRIFT_MS, seen_ms - self._offset_ms)
        return max(0.0, sent_ms + self._offset_ms)
