"""Judges one row of a feed and turns it into an item of a store, or says why not. It reads no file and keeps nothing."""

from __future__ import annotations

import html
import re
from dataclasses import dataclass
from datetime import UTC, datetime
from decimal import Decimal, InvalidOperation
from typing import NoReturn
from urllib.parse import urlsplit

import nh3

from coshop.commerce.feed_rows import RawRow
from coshop.protocol import limits

DESCRIPTION_MAX_CHARS = 2000
PICTURES_MAX = 10
OPTION_MAX_CHARS = 100
_IN_STOCK = {"in_stock", "in stock", "instock", "available", "preorder", "pre_order", "backorder", "back_order",
             "limited_availability"}  # fmt: skip
_OUT_OF_STOCK = {"out_of_stock", "out of stock", "outofstock", "sold_out", "sold out", "discontinued"}
_PRICE = re.compile(r"([A-Za-z]{3})?\s*(-?[0-9][0-9.,'\u00a0\u202f ]*)\s*([A-Za-z]{3})?")
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")
_WHOLE = {"BIF", "CLP", "DJF", "GNF", "ISK", "JPY", "KMF", "KRW", "PYG", "RWF", "UGX", "VND", "VUV", "XAF", "XOF",
          "XPF"}  # fmt: skip
_THREE = {"BHD", "IQD", "JOD", "KWD", "LYD", "OMR", "TND"}
_OPTIONS = {"color": "colour", "size": "size", "material": "material", "pattern": "pattern"}


class BadValue(Exception):
    """The row cannot be used; the text says why."""


@dataclass(frozen=True, slots=True)
class Item:
    """One row that can be used: a variant and what it says of its product."""

    line: int
    product_id: str
    variant_id: str
    sku: str
    title: str
    description: str
    brand: str
    group: str
    url: str
    picture_urls: tuple[str, ...]
    price_minor: int
    in_stock: bool
    options: dict[str, str]


def read_item(row: RawRow, currency: str, now_ms: int) -> Item:
    """The item of a row, its price in minor units of the store's currency. Raises BadValue."""
    if "too_many_columns" in row.fields:
        raise BadValue(f"has too many columns: {row.fields['too_many_columns'][0]}")
    variant_id = _needed(row, "id", limits.STORE_ID_MAX_CHARS)
    pictures = [_address(url, "image_link") for url in row.fields.get("image_link", [])[:1]]
    pictures += [
        _address(url, "additional_image_link") for url in row.fields.get("additional_image_link", [])
    ]
    return Item(
        line=row.line,
        product_id=_text(row, "item_group_id", limits.STORE_ID_MAX_CHARS) or variant_id,
        variant_id=variant_id,
        sku=_text(row, "sku", 128) or _text(row, "mpn", 128) or variant_id,
        title=_words(row, "title", limits.TITLE_MAX_CHARS) or _missing("title"),
        description=plain(_first(row, "description"), DESCRIPTION_MAX_CHARS),
        brand=_words(row, "brand", OPTION_MAX_CHARS),
        group=_group(row),
        url=_address(_first(row, "link"), "link"),
        picture_urls=tuple(dict.fromkeys(pictures))[:PICTURES_MAX],
        price_minor=_price(row, currency, now_ms),
        in_stock=_in_stock(_first(row, "availability")),
        options={
            ours: value for name, ours in _OPTIONS.items() if (value := _words(row, name, OPTION_MAX_CHARS))
        },
    )


def plain(text: str, max_chars: int) -> str:
    """A description as plain text: no tags, no entities, white space made single, cut at `max_chars`."""
    text = _unmarked(text)
    return text if len(text) <= max_chars else text[: max_chars - 1].rstrip() + "…"


def _unmarked(text: str) -> str:
    if "<" in text or "&" in text:
        text = html.unescape(nh3.clean(re.sub(r"<(?=[/a-zA-Z])", " <", text), tags=set()))
    return " ".join(_CONTROL.sub("", text).split())


