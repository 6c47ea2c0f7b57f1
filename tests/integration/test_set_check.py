"""[CHECK1]–[CHECK3] A whole set check: an associate with picture and voice, a real server, and a real worker process."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable, Iterator

import pytest

from coshop.identity import new_id
from coshop.peer import Associate, ColourBars, SetCheck, SetCheckFailed
from coshop.ports import JobRow
from coshop.protocol.frames import SignalRelayed
from coshop.protocol.signals import Candidate, Candidates, Negotiate, Offer
from tests.agents.processes import Agents, agents_process
from tests.browser.relay import SECRET, Relay, coturn
from tests.integration.conftest import Shop
from tests.integration.test_mirror import Microphone, RelayOnly
from tests.servers import LiveServer, running_server, until

pytestmark = pytest.mark.timeout(120)


@pytest.fixture(scope="module")
def relay(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Relay]:
    with coturn(tmp_path_factory.mktemp("relay")) as running:
        yield running


@pytest.fixture(scope="module")
def server(relay: Relay) -> Iterator[LiveServer]:
    with running_server(turn_url=(relay.url,), turn_secret=SECRET) as running:
        yield running


@pytest.fixture(scope="module")
def worker(server: LiveServer) -> Iterator[Agents]:
    parts = server.coshop.parts
    _, key = server.on_loop(parts.worker_keys.add(new_id("key")))
    with agents_process([server.url], key, "--kinds", "mirror") as running:
        until(lambda: server.on_loop(parts.workers.all()), 60, "a worker is there")
        yield running


@pytest.fixture
async def anna(shop: Shop, worker: Agents) -> Associate:
    return await shop.associate()


def relay_only(anna: Associate) -> Callable[..., RelayOnly]:
    def make(connection_id: str, ice_servers: object) -> RelayOnly:
        return RelayOnly(
            connection_id,
            ice_servers=ice_servers,  # type: ignore[arg-type]
            mode="text",
            on_message=lambda _: None,
            on_change=anna.signalling.board.notice,
        )

    return make


async def test_CHECK1_CHECK2_CHECK3_an_associate_is_judged_and_the_result_is_kept(
    anna: Associate, shop: Shop
) -> None:
    check = SetCheck(
        anna.signalling,
        audio=Microphone(),
        video=ColourBars(width=640, height=480, rate=20),
        tone=True,
        relayed=relay_only(anna),
    )
    began_s = time.monotonic()
    result = await check.run()
    took_s = time.monotonic() - began_s
    found = {verdict.code: verdict.level for verdict in result.verdicts}
    assert found.keys() >= {"light_good", "sharp", "sound_good", "size_good"}, found
    assert any(code.startswith("up_") for code in found), found
    assert found["speaker_not_heard"] == "warn", "the tune was played as wished, and no microphone heard it"
    assert found["relay_works"] == "ok", "the worker was told to wait for the relayed path"
    assert check.states == ["queued", "running", "done"]
    assert check.notes[0].step == "waiting"
    assert {"measuring", "tone"} <= {note.step for note in check.notes}
    assert any(note.verdicts for note in check.notes), "what can be said by now is said by now"
    assert 9 < took_s < 80
    with shop.server.signed_in(shop.row) as console:
        (kept,) = console.get("/v1/console/checks").json()["checks"]
    assert (kept["check_id"], kept["passed"]) == (check.job_id, result.passed)
    assert [verdict["code"] for verdict in kept["verdicts"]] == [v.code for v in result.verdicts]


async def test_CHECK2_the_worker_is_given_the_relay_for_its_own_side_too(
    anna: Associate, relay: Relay
) -> None:
    check = SetCheck(anna.signalling, audio=None, video=ColourBars())
    running = asyncio.create_task(check.run())
    connection = await anna.signalling.board.until(lambda: check.connection, timeout_s=40)
    await anna.signalling.board.until(lambda: connection.state == "connected", timeout_s=30)
    described = connection._pc.remoteDescription.sdp
    assert " typ relay" in described, "the worker's answer names a candidate of the relay"
    await check.stop()
    with pytest.raises(SetCheckFailed):
        await running


async def test_CHECK1_a_stopped_check_ends_and_a_nonsense_offer_is_answered(anna: Associate) -> None:
    check = SetCheck(anna.signalling, audio=None, video=ColourBars())
    running = asyncio.create_task(check.run())
    await anna.signalling.board.until(lambda: check.notes, timeout_s=40)
    answers: list[object] = []
    through = anna.signalling.on_signal

    def watch(frame: SignalRelayed) -> None:
        answers.append(frame.body)
        through(frame)

    anna.signalling.on_signal = watch
    anna.signalling.signal(check.job_id, Offer(connection_id="conn-none", sdp="m=video nonsense"))
    strange = Candidates(connection_id="conn-none", candidates=(Candidate(candidate="candidate:nonsense"),))
    anna.signalling.signal(check.job_id, strange)
    await anna.signalling.board.until(
        lambda: any(isinstance(body, Negotiate) for body in answers), timeout_s=30
    )
    await check.stop()
    with pytest.raises(SetCheckFailed, match="stopped"):
        await running
    assert check.states[-1] == "cancelled"


async def test_WORK7_an_argument_that_is_none_fails_with_a_sentence(shop: Shop, worker: Agents) -> None:
    parts = shop.server.coshop.parts
    job_id = new_id("job")
    row = JobRow(
        job_id=job_id, kind="mirror", queued_at_ms=time.time_ns() // 1_000_000, args={"tone": "loud"}
    )
    shop.server.on_loop(parts.board.crew.book.make(row))

    def failed() -> JobRow | None:
        job = shop.server.on_loop(parts.jobs.get(job_id))
        return job if job is not None and job.state == "failed" else None

    ended = await asyncio.to_thread(until, failed, 40)
    assert ended is not None
    assert "The argument tone of this mirror job is not good" in ended.reason
