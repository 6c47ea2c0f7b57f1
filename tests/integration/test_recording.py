"""[REC1]–[REC10] A call that its people agree to have recorded: a real server, a real worker process, and what the files hold."""

from __future__ import annotations

import asyncio
import json
from typing import Any

import pytest

from coshop.peer import ColourBars
from coshop.protocol import commands as w
from coshop.protocol import recording_commands as r
from tests.integration.conftest import Shop
from tests.integration.recording import counters, film, kept, on, people, recorded

pytestmark = pytest.mark.timeout(240)


@pytest.mark.usefixtures("recorder")
async def test_REC8_both_sides_are_recorded_and_their_files_play(shop: Shop) -> None:
    shopper, associate = await recorded(shop)
    await associate.show("shirt")
    await shopper.chat("Does it run small?")
    await asyncio.sleep(4)
    await shopper.end()
    row = await kept(shop.server, shopper.call_id)
    assert (row.state, row.fault, row.recorded) == ("kept", "", ("shopper", "associate"))
    assert (row.shopper_id, row.associate_id) == (
        shopper.signalling.welcome.person_id if shopper.signalling.welcome else "",
        shop.row.associate_id,
    )
    assert [(c["side"], c["agreed"], c["text_version"]) for c in row.consents] == [
        ("associate", True, "2026-11"),
        ("shopper", True, "2026-11"),
    ]
    call = (await on(shop.server, shop.server.coshop.parts.journal.load(shopper.call_id))).call
    length_ms = call.phase.ended_at_ms - row.started_at_ms
    for file in row.files:
        played = await film(shop.server, row, file["side"])
        assert file["start_ms"] + played.duration_ms == pytest.approx(length_ms, abs=400)
        assert file["duration_ms"] == pytest.approx(played.duration_ms, abs=2)
        assert len(counters(played)) > 40
        assert sum(played.loud) > 50
    assert (await film(shop.server, row, "associate")).sizes[0] == (480, 360)
    # The journal stands beside the files.
    name = f"{row.recording_id}/timeline.json"
    files = shop.server.coshop.parts.files
    data = await on(shop.server, files.read(name, 0, await on(shop.server, files.length(name))))
    marks = [mark["what"] for mark in json.loads(data)["marks"]]
    assert {"product_shown", "chat_sent", "recording_stopped", "call_ended"} <= set(marks)


@pytest.mark.usefixtures("recorder")
async def test_REC3_who_refuses_is_left_out_and_sends_the_recorder_nothing(shop: Shop) -> None:
    shopper, associate = await recorded(shop, shopper_agrees=False)
    await asyncio.sleep(2.5)
    (link,) = shopper.guest_links.connections.values()
    directions = [t.currentDirection for t in link._pc.getTransceivers()]
    assert directions == ["inactive", "inactive"]
    await associate.end()
    row = await kept(shop.server, shopper.call_id)
    assert [file["side"] for file in row.files] == ["associate"]
    names = await on(shop.server, shop.server.coshop.parts.files.names(row.recording_id))
    assert not [name for name in names if "shopper" in name]
    assert len(counters(await film(shop.server, row, "associate"))) > 10


@pytest.mark.usefixtures("recorder")
async def test_REC4_a_pause_keeps_nothing_of_what_was_shown_and_said_in_it(shop: Shop) -> None:
    bars = ColourBars()
    shopper, _ = await recorded(shop, video=bars)
    await asyncio.sleep(2)
    await shopper.signalling.command(shopper.call_id, r.RecordingPause())
    from_number = bars.sent
    await asyncio.sleep(2)
    to_number = bars.sent
    await shopper.signalling.command(shopper.call_id, r.RecordingResume())
    await asyncio.sleep(2.5)
    await shopper.end()
    row = await kept(shop.server, shopper.call_id)
    played = await film(shop.server, row, "shopper")
    seen = counters(played)
    assert [n for n in seen if n < from_number], "what came before is kept"
    assert [n for n in seen if n > to_number], "what came after is kept"
    assert not [n for n in seen if from_number + 1 < n < to_number - 1], (from_number, to_number, seen)


@pytest.mark.usefixtures("recorder")
async def test_REC5_nothing_is_kept_while_the_checkout_is_open(shop: Shop) -> None:
    bars = ColourBars()
    shopper, associate = await recorded(shop, video=bars)
    await asyncio.sleep(1.5)
    await associate.signalling.command(associate.call_id, w.CheckoutOffer())
    await shopper.signalling.command(shopper.call_id, w.CheckoutReport(step="started"))
    from_number = bars.sent
    await asyncio.sleep(1.5)
    to_number = bars.sent
    await shopper.signalling.command(shopper.call_id, w.CheckoutReport(step="paid", order_number="A-1"))
    await asyncio.sleep(2)
    await shopper.end()
    row = await kept(shop.server, shopper.call_id)
    seen = counters(await film(shop.server, row, "shopper"))
    assert seen
    assert not [n for n in seen if from_number + 1 < n < to_number - 1]
    assert max(seen) > to_number


@pytest.mark.usefixtures("recorder")
async def test_REC6_who_withdraws_ends_it_and_the_call_goes_on(shop: Shop) -> None:
    bars = ColourBars()
    shopper, _ = await recorded(shop, video=bars)
    await asyncio.sleep(2)
    await shopper.signalling.command(shopper.call_id, r.RecordingWithdraw())
    last = bars.sent
    await shopper.wait_for(lambda call: not call.guests)
    row = await kept(shop.server, shopper.call_id)
    assert (row.state, row.fault) == ("kept", "")
    seen = counters(await film(shop.server, row, "shopper"))
    assert seen
    assert max(seen) <= last + 1
    assert shopper.call is not None
    assert shopper.call.phase.phase == "live"
    await shopper.end()


async def test_REC1_a_call_that_is_not_recorded_makes_no_job(shop: Shop) -> None:
    parts: Any = shop.server.coshop.parts
    shopper, associate = await people(shop)
    await associate.end()
    assert await on(shop.server, parts.recordings.of_call(shopper.call_id)) is None
    assert await on(shop.server, parts.jobs.of_call(shopper.call_id, "record")) == ()
