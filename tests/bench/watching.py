"""What is read from a measured page: its clicks, its first remote frames, its marks. Times are epoch milliseconds.

Both pages run on one machine, so `performance.timeOrigin` plus a page's own times compare across them.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeVar

from playwright.sync_api import Error, Page

T = TypeVar("T")
WATCH = (Path(__file__).parent / "pages" / "watch.js").read_text()
WAIT_S = 15.0
_MARK = "(name) => { const all = performance.getEntriesByName(name, 'mark'); return all.length ? performance.timeOrigin + all.at(-1).startTime : 0; }"
_LAST_MARK = "(start) => performance.getEntriesByType('mark').filter((each) => each.name.startsWith(start)).at(-1)?.name ?? ''"


class Watched:
    """One page that carries pages/watch.js."""

    def __init__(self, page: Page) -> None:
        self.page = page
        page.set_default_timeout(WAIT_S * 1000)
        page.add_init_script(WATCH)

    def click(self, label: str) -> float:
        """When the last click on a button or link of this label happened, also on the page before."""
        clicks: list[list[Any]] = self.page.evaluate("window.__bench.clicks")
        found = [at for said, at in clicks if said == label]
        if not found:
            raise RuntimeError(f"no click on {label!r}; there were {[said for said, _ in clicks]}")
        return float(found[-1])

    def frame_after(self, at: float) -> float:
        """When the first frame of a remote stream was painted after `at`. Raises TimeoutError."""

        def look() -> float:
            frames: list[float] = self.page.evaluate("window.__bench?.frames ?? []")
            return next((frame for frame in frames if frame > at), 0.0)

        return self.until(look, "a remote frame")

    def mark(self, name: str) -> float:
        """When the page set the mark `coshop:<name>`. Raises TimeoutError."""
        return self.until(lambda: float(self.page.evaluate(_MARK, f"coshop:{name}")), f"the mark {name}")

    def last_mark(self, start: str) -> str:
        """What follows `coshop:<start>` in the newest such mark; empty where there is none."""
        name: str = self.page.evaluate(_LAST_MARK, f"coshop:{start}")
        return name.removeprefix(f"coshop:{start}")

    def camera_opened(self) -> None:
        """Wait until the page has its camera."""
        self.until(lambda: self.page.evaluate("window.__bench.cameras"), "a camera")

    def until(self, look: Callable[[], T], what: str, timeout_s: float = WAIT_S) -> T:
        """Ask again and again until the answer is true. Raises TimeoutError."""
        end = time.monotonic() + timeout_s
        while True:
            try:
                found = look()
            except Error as error:  # the page is just changing
                if "navigat" not in str(error) and "context" not in str(error).lower():
                    raise
            else:
                if found:
                    return found
            if time.monotonic() > end:
                raise TimeoutError(f"not within {timeout_s:g} s: {what}")
            self.page.wait_for_timeout(20)
