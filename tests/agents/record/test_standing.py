"""[REV8] What comes behind the erasure of its recording is erased: parts of a worker that was thought lost, and films."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, cast

import pytest

import coshop.agents.record.export_job as export_job
import coshop.agents.record.standing as standing
from coshop.agents.jobs import Job, JobContext, JobFailed
from coshop.agents.record.export import Exported
from coshop.agents.record.export_job import make_film
from coshop.agents.record.place import Place
from coshop.agents.record.shelf import DiskShelf
from coshop.agents.record.standing import erase_what_came_behind
from coshop.identity import new_id
from coshop.peer import WorkerDoor
from coshop.ports import AuditRow
from tests.servers import LiveServer, running_server

AWAY = "http://127.0.0.1:9"
PART = "shopper-1-0.webm"


@pytest.fixture(scope="module")
def server() -> Iterator[LiveServer]:
    with running_server() as running:
        yield running


@dataclass
class Doing:
    """A job's way to the outside, as far as this work sees it."""

    base_url: str
    door: WorkerDoor
    recordings: Mapping[str, Any]
    cancelled: asyncio.Event = field(default_factory=asyncio.Event)
    cancel_reason: str = ""

    def note(self, note: Mapping[str, Any]) -> None:
        pass


@pytest.fixture
async def doing(server: LiveServer, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[Doing]:
    monkeypatch.setattr(standing, "PAUSE_S", 0.01)
    _, key = await asyncio.to_thread(server.on_loop, server.coshop.parts.worker_keys.add(new_id("key")))
    door = WorkerDoor(key)
    yield Doing(server.url, door, Place(folder=str(tmp_path / "shelf")).words())
    await door.close()


async def erased(server: LiveServer) -> str:
    """The id of a recording that was erased."""
    row = AuditRow(at_ms=1, store_id="s", what="recording_deleted", recording_id=new_id("rec"))
    await asyncio.to_thread(server.on_loop, server.coshop.parts.audit.add(row))
    return row.recording_id


def put(place: Mapping[str, Any], name: str) -> None:
    pen = DiskShelf(Path(place["folder"])).begin(name)
    pen.write(b"sealed")
    pen.close()


def there(place: Mapping[str, Any]) -> list[str]:
    return list(DiskShelf(Path(place["folder"])).names())


async def test_rev8_parts_that_come_behind_the_erasure_are_erased_and_others_stay(
    server: LiveServer, doing: Doing
) -> None:
    gone, stands = await erased(server), new_id("rec")
    shelf = DiskShelf(Path(doing.recordings["folder"]))
    for recording_id in (gone, stands):
        put(doing.recordings, f"{recording_id}/{PART}")
    assert (
        await erase_what_came_behind(doing, shelf, gone, [f"{gone}/{PART}", f"{gone}/never-there.webm"])
        is True
    )
    assert await erase_what_came_behind(doing, shelf, stands, [f"{stands}/{PART}"]) is False
    doing.base_url = AWAY
    assert await erase_what_came_behind(doing, shelf, stands, [f"{stands}/{PART}"]) is None
    assert there(doing.recordings) == [f"{stands}/{PART}"]


@pytest.mark.parametrize("attempt", [1, 2])
@pytest.mark.parametrize("what", ["stands", "erased", "unsaid"])
async def test_rev8_a_film_of_a_recording_that_was_erased_meanwhile_does_not_stay(
    server: LiveServer, doing: Doing, monkeypatch: pytest.MonkeyPatch, what: str, attempt: int
) -> None:
    recording_id = await erased(server) if what == "erased" else new_id("rec")

    async def made(place: Place, _recording_id: str, _sources: Any, target: str, **_: Any) -> Exported:
        put(place.words(), target)
        return Exported(target, length_ms=5, bytes=6)

    monkeypatch.setattr(export_job, "export", made)
    doing.base_url = AWAY if what == "unsaid" else doing.base_url
    args: dict[str, Any] = {
        "recording_id": recording_id,
        "sources": [[f"{recording_id}/{PART}", "shopper", 0]],
        "target": f"{recording_id}/film_x.mp4",
    }
    making = make_film(
        Job(job_id="job_1", kind="export", args=args, attempt=attempt), cast("JobContext", doing)
    )
    if what == "stands":
        name = f"{recording_id}/film_x{'-2' if attempt == 2 else ''}.mp4"
        assert await making == {"name": name, "length_ms": 5, "bytes": 6}
        assert there(doing.recordings) == [name]
    else:
        with pytest.raises(JobFailed, match="was erased while" if what == "erased" else "did not say"):
            await making
        assert there(doing.recordings) == []
