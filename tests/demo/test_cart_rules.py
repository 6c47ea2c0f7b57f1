"""What a bag may hold: stock, quantities, coupon, sums, sessions. No HTTP."""

from dataclasses import replace

import pytest

from coshop.demo.carts import Cart, Line, add_to_cart, remove_line, update_line
from coshop.demo.catalogue import Catalogue, find_products, load_catalogue
from coshop.demo.sessions import Sessions
from coshop.demo.stock import Shelf

CATALOGUE = load_catalogue()


@pytest.fixture
def shelf() -> Shelf:
    return Shelf(CATALOGUE)


def add(cart: Cart, shelf: Shelf, variant_id: str, quantity: int) -> tuple[int, str | None]:
    outcome = add_to_cart(cart, CATALOGUE, shelf, variant_id, quantity)
    return outcome.added, outcome.reason


def test_the_shop_is_as_large_and_as_varied_as_it_says() -> None:
    assert len(CATALOGUE.products) >= 40
    assert len(CATALOGUE.groups) == 8
    assert all(len(CATALOGUE.of_group(group_id)) >= 5 for group_id in CATALOGUE.groups)
    stocks = [variant.stock for variant in CATALOGUE.variants.values()]
    assert stocks.count(0) >= 10
    assert sum(1 for stock in stocks if 1 <= stock <= 3) >= 20
    empty = [p.id for p in CATALOGUE.products.values() if not any(v.stock for v in p.variants)]
    assert empty == ["P1006"]


def test_every_variant_has_its_own_id_sku_and_valid_gtin() -> None:
    variants = list(CATALOGUE.variants.values())
    for values in ({v.id for v in variants}, {v.sku for v in variants}, {v.gtin for v in variants}):
        assert len(values) == len(variants)
    for variant in variants:
        weights = [1, 3] * 6 + [1]
        assert sum(int(d) * w for d, w in zip(variant.gtin, weights, strict=True)) % 10 == 0
    assert CATALOGUE.variants["P1001-NAVY-M"].product_id == "P1001"


def test_adding_the_same_variant_grows_its_line(shelf: Shelf) -> None:
    cart = Cart()
    assert add(cart, shelf, "P1001-NAVY-M", 2) == (2, None)
    assert add(cart, shelf, "P1001-NAVY-M", 1) == (1, None)
    assert [(line.line_id, line.quantity) for line in cart.lines] == [("L1", 3)]


def test_more_than_the_stock_adds_what_there_is_and_says_so(shelf: Shelf) -> None:
    cart = Cart()
    outcome = add_to_cart(cart, CATALOGUE, shelf, "P1001-NAVY-M", 9)
    assert (outcome.added, outcome.reason, outcome.possible) == (6, "limited_stock", 6)
    assert outcome.message == "Only 6 left: we put 6 in your bag."
    again = add_to_cart(cart, CATALOGUE, shelf, "P1001-NAVY-M", 1)
    assert (again.added, again.reason, again.nothing_done) == (0, "limited_stock", True)
    assert again.message == "All 6 left are in your bag already."
    assert cart.count == 6


def test_sold_out_adds_nothing_and_names_what_is_still_here(shelf: Shelf) -> None:
    cart = Cart()
    outcome = add_to_cart(cart, CATALOGUE, shelf, "P1001-MUSTARD-M", 1)
    assert (outcome.added, outcome.reason, outcome.possible) == (0, "sold_out", 0)
    assert cart.lines == []
    assert [v.colour.id for v in outcome.alternatives] == ["mustard"] * 3
    assert all(shelf.left(v.id) for v in outcome.alternatives)
    smock = add_to_cart(cart, CATALOGUE, shelf, "P1006-RUST-M", 1)
    assert smock.message == "Sold out in Rust, M."


@pytest.mark.parametrize("quantity", [0, -1, 100, 10_000])
def test_quantities_outside_one_to_ninety_nine_are_refused(shelf: Shelf, quantity: int) -> None:
    cart = Cart()
    assert add(cart, shelf, "P1001-NAVY-M", quantity) == (0, "bad_quantity")
    add(cart, shelf, "P1001-NAVY-M", 2)
    assert update_line(cart, shelf, "L1", quantity).reason == "bad_quantity"
    assert cart.count == 2


