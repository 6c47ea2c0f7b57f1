"""[REV4]–[REV7] [WORK6] What becomes of a recording: played, made into a film, sealed, in a bucket, on whichever machine the worker is."""

from __future__ import annotations

import asyncio
import contextlib
import io
import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import av
import pytest

from coshop.agents.record.keys import KeyFile
from coshop.agents.record.shelf import DiskShelf
from coshop.agents.record.vault import VaultWriter
from coshop.peer import Associate
from coshop.ports import AuditRow, Store
from coshop.protocol.work import JobNote
from tests.agents.processes import worker
from tests.agents.record.films import play
from tests.agents.record.s3_server import BUCKET, KEY, SECRET, s3_server
from tests.integration.conftest import Shop
from tests.integration.goods import product
from tests.integration.recording import counters, film, kept, on, recorded, until
from tests.servers import LiveServer, running_server

pytestmark = pytest.mark.timeout(300)


def at(call_id: str, rest: str = "") -> str:
    return f"/v1/console/reviews/{call_id}{rest}"


async def recorded_call(shop: Shop, seconds: float = 2.0) -> str:
    """A call of some seconds, recorded and ended; its id."""
    shopper, _ = await recorded(shop)
    await asyncio.sleep(seconds)
    await shopper.end()
    await kept(shop.server, shopper.call_id)
    return shopper.call_id


def sealed(folder: Path) -> list[bytes]:
    return [path.read_bytes() for path in folder.rglob("*.webm")]


@pytest.mark.usefixtures("recorder")
async def test_REV5_WORK6_a_recording_is_played_in_parts_and_becomes_a_film(shop: Shop) -> None:
    boss = shop.server.add_associate(shop.store, role="admin", name="Ada")
    desk = await shop.associate(boss)
    notes: list[JobNote] = []
    desk.signalling.on_note = notes.append
    with shop.server.signed_in(boss) as client:
        call_id = await recorded_call(shop)
        review = (await asyncio.to_thread(client.get, at(call_id))).json()
        (file,) = [f for f in review["recording"]["files"] if f["side"] == "shopper"]
        half = file["bytes"] // 2
        pieces = [
            (await asyncio.to_thread(client.get, file["url"], headers={"range": span})).content
            for span in (f"bytes=0-{half}", f"bytes={half + 1}-")
        ]
        assert counters(await asyncio.to_thread(play, b"".join(pieces)))
        ordered = await asyncio.to_thread(
            client.post, at(call_id, "/export"), json={"client_id": desk.client_id}
        )
        assert ordered.status_code == 202, ordered.text

        async def done() -> dict[str, Any] | None:
            state = (await asyncio.to_thread(client.get, at(call_id, "/export"))).json()
            assert state["state"] != "failed", state
            return state if state["state"] == "done" else None

        state = await until(done, 120, "the film is made")
        answer = await asyncio.to_thread(client.get, state["url"])
        with av.open(io.BytesIO(answer.content), "r") as container:
            pictures = list(container.decode(video=0))
            length_ms = float(container.duration or 0) / 1000
        assert (pictures[0].width, pictures[0].height) == (1280, 480)
        assert length_ms == pytest.approx(state["length_ms"], abs=100)
        assert length_ms > 1_500
        mine = [note.note for note in notes if note.kind == "export"]
        assert [note["state"] for note in mine if "state" in note] == ["queued", "running", "done"]
        told = [(note["done_ms"], note["total_ms"]) for note in mine if "done_ms" in note]
        assert told
        assert told[-1][0] == told[-1][1]
        what = [
            e["what"] for e in (await asyncio.to_thread(client.get, "/v1/console/audit")).json()["entries"]
        ]
        assert what[::-1] == ["review_viewed", "recording_played", "export_ordered", "export_downloaded"]
        folder = (
            Path(shop.server.coshop.settings.data_dir) / "recordings" / review["recording"]["recording_id"]
        )
        assert sealed(folder)
        assert not [data for data in sealed(folder) if b"\x1a\x45\xdf\xa3" in data[:4096] or b"V_VP8" in data]
        assert (await asyncio.to_thread(client.delete, at(call_id, "/recording"))).status_code == 204
        assert not [path for path in folder.rglob("*") if path.is_file()]