def minor_units(text: str, currency: str) -> int:
    """`149.00 EUR` -> 14900. Raises BadValue for what is no price, negative, or of another currency."""
    found = _PRICE.fullmatch(text.strip())
    if found is None or not (found[1] or found[3]) or (found[1] and found[3]):
        raise BadValue(f"price {text[:40]!r} is not like 149.00 {currency}")
    named = (found[1] or found[3]).upper()
    if named != currency:
        raise BadValue(f"price is in {named}, the store's currency is {currency}")
    digits = 0 if currency in _WHOLE else 3 if currency in _THREE else 2
    try:
        amount = Decimal(_plain_number(found[2], digits)).scaleb(digits)
    except InvalidOperation:
        raise BadValue(f"price {text[:40]!r} is not like 149.00 {currency}") from None
    if amount < 0:
        raise BadValue(f"price {text[:40]!r} is negative")
    if amount != amount.to_integral_value():
        raise BadValue(f"price {text[:40]!r} has more than {digits} decimals")
    if amount > limits.MONEY_MAX_MINOR:
        raise BadValue(f"price {text[:40]!r} is too high")
    return int(amount)


def _plain_number(text: str, digits: int) -> str:
    """Digits with at most a point: `1,299.00`, `1.299,00` and `149,00` are taken, `1,299` is not clear and refused."""
    text = re.sub(r"['\u00a0\u202f ]", "", text)
    point = max(text.rfind("."), text.rfind(","))
    if point < 0 or (text[point] == "." and text.count(".") == 1 and "," not in text):
        return text
    whole, fraction = text[:point], text[point + 1 :]
    groups = re.split(r"[.,]", whole)
    tidy = all(len(group) == 3 for group in groups[1:]) and text[point] not in whole
    if len(fraction) != digits or not digits or not tidy:
        raise BadValue(f"price {text[:40]!r} can be read in more than one way; write it like 1299.00")
    return "".join(groups) + "." + fraction


def _price(row: RawRow, currency: str, now_ms: int) -> int:
    price = minor_units(_needed(row, "price", 100), currency)
    sale = _first(row, "sale_price")
    if sale and _is_on(_first(row, "sale_price_effective_date"), now_ms):
        return minor_units(sale, currency)
    return price


def _is_on(dates: str, now_ms: int) -> bool:
    if not dates:
        return True
    try:
        begin, end = (datetime.fromisoformat(part.strip()) for part in dates.split("/"))
    except ValueError:
        raise BadValue(
            f"sale_price_effective_date {dates[:60]!r} is not two ISO 8601 times with a slash"
        ) from None
    now = datetime.fromtimestamp(now_ms / 1000, UTC)
    return all_aware(begin) <= now <= all_aware(end)


def all_aware(time: datetime) -> datetime:
    """A time without a zone counts as UTC."""
    return time if time.tzinfo else time.replace(tzinfo=UTC)


def _in_stock(text: str) -> bool:
    word = text.lower()
    if not word or word in _IN_STOCK:
        return True
    if word in _OUT_OF_STOCK:
        return False
    raise BadValue(
        f"availability {text[:40]!r} is unknown; use in_stock, out_of_stock, preorder or backorder"
    )


def _group(row: RawRow) -> str:
    path = _first(row, "product_type") or _first(row, "google_product_category")
    last = path.replace("&gt;", ">").split(">")[-1].strip()
    return "" if last.isdigit() else plain(last, OPTION_MAX_CHARS)


def _first(row: RawRow, name: str) -> str:
    values = row.fields.get(name)
    return values[0].strip() if values else ""


def _text(row: RawRow, name: str, max_chars: int) -> str:
    """A value as it is written: an id may have any letter."""
    return _within(name, " ".join(_CONTROL.sub("", _first(row, name)).split()), max_chars)


def _words(row: RawRow, name: str, max_chars: int) -> str:
    """A value that people read: without the markup that shops leave in it."""
    return _within(name, _unmarked(_first(row, name)), max_chars)


def _within(name: str, value: str, max_chars: int) -> str:
    if len(value) > max_chars:
        raise BadValue(f"{name} is longer than {max_chars} characters")
    return value


def _needed(row: RawRow, name: str, max_chars: int) -> str:
    return _text(row, name, max_chars) or _missing(name)


def _missing(name: str) -> NoReturn:
    raise BadValue(f"{name} is missing")


def _address(url: str, name: str) -> str:
    if not url:
        raise BadValue(f"{name} is missing")
    if len(url) > limits.URL_MAX_CHARS:
        raise BadValue(f"{name} is longer than {limits.URL_MAX_CHARS} characters")
    try:
        parts = urlsplit(url)
        fine = parts.scheme in ("http", "https") and bool(parts.hostname)
    except ValueError:
        fine = False
    if not fine or any(letter.isspace() or letter < " " for letter in url):
        raise BadValue(f"{name} {url[:60]!r} is not an http or https address")
    return url
