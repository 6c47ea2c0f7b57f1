"""The timeline of a recorded call, from a real journal and from events that this version does not write."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Any, cast

from coshop.core import commands as c
from coshop.core.events import Entry, Event
from coshop.core.recording_types import RecordingStarted
from coshop.core.timeline import timeline
from tests.core.play import ANNA, REQUEST, RING_ANNA, SERVER, SHOPPER, Played


@dataclass(frozen=True, slots=True, kw_only=True)
class Marked:
    """An event by its type and whatever it says."""

    type: str
    by: str = "shopper"
    reason: str = "tap"


def entry(at_ms: int, kind: str, **said: str) -> Entry:
    event = cast(Event, Marked(type=kind, **said))
    return Entry(seq=1, at_ms=at_ms, by="server", command_id="", event=event)


def marks(made: dict[str, Any], what: str) -> list[dict[str, Any]]:
    return [mark for mark in made["marks"] if mark["what"] == what]


def test_a_call_becomes_marks_with_times_from_the_start_of_the_recording() -> None:
    played = Played()
    played.do(REQUEST, SHOPPER)
    played.do(RING_ANNA, SERVER)
    played.do(c.RingAccept(), ANNA)
    started_at_ms = played.now_ms + 1000
    played.now_ms += 3000
    played.do(c.ProductShow(product_id="P1", variant_id="V1"), ANNA)
    played.now_ms += 500
    played.do(c.CartAdd(variant_id="V1", quantity=2, product_id="P1"), ANNA)
    played.do(c.ChatSend(text="In blue?"), SHOPPER)
    played.do(c.CallEnd(), SHOPPER)
    file = {"side": "shopper", "gaps": [{"kind": "video", "start_ms": 1, "end_ms": 9}]}
    made = timeline(
        played.entries, started_at_ms=started_at_ms, ended_at_ms=started_at_ms + 60_000, files=[file]
    )
    assert marks(made, "call_requested")[0]["at_ms"] == -1000
    shown = marks(made, "product_shown")[0]
    assert (shown["at_ms"], shown["product_id"], shown["by"]) == (2000, "P1", "associate")
    assert marks(made, "cart_change_requested")[0]["change"]["quantity"] == 2
    assert marks(made, "chat_sent")[0]["text"] == "In blue?"
    assert not marks(made, "ring_started")
    assert made["files"] == [file]
    text = json.dumps(made)
    assert "tablet-1" not in text
    assert json.loads(text) == made


def test_pauses_are_cut_to_the_recording_and_one_without_an_end_lasts_to_it() -> None:
    made = timeline(
        [
            entry(500, "recording_paused"),
            entry(1200, "recording_resumed"),
            entry(1300, "recording_resumed"),
            entry(3000, "recording_paused", reason="checkout"),
            entry(3100, "recording_paused"),
            entry(4000, "recording_stopped", reason="withdrawn"),
            entry(9000, "recording_paused"),
            entry(9500, "something_new"),
        ],
        started_at_ms=1000,
        ended_at_ms=9800,
    )
    assert made["pauses"] == [[0, 200], [2000, 3000], [8000, 8800]]
    assert marks(made, "recording_paused")[1] == {
        "at_ms": 2000, "seq": 1, "by": "shopper", "what": "recording_paused", "reason": "checkout",
    }  # fmt: skip
    assert not marks(made, "something_new")


def test_who_is_recorded_is_a_list() -> None:
    started = Entry(
        seq=1,
        at_ms=40,
        by="server",
        command_id="",
        event=RecordingStarted(recorded=("shopper", "associate")),
    )
    made = timeline([started], started_at_ms=40, ended_at_ms=90)
    assert marks(made, "recording_started")[0]["recorded"] == ["shopper", "associate"]
