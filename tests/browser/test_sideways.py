"""A phone held sideways, 844x390: the picture is as large as the height allows, and nothing lies on names and controls."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Locator, expect

from tests.browser.associate_window import AssociateWindow
from tests.browser.axe import violations
from tests.browser.fingers import too_small
from tests.browser.shopper_window import ShopperWindow
from tests.browser.stage import SIDEWAYS, Stage, picture

pytestmark = [pytest.mark.browser, pytest.mark.slow]
HEIGHT = SIDEWAYS[1]


def box(found: Locator) -> tuple[float, float, float, float]:
    """Left, top, right and bottom of what is seen of it."""
    where = found.bounding_box()
    assert where is not None, found
    return where["x"], where["y"], where["x"] + where["width"], where["y"] + where["height"]


def apart(one: Locator, other: Locator) -> bool:
    """Neither lies on the other."""
    a, b = box(one), box(other)
    return a[2] <= b[0] or b[2] <= a[0] or a[3] <= b[1] or b[3] <= a[1]


def on_screen(found: Locator) -> bool:
    left, top, right, bottom = box(found)
    return left >= 0 and top >= 0 and right <= SIDEWAYS[0] + 0.5 and bottom <= HEIGHT + 0.5


def height(found: Locator) -> float:
    _, top, _, bottom = box(found)
    return bottom - top


def looked_at(window: ShopperWindow | AssociateWindow, name: str) -> None:
    """Keeps the picture; axe has nothing to say, fingers find every control, and nothing is cut at the side."""
    picture(window, f"sideways-{name}")
    assert violations(window.page) == [], name
    if isinstance(window, ShopperWindow):
        assert too_small(window.page) == [], name
    assert window.page.evaluate("document.documentElement.scrollWidth <= innerWidth"), name


def test_the_shopper_holds_the_phone_sideways(stage: Stage) -> None:
    anna = stage.associate()
    mia = stage.shopper(size=SIDEWAYS, touch=True)
    mia.open("/products/P1001")
    mia.press()
    expect(mia.panel.locator("coshop-picture.mirror")).to_be_visible()
    looked_at(mia, "widget-before")
    mia.start()
    anna.rings()
    looked_at(mia, "widget-ringing")
    anna.answer()
    mia.is_live()
    mia.frames_advance(3)
    anna.search("jacket")
    anna.show("Harbour rain jacket")
    card = mia.card("Harbour rain jacket")
    expect(card).to_be_visible()
    looked_at(mia, "widget-live")
    shown, name = mia.panel.locator(".stage"), mia.panel.locator(".name")
    controls = mia.panel.locator(".controls button")
    assert height(shown) >= 0.85 * HEIGHT, "the picture takes the height"
    for each in controls.all():
        assert on_screen(each)
        assert apart(each, name)
        assert apart(each, mia.panel.locator("#own"))
    assert apart(shown, card), "beside the picture, not under it"
    assert on_screen(mia.panel.get_by_role("button", name="Checkout"))
    mia.panel.get_by_role("button", name=re.compile("^Write")).first.click()
    anna.say("Shall I show you the lining?")
    mia.reads("Shall I show you the lining?")
    field = mia.panel.get_by_role("textbox", name="Write a message")
    assert on_screen(field)
    looked_at(mia, "widget-chat")
    mia.panel.get_by_role("button", name="Back", exact=True).click()
    mia.panel.get_by_role("button", name="More", exact=True).click()
    looked_at(mia, "widget-more")
    mia.panel.get_by_role("button", name="Back", exact=True).click()
    mia.panel.get_by_role("button", name="Make small").click()
    expect(mia.panel).to_have_attribute("size", "small")
    looked_at(mia, "widget-small")


def test_the_associate_holds_the_phone_sideways(stage: Stage) -> None:
    anna = stage.associate(size=SIDEWAYS, touch=True, available=False)
    looked_at(anna, "console-away")
    anna.go_available()
    mia = stage.shopper()
    mia.call("/products/P1001")
    anna.rings()
    looked_at(anna, "console-ring")
    anna.answer()
    mia.is_live()
    anna.frames_advance(3)
    anna.search("jacket")
    anna.show("Harbour rain jacket")
    looked_at(anna, "console-live")
    shown = anna.page.locator("console-stage")
    assert height(shown) >= 0.6 * HEIGHT, "the picture takes the height"
    assert on_screen(shown)
    for each in anna.page.locator("console-controls button").all():
        assert on_screen(each)
        assert apart(each, anna.page.locator("console-stage #you"))
        assert apart(each, anna.page.locator("console-stage .facts"))
    assert on_screen(anna.page.get_by_role("searchbox").first)
    found = anna.product("Harbour rain jacket")
    assert apart(found.get_by_text("€149.00"), found.get_by_role("button", name="Show"))
