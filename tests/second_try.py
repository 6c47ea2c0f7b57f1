"""Real browsers share two cores with everything else: a test of theirs that fails gets one second try, and the end says so.

At most `SECOND_TRIES_MAX` tests of a run get one; more failures than that are no accident. No other test gets one:
what promises that nothing is lost or doubled must hold the first time.
"""

from __future__ import annotations

from pathlib import Path

import pytest
from _pytest.runner import runtestprotocol
from _pytest.terminal import TerminalReporter

ROOMS = ("browser",)
SECOND_TRIES_MAX = 6
_tried: dict[str, str] = {}


def pytest_runtest_protocol(item: pytest.Item, nextitem: pytest.Item | None) -> bool | None:
    """Run the test, once more where it failed, and report the last run only."""
    if not set(Path(str(item.path)).parts) & set(ROOMS):
        return None
    item.ihook.pytest_runtest_logstart(nodeid=item.nodeid, location=item.location)
    reports = runtestprotocol(item, nextitem=nextitem, log=False)
    if any(report.failed for report in reports) and len(_tried) < SECOND_TRIES_MAX:
        first = next(report for report in reports if report.failed)
        lines = first.longreprtext.splitlines()
        _tried[item.nodeid] = next((line for line in lines if line.startswith("E ")), lines[-1])[:200]
        item._initrequest()  # type: ignore[attr-defined]
        reports = runtestprotocol(item, nextitem=nextitem, log=False)
    for report in reports:
        item.ihook.pytest_runtest_logreport(report=report)
    item.ihook.pytest_runtest_logfinish(nodeid=item.nodeid, location=item.location)
    return True


def pytest_terminal_summary(terminalreporter: TerminalReporter) -> None:
    """Name every test that needed the second try, with what went wrong at the first."""
    if _tried:
        terminalreporter.section("had a second try")
        for nodeid, why in _tried.items():
            terminalreporter.line(f"{nodeid}: {why}")
