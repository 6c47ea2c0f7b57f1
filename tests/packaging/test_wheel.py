"""Builds the wheel, installs it as the image does, and runs the image's own command with no Node within reach.

It stands in for `docker build` where no engine is at hand; it decides nothing about what the server answers.
"""

from __future__ import annotations

import json
import os
import re
import shlex
import socket
import subprocess
import sys
import time
import venv
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import httpx
import pytest

ROOT = Path(__file__).resolve().parents[2]
START_TIMEOUT_S = 30.0
STOP_TIMEOUT_S = 35.0
pytestmark = [pytest.mark.slow, pytest.mark.timeout(600)]


class Image(NamedTuple):
    """What the last stage of the Dockerfile says about running."""

    command: list[str]
    health: list[str]
    env: dict[str, str]
    user: str


def read_image() -> Image:
    text = (ROOT / "Dockerfile").read_text().replace("\\\n", " ")
    lines = [line.strip() for line in text[text.rindex("\nFROM ") :].splitlines()]
    said = {
        word: line[len(word) :].strip()
        for line in lines
        for word in ("ENV", "USER", "CMD")
        if line.startswith(word)
    }
    health = next(line for line in lines if line.startswith("HEALTHCHECK"))
    return Image(
        command=json.loads(said["CMD"]),
        health=json.loads(health[health.index("CMD") + 3 :]),
        env=dict(part.split("=", 1) for part in shlex.split(said["ENV"])),
        user=said["USER"],
    )


def run(*command: str | Path, timeout_s: float = 400) -> None:
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=timeout_s, check=False)
    assert done.returncode == 0, f"{command}\n{done.stdout[-2000:]}\n{done.stderr[-4000:]}"


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    assert (ROOT / "webclient/dist/embed.js").is_file(), "the web client is not built: run `make build`"
    folder = tmp_path_factory.mktemp("wheel")
    run(sys.executable, "-m", "pip", "wheel", "--no-deps", "--no-build-isolation", "--wheel-dir", folder, ".")
    return next(folder.glob("coshop-*.whl"))


@pytest.fixture(scope="module")
def installed(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The bin folder of a clean environment with the image's packages in it."""
    folder = tmp_path_factory.mktemp("installed")
    needed = folder / "needed.txt"
    needed.write_text((ROOT / "constraints.txt").read_text().partition("\n# --- besides")[0] + "\n")
    venv.create(folder / "venv", with_pip=True)
    bin_ = folder / "venv" / "bin"
    run(bin_ / "pip", "install", "--no-compile", "--no-deps", "--require-hashes", "-r", needed)
    run(bin_ / "pip", "install", "--no-deps", wheel)
    run(bin_ / "pip", "check")
    return bin_


class Running(NamedTuple):
    """A server started by the image's command."""

    url: str
    env: dict[str, str]
    process: subprocess.Popen[bytes]
    log: Path


def wait_until_healthy(server: Running) -> None:
    end = time.monotonic() + START_TIMEOUT_S
    while time.monotonic() < end:
        assert server.process.poll() is None, f"the server ended by itself:\n{server.log.read_text()[-4000:]}"
        try:
            if httpx.get(f"{server.url}/healthz", timeout=2).status_code == 200:
                return
        except httpx.TransportError:
            time.sleep(0.05)
    pytest.fail(f"not healthy after {START_TIMEOUT_S} s:\n{server.log.read_text()[-4000:]}")


@pytest.fixture(scope="module")
def server(installed: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Running]:
    folder = tmp_path_factory.mktemp("data")
    image = read_image()
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = str(probe.getsockname()[1])
    # Only the environment's own programs: /usr/bin, and with it Node, is out of reach.
    env = {"PATH": str(installed), "HOME": str(folder), "LANG": "C.UTF-8", **image.env}
    env |= {"COSHOP_HOST": "127.0.0.1", "COSHOP_PORT": port, "COSHOP_DATA_DIR": str(folder / "data")}
    log = folder / "server.log"
    with log.open("wb") as out:
        command = [str(installed / image.command[0]), *image.command[1:]]
        process = subprocess.Popen(command, cwd=folder, env=env, stdout=out, stderr=subprocess.STDOUT)
    running = Running(f"http://127.0.0.1:{port}", env, process, log)
    try:
        wait_until_healthy(running)
        yield running
    finally:
        process.terminate()
        try:
            process.wait(STOP_TIMEOUT_S)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait(10)
            raise


def test_the_wheel_carries_the_web_client_and_nothing_of_its_making(wheel: Path) -> None:
    names = zipfile.ZipFile(wheel).namelist()
    web = {name for name in names if name.startswith("coshop/web/")}
    assert {"coshop/web/embed.js", "coshop/web/console/index.html"} <= web
    assert any(re.fullmatch(r"coshop/web/widget/widget-[\w-]+\.js", name) for name in web)
    assert not [
        name for name in names if "node_modules" in name or "/." in name or name.endswith((".ts", ".map"))
    ]
    assert "coshop/py.typed" in names


def test_the_image_runs_as_somebody_without_rights() -> None:
    assert read_image().user not in {"", "root", "0"}


def test_the_image_s_command_serves_a_healthy_server(server: Running, installed: Path) -> None:
    health = read_image().health
    command = [str(installed / health[0]), *health[1:]]
    done = subprocess.run(command, env=server.env, capture_output=True, timeout=20, check=False)
    assert done.returncode == 0, done.stderr.decode()
    stopped = {**server.env, "COSHOP_PORT": "1"}
    assert subprocess.run(command, env=stopped, capture_output=True, timeout=20, check=False).returncode != 0


def test_the_loader_and_the_widget_it_names_are_served(server: Running) -> None:
    loader = httpx.get(f"{server.url}/embed.js")
    assert loader.status_code == 200
    assert "javascript" in loader.headers["content-type"]
    assert loader.content == (ROOT / "webclient/dist/embed.js").read_bytes()
    named = re.search(r"widget/widget-[\w-]+\.js", loader.text)
    assert named, "embed.js names no widget"
    widget = httpx.get(f"{server.url}/{named[0]}")
    assert widget.status_code == 200
    assert "immutable" in widget.headers["cache-control"]


def test_the_console_and_everything_it_names_are_served(server: Running) -> None:
    page = httpx.get(f"{server.url}/console/")
    assert page.status_code == 200
    assert page.headers["content-type"].startswith("text/html")
    named = set(re.findall(r'(?:src|href)="(/console/[^"]+)"', page.text))
    assert any(name.endswith(".js") for name in named)
    for name in sorted(named):
        assert httpx.get(f"{server.url}{name}").status_code == 200, name


def test_no_node_is_within_reach_of_the_server(server: Running) -> None:
    folders = server.env["PATH"].split(os.pathsep)
    assert not [folder for folder in folders if (Path(folder) / "node").exists()]
