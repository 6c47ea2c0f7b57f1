"""The team's view: who may go there, how, and that a call still reaches whoever is there."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import expect

from tests.browser.associate_window import AssociateWindow
from tests.browser.axe import violations
from tests.browser.measure import small_targets, sticking_out
from tests.browser.stage import DESKTOP, PHONE, TABLET, TABLET_UPRIGHT, Size, Stage, picture

pytestmark = pytest.mark.browser


def to_team(kim: AssociateWindow) -> None:
    """By the button at the desk."""
    kim.page.get_by_role("link", name="Team", exact=True).first.click()
    expect(kim.page.get_by_role("heading", name="Team")).to_be_visible()


@pytest.mark.parametrize("size", [DESKTOP, TABLET, TABLET_UPRIGHT, PHONE])
def test_a_supervisor_goes_to_the_team_and_back(stage: Stage, size: Size) -> None:
    kim = stage.associate(name="Kim", size=size, touch=True, available=False)
    to_team(kim)
    expect(kim.page.get_by_role("heading", name="Team")).to_be_focused()
    expect(kim.page.get_by_role("link", name="Calls now")).to_have_attribute("aria-current", "page")
    assert kim.page.url.endswith("#team")
    picture(kim, f"team-empty-{size[0]}x{size[1]}")
    assert violations(kim.page) == []
    assert small_targets(kim.page, 48) == []
    assert sticking_out(kim.page) == []
    kim.page.reload()
    expect(kim.page.get_by_role("heading", name="Team")).to_be_visible()
    kim.page.get_by_role("link", name="Back to your desk").focus()
    kim.page.keyboard.press("Enter")
    expect(kim.page.get_by_role("button", name="Go available").first).to_be_visible()
    expect(kim.page.get_by_role("heading", name="Team")).to_be_hidden()
    kim.page.go_back()
    expect(kim.page.get_by_role("heading", name="Team")).to_be_visible()


def test_an_associate_has_no_team_view(stage: Stage) -> None:
    anna = stage.associate(available=False)
    expect(anna.page.get_by_role("link", name="Team", exact=True)).to_have_count(0)
    anna.page.goto(f"{anna.console}#team/calls")
    anna.page.reload()
    expect(anna.page.get_by_role("button", name="Go available").first).to_be_visible()
    expect(anna.page.get_by_role("heading", name="Team")).to_have_count(0)


def test_a_ring_reaches_whoever_is_at_the_team_and_leads_to_the_call(stage: Stage) -> None:
    kim = stage.associate(name="Kim")
    to_team(kim)
    mia = stage.shopper()
    mia.call("/products/P1001")
    kim.rings()
    expect(kim.page.get_by_role("heading", name="Team")).to_be_visible()
    picture(kim, "team-ring")
    kim.answer()
    mia.is_live()
    expect(kim.page.get_by_role("heading", name="Team")).to_be_hidden()
    # In the middle of it: a look at the team, and the call goes on and is heard.
    kim.page.get_by_role("button", name=re.compile("^Your state")).click()
    to_team(kim)
    expect(kim.page.get_by_text("You are in a call")).to_be_visible()
    expect(kim.end_button).to_be_hidden()
    kim.hears()
    picture(kim, "team-in-call")
    kim.page.get_by_role("link", name="Return to the call").click()
    kim.is_live()
    kim.frames_advance(3)
    kim.end()
    kim.wrap_up("Helped")
