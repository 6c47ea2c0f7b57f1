"""The first tables: stores and people, calls and their journal, who is there, keys, and the catalogue."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None

_ID = sa.String(64)
_STORE_KEY = sa.String(128)
_MS = sa.BigInteger
_ROW_ID = sa.BigInteger().with_variant(sa.Integer, "sqlite")


def upgrade() -> None:
    _people()
    _journal()
    _who_is_there()
    _catalogue()


def downgrade() -> None:
    if op.get_bind().dialect.name == "sqlite":
        op.execute("DROP TABLE product_search")
    for table in (
        "word_keys", "codes", "variants", "products", "keys", "connections", "servers", "presences", "answers",
        "entries", "calls", "associates", "stores",
    ):  # fmt: skip
        op.drop_table(table)


def _people() -> None:
    op.create_table(
        "stores",
        sa.Column("store_id", _ID, primary_key=True),
        sa.Column("public_key", _ID, nullable=False),
        sa.Column("name", sa.Text, nullable=False),
        sa.Column("language", sa.String(35), nullable=False),
        sa.Column("currency", sa.String(3), nullable=False),
        sa.Column("accent", sa.String(32), nullable=False),
        sa.Column("origins", sa.Text, nullable=False),
        sa.Column("time_zone", _ID, nullable=False),
        sa.Column("hours", sa.Text, nullable=False),
        sa.Column("line_limit", sa.Integer, nullable=False),
        sa.Column("relay_only", sa.Boolean, nullable=False),
        sa.UniqueConstraint("public_key", name="stores_public_key"),
    )
    op.create_table(
        "associates",
        sa.Column("associate_id", _ID, primary_key=True),
        sa.Column("store_id", _ID, sa.ForeignKey("stores.store_id", name="associates_store"), nullable=False),
        sa.Column("email", sa.Text, nullable=False),
        sa.Column("email_key", sa.Text, nullable=False),
        sa.Column("name", sa.Text, nullable=False),
        sa.Column("role", sa.String(16), nullable=False),
        sa.Column("languages", sa.Text, nullable=False),
        sa.Column("password_hash", sa.Text, nullable=False),
        sa.Column("active", sa.Boolean, nullable=False),
        sa.UniqueConstraint("email_key", name="associates_email_key"),
    )
    op.create_index("associates_of_store", "associates", ["store_id"])


def _journal() -> None:
    op.create_table(
        "calls",
        sa.Column("call_id", _ID, primary_key=True),
        sa.Column("store_id", _ID, nullable=False),
        sa.Column("epoch", sa.BigInteger, nullable=False),
        sa.Column("seq", sa.BigInteger, nullable=False),
        sa.Column("phase", sa.String(16), nullable=False),
        sa.Column("shopper_id", _ID, nullable=False),
        sa.Column("associate_id", _ID, nullable=False),
        sa.Column("requested_at_ms", _MS, nullable=False),
        sa.Column("accepted_at_ms", _MS),
        sa.Column("deadline_ms", _MS),
        sa.Column("state", sa.Text, nullable=False),
    )
    still_open = sa.text("phase <> 'ended'")
    op.create_index("calls_due", "calls", ["deadline_ms"])
    op.create_index("calls_of_associate", "calls", ["associate_id", "requested_at_ms"])
    op.create_index("calls_accepted", "calls", ["store_id", "accepted_at_ms"])
    for name, columns in (
        ("calls_open", ["store_id", "requested_at_ms"]),
        ("calls_open_of_shopper", ["shopper_id"]),
    ):
        op.create_index(name, "calls", columns, sqlite_where=still_open, postgresql_where=still_open)
    op.create_table(
        "entries",
        sa.Column("call_id", _ID, nullable=False),
        sa.Column("seq", sa.BigInteger, nullable=False),
        sa.Column("at_ms", _MS, nullable=False),
        sa.Column("by", sa.String(16), nullable=False),
        sa.Column("command_id", _ID, nullable=False),
        sa.Column("type", sa.String(32), nullable=False),
        sa.Column("event", sa.Text, nullable=False),
        sa.PrimaryKeyConstraint("call_id", "seq"),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "answers",
        sa.Column("call_id", _ID, nullable=False),
        sa.Column("command_id", _ID, nullable=False),
        sa.Column("digest", _ID, nullable=False),
        sa.Column("seq", sa.BigInteger, nullable=False),
        sa.Column("refused", sa.Text),
        sa.PrimaryKeyConstraint("call_id", "command_id"),
        sqlite_with_rowid=False,
    )


def _who_is_there() -> None:
    op.create_table(
        "presences",
        sa.Column(
            "associate_id",
            _ID,
            sa.ForeignKey("associates.associate_id", name="presences_associate"),
            primary_key=True,
        ),
        sa.Column("store_id", _ID, nullable=False),
        sa.Column("state", sa.String(16), nullable=False),
        sa.Column("wanted", sa.String(16), nullable=False),
        sa.Column("since_ms", _MS, nullable=False),
        sa.Column("call_id", _ID, nullable=False),
        sa.Column("client_id", _ID, nullable=False),
        sa.Column("server_id", _ID, nullable=False),
        sa.Column("connected", sa.Boolean, nullable=False),
    )
    op.create_index("presences_of_store", "presences", ["store_id"])
    op.create_table(
        "servers",
        sa.Column("server_id", _ID, primary_key=True),
        sa.Column("seen_ms", _MS, nullable=False),
    )
    op.create_table(
        "connections",
        sa.Column("person_id", _ID, nullable=False),
        sa.Column("client_id", _ID, nullable=False),
        sa.Column("side", sa.String(16), nullable=False),
        sa.Column("store_id", _ID, nullable=False),
        sa.Column("server_id", _ID, nullable=False),
        sa.Column("connection_no", sa.BigInteger, nullable=False),
        sa.Column("opened_at_ms", _MS, nullable=False),
        sa.PrimaryKeyConstraint("person_id", "client_id"),
    )
    op.create_index("connections_of_server", "connections", ["server_id"])
    op.create_table(
        "keys",
        sa.Column("digest", _STORE_KEY, primary_key=True),
        sa.Column("kind", sa.String(32), nullable=False),
        sa.Column("person_id", _ID, nullable=False),
        sa.Column("store_id", _ID, nullable=False),
        sa.Column("bound", sa.Text, nullable=False),
        sa.Column("expires_ms", _MS, nullable=False),
    )
    op.create_index("keys_of_person", "keys", ["person_id"])
    op.create_index("keys_expired", "keys", ["expires_ms"])


def _catalogue() -> None:
    op.create_table(
        "products",
        sa.Column("row_id", _ROW_ID, primary_key=True, autoincrement=True),
        sa.Column("store_id", _ID, nullable=False),
        sa.Column("product_id", _STORE_KEY, nullable=False),
        sa.Column("digest", _ID, nullable=False),
        sa.Column("title_words", sa.Text, nullable=False),
        sa.Column("view", sa.Text, nullable=False),
        sa.Column("changed_at_ms", _MS, nullable=False),
        sa.UniqueConstraint("store_id", "product_id", name="products_of_store"),
    )
    op.create_table(
        "variants",
        sa.Column("store_id", _ID, nullable=False),
        sa.Column("variant_id", _STORE_KEY, nullable=False),
        sa.Column("product_id", _STORE_KEY, nullable=False),
        sa.PrimaryKeyConstraint("store_id", "variant_id"),
        sqlite_with_rowid=False,
    )
    op.create_index("variants_of_product", "variants", ["store_id", "product_id"])
    op.create_table(
        "codes",
        sa.Column("store_id", _ID, nullable=False),
        sa.Column("code", sa.Text, nullable=False),
        sa.Column("product_id", _STORE_KEY, nullable=False),
        sa.PrimaryKeyConstraint("store_id", "code", "product_id"),
        sqlite_with_rowid=False,
    )
    op.create_index("codes_of_product", "codes", ["store_id", "product_id"])
    op.create_table(
        "word_keys",
        sa.Column("store_id", _ID, nullable=False),
        sa.Column("key", sa.String(8), nullable=False),
        sa.Column("word", _ID, nullable=False),
        sa.PrimaryKeyConstraint("store_id", "key", "word"),
        sqlite_with_rowid=False,
    )
    if op.get_bind().dialect.name == "sqlite":
        # Each word stands behind four letters of its store (words.store_mark): hence the lengths of the prefixes.
        op.execute(
            "CREATE VIRTUAL TABLE product_search USING fts5(title, words, "
            "tokenize = \"unicode61 remove_diacritics 0\", prefix = '5 6 7', detail = 'column')"
        )
    else:
        op.execute("ALTER TABLE products ADD COLUMN title_search tsvector NOT NULL DEFAULT ''::tsvector")
        op.execute("ALTER TABLE products ADD COLUMN search tsvector NOT NULL DEFAULT ''::tsvector")
        op.execute("CREATE INDEX products_title_search ON products USING gin (title_search)")
        op.execute("CREATE INDEX products_search ON products USING gin (search)")
