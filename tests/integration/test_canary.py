"""The canary against a real server: every step of a good one, and the step that is named when something is broken."""

from __future__ import annotations

import asyncio
import base64
import hashlib
import hmac
import json
import math
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from coshop.agents.canary import Result, StepTime
from coshop.agents.canary.alarm import NoAlarm, signed, tell
from coshop.agents.canary.run import Canary, CanaryPair, run_canary
from coshop.agents.canary.sound import tone_share
from coshop.agents.canary.steps import STEPS
from coshop.cli import app
from coshop.cli.canary import _report_to_the_server
from coshop.peer import AssociateDoor, ColourBars, Tone
from coshop.ports import Associate as Row
from tests.integration.conftest import Shop
from tests.integration.recording import on, until
from tests.servers import PASSWORD

SECRET = "whsec_" + base64.b64encode(b"a secret of some length").decode()


@pytest.fixture
def robot(shop: Shop) -> Row:
    """The account of the canary."""
    return shop.server.add_associate(shop.store, role="canary", name="Robot")


def canary(shop: Shop, robot: Row, *, password: str = PASSWORD, **more: Any) -> Canary:
    words = {"url": shop.server.url, "store": shop.store.public_key}
    pair = CanaryPair(AssociateDoor(robot.email, password))
    return Canary(**{**words, "pair": pair, "after": _report_to_the_server, **more})


async def test_every_step_is_done_and_timed_and_nobody_is_left_behind(shop: Shop, robot: Row) -> None:
    result = await run_canary(canary(shop, robot))
    assert result.ok, result
    assert tuple(each.step for each in result.steps) == STEPS
    print(result.line())
    again = await run_canary(canary(shop, robot, product_id="shoe", variant_id="shoe-red"))
    assert again.ok, again


async def test_a_wrong_password_is_the_first_step(shop: Shop, robot: Row) -> None:
    result = await run_canary(canary(shop, robot, password="wrong password"))
    assert (result.failed_step, result.steps) == ("sign_in", ())
    assert "wrong_password" in result.reason


async def test_a_server_that_is_not_there(shop: Shop, robot: Row) -> None:
    result = await run_canary(canary(shop, robot, url="http://127.0.0.1:9", step_timeout_s=1.0))
    assert result.failed_step == "sign_in"


async def test_a_product_that_is_not_there(shop: Shop, robot: Row) -> None:
    result = await run_canary(canary(shop, robot, product_id="nothing"))
    assert result.failed_step == "product"
    assert "unknown_product" in result.reason
    (run,) = shop.server.on_loop(shop.server.coshop.parts.canary_runs.list(shop.store.store_id))
    assert (run.ok, run.failed_step, run.reason) == (False, "product", result.reason)
    assert [step for step, _ in run.steps] == ["sign_in"]


async def test_CANARY2_an_associates_account_and_another_stores_are_no_canary(shop: Shop, robot: Row) -> None:
    result = await run_canary(canary(shop, shop.row))
    assert result.failed_step == "sign_in"
    assert "role canary" in result.reason
    result = await run_canary(canary(shop, robot, store="pk_of_another"))
    assert result.failed_step == "sign_in"
    assert f"works for the store {shop.store.public_key}, not pk_of_another" in result.reason
    assert shop.server.on_loop(shop.server.coshop.parts.canary_runs.list(shop.store.store_id)) == ()


async def test_CANARY1_its_calls_are_in_no_line_of_people_and_in_no_figure(shop: Shop, robot: Row) -> None:
    anna = await shop.associate()
    await anna.go_available()
    result = await run_canary(canary(shop, robot))
    assert result.ok, result
    assert not anna.signalling.followed.calls, "it rang for nobody else"
    line = anna.signalling.line
    assert line is not None
    assert (line.entries, line.available, line.live) == ((), 1, 0)
    journal = shop.server.coshop.parts.journal
    assert shop.server.on_loop(journal.past_calls(robot.associate_id, 10)) == ()
    assert shop.server.on_loop(journal.wait_seconds(shop.store.store_id, 0, 10)) == ()
    assert shop.server.on_loop(journal.count_waiting(shop.store.store_id)) == 0


async def test_a_black_picture_and_a_dead_line_are_noticed(
    shop: Shop, robot: Row, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as broken:
        still = ColourBars()._draw(7)
        broken.setattr(ColourBars, "_draw", lambda _self, _number: still)
        result = await run_canary(canary(shop, robot, step_timeout_s=12.0))
    assert (result.failed_step, "no moving picture" in result.reason) == ("shopper_sees", True), result
    # The call that broke off is not left ringing or running: the next one goes through.
    with monkeypatch.context() as broken:
        silent = Tone.__init__
        broken.setattr(Tone, "__init__", lambda self, hertz=0.0: silent(self, hertz=50.0))
        result = await run_canary(canary(shop, robot, step_timeout_s=12.0))
    assert (result.failed_step, "tone of 660 Hz" in result.reason) == ("shopper_sees", True), result
    assert (await run_canary(canary(shop, robot))).ok


@contextmanager
def webhook(*answers: int) -> Iterator[tuple[str, list[tuple[dict[str, str], bytes]]]]:
    """A real server that keeps what it is told and answers with these, the last one for ever."""
    heard: list[tuple[dict[str, str], bytes]] = []

    class Ear(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["content-length"]))
            heard.append(({k.lower(): v for k, v in self.headers.items()}, body))
            self.send_response(answers[min(len(heard), len(answers)) - 1])
            self.end_headers()

        def log_message(self, *_args: object) -> None:
            pass

    server = HTTPServer(("127.0.0.1", 0), Ear)
    thread = threading.Thread(target=server.serve_forever, args=(0.02,))
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}/hook", heard
    finally:
        server.shutdown()
        thread.join(5)
        server.server_close()


