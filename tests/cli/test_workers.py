"""`coshop workers`, `coshop agents` as typed wrongly, and the workers that `coshop serve` starts beside itself."""

from __future__ import annotations

import re
from pathlib import Path

import httpx
import pytest
from typer.testing import CliRunner, Result

from coshop.agents.jobs import MODULES
from coshop.cli import app
from tests.agents.processes import ROOT, alive, worker_pids
from tests.servers import server_process, until

STAFFED = {"COSHOP_AGENTS": "1", "COSHOP_JOBS": "tests.agents_jobs", "PYTHONPATH": str(ROOT)}


@pytest.fixture(autouse=True)
def _data(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("COSHOP_DATA_DIR", str(tmp_path / "data"))
    monkeypatch.delenv("COSHOP_WORKER_KEY", raising=False)
    monkeypatch.delenv("COSHOP_JOBS", raising=False)


def coshop(*words: str, code: int = 0) -> Result:
    result = CliRunner().invoke(app, list(words))
    assert result.exit_code == code, result.output
    assert "Traceback" not in result.output
    return result


def test_a_key_is_made_listed_and_removed() -> None:
    assert "no worker key" in coshop("workers", "list").output
    made = coshop("workers", "add", "the box upstairs").output
    (key,) = re.findall(r"^wk_[\w-]{43}$", made, re.MULTILINE)
    listed = coshop("workers", "list").output
    assert "the box upstairs" in listed
    assert key not in listed
    assert "already" in coshop("workers", "add", "the box upstairs", code=1).output
    assert "1 to 80" in coshop("workers", "add", " ", code=1).output
    coshop("workers", "remove", "the box upstairs")
    assert (
        "no worker key 'the box upstairs'" in coshop("workers", "remove", "the box upstairs", code=1).output
    )


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["--server", "http://127.0.0.1:9"], "coshop workers add NAME"),
        (["--server", "video.shop.example", "--key", "wk_x"], "not a web address"),
        (["--server", "http://127.0.0.1:9", "--key", "wk_x", "--jobs", "no.such.module"], "cannot be loaded"),
        (
            ["--server", "http://127.0.0.1:9", "--key", "wk_x", "--kinds", "knitting"],
            "no kind of job 'knitting'",
        ),
        (
            ["--server", "http://127.0.0.1:9", "--key", "wk_x", "--certificate", "/nowhere.pem"],
            "cannot be read",
        ),
        (["--server", "http://127.0.0.1:9", "--key", "wk_x", "--log-format", "xml"], "no log format"),
    ],
)
def test_agents_refuse_with_a_sentence(words: list[str], said: str) -> None:
    assert said in coshop("agents", *words, code=1).output


def test_serve_starts_workers_beside_itself_and_stops_them_quietly(tmp_path: Path) -> None:
    with server_process(tmp_path, **STAFFED) as server:
        found = until(lambda: re.search(r"^coshop_workers 1\.0$", _metrics(server.url), re.MULTILINE), 60)
        assert found
        pids = worker_pids(server.log)
        assert pids
        assert server.stop() == 0
        until(lambda: not any(map(alive, pids)), 30, "a worker outlives its server")
    assert not [line for line in server.log if re.search(r"Traceback|\"level\": ?\"(error|critical)\"", line)]


def test_workers_beside_a_server_that_is_killed_go_too(tmp_path: Path) -> None:
    with server_process(tmp_path, **STAFFED) as server:
        pids = until(lambda: worker_pids(server.log), 60)
        server.process.kill()
        until(lambda: not any(map(alive, pids)), 60, "a worker outlives its server")


def test_told_not_to_serve_starts_none(tmp_path: Path) -> None:
    with server_process(tmp_path, "--no-agents", **STAFFED) as server:
        assert "coshop_workers 0.0" in _metrics(server.url)
        assert server.stop() == 0
    assert not [line for line in server.log if "worker" in line]


@pytest.mark.skipif(bool(MODULES), reason="there is a kind of job that a worker can do")
def test_while_there_is_no_kind_of_job_serve_starts_no_worker_and_says_so(tmp_path: Path) -> None:
    with server_process(tmp_path, COSHOP_AGENTS="2") as server:
        assert "coshop_workers 0.0" in _metrics(server.url)
        assert server.stop() == 0
    assert worker_pids(server.log) == []
    assert any("there is no kind of job yet" in line for line in server.log)


@pytest.mark.skipif(bool(MODULES), reason="there is a kind of job that a worker can do")
def test_while_there_is_no_kind_of_job_agents_say_so_and_end() -> None:
    said = coshop("agents", "--server", "http://127.0.0.1:9", "--key", "wk_x", code=1).output
    assert "There is no kind of job yet" in said


def _metrics(url: str) -> str:
    return httpx.get(f"{url}/metrics", trust_env=False, timeout=20).text
