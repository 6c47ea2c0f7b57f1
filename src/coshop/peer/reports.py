"""Keeps aiortc's receiver reports alive whatever the other side sends, and what they count bounded. It changes no report.

aiortc 1.16 counts every SSRC it ever saw, puts them all into one report (31 fit) with a jitter that need not fit its field, and an
error there ends the task that `stop()` waits for: a hostile sender could keep a connection from ever closing.
"""

from __future__ import annotations

import struct
from collections.abc import Callable, Coroutine
from typing import Any

from aiortc import RTCRtpReceiver

STREAMS_MAX = 8
_PRIVATE = "_RTCRtpReceiver__"
_BY_SSRC = ("active_ssrc", "remote_streams", "lsr", "lsr_time")


class Few(dict[int, Any]):
    """A mapping that forgets its oldest entry for a new one."""

    def __setitem__(self, key: int, value: Any) -> None:
        if key not in self and len(self) >= STREAMS_MAX:
            del self[next(iter(self))]
        super().__setitem__(key, value)


def guard(receiver: RTCRtpReceiver) -> None:
    """Before it receives. A receiver of another aiortc, made otherwise, is left as it is."""
    inside = vars(receiver)
    if any(f"{_PRIVATE}{name}" not in inside for name in _BY_SSRC):
        return
    for name in _BY_SSRC:
        inside[f"{_PRIVATE}{name}"] = Few()
    run: Callable[[], Coroutine[Any, Any, None]] = receiver._run_rtcp  # noqa: SLF001 aiortc has no other way in

    async def reports() -> None:
        while True:
            try:
                return await run()
            except (ValueError, OverflowError, struct.error):
                inside[f"{_PRIVATE}remote_streams"].clear()  # `run` waits before it reports again

    inside["_run_rtcp"] = reports
