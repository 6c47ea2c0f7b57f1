"""[REC10] Since when a recording is on, paused or stopped: what a recorder goes by that hears of it late."""

from __future__ import annotations

import json

from coshop.core import commands as c
from coshop.core import recording_types as r
from coshop.protocol.codec import dump_call, load_call
from tests.core.play import ANNA, SHOPPER, recorded


def test_REC10_the_state_says_since_when_it_holds() -> None:
    played = recorded()

    def since(command: c.Command, actor: object, later_ms: int) -> int:
        played.now_ms += later_ms
        played.must(command, actor)  # type: ignore[arg-type]
        assert played.there.recording
        return played.there.recording.since_ms

    assert played.there.recording
    assert played.there.recording.since_ms == played.now_ms, "on"
    paused = since(c.CheckoutReport(step="started"), SHOPPER, 1_000)
    assert paused == played.now_ms
    assert since(r.RecordingPause(), ANNA, 1_000) == paused, "a pause that a tap makes firmer began before"
    assert since(c.CheckoutReport(step="paid"), SHOPPER, 1_000) == paused
    assert since(r.RecordingResume(), ANNA, 1_000) == played.now_ms
    assert since(r.RecordingWithdraw(), SHOPPER, 1_000) == played.now_ms
    stopped = played.now_ms
    assert since(c.CallEnd(), SHOPPER, 1_000) == stopped, "it stopped before the call did"


def test_REC10_a_state_of_an_earlier_version_does_not_know_since_when() -> None:
    state = json.loads(dump_call(recorded().there))
    del state["recording"]["since_ms"]
    known = load_call(json.dumps(state))
    assert known.recording
    assert (known.recording.state, known.recording.since_ms) == ("on", 0)
    paused = r.recording_after(known.recording, r.RecordingPaused(by="shopper", reason="tap"), 7)
    assert paused.since_ms == 7
