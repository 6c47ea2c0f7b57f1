"""The few statements that SQLite and PostgreSQL spell alike but SQLAlchemy keeps apart. Built once, then reused."""

from __future__ import annotations

from functools import cache

from sqlalchemy import Connection, Table
from sqlalchemy.dialects.postgresql import Insert as PostgresInsert
from sqlalchemy.dialects.postgresql import insert as postgres_insert
from sqlalchemy.dialects.sqlite import Insert as SqliteInsert
from sqlalchemy.dialects.sqlite import insert as sqlite_insert


@cache
def ignoring(dialect: str, table: Table) -> SqliteInsert | PostgresInsert:
    """`insert_or_ignore` where only the dialect's name is known yet."""
    into = postgres_insert(table) if dialect == "postgresql" else sqlite_insert(table)
    return into.on_conflict_do_nothing().execution_options(preserve_rowcount=True)


@cache
def _replace(dialect: str, table: Table) -> SqliteInsert | PostgresInsert:
    keys = [column.name for column in table.primary_key]
    if dialect == "postgresql":
        into = postgres_insert(table)
        changed = {c.name: into.excluded[c.name] for c in table.columns if c.name not in keys}
        return into.on_conflict_do_update(index_elements=keys, set_=changed)
    into_sqlite = sqlite_insert(table)
    changed = {c.name: into_sqlite.excluded[c.name] for c in table.columns if c.name not in keys}
    return into_sqlite.on_conflict_do_update(index_elements=keys, set_=changed)


def insert_or_ignore(connection: Connection, table: Table) -> SqliteInsert | PostgresInsert:
    """INSERT that leaves an existing row alone; `rowcount` is 0 then."""
    return ignoring(connection.dialect.name, table)


def insert_or_replace(connection: Connection, table: Table) -> SqliteInsert | PostgresInsert:
    """INSERT that overwrites every column of an existing row with the same primary key."""
    return _replace(connection.dialect.name, table)
