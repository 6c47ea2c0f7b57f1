"""Voice only, text only, and shoppers whose camera is refused or missing: each gets a whole call."""

from __future__ import annotations

import contextlib

import pytest
from playwright.sync_api import TimeoutError as PlaywrightTimeoutError
from playwright.sync_api import expect

from tests.browser.conftest import ASSOCIATE_FILM, SHOPPER_FILM
from tests.browser.stage import Stage, picture
from tests.browser.watch import until

pytestmark = pytest.mark.browser


def test_text_only(stage: Stage) -> None:
    anna = stage.associate()
    mia = stage.shopper()
    mia.call(mode="Text")
    anna.answer()
    mia.is_live()
    expect(anna.page.get_by_text("The shopper chose text only. Write in Chat.").first).to_be_visible()
    mia.say("Do you have it in green?")
    anna.reads("Do you have it in green?")
    anna.say("In moss.")
    mia.reads("In moss.")
    anna.search("rain jacket")
    anna.show("Harbour rain jacket")
    expect(mia.card("Harbour rain jacket")).to_be_visible()
    anna.add("Harbour rain jacket", "Moss", "M")
    mia.units(1)
    picture(mia, "widget-text")
    picture(anna, "console-text")
    for side in (mia, anna):
        found = side.stats()
        assert (found["frames"], found["sound_packets"], found["sent"]) == (0, 0, 0)
    expect(mia.panel.get_by_role("button", name="Turn microphone off")).to_have_count(0)
    mia.page.get_by_role("navigation", name="Groups").get_by_role("link", name="Shoes").click()
    mia.is_live()
    mia.reads("In moss.")
    mia.say("Thank you.")
    anna.reads("Thank you.")


def test_voice_only(stage: Stage) -> None:
    anna = stage.associate()
    mia = stage.shopper()
    mia.call(mode="Voice")
    anna.answer()
    mia.is_live()
    expect(anna.page.get_by_text("The shopper chose voice only.").first).to_be_visible()
    mia.hears()
    anna.hears()
    assert mia.stats()["frames"] == anna.stats()["frames"] == 0
    picture(mia, "widget-voice")
    picture(anna, "console-voice")
    mia.panel.get_by_role("button", name="Turn microphone off").click()
    expect(anna.page.get_by_text("The shopper's microphone is off.").first).to_be_visible()
    mia.panel.get_by_role("button", name="Turn microphone on").click()
    expect(anna.page.get_by_text("The shopper's microphone is off.")).to_have_count(0)


# What a browser does where a phone call or another app takes the microphone, and gives it back.
_HOLD = """(held) => {
  const track = document.querySelector("coshop-panel").session.state.devices.tracks.audio;
  Object.defineProperty(track, "muted", { get: () => held, configurable: true });
  track.dispatchEvent(new Event(held ? "mute" : "unmute"));
}"""


def test_a_microphone_that_another_app_takes_is_said_on_both_sides_and_comes_back(stage: Stage) -> None:
    anna = stage.associate()
    mia = stage.shopper()
    mia.call()
    anna.answer()
    mia.is_live()
    anna.hears()
    mia.page.evaluate(_HOLD, True)
    expect(mia.panel.locator(".note")).to_contain_text(
        "A phone call or another app is using your microphone. It comes back here when that is over."
    )
    expect(mia.panel.locator(".note").get_by_role("button", name="Try again")).to_be_visible()
    expect(anna.page.get_by_text("The shopper's microphone is off.").first).to_be_visible()
    picture(mia, "widget-microphone-held")
    note, own = (mia.panel.locator(each).bounding_box() for each in (".note", "#own"))
    assert note is not None
    assert own is not None
    assert note["x"] + note["width"] < own["x"], "the sentence stands beside the own picture, not over it"
    mia.page.evaluate(_HOLD, False)
    expect(mia.panel.locator(".note")).to_have_count(0)
    expect(anna.page.get_by_text("The shopper's microphone is off.")).to_have_count(0)
    anna.hears()


