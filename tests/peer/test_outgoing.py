"""A worker with many jobs sends more notes than it may: results do not wait for them, and only the newest are sent."""

from __future__ import annotations

import asyncio
import json
from typing import Any

from pydantic import JsonValue
from websockets.asyncio.server import ServerConnection, serve

from coshop.peer.link import Link
from coshop.protocol import codec, frames
from coshop.protocol.limits import FRAMES_BURST
from coshop.protocol.views import StoreView
from coshop.protocol.work import JobDone, JobNoteSent

JOBS, NOTES = 8, 30
NOWHERE = StoreView(
    public_key="", name="", language="", currency="", accent="", recording="off", recording_days=0
)
WELCOME = frames.Welcome(
    protocol=1, client_id="wrk_00000001", role="worker", person_id="wrk_1", name="the box upstairs", store=NOWHERE,
    server_id="srv_1", server_time_ms=1, heartbeat_s=5.0, ice_servers=(), relay_only=False, streams=(),
)  # fmt: skip


class Door:
    """Lets everybody in."""

    origin = ""

    async def ticket(self, _base_url: str) -> str:
        return "tk_of_a_worker"

    def forget(self) -> None:
        """There is nothing to forget."""


async def test_SOCK14_a_result_overtakes_notes_and_of_notes_only_the_newest_are_sent() -> None:
    heard: list[dict[str, Any]] = []
    welcomed, enough, all_there = asyncio.Event(), asyncio.Event(), asyncio.Event()

    async def server(socket: ServerConnection) -> None:
        await socket.recv()
        await socket.send(codec.encode(WELCOME).decode())
        async for said in socket:
            heard.append(json.loads(said))
            if len(heard) > JOBS:
                enough.set()
            if heard[-1].get("reason") == "the last":
                all_there.set()

    async with serve(server, "127.0.0.1", 0) as listening:
        port = listening.sockets[0].getsockname()[1]
        link = Link(
            f"http://127.0.0.1:{port}",
            Door(),  # type: ignore[arg-type]
            hello=lambda ticket: frames.Hello(protocol=1, ticket=ticket, client_id="wrk_00000001"),
            welcomed=lambda _: [],
            take=lambda _: None,
            changed=lambda: welcomed.set() if link.connected else None,
            ended=lambda _: None,
        )
        link.start()
        try:
            async with asyncio.timeout(60):
                await welcomed.wait()
                for number in range(NOTES):
                    for job in range(JOBS):
                        note: dict[str, JsonValue] = {"step": "measuring", "elapsed_ms": number}
                        assert link.put(JobNoteSent(job_id=f"job_0000000{job}", note=note))
                link.put(JobNoteSent(job_id="job_00000001", note={"step": "calling", "call_id": "call-1"}))
                link.put(JobDone(job_id="job_00000000", outcome="ok", reason="the first"))
                assert JOBS * NOTES > FRAMES_BURST, "sent one after another they would have to wait"
                await enough.wait()
                link.put(JobDone(job_id="job_00000001", outcome="ok", reason="the last"))
                await all_there.wait()
        finally:
            await link.stop()
    assert heard[0]["reason"] == "the first"
    notes = [frame for frame in heard if frame["type"] == "job_note"]
    steps = [
        (frame["job_id"], frame["note"].get("elapsed_ms"))
        for frame in notes
        if frame["note"]["step"] == "measuring"
    ]
    assert steps == [(f"job_0000000{job}", NOTES - 1) for job in range(1, JOBS)], (
        "none of a job that has ended"
    )
    assert [frame["note"]["call_id"] for frame in notes if frame["note"]["step"] == "calling"] == ["call-1"]
