"""Real worker processes: killed, stopped, grown, told twice, drained. Each job is done once, or somebody is told."""

from __future__ import annotations

import os
import signal
from pathlib import Path

from tests.agents.conftest import Site
from tests.agents.processes import alive, kill
from tests.servers import until


def test_WORK9_a_job_whose_worker_is_killed_is_taken_over_by_another(site: Site) -> None:
    site.agents(processes=2)
    site.wait_workers(2)
    job_id = site.job(trace=site.trace(), seconds=600, once=True)
    until(site.traced, 60)
    first = int(site.traced()[0][2])
    kill(first)
    row = site.ended(job_id)
    assert (row.state, row.attempts, dict(row.result)) == ("done", 2, {"played": True})
    begun = [line for line in site.traced() if line[0] == "begin"]
    assert [line[1] for line in begun] == ["1", "2"]
    assert int(begun[1][2]) != first
    assert [line[0] for line in site.traced()].count("end") == 1
    assert site.server.coshop.parts.board.counters.jobs_lost >= 1
    site.wait_workers(2)  # the killed one has a successor


def test_workers_that_hang_are_replaced_and_their_jobs_go_on_elsewhere(site: Site) -> None:
    agents = site.agents("--hung-s", "5", "--capacity", "1", processes=2)
    site.wait_workers(2)
    stopping = site.job(trace=site.trace(), seconds=600, once=True)
    until(site.traced, 60)
    blocking = site.job(trace=site.trace(), seconds=600, once=True, hang=True)  # in a call that never returns
    until(lambda: len(site.traced()) == 2, 60)
    stopped, blocked = (int(line[2]) for line in site.traced())
    os.kill(stopped, signal.SIGSTOP)
    until(lambda: not alive(stopped), 60, "the parent left it hanging")
    for job_id in (stopping, blocking):
        row = site.ended(job_id)
        assert (row.state, row.attempts) == ("done", 2)
    assert sorted(agents.killed()) == sorted([stopped, blocked])
    assert agents.said("no beat for")


def test_a_worker_that_did_its_share_or_grew_is_replaced_while_it_finishes(
    site: Site, tmp_path: Path
) -> None:
    agents = site.agents("--jobs-per-process", "2", "--memory-mib", "300")
    site.wait_workers(1)
    for _ in range(2):
        assert site.ended(site.job()).state == "done"
    assert until(lambda: len(agents.pids()) == 2 and not alive(agents.pids()[0]), 60)
    site.wait_workers(1)
    gate = tmp_path / "gate"
    long = site.job(trace=site.trace(), until=str(gate), grow_mib=260)
    until(site.traced, 60)
    grown = int(site.traced()[0][2])
    until(lambda: len(agents.pids()) == 3, 60, "no successor")
    assert site.row(long).state == "taken"  # it finishes what it has
    gate.touch()
    assert site.ended(long).state == "done"
    until(lambda: not alive(grown), 60)
    assert agents.killed() == []
    beyond = site.job(seconds=600, grow_mib=600, once=True)  # beyond all bounds: it is ended at once
    row = site.ended(beyond)
    assert (row.state, row.attempts) == ("done", 2)
    assert agents.killed() == agents.pids()[2:3]


def test_told_to_stop_they_finish_what_they_can_and_give_back_the_rest(site: Site, tmp_path: Path) -> None:
    agents = site.agents("--drain-s", "6")
    site.wait_workers(1)
    gate = tmp_path / "gate"
    short, long = site.job(until=str(gate)), site.job(trace=site.trace(), seconds=600)
    until(lambda: site.row(short).state == "taken" and site.traced(), 60)
    agents.process.send_signal(signal.SIGTERM)
    site.wait_workers(1, lambda row: row.capacity == 0)
    gate.touch()
    assert agents.process.wait(60) == 0
    assert site.row(short).state == "done"
    back = site.in_state(long, "queued")
    assert back.reason == "worker_left"
    assert ["cancelled", "worker_stops"] in [line[:2] for line in site.traced()]
    assert not any(alive(pid) for pid in agents.pids())
    assert not agents.said("Traceback")
    site.server.on_loop(site.server.coshop.parts.board.crew.book.end(long, "cancelled", "enough"))


def test_WORK2_a_key_that_is_removed_closes_its_sockets_and_ends_the_agents_with_a_sentence(
    site: Site,
) -> None:
    parts = site.server.coshop.parts
    _, secret = site.server.on_loop(parts.worker_keys.add("to be removed"))
    agents = site.agents(key=secret)
    site.wait_workers(1)
    job_id = site.job(seconds=600)
    site.in_state(job_id, "taken")
    assert site.server.on_loop(parts.worker_keys.remove("to be removed"))
    until(lambda: not parts.board.crew.seats, 20, "a socket outlives its key")
    assert site.in_state(job_id, "queued").reason == "worker_left"
    assert agents.process.wait(60) == 1
    assert until(lambda: agents.said("coshop workers add"), 20)
    site.server.on_loop(parts.board.crew.book.end(job_id, "cancelled", "enough"))
