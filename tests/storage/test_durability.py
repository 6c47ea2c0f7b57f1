"""What was acknowledged survives kill -9 of the server, and no step is there by halves."""

from __future__ import annotations

import os
import random
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from coshop.ports import Release
from coshop.storage import Storage, open_storage
from tests.contracts.samples import ANN, STORE, step
from tests.services import Postgres
from tests.storage.appender import EVENTS_PER_STEP

KILLS = 20
ROOT = Path(__file__).parents[2]


def run_and_kill(url: str, run: str, steps: int) -> dict[str, int]:
    """Let a server append until it has acknowledged so many steps, kill it, and say the last seq told of each call."""
    server = subprocess.Popen(
        [sys.executable, "-m", "tests.storage.appender", url, run],
        stdout=subprocess.PIPE,
        text=True,
        cwd=ROOT,
        env=os.environ | {"PYTHONPATH": f"{ROOT / 'src'}:{ROOT}"},
    )
    assert server.stdout is not None
    told: dict[str, int] = {}
    with server.stdout as lines:
        for count, line in enumerate(lines, start=1):
            call_id, seq = line.split()
            told[call_id] = int(seq)
            if count == steps:
                server.send_signal(signal.SIGKILL)
                # What was printed before the kill took effect was acknowledged as well.
        assert server.wait(10) == -signal.SIGKILL
    return told


@pytest.mark.slow
@pytest.mark.timeout(300)
@pytest.mark.parametrize("kind", ["sqlite", "postgresql"])
async def test_everything_acknowledged_is_there_after_kill_9(
    kind: str, tmp_path: Path, request: pytest.FixtureRequest
) -> None:
    if kind == "sqlite":
        url = f"sqlite:///{tmp_path}/coshop.db"
    else:
        server: Postgres = request.getfixturevalue("postgres")
        url = server.new_database()
    storage = open_storage(url)
    await storage.directory.add_store(STORE)
    await storage.directory.add_associate(ANN)
    await storage.presences.set_state(
        "associate-ann", "available", client_id="tablet-1", server_id="server-1", now_ms=1
    )
    dice = random.Random(7)
    for kill in range(KILLS if kind == "sqlite" else 5):
        told = run_and_kill(url, f"{kill:08d}", dice.randint(5, 150))
        assert told
        for call_id, seq in told.items():
            stored = await storage.journal.load(call_id)
            assert stored is not None, call_id
            assert stored.seq >= seq
            assert stored.seq % EVENTS_PER_STEP == 0
            entries = await storage.journal.events(call_id, 0, stored.seq + 100)
            assert [entry.seq for entry in entries] == list(range(1, stored.seq + 1))
            for before in range(0, stored.seq, EVENTS_PER_STEP):
                assert await storage.journal.answer(call_id, f"command-{before}") is not None
            assert await storage.journal.answer(call_id, f"command-{stored.seq}") is None
        await check_and_untie(storage, f"call-{kill:08d}-0")
    await storage.close()


async def check_and_untie(storage: Storage, call_id: str) -> None:
    """The associate is tied exactly if the last step that was written tied them; then untie them for the next run."""
    stored = await storage.journal.load(call_id)
    row = await storage.presences.get("associate-ann")
    assert row is not None
    steps = 0 if stored is None else stored.seq // EVENTS_PER_STEP
    assert row.call_id == (call_id if steps % 2 else "")
    if stored is not None and row.call_id:
        release = (Release(associate_id="associate-ann"),)
        await storage.journal.append(step(stored.call, stored.seq, effects=release))
