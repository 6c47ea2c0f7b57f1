"""The migrations make exactly the tables that the code works with, once, whoever starts first."""

from __future__ import annotations

import asyncio
import json
import subprocess
import sys
from pathlib import Path

import pytest
from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from sqlalchemy import Connection, select, text

from coshop.core.call_states import evolve
from coshop.core.call_types import Ended
from coshop.core.events import Entry
from coshop.core.retention import DAY_MS
from coshop.protocol import codec
from coshop.storage import NewerDatabase, migrate, open_storage
from coshop.storage.engine import open_engine, read_url
from coshop.storage.migrate import MIGRATIONS
from coshop.storage.tables import calls, entries, metadata
from coshop.storage.tables_recordings import recordings
from tests.contracts.samples import call, ended, live, waiting
from tests.services import Postgres

ROOT = Path(__file__).parents[2]
SERVERS = 4


@pytest.fixture(params=["sqlite", "postgresql"])
def url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    if request.param == "sqlite":
        return f"sqlite:///{tmp_path}/deep/er/coshop.db"
    server: Postgres = request.getfixturevalue("postgres")
    return server.new_database()


def test_the_migrated_tables_are_those_of_the_code(url: str) -> None:
    revision = migrate(url)
    assert migrate(url) == revision
    engine = open_engine(read_url(url), connections=1, writes=False)

    def ours(_object: object, name: str | None, kind: str, _reflected: bool, _compared: object) -> bool:
        if kind == "table":
            return name is not None and not name.startswith("product_search")
        return name not in ("title_search", "search", "products_title_search", "products_search")

    with engine.connect() as connection:
        context = MigrationContext.configure(
            connection, opts={"include_object": ours, "compare_type": True, "compare_server_default": True}
        )
        assert compare_metadata(context, metadata) == []
    engine.dispose()


def test_servers_that_start_at_once_do_not_clash(url: str) -> None:
    code = f"from coshop.storage import migrate; print(migrate({url!r}))"
    servers = [
        subprocess.Popen(
            [sys.executable, "-c", code],
            cwd=ROOT / "src",
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )
        for _ in range(SERVERS)
    ]
    outputs = [server.communicate(timeout=60) for server in servers]
    assert [server.returncode for server in servers] == [0] * SERVERS, outputs
    assert {output.strip() for output, _ in outputs} == {migrate(url)}


def test_a_database_of_a_newer_coshop_is_refused_and_left_alone(url: str) -> None:
    migrate(url)
    engine = open_engine(read_url(url), connections=1, writes=True)
    with engine.begin() as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = '9999'"))
    with pytest.raises(NewerDatabase, match="9999"):
        open_storage(url)
    with engine.begin() as connection:
        assert connection.execute(text("SELECT version_num FROM alembic_version")).scalar_one() == "9999"
    engine.dispose()


def test_sqlite_is_set_up_to_lose_nothing(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path}/coshop.db"
    migrate(url)
    for writes in (True, False):
        engine = open_engine(read_url(url), connections=1, writes=writes)
        with engine.connect() as connection:
            settings = {
                name: connection.exec_driver_sql(f"PRAGMA {name}").scalar_one()
                for name in ("journal_mode", "synchronous", "foreign_keys", "busy_timeout")
            }
        engine.dispose()
        assert settings == {"journal_mode": "wal", "synchronous": 2, "foreign_keys": 1, "busy_timeout": 5_000}


@pytest.mark.parametrize("wrong", ["mysql://localhost/x", "sqlite://", "sqlite:///:memory:"])
def test_other_databases_are_refused_in_words(wrong: str) -> None:
    with pytest.raises(ValueError, match="SQLite"):
        open_storage(wrong)


def up_to(connection: Connection, revision: str) -> None:
    """The tables as they were at a revision."""
    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS))
    config.set_main_option("path_separator", "os")
    config.attributes["connection"] = connection
    command.upgrade(config, revision)


