"""What every catalogue does: products of one store only, found as people type, and made equal to a feed."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from coshop.ports import ImportReport
from coshop.protocol.views import ProductView
from coshop.storage import Storage
from tests.contracts.samples import product

SHIRT = product("P1", "Linen shirt")
JACKET = product("P2", "Waxed jacket", group="Jackets", colours=("Olive",))
BOWL = product("P3", "Crème-brûlée bowl", brand="Søstrene", group="Home", colours=("White",))
SKIRT = product("P4", "Linen skirt", group="Skirts", colours=("Sand",))
ALL = (SHIRT, JACKET, BOWL, SKIRT)


async def fill(storage: Storage, *products: ProductView, store_id: str = "store-one") -> ImportReport:
    return await storage.catalogue.replace(store_id, iter([products[:1], products[1:]]), 1)


async def ids(storage: Storage, query: str, limit: int = 10, store_id: str = "store-one") -> list[str]:
    return [found.product_id for found in await storage.catalogue.search(store_id, query, limit)]


async def test_products_are_read_back_as_written(storage: Storage) -> None:
    report = await fill(storage, *ALL)
    assert report == ImportReport(products=4, variants=5, unchanged=0, removed=0)
    assert await storage.catalogue.product("store-one", "P1") == SHIRT
    assert await storage.catalogue.products("store-one", ("P3", "P9", "P1")) == (BOWL, SHIRT)
    assert await storage.catalogue.products("store-one", ()) == ()
    assert await storage.catalogue.variant("store-one", "P1-SAND") == SHIRT
    assert await storage.catalogue.count("store-one") == 4
    assert await storage.catalogue.product("store-one", "P9") is None
    assert await storage.catalogue.variant("store-one", "P1") is None


async def test_the_products_are_read_page_by_page(storage: Storage) -> None:
    many = [product(f"N{number}", f"Thing {number}") for number in range(12)]
    await fill(storage, *many)
    await fill(storage, SHIRT, store_id="store-two")
    pages = [await storage.catalogue.first("store-one", 5, skip=skip) for skip in (0, 5, 10, 15)]
    assert [len(page) for page in pages] == [5, 5, 2, 0]
    assert [each for page in pages for each in page] == many
    assert await storage.catalogue.first("store-one", 3) == tuple(many[:3])
    assert await storage.catalogue.first("store-three", 3) == ()


async def test_one_store_never_sees_another_ones_products(storage: Storage) -> None:
    foreign = product("P1", "Linen shirt from elsewhere", colours=("Red",))
    await fill(storage, *ALL)
    await fill(storage, foreign, store_id="store-two")
    assert await storage.catalogue.product("store-two", "P1") == foreign
    assert await storage.catalogue.product("store-one", "P1") == SHIRT
    assert await storage.catalogue.product("store-two", "P2") is None
    assert await storage.catalogue.products("store-two", ("P1", "P2")) == (foreign,)
    assert await storage.catalogue.variant("store-two", "P1-NAVY") is None
    assert await storage.catalogue.variant("store-one", "P1-RED") is None
    assert await storage.catalogue.count("store-two") == 1
    for query in ("linen", "lnien", "P2", "P2-OLIVE", "SKU.P2.OLIVE", "jacket", ""):
        found = await storage.catalogue.search("store-two", query, 10)
        assert all(each == foreign for each in found), query
        for each in await storage.catalogue.search("store-one", query, 10):
            assert each in ALL, query
    await fill(storage, store_id="store-two")
    assert await storage.catalogue.count("store-one") == 4
    assert await ids(storage, "linen") == ["P1", "P4"]


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("linen", ["P1", "P4"]),
        ("LINEN SHIRT", ["P1"]),
        ("lin sh", ["P1"]),
        ("l", ["P1", "P4"]),
        ("shirt linen", ["P1"]),
        ("jackets", ["P2"]),
        ("olive", ["P2"]),
        ("harbour sand", ["P1", "P4"]),
        ("sand skirt", ["P4"]),
        ("creme", ["P3"]),
        ("CRÈME BRÛLÉE", ["P3"]),
        ("creme-brulee", ["P3"]),
        ("sostrene", ["P3"]),
        ("P2", ["P2"]),
        ("p2-olive", ["P2"]),
        ("sku.p2.olive", ["P2"]),
        ("SKU.P2.OL", ["P2"]),
        ("lnien", ["P1", "P4"]),
        ("linnen", ["P1", "P4"]),
        ("jaket", ["P2"]),
        ("jcaket", ["P2"]),
        ("linen shrit", ["P1"]),
        ("linen skrit", ["P4"]),
        ("wxaed jackte", ["P2"]),
        ("woven", []),
        ("zzzz", []),
        ("linen jacket", []),
        ("-- ' \" * ( ) : & | ! \\ %", []),
        ('linen" OR "jacket', []),
        ("title:linen", []),
        ("store-two", []),
        ("\x00", []),
    ],
)
async def test_search_finds_what_people_type(storage: Storage, query: str, expected: list[str]) -> None:
    await fill(storage, *ALL)
    assert await ids(storage, query) == expected


async def test_the_best_comes_first_and_the_limit_holds(storage: Storage) -> None:
    await fill(
        storage,
        product("P1", "Trousers", group="Shirts and more"),
        product("P2", "Shirtdress with a long name"),
        product("P3", "Striped linen shirt"),
        product("P4", "Shirt"),
        product("SHIRT", "Mug", group="Home"),
    )
    assert await ids(storage, "shirt") == ["SHIRT", "P4", "P3", "P2", "P1"]
    assert await ids(storage, "shirt", 2) == ["SHIRT", "P4"]
    assert await ids(storage, "", 2) == ["P1", "P2"]
    assert await ids(storage, "  ", 2) == ["P1", "P2"]


async def test_an_import_run_again_changes_nothing(storage: Storage) -> None:
    await fill(storage, *ALL)
    assert await fill(storage, *ALL) == ImportReport(products=4, variants=5, unchanged=4, removed=0)
    assert await ids(storage, "linen") == ["P1", "P4"]
    assert await storage.catalogue.count("store-one") == 4


async def test_an_import_changes_adds_and_removes(storage: Storage) -> None:
    await fill(storage, *ALL)
    changed = product("P1", "Hemp blouse", colours=("Navy", "Rust"))
    moved = product("P5", "Poncho").model_copy(update={"variants": SKIRT.variants})
    report = await fill(storage, moved, changed, JACKET)
    assert report == ImportReport(products=3, variants=4, unchanged=1, removed=2)
    assert await storage.catalogue.product("store-one", "P1") == changed
    assert await storage.catalogue.variant("store-one", "P1-RUST") == changed
    assert await storage.catalogue.variant("store-one", "P1-SAND") is None
    assert await storage.catalogue.variant("store-one", "P4-SAND") == moved
    assert await storage.catalogue.product("store-one", "P4") is None
    assert await ids(storage, "linen") == []
    assert await ids(storage, "linne") == []
    assert await ids(storage, "hemp") == ["P1"]
    assert await ids(storage, "hmep") == ["P1"]
    assert await ids(storage, "p1-sand") == []
    assert await ids(storage, "creme") == []


async def test_products_that_break_off_change_nothing(storage: Storage) -> None:
    await fill(storage, *ALL)

    def broken() -> Iterator[tuple[ProductView, ...]]:
        yield (product("P7", "Anorak"),)
        raise OSError("the cable was pulled")

    with pytest.raises(OSError, match="cable"):
        await storage.catalogue.replace("store-one", broken(), 2)
    with pytest.raises(ValueError, match="twice"):
        await storage.catalogue.replace("store-one", iter([(SHIRT,), (SHIRT,)]), 2)
    assert await storage.catalogue.count("store-one") == 4
    assert await ids(storage, "anorak") == []


async def test_thousands_of_products_come_in_pieces(storage: Storage) -> None:
    many = tuple(product(f"N{n}", f"Thing number{n}", colours=("Red",)) for n in range(1_050))
    report = await storage.catalogue.replace("store-one", iter([many[:500], many[500:]]), 1)
    assert (report.products, await storage.catalogue.count("store-one")) == (1_050, 1_050)
    assert await ids(storage, "number1049") == ["N1049"]
    assert len(await ids(storage, "thing", 50)) == 50
