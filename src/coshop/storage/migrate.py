"""Brings a database to the newest form, however many servers start at once. It changes no data of its own accord."""

from __future__ import annotations

from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection

from coshop.storage.engine import open_engine, read_url

MIGRATIONS = Path(__file__).parent / "migrations"
LOCK_WAIT_MS = 60_000
_POSTGRES_LOCK = 0x636F73686F70  # "coshop"


class NewerDatabase(Exception):
    """The database was made by a newer coshop than this one."""


def migrate(url: str) -> str:
    """Upgrade the database to this coshop's form and return its revision; nothing happens where it is there already.

    Of several callers at once one upgrades and the others wait for it (at most a minute). Raises NewerDatabase when the
    database is ahead of this coshop, and SQLAlchemy's errors when it cannot be reached.
    """
    parsed = read_url(url)
    engine = open_engine(parsed, connections=1, writes=True, busy_timeout_ms=LOCK_WAIT_MS)
    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS).replace("%", "%%"))
    config.set_main_option("path_separator", "os")
    script = ScriptDirectory.from_config(config)
    head = script.get_current_head()
    assert head is not None
    try:
        with engine.begin() as connection:
            _lock(connection)
            at = MigrationContext.configure(connection).get_current_revision()
            if at == head:
                return head
            known = {revision.revision for revision in script.walk_revisions()}
            if at is not None and at not in known:
                raise NewerDatabase(
                    f"The database was upgraded by a newer coshop (revision {at}). Install that version, or one after it."
                )
            config.attributes["connection"] = connection
            command.upgrade(config, "head")
        return head
    finally:
        engine.dispose()


def _lock(connection: Connection) -> None:
    """On SQLite the transaction began with the write lock; on PostgreSQL an advisory lock stands for it."""
    if connection.dialect.name == "postgresql":
        connection.exec_driver_sql(f"SET LOCAL lock_timeout = {LOCK_WAIT_MS}")
        connection.exec_driver_sql("SET LOCAL statement_timeout = 0")
        connection.exec_driver_sql(f"SELECT pg_advisory_xact_lock({_POSTGRES_LOCK})")
