"""A supervisor who sees a recorded call: in the list, on their stage, and at the desk while they listen."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import expect

from tests.browser.axe import violations
from tests.browser.demo_process import Demo
from tests.browser.guest_window import GuestWindow
from tests.browser.stage import DESKTOP, PHONE, TABLET, TABLET_UPRIGHT, Stage, picture

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def demo(staffed: Demo) -> Demo:
    """A demo with a worker beside it."""
    return staffed


def pictures(kim: GuestWindow, name: str) -> None:
    """What a supervisor sees, in every size."""
    for size in (TABLET, TABLET_UPRIGHT, PHONE, DESKTOP):
        kim.page.set_viewport_size({"width": size[0], "height": size[1]})
        picture(kim.who, f"{name}-{size[0]}")


def test_rec9_whoever_comes_in_from_the_team_sees_the_mark(stage: Stage) -> None:
    anna = stage.associate()
    mia = stage.shopper()
    mia.call("/products/P1002")
    anna.answer()
    mia.is_live()
    kim = GuestWindow(stage.associate(name="Kim", available=False))
    kim.open()
    heard = "Whoever whispers or joins may be heard in the recording."
    expect(kim.row("Anna").get_by_role("button", name=re.compile("^Join:"))).to_be_visible()
    expect(kim.page.get_by_text(heard)).to_have_count(0)
    anna.ask_to_record()
    mia.answer_consent()
    anna.recording_is("Recording", "on")
    join = kim.row("Anna").get_by_role("button", name=re.compile("^Join:"))
    expect(join).to_have_accessible_description(heard)
    expect(kim.row("Anna").locator("[data-recording]")).to_have_text("Recording")
    pictures(kim, "recording-team-list")
    kim.enter("Listen", "Anna")
    kim.recording_is("Recording", "on")
    expect(kim.stage.get_by_text(heard)).to_be_visible()
    pictures(kim, "recording-team-on")
    assert violations(kim.page) == []
    kim.page.evaluate("location.hash = ''")
    expect(kim.page.get_by_text("You are listening to a call. Recording.")).to_be_visible()
    kim.page.evaluate("location.hash = '#team'")
    mia.more("Pause the recording")
    kim.recording_is("Recording paused by the shopper", "paused")
    pictures(kim, "recording-team-paused")
    anna.recording.get_by_role("button", name="Stop").click()
    anna.recording.get_by_role("button", name="Stop").click()
    expect(kim.page.locator("[data-recording]")).to_have_count(0)
    expect(kim.page.get_by_text(heard)).to_have_count(0)
