"""One server for all tests of the API that do not stop it; each test makes its own store."""

from __future__ import annotations

from collections.abc import Iterator

import httpx
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


@pytest.fixture
def boss(server: LiveServer, store: Store) -> Iterator[httpx.Client]:
    with server.signed_in(server.add_associate(store, role="supervisor", name="Sue")) as client:
        yield client


@pytest.fixture
def admin(server: LiveServer, store: Store) -> Iterator[httpx.Client]:
    with server.signed_in(server.add_associate(store, role="admin", name="Ada")) as client:
        yield client
