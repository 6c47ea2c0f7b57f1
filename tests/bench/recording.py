"""What recording one person costs, beside aiortc's MediaRecorder in the same run, and whether joins and leaves leave anything behind."""

from __future__ import annotations

import asyncio
import contextlib
import json
import sys
import tempfile
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

from tests.bench.processes import ROOT, cpu_s, rss_bytes
from tests.bench.table import Row

SIZES = {"640x480": [640, 480, 1500], "1280x720": [1280, 720, 2500]}
WARM_S, WINDOW_S, WINDOWS = 3.0, 3.0, 5
JOINS, WARM_JOINS, JOINS_PER_SAMPLE = 200, 50, 10
ANSWER_TIMEOUT_S = 120.0


class Child:
    """One end, in its process."""

    def __init__(self, process: asyncio.subprocess.Process) -> None:
        self._process = process
        self.pid = process.pid

    async def ask(self, do: str, **words: Any) -> Any:
        """One command and its answer. Raises TimeoutError, RuntimeError where the process died."""
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        self._process.stdin.write(json.dumps({"do": do, **words}).encode() + b"\n")
        async with asyncio.timeout(ANSWER_TIMEOUT_S):
            line = await self._process.stdout.readline()
        if not line:
            raise RuntimeError(f"the process for {do} died")
        return json.loads(line)


@contextlib.asynccontextmanager
async def _children() -> AsyncIterator[tuple[Child, Child]]:
    """A sender and a recorder; gone after the block."""
    with tempfile.TemporaryDirectory(prefix="coshop-bench-") as folder:
        processes = []
        for role in ("sender", "recorder"):
            (Path(folder) / role).mkdir()
            command = (sys.executable, "-m", "tests.bench.recording_child", str(Path(folder) / role))
            pipe = asyncio.subprocess.PIPE
            processes.append(
                await asyncio.create_subprocess_exec(*command, stdin=pipe, stdout=pipe, cwd=ROOT, limit=2**20)
            )
        try:
            yield Child(processes[0]), Child(processes[1])
        finally:
            for process in processes:
                if process.returncode is None:
                    process.kill()
                await process.wait()


async def _join(sender: Child, recorder: Child, size: list[int], how: str) -> None:
    offer = await sender.ask("offer", size=size)
    await sender.ask("answered", sdp=await recorder.ask("take", sdp=offer, how=how))


async def _leave(sender: Child, recorder: Child) -> None:
    await recorder.ask("close")
    await sender.ask("close")


async def _cpu(sender: Child, recorder: Child, size: list[int], how: str) -> list[float]:
    """Percent of a core of the recording process, in windows."""
    await _join(sender, recorder, size, how)
    await asyncio.sleep(WARM_S)
    samples = []
    loop = asyncio.get_running_loop()
    for _ in range(WINDOWS):
        used_s, at_s = cpu_s(recorder.pid), loop.time()
        await asyncio.sleep(WINDOW_S)
        samples.append((cpu_s(recorder.pid) - used_s) / (loop.time() - at_s) * 100)
    await _leave(sender, recorder)
    return samples


async def measure() -> list[Row]:
    """CPU for both sizes and both recorders, lost packets, and memory over joins and leaves."""
    rows, lost = [], list[float]()
    for name, size in SIZES.items():
        ours, theirs = list[float](), list[float]()
        async with _children() as (sender, recorder):
            ours += await _cpu(sender, recorder, size, "coshop")
            done = await recorder.ask("finish")
            lost.append(100 * done["lost_packets"] / max(1, done["packets"]))
        async with _children() as (sender, recorder):
            theirs += await _cpu(sender, recorder, size, "aiortc")
        kbps = done["bytes"] * 8 // max(1, done["duration_ms"])
        rows.append(
            Row(
                f"recording one person at {name}", "% CPU", ours, theirs, {"p50": 6},
                f"share of one core of the recording process, {WINDOWS} windows of {WINDOW_S:g} s, a sender in another process at"
                f" {kbps} kbit/s; the figures on the right are aiortc's MediaRecorder's (WebM), not PeerJS's",
            )
        )  # fmt: skip
    rows.append(
        Row("packets lost while recording", "%", lost, targets={"p95": 0.1}, note="of the two runs above")
    )
    rows.append(await _memory())
    return rows


async def _memory() -> Row:
    async with _children() as (sender, recorder):
        sizes = list[int]()
        for joined in range(1, JOINS + 1):
            await _join(sender, recorder, SIZES["640x480"], "coshop")
            await recorder.ask("frames", count=2)
            await _leave(sender, recorder)
            if joined >= WARM_JOINS and joined % JOINS_PER_SAMPLE == 0:
                sizes.append(rss_bytes(recorder.pid))
        done = await recorder.ask("finish")
    grown = [(size - sizes[0]) / 1024 / 1024 for size in sizes[1:]]
    return Row(
        "memory grown over joins and leaves", "MB", grown, targets={"p95": 4},
        note=f"resident memory since the {WARM_JOINS}th of {JOINS} joins of one person, every {JOINS_PER_SAMPLE};"
        f" all in one file of {done['duration_ms'] / 1000:.0f} s, {done['connections']} connections, fault {done['fault'] or 'none'}",
    )  # fmt: skip
