"""[REHEARSE2]–[REHEARSE5], [CANARY2]–[CANARY4]: stories, rehearsals and canary runs over HTTP, and who gets a job's shopper."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import httpx
import pytest

from coshop.identity import new_id, worker_keys
from coshop.ports import JobRow, Store, WorkerRow
from coshop.protocol.views import ProductView
from tests.agents.goods import RAIN, made
from tests.api.test_workers import new_key, refusal
from tests.servers import QUICK_CLIENT, LiveServer, running_server, until

CLIENT = "tablet_00000001"


def stories_of(server: LiveServer, store: Store, **fields: Any) -> list[dict[str, Any]]:
    with server.signed_in(server.add_associate(store, **fields)) as client:
        found: list[dict[str, Any]] = client.get("/v1/console/stories").json()["stories"]
        return found


def start(client: httpx.Client, story: str = "hurried") -> httpx.Response:
    return client.post("/v1/console/rehearsals", json={"story": story, "client_id": CLIENT})


def shopper_of(server: LiveServer, key: str, job_id: str, **headers: str) -> httpx.Response:
    with httpx.Client(base_url=server.url, **QUICK_CLIENT) as client:
        return client.post(
            f"/v1/workers/jobs/{job_id}/shopper",
            json={},
            headers={"authorization": f"Bearer {key}", **headers},
        )


def taken_by(server: LiveServer, key: str, job_id: str) -> None:
    """A worker with this key holds the job, as the database has it."""
    parts = server.coshop.parts
    holder = server.on_loop(parts.worker_keys.holder(key))
    assert holder is not None
    worker_id = worker_keys.worker_id(holder.key_id, new_id("wrk"))
    row = WorkerRow(
        worker_id=worker_id, key_id=holder.key_id, name="x", server_id="srv", connection_no=1, since_ms=1, seen_ms=1
    )  # fmt: skip
    server.on_loop(parts.workers.enter(row))
    assert server.on_loop(parts.jobs.offer(job_id, worker_id)) is not None
    assert server.on_loop(parts.jobs.take(job_id, worker_id, 5)) is not None


def test_REHEARSE2_the_shipped_stories_are_listed_those_of_the_stores_language_first(
    server: LiveServer, store: Store
) -> None:
    names = [each["story"] for each in stories_of(server, store)]
    assert {"gift_under_50", "wrong_size", "damaged_item", "undecided", "hurried", "hard_of_hearing"} < set(
        names
    )
    german = stories_of(server, server.add_store(language="de"))
    languages = [each["language"] for each in german]
    assert languages == sorted(languages), "German before English"
    assert languages[0] == "de"
    (hurried,) = [each for each in german if each["story"] == "hurried"]
    assert (hurried["mode"], hurried["own"], hurried["problem"]) == ("voice", False, "")
    assert hurried["goals"]["answer_s"] > 0


OWN = """
story: {name}
title: {title}
brief: Try it.
caller: {{name: Uwe}}
steps:
  - {step}
