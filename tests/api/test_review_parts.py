"""[REV3] A part of a recording that waits on the machine of a lost worker, and comes into the bucket later."""

from __future__ import annotations

from dataclasses import replace

from coshop.core.recorded_parts import Part
from coshop.ports import Store
from tests.api.recorded import recorded_call
from tests.api.reviewing import at, refusal
from tests.servers import LiveServer


def test_REV3_a_part_that_was_elsewhere_is_played_once_it_has_come(server: LiveServer, store: Store) -> None:
    parts = server.coshop.parts
    call_id = recorded_call(server, store)
    row = server.on_loop(parts.recordings.of_call(call_id))
    assert row is not None
    server.on_loop(parts.recordings.remove(row.recording_id))
    assert server.on_loop(parts.recordings.add(replace(row, state="recording")))
    lost = {**row.files[0], "name": "", "part": 2, "start_ms": 0, "fault": "elsewhere"}
    server.on_loop(
        parts.recordings.finish(row.recording_id, "kept", row.ended_at_ms, files=(*row.files, lost), size=1)
    )
    boss = server.signed_in(server.add_associate(store, role="supervisor"))
    assert boss.get(at(call_id)).json()["recording"]["files"][2]["fault"] == "elsewhere"
    assert refusal(boss.get(at(call_id, "/files/shopper/2"))) == (404, "unknown_recording")
    late = Part(row.recording_id, "shopper", 2, 7_000)
    server.on_loop(parts.files.put(late.name, row.recording_id, b"the rest"))
    file = boss.get(at(call_id)).json()["recording"]["files"][2]
    assert (file["fault"], file["start_ms"]) == ("cut_off", 7_000)
    assert boss.get(file["url"]).content == b"the rest"
    boss.close()
