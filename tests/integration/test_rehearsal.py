"""Shipped stories played on a real server against an associate who does it well, and one who does nothing."""

from __future__ import annotations

import asyncio
from typing import Any

import pytest

from coshop.agents.figure import find_speech
from coshop.agents.rehearsal import Report, shipped_stories
from coshop.agents.rehearsal.shopper import rehearse
from coshop.agents.rehearsal.words import Story
from coshop.core.call_types import Ended
from coshop.peer import Associate, ColourBars, ReceivedUnwatched, Shopper, Tone
from tests.agents.goods import ALL
from tests.integration.conftest import Shop
from tests.servers import STORE_ORIGIN


def quick(story: Story, **caller: Any) -> Story:
    """The story with waits of a second, for an associate that is a program."""
    steps = tuple(
        s.model_copy(update={"within_s": 1.0}) if hasattr(s, "within_s") else s for s in story.steps
    )
    return story.model_copy(update={"steps": steps, "caller": story.caller.model_copy(update=caller)})


async def played(shop: Shop, story: Story, **more: Any) -> Report:
    return await rehearse(
        shop.server.url, shop.store.public_key, origin=STORE_ORIGIN, story=story, goods=ALL, pace=0.0, **more
    )


async def stocked(shop: Shop, **fields: Any) -> Associate:
    shop.server.on_loop(shop.server.coshop.parts.catalogue.replace(shop.store.store_id, [ALL], 1))
    anna = await shop.associate(**fields)
    await anna.go_available()
    return anna


async def test_a_gift_is_found_added_and_paid(shop: Shop) -> None:
    anna = await stocked(shop)
    notes: list[dict[str, Any]] = []
    story = shipped_stories()["gift_under_50"]
    playing = asyncio.create_task(played(shop, quick(story, mode="text"), note=notes.append))
    ringing = await anna.wait_ring()
    assert (ringing.shopper.name, ringing.question) == ("Nora", "I need a gift for my sister.")
    await anna.accept()
    await anna.wait_for(lambda call: any("birthday present" in m.text for m in call.chat))
    await anna.chat("What does she like?")
    await anna.wait_for(lambda call: any("cup of tea" in m.text for m in call.chat))
    await anna.show("rain")
    await anna.wait_for(lambda call: any("more than I wanted to spend" in m.text for m in call.chat))
    await anna.show("mug")
    await anna.wait_for(lambda call: any("put it into my bag" in m.text for m in call.chat))
    await anna.add_to_cart("mug-INK")
    await anna.wait_for(lambda call: any("like to pay" in m.text for m in call.chat))
    await anna.offer_checkout()
    await anna.wait_for(lambda call: isinstance(call.phase, Ended))
    report = await playing
    assert (report.ending, report.products_shown, report.messages) == ("played", 2, 1)
    assert report.passed, report
    assert {row.key: row.verdict for row in report.rows} == dict.fromkeys(
        ["answer_s", "first_words_s", "first_shown_s", "matching_shown_s", "matching_added_s", "checkout_s"],
        "met",
    )
    assert notes[-1]["report"]["story"] == "gift_under_50"
    assert anna.call is not None
    assert anna.call.checkout is not None
    assert anna.call.checkout.step == "paid"


async def test_an_associate_who_does_nothing_is_left_and_told(shop: Shop) -> None:
    anna = await stocked(shop)
    playing = asyncio.create_task(played(shop, quick(shipped_stories()["hurried"], mode="text")))
    await anna.wait_ring()
    await anna.accept()
    call = await anna.wait_for(lambda call: isinstance(call.phase, Ended), timeout_s=30)
    assert "Is it in my bag yet?" in [m.text for m in call.chat]
    report = await playing
    assert (report.ending, report.passed, report.nudges) == ("impatient", False, 1)
    assert {row.key: row.verdict for row in report.rows if row.goal_s}["matching_added_s"] == "missed"


async def test_a_ring_that_nobody_answers_is_given_up(shop: Shop) -> None:
    anna = await stocked(shop)
    playing = asyncio.create_task(
        played(shop, quick(shipped_stories()["hurried"], mode="text", patience_s=1.0))
    )
    await anna.wait_ring()
    assert (await playing).ending == "not_answered"
    await anna.until(lambda: not anna.is_followed)


