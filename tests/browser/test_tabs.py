"""Several tabs of one person: one of them has the call, and another may take it over."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import ASSOCIATE_FILM, SHOPPER_FILM
from tests.browser.shopper_window import ShopperWindow
from tests.browser.stage import Stage, picture

pytestmark = [pytest.mark.browser, pytest.mark.whole_browser]


def test_a_second_tablet_takes_the_call_over_and_back(stage: Stage) -> None:
    first = stage.associate()
    second = stage.second_tablet(first)
    expect(second.page.get_by_text("You are available on another tablet. Calls ring there.").or_(
        second.page.get_by_role("button", name="Go available")).first).to_be_visible()  # fmt: skip
    mia = stage.shopper()
    mia.call()
    first.answer()
    mia.is_live()
    mia.frames_advance(3)
    for taking, leaving in ((second, first), (first, second)):
        expect(taking.page.get_by_text("This call is on another tablet.")).to_be_visible()
        picture(taking, "console-elsewhere")
        taking.page.get_by_role("button", name="Continue here").click()
        taking.is_live()
        expect(leaving.page.get_by_text("This call is on another tablet.")).to_be_visible()
        taking.sees(*SHOPPER_FILM)
        taking.frames_advance(3)
        mia.is_live()
        mia.sees(*ASSOCIATE_FILM)
        mia.frames_advance(3)
        leaving.sees_nobody()
    assert [name for name, _ in mia.heard()].count("call_started") == 1


def test_a_copied_tab_of_the_shopper_takes_over_and_gives_back(stage: Stage) -> None:
    anna = stage.associate()
    mia = stage.shopper()
    mia.call()
    anna.answer()
    mia.is_live()
    # A tab that has nothing to do with the call does not disturb it.
    plain = stage.second_tab(mia)
    plain.open("/products/P1002")
    assert plain.state() == "closed"
    mia.is_live()
    plain.page.close()
    mia.page.get_by_role("navigation", name="Groups").get_by_role("link", name="Shoes").click()
    mia.is_live()
    mia.frames_advance(3)
    # A tab that the page opens has a copy of its storage; asked to talk there, the call goes on there.
    with mia.page.expect_popup() as opened:
        mia.page.evaluate("void window.open('/products/P1002')")
    copied = ShopperWindow(opened.value, mia.complaints, stage.demo.store)
    copied.page.set_default_timeout(25_000)
    expect(copied.talk).to_be_visible()
    mia.is_live()
    copied.talk.click()
    copied.is_live()
    expect(mia.panel.get_by_text("This call goes on in another tab.")).to_be_visible()
    anna.sees(*SHOPPER_FILM)
    copied.sees(*ASSOCIATE_FILM)
    anna.frames_advance(3)
    # Back again, with the other tab's pointer still on its button.
    mia.panel.get_by_role("button", name="Bring it here").click()
    mia.is_live()
    expect(copied.panel.get_by_text("This call goes on in another tab.")).to_be_visible()
    mia.sees(*ASSOCIATE_FILM)
    mia.frames_advance(3)
    anna.sees(*SHOPPER_FILM)
    # The word about it can be put away, and the button brings it back.
    copied.panel.get_by_role("button", name="Close").click()
    expect(copied.panel).to_be_hidden()
    assert copied.state() == "closed"
    copied.page.close()
    mia.is_live()
    mia.frames_advance(3)
