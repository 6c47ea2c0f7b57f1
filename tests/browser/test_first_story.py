"""The main job, whole: from the product page over the call to the paid order, in each pair of browsers."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from tests.browser.browsers import Kind
from tests.browser.conftest import ASSOCIATE_FILM, SHOPPER_FILM
from tests.browser.stage import Stage

pytestmark = [pytest.mark.browser, pytest.mark.whole_browser]


@pytest.mark.parametrize(
    ("shoppers", "associates"),
    [("chromium", "chromium"), ("firefox", "chromium"), ("chromium", "firefox")],
)
def test_from_the_product_page_to_the_paid_order(stage: Stage, shoppers: Kind, associates: Kind) -> None:
    anna = stage.associate(associates)
    mia = stage.shopper(shoppers)

    mia.call("/products/P1001")
    mia.is_ringing()
    anna.rings()
    expect(anna.page.get_by_text("Harbour rain jacket").first).to_be_visible()
    anna.answer()
    mia.is_live()
    assert mia.hears_event("call_started")["call_id"]

    mia.frames_advance()
    anna.frames_advance()
    if associates == "chromium":
        mia.sees(*ASSOCIATE_FILM)
    mia.sees_movement()
    if shoppers == "chromium":
        anna.sees(*SHOPPER_FILM)
    anna.sees_movement()
    mia.hears()
    anna.hears()

    anna.search("fisherman")
    anna.show("Fisherman jumper")
    expect(mia.card("Fisherman jumper")).to_be_visible()
    expect(mia.card("Fisherman jumper")).to_contain_text("159.00")
    expect(anna.shown()).to_contain_text("Fisherman jumper")
    assert mia.hears_event("product_shown")["product_id"]

    anna.add("Fisherman jumper", "Navy", "L", quantity=1)
    mia.settled()
    mia.units(1)
    assert mia.changes() == [("associate", "applied", "")]
    expect(mia.badge).to_have_text("1")
    assert mia.hears_event("cart_changed")["change"]["state"] == "applied"
    bag = mia.bag_page()
    expect(bag).to_contain_text("Fisherman jumper")
    expect(bag).to_contain_text("Navy, L")
    mia.is_live()
    expect(anna.bag()).to_contain_text("Fisherman jumper")

    mia.say("Is it warm?")
    anna.reads("Is it warm?")
    anna.say("The warmest we have.")
    mia.reads("The warmest we have.")

    anna.offer_checkout()
    expect(mia.panel.get_by_text("Anna has opened the way to the checkout.")).to_be_visible()
    mia.checkout()
    anna.checkout_is("Started")
    mia.hears_event("checkout_started")
    mia.fill_address()
    mia.pay("declined")
    anna.checkout_is("Payment failed")
    expect(anna.page.get_by_text("Nothing was charged.").first).to_be_visible()
    mia.pay("pays")
    expect(mia.page.get_by_role("heading", name="Thank you, Mia")).to_be_visible()
    anna.checkout_is("Paid")
    number = mia.page.locator("[data-coshop-order]").get_attribute("data-coshop-order")
    expect(anna.bag()).to_contain_text(f"Order {number}")
    mia.frames_advance()
    anna.frames_advance()

    anna.end()
    expect(mia.panel.get_by_text("Anna has ended the call.")).to_be_visible()
    assert mia.hears_event("call_ended")["reason"] == "ended_by_associate"
    anna.wrap_up("Sold", "One jumper.")
    anna.is_state("Available")
    last = anna.calls()[0]
    assert (last["outcome"], last["end_reason"]) == ("sold", "ended_by_associate")
    mia.sees_nobody()
