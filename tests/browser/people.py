"""Associates for browser tests, put straight into the demo's database before any browser runs: one to each test."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Coroutine
from dataclasses import replace
from pathlib import Path
from typing import Any

from coshop.agents.canary.reasons import no_picture, reason_of
from coshop.agents.canary.steps import STEPS
from coshop.app import now_ms, prepare_storage
from coshop.cli.associates import new_associate
from coshop.ports import CanaryRow, Role, SetCheckRow
from coshop.settings import load

PASSWORD = "quiet-harbour-lamp-seven"
NAMES = {"Anna": 250, "Ben": 60, "Kim": 60}
ROLES: dict[str, Role] = {"Kim": "supervisor"}
DEMO_KEY = "pk_demo"


def email_of(name: str, number: int) -> str:
    """The address of the `number`th person of that name."""
    return f"{name.lower()}.{number}@demo.example"


def add_people(data_dir: Path) -> None:
    """Add all of NAMES to the demo's store, all with PASSWORD. Own thread: a sync Playwright may hold this one's loop."""
    _apart(_add(data_dir))


def keep_addresses_private(data_dir: Path) -> None:
    """Make the demo's store relay-only."""
    change_store(data_dir, relay_only=True)


def add_canaries(data_dir: Path) -> None:
    """Two canary's calls: one that went well and a newer one that did not, as the server keeps them."""
    _apart(_canaries(data_dir))


def add_checks(data_dir: Path) -> None:
    """Two set checks of the demo's store: one that Ben did not pass, and one of somebody who is gone."""
    _apart(_checks(data_dir))


def change_store(data_dir: Path, **changes: Any) -> None:
    """Change settings of the demo's store."""
    _apart(_change(data_dir, changes))


def _apart(work: Coroutine[None, None, None]) -> None:
    """Run it in a thread of its own: a sync Playwright may hold this one's loop."""
    failures: list[BaseException] = []

    def run() -> None:
        try:
            asyncio.run(work)
        except BaseException as error:
            failures.append(error)

    thread = threading.Thread(target=run)
    thread.start()
    thread.join(60)
    if failures:
        raise failures[0]
    assert not thread.is_alive(), "the demo's database took more than a minute"


async def _add(data_dir: Path) -> None:
    storage = prepare_storage(load(data_dir=data_dir))
    try:
        store = await storage.directory.store_by_key(DEMO_KEY)
        assert store is not None
        first = await new_associate(store, "first@demo.example", "First", PASSWORD, languages=("en", "de"))
        for name, count in NAMES.items():
            for number in range(count):
                await storage.directory.add_associate(
                    replace(
                        first,
                        associate_id=f"ass_{name.lower()}{number:04d}",
                        email=email_of(name, number),
                        name=name,
                        role=ROLES.get(name, "associate"),
                    )
                )
    finally:
        await storage.close()


async def _change(data_dir: Path, changes: dict[str, Any]) -> None:
    storage = prepare_storage(load(data_dir=data_dir))
    try:
        store = await storage.directory.store_by_key(DEMO_KEY)
        assert store is not None
        await storage.directory.change_store(replace(store, **changes))
    finally:
        await storage.close()


async def _checks(data_dir: Path) -> None:
    storage = prepare_storage(load(data_dir=data_dir))
    verdicts = (
        {"code": "too_dark", "level": "fail", "measured": 31.0, "wanted": 75.0},
        {"code": "noisy", "level": "warn", "measured": -40.0, "wanted": -46.0},
        {"code": "sharp", "level": "ok", "measured": 1.1, "wanted": 2.9},
    )
    at_ms = now_ms()
    try:
        store = await storage.directory.store_by_key(DEMO_KEY)
        assert store is not None
        for who, passed, found in (("ass_ben0001", False, verdicts), ("ass_nobody", True, verdicts[2:])):
            row = SetCheckRow(
                check_id=f"job_{who}_{at_ms}", store_id=store.store_id, associate_id=who, at_ms=at_ms,
                passed=passed, verdicts=found,
            )  # fmt: skip
            await storage.set_checks.add(row)
    finally:
        await storage.close()


async def _canaries(data_dir: Path) -> None:
    storage = prepare_storage(load(data_dir=data_dir))
    try:
        store = await storage.directory.store_by_key(DEMO_KEY)
        assert store is not None
        steps = tuple((step, 0.05 + 0.17 * number) for number, step in enumerate(STEPS))
        for number, ok in enumerate((True, False)):
            run = CanaryRow(
                run_id=f"run_0000000{number}", store_id=store.store_id, associate_id="robot", source="worker",
                started_at_ms=now_ms() - 600_000 * (2 - number),
            )  # fmt: skip
            await storage.canary_runs.begin(run)
            await storage.canary_runs.end(
                run.run_id,
                run.started_at_ms + 9_000,
                ok=ok,
                failed_step="" if ok else "shopper_sees",
                reason="" if ok else reason_of(no_picture("shopper"), 15),
                steps=steps if ok else steps[:5],
            )
    finally:
        await storage.close()
