"""[REV6] [REV8]: recordings that are erased, by whom and by itself, what is in nobody's way then, and what a worker is told of it."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from pathlib import Path
from typing import Any

import httpx
import pytest

from coshop.api.sweeping import sweep
from coshop.identity import new_id
from coshop.ports import RecordingGone, Store, Unavailable
from tests.api.recorded import exported, recorded_call
from tests.api.reviewing import at, refusal, told
from tests.servers import LiveServer


def test_REV6_an_erased_recording_is_gone_with_its_film_and_the_timeline_stays(
    server: LiveServer, store: Store, boss: httpx.Client
) -> None:
    call_id = recorded_call(server, store)
    boss.post(at(call_id, "/export"), json={})
    exported(server, call_id, b"film")
    parts = server.coshop.parts
    row = server.on_loop(parts.recordings.of_call(call_id))
    assert row is not None
    assert len(server.on_loop(parts.files.names(row.recording_id))) == 3
    assert boss.delete(at(call_id, "/recording")).status_code == 204
    assert server.on_loop(parts.files.names(row.recording_id)) == ()
    with pytest.raises(RecordingGone):
        server.on_loop(parts.files.length(row.files[0]["name"]))
    assert refusal(boss.delete(at(call_id, "/recording"))) == (404, "unknown_recording")
    assert refusal(boss.get(at(call_id, "/files/shopper/1"))) == (404, "unknown_recording")
    review = boss.get(at(call_id)).json()
    assert review["recording"] is None
    assert review["timeline"]["marks"]


def test_REV6_one_that_is_being_written_is_left_alone(
    server: LiveServer, store: Store, boss: httpx.Client
) -> None:
    parts = server.coshop.parts
    call_id = recorded_call(server, store)
    row = server.on_loop(parts.recordings.of_call(call_id))
    assert row is not None
    server.on_loop(parts.recordings.remove(row.recording_id))
    assert server.on_loop(parts.recordings.add(replace(row, state="recording", ended_at_ms=0)))
    assert refusal(boss.delete(at(call_id, "/recording"))) == (409, "still_recording")
    assert refusal(boss.post(at(call_id, "/export"), json={})) == (409, "still_recording")
    assert boss.get(at(call_id)).json()["recording"]["expires_at_ms"] == 0
    assert server.on_loop(parts.eraser.erase_shopper(row.shopper_id)) == (
        0,
        [f"The recording of the call {call_id} is still being written."],
    )


def test_REV6_an_export_that_runs_is_stopped_by_erasing(
    server: LiveServer, store: Store, boss: httpx.Client
) -> None:
    call_id = recorded_call(server, store)
    job_id = boss.post(at(call_id, "/export"), json={}).json()["job_id"]
    assert boss.delete(at(call_id, "/recording")).status_code == 204
    job = server.on_loop(server.coshop.parts.jobs.get(job_id))
    assert job is not None
    assert (job.state, job.reason) == ("cancelled", "erased")


def test_REV6_what_is_older_than_the_stores_days_is_erased_and_told_once(
    server: LiveServer, admin: httpx.Client, store: Store
) -> None:
    parts = server.coshop.parts
    call_id = recorded_call(server, store)
    assert server.on_loop(parts.eraser.erase_expired(parts.directory)) == 0
    server.on_loop(parts.directory.change_store(replace(store, recording_days=0)))
    assert server.on_loop(parts.eraser.erase_expired(parts.directory)) == 1
    assert server.on_loop(parts.recordings.of_call(call_id)) is None
    (entry,) = admin.get("/v1/console/audit").json()["entries"]
    assert (entry["what"], entry["who_id"], entry["detail"]) == ("recording_expired", "", "after 0 days")


def test_REV6_one_that_cannot_be_erased_keeps_no_other_from_it(
    server: LiveServer, store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    parts = server.coshop.parts
    calls = [recorded_call(server, store) for _ in range(3)]
    rows = server.on_loop(parts.recordings.of_calls(calls))
    stuck, erase = rows[calls[0]].recording_id, type(parts.files).erase

    async def but_one(files: Any, recording_id: str) -> int:
        if recording_id == stuck:
            raise Unavailable("permission denied")
        return await erase(files, recording_id)

    monkeypatch.setattr(type(parts.files), "erase", but_one)
    server.on_loop(parts.directory.change_store(replace(store, recording_days=0)))
    assert server.on_loop(parts.eraser.erase_expired(parts.directory)) == 2
    assert set(server.on_loop(parts.recordings.of_calls(calls))) == {calls[0]}
    monkeypatch.setattr("coshop.api.erasing.FAILURES_MAX", 1)
    monkeypatch.setattr(type(parts.files), "erase", lambda *_: but_one(None, stuck))
    recorded_call(server, store)
    assert server.on_loop(parts.eraser.erase_expired(parts.directory)) == 0, "the disk is away"


def test_REV6_those_that_cannot_be_erased_do_not_stand_in_the_way_of_later_ones_for_ever(
    server: LiveServer, store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    parts = server.coshop.parts
    server.on_loop(parts.eraser.erase_expired(parts.directory))  # what other tests left
    calls = [recorded_call(server, store) for _ in range(6)]
    rows = server.on_loop(parts.recordings.of_calls(calls))
    away, erase = {rows[call_id].recording_id for call_id in calls[:4]}, type(parts.files).erase
    tried: list[str] = []

    async def but_some(files: Any, recording_id: str) -> int:
        tried.append(recording_id)
        if recording_id in away:
            raise Unavailable("permission denied") if len(tried) % 2 else RecordingGone("no bucket")
        return await erase(files, recording_id)

    monkeypatch.setattr(type(parts.files), "erase", but_some)
    monkeypatch.setattr("coshop.api.erasing.FAILURES_MAX", 3)
    monkeypatch.setattr("coshop.api.erasing.PAGE", 2)
    server.on_loop(parts.directory.change_store(replace(store, recording_days=0)))
    assert server.on_loop(parts.eraser.erase_expired(parts.directory)) == 0, "the first three are tried"
    assert len(tried) == 3
    assert server.on_loop(parts.eraser.erase_expired(parts.directory)) == 2, "it goes on with the fourth"
    assert set(server.on_loop(parts.recordings.of_calls(calls))) == set(calls[:4])
    away.clear()
    assert server.on_loop(parts.eraser.erase_expired(parts.directory)) == 4, "all are tried again"
    for _ in range(3):
        recorded_call(server, store)
    monkeypatch.setattr("coshop.api.erasing.ROUND_MAX", 2)
    erased = [server.on_loop(parts.eraser.erase_expired(parts.directory)) for _ in range(3)]
    assert erased == [2, 1, 0], "a round is bounded"


def test_REV6_what_lies_on_a_disk_that_is_not_mounted_stays_on_record(
    server: LiveServer, store: Store, boss: httpx.Client
) -> None:
    parts = server.coshop.parts
    call_id = recorded_call(server, store)
    row = server.on_loop(parts.recordings.of_call(call_id))
    assert row is not None
    folder = Path(server.coshop.settings.data_dir) / "recordings"
    folder.rename(folder.with_name("unmounted"))
    folder.mkdir()
    try:
        assert boss.delete(at(call_id, "/recording")).status_code == 503
    finally:
        folder.rmdir()
        folder.with_name("unmounted").rename(folder)
    assert server.on_loop(parts.recordings.of_call(call_id)) == row
    assert boss.delete(at(call_id, "/recording")).status_code == 204
    assert server.on_loop(parts.files.names(row.recording_id)) == ()


def test_REV6_a_sweep_that_fails_keeps_no_other_from_it(
    server: LiveServer, store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    parts = server.coshop.parts
    call_id = recorded_call(server, store)
    server.on_loop(parts.directory.change_store(replace(store, recording_days=0)))
    swept: list[int] = []
    over = asyncio.Event()

    async def away(*_: Any) -> int:
        raise Unavailable("away")

    async def broken(*_: Any) -> int:
        raise ValueError("a row that makes no sense")

    async def kept(_: Any, before_ms: int) -> int:
        swept.append(before_ms)
        over.set()  # the last thing of a round
        return 0

    monkeypatch.setattr(type(parts.workers), "sweep", away)
    monkeypatch.setattr(type(parts.jobs), "sweep", broken)
    monkeypatch.setattr(type(parts.canary_runs), "sweep", kept)

    async def a_moment() -> None:
        sweeping = asyncio.ensure_future(sweep(parts))
        async with asyncio.timeout(20):
            await over.wait()
        sweeping.cancel()

    server.on_loop(a_moment())
    assert len(swept) == 1
    assert server.on_loop(parts.recordings.of_call(call_id)) is None


def test_REV6_a_shoppers_recordings_are_erased_and_no_others(
    server: LiveServer, admin: httpx.Client, store: Store
) -> None:
    parts = server.coshop.parts
    gone = [recorded_call(server, store, shopper_id="shopper_x1") for _ in range(2)]
    stays = recorded_call(server, store)
    assert server.on_loop(parts.eraser.erase_shopper("shopper_x1", who_name="command line")) == (2, [])
    assert set(server.on_loop(parts.recordings.of_calls([*gone, stays]))) == {stays}
    assert told(admin) == ["shopper_erased", "shopper_erased"]
    assert server.on_loop(parts.eraser.erase_shopper("shopper_x1")) == (0, [])


def test_REV6_of_a_shoppers_recordings_those_that_cannot_be_reached_keep_no_other_from_it(
    server: LiveServer, store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    parts = server.coshop.parts
    calls = [recorded_call(server, store, shopper_id="shopper_z1") for _ in range(4)]
    rows = server.on_loop(parts.recordings.of_calls(calls))
    away, erase = {rows[call_id].recording_id for call_id in calls[:2]}, type(parts.files).erase

    async def but_some(files: Any, recording_id: str) -> int:
        if recording_id in away:
            raise Unavailable("The bucket is away.")
        return await erase(files, recording_id)

    monkeypatch.setattr(type(parts.files), "erase", but_some)
    erased, left = server.on_loop(parts.eraser.erase_shopper("shopper_z1"))
    assert erased == 2
    assert left == [
        f"The recording of the call {call_id} could not be erased. The bucket is away."
        for call_id in calls[:2]
    ]
    monkeypatch.setattr("coshop.api.erasing.FAILURES_MAX", 1)
    erased, left = server.on_loop(parts.eraser.erase_shopper("shopper_z1"))
    assert (erased, left[1:]) == (0, ["Not tried: 1 more."])


def test_REV8_a_worker_is_told_whether_a_recording_was_erased(
    server: LiveServer, store: Store, boss: httpx.Client
) -> None:
    parts = server.coshop.parts
    call_id = recorded_call(server, store)
    row = server.on_loop(parts.recordings.of_call(call_id))
    assert row is not None
    _, key = server.on_loop(parts.worker_keys.add(new_id("key")))
    with server.client() as client:

        def ask(recording_id: str, secret: str = key) -> httpx.Response:
            headers = {"authorization": f"Bearer {secret}"}
            return client.get(f"/v1/workers/recordings/{recording_id}", headers=headers)

        assert ask(row.recording_id).json() == ask("rec_unheard_of").json() == {"erased": False}
        assert boss.delete(at(call_id, "/recording")).status_code == 204
        assert ask(row.recording_id).json() == {"erased": True}
        assert refusal(ask(row.recording_id, "wk_nonsense")) == (401, "not_signed_in")
        assert refusal(ask("x")) == (400, "invalid_field")
