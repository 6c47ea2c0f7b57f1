"""Every table of the database, as SQLAlchemy Core sees it. Migrations create them; this file only describes."""

from __future__ import annotations

from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    ForeignKey,
    Index,
    Integer,
    MetaData,
    String,
    Table,
    Text,
    UniqueConstraint,
    text,
    true,
)
from sqlalchemy.sql.schema import PrimaryKeyConstraint

metadata = MetaData()
Milliseconds = BigInteger
RowId = BigInteger().with_variant(Integer, "sqlite")

stores = Table(
    "stores",
    metadata,
    Column("store_id", String(64), primary_key=True),
    Column("public_key", String(64), nullable=False),
    Column("name", Text, nullable=False),
    Column("language", String(35), nullable=False),
    Column("currency", String(3), nullable=False),
    Column("accent", String(32), nullable=False),
    Column("origins", Text, nullable=False),
    Column("time_zone", String(64), nullable=False),
    Column("hours", Text, nullable=False),
    Column("line_limit", Integer, nullable=False),
    Column("relay_only", Boolean, nullable=False),
    Column("tell_listening", Boolean, nullable=False, server_default=true()),
    Column("recording", String(8), nullable=False, server_default="off"),
    Column("go_live", Text),
    Column("recording_days", Integer, nullable=False, server_default=text("30")),
    UniqueConstraint("public_key", name="stores_public_key"),
)

associates = Table(
    "associates",
    metadata,
    Column("associate_id", String(64), primary_key=True),
    Column("store_id", String(64), ForeignKey("stores.store_id", name="associates_store"), nullable=False),
    Column("email", Text, nullable=False),
    Column("email_key", Text, nullable=False),
    Column("name", Text, nullable=False),
    Column("role", String(16), nullable=False),
    Column("languages", Text, nullable=False),
    Column("password_hash", Text, nullable=False),
    Column("active", Boolean, nullable=False),
    UniqueConstraint("email_key", name="associates_email_key"),
    Index("associates_of_store", "store_id"),
)

calls = Table(
    "calls",
    metadata,
    Column("call_id", String(64), primary_key=True),
    Column("store_id", String(64), nullable=False),
    Column("epoch", BigInteger, nullable=False),
    Column("seq", BigInteger, nullable=False),
    Column("phase", String(16), nullable=False),
    Column("shopper_id", String(64), nullable=False),
    Column("associate_id", String(64), nullable=False),
    Column("requested_at_ms", Milliseconds, nullable=False),
    Column("accepted_at_ms", Milliseconds),
    Column("deadline_ms", Milliseconds),
    Column("state", Text, nullable=False),
    Column("kind", String(16), nullable=False, server_default="customer"),
    Index("calls_due", "deadline_ms"),
    Index("calls_of_associate", "associate_id", "requested_at_ms"),
    Index("calls_accepted", "store_id", "accepted_at_ms"),
    Index("calls_of_store", "store_id", "requested_at_ms"),
)
OPEN = text("phase <> 'ended'")
Index("calls_open", calls.c.store_id, calls.c.requested_at_ms, sqlite_where=OPEN, postgresql_where=OPEN)
Index("calls_open_of_shopper", calls.c.shopper_id, unique=True, sqlite_where=OPEN, postgresql_where=OPEN)

call_guests = Table(
    "call_guests",
    metadata,
    Column("call_id", String(64), nullable=False),
    Column("guest_id", String(64), nullable=False),
    Column("person_id", String(64), nullable=False),
    PrimaryKeyConstraint("call_id", "guest_id"),
    Index("call_guests_of_person", "person_id"),
    sqlite_with_rowid=False,
)

entries = Table(
    "entries",
    metadata,
    Column("call_id", String(64), nullable=False),
    Column("seq", BigInteger, nullable=False),
    Column("at_ms", Milliseconds, nullable=False),
    Column("by", String(16), nullable=False),
    Column("command_id", String(64), nullable=False),
    Column("type", String(32), nullable=False),
    Column("event", Text, nullable=False),
    PrimaryKeyConstraint("call_id", "seq"),
    sqlite_with_rowid=False,
)

