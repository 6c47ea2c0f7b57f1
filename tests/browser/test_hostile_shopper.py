"""A shopper's browser that invents products on the data channel costs the console no request, changes nothing, and blocks nothing."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from tests.browser.stage import Stage
from tests.browser.watch import until

pytestmark = pytest.mark.browser

# As fast as the console listens, and not faster: each message is read, and names a product of its own.
_INVENT = """async (count) => {
  const channel = window.__channels.filter((each) => each.readyState === "open").at(-1);
  const bodies = [
    (n) => ({ type: "cart_add", product_id: `INVENTED-${n}`, variant_id: `INVENTED-${n}-M`, quantity: 1 }),
    (n) => ({ type: "cart_add", product_id: `P10${10 + (n % 30)}`, variant_id: "x" + n, quantity: 1 }),
    (n) => ({ type: "product_show", product_id: `SHOWN-${n}`, variant_id: "" }),
    (n) => ({ type: "cart_set", line_id: `LINE-${n}`, quantity: 3 }),
  ];
  for (let n = 0; n < count; n++) {
    channel.send(JSON.stringify({ type: "command", id: "invented" + String(n).padStart(8, "0"), body: bodies[n % bodies.length](n) }));
    await new Promise((go) => setTimeout(go, 30));
  }
}"""


def test_invented_products_cost_no_request_and_change_nothing(stage: Stage) -> None:
    anna = stage.associate()
    mia = stage.shopper()
    mia.call("/products/P1002")
    anna.answer()
    mia.is_live()
    expect(anna.product("Linen work jacket")).to_be_visible()
    anna.bag()
    pending = anna.page.locator("console-bag .ledger li.pending")
    asked = len(anna.complaints.requests)

    mia.page.evaluate("(count) => { window.__sent = (" + _INVENT + ")(count).then(() => true); }", 240)
    until(anna.page, lambda: pending.count() > 5, "what is painted is seen as pending")
    # While it goes on: no word of it stands anywhere but as pending, and the console works.
    assert anna.shown().count() == 0
    anna.search("gilet")
    expect(anna.product("Quilted gilet")).to_be_visible()
    assert mia.page.evaluate("window.__sent") is True
    until(anna.page, lambda: pending.count() == 0, "and is given up, for nobody confirmed it", 20)

    products = [each for each in anna.complaints.requests[asked:] if "/v1/products/" in each]
    assert products == []
    assert anna.shown().count() == 0
    expect(anna.bag()).to_contain_text("The bag is empty.")
    # A product that neither has seen yet comes at once.
    anna.search("parka")
    anna.show("North pier parka")
    expect(mia.card("North pier parka")).to_be_visible()
    mia.is_live()
