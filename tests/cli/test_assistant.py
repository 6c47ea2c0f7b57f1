"""The demo assistant's process: started again when it dies, given up after a while, and never without a post to leave."""

from __future__ import annotations

import asyncio
import os
import subprocess
import sys
from pathlib import Path

import pytest

from coshop.cli import assistant
from tests.browser.demo_process import demo_process
from tests.servers import until

PLACE = assistant.Place(
    url="http://127.0.0.1:9", public_key="pk_demo", store_origin="http://localhost:9", password="none"
)


@pytest.mark.parametrize(
    ("given", "switch", "wanted"),
    [
        (True, None, True),
        (False, None, False),
        (True, "off", False),
        (True, " OFF ", False),
        (True, "on", True),
        (False, "on", False),
    ],
)
def test_who_says_whether_there_is_one(
    monkeypatch: pytest.MonkeyPatch, given: bool, switch: str | None, wanted: bool
) -> None:
    monkeypatch.delenv(assistant.SWITCH, raising=False)
    if switch is not None:
        monkeypatch.setenv(assistant.SWITCH, switch)
    assert assistant.wanted(given) is wanted


async def test_one_that_dies_is_started_again_and_given_up_in_the_end() -> None:
    keeping = assistant.AssistantProcess(PLACE, module="tests.cli.dying", first_wait_s=0.001)
    await asyncio.wait_for(keeping.keep(), 60)
    assert keeping.starts == assistant.STARTS_MAX
    assert keeping.given_up
    assert keeping.ready.is_set()


async def test_it_is_ended_with_the_demo() -> None:
    keeping = assistant.AssistantProcess(PLACE)
    task = asyncio.create_task(keeping.keep())
    while not keeping.pid:  # noqa: ASYNC110
        await asyncio.sleep(0.01)
    task.cancel()
    await asyncio.gather(task, return_exceptions=True)
    with pytest.raises(ProcessLookupError):
        os.kill(keeping.pid, 0)


def test_it_leaves_when_whoever_started_it_is_gone() -> None:
    process = subprocess.Popen(
        [sys.executable, "-m", "coshop.agents.demo_associate"],
        stdin=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
    )
    assert process.stdin is not None
    post = '{"url":"http://127.0.0.1:9","public_key":"k","store_origin":"http://x","email":"a@b","password":"p"}\n'
    process.stdin.write(post.encode())
    process.stdin.flush()
    process.stdin.close()
    try:
        until(lambda: process.poll() is not None, 40, "it left")
    finally:
        process.kill()
        process.wait(10)


def test_a_demo_without_one_says_how_to_answer_oneself(tmp_path: Path) -> None:

    with demo_process(tmp_path, "--no-assistant", env={assistant.SWITCH: "on"}) as demo:
        said = demo.log.read_text()
        assert "1. Open the console, sign in, and press Go available." in said
        assert "assistant" not in said
