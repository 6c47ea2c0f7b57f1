"""Prices, descriptions and titles as feeds write them."""

from __future__ import annotations

import contextlib

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from coshop.commerce.feed_groups import common_title
from coshop.commerce.feed_rows import RawRow
from coshop.commerce.feed_values import BadValue, minor_units, plain, read_item


@pytest.mark.parametrize(
    ("text", "currency", "expected"),
    [
        ("149.00 EUR", "EUR", 14_900),
        ("149 EUR", "EUR", 14_900),
        ("149.5 EUR", "EUR", 14_950),
        ("149,00 EUR", "EUR", 14_900),
        ("EUR 149.00", "EUR", 14_900),
        ("1,299.00 EUR", "EUR", 129_900),
        ("1.299,00 EUR", "EUR", 129_900),
        ("1 299,00 EUR", "EUR", 129_900),
        ("1'299.00 CHF", "CHF", 129_900),
        ("0.00 EUR", "EUR", 0),
        ("149.00eur", "EUR", 14_900),
        ("1500 JPY", "JPY", 1_500),
        ("1500.00 JPY", "JPY", 1_500),
        ("1.234 KWD", "KWD", 1_234),
    ],
)
def test_prices_are_read_exactly(text: str, currency: str, expected: int) -> None:
    assert minor_units(text, currency) == expected


@pytest.mark.parametrize(
    "text",
    [
        "",
        "EUR",
        "1,299 EUR",
        "1.2.3 EUR",
        "--1 EUR",
        "1e5 EUR",
        "NaN EUR",
        "149.00 EURO",
        "12.34,5 EUR",
        "١ EUR",
    ],
)
def test_what_is_no_clear_price_is_refused(text: str) -> None:
    with pytest.raises(BadValue):
        minor_units(text, "EUR")


@given(st.integers(0, 10**9))
@settings(deadline=None)
def test_any_amount_comes_back(minor: int) -> None:
    assert minor_units(f"{minor // 100}.{minor % 100:02d} EUR", "EUR") == minor


@given(st.dictionaries(st.sampled_from(["id", "title", "price", "link", "availability", "sale_price", "brand",
       "sale_price_effective_date", "product_type", "image_link", "description"]), st.lists(st.text(), max_size=2)))  # fmt: skip
@settings(deadline=None, max_examples=200)
def test_no_row_does_worse_than_being_refused(fields: dict[str, list[str]]) -> None:
    with pytest.raises(BadValue):
        read_item(RawRow(1, fields | {"price": ["?"]}), "EUR", 0)
    with contextlib.suppress(BadValue):
        read_item(RawRow(1, fields | {"price": ["1 EUR"], "id": ["A"], "title": ["T"]}), "EUR", 0)


@pytest.mark.parametrize(
    ("dates", "expected"),
    [
        ("", 500),
        ("2026-01-01T00:00:00Z/2026-12-31T00:00:00Z", 500),
        ("2020-01-01T00:00+01:00/2020-12-31T00:00+01:00", 1_000),
        ("2030-01-01/2031-01-01", 1_000),
    ],
)
def test_a_sale_price_counts_while_it_is_on(dates: str, expected: int) -> None:
    fields = {
        "id": ["A"],
        "title": ["T"],
        "link": ["https://x.example"],
        "price": ["10 EUR"],
        "sale_price": ["5 EUR"],
    }
    row = RawRow(1, fields | {"sale_price_effective_date": [dates]})
    assert read_item(row, "EUR", 1_795_000_000_000).price_minor == expected


def test_descriptions_become_plain_text() -> None:
    assert plain("<p>One</p><p>Two &amp; &lt;three&gt;</p>", 100) == "One Two & <three>"
    assert plain("5 < 6 and\n\n more", 100) == "5 < 6 and more"
    assert plain("<img src=x onerror=alert(1)>ok<style>p{}</style>", 100) == "ok"
    assert plain("x" * 50, 10) == "x" * 9 + "…"


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("T&amp;T <b>Jacket</b>", "T&T Jacket"),
        ("<p>Jacket</p><p>lined</p>", "Jacket lined"),
        ("H&M", "H&M"),
        ("Rock <3", "Rock <3"),
        ("Gr&ouml;&szlig;e", "Größe"),
        ("<i></i>&nbsp;", ""),
    ],
)
def test_titles_brands_and_options_are_read_without_markup(written: str, read: str) -> None:
    fields = {
        "id": ["A<1>&amp;"],
        "price": ["1 EUR"],
        "link": ["https://x.example"],
        "image_link": ["https://x.example/1"],
    }
    row = RawRow(1, fields | {"title": ["T"], "brand": [written], "color": [written], "size": [written]})
    item = read_item(row, "EUR", 0)
    assert item.brand == read
    assert item.options == ({"colour": read, "size": read} if read else {})
    assert item.variant_id == "A<1>&amp;"  # an id is no text: the shop's own cart has to know it again
    row = RawRow(1, fields | {"title": [written]})
    if read:
        assert read_item(row, "EUR", 0).title == read
    else:
        with pytest.raises(BadValue, match="title is missing"):
            read_item(row, "EUR", 0)


def test_the_length_of_a_title_is_that_of_what_is_read() -> None:
    fields = {
        "id": ["A"],
        "price": ["1 EUR"],
        "link": ["https://x.example"],
        "brand": ["<b></b>" * 100 + "Brand"],
    }
    title = "<b></b>" * 100 + "T" * 200
    assert read_item(RawRow(1, fields | {"title": [title]}), "EUR", 0).brand == "Brand"
    with pytest.raises(BadValue, match="title is longer"):
        read_item(RawRow(1, fields | {"title": [title + "T" * 900]}), "EUR", 0)


@pytest.mark.parametrize(
    ("titles", "expected"),
    [
        (["Shirt"], "Shirt"),
        (["Shirt - Navy, M", "Shirt - Sand, L"], "Shirt"),
        (["Linen shirt Navy", "Linen shirt Sand"], "Linen shirt"),
        (["Navy shirt", "Sand shirt"], "Navy shirt"),
    ],
)
def test_a_product_is_called_what_its_variants_have_in_common(titles: list[str], expected: str) -> None:
    assert common_title(titles) == expected
