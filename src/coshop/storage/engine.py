"""Opens connections with the settings that durability and bounded waiting need. It runs no statement of its own accord."""

from __future__ import annotations

import time
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Engine, create_engine, event
from sqlalchemy.engine import URL, make_url
from sqlalchemy.exc import DBAPIError, InterfaceError, InternalError, OperationalError
from sqlalchemy.exc import TimeoutError as PoolTimeout

BUSY_TIMEOUT_MS = 5_000
WAL_WAIT_S = 20.0
POSTGRES_OPTIONS = (
    "-c statement_timeout=10000 -c lock_timeout=5000 -c idle_in_transaction_session_timeout=15000"
    " -c timezone=UTC -c synchronous_commit=on"
)


def read_url(url: str) -> URL:
    """A database address as SQLAlchemy takes it. Raises ValueError for what coshop does not run on."""
    parsed = make_url(url)
    backend = parsed.get_backend_name()
    if backend == "postgresql":
        return parsed.set(drivername="postgresql+psycopg")
    if backend != "sqlite":
        raise ValueError(f"coshop stores on SQLite or PostgreSQL, not on {backend}.")
    if not parsed.database or parsed.database == ":memory:":
        raise ValueError("A SQLite address names a file: sqlite:////path/to/coshop.db")
    return parsed.set(drivername="sqlite+pysqlite")


def open_engine(
    url: URL, *, connections: int, writes: bool, busy_timeout_ms: int = BUSY_TIMEOUT_MS
) -> Engine:
    """An engine of at most so many connections. Writing SQLite connections begin by taking the write lock."""
    if url.get_backend_name() == "postgresql":
        return create_engine(
            url,
            pool_size=connections,
            max_overflow=0,
            pool_pre_ping=True,
            pool_timeout=10,
            isolation_level="READ COMMITTED" if writes else "AUTOCOMMIT",
            connect_args={
                "connect_timeout": 3,
                "options": POSTGRES_OPTIONS,
                "tcp_user_timeout": 8000,
                "keepalives_idle": 5,
                "keepalives_interval": 2,
                "keepalives_count": 3,
            },
        )
    Path(url.database or "").parent.mkdir(parents=True, exist_ok=True)
    engine = create_engine(
        url,
        pool_size=connections,
        max_overflow=0,
        pool_timeout=10,
        connect_args={"timeout": busy_timeout_ms / 1000, "check_same_thread": False},
    )

    @event.listens_for(engine, "connect")
    def set_up(dbapi_connection: Any, _record: Any) -> None:
        dbapi_connection.isolation_level = None
        _set_wal(dbapi_connection)
        for pragma in ("synchronous=FULL", "foreign_keys=ON", "temp_store=MEMORY", "cache_size=-16000"):
            dbapi_connection.execute(f"PRAGMA {pragma}")
        if not writes:
            dbapi_connection.execute("PRAGMA query_only=ON")

    @event.listens_for(engine, "begin")
    def begin(connection: Connection) -> None:
        connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")

    return engine


def _set_wal(dbapi_connection: Any) -> None:
    """SQLite does not wait for other openers when it changes to WAL; so we do, for a bounded time."""
    deadline = time.monotonic() + WAL_WAIT_S
    while True:
        try:
            dbapi_connection.execute("PRAGMA journal_mode=WAL")
            return
        except dbapi_connection.OperationalError as error:
            if "locked" not in str(error) or time.monotonic() > deadline:
                raise
            time.sleep(0.02)


def is_unavailable(error: BaseException) -> bool:
    """Whether an error means that the storage cannot be reached or written now, rather than a fault of ours."""
    if isinstance(error, OperationalError | InterfaceError | InternalError | PoolTimeout):
        return True
    if not isinstance(error, DBAPIError):
        return False
    return error.connection_invalidated or type(error.orig).__name__ == "DatabaseError"
