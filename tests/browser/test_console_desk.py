"""The associate's hands at the console: quick taps, half-made choices, unsent words, devices that fail, reloads while away."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import ASSOCIATE_FILM
from tests.browser.measure import small_targets
from tests.browser.stage import Stage
from tests.browser.watch import until

pytestmark = pytest.mark.browser

_OPEN_TRACKS = """(() => {
  window.__opened = [];
  const real = navigator.mediaDevices.getUserMedia.bind(navigator.mediaDevices);
  navigator.mediaDevices.getUserMedia = async (wish) => {
    const stream = await real(wish);
    window.__opened.push(...stream.getTracks());
    return stream;
  };
})();"""


def test_quick_taps_on_one_more_all_count(stage: Stage) -> None:
    anna = stage.associate()
    mia = stage.shopper()
    mia.call("/products/P1001")
    anna.answer()
    mia.is_live()
    anna.search("rain jacket")
    anna.add("Harbour rain jacket", "Navy", "M")
    mia.units(1)
    mia.settled()
    more = anna.bag().get_by_role("button", name=re.compile("^One more: Harbour rain jacket"))
    number = anna.page.get_by_role("tabpanel").get_by_label(re.compile("^Quantity: Harbour rain jacket"))
    more.evaluate(
        "async (button) => { for (let n = 0; n < 3; n++) { button.click(); await new Promise((go) => setTimeout(go)); } }"
    )
    expect(number).to_have_text("4")
    mia.units(4)
    mia.settled()
    expect(number).to_have_text("4")


def test_the_shopper_who_looks_on_moves_nothing_that_was_picked(stage: Stage) -> None:
    anna = stage.associate()
    mia = stage.shopper()
    mia.call("/products/P1001?colour=navy")
    anna.answer()
    mia.is_live()
    anna.search("rain jacket")
    anna.pick("Harbour rain jacket", "Moss", "M", quantity=3)
    row = anna.product("Harbour rain jacket")
    mia.page.goto(f"{stage.demo.store}/products/P1001?colour=navy&size=S")
    mia.is_live()
    anna.tab("Shopper")
    until(
        anna.page,
        lambda: (
            "size=S"
            in (
                anna.page.locator("console-shown")
                .get_by_role("button", name="Harbour rain jacket")
                .get_attribute("title")
                or ""
            )
        ),
        "the shopper's new page is known here",
    )
    expect(row.get_by_role("button", name="Moss")).to_have_attribute("aria-pressed", "true")
    expect(row.get_by_label("Quantity")).to_have_text("3")


def test_unsent_words_wait_while_another_tab_is_open(stage: Stage) -> None:
    anna = stage.associate()
    mia = stage.shopper()
    mia.call()
    anna.answer()
    mia.is_live()
    anna.tab("Chat")
    field = anna.page.get_by_role("textbox", name="Write a message")
    field.fill("We have it in moss and")
    anna.tab("Bag")
    expect(field).to_be_hidden()
    anna.tab("Chat")
    expect(field).to_have_value("We have it in moss and")
    field.press("Enter")
    mia.reads("We have it in moss and")
    anna.tab("Bag")
    anna.tab("Chat")
    expect(field).to_have_value("")


def test_a_reload_while_away_opens_no_camera(stage: Stage) -> None:
    anna = stage.associate(available=False)
    anna.page.add_init_script(_OPEN_TRACKS)
    anna.page.reload()
    anna.go_available()
    until(
        anna.page,
        lambda: anna.page.evaluate("__opened.filter((each) => each.readyState === 'live').length"),
        "devices are open",
    )
    anna.page.get_by_role("button", name="Your state: Available").click()
    anna.page.get_by_role("button", name="Set to away").click()
    anna.is_state("Away")
    assert anna.page.evaluate("__opened.filter((each) => each.readyState === 'live').length") == 0
    anna.page.reload()
    anna.is_state("Away")
    expect(anna.page.get_by_text("Go available to open your camera.")).to_be_visible()
    assert anna.page.evaluate("__opened.length") == 0


def test_a_camera_that_stops_in_a_call_is_said_and_there_is_a_way_back(stage: Stage) -> None:
    anna = stage.associate(available=False)
    anna.page.add_init_script(_OPEN_TRACKS)
    anna.page.reload()
    anna.go_available()
    mia = stage.shopper()
    mia.call()
    anna.answer()
    mia.is_live()
    mia.sees(*ASSOCIATE_FILM)
    words = anna.page.get_by_text("Your camera has stopped. Shoppers can hear you, but cannot see you.")
    expect(words).to_be_hidden()
    # It goes as an unplugged one goes: the track ends by itself, and it cannot be opened again for now.
    anna.page.evaluate(
        """() => {
          window.__real = navigator.mediaDevices.getUserMedia;
          navigator.mediaDevices.getUserMedia = () => Promise.reject(new DOMException("gone", "NotFoundError"));
          for (const each of __opened.filter((each) => each.kind === "video")) { each.stop(); each.dispatchEvent(new Event("ended")); }
        }"""
    )
    gone = anna.page.get_by_text(re.compile("^(Your camera has stopped|No camera was found).*cannot see you"))
    expect(gone).to_be_visible()
    expect(anna.page.get_by_text("Plug it in or switch it on, then try again.")).to_be_visible()
    expect(mia.panel.get_by_text("Anna’s camera is off.")).to_be_visible()
    assert small_targets(anna.page, 48) == []
    anna.page.evaluate("() => { navigator.mediaDevices.getUserMedia = window.__real; }")
    anna.page.get_by_role("button", name="Try again").click()
    expect(gone).to_be_hidden()
    mia.sees(*ASSOCIATE_FILM)
    # A camera that is off because the person wants it off is no trouble.
    anna.page.get_by_role("button", name="Camera off").click()
    expect(mia.panel.get_by_text("Anna’s camera is off.")).to_be_visible()
    expect(anna.page.get_by_role("button", name="Try again")).to_be_hidden()


def test_a_browser_without_media_devices_still_has_a_console(stage: Stage) -> None:
    anna = stage.associate(available=False)
    # As over plain http: there is no such thing as mediaDevices.
    anna.page.add_init_script(
        "Object.defineProperty(Navigator.prototype, 'mediaDevices', { get: () => undefined });"
    )
    anna.page.reload()
    anna.go_available()
    expect(anna.page.get_by_text("This address is not secure")).to_be_visible()
    mia = stage.shopper()
    mia.call()
    anna.answer()
    mia.is_live()
    expect(anna.page.get_by_text("This address is not secure")).to_be_visible()
    expect(anna.page.get_by_role("button", name="Share screen")).to_have_count(0)
    anna.say("I cannot be seen from here.")
    mia.reads("I cannot be seen from here.")


def test_the_menu_closes_when_one_turns_to_something_else(stage: Stage) -> None:
    anna = stage.associate()
    state = anna.page.get_by_role("button", name="Your state: Available")
    entry = anna.page.get_by_role("button", name="Set to away")
    state.click()
    expect(entry).to_be_visible()
    anna.page.keyboard.press("Escape")
    expect(entry).to_be_hidden()
    state.click()
    expect(entry).to_be_visible()
    anna.page.get_by_role("heading", name="Past calls").click()
    expect(entry).to_be_hidden()
    state.click()
    expect(entry).to_be_visible()
    mia = stage.shopper()
    mia.call()
    anna.rings()
    expect(anna.page.get_by_role("button", name="Sign out", exact=True)).to_be_hidden()
    mia.withdraw()


def test_the_shoppers_own_product_is_there_before_anything_is_searched(stage: Stage) -> None:
    anna = stage.associate()
    mia = stage.shopper()
    mia.call("/products/P1002")
    anna.answer()
    mia.is_live()
    expect(anna.page.locator("console-product")).to_have_count(1)
    expect(anna.product("Linen work jacket")).to_be_visible()
    anna.show("Linen work jacket")
    expect(mia.card("Linen work jacket")).to_be_visible()
    mia.page.goto(f"{stage.demo.store}/products/P1003")
    expect(anna.product("Quilted gilet")).to_be_visible()
    anna.search("rain jacket")
    expect(anna.product("Quilted gilet")).to_be_hidden()
    anna.page.get_by_role("button", name="Clear the search").click()
    expect(anna.product("Quilted gilet")).to_be_visible()
