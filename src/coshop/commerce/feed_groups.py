"""Gathers the items of one product, however far apart they stand in the feed, in a temporary database. It judges no value."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterator
from dataclasses import asdict

from coshop.commerce.feed_values import BadValue, Item
from coshop.protocol.views import ProductView, VariantView

VARIANTS_MAX = 100
BATCH = 200
_ALWAYS = ("colour", "size")


class Groups:
    """The items read so far. It lives in a file without a name, which is gone when it is closed."""

    def __init__(self) -> None:
        self._database = sqlite3.connect("", isolation_level=None, check_same_thread=False)
        for statement in (
            "PRAGMA journal_mode=OFF",
            "PRAGMA synchronous=OFF",
            "CREATE TABLE groups (number INTEGER PRIMARY KEY, product_id TEXT UNIQUE, items INTEGER)",
            "CREATE TABLE items (variant_id TEXT PRIMARY KEY, number INTEGER, line INTEGER, item TEXT)",
            "BEGIN",
        ):
            self._database.execute(statement)
        self.products = 0

    def close(self) -> None:
        """Forget everything."""
        self._database.close()

    def add(self, item: Item) -> None:
        """Put the item with its product. Raises BadValue for a variant that came before, or one too many."""
        run = self._database.execute
        before = run("SELECT line FROM items WHERE variant_id = ?", (item.variant_id,)).fetchone()
        if before is not None:
            raise BadValue(f"id {item.variant_id!r} stands in line {before[0]} already")
        group = run("SELECT number, items FROM groups WHERE product_id = ?", (item.product_id,)).fetchone()
        if group is None:
            number = run("INSERT INTO groups (product_id, items) VALUES (?, 1)", (item.product_id,)).lastrowid
            self.products += 1
        elif group[1] >= VARIANTS_MAX:
            raise BadValue(f"item_group_id {item.product_id!r} has more than {VARIANTS_MAX} items")
        else:
            number = group[0]
            run("UPDATE groups SET items = items + 1 WHERE number = ?", (number,))
        written = json.dumps(asdict(item))
        run("INSERT INTO items VALUES (?, ?, ?, ?)", (item.variant_id, number, item.line, written))

    def batches(self, currency: str) -> Iterator[tuple[ProductView, ...]]:
        """The products in the order in which they first came, some at a time."""
        self._database.execute("COMMIT")
        self._database.execute("CREATE INDEX items_of_group ON items (number, line)")
        rows = self._database.execute("SELECT number, item FROM items ORDER BY number, line, rowid")
        batch: list[ProductView] = []
        items: list[Item] = []
        at = 0
        for number, written in rows:
            if items and number != at:
                batch.append(product_of(items, currency))
                items = []
                if len(batch) >= BATCH:
                    yield tuple(batch)
                    batch = []
            at = number
            fields = json.loads(written)
            items.append(Item(**fields | {"picture_urls": tuple(fields["picture_urls"])}))
        if items:
            batch.append(product_of(items, currency))
        if batch:
            yield tuple(batch)


def product_of(items: list[Item], currency: str) -> ProductView:
    """The product of its items, in their order. Its title is what theirs have in common."""
    first = items[0]
    title = common_title([item.title for item in items])
    varying = {
        name
        for name in {name for item in items for name in item.options}
        if name in _ALWAYS or len({item.options.get(name) for item in items}) > 1
    }
    variants = []
    for item in items:
        options = {name: value for name, value in item.options.items() if name in varying}
        own = item.title if len(items) > 1 and item.title != title else ""
        variants.append(
            VariantView(
                variant_id=item.variant_id,
                sku=item.sku,
                title=", ".join(options.values()) or own,
                options=options,
                price_minor=item.price_minor,
                currency=currency,
                in_stock=item.in_stock,
                picture_url=item.picture_urls[0] if item.picture_urls else "",
                url=item.url,
            )
        )
    pictures = tuple(dict.fromkeys(url for item in items for url in item.picture_urls))
    return ProductView(
        product_id=first.product_id,
        title=title,
        description=first.description,
        brand=first.brand,
        group=first.group,
        url=first.url,
        picture_urls=pictures[:10],
        variants=tuple(variants),
    )


def common_title(titles: list[str]) -> str:
    """The whole words that all titles begin with ("Linen shirt - Navy, M" and "... - Sand, L": "Linen shirt")."""
    if len(set(titles)) == 1:
        return titles[0]
    words: list[str] = []
    for place in zip(*(title.split() for title in titles), strict=False):
        if len(set(place)) > 1:
            break
        words.append(place[0])
    return " ".join(words).rstrip(" -–—|,:;/(") or titles[0]
