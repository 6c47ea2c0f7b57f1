"""`coshop recordings`: what is kept is listed, and a shopper's recordings are erased from the shelf and the record."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from typer.testing import CliRunner

from coshop.cli import app
from coshop.ports import JobRow
from tests.api.recorded import ended_call, recorded_call
from tests.servers import LiveServer, running_server


@pytest.fixture
def server(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[LiveServer]:
    monkeypatch.setenv("COSHOP_DATA_DIR", str(tmp_path / "data"))
    (tmp_path / "data").mkdir()
    with running_server(tmp_path / "data") as running:
        yield running


def coshop(*words: str, code: int = 0) -> str:
    result = CliRunner().invoke(app, ["recordings", *words], env={"COLUMNS": "200"})
    assert result.exit_code == code, result.output
    return re.sub(r"\s+", " ", result.output)


def test_REV6_a_shoppers_recordings_are_erased_from_the_command_line(server: LiveServer) -> None:
    assert "There is no recording." in coshop("list")
    store = server.add_store(name="Harbour")
    ended_call(server, store)
    gone = [recorded_call(server, store, shopper_id="shopper_x1") for _ in range(2)]
    stays = recorded_call(server, store, shopper_id="shopper_y2")
    listed = coshop("list")
    assert [call_id in listed for call_id in (*gone, stays)] == [True] * 3
    assert "Harbour kept" in listed
    assert "Erased 2 recordings." in coshop("erase", "--shopper", "shopper_x1")
    assert "Erased 0 recordings." in coshop("erase", "--shopper", "shopper_x1")
    listed = coshop("list")
    assert [call_id in listed for call_id in (*gone, stays)] == [False, False, True]
    rows = server.on_loop(server.coshop.parts.audit.list(store.store_id))
    assert [row.what for row in rows] == ["shopper_erased"] * 2
    assert rows[0].who_name.startswith("command line")


def test_REV6_one_call_and_what_cannot_be_erased_now(server: LiveServer) -> None:
    store = server.add_store()
    call_id = recorded_call(server, store)
    job = JobRow(
        job_id="job_12345678", kind="export", queued_at_ms=1, store_id=store.store_id, call_id=call_id
    )
    server.on_loop(server.coshop.parts.jobs.add(job))
    assert "is being exported" in coshop("erase", "--call", call_id, code=1)
    server.on_loop(server.coshop.parts.jobs.end(job.job_id, "cancelled", 2, "stopped"))
    assert "Erased 1 recording." in coshop("erase", "--call", call_id)
    assert "Erased 0 recordings." in coshop("erase", "--call", call_id)
    assert "either --shopper ID or --call ID" in coshop("erase", code=1)
    assert "either --shopper ID or --call ID" in coshop("erase", "--shopper", "a", "--call", "b", code=1)