@pytest.fixture(scope="module")
def s3(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    with s3_server(tmp_path_factory.mktemp("s3")) as address:
        yield address


@pytest.fixture
def words(s3: str, tmp_path: Path) -> dict[str, Any]:
    keys = KeyFile(tmp_path / "shared.key")
    keys.make()
    return {
        "recordings_bucket_url": s3,
        "recordings_bucket": BUCKET,
        "recordings_bucket_key_id": KEY,
        "recordings_bucket_secret": SECRET,
        "recordings_key_file": str(tmp_path / "shared.key"),
    }


def shop_on(server: LiveServer, stack: Any) -> Shop:
    store: Store = server.add_store()
    row = server.add_associate(store)
    server.on_loop(server.coshop.parts.catalogue.replace(store.store_id, [(product("shirt"),)], 1))
    return Shop(server, store, row, stack)


def left_here(spool: Path, keys: KeyFile, recording_id: str) -> None:
    """A part that a recorder on this machine could not send, an hour ago."""
    name = f"{recording_id}/shopper-1-0.webm"
    pen = DiskShelf(spool).begin(name)
    writer = VaultWriter.begin(pen, keys, recording_id)
    writer.append(b"a film")
    writer.finish()
    pen.close()
    os.utime(spool / name, (0, 0))


async def test_REV4_REV8_a_worker_on_another_machine_keeps_recordings_in_the_bucket(
    words: dict[str, Any], tmp_path: Path
) -> None:
    with running_server(**words) as server:
        async with contextlib.AsyncExitStack() as stack:
            shop = shop_on(server, stack)
            spool = tmp_path / "elsewhere"
            told = {f"COSHOP_{name.upper()}": value for name, value in words.items()}
            for recording_id in ("rec_erased01", "rec_wanted01"):
                left_here(spool, KeyFile(tmp_path / "shared.key"), recording_id)
            gone = AuditRow(at_ms=1, store_id="s", what="shopper_erased", recording_id="rec_erased01")
            await on(server, server.coshop.parts.audit.add(gone))
            with worker(server, COSHOP_RECORDINGS_DIR=str(spool), **told):
                call_id = await recorded_call(shop)
            row = await on(server, server.coshop.parts.recordings.of_call(call_id))
            assert (row.state, row.fault) == ("kept", "")
            assert not [path for path in spool.rglob("*") if path.is_file()], "nothing waits there"
            files = server.coshop.parts.files
            assert await on(server, files.names("rec_wanted01")) == ("rec_wanted01/shopper-1-0.webm",)
            assert await on(server, files.names("rec_erased01")) == (), "[REV8] not sent after all"
            here = Path(server.coshop.settings.data_dir) / "recordings"
            assert not [path for path in here.rglob("*") if path.is_file()], "nothing is kept on the server"
            for side in ("shopper", "associate"):
                assert counters(await film(server, row, side))
            await on(server, server.coshop.parts.eraser.erase(row, "recording_deleted"))
            assert await on(server, server.coshop.parts.files.names(row.recording_id)) == ()


async def test_WORK3_a_worker_that_was_told_no_place_leaves_recordings_to_others(shop: Shop) -> None:
    before = {row.worker_id for row in await on(shop.server, shop.server.coshop.parts.workers.all())}
    with worker(shop.server, COSHOP_RECORDINGS_DIR=""):

        async def kinds() -> tuple[str, ...]:
            rows = await on(shop.server, shop.server.coshop.parts.workers.all())
            return next((row.kinds for row in rows if row.worker_id not in before), ())

        found = await until(kinds, what="a worker")
        assert "mirror" in found
        assert not {"record", "export"} & set(found)


@pytest.mark.usefixtures("recorder")
async def test_REV6_the_films_of_a_stopped_export_leave_nothing_behind(shop: Shop) -> None:
    with shop.server.signed_in(shop.server.add_associate(shop.store, role="admin")) as client:
        call_id = await recorded_call(shop)
        parts = shop.server.coshop.parts
        await asyncio.to_thread(client.post, at(call_id, "/export"), json={})

        async def running() -> bool:
            state = (await asyncio.to_thread(client.get, at(call_id, "/export"))).json()["state"]
            return state in ("running", "done")

        await until(running, what="the export runs")
        row = await on(shop.server, parts.recordings.of_call(call_id))
        assert (await asyncio.to_thread(client.delete, at(call_id, "/recording"))).status_code == 204

        async def gone() -> bool:
            return not await on(shop.server, parts.files.names(row.recording_id))

        await asyncio.sleep(2)
        await until(gone, what="nothing is left")


@pytest.mark.usefixtures("recorder")
async def test_REV5_a_supervisor_who_is_connected_sees_the_failure_of_an_export(shop: Shop) -> None:
    boss = shop.server.add_associate(shop.store, role="supervisor")
    desk: Associate = await shop.associate(boss)
    notes: list[JobNote] = []
    desk.signalling.on_note = notes.append
    with shop.server.signed_in(boss) as client:
        call_id = await recorded_call(shop)
        row = await on(shop.server, shop.server.coshop.parts.recordings.of_call(call_id))
        folder = Path(shop.server.coshop.settings.data_dir) / "recordings"
        (folder / row.files[0]["name"]).write_bytes(b"no film of ours")
        await asyncio.to_thread(client.post, at(call_id, "/export"), json={"client_id": desk.client_id})

        async def failed() -> dict[str, Any] | None:
            state = (await asyncio.to_thread(client.get, at(call_id, "/export"))).json()
            return state if state["state"] == "failed" else None

        state = await until(failed, 60, "the export fails")
        assert state["words"].startswith("A part of the recording cannot be opened")
        assert any(note.note.get("state") == "failed" for note in notes)
        again = await asyncio.to_thread(client.post, at(call_id, "/export"), json={})
        assert again.status_code == 202, "a film that failed may be ordered again"
