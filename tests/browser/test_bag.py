"""What the store's own cart says wins on both screens: sold out, not enough, undone, and carts of stores that misbehave."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Page, Route, expect

from tests.browser.shopper_window import ShopperWindow
from tests.browser.stage import Stage, picture
from tests.browser.watch import until

pytestmark = pytest.mark.browser

# Somebody else buys it, by the store's own forms.
_BUY = """async ([product_id, colour, size]) => {
  const post = (path, words) => fetch(path, { method: "POST", body: new URLSearchParams(words) }).then((a) => a.text());
  await post("/cart/add", { product_id, colour, size, quantity: "1" });
  await post("/checkout", { email: "leo@example.com", name: "Leo Strand", street: "Kai 5", postcode: "20457", city: "Hamburg",
                            country: "Germany" });
  return (await post("/checkout/payment", { card: "pays" })).includes("Thank you");
}"""


def _in_store(mia: ShopperWindow) -> dict[str, int]:
    cart = mia.page.evaluate("fetch('/api/cart').then((answer) => answer.json())")["cart"]
    return {line["variant_id"]: line["quantity"] for line in cart["lines"]}


def test_not_enough_sold_out_and_undone(stage: Stage) -> None:
    anna = stage.associate()
    mia = stage.shopper()
    mia.call("/products/P1001")
    anna.answer()
    mia.is_live()

    # The shop has one in navy L: of two, one is added.
    anna.search("rain jacket")
    anna.show("Harbour rain jacket")
    anna.add("Harbour rain jacket", "Navy", "L", quantity=2)
    mia.settled()
    assert mia.changes() == [("associate", "partly_applied", "limited_stock")]
    expect(mia.open_ledger()).to_contain_text("Only 1 of 2 could be added. The shop has no more of these.")
    expect(anna.product("Harbour rain jacket")).to_contain_text("only 1 of 2")
    assert _in_store(mia) == {"P1001-NAVY-L": 1}

    # One more: refused by the shop's bag, in words on both screens.
    anna.add("Harbour rain jacket", "Navy", "L")
    expect(mia.open_ledger().locator("[data-state=rejected]")).to_have_count(1)
    mia.settled()
    assert _in_store(mia) == {"P1001-NAVY-L": 1}
    expect(anna.bag()).to_contain_text("The store has no more of it.")
    picture(mia, "widget-refused")
    picture(anna, "console-refused")

    # Known to be sold out: cannot be added, and both are told what there is.
    anna.pick("Harbour rain jacket", "Mustard", "M")
    row = anna.product("Harbour rain jacket")
    expect(row).to_contain_text("Sold out in")
    expect(row.get_by_role("button", name="Add", exact=True).last).to_be_disabled()
    mia.close_ledger()
    mia.panel.get_by_role("combobox", name="Choose: Harbour rain jacket").select_option("P1001-MUSTARD-M")
    expect(mia.card("Harbour rain jacket")).to_contain_text(re.compile(r"Sold out in .*M.* The shop has "))
    expect(mia.panel.get_by_role("button", name="Add Harbour rain jacket to the bag")).to_have_count(0)

    # Undone from the shopper's side, settled by the shop's bag.
    mia.undo("Harbour rain jacket")
    mia.units(0)
    mia.settled()
    assert ("associate", "undone", "limited_stock") in mia.changes() or (
        "associate",
        "undone",
        "",
    ) in mia.changes()
    assert _in_store(mia) == {}
    expect(anna.bag()).to_contain_text("The bag is empty.")
    expect(mia.badge).to_have_text("0")


def test_sold_out_meanwhile_and_undone_by_the_associate(stage: Stage) -> None:
    leo = stage.shopper(listen=False)
    leo.open("/products/P1003?colour=rust")
    assert leo.page.evaluate(_BUY, ["P1003", "rust", "M"])

    anna = stage.associate()
    mia = stage.shopper()
    mia.call("/products/P1003")
    anna.answer()
    mia.is_live()
    anna.search("gilet")
    anna.add("Quilted gilet", "Rust", "M")
    mia.open_ledger()
    expect(mia.open_ledger().locator("[data-state=rejected]")).to_have_count(1)
    assert mia.changes() == [("associate", "rejected", "sold_out")]
    expect(mia.open_ledger()).to_contain_text("Sold out. Nothing was added.")
    expect(anna.bag()).to_contain_text("It is sold out.")

    # The shopper adds from a card; the associate undoes.
    anna.show("Quilted gilet")
    mia.close_ledger()
    mia.panel.get_by_role("combobox", name="Choose: Quilted gilet").select_option("P1003-INK-M")
    mia.add_from_card("Quilted gilet")
    mia.units(1)
    expect(mia.card("Quilted gilet")).to_contain_text("In the bag")
    expect(anna.bag()).to_contain_text("by the shopper")
    anna.bag().get_by_role("button", name=re.compile("^Undo: ")).click()
    mia.units(0)
    assert _in_store(mia) == {}
    expect(mia.open_ledger()).to_contain_text("Undone by Anna")

    # The quantity in the bag, changed by the associate, is the store's.
    mia.close_ledger()
    mia.add_from_card("Quilted gilet")
    mia.units(1)
    anna.bag().get_by_role("button", name=re.compile("^One more: Quilted gilet")).click()
    mia.units(2)
    assert _in_store(mia) == {"P1003-INK-M": 2}
    anna.bag().get_by_role("button", name=re.compile("^Remove Quilted gilet")).click()
    mia.units(0)
    assert _in_store(mia) == {}


_ODD_SHOP = """<!doctype html><html lang="en"><head><meta charset="utf-8"><title>An odd shop</title>
<script async src="{server}/embed.js" data-store="pk_demo"></script></head>
<body><h1>An odd shop</h1><div data-coshop-product="P1001">Harbour rain jacket</div>
<script>
  window.how = "well";
  const held = [];
  const cart = () => ({{ lines: held.map((each) => ({{ ...each }})), subtotal_minor: 0, discount_minor: 0, total_minor: 0, currency: "EUR" }});
  const put = ({{ variant_id, quantity }}) => held.push({{ line_id: "L" + held.length, variant_id, product_id: "P1001", title: "Jacket",
    variant_title: "", quantity, line_total_minor: 0, picture_url: "" }});
  window.coshop = window.coshop || {{ q: [] }};
  const own = {{
    get: () => how === "nonsense" ? {{ lines: [{{ quantity: "many" }}, null], total_minor: NaN }} : how === "null" ? null : cart(),
    add: (wish) => {{
      if (how === "throws") throw new Error("the shop has a bad day");
      if (how === "throws a word") throw "no";
      if (how === "rejects") return Promise.reject(Object.assign(new Error("gone"), {{ reason: "sold_out" }}));
      if (how === "lies") return {{ ok: true, cart: {{ lines: [{{ variant_id: wish.variant_id, quantity: 9 }}] }}, applied_quantity: 9 }};
      if (how === "never") return new Promise(() => undefined);
      if (how === "adds more") return put({{ ...wish, quantity: wish.quantity + 4 }});
      return put(wish);
    }},
    update: () => undefined, remove: () => undefined, checkout_url: "javascript:alert(1)",
  }};
  if (typeof coshop.cart === "function") coshop.cart(own); else coshop.q.push(["cart", own]);
