"""The other browser is not to be trusted: 10,000 messages of every shape on the data channel change nothing, either way."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from tests.browser.associate_window import AssociateWindow
from tests.browser.shopper_window import ShopperWindow
from tests.browser.stage import Stage
from tests.browser.watch import until

pytestmark = pytest.mark.browser

# Sent over the real channel from both pages at once, in bursts spread over twenty seconds: each second has its fifty that are looked at.
_FLOOD = """() => { window.__flood = "runs"; (async () => {
  const channel = window.__channels.filter((each) => each.readyState === "open").at(-1);
  const id = (n) => "hostile" + String(n).padStart(8, "0");
  const command = (n, body) => JSON.stringify({ type: "command", id: id(n), body });
  const shapes = [
    (n) => command(n, { type: "product_show", product_id: "P9" + n, variant_id: "" }),
    (n) => command(n, { type: "product_show", product_id: "<img src=x onerror=alert(1)>", variant_id: "" }),
    (n) => command(n, { type: "product_show", product_id: "P1001", variant_id: "P1001-NAVY-M", price_minor: 1, title: "Free" }),
    (n) => command(n, { type: "product_show", product_id: "../v1/console/me", variant_id: "" }),
    (n) => command(n, { type: "cart_add", variant_id: "P1001-NAVY-M", quantity: 1 + (n % 5) }),
    (n) => command(n, { type: "cart_add", product_id: "P1001", variant_id: "P1001-NAVY-M", quantity: 10000 }),
    (n) => command(n, { type: "cart_add", product_id: "P1001", variant_id: "P1001-NAVY-M", quantity: -3 }),
    (n) => command(n, { type: "cart_set", line_id: "L1", quantity: 0 }),
    (n) => command(n, { type: "cart_remove", line_id: "L1" }),
    (n) => command(n, { type: "cart_add", product_id: "Q9" + n, variant_id: "nothing" + n, quantity: 1 }),
    (n) => command(n, { type: "cart_undo", change_id: id(n) }),
    (n) => command(n, { type: "cart_settle", change_id: id(n), applied_quantity: 5, reason: null, cart: null }),
    (n) => command(n, { type: "checkout_report", step: "paid", order_number: "1" }),
    (n) => command(n, { type: "checkout_offer" }),
    (n) => command(n, { type: "call_end" }),
    (n) => command(n, { type: "__proto__", constructor: 1 }),
    (n) => command(n, { type: "chat_send", text: "x".repeat(2000 + n) }),
    (n) => JSON.stringify({ type: "signal", body: { type: "product_hint", product_id: "nothing" + n, variant_id: "" } }),
    (n) => JSON.stringify({ type: "events", call_id: "x", entries: [] }),
    (n) => JSON.stringify({ type: "command", id: n, body: { type: "product_show" } }),
    () => "{", () => "null", () => "[]", () => "\\u0000", () => '{"type":{"type":{}}}',
    (n) => "[".repeat(n % 5000), (n) => "x".repeat(n * 3), (n) => new Uint8Array(n % 2000).buffer,
    (n) => new Blob(["{}", String(n)]),
  ];
  // Other shapes come first in every burst, so that all of them are among the fifty.
  for (let n = 0; n < 10000; n++) {
    channel.send(shapes[(n * 7 + Math.floor(n / 100)) % shapes.length](n));
    if (n % 100 === 99) await new Promise((go) => setTimeout(go, 200));
    while (channel.bufferedAmount > 500000) await new Promise((go) => setTimeout(go, 10));
  }
  while (channel.bufferedAmount > 0) await new Promise((go) => setTimeout(go, 10));
  window.__flood = channel.readyState;
})(); }"""
# What a side may ask the catalogue for on the word of the other browser, in the flood's time and with room for a slow machine.
ASKED_MAX = 120


def _asked(window: ShopperWindow | AssociateWindow, since: int) -> list[str]:
    return [each for each in window.complaints.requests[since:] if "/v1/products/" in each]


def test_ten_thousand_messages_of_every_shape_change_nothing_either_way(stage: Stage) -> None:
    anna = stage.associate()
    mia = stage.shopper()
    mia.call("/products/P1001")
    anna.answer()
    mia.is_live()
    # One true piece in the bag, so that there is something to take away.
    anna.search("rain jacket")
    anna.add("Harbour rain jacket", "Navy", "M")
    mia.units(1)
    mia.settled()
    mia.close_ledger_if_open()
    cart = mia.page.evaluate("fetch('/api/cart').then((answer) => answer.json())")["cart"]
    requests = len(mia.complaints.requests)
    asked = len(anna.complaints.requests)

    for side in (anna, mia):
        side.page.evaluate(_FLOOD)
    # While it runs nothing of it is seen but rows that say they wait, and both go on as they were.
    looks = 0
    while "runs" in (anna.page.evaluate("window.__flood"), mia.page.evaluate("window.__flood")):
        assert mia.panel.locator("[data-product-id]").count() == 0
        mia.units(1)
        assert anna.shown().count() == 0
        looks += 1
    assert looks > 3
    mia.frames_advance(3)
    anna.frames_advance(3)
    assert [side.page.evaluate("window.__flood") for side in (anna, mia)] == ["open", "open"]
    assert len(_asked(mia, requests)) < ASKED_MAX
    assert len(_asked(anna, asked)) < ASKED_MAX

    # What was painted on the word of the channel alone is gone, for nobody confirmed it.
    until(
        mia.page, lambda: mia.panel.locator("[data-pending]").count() == 0, "pending paintings are gone", 20
    )
    mia.settled()
    mia.units(1)
    assert mia.page.evaluate("fetch('/api/cart').then((answer) => answer.json())")["cart"] == cart
    assert mia.panel.locator("[data-product-id]").count() == 0
    assert mia.changes() == [("associate", "applied", "")]
    changed = [
        each for each in mia.complaints.requests[requests:] if each.startswith("POST") and "/api/cart" in each
    ]
    assert changed == []
    heard = [name for name, _ in mia.heard()]
    assert (heard.count("cart_changed"), heard.count("product_shown"), heard.count("checkout_started")) == (
        1,
        0,
        0,
    )
    mia.is_live()
    # and the true word is still heard, also about a product that nobody has seen yet
    mia.close_ledger()
    anna.search("parka")
    anna.show("North pier parka")
    expect(mia.card("North pier parka")).to_be_visible()
    expect(mia.panel.locator("[data-product-id]")).to_have_count(1)
    mia.add_from_card("North pier parka")
    mia.units(2)
    expect(anna.bag()).to_contain_text("North pier parka")
    for side in (anna, mia):
        side.complaints.expect("status of 404|status of 400|status of 422")
