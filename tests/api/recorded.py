"""Calls that have ended, in the journal and on the shelf of a running server, recorded or not, without anybody in them."""

from __future__ import annotations

from dataclasses import replace

from coshop.core import commands as c
from coshop.core import recording_types as r
from coshop.core.call import deadline
from coshop.core.call_types import ByAssociate, ByShopper
from coshop.identity import new_id
from coshop.ports import Append, JobRow, RecordingRow, Store
from tests.core.play import PAGE, SERVER, Played
from tests.servers import LiveServer

CONTENT = {side: bytes(f"the film of the {side} ", "ascii") * 20_000 for side in ("shopper", "associate")}


def ended_call(
    server: LiveServer, store: Store, name: str = "Anna", *, recorded: bool = False, shopper_id: str = ""
) -> str:
    """A call of the store that was answered, with something said and shown in it, and has ended; its id."""
    call_id, anna = new_id("call"), ByAssociate(new_id("ass"), "tablet-1")
    sue = ByShopper(shopper_id or new_id("shopper"), "tab-1")
    played = Played(now_ms=server.coshop.parts.clock() - 100_000)
    played.must(
        c.CallRequest(
            call_id=call_id, store_id=store.store_id, mode="video", language="en", page=PAGE, name="Sue"
        ),
        sue,
    )
    ring = c.RingStart(associate_id=anna.associate_id, associate_name=name, client_id=anna.client_id)
    played.must(ring, SERVER)
    played.must(c.RingAccept(), anna)
    if recorded:
        played.must(r.RecordingAsk(text_version="2026-11", allowed=True), anna)
        for who in (anna, sue):
            yes = r.RecordingConsent(agreed=True, text_version="2026-11", language="en")
            played.must(yes, who)
    played.now_ms += 5_000
    played.must(c.ProductShow(product_id="P1"), anna)
    played.must(c.ChatSend(text="Does it keep the rain out?"), sue, "cmd_chat0001")
    if recorded:
        played.must(r.RecordingPause(), sue)
        played.now_ms += 2_000
        played.must(r.RecordingResume(), sue)
    played.now_ms += 3_000
    played.must(c.CallEnd(), sue)
    server.on_loop(
        server.coshop.parts.journal.append(
            Append(
                call=played.there, epoch=7, expected_seq=0, entries=tuple(played.entries),
                deadline_ms=deadline(played.there), now_ms=played.now_ms,
            )
        )
    )  # fmt: skip
    return call_id


def recorded_call(server: LiveServer, store: Store, name: str = "Anna", *, shopper_id: str = "") -> str:
    """The same, with a recording that is kept: two sealed files (of bytes that are no film)."""
    call_id = ended_call(server, store, name, recorded=True, shopper_id=shopper_id)
    parts = server.coshop.parts
    stored = server.on_loop(parts.journal.load(call_id))
    assert stored is not None
    assert stored.call.recording is not None
    started_at_ms = stored.call.recording.consents[-1].at_ms
    row = RecordingRow(
        recording_id=new_id("rec"),
        call_id=call_id,
        store_id=store.store_id,
        shopper_id=stored.call.shopper.person_id,
        associate_id="ass-1",
        job_id=new_id("job"),
        started_at_ms=started_at_ms,
        recorded=("shopper", "associate"),
        consents=tuple(
            {"side": each.side, "agreed": each.agreed, "text_version": each.text_version,
             "language": each.language, "at_ms": each.at_ms}
            for each in stored.call.recording.consents
        ),
    )  # fmt: skip
    assert server.on_loop(parts.recordings.add(row))
    files = []
    for side, content in CONTENT.items():
        file = f"{row.recording_id}/{side}-1.webm"
        server.on_loop(parts.files.put(file, row.recording_id, content))
        files.append(
            {"name": file, "side": side, "part": 1, "start_ms": 300, "duration_ms": 9_000, "bytes": len(content),
             "has_video": True, "gaps": [{"kind": "video", "start_ms": 5, "end_ms": 9}], "fault": ""}
        )  # fmt: skip
    done = server.on_loop(
        parts.recordings.finish(
            row.recording_id, "kept", started_at_ms + 10_000, files=tuple(files), size=sum(map(len, CONTENT.values()))
        )
    )  # fmt: skip
    assert done is not None
    return call_id


def exported(server: LiveServer, call_id: str, content: bytes, *, name: str = "") -> JobRow:
    """As if a worker had made the film: the job that is queued is done, its file is there, and (`name`) it says what it is called."""
    parts = server.coshop.parts
    job = server.on_loop(parts.jobs.of_call(call_id, "export"))[-1]
    row = server.on_loop(parts.recordings.of_call(call_id))
    assert row is not None
    server.on_loop(parts.files.put(job.args["target"], row.recording_id, content))
    server.on_loop(parts.jobs.offer(job.job_id, "worker-1"))
    server.on_loop(parts.jobs.take(job.job_id, "worker-1", 1))
    result = {"length_ms": 9_000, "bytes": len(content)} | ({"name": name} if name else {})
    done = server.on_loop(parts.jobs.finish(job.job_id, "worker-1", "ok", 2, result=result))
    assert done is not None
    return replace(done)
