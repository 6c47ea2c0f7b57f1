"""The bag's forms and the checkout: address, a payment that fails, one that succeeds, the order."""

import re

import pytest

from tests.demo.conftest import Shopper

ADDRESS = {
    "email": "mia@example.com",
    "name": "Mia Sand",
    "street": "Kai 4",
    "postcode": "20457",
    "city": "Hamburg",
    "country": "Germany",
}


async def at_the_till(shopper: Shopper, variant_id: str = "P1001-NAVY-M", quantity: int = 1) -> None:
    await shopper.add(variant_id, quantity)
    response = await shopper.form("/checkout", **ADDRESS)
    assert (response.status_code, response.headers["location"]) == (303, "/checkout/payment")


async def test_the_forms_add_change_and_remove(shopper: Shopper) -> None:
    wish = {"product_id": "P1001", "colour": "mustard", "size": "L", "quantity": "5"}
    response = await shopper.form("/cart/add", **wish)
    assert response.status_code == 303
    page = (await shopper.get(response.headers["location"])).text
    assert "Only 3 left: we put 3 in your bag." in page
    assert "Only 3 left: we put 3 in your bag." not in (await shopper.get("/products/P1001")).text
    await shopper.form("/cart/update", line_id="L1", quantity="1")
    assert (await shopper.cart())["lines"][0]["quantity"] == 1
    await shopper.form("/cart/update", line_id="L1", quantity="lots")
    assert "Choose between 1 and 99 pieces." in (await shopper.get("/cart")).text
    await shopper.form("/cart/update", line_id="L1", quantity="0")
    assert (await shopper.cart())["lines"] == []


async def test_a_size_must_be_chosen(shopper: Shopper) -> None:
    response = await shopper.form("/cart/add", product_id="P1001", colour="navy", quantity="1")
    assert "Choose a size first." in (await shopper.get(response.headers["location"])).text
    assert (await shopper.cart())["lines"] == []
    assert (await shopper.form("/cart/add", product_id="P9999")).status_code == 404


async def test_the_coupon_form(shopper: Shopper) -> None:
    await shopper.add("P1001-NAVY-M", 1)
    await shopper.form("/cart/coupon", code="nothing")
    assert "We do not know this coupon." in (await shopper.get("/cart")).text
    await shopper.form("/cart/coupon", code="harbour10")
    cart = await shopper.cart()
    assert (cart["coupon"], cart["discount_minor"], cart["total_minor"]) == ("HARBOUR10", 1490, 13410)
    await shopper.form("/cart/coupon", remove="1")
    assert (await shopper.cart())["discount_minor"] == 0


async def test_an_empty_bag_has_no_checkout(shopper: Shopper) -> None:
    for path in ("/checkout", "/checkout/payment"):
        response = await shopper.get(path)
        assert (response.status_code, response.headers["location"]) == (303, "/cart")
    await shopper.add("P1001-NAVY-M", 1)
    assert (await shopper.get("/checkout/payment")).headers["location"] == "/checkout"
    assert 'data-coshop-checkout="started"' in (await shopper.get("/checkout")).text


@pytest.mark.parametrize(
    ("field", "value", "sentence"),
    [
        ("email", "mia", "This does not look like an e-mail address."),
        ("name", "  ", "Please fill in your name."),
        ("country", "Atlantis", "We do not deliver there yet."),
        ("street", "x" * 121, "under 120 characters"),
    ],
)
async def test_an_address_that_will_not_do(shopper: Shopper, field: str, value: str, sentence: str) -> None:
    await shopper.add("P1001-NAVY-M", 1)
    response = await shopper.form("/checkout", **(ADDRESS | {field: value}))
    assert response.status_code == 422
    assert sentence in response.text
    assert 'value="20457"' in response.text


@pytest.mark.parametrize(
    ("card", "sentence"), [("declined", "declined"), ("no_money", "not enough money"), ("x", "Choose one")]
)
async def test_a_payment_that_fails_keeps_the_bag(shopper: Shopper, card: str, sentence: str) -> None:
    await at_the_till(shopper)
    response = await shopper.form("/checkout/payment", card=card)
    assert response.headers["location"] == "/checkout/payment"
    page = (await shopper.get("/checkout/payment")).text
    assert 'data-coshop-checkout="failed"' in page
    assert sentence in page
    assert (await shopper.cart())["total_minor"] == 14900
    paid = await shopper.form("/checkout/payment", card="pays")
    assert paid.headers["location"].startswith("/orders/HO-")


async def test_a_payment_that_succeeds_makes_an_order_and_takes_the_stock(
    shopper: Shopper, other: Shopper
) -> None:
    await shopper.add("P1701-SEA", 1)
    await shopper.form("/cart/coupon", code="HARBOUR10")
    await at_the_till(shopper, "P1001-NAVY-M", 4)
    response = await shopper.form("/checkout/payment", card="pays")
    page = (await shopper.get(response.headers["location"])).text
    number = response.headers["location"].removeprefix("/orders/")
    assert re.search(rf'<main[^>]* data-coshop-checkout="paid" data-coshop-order="{number}"', page)
    assert "558.00" in page
    assert (await shopper.cart())["lines"] == []
    assert (await other.add("P1001-NAVY-M", 6)).json()["outcome"]["added"] == 2
    # Pressing the button twice makes one order; nobody else sees it.
    again = await shopper.form("/checkout/payment", card="pays")
    assert again.headers["location"] == response.headers["location"]
    assert (await other.get(response.headers["location"])).status_code == 404


async def test_stock_gone_before_the_payment_is_told_and_nothing_is_taken(
    shopper: Shopper, other: Shopper
) -> None:
    await at_the_till(shopper, "P1001-NAVY-L", 1)
    await at_the_till(other, "P1001-NAVY-L", 1)
    assert (await other.form("/checkout/payment", card="pays")).headers["location"].startswith("/orders/")
    assert (await shopper.form("/checkout/payment", card="pays")).headers["location"] == "/checkout/payment"
    assert (
        "Someone was faster: too few left of Harbour rain jacket (Navy, L)"
        in (await shopper.get("/checkout/payment")).text
    )
    assert "Sold out meanwhile" in (await shopper.get("/cart")).text


async def test_a_form_that_is_too_long_is_refused(shopper: Shopper) -> None:
    assert (await shopper.form("/checkout", name="x" * 20_000)).status_code == 413
    many = {f"field{number}": "1" for number in range(60)}
    assert (await shopper.form("/cart/add", **many)).status_code == 404
