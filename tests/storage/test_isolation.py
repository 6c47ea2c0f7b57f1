"""Each part of the search confines itself to one store, also where the others would have done it."""

from __future__ import annotations

from collections.abc import AsyncIterator
from functools import partial
from pathlib import Path

import pytest

from coshop.storage import Storage, open_storage, search
from coshop.storage.search_index import Term, match
from coshop.storage.words import store_mark
from tests.contracts.samples import product
from tests.services import Postgres


def stores_with_one_mark() -> tuple[str, str]:
    """Two stores whose words the index cannot tell apart."""
    seen: dict[str, str] = {}
    for n in range(100_000):
        mark = store_mark(f"store-{n}")
        if mark in seen:
            return seen[mark], f"store-{n}"
        seen[mark] = f"store-{n}"
    raise AssertionError("no two stores share a mark")


@pytest.fixture(params=["sqlite", "postgresql"])
async def storage(request: pytest.FixtureRequest, tmp_path: Path) -> AsyncIterator[Storage]:
    if request.param == "sqlite":
        url = f"sqlite:///{tmp_path}/coshop.db"
    else:
        server: Postgres = request.getfixturevalue("postgres")
        url = server.new_database()
    opened = open_storage(url)
    yield opened
    await opened.close()


async def test_stores_that_share_a_mark_do_not_see_each_other(storage: Storage) -> None:
    one, two = stores_with_one_mark()
    await storage.catalogue.replace(one, iter([(product("P1", "Linen shirt"),)]), 1)
    for query in ("linen", "lnien", "P1", "sku.p1.navy", ""):
        assert await storage.catalogue.search(two, query, 10) == ()
        assert len(await storage.catalogue.search(one, query, 10)) == 1
    found = await storage._work.read(
        lambda connection: match(connection, two, "title", [(Term("linen", prefix=True),)], 10)
    )
    assert found == []


async def test_another_stores_index_is_not_walked(storage: Storage) -> None:
    await storage.catalogue.replace("store-1", iter([(product("P1", "Linen shirt"),)]), 1)

    for query in ("P1", "p1-navy", "linen", "lnien", ""):
        rows = await storage._work.read(partial(search.find, store_id="store-2", query=query, limit=10))
        assert rows == [], query


def test_marks_differ() -> None:
    assert len({store_mark(f"store-{n}") for n in range(20)}) == 20