def test_updating_keeps_to_the_stock_and_tells_the_change(shelf: Shelf) -> None:
    cart = Cart()
    add(cart, shelf, "P1001-NAVY-M", 5)
    assert update_line(cart, shelf, "L1", 2).added == -3
    more = update_line(cart, shelf, "L1", 50)
    assert (more.added, more.reason, cart.count) == (4, "limited_stock", 6)
    assert update_line(cart, shelf, "L9", 1).reason == "unknown_line"


def test_a_line_id_is_never_used_again(shelf: Shelf) -> None:
    cart = Cart()
    add(cart, shelf, "P1001-NAVY-M", 1)
    assert remove_line(cart, "L1").added == -1
    assert remove_line(cart, "L1").reason == "unknown_line"
    add(cart, shelf, "P1001-NAVY-M", 1)
    assert cart.lines[0].line_id == "L2"


def test_the_coupon_takes_ten_per_cent_rounded_half_up(shelf: Shelf) -> None:
    cart = Cart()
    assert not cart.use_coupon("HARBOUR11")
    assert cart.coupon is None
    add(cart, shelf, "P1001-NAVY-M", 1)
    add(cart, shelf, "P1701-SEA", 1)
    assert cart.use_coupon(" harbour10 ")
    assert (cart.subtotal_minor, cart.discount_minor, cart.total_minor) == (17300, 1730, 15570)


@pytest.mark.parametrize(
    ("price_minor", "discount_minor"), [(1994, 199), (1995, 200), (1996, 200), (4, 0), (5, 1)]
)
def test_half_a_cent_is_rounded_up(price_minor: int, discount_minor: int) -> None:
    variant = replace(CATALOGUE.variants["P1701-SEA"], price_minor=price_minor)
    cart = Cart(lines=[Line("L1", variant, 1)], coupon="HARBOUR10")
    assert cart.discount_minor == discount_minor


def test_the_shelf_gives_everything_or_nothing(shelf: Shelf) -> None:
    assert shelf.take({"P1001-NAVY-L": 1, "P1001-NAVY-M": 7}) == ["P1001-NAVY-M"]
    assert shelf.left("P1001-NAVY-L") == 1
    assert shelf.take({"P1001-NAVY-L": 1, "P1001-NAVY-M": 6}) == []
    assert (shelf.left("P1001-NAVY-L"), shelf.left("P1001-NAVY-M")) == (0, 0)


@pytest.mark.parametrize(
    ("query", "first"),
    [
        ("rain jacket", "P1001"),
        ("RAIN", "P1001"),
        ("p1403", "P1403"),
        ("P1001-navy-m", "P1001"),
        ("merino roll", "P1103"),
    ],
)
def test_search_puts_the_best_first(query: str, first: str) -> None:
    assert find_products(CATALOGUE, query)[0].id == first


def test_search_finds_nothing_for_nothing() -> None:
    assert find_products(CATALOGUE, "   ") == []
    assert find_products(CATALOGUE, "rain submarine") == []


def test_the_catalogue_cannot_be_written() -> None:
    catalogue: Catalogue = load_catalogue()
    with pytest.raises(TypeError):
        catalogue.products["P1"] = catalogue.products["P1001"]  # type: ignore[index]


def test_sessions_run_out_and_are_bounded() -> None:
    now = [0.0]
    sessions = Sessions(clock=lambda: now[0], idle_s=10, most=3)
    first = sessions.open()
    now[0] = 9
    assert sessions.find(first.token) is first
    now[0] = 18
    assert sessions.find(first.token) is first
    now[0] = 29
    assert sessions.find(first.token) is None
    kept = sessions.open()
    others = [sessions.open(), sessions.open()]
    assert sessions.find(kept.token) is kept
    sessions.open()
    assert len(sessions) == 3
    assert sessions.find(others[0].token) is None
    assert sessions.find(kept.token) is kept
    assert sessions.find(None) is None
