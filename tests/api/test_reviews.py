"""[REV1] to [REV7]: what supervisors see of calls that have ended, play and export, and what is written down of it."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import httpx
import pytest

from coshop.core.retention import DAY_MS
from coshop.ports import Store, Unavailable
from tests.api.recorded import CONTENT, ended_call, exported, recorded_call
from tests.api.reviewing import at, refusal, told
from tests.servers import LiveServer


def test_REV1_every_ended_call_is_listed_newest_first_page_by_page(
    server: LiveServer, store: Store, boss: httpx.Client
) -> None:
    calls = [ended_call(server, store) for _ in range(2)] + [recorded_call(server, store)]
    ended_call(server, server.add_store())
    found: list[dict[str, Any]] = []
    before = ""
    while True:
        page = boss.get(f"/v1/console/reviews?limit=2{before}").json()
        found += page["reviews"]
        if not page["more"]:
            break
        last = page["reviews"][-1]
        before = f"&before_ms={last['requested_at_ms']}&after_call={last['call_id']}"
    assert [review["call_id"] for review in found] == calls[::-1]
    newest, *others = found
    assert (newest["shopper_name"], newest["associate_name"]) == ("Sue", "Anna")
    assert newest["length_ms"] == newest["ended_at_ms"] - newest["accepted_at_ms"] == 10_000
    assert newest["recording"]["state"] == "kept"
    assert [review["recording"] for review in others] == [None, None]
    for bad in ("limit=0", "limit=201", "before_ms=-1", "limit=x"):
        assert refusal(boss.get(f"/v1/console/reviews?{bad}")) == (400, "invalid_field")


def test_REV2_REV3_a_review_is_the_timeline_and_what_there_is_of_a_recording(
    server: LiveServer, store: Store, boss: httpx.Client
) -> None:
    plain = boss.get(at(ended_call(server, store))).json()
    assert plain["recording"] is None
    assert plain["timeline"]["pauses"] == []
    marks = {mark["what"]: mark for mark in plain["timeline"]["marks"]}
    assert marks["call_accepted"]["at_ms"] == 0
    assert marks["chat_sent"]["said"] == {"side": "shopper", "text": "Does it keep the rain out?"}
    call_id = recorded_call(server, store)
    full = boss.get(at(call_id)).json()
    timeline, recording = full["timeline"], full["recording"]
    assert timeline["started_at_ms"] == recording["started_at_ms"]
    assert timeline["pauses"] == [[5_000, 7_000]]
    assert [(f["side"], f["part"], f["start_ms"], f["url"]) for f in recording["files"]] == [
        ("shopper", 1, 300, at(call_id, "/files/shopper/1")),
        ("associate", 1, 300, at(call_id, "/files/associate/1")),
    ]
    assert recording["expires_at_ms"] == recording["ended_at_ms"] + 30 * DAY_MS
    assert {each["agreed"] for each in recording["consents"]} == {True}
    assert recording["export"]["state"] == "none"
    assert "webm" not in str(full), "names on the shelf are nobody's business"


@pytest.mark.parametrize(
    ("header", "status", "span"),
    [
        ("", 200, (0, None)),
        ("bytes=0-", 206, (0, None)),
        ("bytes=10-19", 206, (10, 20)),
        ("bytes=300000-", 206, (300_000, None)),
        ("bytes=-7", 206, (-7, None)),
        ("bytes=5-99999999", 206, (5, None)),
        ("bytes=0-3,9-12", 200, (0, None)),
        ("bytes=9-3", 200, (0, None)),
        ("bytes=-", 200, (0, None)),
        ("lines=1-2", 200, (0, None)),
    ],
)
def test_REV4_a_file_is_sent_whole_or_in_part(
    server: LiveServer, store: Store, boss: httpx.Client, header: str, status: int, span: tuple[int, int]
) -> None:
    call_id = recorded_call(server, store)
    answer = boss.get(at(call_id, "/files/shopper/1"), headers={"range": header} if header else {})
    whole = CONTENT["shopper"]
    start, end = span
    assert (answer.status_code, answer.content) == (status, whole[start:end])
    assert answer.headers["content-type"] == "video/webm"
    assert answer.headers["content-length"] == str(len(answer.content))
    if status == 206:
        first = start if start >= 0 else len(whole) + start
        last = (end or len(whole)) - 1
        assert answer.headers["content-range"] == f"bytes {first}-{last}/{len(whole)}"


def test_REV4_what_is_not_there_or_was_changed_is_refused(
    server: LiveServer, store: Store, boss: httpx.Client
) -> None:
    call_id = recorded_call(server, store)
    length = len(CONTENT["shopper"])
    behind = boss.get(at(call_id, "/files/shopper/1"), headers={"range": f"bytes={length}-"})
    assert refusal(behind) == (416, "invalid_field")
    assert behind.headers["content-range"] == f"bytes */{length}"
    assert boss.get(at(call_id, "/files/shopper/1"), headers={"range": "bytes=-0"}).status_code == 416
    assert refusal(boss.get(at(call_id, "/files/shopper/2"))) == (404, "unknown_recording")
    assert refusal(boss.get(at(call_id, "/files/nobody/1"))) == (400, "invalid_field")
    assert refusal(boss.get(at(ended_call(server, store), "/files/shopper/1"))) == (404, "unknown_recording")
    row = server.on_loop(server.coshop.parts.recordings.of_call(call_id))
    assert row is not None
    path = Path(server.coshop.settings.data_dir) / "recordings" / row.files[1]["name"]
    sealed = bytearray(path.read_bytes())
    sealed[900] ^= 1
    path.write_bytes(sealed)
    assert refusal(boss.get(at(call_id, "/files/associate/1"))) == (409, "recording_unreadable")
    path.unlink()
    assert refusal(boss.get(at(call_id, "/files/associate/1"))) == (404, "unknown_recording")


def test_REV5_a_film_is_ordered_once_and_loaded_down(
    server: LiveServer, store: Store, boss: httpx.Client
) -> None:
    call_id = recorded_call(server, store)
    assert boss.get(at(call_id, "/export")).json()["state"] == "none"
    assert refusal(boss.get(at(call_id, "/export.mp4"))) == (404, "unknown_recording")
    ordered = boss.post(at(call_id, "/export"), json={"client_id": "desk_12345678"})
    assert (ordered.status_code, ordered.json()["state"]) == (202, "queued")
    assert refusal(boss.post(at(call_id, "/export"), json={})) == (409, "export_running")
    (job,) = server.on_loop(server.coshop.parts.jobs.of_call(call_id, "export"))
    assert job.client_id == "desk_12345678"
    assert [side for _, side, _ in job.args["sources"]] == ["shopper", "associate"]
    assert job.args["pauses"] == [[5_000, 7_000]]
    exported(server, call_id, b"film" * 1000)
    state = boss.get(at(call_id, "/export")).json()
    assert (state["state"], state["bytes"], state["url"]) == ("done", 4_000, at(call_id, "/export.mp4"))
    film = boss.get(state["url"])
    assert (film.content, film.headers["content-type"]) == (b"film" * 1000, "video/mp4")
    assert f'filename="call-{call_id}.mp4"' in film.headers["content-disposition"]
    assert boss.post(at(call_id, "/export"), json={}).json()["state"] == "done"
    assert refusal(boss.post(at(call_id, "/export"), json={"client_id": "x"})) == (400, "invalid_field")
    assert refusal(boss.post(at(ended_call(server, store), "/export"), json={})) == (404, "unknown_recording")


def test_REV5_of_two_orders_at_the_same_moment_one_makes_the_film(
    server: LiveServer, store: Store, boss: httpx.Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    call_id = recorded_call(server, store)
    jobs = server.coshop.parts.jobs

    async def nothing_yet(*_: Any) -> tuple[()]:
        return ()

    with monkeypatch.context() as at_once:
        at_once.setattr(type(jobs), "of_call", nothing_yet)
        assert boss.post(at(call_id, "/export"), json={}).status_code == 202
        assert refusal(boss.post(at(call_id, "/export"), json={})) == (409, "export_running")
    (job,) = server.on_loop(jobs.of_call(call_id, "export"))
    server.on_loop(jobs.end(job.job_id, "failed", 5, "worker_lost"))
    assert boss.post(at(call_id, "/export"), json={}).status_code == 202, "a film that failed is made anew"
    assert boss.delete(at(call_id, "/recording")).status_code == 204


def test_REV7_every_view_export_and_erasure_is_written_down(
    server: LiveServer, store: Store, boss: httpx.Client, admin: httpx.Client
) -> None:
    call_id = recorded_call(server, store)
    for _ in range(3):  # a screen that asks again, while the recording is put away
        boss.get(at(call_id))
    for start in range(0, 50, 10):
        boss.get(at(call_id, "/files/shopper/1"), headers={"range": f"bytes={start}-"})
    boss.get(at(call_id, "/files/associate/1"))
    boss.post(at(call_id, "/export"), json={})
    exported(server, call_id, b"film")
    boss.get(at(call_id, "/export.mp4"))
    boss.delete(at(call_id, "/recording"))
    assert told(admin)[::-1] == [
        "review_viewed", "recording_played", "recording_played", "export_ordered", "export_downloaded",
        "recording_deleted",
    ]  # fmt: skip
    (last, *_) = admin.get("/v1/console/audit?limit=1").json()["entries"]
    assert (last["who_name"], last["call_id"], last["address"]) == ("Sue", call_id, "127.0.0.1")
    page = admin.get(f"/v1/console/audit?limit=2&before_id={last['audit_id']}").json()
    assert ([e["what"] for e in page["entries"]], page["more"]) == (
        ["export_downloaded", "export_ordered"],
        True,
    )
    assert refusal(boss.get("/v1/console/audit")) == (403, "not_allowed")


def test_REV7_what_cannot_be_written_down_is_not_shown(
    server: LiveServer, store: Store, boss: httpx.Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    call_id = recorded_call(server, store)

    async def away(*_: Any, **__: Any) -> bool:
        raise Unavailable("away")

    monkeypatch.setattr(type(server.coshop.parts.audit), "add", away)
    for path in ("", "/files/shopper/1"):
        assert refusal(boss.get(at(call_id, path))) == (503, "retry_later")
    assert boss.delete(at(call_id, "/recording")).status_code == 503
    monkeypatch.undo()
    assert boss.get(at(call_id, "/files/shopper/1")).status_code == 200
