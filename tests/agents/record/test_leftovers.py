"""[REV8] What waits on a worker's machine for the bucket: sent where it is wanted, left alone while it is made, erased where it was erased."""

from __future__ import annotations

import asyncio
import fcntl
import os
from collections.abc import AsyncIterator, Iterator, Mapping
from contextlib import closing
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any, Literal

import pytest

import coshop.agents.record.bucket as bucket_module
from coshop.agents.record.leftovers import AT_ONCE, send_leftovers
from coshop.agents.record.place import Place
from coshop.agents.record.reading import open_recording
from coshop.agents.record.shelf import DiskShelf
from coshop.agents.record.vault import VaultWriter
from coshop.agents.record.webm import Webm
from coshop.core.recorded_parts import TIMELINE, Part
from coshop.identity import new_id
from coshop.peer import WorkerDoor
from coshop.ports import RecordingRow
from tests.agents.processes import agents_process
from tests.agents.record.films import film, play
from tests.agents.record.s3_server import BUCKET, KEY, SECRET, s3_server
from tests.servers import LiveServer, running_server, until

pytestmark = pytest.mark.timeout(120)
AWAY = "http://127.0.0.1:9"


@pytest.fixture(scope="module")
def s3(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    with s3_server(tmp_path_factory.mktemp("s3")) as address:
        yield address


@pytest.fixture(scope="module")
def server() -> Iterator[LiveServer]:
    with running_server() as running:
        yield running


@pytest.fixture
def place(s3: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Place:
    monkeypatch.setattr(bucket_module, "PAUSE_S", 0.01)
    return Place(
        folder=str(tmp_path / "recordings"), endpoint=s3, bucket=BUCKET, access_key=KEY, secret_key=SECRET,
        prefix=new_id("prefix"),
    )  # fmt: skip


@dataclass
class Worker:
    """A worker that has time, as far as this work sees it."""

    base_url: str
    door: WorkerDoor
    recordings: Mapping[str, Any]
    leaving: bool = False
    asked: list[str] = field(default_factory=list)


@pytest.fixture
async def worker(server: LiveServer, place: Place) -> AsyncIterator[Worker]:
    _, key = await on(server, server.coshop.parts.worker_keys.add(new_id("key")))
    door = WorkerDoor(key)
    yield Worker(server.url, door, place.words())
    await door.close()


async def on(server: LiveServer, work: Any) -> Any:
    return await asyncio.to_thread(server.on_loop, work)


async def recording(server: LiveServer, state: Literal["kept", "failed"] = "kept") -> str:
    """On record in this state; its id."""
    recordings = server.coshop.parts.recordings
    row = RecordingRow(
        recording_id=new_id("rec"), call_id=new_id("call"), store_id="store", shopper_id="sue", associate_id="ann",
        job_id=new_id("job"), started_at_ms=1, recorded=("shopper",), consents=(),
    )  # fmt: skip
    await on(server, recordings.add(row))
    await on(server, recordings.finish(row.recording_id, state, 2))
    return row.recording_id


def left(place: Place, recording_id: str, *, whole: bool = False, number: int = 1) -> str:
    """A part as a recorder leaves it that died, or (whole) that the bucket did not take; its name."""
    disk, webm = DiskShelf(Path(place.folder)), Webm()
    name = Part(recording_id, "shopper", number, 250).name
    for index, frame in enumerate(film(2)):
        webm.add_video(index * 66, frame, keyframe=not frame[0] & 1)
    pen = disk.begin(name)
    writer = VaultWriter.begin(pen, place.master(), recording_id)
    if whole:
        data, patches = webm.finish()
        writer.append(data)
        for patch in patches:
            writer.patch(patch.offset, patch.data)
        writer.finish()
    else:
        writer.append(webm.cut())
    pen.close()
    os.utime(Path(place.folder) / name, (1, 1))
    return name


def waiting(place: Place) -> list[str]:
    return list(DiskShelf(Path(place.folder)).names())


def in_bucket(place: Place) -> list[str]:
    with closing(place.shelf()) as shelf:
        return list(shelf.names())


def content(place: Place, name: str) -> bytes:
    """A file that has its end."""
    with closing(place.shelf()) as shelf:
        opened = open_recording(shelf, name, place.master())
        assert opened.complete
        return opened.readall()


@pytest.mark.parametrize("whole", [True, False])
@pytest.mark.parametrize("state", ["kept", "failed"])
async def test_rev8_what_waits_is_mended_sent_and_plays(
    server: LiveServer, place: Place, worker: Worker, state: Literal["kept", "failed"], whole: bool
) -> None:
    name = left(place, await recording(server, state), whole=whole)
    await send_leftovers(worker)
    assert waiting(place) == []
    assert len(play(content(place, name)).pictures) == 30
    await send_leftovers(worker)


async def test_rev8_what_was_written_a_moment_ago_is_left_to_its_recorder(
    server: LiveServer, place: Place, worker: Worker
) -> None:
    name = left(place, await recording(server))
    os.utime(Path(place.folder) / name)
    await send_leftovers(worker)
    assert waiting(place) == [name]


async def test_rev8_what_was_erased_meanwhile_is_erased_here_too(
    server: LiveServer, place: Place, worker: Worker
) -> None:
    recording_id = await recording(server)
    left(place, recording_id)
    parts = server.coshop.parts
    row = next(
        each for each in await on(server, parts.recordings.ended()) if each.recording_id == recording_id
    )
    await on(server, parts.eraser.erase(row, "recording_deleted"))
    await send_leftovers(worker)
    assert waiting(place) == []
    assert in_bucket(place) == [], "nothing of it comes into the bucket"


async def test_rev8_what_is_erased_while_it_is_sent_does_not_stay_in_the_bucket(
    server: LiveServer, place: Place, worker: Worker, monkeypatch: pytest.MonkeyPatch
) -> None:
    parts = server.coshop.parts
    name = left(place, await recording(server), whole=True)
    sent: list[str] = []

    def erased_just_then(bucket: bucket_module.Bucket, name: str, data: bytes) -> None:
        row = RecordingRow(
            recording_id=name.partition("/")[0], call_id="c", store_id="store", shopper_id="sue", associate_id="ann",
            job_id="j", started_at_ms=1, recorded=("shopper",), consents=(), state="kept", ended_at_ms=2,
        )  # fmt: skip
        server.on_loop(parts.eraser.erase(row, "recording_deleted"))
        put(bucket, name, data)
        sent.append(name)

    put = bucket_module.Bucket.put
    monkeypatch.setattr(bucket_module.Bucket, "put", erased_just_then)
    await send_leftovers(worker)
    assert sent == [name]
    assert waiting(place) == in_bucket(place) == []


async def test_rev8_a_bucket_or_a_server_that_is_away_changes_nothing(
    server: LiveServer, place: Place, worker: Worker
) -> None:
    names = [left(place, await recording(server), whole=True) for _ in range(2)]
    worker.recordings = replace(place, endpoint=AWAY).words()
    await send_leftovers(worker)
    worker.recordings, worker.base_url = place.words(), AWAY
    await send_leftovers(worker)
    worker.base_url, worker.door = server.url, WorkerDoor("wk_unknown")
    await send_leftovers(worker)
    await worker.door.close()
    assert waiting(place) == sorted(names)


async def test_rev8_a_worker_that_leaves_breaks_off_and_two_do_not_do_it_at_once(
    server: LiveServer, place: Place, worker: Worker
) -> None:
    names = [left(place, await recording(server), whole=True) for _ in range(2)]
    worker.leaving = True
    await send_leftovers(worker)
    worker.leaving = False
    other = os.open(place.folder, os.O_RDONLY)
    fcntl.flock(other, fcntl.LOCK_EX)
    await send_leftovers(worker)
    assert waiting(place) == sorted(names)
    os.close(other)
    await send_leftovers(worker)
    assert waiting(place) == []


async def test_rev8_a_round_is_bounded_and_what_cannot_be_sent_stands_in_nobodys_way(
    server: LiveServer, place: Place, worker: Worker
) -> None:
    row = await recording(server)
    for number in range(AT_ONCE + 5):
        broken = Path(place.folder) / f"{row}x{number}" / "shopper-1-0.webm"
        broken.parent.mkdir(parents=True)
        broken.write_bytes(b"none of ours")
        os.utime(broken, (1, 1))
        await on(
            server,
            server.coshop.parts.recordings.add(
                RecordingRow(
                    recording_id=broken.parent.name, call_id=new_id("call"), store_id="store", shopper_id="sue",
                    associate_id="ann", job_id=new_id("job"), started_at_ms=1, recorded=("shopper",), consents=(),
                )
            ),
        )  # fmt: skip
        await on(server, server.coshop.parts.recordings.finish(broken.parent.name, "kept", 2))
    left(place, row, whole=True)
    rounds = 0
    while any(name.startswith(f"{row}/") for name in waiting(place)):
        await send_leftovers(worker)
        rounds += 1
        assert rounds < 40
    assert len(waiting(place)) == AT_ONCE + 5, "what is none of ours is left where it is"


async def test_rev8_a_timeline_is_sent_once_its_writer_is_surely_gone(
    server: LiveServer, place: Place, worker: Worker
) -> None:
    recording_id = await recording(server)
    name = f"{recording_id}/{TIMELINE}"
    pen = DiskShelf(Path(place.folder)).begin(name)
    writer = VaultWriter.begin(pen, place.master(), recording_id)
    writer.append(b"{}")
    writer.finish()
    pen.close()
    film_name = f"{recording_id}/film_1.mp4"
    (Path(place.folder) / film_name).write_bytes(b"a film that was not sent is made again")
    os.utime(Path(place.folder) / film_name, (1, 1))
    await send_leftovers(worker)
    assert waiting(place) == sorted([name, film_name])
    os.utime(Path(place.folder) / name, (1, 1))
    await send_leftovers(worker)
    assert waiting(place) == [film_name]


async def test_rev8_without_a_bucket_or_a_folder_there_is_nothing_to_do(place: Place, worker: Worker) -> None:
    await send_leftovers(worker)
    assert not os.access(place.folder, os.F_OK)
    worker.recordings = {}
    await send_leftovers(worker)
    name = left(place, "rec_nobody")
    worker.recordings = {"folder": place.folder}
    await send_leftovers(worker)
    assert waiting(place) == [name]


async def test_rev8_a_worker_that_starts_sends_what_the_last_one_left(
    server: LiveServer, place: Place, s3: str, tmp_path: Path
) -> None:
    name = left(place, await recording(server))
    _, key = await on(server, server.coshop.parts.worker_keys.add(new_id("key")))
    told = {
        "COSHOP_RECORDINGS_DIR": place.folder,
        "COSHOP_RECORDINGS_KEY_FILE": str(tmp_path / "recordings.key"),
        "COSHOP_RECORDINGS_BUCKET_URL": s3,
        "COSHOP_RECORDINGS_BUCKET": BUCKET,
        "COSHOP_RECORDINGS_BUCKET_KEY_ID": KEY,
        "COSHOP_RECORDINGS_BUCKET_SECRET": SECRET,
        "COSHOP_RECORDINGS_BUCKET_PREFIX": place.prefix,
    }
    with agents_process([server.url], key, environment=told) as agents:
        await asyncio.to_thread(until, lambda: waiting(place) == [], 60, "it is sent")
        await asyncio.to_thread(until, lambda: agents.said("a part that waited here was looked at"), 10)
    assert play(content(place, name)).pictures
