"""[REV5] [REV8] A part that reaches the bucket after a film was made without it: the film is made anew, by real workers and a real S3 server."""

from __future__ import annotations

import asyncio
import os
from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from pathlib import Path
from typing import Any

import httpx
import pytest

from coshop.agents.record.keys import KeyFile
from coshop.agents.record.place import Place
from coshop.agents.record.shelf import DiskShelf, Shelf
from coshop.agents.record.vault import VaultWriter
from coshop.agents.record.webm import Webm
from coshop.core.recorded_parts import Part
from tests.agents.processes import worker
from tests.agents.record.films import film
from tests.agents.record.s3_server import BUCKET, KEY, SECRET, s3_server
from tests.api.recorded import recorded_call
from tests.api.reviewing import at, refusal
from tests.integration.recording import until
from tests.servers import LiveServer, running_server

pytestmark = pytest.mark.timeout(300)


@pytest.fixture
def words(tmp_path: Path) -> Iterator[dict[str, Any]]:
    """Where recordings are kept, for the server and its workers."""
    (tmp_path / "s3").mkdir()
    KeyFile(tmp_path / "shared.key").make()
    with s3_server(tmp_path / "s3") as address:
        yield {
            "recordings_bucket_url": address,
            "recordings_bucket": BUCKET,
            "recordings_bucket_key_id": KEY,
            "recordings_bucket_secret": SECRET,
            "recordings_key_file": str(tmp_path / "shared.key"),
        }


def keep(shelf: Shelf, keys: KeyFile, part: Part, seconds: int) -> dict[str, Any]:
    """A part as a recorder leaves it, and what it says of it."""
    webm = Webm()
    for index, frame in enumerate(film(seconds)):
        webm.add_video(index * 1000 / 15, frame, keyframe=not frame[0] & 1)
    data, patches = webm.finish(seconds * 1000)
    pen = shelf.begin(part.name)
    vault = VaultWriter.begin(pen, keys, part.recording_id)
    vault.append(data)
    for patch in patches:
        vault.patch(patch.offset, patch.data)
    vault.finish()
    pen.close()
    return {
        "name": part.name, "side": part.side, "part": part.number, "start_ms": part.start_ms,
        "duration_ms": seconds * 1000, "bytes": vault.length, "has_video": True, "gaps": [], "fault": "",
    }  # fmt: skip


def recorded(server: LiveServer, keys: KeyFile, spool: Path) -> tuple[str, str]:
    """A call whose first recorder was lost on another machine, where its second of the recording waits: the call's id, and the part's name."""
    recordings, store = server.coshop.parts.recordings, server.add_store()
    call_id = recorded_call(server, store)
    row = server.on_loop(recordings.of_call(call_id))
    assert row is not None
    server.on_loop(server.coshop.parts.files.erase(row.recording_id))
    server.on_loop(recordings.remove(row.recording_id))
    server.on_loop(recordings.add(replace(row, state="recording", ended_at_ms=0, files=())))
    late = Part(row.recording_id, "shopper", 1, 0)
    said = keep(DiskShelf(spool), keys, late, 1)
    missing = {**said, "name": "", "duration_ms": 0, "bytes": 0, "fault": "elsewhere"}
    there = Part(row.recording_id, "shopper", 2, 1_000)
    settings = server.coshop.settings
    with closing(Place.of(settings.recordings(settings.data_dir)).shelf()) as bucket:
        second = keep(bucket, keys, there, 1)
    server.on_loop(
        recordings.finish(row.recording_id, "kept", row.ended_at_ms, files=(missing, second), size=1)
    )
    return call_id, late.name


async def test_REV5_REV8_a_film_is_made_anew_of_a_part_that_came_late(
    words: dict[str, Any], tmp_path: Path
) -> None:
    told = {f"COSHOP_{name.upper()}": value for name, value in words.items()}
    spool = tmp_path / "elsewhere"
    with running_server(**words) as server:
        call_id, late = await asyncio.to_thread(recorded, server, KeyFile(tmp_path / "shared.key"), spool)
        row = server.on_loop(server.coshop.parts.recordings.of_call(call_id))
        assert row is not None
        store = server.on_loop(server.coshop.parts.directory.store(row.store_id))
        assert store is not None

        async def made(client: httpx.Client) -> dict[str, Any]:
            assert (await asyncio.to_thread(client.post, at(call_id, "/export"), json={})).status_code == 202

            async def done() -> dict[str, Any] | None:
                state = (await asyncio.to_thread(client.get, at(call_id, "/export"))).json()
                assert state["state"] not in ("failed", "outdated"), state
                return state if state["state"] == "done" else None

            film: dict[str, Any] = await until(done, 120, "the film is made")
            return film

        with server.signed_in(server.add_associate(store, role="supervisor")) as boss:
            with worker(
                server, COSHOP_RECORDINGS_DIR=str(spool), **told
            ):  # the part is left alone: it is new
                first = await made(boss)
                one = await asyncio.to_thread(boss.get, first["url"])
            assert first["length_ms"] == pytest.approx(1_000, abs=200)
            os.utime(spool / late, (1, 1))
            with worker(server, COSHOP_RECORDINGS_DIR=str(spool), **told):

                async def come() -> bool:
                    state = (await asyncio.to_thread(boss.get, at(call_id, "/export"))).json()
                    return bool(state["state"] == "outdated")

                await until(come, 60, "the part is in the bucket")
                assert refusal(await asyncio.to_thread(boss.get, at(call_id, "/export.mp4"))) == (
                    404,
                    "unknown_recording",
                )
                second = await made(boss)
                both = await asyncio.to_thread(boss.get, second["url"])
            assert second["length_ms"] == pytest.approx(2_000, abs=200)
            assert len(both.content) > len(one.content)
            names = server.on_loop(server.coshop.parts.files.names(row.recording_id))
            assert len([name for name in names if name.endswith(".mp4")]) == 1, (
                "it takes the place of the first"
            )