def test_a_refused_camera_does_not_block_the_call_and_the_way_back_works(stage: Stage) -> None:
    anna = stage.associate()
    mia = stage.shopper(camera="denied")
    mia.open()
    mia.press()
    expect(
        mia.panel.get_by_text("You can write instead, or allow it in the address bar and try again.")
    ).to_be_visible()
    expect(mia.panel.get_by_role("button", name="Try again")).to_be_visible()
    mia.will_see_and_write()
    picture(mia, "widget-camera-denied")
    mia.panel.get_by_text("Voice", exact=True).click()
    mia.is_marked("Text")
    mia.choose("Video")
    mia.start()
    anna.answer()
    mia.is_live()
    mia.sees(*ASSOCIATE_FILM)
    mia.hears()
    expect(anna.page.get_by_text("The shopper's camera is off.").first).to_be_visible()
    expect(mia.panel.get_by_role("button", name="Turn camera on")).to_be_visible()
    # Allowed in the address bar: one tap, and they see and hear each other.
    mia.page.context.grant_permissions(["camera", "microphone"], origin=stage.demo.store)
    mia.panel.get_by_role("button", name="Turn camera on").click()
    anna.sees(*SHOPPER_FILM)
    if mia.panel.get_by_role("button", name="Turn microphone on").is_visible():
        mia.panel.get_by_role("button", name="Turn microphone on").click()
    anna.hears()


def test_try_again_before_the_call(stage: Stage) -> None:
    anna = stage.associate()
    mia = stage.shopper(camera="denied")
    mia.open()
    mia.press()
    again = mia.panel.get_by_role("button", name="Try again")
    expect(again).to_be_visible()
    mia.is_marked("Video")
    mia.page.context.grant_permissions(["camera", "microphone"], origin=stage.demo.store)
    # A browser that tells the page of the new permission makes the button go by itself, perhaps under the pointer.
    with contextlib.suppress(PlaywrightTimeoutError):
        again.click(timeout=3_000)
    expect(again).to_be_hidden()
    mia.is_marked("Video")
    expect(mia.panel.locator("coshop-picture.mirror")).to_be_visible()
    mia.start()
    anna.answer()
    anna.sees(*SHOPPER_FILM)


def test_a_refused_camera_leaves_the_shop_to_be_seen_until_it_is_allowed(stage: Stage) -> None:
    stage.associate()
    mia = stage.shopper(camera="denied")
    mia.page.context.grant_permissions(["microphone"], origin=stage.demo.store)
    mia.open()
    mia.press()
    mia.is_marked("Video")
    expect(mia.panel.locator("[data-problem=camera_denied]")).to_be_visible()
    expect(
        mia.panel.get_by_text("You see and hear the shop. They hear you, and see which page")
    ).to_be_visible()
    picture(mia, "widget-camera-alone-denied")
    mia.page.context.grant_permissions(["camera", "microphone"], origin=stage.demo.store)
    with contextlib.suppress(PlaywrightTimeoutError):
        mia.panel.get_by_role("button", name="Try again").click(timeout=3_000)
    mia.is_marked("Video")
    expect(mia.panel.locator("[data-problem]")).to_have_count(0)
    expect(mia.panel.locator("coshop-picture.mirror")).to_be_visible()


def test_no_camera_and_no_microphone_on_this_machine(stage: Stage) -> None:
    anna = stage.associate()
    mia = stage.shopper(camera="missing")
    mia.open()
    mia.press()
    expect(mia.panel.get_by_text("No microphone was found. You can write instead.")).to_be_visible()
    mia.will_see_and_write()
    mia.start()
    anna.answer()
    mia.is_live()
    mia.sees(*ASSOCIATE_FILM)
    mia.say("I have no camera.")
    anna.reads("I have no camera.")


def test_the_camera_off_and_on_again(stage: Stage) -> None:
    anna = stage.associate()
    mia = stage.shopper()
    mia.call()
    anna.answer()
    anna.sees(*SHOPPER_FILM)
    mia.panel.get_by_role("button", name="Turn camera off").click()
    expect(anna.page.get_by_text("The shopper's camera is off.").first).to_be_visible()
    expect(mia.panel.get_by_text("Your camera is off. Anna cannot see you.")).to_be_visible()
    picture(mia, "widget-camera-off")
    mia.panel.get_by_role("button", name="Turn camera on").click()
    expect(anna.page.get_by_text("The shopper's camera is off.")).to_have_count(0)
    before = anna.stats()["frames"]
    until(anna.page, lambda: anna.stats()["frames"] > before + 5, "frames come again")
    anna.sees(*SHOPPER_FILM)
    anna.page.get_by_role("button", name="Camera off").click()
    expect(mia.panel.get_by_text("Anna’s camera is off.")).to_be_visible()
    anna.page.get_by_role("button", name="Camera on").click()
    expect(mia.panel.get_by_text("Anna’s camera is off.")).to_have_count(0)
    mia.sees(*ASSOCIATE_FILM)
