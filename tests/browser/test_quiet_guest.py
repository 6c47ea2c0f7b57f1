"""The widget is a quiet guest: it asks nothing before it is wanted, moves nothing, takes no focus, and works by keyboard alone."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from tests.browser.shopper_window import ShopperWindow
from tests.browser.stage import DESKTOP, PHONE, Size, Stage, picture
from tests.browser.watch import until

pytestmark = pytest.mark.browser

# When the page was idle for the first time, by the browser's own word; asked before any script of the page.
_IDLE = """(() => {
  const real = window.requestIdleCallback.bind(window);
  window.__idle_at = Infinity;
  window.requestIdleCallback = (then, options) => real((deadline) => {
    window.__idle_at = Math.min(window.__idle_at, performance.now());
    then(deadline);
  }, options);
})();"""
_FOCUS = """() => { let at = document.activeElement; while (at?.shadowRoot?.activeElement) at = at.shadowRoot.activeElement;
  return at?.getAttribute("aria-label") ?? at?.textContent?.trim() ?? at?.id ?? ""; }"""


def _asked_of_coshop(mia: ShopperWindow, server: str) -> list[str]:
    return [each.removeprefix(f"GET {server}") for each in mia.complaints.requests if server in each]


@pytest.mark.parametrize("size", [DESKTOP, PHONE])
def test_nothing_is_asked_before_idle_or_intent_and_nothing_moves(stage: Stage, size: Size) -> None:
    stage.associate()
    mia = stage.shopper(size=size)
    mia.page.add_init_script(_IDLE)
    mia.open("/products/P1002")
    expect(mia.talk).to_be_visible()
    asked = _asked_of_coshop(mia, stage.demo.server)
    assert asked == ["/embed.js", "/v1/stores/pk_demo/availability"]
    started = mia.page.evaluate(
        "performance.getEntriesByType('resource').filter((each) => each.name.includes('/availability')).map((each) => each.startTime)"
    )
    assert started[0] >= mia.page.evaluate("window.__idle_at")
    assert mia.page.evaluate("window.__shift") == 0
    assert mia.page.evaluate("document.cookie").count("coshop") == 0
    # The button is touched: now the widget and its socket come.
    mia.talk.hover()
    until(
        mia.page,
        lambda: any("/widget/" in each for each in mia.complaints.requests),
        "the widget is loaded on intent",
    )
    mia.talk.click()
    expect(mia.panel.get_by_role("heading", name="Talk to someone in the shop")).to_be_visible()
    assert mia.page.evaluate("window.__shift") == 0


def test_nothing_moves_where_the_page_is_drawn_in_pieces(stage: Stage) -> None:
    stage.associate()
    mia = stage.shopper(size=PHONE)
    # So slow that the first picture of the page is painted before its header is read to the end.
    mia.page.context.new_cdp_session(mia.page).send("Emulation.setCPUThrottlingRate", {"rate": 12})
    for _ in range(3):
        mia.open("/products/P1002")
        expect(mia.talk).to_be_visible()
        assert mia.page.evaluate("window.__shift") == 0


# What a screen reader would say of the panel's live region: each element that is added to it, or whose words change.
_LISTEN_AS_A_READER = """() => {
  window.__read_out = [];
  const region = document.querySelector("coshop-panel").shadowRoot.querySelector("[aria-live=polite]");
  new MutationObserver((records) => {
    for (const { type, addedNodes, target } of records) {
      if (type === "characterData") window.__read_out.push(target.data);
      else for (const node of addedNodes) if (node.textContent.trim()) window.__read_out.push(node.textContent.trim());
    }
  }).observe(region, { childList: true, subtree: true, characterData: true });
}"""


def test_a_pushed_product_is_announced_politely_and_takes_no_focus(stage: Stage) -> None:
    anna = stage.associate()
    mia = stage.shopper()
    mia.call("/products/P1002")
    anna.answer()
    mia.is_live()
    search = mia.page.get_by_role("searchbox", name="Search the shop").or_(mia.page.locator("#q")).first
    search.focus()
    mia.page.keyboard.type("wool")
    mia.page.evaluate(_LISTEN_AS_A_READER)
    anna.search("parka")
    anna.show("North pier parka")
    expect(mia.card("North pier parka")).to_be_visible()
    mia.is_told("Anna shows you North pier parka, €279.00")
    anna.say("Warm enough for the ferry.")
    anna.offer_checkout()
    mia.is_told("Anna: Warm enough for the ferry.")
    # The same once more is said once more, and as something new: a reader says only what is added.
    for units in (1, 2):
        anna.add("North pier parka", "Moss", "L")
        mia.units(units)
    added = "North pier parka: In the bag"
    heard = ["Anna shows you North pier parka, €279.00", "Anna: Warm enough for the ferry.", added, added]
    until(mia.page, lambda: mia.page.evaluate("window.__read_out") == heard, "what a reader says")
    mia.page.keyboard.type(" socks")
    expect(search).to_have_value("wool socks")
    expect(search).to_be_focused()
    assert mia.page.evaluate("window.__shift") < 0.001  # the count on the store's own bag changes


def test_a_whole_call_by_keyboard_alone(stage: Stage) -> None:
    anna = stage.associate()
    mia = stage.shopper()
    mia.open("/products/P1002")
    expect(mia.talk).to_be_visible()
    keys = mia.page.keyboard

    def tab_to(words: str, most: int = 60) -> None:
        for _ in range(most):
            if str(mia.page.evaluate(_FOCUS)).startswith(words):
                return
            keys.press("Tab")
        raise AssertionError(
            f"{words!r} cannot be reached with the Tab key; now on {mia.page.evaluate(_FOCUS)!r}"
        )

    tab_to("Talk to someone in the shop")
    keys.press("Enter")
    expect(mia.panel.get_by_role("heading", name="Talk to someone in the shop")).to_be_focused()
    keys.press("Tab")
    keys.press("Tab")
    expect(mia.panel.get_by_role("radio", name="Video")).to_be_focused()
    keys.press("ArrowRight")
    expect(mia.panel.get_by_role("radio", name="Voice")).to_be_checked()
    keys.press("ArrowLeft")
    expect(mia.panel.get_by_role("radio", name="Video")).to_be_checked()
    tab_to("Start")
    picture(mia, "widget-keyboard-focus")
    keys.press("Enter")
    # The associate too: Answer has the focus, search follows, Enter shows, Shift+Enter adds.
    anna.rings()
    expect(anna.answer_button).to_be_focused()
    anna.page.keyboard.press("Enter")
    anna.is_live()
    expect(anna.page.get_by_role("searchbox", name="Search products")).to_be_focused()
    anna.page.keyboard.type("tote")
    expect(anna.page.locator("console-product").first).to_be_visible()
    anna.page.keyboard.press("Enter")
    mia.is_live()
    # The button that had the focus is gone: it goes on in the call, not at the top of the page.
    assert str(mia.page.evaluate(_FOCUS)).startswith("Anna")
    expect(mia.panel.locator("[data-product-id]")).to_have_count(1)
    tab_to("Add ")
    keys.press("Enter")
    mia.units(1)
    mia.settled()
    tab_to("Bag 1")
    keys.press("Enter")
    tab_to("Undo")
    keys.press("Enter")
    mia.units(0)
    tab_to("Write")
    keys.press("Enter")
    mia.page.get_by_role("textbox", name="Write a message").focus()
    keys.type("Thank you")
    keys.press("Enter")
    anna.reads("Thank you")
    tab_to("Move the panel")
    keys.press("ArrowLeft")
    expect(mia.panel).to_have_attribute("corner", "bottom-left")
    keys.press("ArrowUp")
    expect(mia.panel).to_have_attribute("corner", "top-left")
    mia.page.reload()
    mia.is_live()
    expect(mia.panel).to_have_attribute("corner", "top-left")
    tab_to("Make small")
    keys.press("Enter")
    expect(mia.panel).to_have_attribute("size", "small")
    tab_to("End call")
    keys.press("Enter")
    expect(mia.panel.get_by_text("The call has ended. Your bag stays as it is.")).to_be_visible()
    expect(mia.panel.locator("#title", has_text="The call has ended.")).to_be_focused()
    tab_to("Close")
    keys.press("Enter")
    expect(mia.talk).to_be_focused()
