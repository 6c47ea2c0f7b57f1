"""What tests of recordings in browsers share: whether the recorder is there, the worker that records, and the review."""

from __future__ import annotations

import os
import signal
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

from playwright.sync_api import Locator, expect

from tests.browser.associate_window import AssociateWindow
from tests.browser.browsers import Kind
from tests.browser.demo_process import Demo
from tests.browser.shopper_window import ShopperWindow
from tests.browser.stage import Stage
from tests.browser.watch import until

_CHILD = b"coshop.agents.worker"


def recorder_is_there(window: AssociateWindow | ShopperWindow, timeout_s: float = 40.0) -> None:
    """This page sends to the other side and to the recorder."""

    def connected() -> bool:
        states = [each["state"] for each in window.peers()]
        return states.count("connected") >= 2

    until(window.page, connected, "the recorder is connected", timeout_s)


@contextmanager
def nobody_records(demo: Demo) -> Iterator[None]:
    """The demo's worker is held still: what is asked of it meanwhile begins afterwards, by it or by its follower."""
    pid = worker_of(demo)
    os.kill(pid, signal.SIGSTOP)
    try:
        yield
    finally:
        with suppress(ProcessLookupError):  # one that keeps still for too long is replaced
            os.kill(pid, signal.SIGCONT)


def open_newest(stage: Stage, kind: Kind = "chromium", **how: Any) -> AssociateWindow:
    """A supervisor opens the newest call's review."""
    kim = stage.associate(kind, name="Kim", available=False, **how)
    kim.page.goto(f"{kim.console}#team/reviews")
    kim.page.reload()
    rows = kim.page.locator("console-reviews li a")
    expect(rows.first).to_contain_text("Recorded", timeout=30_000)
    rows.first.click()
    expect(kim.page.get_by_role("button", name="Play", exact=True)).to_be_visible(timeout=30_000)
    return kim


def marks(kim: AssociateWindow) -> Locator:
    """The timeline."""
    return kim.page.locator("console-review ol li")


def worker_of(demo: Demo, timeout_s: float = 60.0) -> int:
    """The pid of the worker process beside a demo, once it runs."""
    end_s = time.monotonic() + timeout_s
    while True:
        found = [pid for pid in _below(demo.pid) if _CHILD in _command(pid)]
        if found:
            return found[0]
        assert time.monotonic() < end_s, "no worker runs beside the demo"
        time.sleep(0.05)


def _command(pid: int) -> bytes:
    try:
        return Path(f"/proc/{pid}/cmdline").read_bytes()
    except OSError:
        return b""


def _below(pid: int) -> list[int]:
    """The processes started by this one, and by those."""
    try:
        said = [each.read_text() for each in Path(f"/proc/{pid}/task").glob("*/children")]
    except OSError:
        return []
    own = [int(each) for line in said for each in line.split()]
    return [each for child in own for each in (child, *_below(child))]
