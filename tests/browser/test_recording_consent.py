"""A call is recorded only as its people say: asked, answered, paused, stopped, over pages, in both browsers."""

from __future__ import annotations

import re
from typing import Any

import pytest
from playwright.sync_api import expect

from tests.browser.associate_window import AssociateWindow
from tests.browser.axe import violations
from tests.browser.browsers import Kind
from tests.browser.demo_process import Demo
from tests.browser.people import change_store
from tests.browser.shopper_window import ShopperWindow
from tests.browser.stage import PHONE, Stage, picture
from tests.browser.watch import until

pytestmark = pytest.mark.browser


_RECORDING = "() => document.querySelector('coshop-console').desk.state.current?.call.recording ?? null"
_SEND = "(body) => document.querySelector('coshop-console').desk.client.send(body).then(({ refusal }) => refusal?.code ?? '')"


@pytest.fixture(scope="module")
def demo(staffed: Demo) -> Demo:
    """A demo with a worker beside it."""
    return staffed


def recording_of(anna: AssociateWindow) -> dict[str, Any]:
    """The recording as the associate's tablet knows it from the journal."""
    found: dict[str, Any] | None = anna.page.evaluate(_RECORDING)
    return found or {}


def in_a_call(
    stage: Stage, mode: str = "Video", kind: Kind = "chromium", **shopper: Any
) -> tuple[AssociateWindow, ShopperWindow]:
    """Anna and Mia talk."""
    anna = stage.associate(kind)
    mia = stage.shopper(kind, **shopper)
    mia.call("/products/P1002", mode)
    anna.answer()
    mia.is_live()
    return anna, mia


@pytest.mark.parametrize("kind", ["chromium", "firefox"])
def test_rec9_both_say_yes_and_the_mark_stays_over_pages_and_in_every_size(stage: Stage, kind: Kind) -> None:
    anna, mia = in_a_call(stage, kind=kind)
    expect(mia.mark).to_have_count(0)
    anna.ask_to_record()
    anna.recording_is("Waiting for the shopper's answer about recording")
    expect(mia.consent).to_contain_text("It is erased after 30 days.")
    expect(mia.consent).to_contain_text("Harbour Outfitters")
    yes, no = (
        mia.consent.get_by_role("button", name=each) for each in ("Yes, record me", "No, leave me out")
    )
    weights = [each.evaluate("(b) => { const s = getComputedStyle(b); return [b.offsetWidth, b.offsetHeight, s.fontWeight, s.color, s.backgroundColor, s.borderColor]; }") for each in (yes, no)]  # fmt: skip
    assert weights[0] == weights[1], "yes and no have the same weight"
    # The question outlives its page.
    mia.open("/products/P1003")
    mia.is_live()
    expect(mia.consent).to_be_visible()
    mia.answer_consent()
    mia.mark_is("Recording")
    anna.recording_is("Recording", "on")
    recording = recording_of(anna)
    assert sorted(recording["recorded"]) == ["associate", "shopper"]
    assert {(each["text_version"], each["language"]) for each in recording["consents"]} == {
        (recording["text_version"], "en")
    }
    assert re.fullmatch(r"\d{4}-\d{2}/30", recording["text_version"])
    mia.panel.get_by_role("button", name="Make small").click()
    mia.mark_is("Recording")
    mia.open("/products/P1001")
    mia.is_live()
    mia.mark_is("Recording")
    mia.page.reload()
    mia.is_live()
    mia.mark_is("Recording")
    anna.page.reload()
    anna.recording_is("Recording", "on")
    mia.panel.get_by_role("button", name="Make large").click()
    mia.more("Pause the recording")
    mia.mark_is("Recording paused")
    anna.recording_is("Recording paused by the shopper", "paused")
    anna.recording.get_by_role("button", name="Resume").click()
    mia.mark_is("Recording")
    mia.more("Stop the recording for good")
    expect(mia.mark).to_have_count(0)
    anna.recording_is("The recording has been stopped. It does not start again in this call.")
    anna.page.get_by_role("button", name="More", exact=True).click()
    expect(anna.page.get_by_role("button", name="Full screen")).to_be_visible()
    expect(anna.page.get_by_role("button", name="Ask to record")).to_have_count(0)
    mia.frames_advance(3)