FAILED = Result(
    "https://x.example", 'pk_"1', 1_700_000_000.5, (StepTime("sign_in", 0.25),), "ring", "TimeoutError: late"
)


async def test_a_failure_is_told_signed_and_told_again() -> None:
    with webhook(500, 204) as (url, heard):
        await tell(url, FAILED, SECRET, wait_s=0.01)
    (first, body), (second, _) = heard
    assert first["webhook-id"] == second["webhook-id"]
    content = f"{second['webhook-id']}.{second['webhook-timestamp']}.".encode() + body
    expected = hmac.new(b"a secret of some length", content, hashlib.sha256).digest()
    assert second["webhook-signature"] == f"v1,{base64.b64encode(expected).decode()}"
    assert json.loads(body)["data"]["failed_step"] == "ring"
    with webhook(404) as (url, heard), pytest.raises(NoAlarm, match="404"):
        await tell(url, FAILED, wait_s=0.01)
    assert len(heard) == 3
    assert "webhook-signature" not in heard[0][0]


async def test_an_address_is_told_without_what_may_be_its_secret() -> None:
    with pytest.raises(NoAlarm) as told:
        await tell("http://me:pass@127.0.0.1:9/hooks/T0/s3cret?key=s3cret", FAILED, wait_s=0.01)
    assert str(told.value).startswith("http://127.0.0.1:9 did not take it")
    assert not [word for word in ("s3cret", "pass") if word in str(told.value)]
    for nonsense in ("http://127.0.0.1:99999/", "http://[", "mailto:x@shop.example"):
        with pytest.raises(NoAlarm, match="no web address"):
            await tell(nonsense, FAILED)


async def test_CANARY2_one_that_is_stopped_says_so_and_the_next_may_call_at_once(
    shop: Shop, robot: Row
) -> None:
    made = canary(shop, robot)
    calling = asyncio.create_task(run_canary(made))
    runs = shop.server.coshop.parts.canary_runs

    async def begun() -> str:
        return made.pair.run_id

    await until(begun, what="a run")
    calling.cancel()
    with pytest.raises(asyncio.CancelledError):
        await calling
    (run,) = await on(shop.server, runs.list(shop.store.store_id))
    assert (run.ok, run.reason) == (False, "stopped: the canary was stopped")
    assert (await run_canary(canary(shop, robot))).ok


def test_the_signature_is_that_of_the_standards_own_example() -> None:
    made = signed(
        b'{"test": 2432232314}',
        "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw",
        "msg_p5jXN8AQM9LWM0D4loKWxJek",
        1614265330,
    )
    assert made["webhook-signature"] == "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE="


def test_a_result_in_its_three_forms() -> None:
    assert FAILED.line() == 'FAILED at ring https://x.example pk_"1: TimeoutError: late (sign_in=250ms)'
    assert FAILED.words()["ok"] is False
    assert 'coshop_canary_ok{store="pk_\\"1"} 0' in FAILED.metrics()
    assert 'coshop_canary_step_seconds{store="pk_\\"1",step="sign_in"} 0.2500' in FAILED.metrics()


@pytest.mark.parametrize(("hertz", "share"), [(440, 1.0), (660, 0.0), (1000, 0.0)])
def test_a_tone_is_told_from_another(hertz: float, share: float) -> None:
    samples = [int(8000 * math.sin(2 * math.pi * hertz * i / 48_000)) for i in range(960)]
    assert abs(tone_share(samples, 48_000, 440) - share) < 0.12
    assert tone_share([0] * 960, 48_000, 440) == 0.0


def test_the_command_prints_writes_and_ends_with_a_code(shop: Shop, robot: Row, tmp_path: Path) -> None:
    words = [
        "canary",
        shop.server.url,
        "--store",
        shop.store.public_key,
        "--email",
        robot.email,
    ]
    metrics = tmp_path / "canary.prom"
    env = {"COSHOP_CANARY_PASSWORD": PASSWORD, "COSHOP_CANARY_WEBHOOK_SECRET": SECRET}
    good = CliRunner().invoke(app, [*words, "--json", "--textfile", str(metrics)], env=env)
    assert good.exit_code == 0, good.output
    assert [each["step"] for each in json.loads(good.stdout)["steps"]] == list(STEPS)
    assert "coshop_canary_ok" in metrics.read_text()
    with webhook(200) as (url, heard):
        bad = CliRunner().invoke(app, [*words, "--product", "nothing", "--webhook", url], env=env)
    assert bad.exit_code == 1
    assert bad.stdout.startswith("FAILED at product")
    assert len(heard) == 1
    for more, said in (
        (["--webhook", "ftp://x"], "not a web address"),
        (["--webhook", "http://["], "not a web address"),
        (["--email", ""], "FAILED at sign_in"),
    ):
        assert said in CliRunner().invoke(app, [*words, *more], env=env).output
    assert (
        "COSHOP_CANARY_PASSWORD" in CliRunner().invoke(app, words, env={"COSHOP_CANARY_PASSWORD": ""}).output
    )
