"""A feed is imported whole or not at all; rows that cannot be used are named with their line and reason."""

from __future__ import annotations

import io
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from coshop.commerce import FeedRefused, FeedReport, import_feed
from coshop.demo.feed import write_feed
from coshop.ports import ImportReport
from coshop.storage import Storage, open_storage
from tests.contracts.samples import STORE

NOW_MS = 1_795_000_000_000
HEAD = '<?xml version="1.0"?>\n<rss version="2.0" xmlns:g="http://base.google.com/ns/1.0"><channel><title>Shop</title>\n'
TAIL = "</channel></rss>"


def item(item_id: str = "V1", **fields: str) -> str:
    """An item on one line; a field given as empty is left out."""
    values = {
        "id": item_id,
        "title": f"Thing {item_id}",
        "description": "A thing",
        "link": f"https://shop.example/{item_id}",
        "image_link": f"https://shop.example/{item_id}.jpg",
        "price": "10.00 EUR",
        "availability": "in_stock",
    } | fields
    inside = "".join(f"<g:{name}>{value}</g:{name}>" for name, value in values.items() if value)
    return f"<item>{inside}</item>\n"


def xml(*items: str) -> bytes:
    return (HEAD + "".join(items) + TAIL).encode()


@pytest.fixture
async def storage(tmp_path: Path) -> AsyncIterator[Storage]:
    opened = open_storage(f"sqlite:///{tmp_path}/coshop.db")
    yield opened
    await opened.close()


async def take(storage: Storage, feed: bytes, *, keep: bool = False) -> FeedReport:
    return await import_feed(io.BytesIO(feed), STORE, storage.catalogue, NOW_MS, keep=keep)


async def test_the_demo_stores_own_feed_has_no_bad_row_and_doubles_nothing(
    storage: Storage, tmp_path: Path
) -> None:
    variants = write_feed(tmp_path / "feed.xml", "http://127.0.0.1:8100")
    heard: list[tuple[int, int]] = []
    first = await import_feed(
        tmp_path / "feed.xml",
        STORE,
        storage.catalogue,
        NOW_MS,
        progress=lambda rows, size: heard.append((rows, size)),
    )
    assert (first.rows, first.bad_count) == (variants, 0)
    assert heard[-1] == (variants, (tmp_path / "feed.xml").stat().st_size)
    assert first.imported is not None
    assert (first.imported.variants, first.imported.unchanged) == (variants, 0)
    again = await import_feed(tmp_path / "feed.xml", STORE, storage.catalogue, NOW_MS)
    assert again.imported == ImportReport(
        products=first.imported.products, variants=variants, unchanged=first.imported.products, removed=0
    )
    assert await storage.catalogue.count("store-one") == first.imported.products


async def test_items_of_one_group_become_one_product_however_far_apart(storage: Storage) -> None:
    feed = xml(
        item("S-NAVY", item_group_id="S", title="Linen shirt - Navy", color="Navy", mpn="SKU-1", material="linen"),
        item("J", title="Jacket &amp; hood", product_type="Shop &gt; Coats &gt; Jackets", brand="Harbour"),
        item("S-SAND", item_group_id="S", title="Linen shirt - Sand", color="Sand", size="M", price="12.50 EUR",
             sale_price="9.99 EUR", availability="out_of_stock", material="linen"),
    )  # fmt: skip
    report = await take(storage, feed)
    assert report.imported == ImportReport(products=2, variants=3, unchanged=0, removed=0)
    shirt = await storage.catalogue.product("store-one", "S")
    jacket = await storage.catalogue.product("store-one", "J")
    assert shirt is not None
    assert jacket is not None
    assert shirt.title == "Linen shirt"
    assert [(v.variant_id, v.sku, v.title, v.price_minor, v.in_stock, v.options) for v in shirt.variants] == [
        ("S-NAVY", "SKU-1", "Navy", 1000, True, {"colour": "Navy"}),
        ("S-SAND", "S-SAND", "Sand, M", 999, False, {"colour": "Sand", "size": "M"}),
    ]
    assert (jacket.title, jacket.group, jacket.brand) == ("Jacket & hood", "Jackets", "Harbour")
    assert jacket.variants[0].title == ""


