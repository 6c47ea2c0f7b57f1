"""The tables of rehearsals and canary runs, as SQLAlchemy Core sees them. Migrations create them; this file only describes."""

from __future__ import annotations

from sqlalchemy import Boolean, Column, Index, String, Table, Text, text

from coshop.storage.tables import Milliseconds, metadata

_OPEN = text("ended_at_ms = 0")

rehearsals = Table(
    "rehearsals",
    metadata,
    Column("rehearsal_id", String(64), primary_key=True),
    Column("store_id", String(64), nullable=False),
    Column("associate_id", String(64), nullable=False),
    Column("story", String(64), nullable=False),
    Column("title", Text, nullable=False),
    Column("language", String(35), nullable=False),
    Column("started_at_ms", Milliseconds, nullable=False),
    Column("shopper_id", String(64), nullable=False),
    Column("ended_at_ms", Milliseconds, nullable=False),
    Column("state", String(16), nullable=False),
    Column("reason", Text, nullable=False),
    Column("report", Text, nullable=False),
    Index("rehearsals_of_store", "store_id", "started_at_ms"),
)
Index("rehearsals_open", rehearsals.c.associate_id, unique=True, sqlite_where=_OPEN, postgresql_where=_OPEN)

canary_runs = Table(
    "canary_runs",
    metadata,
    Column("run_id", String(64), primary_key=True),
    Column("store_id", String(64), nullable=False),
    Column("associate_id", String(64), nullable=False),
    Column("source", String(16), nullable=False),
    Column("started_at_ms", Milliseconds, nullable=False),
    Column("shopper_id", String(64), nullable=False),
    Column("ended_at_ms", Milliseconds, nullable=False),
    Column("ok", Boolean, nullable=False),
    Column("failed_step", String(32), nullable=False),
    Column("reason", Text, nullable=False),
    Column("steps", Text, nullable=False),
    Index("canary_runs_of_store", "store_id", "started_at_ms"),
)
Index("canary_runs_open", canary_runs.c.associate_id, unique=True, sqlite_where=_OPEN, postgresql_where=_OPEN)
