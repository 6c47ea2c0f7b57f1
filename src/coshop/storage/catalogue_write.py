"""Writes and removes products, their numbers, their words and the vocabulary, inside one transaction at a time."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from sqlalchemy import Connection, bindparam, delete, insert, select, update

from coshop.storage import search_index
from coshop.storage.catalogue_plan import Change
from coshop.storage.dialect import insert_or_ignore, insert_or_replace
from coshop.storage.search_index import IndexRow
from coshop.storage.tables import codes, products, variants, word_keys
from coshop.storage.words import keys_of

_ROWS = select(products.c.product_id, products.c.row_id).where(
    products.c.store_id == bindparam("store_id"),
    products.c.product_id.in_(bindparam("product_ids", expanding=True)),
)
_INSERT = insert(products)
_UPDATE = (
    update(products)
    .where(products.c.row_id == bindparam("the_row"))
    .values(
        digest=bindparam("digest"),
        title_words=bindparam("title_words"),
        view=bindparam("view"),
        changed_at_ms=bindparam("changed_at_ms"),
    )
)
_REMOVE = delete(products).where(products.c.row_id == bindparam("the_row"))
_REMOVE_VARIANTS = delete(variants).where(
    variants.c.store_id == bindparam("the_store"), variants.c.product_id == bindparam("the_product")
)
_REMOVE_CODES = delete(codes).where(
    codes.c.store_id == bindparam("the_store"), codes.c.product_id == bindparam("the_product")
)
_REMOVE_WORDS = delete(word_keys).where(
    word_keys.c.store_id == bindparam("the_store"),
    word_keys.c.key == bindparam("the_key"),
    word_keys.c.word == bindparam("the_word"),
)


def write_products(
    connection: Connection, store_id: str, fresh: Sequence[Change], changed: Sequence[Change], now_ms: int
) -> None:
    """Add the fresh products and overwrite the changed ones. One that another import added or removed is sorted in."""
    rows = _row_ids(connection, store_id, [each.product_id for each in (*fresh, *changed)])
    new = [each for each in (*fresh, *changed) if each.product_id not in rows]
    old = [each for each in (*fresh, *changed) if each.product_id in rows]
    if new:
        connection.execute(
            _INSERT,
            [{"store_id": store_id, "product_id": each.product_id} | _columns(each, now_ms) for each in new],
        )
        rows |= _row_ids(connection, store_id, [each.product_id for each in new])
    if old:
        connection.execute(
            _UPDATE, [{"the_row": rows[each.product_id]} | _columns(each, now_ms) for each in old]
        )
        _forget_numbers(connection, store_id, [each.product_id for each in old])
    _write_numbers(connection, store_id, [*new, *old])
    for changes, are_fresh in ((new, True), (old, False)):
        index = [IndexRow(rows[each.product_id], each.title_words, each.words) for each in changes]
        search_index.write(connection, store_id, index, fresh=are_fresh)


def remove_products(connection: Connection, store_id: str, product_ids: Sequence[str]) -> None:
    """Take products out, with everything by which they were found."""
    rows = _row_ids(connection, store_id, product_ids)
    _forget_numbers(connection, store_id, product_ids)
    search_index.forget(connection, list(rows.values()))
    if rows:
        connection.execute(_REMOVE, [{"the_row": row_id} for row_id in rows.values()])


def add_words(connection: Connection, store_id: str, words: Sequence[str]) -> None:
    """Add words to what typing errors are corrected to."""
    rows = [
        {"store_id": store_id, "key": key, "word": word} for word in words for key in sorted(keys_of(word))
    ]
    connection.execute(insert_or_ignore(connection, word_keys), rows)


def forget_words(connection: Connection, store_id: str, words: Sequence[str]) -> None:
    """Remove words that no product has any more."""
    rows = [
        {"the_store": store_id, "the_key": key, "the_word": word} for word in words for key in keys_of(word)
    ]
    connection.execute(_REMOVE_WORDS, rows)


def _row_ids(connection: Connection, store_id: str, product_ids: Sequence[str]) -> dict[str, int]:
    asked = {"store_id": store_id, "product_ids": list(product_ids)}
    return {row.product_id: row.row_id for row in connection.execute(_ROWS, asked)}


def _columns(change: Change, now_ms: int) -> dict[str, Any]:
    return {
        "digest": change.digest,
        "title_words": change.title_words,
        "view": change.view,
        "changed_at_ms": now_ms,
    }


def _forget_numbers(connection: Connection, store_id: str, product_ids: Sequence[str]) -> None:
    asked = [{"the_store": store_id, "the_product": product_id} for product_id in product_ids]
    if asked:
        connection.execute(_REMOVE_VARIANTS, asked)
        connection.execute(_REMOVE_CODES, asked)


def _write_numbers(connection: Connection, store_id: str, changes: Sequence[Change]) -> None:
    # A variant may have moved here from a product that is written later: it belongs to the last one written.
    of_variants = [
        {"store_id": store_id, "variant_id": variant_id, "product_id": each.product_id}
        for each in changes
        for variant_id in each.variant_ids
    ]
    of_codes = [
        {"store_id": store_id, "code": code, "product_id": each.product_id}
        for each in changes
        for code in each.codes
    ]
    if of_variants:
        connection.execute(insert_or_replace(connection, variants), of_variants)
    if of_codes:
        connection.execute(insert_or_ignore(connection, codes), of_codes)
