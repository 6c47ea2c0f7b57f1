"""How much memory and processor this process uses. It decides nothing."""

from __future__ import annotations

import resource
import sys
import time
from pathlib import Path

_STATM = Path("/proc/self/statm")


def rss_bytes() -> int:
    """Memory of this process now, in bytes; where the system does not tell, the most it ever was."""
    try:
        return int(_STATM.read_text().split()[1]) * resource.getpagesize()
    except (OSError, IndexError, ValueError):
        most = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
        return most if sys.platform == "darwin" else most * 1024


class Load:
    """The share of one core that this process used since it was asked last."""

    def __init__(self) -> None:
        self._at_s, self._used_s = time.monotonic(), time.process_time()

    def share(self) -> float:
        """0.25 is a quarter of one core."""
        at_s, used_s = time.monotonic(), time.process_time()
        passed_s = max(1e-6, at_s - self._at_s)
        share = (used_s - self._used_s) / passed_s
        self._at_s, self._used_s = at_s, used_s
        return round(max(0.0, share), 3)
