"""Finds products by what somebody typed: numbers first, then titles, then all words, then what was likely meant.

It is the same on both databases; how one of them matches words stands in search_index.py.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, bindparam, select

from coshop.storage.search_index import Alternatives, Candidate, Column, Term, match
from coshop.storage.tables import codes, products, word_keys
from coshop.storage.words import QUERY_MAX_WORDS, code, keys_of, slips, slips_allowed, split

CANDIDATES = 200
MEANT_MAX = 4
NEAR_WORDS_MAX = 2_000

_BY_CODE = (
    select(products.c.row_id, products.c.title_words)
    .join(codes, (codes.c.store_id == products.c.store_id) & (codes.c.product_id == products.c.product_id))
    .where(codes.c.store_id == bindparam("store_id"), codes.c.code == bindparam("code"))
    .order_by(products.c.row_id)
    .limit(CANDIDATES)
)
_FIRST = (
    select(products.c.row_id)
    .where(products.c.store_id == bindparam("store_id"))
    .order_by(products.c.row_id)
    .limit(bindparam("at_most"))
    .offset(bindparam("skip"))
)
_NEAR = (
    select(word_keys.c.word)
    .where(
        word_keys.c.store_id == bindparam("store_id"),
        word_keys.c.key.in_(bindparam("keys", expanding=True)),
    )
    .distinct()
    .limit(NEAR_WORDS_MAX)
)


def find(connection: Connection, store_id: str, query: str, limit: int) -> list[int]:
    """Row ids of the store's products that fit, best first, at most `limit`. Nothing typed finds the first products."""
    typed = split(query)[:QUERY_MAX_WORDS]
    if not typed:
        if query.strip():
            return []
        return first(connection, store_id, limit)
    found = list(connection.execute(_BY_CODE, {"store_id": store_id, "code": code(query)}).scalars())
    whole: list[Alternatives] = [(Term(word, prefix=False),) for word in typed]
    begun: list[Alternatives] = [(Term(word, prefix=True),) for word in typed]
    for column, wanted in (("title", whole), ("title", begun), ("words", begun)):
        if len(found) < limit:
            _add(found, connection, store_id, column, wanted, typed)
    if not found:
        _correct(found, connection, store_id, typed, limit)
    return found[:limit]


def first(connection: Connection, store_id: str, limit: int, skip: int = 0) -> list[int]:
    """Row ids of the store's products in the order in which they came."""
    asked = {"store_id": store_id, "at_most": limit, "skip": skip}
    return list(connection.execute(_FIRST, asked).scalars())


def _add(
    found: list[int],
    connection: Connection,
    store_id: str,
    column: Any,
    wanted: list[Alternatives],
    typed: list[str],
) -> None:
    """Append what matches and is not there yet, best first."""
    place: Column = column
    known = set(found)
    candidates = match(connection, store_id, place, wanted, CANDIDATES)
    ranked = sorted((each for each in candidates if each.row_id not in known), key=lambda c: _rank(c, typed))
    found += [each.row_id for each in ranked]


def _rank(candidate: Candidate, typed: list[str]) -> tuple[int, int, int, int]:
    """Smaller is better: whole words of the title, begun words, a title that starts so, a short title, the feed's order."""
    title = candidate.title_words.split()
    whole = sum(word in title for word in typed)
    begun = sum(any(each.startswith(word) for each in title) for word in typed)
    starts = bool(title) and any(title[0].startswith(word) for word in typed)
    return (-whole - begun, not starts, len(title), candidate.row_id)


def _correct(found: list[int], connection: Connection, store_id: str, typed: list[str], limit: int) -> None:
    """Find what was likely meant: first correcting only words that begin nothing in the store, then any."""
    guesses = [_guess(connection, store_id, word) for word in typed]
    for only_unknown in (True, False):
        wanted: list[Alternatives] = []
        likely = list(typed)
        for word, guess in zip(typed, guesses, strict=True):
            near = () if guess.known and only_unknown else guess.near
            wanted.append((Term(word, prefix=True), *(Term(each, prefix=False) for each in near)))
            likely += near[:1]
        if len(likely) == len(typed):
            continue
        for column in ("title", "words"):
            if len(found) < limit:
                _add(found, connection, store_id, column, wanted, likely)
        if found:
            return


@dataclass(frozen=True, slots=True)
class _Guess:
    """The store's words nearest to a typed one, nearest first; `known` if it begins one of them as it is."""

    near: tuple[str, ...]
    known: bool


def _guess(connection: Connection, store_id: str, typed: str) -> _Guess:
    allowed = slips_allowed(typed)
    if not allowed or not typed.isalpha():
        return _Guess((), known=True)
    asked = {"store_id": store_id, "keys": sorted(keys_of(typed))}
    distances = [
        (slips(typed, word, allowed), abs(len(word) - len(typed)), word)
        for word in connection.execute(_NEAR, asked).scalars()
    ]
    near = sorted(each for each in distances if 0 < each[0] <= allowed)[:MEANT_MAX]
    return _Guess(tuple(word for _, _, word in near), known=any(each[0] == 0 for each in distances))
