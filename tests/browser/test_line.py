"""The line and the ring: declined, unanswered, withdrawn, nobody there."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from tests.browser.stage import Stage, picture
from tests.browser.watch import until

pytestmark = pytest.mark.browser


def test_declined_and_offered_to_a_colleague(stage: Stage) -> None:
    anna = stage.associate()
    ben = stage.associate(name="Ben")
    mia = stage.shopper()
    mia.call()
    mia.is_ringing("Anna")
    anna.decline()
    anna.is_state("Available")
    ben.answer()
    mia.is_live()
    mia.frames_advance(3)
    ben.frames_advance(3)
    expect(anna.answer_button).to_be_hidden()
    mia.end()
    ben.wrap_up("Helped")
    ben.is_state("Available")
    expect(mia.panel.get_by_text("The call has ended. Your bag stays as it is.")).to_be_visible()
    mia.panel.get_by_role("button", name="Call again").click()
    expect(mia.panel.get_by_role("button", name="Start", exact=True)).to_be_visible()
    mia.panel.get_by_role("button", name="Close").click()
    expect(mia.panel.get_by_role("button", name="Start", exact=True)).to_be_hidden()


def test_the_shopper_withdraws_while_it_rings(stage: Stage) -> None:
    anna = stage.associate()
    mia = stage.shopper()
    mia.call()
    mia.is_ringing()
    anna.rings()
    picture(anna, "console-ring")
    mia.withdraw()
    expect(anna.answer_button).to_be_hidden()
    expect(anna.page.get_by_text("The shopper left the line.").first).to_be_visible()
    anna.is_state("Available")
    assert mia.hears_event("call_ended")["reason"] == "withdrawn"
    assert mia.state() == "closed"
    # and again: nothing of the first try is in the way
    mia.press()
    mia.start()
    anna.answer()
    mia.is_live()


@pytest.mark.slow
def test_unanswered_goes_back_to_the_front_of_the_line(stage: Stage) -> None:
    anna = stage.associate()
    mia = stage.shopper()
    mia.call()
    mia.is_ringing()
    anna.rings()
    expect(mia.panel.get_by_text("They could not answer.")).to_be_visible(timeout=30_000)
    picture(mia, "widget-returned")
    expect(anna.answer_button).to_be_hidden()
    expect(anna.page.get_by_text("1 waiting")).to_be_visible()
    anna.is_state("Available")
    mia.withdraw()
    expect(anna.page.get_by_text("Nobody is waiting")).to_be_visible()


def test_who_waits_while_nobody_is_there_is_told_so_and_no_minutes(stage: Stage) -> None:
    anna = stage.associate(available=False)
    mia = stage.shopper()
    mia.open()
    expect(mia.page.locator("coshop-button:not([data-state=unknown])")).to_be_visible()
    mia.page.evaluate("coshop.open()")
    mia.start()
    mia.is_waiting()
    told = mia.panel.locator("[data-place]")
    expect(told).to_contain_text("Nobody is here right now. You can keep waiting, or come back later.")
    expect(told).not_to_contain_text("min.")
    picture(mia, "widget-waiting-nobody")
    anna.page.get_by_role("button", name="Go available").first.click()  # it rings at once
    anna.answer()
    mia.is_live()


def test_the_button_says_when_nobody_is_there_and_waiting_says_the_place(stage: Stage) -> None:
    mia = stage.shopper()

    def says_nobody() -> bool:
        mia.open()
        expect(mia.page.locator("coshop-button:not([data-state=unknown])")).to_be_visible()
        return mia.page.get_by_text("Nobody can answer right now").is_visible()

    until(mia.page, says_nobody, "the button says that nobody is there")
    expect(mia.talk).to_be_hidden()
    picture(mia, "store-nobody")

    anna = stage.associate()
    mia.open()
    expect(mia.talk).to_be_visible()
    expect(mia.page.get_by_text("Anna can answer now")).to_be_visible()

    # With the only associate in a call, the second shopper stands in line and keeps browsing.
    mia.press()
    mia.start()
    anna.answer()
    mia.is_live()
    zoe = stage.shopper()
    zoe.call("/products/P1002")
    zoe.is_waiting()
    expect(zoe.panel.get_by_text("You are next.")).to_be_visible()
    picture(zoe, "widget-waiting")
    zoe.page.get_by_role("navigation", name="Groups").get_by_role("link", name="Shoes").click()
    zoe.is_waiting()
    expect(zoe.panel.get_by_text("You are next.")).to_be_visible()
    expect(
        anna.page.get_by_text("Linen work jacket").or_(anna.page.get_by_text("Shoes")).first
    ).to_be_visible()
    expect(anna.answer_button).to_be_hidden()
    anna.end()
    anna.wrap_up("Helped")
    anna.answer()
    zoe.is_live()
    zoe.frames_advance(3)
