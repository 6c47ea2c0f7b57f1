"""The full-text index of each database: writing a product's words, and matching words. It ranks nothing.

SQLite has an FTS5 table beside `products`, PostgreSQL two tsvector columns in it. Both put the store's
mark before each word, so that a match is confined to a store by the index itself.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Literal

from sqlalchemy import Connection, text

from coshop.storage.words import store_mark

Column = Literal["title", "words"]


@dataclass(frozen=True, slots=True)
class Term:
    """A folded word to match, whole or as the beginning of one."""

    word: str
    prefix: bool


Alternatives = tuple[Term, ...]


@dataclass(frozen=True, slots=True)
class Candidate:
    """A product that matches."""

    row_id: int
    title_words: str


@dataclass(frozen=True, slots=True)
class IndexRow:
    """The words of one product, folded, each column's separated by spaces."""

    row_id: int
    title: str
    words: str


_SQLITE_MATCH = text(
    "SELECT p.row_id, p.title_words FROM product_search s JOIN products p ON p.row_id = s.rowid"
    " WHERE product_search MATCH :wanted AND p.store_id = :store_id ORDER BY s.rowid LIMIT :at_most"
)
_POSTGRES_MATCH = {
    "title": text(
        "SELECT row_id, title_words FROM products"
        " WHERE title_search @@ CAST(:wanted AS tsquery) AND store_id = :store_id ORDER BY row_id LIMIT :at_most"
    ),
    "words": text(
        "SELECT row_id, title_words FROM products"
        " WHERE search @@ CAST(:wanted AS tsquery) AND store_id = :store_id ORDER BY row_id LIMIT :at_most"
    ),
}
_SQLITE_FORGET = text("DELETE FROM product_search WHERE rowid = :row_id")
_SQLITE_WRITE = text("INSERT INTO product_search (rowid, title, words) VALUES (:row_id, :title, :words)")
_POSTGRES_WRITE = text(
    "UPDATE products SET title_search = array_to_tsvector(string_to_array(:title, ' ')),"
    " search = array_to_tsvector(string_to_array(:words, ' ')) WHERE row_id = :row_id"
)


def match(
    connection: Connection, store_id: str, column: Column, wanted: Sequence[Alternatives], limit: int
) -> list[Candidate]:
    """Products of the store whose column has, of each group, at least one alternative; in the order of the table."""
    asked: dict[str, Any] = {"store_id": store_id, "at_most": limit}
    mark = store_mark(store_id)
    if connection.dialect.name == "sqlite":
        groups = " AND ".join("(" + " OR ".join(_fts(mark, term) for term in group) + ")" for group in wanted)
        asked["wanted"] = f"{column} : ({groups})"
        rows = connection.execute(_SQLITE_MATCH, asked)
    else:
        asked["wanted"] = " & ".join(
            "(" + " | ".join(_tsquery(mark, term) for term in group) + ")" for group in wanted
        )
        rows = connection.execute(_POSTGRES_MATCH[column], asked)
    return [Candidate(row.row_id, row.title_words) for row in rows]


def write(connection: Connection, store_id: str, rows: Sequence[IndexRow], *, fresh: bool) -> None:
    """Put products' words into the index; `fresh` says that none of them was there before."""
    if not rows:
        return
    mark = store_mark(store_id)
    values = [
        {"row_id": row.row_id, "title": _marked(mark, row.title), "words": _marked(mark, row.words)}
        for row in rows
    ]
    if connection.dialect.name == "postgresql":
        connection.execute(_POSTGRES_WRITE, values)
        return
    if not fresh:
        forget(connection, [row.row_id for row in rows])
    connection.execute(_SQLITE_WRITE, values)


def forget(connection: Connection, row_ids: Sequence[int]) -> None:
    """Take products out of the index."""
    if row_ids and connection.dialect.name == "sqlite":
        connection.execute(_SQLITE_FORGET, [{"row_id": row_id} for row_id in row_ids])


def merge(connection: Connection, *, first: bool) -> bool:
    """Tidy a part of SQLite's index, for quick searches after many changes; true while there is more to do."""
    if connection.dialect.name != "sqlite":
        return False
    before = connection.exec_driver_sql("SELECT total_changes()").scalar_one()
    pages = -64 if first else 64
    connection.exec_driver_sql(
        "INSERT INTO product_search (product_search, rank) VALUES ('merge', ?)", (pages,)
    )
    after = connection.exec_driver_sql("SELECT total_changes()").scalar_one()
    return bool(after - before >= 2)


def _marked(mark: str, words: str) -> str:
    return " ".join(mark + word for word in words.split())


def _fts(mark: str, term: Term) -> str:
    return f'"{mark}{term.word}"' + ("*" if term.prefix else "")


def _tsquery(mark: str, term: Term) -> str:
    return f"'{mark}{term.word}'" + (":*" if term.prefix else "")
