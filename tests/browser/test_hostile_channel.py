"""The other browser is not to be trusted: 10,000 messages of every shape on the data channel change nothing."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from tests.browser.stage import Stage
from tests.browser.watch import until

pytestmark = pytest.mark.browser

# Sent from the associate's page over the real channel, spread over some seconds so that many are looked at.
_FLOOD = """async () => {
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
  for (let n = 0; n < 10000; n++) {
    channel.send(shapes[n % shapes.length](n));
    if (n % 100 === 99) await new Promise((go) => setTimeout(go, 25));
    while (channel.bufferedAmount > 500000) await new Promise((go) => setTimeout(go, 10));
  }
  while (channel.bufferedAmount > 0) await new Promise((go) => setTimeout(go, 10));
  return channel.readyState;
}"""


def test_ten_thousand_messages_of_every_shape_change_nothing(stage: Stage) -> None:
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

    assert anna.page.evaluate(_FLOOD) == "open"

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
    mia.frames_advance(3)
    # and the true word is still heard
    mia.close_ledger()
    anna.show("Harbour rain jacket")
    expect(mia.card("Harbour rain jacket")).to_be_visible()
    expect(mia.panel.locator("[data-product-id]")).to_have_count(1)
    mia.complaints.expect("status of 404|status of 400|status of 422")
