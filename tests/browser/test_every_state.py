"""Every state of widget, console and store, on desk, tablet and phone, light and dark: a picture of it, and what axe says."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import expect

from tests.browser.associate_window import AssociateWindow
from tests.browser.axe import violations
from tests.browser.fingers import too_small
from tests.browser.looks import SHOPPER, Look, through
from tests.browser.shopper_window import ShopperWindow
from tests.browser.stage import DESKTOP, PHONE, TABLET, TABLET_UPRIGHT, Stage, picture

pytestmark = [pytest.mark.browser, pytest.mark.slow]

# The console on a tablet, in both orientations.
ASSOCIATE = {
    "desk": {"light": Look(TABLET), "dark": Look(TABLET_UPRIGHT, "dark")},
    "phone": {"phone": Look(TABLET_UPRIGHT), "phone-dark": Look(TABLET, "dark")},
}


@pytest.mark.parametrize("way", SHOPPER)
def test_every_state(stage: Stage, way: str) -> None:
    phone = way == "phone"
    found: list[str] = []

    def state(window: ShopperWindow | AssociateWindow, name: str) -> None:
        page = window.page
        for look in through(page, (SHOPPER if isinstance(window, ShopperWindow) else ASSOCIATE)[way]):
            picture(window, f"{name}-{look}")
            found.extend(f"{name}-{look}: {each}" for each in violations(page))
            if isinstance(window, ShopperWindow):
                found.extend(f"{name}-{look}: too small: {each}" for each in too_small(page))
                assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), name

    anna = stage.associate(size=next(iter(ASSOCIATE[way].values())).size, touch=True, available=False)
    state(anna, "console-away")
    anna.go_available()
    anna.page.get_by_role("button", name="Your state: Available").click()
    state(anna, "console-menu")
    anna.page.get_by_role("button", name="Your state: Available").click()
    mia = stage.shopper(size=PHONE if phone else DESKTOP, touch=phone)
    mia.open("/products/P1001")
    expect(mia.talk).to_be_visible()
    state(mia, "store-product")
    mia.press()
    expect(mia.panel.locator("coshop-picture.mirror")).to_be_visible()
    state(mia, "widget-before")
    mia.panel.get_by_label("What is it about? (if you like)").fill("Is it warm enough for the ferry?")
    mia.start()
    mia.is_ringing()
    state(mia, "widget-ringing")
    anna.rings()
    state(anna, "console-ring")
    anna.answer()
    mia.is_live()
    mia.frames_advance(3)
    anna.frames_advance(3)
    state(mia, "widget-live")
    state(anna, "console-live")

    anna.search("jacket")
    anna.show("Harbour rain jacket")
    expect(mia.card("Harbour rain jacket")).to_be_visible()
    anna.show("Linen work jacket")
    expect(mia.card("Linen work jacket")).to_be_visible()
    state(mia, "widget-cards")
    anna.add("Linen work jacket", "Sand", "L")
    mia.units(1)
    mia.settled()
    mia.add_from_card("Harbour rain jacket")
    mia.units(2)
    mia.settled()
    state(anna, "console-products")
    mia.open_ledger()
    state(mia, "widget-ledger")
    anna.say("The linen one creases the way linen should.")
    mia.reads("The linen one creases the way linen should.")
    mia.say("I like that.")
    anna.reads("I like that.")
    state(mia, "widget-chat")
    state(anna, "console-chat")
    anna.tab("Shopper")
    state(anna, "console-shopper")
    mia.panel.get_by_role("button", name="More", exact=True).click()
    state(mia, "widget-more")
    mia.panel.get_by_role("button", name="Back", exact=True).click()
    anna.page.get_by_role("button", name="More", exact=True).click()
    state(anna, "console-more")
    anna.page.get_by_role("button", name="More", exact=True).click()
    if phone:
        grip = mia.panel.get_by_role("button", name=re.compile("^Move the panel"))
        grip.press("ArrowUp")
        state(mia, "widget-full")
        grip.press("ArrowDown")
    mia.panel.get_by_role("button", name="Make small").click()
    state(mia, "widget-small")
    if phone:  # the page below stays usable
        mia.page.get_by_role("link", name=re.compile(r"^Bag \d")).click()
        expect(mia.page.locator("#bag-page")).to_contain_text("Linen work jacket")
        mia.is_live()
    mia.panel.get_by_role("button", name="Make large").click()
    anna.offer_checkout()
    expect(mia.panel.get_by_text("Anna has opened the way to the checkout.")).to_be_visible()
    state(mia, "widget-offered")
    state(anna, "console-offered")
    mia.checkout()
    mia.is_live()
    anna.checkout_is("Started")
    state(mia, "widget-checkout")
    anna.end()
    expect(mia.panel.get_by_text("Anna has ended the call.")).to_be_visible()
    state(mia, "widget-ended")
    expect(anna.page.get_by_role("heading", name="How did it go?")).to_be_visible()
    state(anna, "console-wrap-up")
    anna.wrap_up("Helped")
    anna.is_state("Available")
    state(anna, "console-available")
    assert not found, "\n".join(sorted(set(found)))


def test_signing_in(stage: Stage) -> None:
    anna = stage.associate(available=False)
    anna.leave()
    anna.page.context.clear_cookies()
    anna.page.goto(stage.demo.console)
    expect(anna.page.get_by_role("button", name="Sign in")).to_be_visible()
    picture(anna, "console-sign-in")
    assert violations(anna.page) == []
    anna.page.get_by_label("E-mail").fill(anna.email)
    anna.page.get_by_label("Password", exact=True).fill("not the password")
    anna.page.get_by_role("button", name="Sign in").click()
    expect(anna.page.get_by_text("E-mail and password do not fit together.")).to_be_visible()
    picture(anna, "console-sign-in-wrong")
    assert violations(anna.page) == []
    anna.complaints.expect("status of 401.*/v1/console/sign-in")
