"""A shopper who leaves the till without paying: the associate is told, can offer it again, and the recording can go on."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from tests.browser.associate_window import AssociateWindow
from tests.browser.stage import Stage, picture
from tests.browser.watch import until

pytestmark = pytest.mark.browser

_STATE = "() => document.querySelector('coshop-console').desk.state.current?.call.recording?.state ?? ''"


def recording_is(anna: AssociateWindow, state: str) -> None:
    until(anna.page, lambda: anna.page.evaluate(_STATE) == state, f"the recording is {state}")


def test_who_leaves_the_till_can_be_offered_it_again_and_recorded(stage: Stage) -> None:
    anna, mia = stage.associate(), stage.shopper()
    mia.call("/products/P1002")
    anna.answer()
    mia.is_live()
    anna.ask_to_record()
    mia.answer_consent()
    recording_is(anna, "on")
    anna.search("parka")
    anna.add("North pier parka", "Moss", "L")
    mia.units(1)
    mia.settled()
    anna.offer_checkout()
    mia.checkout()
    mia.is_live()
    anna.checkout_is("Started")
    recording_is(anna, "paused")
    again = anna.bag().get_by_role("button", name="Offer again")
    expect(again).to_have_count(0)
    mia.open("/products/P1002")
    mia.is_live()
    anna.checkout_is("Left")
    expect(anna.bag().get_by_text("The shopper left the checkout without paying.")).to_be_visible()
    picture(anna, "console-checkout-left")
    recording_is(anna, "paused")
    anna.recording.get_by_role("button", name="Resume").click()
    recording_is(anna, "on")
    again.click()
    anna.checkout_is("Offered")
