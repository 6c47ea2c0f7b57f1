"""Every port's contract runs against SQLite and a real PostgreSQL."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from coshop.storage import Storage, open_storage
from tests.contracts.samples import ANN, BEN, STORE
from tests.databases import sqlite_at
from tests.services import Postgres


@pytest.fixture(params=["sqlite", "postgresql"])
def database_url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """An empty database of each kind."""
    if request.param == "sqlite":
        return sqlite_at(tmp_path / "coshop.db")
    server: Postgres = request.getfixturevalue("postgres")
    return server.new_database(migrated=True)


@pytest.fixture
async def storage(database_url: str) -> AsyncIterator[Storage]:
    """An open storage with a store and two associates in it."""
    opened = open_storage(database_url)
    await opened.directory.add_store(STORE)
    await opened.directory.add_associate(ANN)
    await opened.directory.add_associate(BEN)
    yield opened
    await opened.close()