</script></body></html>"""


def _odd_shop(page: Page, server: str) -> None:
    def answer(route: Route) -> None:
        route.fulfill(body=_ODD_SHOP.format(server=server), content_type="text/html")

    page.route("**/odd-shop", answer)


def test_a_cart_that_throws_lies_or_never_answers(stage: Stage) -> None:
    anna = stage.associate()
    mia = stage.shopper()
    _odd_shop(mia.page, stage.demo.server)
    mia.open("/odd-shop")
    mia.press()
    mia.start()
    anna.answer()
    mia.is_live()
    anna.search("rain jacket")
    expected: list[tuple[str, str, str]] = []
    for how, state, reason in [
        ("well", "applied", ""),
        ("throws", "rejected", "store_error"),
        ("throws a word", "rejected", "store_error"),
        ("rejects", "rejected", "sold_out"),
        ("lies", "rejected", "store_refused"),
        ("null", "rejected", "store_error"),
        ("nonsense", "rejected", "store_error"),
        ("never", "rejected", "store_no_answer"),
        ("well", "applied", ""),
    ]:
        mia.page.evaluate("(word) => { window.how = word; }", how)
        anna.add("Harbour rain jacket", "Navy", "M")
        expected.insert(0, ("associate", state, reason))
        until(
            mia.page,
            lambda: len(mia.changes()) == len(expected) and mia.changes()[0][1] != "pending",
            f"a cart that {how} is settled",
        )
        assert mia.changes() == expected, how
    mia.is_live()
    mia.frames_advance(3)
    mia.units(2)
    expect(mia.panel.get_by_role("button", name="Checkout")).to_be_visible()
    mia.panel.get_by_role("button", name="Checkout").click()
    assert mia.page.url.endswith("/odd-shop")