"""


def test_REHEARSE2_a_stores_own_stories_lie_in_a_folder_and_a_broken_one_says_its_mistake(
    tmp_path: Path,
) -> None:
    folder = tmp_path / "stories"
    with running_server(tmp_path, agents="off") as server:
        store, other = server.add_store(), server.add_store()
        (folder / store.public_key).mkdir(parents=True)
        (folder / "all.yaml").write_text(OWN.format(name="for_all", title="For all", step="end: Bye"))
        mine = folder / store.public_key
        (mine / "mine.yaml").write_text(OWN.format(name="hurried", title="Mine", step="end: Bye"))
        (mine / "Broken one.yaml").write_text(OWN.format(name="broken", title="Broken", step="shout: Hey"))
        (mine / "latin.yaml").write_bytes("brief: Grüße".encode("latin-1"))
        (mine / "notes.txt").write_text("no story")
        found = {each["story"]: each for each in stories_of(server, store)}
        assert (found["hurried"]["title"], found["hurried"]["own"]) == ("Mine", True)
        assert found["for_all"]["own"]
        assert "line 7: there is no step 'shout'; allowed are say," in found["broken_one"]["problem"]
        assert "no text in UTF-8" in found["latin"]["problem"]
        elsewhere = {each["story"]: each for each in stories_of(server, other)}
        assert (elsewhere["hurried"]["own"], elsewhere["for_all"]["own"]) == (False, True)
        with server.signed_in(server.add_associate(store)) as client:
            answer = start(client, "broken_one")
            assert refusal(answer) == (409, "story_broken")
            assert "Broken one.yaml, line 7" in answer.json()["refusal"]["detail"]
        (mine / "Broken one.yaml").write_text(OWN.format(name="mended", title="Mended", step="say: Hey"))
        again = {each["story"]: each for each in stories_of(server, store)}
        assert again["mended"]["problem"] == ""
        assert "broken_one" not in again


def test_REHEARSE3_a_rehearsal_is_begun_listed_and_stopped_by_its_associate_alone(
    server: LiveServer, store: Store
) -> None:
    anna, ben = server.add_associate(store, name="Anna"), server.add_associate(store, name="Ben")
    boss = server.add_associate(store, name="Boss", role="supervisor")
    with server.signed_in(anna) as client, server.signed_in(ben) as other, server.signed_in(boss) as chief:
        assert refusal(start(client, "no_such_story")) == (404, "unknown_story")
        for bad in ({"story": "Hurried!", "client_id": CLIENT}, {"story": "hurried", "client_id": "x"}, {}):
            assert refusal(client.post("/v1/console/rehearsals", json=bad))[0] == 400
        begun = start(client).json()
        assert (begun["state"], begun["name"], begun["story"]) == ("waiting", "Anna", "hurried")
        again = start(client)
        assert refusal(again) == (409, "rehearsal_running")
        assert again.json()["refusal"]["detail"] == begun["rehearsal_id"]
        assert other.get("/v1/console/rehearsals").json() == {"rehearsals": []}
        assert refusal(other.get("/v1/console/rehearsals?team=true")) == (403, "not_allowed")
        (seen,) = chief.get("/v1/console/rehearsals?team=true").json()["rehearsals"]
        assert (seen["name"], seen["state"]) == ("Anna", "waiting")
        assert chief.get("/v1/console/rehearsals").json() == {"rehearsals": []}
        stop = f"/v1/console/rehearsals/{begun['rehearsal_id']}/stop"
        assert refusal(other.post(stop, json={})) == (404, "unknown_rehearsal")
        assert client.post(stop, json={}).status_code == 204
        until(
            lambda: client.get("/v1/console/rehearsals").json()["rehearsals"][0]["state"] == "cancelled",
            10,
            "it is not stopped",
        )
        assert client.post(stop, json={}).status_code == 204


def test_REHEARSE3_an_associate_may_not_begin_without_end(tmp_path: Path) -> None:
    with running_server(tmp_path, agents="off", limit_rehearsals_per_associate="2/minute") as server:
        store = server.add_store()
        with server.signed_in(server.add_associate(store)) as client:
            for _ in range(2):
                begun = start(client).json()
                client.post(f"/v1/console/rehearsals/{begun['rehearsal_id']}/stop", json={})
            limited = start(client)
            assert refusal(limited) == (429, "rate_limited")
            assert int(limited.headers["retry-after"]) > 0


def test_REHEARSE4_only_the_worker_that_holds_the_job_gets_its_shopper_and_once(
    server: LiveServer, store: Store
) -> None:
    anna = server.add_associate(store)
    mine, other = new_key(server), new_key(server)
    with server.signed_in(anna) as client:
        job_id = start(client).json()["rehearsal_id"]
    assert refusal(shopper_of(server, mine, job_id)) == (404, "unknown_job"), "nobody holds it yet"
    taken_by(server, mine, job_id)
    assert refusal(shopper_of(server, other, job_id)) == (404, "unknown_job")
    assert refusal(shopper_of(server, "wk_nonsense", job_id)) == (401, "not_signed_in")
    assert refusal(shopper_of(server, mine, "job_unknown1")) == (404, "unknown_job")
    assert refusal(shopper_of(server, mine, job_id, origin=store.origins[0])) == (403, "origin_not_allowed")
    given = shopper_of(server, mine, job_id)
    assert given.status_code == 200, given.text
    words = given.json()
    assert words["story"].startswith("story: hurried")
    assert (words["origin"], words["session"], words["shopper"]["store"]["public_key"]) == (
        store.origins[0],
        "",
        store.public_key,
    )
    assert refusal(shopper_of(server, mine, job_id)) == (404, "unknown_job"), "a second one is not made"
    job = server.on_loop(server.coshop.parts.jobs.get(job_id))
    token = words["shopper"]["token"]
    assert token not in repr(job)
    assert token not in repr(server.on_loop(server.coshop.parts.rehearsals.get(job_id)))
    holder = server.on_loop(server.coshop.parts.keyring.shopper(token, store.origins[0]))
    assert holder is not None
    assert (holder.kind, holder.reserved_for) == ("rehearsal", anna.associate_id)
    server.on_loop(server.coshop.parts.board.crew.book.end(job_id, "cancelled", "enough"))
    until(
        lambda: server.on_loop(server.coshop.parts.keyring.shopper(token, store.origins[0])) is None,
        10,
        "the token outlives the rehearsal",
    )


def test_REHEARSE4_the_products_of_a_story_are_found_far_down_a_large_catalogue(
    server: LiveServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    store = server.add_store()
    parts, key = server.coshop.parts, new_key(server)
    plain = tuple(
        made(f"candle{number}", f"Candle {number}", "Home", 1900, ("White",)) for number in range(400)
    )
    goods = (*plain[:380], RAIN, *plain[380:])
    server.on_loop(parts.catalogue.replace(store.store_id, [goods], 1))

    def handed(looked_at: int) -> list[str]:
        monkeypatch.setattr("coshop.api.job_routes.CAST_LOOKED_AT_MAX", looked_at)
        with server.signed_in(server.add_associate(store)) as client:
            job_id = start(client, "wrong_size").json()["rehearsal_id"]
        taken_by(server, key, job_id)
        given = shopper_of(server, key, job_id)
        assert given.status_code == 200, given.text
        words = given.json()
        server.on_loop(parts.board.crew.book.end(job_id, "cancelled", "enough"))
        assert len(words["products"]) == 50
        products = [ProductView.model_validate(each) for each in words["products"]]
        return [each.product_id for each in products]

    assert handed(5_000)[:2] == ["rain", "candle0"]
    assert handed(100)[:2] == ["candle0", "candle1"], "not further than so many"


def test_REHEARSE4_a_job_of_another_kind_has_no_shopper(server: LiveServer, store: Store) -> None:
    key, job_id = new_key(server), new_id("job")
    job = JobRow(job_id=job_id, kind="export", queued_at_ms=1, store_id=store.store_id)
    server.on_loop(server.coshop.parts.jobs.add(job))
    taken_by(server, key, job_id)
    assert refusal(shopper_of(server, key, job_id)) == (404, "unknown_job")
    server.on_loop(server.coshop.parts.jobs.end(job_id, "cancelled", 9, "enough"))


@pytest.mark.parametrize("role", ["associate", "supervisor", "admin"])
def test_CANARY2_no_other_account_gets_a_canarys_shopper(server: LiveServer, store: Store, role: Any) -> None:
    with server.signed_in(server.add_associate(store, role=role)) as client:
        assert refusal(client.post("/v1/console/canary/shopper", json={})) == (403, "not_allowed")
        assert refusal(client.post("/v1/console/canary/runs/run_00000001", json={"ok": True})) == (
            403,
            "not_allowed",
        )


def test_CANARY3_a_run_is_reported_once_by_its_account_and_counted_in_the_metrics(
    server: LiveServer, store: Store
) -> None:
    robot, boss = (server.add_associate(store, role=role) for role in ("canary", "supervisor"))
    with server.signed_in(robot) as client, server.signed_in(boss) as chief:
        begun = client.post("/v1/console/canary/shopper", json={}).json()
        holder = server.on_loop(
            server.coshop.parts.keyring.shopper(begun["shopper"]["token"], begun["origin"])
        )
        assert holder is not None
        assert (holder.kind, holder.reserved_for) == ("canary", robot.associate_id)
        assert refusal(client.post("/v1/console/canary/shopper", json={})) == (409, "canary_running")
        run = f"/v1/console/canary/runs/{begun['run_id']}"
        assert refusal(client.post(run, json={"ok": False})) == (400, "invalid_field")
        assert refusal(client.post(run, json={"ok": True, "steps": [{"step": "A b", "seconds": 1}]})) == (
            400,
            "invalid_field",
        )
        (open_run,) = chief.get("/v1/console/canary").json()["runs"]
        assert open_run["ended_at_ms"] == 0
        steps = [{"step": "sign_in", "seconds": 0.125}]
        said = {"ok": False, "failed_step": "ring", "reason": "late", "steps": steps}
        assert client.post(run, json=said).status_code == 204
        assert client.post(run, json={"ok": True}).status_code == 204, "again changes nothing"
        (kept,) = chief.get("/v1/console/canary").json()["runs"]
        assert (kept["ok"], kept["failed_step"], kept["reason"], kept["source"], kept["steps"]) == (
            False, "ring", "late", "command", steps,
        )  # fmt: skip
        text = chief.get("/metrics").text
        label = f'store="{store.public_key}"'
        assert f"coshop_canary_ok{{{label}}} 0.0" in text
        assert f"coshop_canary_last_success_timestamp_seconds{{{label}}} 0.0" in text
        assert f'coshop_canary_step_seconds{{step="sign_in",{label}}} 0.125' in text
        assert 'coshop_canary_failures_total{step="ring"} ' in text
        begun = client.post("/v1/console/canary/shopper", json={}).json()
        assert client.post(f"/v1/console/canary/runs/{begun['run_id']}", json={"ok": True}).status_code == 204
        assert f"coshop_canary_ok{{{label}}} 1.0" in chief.get("/metrics").text
        assert refusal(client.get("/v1/console/canary")) == (403, "not_allowed")
        other = server.add_associate(server.add_store(), role="canary")
        with server.signed_in(other) as stranger:
            assert refusal(stranger.post(run, json={"ok": True})) == (404, "unknown_canary")


def test_CANARY4_supervisors_of_another_store_see_nothing(server: LiveServer) -> None:
    boss = server.add_associate(server.add_store(), role="supervisor")
    with server.signed_in(boss) as client:
        assert client.get("/v1/console/canary").json() == {"runs": []}
        assert refusal(client.get("/v1/console/canary?limit=0")) == (400, "invalid_field")