BAD_ROWS = [
    (item("B", id=""), "id is missing"),
    (item("B", title=""), "title is missing"),
    (item("B", price=""), "price is missing"),
    (item("B", price="-1.00 EUR"), "negative"),
    (item("B", price="cheap"), "not like 149.00 EUR"),
    (item("B", price="10.00"), "not like 149.00 EUR"),
    (item("B", price="10.00 USD"), "price is in USD, the store's currency is EUR"),
    (item("B", price="10.005 EUR"), "more than 2 decimals"),
    (item("B", price="1,299 EUR"), "more than one way"),
    (item("B", price="99999999999999 EUR"), "too high"),
    (item("B", sale_price="5.00 USD"), "price is in USD"),
    (item("B", link=""), "link is missing"),
    (item("B", link="javascript:alert(1)"), "not an http or https address"),
    (item("B", link="https://"), "not an http or https address"),
    (item("B", link="https://shop.example/" + "x" * 2048), "longer than 2048"),
    (item("B", image_link="data:image/png;base64,AAAA"), "image_link"),
    (item("B", additional_image_link="file:///etc/passwd"), "additional_image_link"),
    (item("B", title="x" * 301), "title is longer than 300"),
    (item("x" * 129), "id is longer than 128"),
    (item("B", item_group_id="x" * 129), "item_group_id is longer than 128"),
    (item("B", availability="maybe"), "availability 'maybe' is unknown"),
    (item("GOOD"), "id 'GOOD' stands in line 3 already"),
]


@pytest.mark.parametrize(("bad", "reason"), BAD_ROWS, ids=[reason[:40] for _, reason in BAD_ROWS])
async def test_a_bad_row_is_named_and_skipped(storage: Storage, bad: str, reason: str) -> None:
    report = await take(storage, xml(item("GOOD"), bad, item("LAST")))
    assert (report.rows, report.bad_count) == (3, 1)
    assert report.bad_rows[0].line == 4
    assert reason in report.bad_rows[0].reason
    assert await storage.catalogue.count("store-one") == 2


async def test_a_broken_feed_changes_nothing_unless_kept(storage: Storage) -> None:
    await take(storage, xml(item("OLD"), item("V1")))
    broken = (HEAD + item("V1") + item("NEW") + "<item><g:id>V3</g:id></wrong>" + TAIL).encode()
    with pytest.raises(
        FeedRefused, match=r"Line 5, column \d+: the XML is broken \(mismatched tag\)"
    ) as refused:
        await take(storage, broken)
    assert refused.value.report.rows == 2
    assert await storage.catalogue.product("store-one", "OLD") is not None
    assert await storage.catalogue.product("store-one", "NEW") is None
    cut_off = xml(item("V1"), item("NEW"))[:-20]
    with pytest.raises(FeedRefused, match="broken"):
        await take(storage, cut_off)
    kept = await take(storage, broken, keep=True)
    assert "Line 5" in kept.broken
    assert kept.imported == ImportReport(products=2, variants=2, unchanged=1, removed=1)


@pytest.mark.parametrize(
    "empty",
    [
        b"",
        b"  \n ",
        xml(),
        xml(item("B", price="")),
        b"id\ttitle\tprice\n",
        b"<html><body>Not found</body></html>",
    ],
)
@pytest.mark.parametrize("keep", [True, False])
async def test_a_feed_without_a_usable_product_is_refused(storage: Storage, empty: bytes, keep: bool) -> None:
    await take(storage, xml(item("OLD")))
    with pytest.raises(FeedRefused, match="Nothing was changed"):
        await take(storage, empty, keep=keep)
    assert await storage.catalogue.count("store-one") == 1