def test_who_says_no_is_left_out_sees_the_mark_and_can_stop_it(stage: Stage) -> None:
    anna, mia = in_a_call(stage)
    anna.ask_to_record()
    mia.answer_consent("No, leave me out")
    anna.recording_is("Recording you only", "on")
    mia.mark_is("Recording")
    assert recording_of(anna)["recorded"] == ["associate"]
    mia.panel.get_by_role("button", name="More", exact=True).click()
    expect(mia.panel.get_by_text("You are left out of the recording.")).to_be_visible()
    mia.panel.get_by_role("button", name="Stop the recording for good").click()
    expect(mia.mark).to_have_count(0)
    assert recording_of(anna)["stopped_reason"] == "withdrawn"


def test_nobody_agrees_and_the_call_goes_on(stage: Stage) -> None:
    anna, mia = in_a_call(stage)
    anna.ask_to_record("No, leave me out")
    mia.answer_consent("No, leave me out")
    anna.recording_is("Nobody agreed, so nothing is recorded.")
    expect(mia.panel.locator(".recording")).to_have_text("Nobody is recorded.")
    anna.recording.get_by_role("button", name="Close").click()
    expect(anna.recording.locator(".row")).to_have_count(0)
    mia.frames_advance(3)


def test_an_answer_may_be_changed_until_both_have_answered(stage: Stage) -> None:
    anna, mia = in_a_call(stage)
    version = anna.page.evaluate("() => document.querySelector('coshop-console').desk.store.recording_days")
    assert version == 30
    anna.ask_to_record()
    text_version = until(anna.page, lambda: recording_of(anna).get("text_version"), "it is asked")
    # A console whose own answer did not arrive asks for it again.
    expect(mia.consent).to_be_visible()
    mia.answer_consent()
    mia.mark_is("Recording")
    mia.end()
    anna.wrap_up("Helped")
    mia.panel.get_by_role("button", name="Close").click()
    mia.call("/products/P1002")
    anna.answer()
    mia.is_live()
    assert anna.page.evaluate(_SEND, {"type": "recording_ask", "text_version": text_version}) == ""
    anna.recording_is("Your answer about recording is missing.")
    mia.answer_consent("No, leave me out")
    expect(mia.panel.locator("[data-consent=given]")).to_contain_text("You said no.")
    mia.panel.get_by_role("button", name="Change my answer").click()
    mia.answer_consent()
    expect(mia.panel.locator("[data-consent=given]")).to_contain_text("You said yes.")
    anna.recording.get_by_role("button", name="Answer").click()
    anna.page.get_by_role("dialog").get_by_role("button", name="Yes, record me").click()
    mia.mark_is("Recording")
    assert sorted(recording_of(anna)["recorded"]) == ["associate", "shopper"]


def test_rec9_the_question_is_announced_and_takes_no_focus(stage: Stage) -> None:
    anna, mia = in_a_call(stage)
    search = mia.page.get_by_role("searchbox", name="Search the shop").or_(mia.page.locator("#q")).first
    search.focus()
    mia.page.keyboard.type("wool")
    anna.ask_to_record()
    expect(mia.consent).to_be_visible()
    mia.is_told("Anna asks whether this call may be recorded.")
    mia.page.keyboard.type(" socks")
    expect(search).to_have_value("wool socks")
    assert mia.page.evaluate("window.__shift") < 0.001
    # Whoever answers by keyboard goes on in the call.
    mia.consent.get_by_role("button", name="Yes, record me").focus()
    mia.page.keyboard.press("Enter")
    mia.is_told("This call is being recorded now.")
    expect(mia.live).to_be_focused()
    # A message that is being written keeps its field.
    mia.say("Hello")
    field = mia.panel.get_by_role("textbox", name="Write a message")
    expect(field).to_be_focused()
    anna.recording.get_by_role("button", name="Pause").click()
    mia.mark_is("Recording paused")
    expect(field).to_be_focused()


