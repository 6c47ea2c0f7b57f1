"""`coshop workers`, `coshop agents` as typed wrongly, and the workers that `coshop serve` starts beside itself."""

from __future__ import annotations

import asyncio
import re
from pathlib import Path

import httpx
import pytest
from typer.testing import CliRunner, Result

from coshop.cli import app
from coshop.cli.beside import for_workers
from coshop.settings import load
from tests.agents.processes import ROOT, alive, worker_pids
from tests.servers import ServerProcess, server_process, until

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


def _environment(pid: int) -> dict[str, str]:
    """What a process was given when it began."""
    said = Path(f"/proc/{pid}/environ").read_bytes().decode().rstrip("\0")
    return dict(line.partition("=")[::2] for line in said.split("\0"))


def _parent(pid: int) -> int:
    return int(Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[1])


@pytest.mark.skipif(not Path("/proc/self/environ").exists(), reason="environments are read from /proc")
def test_workers_beside_a_server_are_given_none_of_its_secrets(tmp_path: Path) -> None:
    secrets = {
        "COSHOP_TURN_SECRET": "a-secret-of-the-relay-0001",
        "COSHOP_TURN_URL": "turn:127.0.0.1:3478",
        "COSHOP_CANARY_WEBHOOK_SECRET": "d2hzZWMtb2YtdGhlLXdlYmhvb2s=",
        "COSHOP_RECORDINGS_BUCKET_TOKEN": "a-token-of-the-bucket",
        "PGPASSWORD": "a-password-of-the-database",
        "AWS_SECRET_ACCESS_KEY": "a-key-of-the-cloud",
    }
    with server_process(tmp_path, COSHOP_AGENTS="1", TZ="Europe/Paris", **secrets) as server:
        until(lambda: re.search(r"^coshop_workers 1\.0$", _metrics(server.url), re.MULTILINE), 60)
        (pid,) = worker_pids(server.log)
        child, parent = _environment(pid), _environment(_parent(pid))
    assert not [name for name in child if name.startswith("COSHOP_")]
    assert {name for name in parent if name.startswith("COSHOP_")} == {
        "COSHOP_RECORDINGS_DIR", "COSHOP_WORKER_KEY",
    }  # fmt: skip
    for environment in (child, parent):
        assert not set(secrets.values()) & set(environment.values())
        assert environment["TZ"] == "Europe/Paris"
        assert environment["PATH"]


def test_modules_and_commands_of_the_operators_find_what_is_not_coshops() -> None:
    there = {"PATH": "/bin", "VAULT_TOKEN": "t", "COSHOP_TURN_SECRET": "s", "LC_ALL": "C"}
    assert for_workers(there) == {"PATH": "/bin", "LC_ALL": "C"}
    others = {name: value for name, value in there.items() if name != "COSHOP_TURN_SECRET"}
    assert for_workers(there, everything=True) == others
    modules = {"COSHOP_JOBS": "shop.jobs"}
    assert for_workers(there | modules) == others | modules


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


def test_one_worker_is_what_serve_starts_untold_and_it_knows_the_kinds_of_coshop(tmp_path: Path) -> None:
    assert load().worker_processes() == 1
    with server_process(tmp_path, COSHOP_AGENTS="1") as server:
        until(lambda: re.search(r"^coshop_workers 1\.0$", _metrics(server.url), re.MULTILINE), 60)
        kinds = until(lambda: _kinds(server), 30)
        assert server.stop() == 0
    assert "mirror" in kinds


def _kinds(server: ServerProcess) -> tuple[str, ...]:
    with server.storage() as storage:
        return tuple(kind for row in asyncio.run(storage.workers.all()) for kind in row.kinds)


def _metrics(url: str) -> str:
    return httpx.get(f"{url}/metrics", trust_env=False, timeout=20).text
