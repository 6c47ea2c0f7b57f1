"""Consent to a recording through a switchboard: the store's setting, both screens, and the recorder's place in the call."""

from __future__ import annotations

from dataclasses import replace

from coshop.core.call_types import Call
from coshop.protocol import commands as w
from coshop.protocol.recording_commands import RecordingAsk, RecordingConsent, RecordingWithdraw
from tests.live.house import House

ASK = RecordingAsk(text_version="2026-11")
YES = RecordingConsent(agreed=True, text_version="2026-11", language="en")


def state(call: Call) -> str:
    return call.recording.state if call.recording is not None else ""


async def test_REC1_the_stores_setting_is_the_servers_word(house: House) -> None:
    board = await house.board()
    associate, shopper = await house.free(board, "Mia"), await house.shopper(board)
    call_id = await house.live_call(shopper, associate)
    assert await associate.do(call_id, ASK) == "recording_off"
    assert await shopper.do(call_id, ASK) == "not_allowed"


async def test_REC2_both_screens_and_the_journal_hold_the_answers(house: House) -> None:
    house.stores["store-one"] = replace(house.stores["store-one"], recording="ask")
    board = await house.board()
    associate, shopper = await house.free(board, "Mia"), await house.shopper(board)
    call_id = await house.live_call(shopper, associate)
    assert await associate.do(call_id, ASK) == ""
    assert await shopper.do(call_id, YES) == ""
    assert await associate.do(call_id, YES.model_copy(update={"language": "de"})) == ""
    stored = await house.storage.journal.load(call_id)
    assert stored is not None
    assert stored.call.recording is not None
    assert stored.call.recording.state == "on"
    assert [each.language for each in stored.call.recording.consents] == ["en", "de"]
    await shopper.agrees(stored.call)
    await associate.agrees(stored.call)
    assert await shopper.do(call_id, w.CheckoutReport(step="started")) == ""
    await associate.sees(lambda: state(associate.calls[call_id]) == "paused")
    assert await shopper.do(call_id, RecordingWithdraw()) == ""
    await associate.sees(lambda: state(associate.calls[call_id]) == "stopped")
    assert associate.calls[call_id].phase.phase == "live"