answers = Table(
    "answers",
    metadata,
    Column("call_id", String(64), nullable=False),
    Column("command_id", String(64), nullable=False),
    Column("digest", String(64), nullable=False),
    Column("seq", BigInteger, nullable=False),
    Column("refused", Text),
    PrimaryKeyConstraint("call_id", "command_id"),
    sqlite_with_rowid=False,
)

presences = Table(
    "presences",
    metadata,
    Column(
        "associate_id",
        String(64),
        ForeignKey("associates.associate_id", name="presences_associate"),
        primary_key=True,
    ),
    Column("store_id", String(64), nullable=False),
    Column("state", String(16), nullable=False),
    Column("wanted", String(16), nullable=False),
    Column("since_ms", Milliseconds, nullable=False),
    Column("call_id", String(64), nullable=False),
    Column("client_id", String(64), nullable=False),
    Column("server_id", String(64), nullable=False),
    Column("connected", Boolean, nullable=False),
    Index("presences_of_store", "store_id"),
)

servers = Table(
    "servers",
    metadata,
    Column("server_id", String(64), primary_key=True),
    Column("seen_ms", Milliseconds, nullable=False),
)

connections = Table(
    "connections",
    metadata,
    Column("person_id", String(64), nullable=False),
    Column("client_id", String(64), nullable=False),
    Column("side", String(16), nullable=False),
    Column("store_id", String(64), nullable=False),
    Column("server_id", String(64), nullable=False),
    Column("connection_no", BigInteger, nullable=False),
    Column("opened_at_ms", Milliseconds, nullable=False),
    PrimaryKeyConstraint("person_id", "client_id"),
    Index("connections_of_server", "server_id"),
)

keys = Table(
    "keys",
    metadata,
    Column("digest", String(128), primary_key=True),
    Column("kind", String(32), nullable=False),
    Column("person_id", String(64), nullable=False),
    Column("store_id", String(64), nullable=False),
    Column("bound", Text, nullable=False),
    Column("expires_ms", Milliseconds, nullable=False),
    Column("call_kind", String(16), nullable=False, server_default="customer"),
    Column("reserved_for", String(64), nullable=False, server_default=text("''")),
    Index("keys_of_person", "person_id"),
    Index("keys_expired", "expires_ms"),
)

products = Table(
    "products",
    metadata,
    Column("row_id", RowId, primary_key=True, autoincrement=True),
    Column("store_id", String(64), nullable=False),
    Column("product_id", String(128), nullable=False),
    Column("digest", String(64), nullable=False),
    Column("title_words", Text, nullable=False),
    Column("view", Text, nullable=False),
    Column("changed_at_ms", Milliseconds, nullable=False),
    UniqueConstraint("store_id", "product_id", name="products_of_store"),
)

variants = Table(
    "variants",
    metadata,
    Column("store_id", String(64), nullable=False),
    Column("variant_id", String(128), nullable=False),
    Column("product_id", String(128), nullable=False),
    PrimaryKeyConstraint("store_id", "variant_id"),
    Index("variants_of_product", "store_id", "product_id"),
    sqlite_with_rowid=False,
)

codes = Table(
    "codes",
    metadata,
    Column("store_id", String(64), nullable=False),
    Column("code", Text, nullable=False),
    Column("product_id", String(128), nullable=False),
    PrimaryKeyConstraint("store_id", "code", "product_id"),
    Index("codes_of_product", "store_id", "product_id"),
    sqlite_with_rowid=False,
)

word_keys = Table(
    "word_keys",
    metadata,
    Column("store_id", String(64), nullable=False),
    Column("key", String(8), nullable=False),
    Column("word", String(64), nullable=False),
    PrimaryKeyConstraint("store_id", "key", "word"),
    sqlite_with_rowid=False,
)