def test_rec9_in_their_language(stage: Stage) -> None:
    anna = stage.associate()
    mia = stage.shopper()
    mia.rewrite('<html lang="en"', '<html lang="de"')
    mia.open("/products/P1002")
    mia.page.get_by_role("button", name="Mit jemandem im Laden sprechen").click()
    mia.panel.get_by_role("button", name="Starten", exact=True).click()
    anna.answer()
    mia.is_live()
    anna.ask_to_record()
    expect(mia.consent).to_contain_text("Darf dieses Gespräch aufgenommen werden? Anna fragt.")
    picture(mia, "recording-widget-asked-german")
    assert violations(mia.page) == []
    mia.answer_consent("Ja, mich aufnehmen")
    mia.mark_is("Aufnahme")
    consents = {each["side"]: each["language"] for each in recording_of(anna)["consents"]}
    assert consents == {"associate": "en", "shopper": "de"}


def test_the_checkout_pauses_it_and_the_paid_order_ends_the_pause(stage: Stage) -> None:
    anna, mia = in_a_call(stage, size=PHONE, touch=True)
    anna.ask_to_record()
    mia.answer_consent()
    mia.mark_is("Recording")
    anna.search("parka")
    anna.add("North pier parka", "Moss", "L")
    mia.units(1)
    mia.settled()
    mia.checkout()
    mia.is_live()
    mia.mark_is("Recording paused")
    anna.recording_is("Recording paused while the checkout is open", "paused")
    expect(anna.recording.get_by_role("button", name="Resume")).to_have_count(0)
    mia.panel.get_by_role("button", name=re.compile("Make large")).click()
    mia.panel.get_by_role("button", name="More", exact=True).click()
    expect(mia.panel.get_by_text("The recording is paused while the checkout is open.").last).to_be_visible()
    expect(mia.panel.get_by_role("button", name="Go on recording")).to_have_count(0)
    mia.mark_is("Recording paused")
    mia.panel.get_by_role("button", name="Back", exact=True).click()
    mia.panel.get_by_role("button", name="Make small").click()
    mia.fill_address()
    mia.pay()
    mia.is_live()
    mia.mark_is("Recording")
    anna.recording_is("Recording", "on")


def test_rec1_a_written_call_has_nothing_to_record(stage: Stage) -> None:
    anna, mia = in_a_call(stage, "Text")
    anna.page.get_by_role("button", name="More", exact=True).click()
    expect(anna.page.get_by_role("button", name="Full screen")).to_be_visible()
    expect(anna.page.get_by_role("button", name="Ask to record")).to_have_count(0)
    # A program that asks all the same is refused, and nobody is bothered.
    refused = anna.page.evaluate(_SEND, {"type": "recording_ask", "text_version": "2026-11/30"})
    assert refused == "nothing_to_record"
    mia.say("Is it warm?")
    anna.reads("Is it warm?")
    expect(mia.consent).to_be_hidden()
    expect(anna.recording.locator(".row")).to_have_count(0)


def test_rec9_nobody_agrees_to_words_that_they_were_not_shown(stage: Stage) -> None:
    anna, mia = in_a_call(stage)
    assert anna.page.evaluate(_SEND, {"type": "recording_ask", "text_version": "2019-01/30"}) == ""
    other = mia.panel.locator("[data-consent=other]")
    expect(other).to_be_visible()
    picture(mia, "recording-widget-other-version")
    assert violations(mia.page) == []
    expect(other).to_contain_text("This page is too old to show the question.")
    expect(other.get_by_role("button", name=re.compile("Yes"))).to_have_count(0)
    expect(anna.recording.get_by_role("button", name="Answer")).to_have_count(0)
    other.get_by_role("button", name="Do not record this call").click()
    anna.recording_is("The recording has been stopped. It does not start again in this call.")


def test_a_store_that_does_not_record_asks_nobody(stage: Stage) -> None:
    change_store(stage.demo.data_dir, recording="off")
    try:
        anna, _mia = in_a_call(stage)
        anna.page.get_by_role("button", name="More", exact=True).click()
        expect(anna.page.get_by_role("button", name="Full screen")).to_be_visible()
        expect(anna.page.get_by_role("button", name="Ask to record")).to_have_count(0)
        refused = anna.page.evaluate(_SEND, {"type": "recording_ask", "text_version": "2026-11/30"})
        assert refused == "recording_off"
    finally:
        change_store(stage.demo.data_dir, recording="ask")
