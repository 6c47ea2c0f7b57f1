"""One server for all tests of the API that do not stop it; each test makes its own store."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from coshop.ports import Associate, Store
from tests.servers import LiveServer, running_server


@pytest.fixture(scope="session")
def server() -> Iterator[LiveServer]:
    with running_server() as running:
        yield running


@pytest.fixture
def store(server: LiveServer) -> Store:
    return server.add_store()


@pytest.fixture
def associate(server: LiveServer, store: Store) -> Associate:
    return server.add_associate(store)