@pytest.mark.parametrize(
    "declaration",
    [
        '<!DOCTYPE rss [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;">]>',
        '<!DOCTYPE rss SYSTEM "http://127.0.0.1/evil.dtd">',
        '<!DOCTYPE rss [<!ENTITY x SYSTEM "file:///etc/passwd">]>',
    ],
)
async def test_document_types_and_entities_are_refused(storage: Storage, declaration: str) -> None:
    feed = HEAD.replace("\n", "\n" + declaration, 1) + item("V1", title="&b;") + TAIL
    with pytest.raises(FeedRefused, match="document type"):
        await take(storage, feed.encode())


async def test_prices_of_nested_elements_and_tags_in_descriptions_do_not_count(storage: Storage) -> None:
    feed = xml(
        item(
            "V1",
            shipping="<g:price>1.00 EUR</g:price>",
            description="&lt;p&gt;Fine&lt;/p&gt;&lt;script&gt;alert(1)&lt;/script&gt; &amp;amp; &lt;b&gt;soft&lt;/b&gt;",
        )
    )
    await take(storage, feed)
    product = await storage.catalogue.product("store-one", "V1")
    assert product is not None
    assert product.variants[0].price_minor == 1000
    assert product.description == "Fine & soft"


async def test_a_tab_separated_feed(storage: Storage) -> None:
    lines = [
        "id\ttitle\tdescription\tlink\timage link\tprice\tavailability\titem group id\tcolor",
        "A\tLinen shirt\tFine\thttps://s.example/a\thttps://s.example/a.jpg\t10.00 EUR\tin stock\tS\tNavy",
        "",
        "B\tNo price\t\thttps://s.example/b\t\t\tin stock\t\t",
        "C\tToo\tmany\thttps://s.example/c\t\t1 EUR\tin stock\t\t\tx\ty",
        '"D"\t"A ""quoted"" cup"\t\thttps://s.example/d\t\t1 EUR\tout of stock\t\t',
    ]
    report = await take(storage, ("\ufeff" + "\r\n".join(lines)).encode())
    assert [(bad.line, bad.item_id) for bad in report.bad_rows] == [(4, "B"), (5, "C")]
    assert report.imported is not None
    assert report.imported.products == 2
    cup = await storage.catalogue.variant("store-one", "D")
    assert cup is not None
    assert (cup.title, cup.variants[0].in_stock, cup.picture_urls) == ('A "quoted" cup', False, ())


@pytest.mark.parametrize(
    ("feed", "reason"),
    [
        (b"a,b,c\n1,2,3\n", "columns id, title, price are missing"),
        (b"id\ttitle\tprice\tlink\nA\t\xff\xfe\t1 EUR\thttps://x.example\n", "not UTF-8"),
        (b"id\ttitle\tprice\nA\t" + b"x" * 200_000 + b"\t1 EUR\n", "field larger"),
    ],
)
async def test_what_is_no_feed_is_refused_in_words(storage: Storage, feed: bytes, reason: str) -> None:
    with pytest.raises(FeedRefused, match=reason):
        await take(storage, feed)


async def test_more_variants_than_a_product_holds_are_bad_rows(storage: Storage) -> None:
    report = await take(storage, xml(*(item(f"V{n}", item_group_id="G") for n in range(103))))
    assert (report.bad_count, report.bad_rows[0].line) == (3, 103)
    assert "more than 100" in report.bad_rows[0].reason


async def test_an_atom_feed(storage: Storage) -> None:
    feed = (
        '<feed xmlns="http://www.w3.org/2005/Atom" xmlns:g="http://base.google.com/ns/1.0"><entry><title>Plain</title>'
        '<link href="https://shop.example/a"/><g:id>A</g:id><g:title>Better</g:title><g:price>EUR 3</g:price></entry></feed>'
    )
    await take(storage, feed.encode())
    product = await storage.catalogue.product("store-one", "A")
    assert product is not None
    assert (product.title, product.url, product.variants[0].price_minor) == (
        "Better", "https://shop.example/a", 300,
    )  # fmt: skip
