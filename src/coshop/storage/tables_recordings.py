"""The tables of recordings and of who did what with them. Migrations create them; this file only describes."""

from __future__ import annotations

from sqlalchemy import BigInteger, Column, Index, String, Table, Text, UniqueConstraint

from coshop.storage.tables import Milliseconds, RowId, metadata

recordings = Table(
    "recordings",
    metadata,
    Column("recording_id", String(64), primary_key=True),
    Column("call_id", String(64), nullable=False),
    Column("store_id", String(64), nullable=False),
    Column("shopper_id", String(64), nullable=False),
    Column("associate_id", String(64), nullable=False),
    Column("job_id", String(64), nullable=False),
    Column("state", String(16), nullable=False),
    Column("started_at_ms", Milliseconds, nullable=False),
    Column("ended_at_ms", Milliseconds, nullable=False),
    Column("recorded", Text, nullable=False),
    Column("consents", Text, nullable=False),
    Column("files", Text, nullable=False),
    Column("bytes", BigInteger, nullable=False),
    Column("fault", Text, nullable=False),
    Column("told_until_ms", Milliseconds),
    UniqueConstraint("call_id", name="recordings_call"),
    Index("recordings_of_shopper", "shopper_id"),
    Index("recordings_by_state", "state", "started_at_ms"),
    Index("recordings_of_store", "store_id", "ended_at_ms"),
    Index("recordings_told_until", "told_until_ms"),
)

audit = Table(
    "audit",
    metadata,
    Column("audit_id", RowId, primary_key=True, autoincrement=True),
    Column("at_ms", Milliseconds, nullable=False),
    Column("store_id", String(64), nullable=False),
    Column("what", String(32), nullable=False),
    Column("who_id", String(64), nullable=False),
    Column("who_name", String(80), nullable=False),
    Column("call_id", String(64), nullable=False),
    Column("recording_id", String(64), nullable=False),
    Column("detail", Text, nullable=False),
    Column("address", String(64), nullable=False),
    Index("audit_of_store", "store_id", "audit_id"),
    Index("audit_of_person", "who_id", "at_ms"),
    Index("audit_of_recording", "recording_id"),
)
