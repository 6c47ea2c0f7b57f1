"""The screens of a recording, in every size: asked, answered, starting, running, paused, over. What a person sees, and what axe says."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import expect

from tests.browser.associate_window import AssociateWindow
from tests.browser.axe import violations
from tests.browser.demo_process import Demo
from tests.browser.fingers import too_small
from tests.browser.looks import SHOPPER, Look, through
from tests.browser.recorded import nobody_records
from tests.browser.shopper_window import ShopperWindow
from tests.browser.stage import DESKTOP, PHONE, TABLET, TABLET_UPRIGHT, Stage, picture

pytestmark = [pytest.mark.browser, pytest.mark.slow]

ASSOCIATE = {
    "desk": {"light": Look(TABLET), "dark": Look(PHONE, "dark")},
    "phone": {"phone": Look(TABLET_UPRIGHT), "phone-dark": Look(TABLET, "dark")},
}


@pytest.fixture(scope="module")
def demo(staffed: Demo) -> Demo:
    """A demo with a worker beside it."""
    return staffed


@pytest.mark.parametrize("way", SHOPPER)
def test_every_state_of_a_recording(stage: Stage, way: str) -> None:
    phone = way == "phone"
    found: list[str] = []

    def state(window: ShopperWindow | AssociateWindow, name: str) -> None:
        page = window.page
        for look in through(page, (SHOPPER if isinstance(window, ShopperWindow) else ASSOCIATE)[way]):
            picture(window, f"recording-{name}-{look}")
            found.extend(f"{name}-{look}: {each}" for each in violations(page))
            if isinstance(window, ShopperWindow):
                found.extend(f"{name}-{look}: too small: {each}" for each in too_small(page))
                assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), name

    anna = stage.associate(size=next(iter(ASSOCIATE[way].values())).size, touch=True)
    mia = stage.shopper(size=PHONE if phone else DESKTOP, touch=phone)
    mia.call("/products/P1001")
    anna.answer()
    mia.is_live()
    mia.frames_advance(3)
    anna.frames_advance(3)
    anna.search("jacket")
    anna.show("Harbour rain jacket")
    expect(mia.card("Harbour rain jacket")).to_be_visible()
    anna.page.get_by_role("button", name="More", exact=True).click()
    anna.page.get_by_role("button", name="Ask to record").click()
    expect(anna.page.get_by_role("dialog")).to_be_visible()
    state(anna, "console-ask")
    anna.page.get_by_role("dialog").get_by_role("button", name="Yes, record me").click()
    expect(mia.consent).to_be_visible()
    anna.recording_is("Waiting for the shopper's answer about recording")
    state(anna, "console-waiting")
    state(mia, "widget-asked")
    mia.panel.get_by_role("button", name="Make small").click()
    expect(mia.panel.locator("[data-consent=question]")).to_be_visible()
    state(mia, "widget-asked-small")
    mia.panel.locator("[data-consent=question]").click()
    mia.panel.get_by_role("button", name=re.compile("^Write")).first.click()
    state(mia, "widget-asked-chat")
    mia.panel.locator("[data-consent=question]").click()
    with nobody_records(stage.demo):
        mia.answer_consent()
        mia.mark_is("Recording starts")
        anna.recording_is("Recording starts", "starting")
        mia.is_told("The recording starts in a moment.")
        state(mia, "widget-starting")
        state(anna, "console-starting")
        mia.panel.get_by_role("button", name="Make small").click()
        mia.mark_is("Recording starts")
        state(mia, "widget-starting-small")
        mia.panel.get_by_role("button", name="Make large").click()
    expect(mia.mark).to_have_text("Recording", timeout=60_000)
    mia.is_told("This call is being recorded now.")
    anna.recording_is("Recording", "on")
    state(anna, "console-on")
    mia.panel.get_by_role("button", name=re.compile("^Write")).first.click()
    state(mia, "widget-on-chat")
    mia.panel.get_by_role("button", name="Back", exact=True).click()
    state(mia, "widget-on")
    mia.panel.get_by_role("button", name="More", exact=True).click()
    state(mia, "widget-more")
    mia.panel.get_by_role("button", name="Back", exact=True).click()
    if phone:
        mia.panel.get_by_role("button", name=re.compile("^Move the panel")).press("ArrowUp")
        state(mia, "widget-full")
        mia.mark_is("Recording")
        mia.panel.get_by_role("button", name=re.compile("^Move the panel")).press("ArrowDown")
    mia.panel.get_by_role("button", name="Make small").click()
    mia.mark_is("Recording")
    state(mia, "widget-on-small")
    anna.recording.get_by_role("button", name="Pause").click()
    mia.mark_is("Recording paused")
    state(mia, "widget-paused-small")
    state(anna, "console-paused")
    mia.panel.get_by_role("button", name="Make large").click()
    mia.mark_is("Recording paused")
    state(mia, "widget-paused")
    anna.recording.get_by_role("button", name="Stop").click()
    state(anna, "console-stopping")
    anna.recording.get_by_role("button", name="Stop").click()
    expect(mia.mark).to_have_count(0)
    state(mia, "widget-stopped")
    state(anna, "console-stopped")
    assert not found, "\n".join(sorted(set(found)))