async def test_the_shopper_is_seen_and_heard_and_changes_pages(shop: Shop) -> None:
    speech = find_speech()
    assert speech is not None, "no synthesiser: install espeak-ng, or make install"
    anna = await stocked(shop, media=True, video=ColourBars(), audio=Tone())
    story = quick(shipped_stories()["undecided"], mode="video")
    playing = asyncio.create_task(played(shop, story, speech=speech))
    ringing = await anna.wait_ring(timeout_s=60)
    assert ringing.page.product_id == "rain"
    await anna.accept()
    await anna.until(lambda: anna.media and anna.media.received.video_frames >= 8, timeout_s=30)
    await anna.show("work")
    await anna.wait_for(
        lambda call: call.page.product_id == "work" and not call.shopper.lost_at_ms, timeout_s=30
    )
    await anna.until(lambda: anna.media and anna.media.received.video_frames >= 3, timeout_s=30)
    await anna.chat("The linen one is lighter. I would take it.")
    await anna.add_to_cart("work-SAND-M")
    call = await anna.wait_for(lambda call: isinstance(call.phase, Ended), timeout_s=30)
    assert not [m.text for m in call.chat if m.by == "shopper"], "what was spoken is not written, too"
    assert (await playing).ending == "played"


async def test_what_the_shopper_does_not_look_at_is_not_decoded(
    shop: Shop, monkeypatch: pytest.MonkeyPatch
) -> None:
    callers: list[Shopper] = []
    decoders: list[str] = []

    class Noted(Shopper):
        def __init__(self, *args: Any, **more: Any) -> None:
            super().__init__(*args, **more)
            callers.append(self)

    monkeypatch.setattr("coshop.agents.rehearsal.shopper.Shopper", Noted)
    monkeypatch.setattr("aiortc.rtcrtpreceiver.get_decoder", lambda codec: decoders.append(codec.name))
    anna = await stocked(shop, media=True, video=ColourBars(), audio=Tone())
    anna.make_received = ReceivedUnwatched
    story = shipped_stories()["undecided"]  # at its own pace: it waits while the connection is made
    caller = story.caller.model_copy(update={"mode": "video"})
    playing = asyncio.create_task(played(shop, story.model_copy(update={"caller": caller})))
    await anna.wait_ring(timeout_s=60)
    await anna.accept()

    def arrived(who: Associate | Shopper) -> bool:
        received = who.media.received if who.media else None
        return received is not None and received.video_frames >= 5 and received.audio_frames >= 10

    await anna.until(lambda: arrived(anna), timeout_s=30)
    await callers[0].until(lambda: arrived(callers[0]), timeout_s=30)
    assert decoders == []
    await anna.end()
    assert (await playing).ending == "ended_early"


async def test_without_a_synthesiser_the_lines_are_written_and_that_is_said(shop: Shop) -> None:
    anna = await stocked(shop)
    playing = asyncio.create_task(played(shop, quick(shipped_stories()["hurried"])))
    await anna.wait_ring()
    await anna.accept()
    await anna.wait_for(lambda call: any("I have no voice on this server" in m.text for m in call.chat))
    await anna.wait_for(lambda call: any("my train leaves" in m.text for m in call.chat))
    await anna.end()
    report = await playing
    assert (report.ending, report.voice) == ("ended_early", "missing")


async def test_a_german_story_is_told_in_german_and_says_in_german_that_it_has_no_voice(shop: Shop) -> None:
    anna = await stocked(shop)
    playing = asyncio.create_task(played(shop, quick(shipped_stories()["in_eile"])))
    call = await anna.wait_ring()
    assert (call.language, call.question) == ("de", "Schnell bitte!")
    await anna.accept()
    await anna.wait_for(lambda call: any("keine Stimme" in m.text for m in call.chat))
    await anna.wait_for(lambda call: any("mein Zug fährt" in m.text for m in call.chat))
    await anna.end()
    assert (await playing).story == "in_eile"


@pytest.mark.parametrize("name", ["wrong_size", "damaged_item", "hard_of_hearing"])
async def test_the_other_stories_can_be_passed(shop: Shop, name: str) -> None:
    anna = await stocked(shop)
    playing = asyncio.create_task(played(shop, quick(shipped_stories()[name], mode="text")))
    await anna.wait_ring()
    await anna.accept()
    lines = "I am sorry. Yes, we have it in S and M. Send it back with the label in the parcel, the return is free."

    async def help_them() -> None:
        heard = 0
        while anna.call is not None and not isinstance(anna.call.phase, Ended):
            now = anna.call.chat
            if len([m for m in now if m.by == "shopper"]) > heard:
                heard = len([m for m in now if m.by == "shopper"])
                await anna.chat(lines)
                if heard == 1:
                    await anna.show("rain")
                    await anna.add_to_cart("rain-NAVY-M")
            await anna.until(lambda: anna.call is None or anna.call.chat is not now, timeout_s=30)  # noqa: B023

    helping = asyncio.create_task(help_them())
    report = await asyncio.wait_for(playing, 40)
    helping.cancel()
    await asyncio.gather(helping, return_exceptions=True)
    assert report.passed, report