def test_open_calls_beyond_a_shoppers_first_are_ended_by_the_upgrade(url: str) -> None:
    engine = open_engine(read_url(url), connections=1, writes=True)
    with engine.begin() as connection:
        up_to(connection, "0001")
        for call_id, shopper_id, phase in (
            ("call-waits", "sue", waiting()),
            ("call-lives", "sue", live()),
            ("call-of-tom", "tom", waiting()),
            ("call-is-over", "sue", ended()),
        ):
            of = call(call_id, phase, shopper_id=shopper_id)
            connection.execute(
                calls.insert().values(
                    call_id=call_id, store_id="s", epoch=1, seq=1, phase=phase.phase, shopper_id=shopper_id,
                    associate_id="", requested_at_ms=1, deadline_ms=5, state=codec.dump_call(of).decode(),
                )
            )  # fmt: skip
    migrate(url)
    with engine.begin() as connection:
        rows = connection.execute(select(calls.c.call_id, calls.c.phase, calls.c.seq, calls.c.state)).all()
        events = connection.execute(select(entries.c.call_id, entries.c.seq, entries.c.event)).all()
    engine.dispose()
    assert {row.call_id: (row.phase, row.seq) for row in rows} == {
        "call-waits": ("ended", 2), "call-lives": ("live", 1), "call-of-tom": ("waiting", 1),
        "call-is-over": ("ended", 1),
    }  # fmt: skip
    state = codec.load_call(next(row.state for row in rows if row.call_id == "call-waits"))
    ((call_id, seq, event),) = events
    assert (call_id, seq) == ("call-waits", 2)
    before = call("call-waits", waiting(), shopper_id="sue")
    assert isinstance(state.phase, Ended)
    ended_by = Entry(
        seq=2, at_ms=state.phase.ended_at_ms, by="server", command_id="", event=codec.load_event(event)
    )
    assert evolve(before, ended_by) == state


def test_a_database_of_0004_with_people_and_calls_in_it_is_upgraded(url: str) -> None:
    """What a shop that ran the version before has: its store, an associate, a call that ended and one that runs."""
    engine = open_engine(read_url(url), connections=1, writes=True)
    with engine.begin() as connection:
        up_to(connection, "0004")
        connection.execute(
            text(
                "INSERT INTO stores (store_id, public_key, name, language, currency, accent, origins, time_zone, hours,"
                " line_limit, relay_only, tell_listening, recording)"
                " VALUES ('store-one', 'pk_one', 'Höhe', 'de', 'EUR', '#0a5c5c', '[]', 'UTC', '{}', 7, :no, :yes, 'ask')"
            ),
            {"no": False, "yes": True},
        )
        for call_id, phase in (("call-00000001", ended()), ("call-00000002", live())):
            connection.execute(
                calls.insert().values(
                    call_id=call_id, store_id="store-one", epoch=1, seq=1, phase=phase.phase, shopper_id=f"of-{call_id}",
                    associate_id="associate-ann", requested_at_ms=1, deadline_ms=None,
                    state=codec.dump_call(call(call_id, phase, shopper_id=f"of-{call_id}")).decode(),
                )
            )  # fmt: skip
    engine.dispose()

    async def look() -> None:
        storage = open_storage(url)
        try:
            store = await storage.directory.store("store-one")
            assert store is not None
            assert (store.name, store.recording, store.recording_days, store.go_live) == (
                "Höhe",
                "ask",
                30,
                None,
            )
            (over,) = await storage.journal.ended_calls("store-one", 2, 10)
            assert over.call.call_id == "call-00000001"
            (open_one,) = await storage.journal.open_calls("store-one")
            assert open_one.call.call_id == "call-00000002"
            assert await storage.recordings.of_call("call-00000001") is None
            assert await storage.rehearsals.list("store-one") == ()
            assert await storage.canary_runs.last_begun() == {}
            assert (await storage.go_lives.get("associate-ann")).ticked == ()
        finally:
            await storage.close()

    asyncio.run(look())
    assert migrate(url) == "0009", "the newest, whatever its number"


def test_recordings_that_ended_before_are_due_by_what_their_people_were_told(url: str) -> None:
    engine = open_engine(read_url(url), connections=1, writes=True)
    yes = {"side": "shopper", "agreed": True}
    consents = {
        "rec-told": [{**yes, "text_version": "2026-11/14"}, {**yes, "text_version": "2026-11/30"}],
        "rec-silent": [{**yes, "text_version": "2026-11"}, {"agreed": False, "text_version": "2026-11/1"}],
        "rec-writing": [{**yes, "text_version": "2026-11/14"}],
    }
    with engine.begin() as connection:
        up_to(connection, "0006")
        for recording_id, said in consents.items():
            connection.execute(
                text(
                    "INSERT INTO recordings (recording_id, call_id, store_id, shopper_id, associate_id, job_id, state,"
                    " started_at_ms, ended_at_ms, recorded, consents, files, bytes, fault)"
                    " VALUES (:id, :id, 's', 'sue', 'ann', 'job', :state, 1, :ended_at_ms, '[]', :consents, '[]', 0, '')"
                ),
                {
                    "id": recording_id,
                    "consents": json.dumps(said),
                    "state": "recording" if recording_id == "rec-writing" else "kept",
                    "ended_at_ms": 0 if recording_id == "rec-writing" else 1_000,
                },
            )
    migrate(url)
    with engine.connect() as connection:
        rows = connection.execute(select(recordings.c.recording_id, recordings.c.told_until_ms)).all()
    engine.dispose()
    assert {row.recording_id: row.told_until_ms for row in rows} == {
        "rec-told": 1_000 + 14 * DAY_MS,
        "rec-silent": 0,
        "rec-writing": None,
    }
