"""[REV3] [REV5] Parts of a recording that come later: of a lost worker's machine, or refused by the bucket at first."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any, Literal

import httpx
import pytest

from coshop.core.recorded_parts import Part
from coshop.ports import RecordingRow, Store, Unavailable
from tests.api.recorded import exported, recorded_call
from tests.api.reviewing import at, refusal
from tests.servers import LiveServer


def recorded_as(
    server: LiveServer,
    store: Store,
    *more: Mapping[str, Any],
    but: int = 2,
    state: Literal["kept", "failed"] = "kept",
) -> tuple[str, RecordingRow]:
    """A recorded call of which `but` files are on record as they are, and these more; its id and row."""
    recordings = server.coshop.parts.recordings
    call_id = recorded_call(server, store)
    row = server.on_loop(recordings.of_call(call_id))
    assert row is not None
    server.on_loop(recordings.remove(row.recording_id))
    assert server.on_loop(recordings.add(replace(row, state="recording", ended_at_ms=0)))
    files = (*row.files[:but], *({**row.files[0], **each} for each in more))
    done = server.on_loop(
        recordings.finish(
            row.recording_id,
            state,
            row.ended_at_ms,
            files=files,
            size=1,
            fault="" if state == "kept" else "worker_lost",
        )
    )
    assert done is not None
    return call_id, done


ELSEWHERE = {"name": "", "part": 2, "start_ms": 0, "duration_ms": 0, "fault": "elsewhere"}


def sources(server: LiveServer, call_id: str) -> list[list[str]]:
    """The names of the parts each film was ordered of, oldest first."""
    jobs = server.on_loop(server.coshop.parts.jobs.of_call(call_id, "export"))
    return [[source[0] for source in job.args["sources"]] for job in jobs]


def test_REV5_a_film_that_lacks_a_part_is_not_handed_out_and_is_made_anew(
    server: LiveServer, store: Store, boss: httpx.Client
) -> None:
    parts = server.coshop.parts
    call_id, row = recorded_as(server, store, ELSEWHERE)
    assert boss.post(at(call_id, "/export"), json={}).status_code == 202
    exported(server, call_id, b"of two parts")
    assert boss.get(at(call_id, "/export.mp4")).content == b"of two parts"
    late = Part(row.recording_id, "shopper", 2, 7_000)
    server.on_loop(parts.files.put(late.name, row.recording_id, b"the rest"))
    for film in (
        boss.get(at(call_id, "/export")).json(),
        boss.get(at(call_id)).json()["recording"]["export"],
    ):
        assert (film["state"], film["url"]) == ("outdated", "")
    refused = boss.get(at(call_id, "/export.mp4"))
    assert refusal(refused) == (404, "unknown_recording")
    assert "order it anew" in refused.json()["refusal"]["detail"]
    assert boss.post(at(call_id, "/export"), json={}).json()["state"] == "queued"
    before, now = sources(server, call_id)
    assert now == [*before, late.name]
    assert boss.get(at(call_id, "/export")).json()["state"] == "queued"
    exported(server, call_id, b"of three parts")
    assert boss.get(at(call_id, "/export")).json()["state"] == "done"
    assert boss.get(at(call_id, "/export.mp4")).content == b"of three parts"
    assert boss.post(at(call_id, "/export"), json={}).json()["state"] == "done", "nothing came since"


def test_REV3_REV5_a_part_of_a_failed_recording_that_nobody_knew_of_is_there_once_it_comes(
    server: LiveServer, store: Store, boss: httpx.Client
) -> None:
    call_id, row = recorded_as(server, store, but=0, state="failed")
    parts = server.coshop.parts
    server.on_loop(parts.files.erase(row.recording_id))
    assert boss.get(at(call_id)).json()["recording"]["files"] == []
    assert refusal(boss.post(at(call_id, "/export"), json={})) == (404, "unknown_recording")
    late = [Part(row.recording_id, "shopper", 1, 250), Part(row.recording_id, "associate", 1, 270)]
    for part in late:
        server.on_loop(parts.files.put(part.name, row.recording_id, b"kept after all"))
    files = boss.get(at(call_id)).json()["recording"]["files"]
    assert [(f["side"], f["part"], f["start_ms"], f["fault"]) for f in files] == [
        ("associate", 1, 270, "cut_off"),
        ("shopper", 1, 250, "cut_off"),
    ]
    assert boss.get(files[0]["url"]).content == b"kept after all"
    assert boss.post(at(call_id, "/export"), json={}).status_code == 202
    assert sources(server, call_id) == [[part.name for part in reversed(late)]]


def test_REV5_a_part_that_the_bucket_did_not_take_is_not_waited_for(
    server: LiveServer, store: Store, boss: httpx.Client
) -> None:
    waits = {"name": "rec_x/shopper-2-7000.webm", "part": 2, "fault": "shelf_refused: no answer"}
    call_id, row = recorded_as(server, store, waits, {"part": 3, "duration_ms": 0, "fault": "empty"})
    assert boss.post(at(call_id, "/export"), json={}).status_code == 202
    assert sources(server, call_id) == [[file["name"] for file in row.files[:2]]]


def test_REV2_the_timeline_is_seen_while_the_files_cannot_be_listed(
    server: LiveServer, store: Store, boss: httpx.Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    call_id, _ = recorded_as(server, store, ELSEWHERE)
    boss.post(at(call_id, "/export"), json={})
    exported(server, call_id, b"of two parts")

    async def away(*_: Any) -> tuple[str, ...]:
        raise Unavailable("the bucket is away")

    monkeypatch.setattr(type(server.coshop.parts.files), "names", away)
    review = boss.get(at(call_id)).json()
    assert review["timeline"]["marks"]
    assert review["recording"]["files"][2]["fault"] == "elsewhere"
    assert boss.get(at(call_id, "/export.mp4")).status_code == 503, "whether it is whole cannot be said"


def test_REV5_a_film_is_what_the_worker_called_it_if_it_is_one_of_this_recording(
    server: LiveServer, store: Store, boss: httpx.Client
) -> None:
    parts = server.coshop.parts
    for name in ("film_again-2.mp4", "../rec_other/film_x.mp4", "shopper-1.webm"):
        call_id = recorded_call(server, store)
        row = server.on_loop(parts.recordings.of_call(call_id))
        assert row is not None
        boss.post(at(call_id, "/export"), json={})
        server.on_loop(
            parts.files.put(f"{row.recording_id}/film_again-2.mp4", row.recording_id, b"of the second worker")
        )
        exported(server, call_id, b"as it was ordered", name=f"{row.recording_id}/{name}")
        wanted = b"of the second worker" if name == "film_again-2.mp4" else b"as it was ordered"
        assert boss.get(at(call_id, "/export.mp4")).content == wanted


def test_REV3_a_part_that_was_elsewhere_is_played_once_it_has_come(
    server: LiveServer, store: Store, boss: httpx.Client
) -> None:
    call_id, row = recorded_as(server, store, ELSEWHERE)
    assert boss.get(at(call_id)).json()["recording"]["files"][2]["fault"] == "elsewhere"
    assert refusal(boss.get(at(call_id, "/files/shopper/2"))) == (404, "unknown_recording")
    late = Part(row.recording_id, "shopper", 2, 7_000)
    server.on_loop(server.coshop.parts.files.put(late.name, row.recording_id, b"the rest"))
    file = boss.get(at(call_id)).json()["recording"]["files"][2]
    assert (file["fault"], file["start_ms"]) == ("cut_off", 7_000)
    assert boss.get(file["url"]).content == b"the rest"
