"""The tables of workers, their jobs, and set checks. Migrations create them; this file only describes."""

from __future__ import annotations

from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    Float,
    Index,
    Integer,
    String,
    Table,
    Text,
    UniqueConstraint,
    text,
)

from coshop.storage.tables import Milliseconds, metadata

worker_keys = Table(
    "worker_keys",
    metadata,
    Column("key_id", String(64), primary_key=True),
    Column("name", String(80), nullable=False),
    Column("digest", String(128), nullable=False),
    Column("added_at_ms", Milliseconds, nullable=False),
    Column("expires_ms", Milliseconds, nullable=False),
    UniqueConstraint("name", name="worker_keys_name"),
    UniqueConstraint("digest", name="worker_keys_digest"),
)

workers = Table(
    "workers",
    metadata,
    Column("worker_id", String(64), primary_key=True),
    Column("key_id", String(64), nullable=False),
    Column("name", String(80), nullable=False),
    Column("server_id", String(64), nullable=False),
    Column("connection_no", BigInteger, nullable=False),
    Column("since_ms", Milliseconds, nullable=False),
    Column("seen_ms", Milliseconds, nullable=False),
    Column("kinds", Text, nullable=False),
    Column("capacity", Integer, nullable=False),
    Column("version", String(32), nullable=False),
    Column("load", Float, nullable=False),
    Column("rss_bytes", BigInteger, nullable=False),
    Column("running", Integer, nullable=False),
    Column("jobs_done", BigInteger, nullable=False),
)

jobs = Table(
    "jobs",
    metadata,
    Column("job_id", String(64), primary_key=True),
    Column("kind", String(32), nullable=False),
    Column("store_id", String(64), nullable=False),
    Column("call_id", String(64), nullable=False),
    Column("person_id", String(64), nullable=False),
    Column("client_id", String(64), nullable=False),
    Column("args", Text, nullable=False),
    Column("state", String(16), nullable=False),
    Column("worker_id", String(64), nullable=False),
    Column("attempts", Integer, nullable=False),
    Column("queued_at_ms", Milliseconds, nullable=False),
    Column("taken_at_ms", Milliseconds, nullable=False),
    Column("ended_at_ms", Milliseconds, nullable=False),
    Column("reason", Text, nullable=False),
    Column("result", Text, nullable=False),
    Index("jobs_of_call", "call_id"),
    Index("jobs_ended", "ended_at_ms"),
)
_OPEN = text("state IN ('queued', 'offered', 'taken')")
Index("jobs_open", jobs.c.queued_at_ms, sqlite_where=_OPEN, postgresql_where=_OPEN)

set_checks = Table(
    "set_checks",
    metadata,
    Column("check_id", String(64), primary_key=True),
    Column("store_id", String(64), nullable=False),
    Column("associate_id", String(64), nullable=False),
    Column("at_ms", Milliseconds, nullable=False),
    Column("passed", Boolean, nullable=False),
    Column("verdicts", Text, nullable=False),
    Index("set_checks_of_store", "store_id", "at_ms"),
)

go_lives = Table(
    "go_lives",
    metadata,
    Column("associate_id", String(64), primary_key=True),
    Column("ticked", Text, nullable=False),
    Column("ticked_at_ms", Milliseconds, nullable=False),
    Column("asked_at_ms", Milliseconds, nullable=False),
)
