"""Jobs done by one worker process with room for one at a time: told twice, refused, cancelled, failed."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator
from pathlib import Path

import pytest

from coshop.protocol import codec
from coshop.protocol.work import JobOffer
from tests.agents.conftest import Site
from tests.servers import LiveServer, until


@pytest.fixture(scope="module")
def staffed(server: LiveServer, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    with contextlib.ExitStack() as stack:
        made = Site(server, tmp_path_factory.mktemp("staffed"), stack)
        made.agents("--capacity", "1")
        made.wait_workers(1)
        yield made


@pytest.fixture
def site(staffed: Site, tmp_path: Path) -> Site:
    return Site(staffed.server, tmp_path, staffed.stack)


def test_WORK5_a_job_offered_twice_is_done_once(site: Site, tmp_path: Path) -> None:
    gate = tmp_path / "gate"
    job_id = site.job(trace=site.trace(), until=str(gate))
    until(site.traced, 60)
    board = site.server.coshop.parts.board
    offer = JobOffer(
        job_id=job_id, kind="play", args={"trace": site.trace()}, store_id="", call_id="", person_id="",
        client_id="", attempt=1, ice_servers=(),
    )  # fmt: skip

    async def offer_again() -> None:
        for _ in range(3):
            board.crew.seats[0].send(codec.encode(offer))

    site.server.on_loop(offer_again())
    gate.touch()  # however soon it ends: `job_closed` comes after these offers
    assert site.ended(job_id).state == "done"
    later = site.job()
    assert site.ended(later).state == "done"  # all that came before it has been dealt with
    assert [line[0] for line in site.traced()] == ["begin", "end"]
    assert site.row(job_id).attempts == 1


def test_WORK7_an_unknown_kind_a_bad_argument_a_refusal_and_a_fault_end_with_a_sentence(site: Site) -> None:
    bad = site.ended(site.job(seconds=-1))
    assert bad.state == "failed"
    assert "The argument seconds of this play job is not good" in bad.reason
    unsaid = site.ended(site.job(fail="The camera is\nelsewhere."))
    assert (unsaid.state, unsaid.reason) == ("failed", "The camera is elsewhere.")
    fault = site.ended(site.job(fault=True))
    assert (fault.state, fault.attempts) == ("failed", 1)
    assert "its log says what" in fault.reason
    seat = site.server.coshop.parts.board.crew.seats[0]
    seat.kinds = (*seat.kinds, "knitting")  # a worker that promised what it cannot do
    unknown = site.ended(site.job("knitting"))
    assert "does not know jobs of the kind 'knitting'" in unknown.reason


def test_WORK8_a_cancelled_job_stops_and_makes_room(site: Site) -> None:
    first, second = site.job(trace=site.trace(), seconds=600), site.job()
    until(site.traced, 60)
    assert site.row(second).state == "queued"
    site.server.on_loop(site.server.coshop.parts.board.crew.book.end(first, "cancelled", "stopped"))
    assert site.ended(second).state == "done"
    assert site.row(first).state == "cancelled"
    until(lambda: site.traced()[-1][:2] == ["cancelled", "stopped"], 30)
