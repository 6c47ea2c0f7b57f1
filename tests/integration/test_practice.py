"""Rehearsals and canaries as jobs: a real server, real worker processes, and an associate who practises or an account that checks."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest

from coshop.core.call_types import Ended
from coshop.peer import Associate, ColourBars, Tone
from coshop.protocol.work import JobNote
from tests.agents.goods import ALL
from tests.agents.processes import Agents, agents_process, kill, worker_pids
from tests.integration.conftest import Shop
from tests.servers import LiveServer, running_server, until

pytestmark = pytest.mark.timeout(180)
SHORT = """
story: short
title: A short one
brief: Put it into the bag.
caller:
  name: Kim
  mode: {mode}
scene: {{page: any}}
match: {{product: page}}
goals: {{answer_s: 30, matching_added_s: 60}}
steps:
  - say: Hello, I want the {{title}}.
  - wait: matching_added
    within_s: 60
  - end: Bye!
"""


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[LiveServer]:
    folder = tmp_path_factory.mktemp("practice")
    (folder / "stories").mkdir()
    (folder / "stories" / "short.yaml").write_text(SHORT.format(mode="text"))
    (folder / "stories" / "seen.yaml").write_text(
        SHORT.format(mode="video").replace("story: short", "story: seen")
    )
    with running_server(folder, agents="off") as running:
        yield running


@pytest.fixture(scope="module")
def agents(server: LiveServer) -> Iterator[Agents]:
    _, key = server.on_loop(server.coshop.parts.worker_keys.add("practice"))
    with agents_process([server.url], key) as running:
        until(lambda: server.on_loop(server.coshop.parts.workers.all()), 60, "no worker came")
        yield running


class Pupil:
    """An associate who practises: away, with a console for the requests."""

    def __init__(self, shop: Shop, anna: Associate, console: httpx.Client) -> None:
        self.shop, self.anna, self.console = shop, anna, console
        self.notes: list[dict[str, Any]] = []
        anna.signalling.on_note = self._note

    def _note(self, note: JobNote) -> None:
        self.notes.append(note.note)

    async def start(self, story: str) -> str:
        body = {"story": story, "client_id": self.anna.client_id}
        answer = await asyncio.to_thread(self.console.post, "/v1/console/rehearsals", json=body)
        assert answer.status_code == 200, answer.text
        return str(answer.json()["rehearsal_id"])

    async def ended(self, timeout_s: float = 60.0) -> dict[str, Any]:
        """The newest rehearsal, once it is over."""
        async with asyncio.timeout(timeout_s):
            while True:
                answer = await asyncio.to_thread(self.console.get, "/v1/console/rehearsals")
                newest: dict[str, Any] = answer.json()["rehearsals"][0]
                if newest["ended_at_ms"]:
                    return newest
                await asyncio.sleep(0.1)


@pytest.fixture
async def pupil(shop: Shop) -> AsyncIterator[Pupil]:
    shop.server.on_loop(shop.server.coshop.parts.catalogue.replace(shop.store.store_id, [ALL], 1))
    anna = await shop.associate()
    with shop.server.signed_in(shop.row) as console:
        yield Pupil(shop, anna, console)


async def test_REHEARSE5_a_worker_plays_the_shopper_and_the_report_is_kept(
    pupil: Pupil, agents: Agents
) -> None:
    anna = pupil.anna
    rehearsal_id = await pupil.start("short")
    ringing = await anna.wait_ring(timeout_s=30)
    assert (ringing.kind, ringing.shopper.name) == ("rehearsal", "Kim")
    await anna.accept()
    await anna.wait_for(lambda call: any("I want the" in m.text for m in call.chat))
    page = next(product for product in ALL if product.product_id == ringing.page.product_id)
    await anna.add_to_cart(next(variant.variant_id for variant in page.variants if variant.in_stock))
    await anna.wait_for(lambda call: isinstance(call.phase, Ended), timeout_s=30)
    done = await pupil.ended()
    assert (done["rehearsal_id"], done["state"], done["title"]) == (rehearsal_id, "done", "A short one")
    assert (done["report"]["ending"], done["report"]["passed"]) == ("played", True)
    assert done["report"]["voice"] == "written"
    rows = {row["key"]: row["verdict"] for row in done["report"]["rows"] if row["goal_s"]}
    assert rows == {"answer_s": "met", "matching_added_s": "met"}
    steps = [note.get("step") or note.get("state") for note in pupil.notes]
    assert [each for each in steps if each] == ["queued", "running", "preparing", "calling", "done"]
    (calling,) = [note for note in pupil.notes if note.get("step") == "calling"]
    assert (calling["call_id"], calling["voice"]) == (ringing.call_id, "written")
    assert anna.signalling.presence is not None
    assert anna.signalling.presence.state == "away", "practice makes nobody available"
    (past,) = [await asyncio.to_thread(pupil.console.get, "/v1/console/calls")]
    assert past.json() == {"calls": []}
    text = "".join(agents.log)
    assert "st_" not in text, "no token in the log"


async def test_REHEARSE5_the_shopper_is_seen_and_heard_and_can_be_stopped(shop: Shop, agents: Agents) -> None:
    shop.server.on_loop(shop.server.coshop.parts.catalogue.replace(shop.store.store_id, [ALL], 1))
    anna = await shop.associate(media=True, video=ColourBars(), audio=Tone())
    with shop.server.signed_in(shop.row) as console:
        pupil = Pupil(shop, anna, console)
        rehearsal_id = await pupil.start("seen")
        await anna.wait_ring(timeout_s=60)
        await anna.accept()
        await anna.until(lambda: anna.media and anna.media.received.video_frames >= 8, timeout_s=30)
        stop = f"/v1/console/rehearsals/{rehearsal_id}/stop"
        assert (await asyncio.to_thread(console.post, stop, json={})).status_code == 204
        await anna.wait_for(lambda call: isinstance(call.phase, Ended), timeout_s=30)
        stopped = await pupil.ended()
        assert (stopped["state"], stopped["reason"], stopped["report"]) == ("cancelled", "stopped", {})


async def test_REHEARSE6_a_worker_that_dies_in_the_middle_ends_the_call_and_somebody_is_told(
    pupil: Pupil, agents: Agents
) -> None:
    anna = pupil.anna
    await pupil.start("short")
    await anna.wait_ring(timeout_s=30)
    await anna.accept()
    await anna.wait_for(lambda call: any("I want the" in m.text for m in call.chat))
    kill(worker_pids(agents.log)[-1])
    await anna.wait_for(lambda call: isinstance(call.phase, Ended), timeout_s=30)
    broken = await pupil.ended()
    assert (broken["state"], broken["report"]) == ("failed", {})
    assert broken["reason"] == "worker_lost"
    words = [note["words"] for note in pupil.notes if note.get("state") == "failed"]
    assert words == ["The program that did this broke off."]
    # Another process has taken its place, and the next rehearsal goes well.
    await pupil.start("short")
    await anna.until(
        lambda: anna.is_followed and anna.call and anna.call.phase.phase == "ringing", timeout_s=60
    )
    await anna.accept()
    await anna.end()
    over = await pupil.ended()
    assert (over["state"], over["report"]["ending"], over["report"]["passed"]) == (
        "done",
        "ended_early",
        False,
    )


async def test_REHEARSE6_a_story_that_is_spoilt_after_it_was_chosen_says_its_mistake(
    pupil: Pupil, server: LiveServer, agents: Agents
) -> None:
    mine = server.coshop.settings.data_dir / "stories" / pupil.shop.store.public_key
    mine.mkdir()
    (mine / "mine.yaml").write_text(SHORT.format(mode="text").replace("story: short", "story: mine"))
    parts = server.coshop.parts
    _, key = server.on_loop(parts.worker_keys.add(f"late {pupil.shop.store.store_id}"))
    for row in server.on_loop(parts.workers.all()):  # nobody takes it yet
        seat = next(each for each in parts.board.crew.seats if each.worker_id == row.worker_id)
        seat.capacity = 0
    await pupil.start("mine")
    text = SHORT.format(mode="text").replace("story: short", "story: mine")
    (mine / "mine.yaml").write_text(text.replace("  - say:", "  - shout:"))
    with agents_process([server.url], key):
        failed = await pupil.ended()
    assert failed["state"] == "failed"
    assert "there is no step 'shout'; allowed are say, wait, open, checkout, end" in failed["reason"]


async def test_CANARY5_a_worker_calls_every_so_often_and_the_call_counts_nowhere(tmp_path: Path) -> None:
    with running_server(tmp_path, agents="off", canary_every=0.05) as server:
        store = server.add_store()
        parts = server.coshop.parts
        server.on_loop(parts.catalogue.replace(store.store_id, [ALL], 1))
        server.add_associate(store, role="canary", name="Robot")
        boss = server.add_associate(store, role="supervisor")
        _, key = server.on_loop(parts.worker_keys.add("canary"))
        with agents_process([server.url], key), server.signed_in(boss) as chief:

            def runs() -> list[dict[str, Any]]:
                found: list[dict[str, Any]] = chief.get("/v1/console/canary").json()["runs"]
                return [run for run in found if run["ended_at_ms"]]

            await asyncio.to_thread(until, lambda: len(runs()) >= 2, 120, "no two calls were made")
            run = runs()[-1]
            assert (run["ok"], run["source"], run["failed_step"]) == (True, "worker", ""), run
            assert [each["step"] for each in run["steps"]][:2] == ["sign_in", "product"]
            text = chief.get("/metrics").text
            assert f'coshop_canary_ok{{store="{store.public_key}"}} 1.0' in text
            journal = parts.journal
            assert server.on_loop(journal.wait_seconds(store.store_id, 0, 10)) == ()
            assert server.on_loop(parts.board.availability(store)).available is False
