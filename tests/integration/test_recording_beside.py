"""[REC10] `coshop serve` as it comes: its own worker records into the data folder, and the server plays what is there."""

from __future__ import annotations

import asyncio
import time
from pathlib import Path
from typing import Any

import httpx
import pytest

from coshop.peer import Associate, ColourBars, Shopper, Tone
from coshop.storage import open_storage
from tests.agents.record.films import play
from tests.integration.goods import PAGE, product
from tests.integration.recording import ask, counters, recorder_is_there, until
from tests.servers import PASSWORD, QUICK_CLIENT, STORE_ORIGIN, made_associate, made_store, server_process

pytestmark = pytest.mark.timeout(240)


async def test_REC10_a_server_with_nothing_set_records_with_the_worker_beside_it(tmp_path: Path) -> None:
    store = made_store(recording="ask")
    anna, boss = made_associate(store), made_associate(store, role="supervisor")
    storage = open_storage(f"sqlite:///{tmp_path / 'coshop.db'}")
    try:
        await storage.directory.add_store(store)
        for row in (anna, boss):
            await storage.directory.add_associate(row)
        await storage.catalogue.replace(store.store_id, [(product("shirt"),)], 1)
    finally:
        await storage.close()
    with server_process(tmp_path, COSHOP_AGENTS="1") as server:
        media: dict[str, Any] = {"media": True, "video": ColourBars(), "audio": Tone()}
        async with (
            Associate(
                server.url, anna.email, PASSWORD, media=True, video=ColourBars(), audio=Tone()
            ) as associate,
            Shopper(server.url, store.public_key, origin=STORE_ORIGIN, **media) as shopper,
        ):
            await associate.go_available()
            await shopper.request_call(page=PAGE, mode="video")
            await associate.wait_ring()
            await associate.accept()
            await shopper.wait_for(lambda call: call.phase.phase == "live")
            await ask(shopper, associate)
            await recorder_is_there(shopper, timeout_s=60)
            await asyncio.sleep(3)
            await shopper.end()
            call_id = shopper.call_id
        headers = {"origin": server.url}
        with httpx.Client(base_url=server.url, headers=headers, **QUICK_CLIENT) as client:
            words = {"email": boss.email, "password": PASSWORD}
            assert (
                await asyncio.to_thread(client.post, "/v1/console/sign-in", json=words)
            ).status_code == 200

            async def kept() -> dict[str, Any] | None:
                review = (await asyncio.to_thread(client.get, f"/v1/console/reviews/{call_id}")).json()
                recording: dict[str, Any] = review["recording"]
                return recording if recording["state"] != "recording" else None

            recording = await until(kept, 60, "the recording settles")
            assert (recording["state"], recording["fault"]) == ("kept", "")
            for file in recording["files"]:
                answer = await asyncio.to_thread(client.get, file["url"])
                assert counters(await asyncio.to_thread(play, answer.content))
        assert list((tmp_path / "recordings").rglob("*.webm"))
        assert (tmp_path / "recordings.key").stat().st_mode & 0o077 == 0
        began_s = time.monotonic()
        assert await asyncio.to_thread(server.stop) == 0
        assert time.monotonic() - began_s < 30
