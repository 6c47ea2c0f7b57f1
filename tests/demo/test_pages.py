"""Every page: its headers, its markup, nothing inline; the feed and the pictures."""

import json
import re
from html.parser import HTMLParser
from pathlib import Path
from xml.etree import ElementTree as ET

import httpx
import pytest
from fastapi import FastAPI

from coshop.demo.catalogue import load_catalogue
from coshop.demo.pictures import VIEWS, draw_harbour, draw_product
from coshop.demo.store import create_store, feed_path, write_feed
from tests.demo.conftest import COSHOP, STORE, Shopper
from tests.demo.test_till import ADDRESS

CATALOGUE = load_catalogue()
VOID = {"meta", "link", "img", "input", "br", "hr", "circle", "path"}
G = "{http://base.google.com/ns/1.0}"


class Page(HTMLParser):
    """Reads a page and keeps what is wrong with it: unclosed or crossed elements, double ids, inline script or style."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.open: list[str] = []
        self.ids: list[str] = []
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.wrong: list[str] = []
        self.feed(text)
        self.close()
        self.wrong += [f"unclosed {tag}" for tag in self.open]
        self.wrong += [f"double id {name}" for name in self.ids if self.ids.count(name) > 1]

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        values = dict(attrs)
        self.tags.append((tag, values))
        if tag not in VOID:
            self.open.append(tag)
        if name := values.get("id"):
            self.ids.append(name)
        if tag == "style" or "style" in values or any(name.startswith("on") for name in values):
            self.wrong.append(f"inline style or handler in {tag}")
        if tag == "script" and not values.get("src") and values.get("type") != "application/ld+json":
            self.wrong.append("inline script")
        if tag == "img" and "alt" not in values:
            self.wrong.append("picture without a text")

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))

    def handle_endtag(self, tag: str) -> None:
        if tag in VOID:
            return
        if not self.open or self.open.pop() != tag:
            self.wrong.append(f"crossed {tag}")


async def every_page(shopper: Shopper) -> dict[str, httpx.Response]:
    paths = [
        "/",
        "/cart",
        "/search",
        "/search?q=wool",
        "/search?q=%3Cscript%3E",
        "/nothing",
        "/products/P9",
        "/groups/x",
    ]
    paths += [f"/groups/{group_id}" for group_id in CATALOGUE.groups]
    paths += [
        "/groups/jackets?colour=navy&size=M&stock=1&sort=price_up",
        "/groups/shirts?colour=nope&size=%00",
    ]
    paths += [f"/products/{product_id}" for product_id in CATALOGUE.products]
    pages = {path: await shopper.get(path) for path in paths}
    await shopper.add("P1001-NAVY-M", 2)
    await shopper.add("P1701-SEA", 1)
    pages["full cart"] = await shopper.get("/cart")
    pages["checkout"] = await shopper.get("/checkout")
    pages["wrong address"] = await shopper.form("/checkout", email="x")
    await shopper.form("/checkout", **ADDRESS)
    await shopper.form("/checkout/payment", card="declined")
    pages["payment"] = await shopper.get("/checkout/payment")
    order = await shopper.form("/checkout/payment", card="pays")
    pages["order"] = await shopper.get(order.headers["location"])
    return pages


async def test_every_page_is_sound_and_has_nothing_inline(shopper: Shopper) -> None:
    for path, response in (await every_page(shopper)).items():
        page = Page(response.text)
        assert page.wrong == [], path
        assert [tag for tag, _ in page.tags].count("h1") == 1, path
        assert [tag for tag, _ in page.tags].count("main") == 1, path
        expected = {"/nothing": 404, "/products/P9": 404, "/groups/x": 404, "wrong address": 422}.get(
            path, 200
        )
        assert response.status_code == expected, path
        assert (
            "script",
            {"async": None, "src": f"{COSHOP}/embed.js", "data-store": "pk_test"},
        ) in page.tags, path


async def test_every_answer_carries_the_security_headers(shopper: Shopper) -> None:
    for path, response in (await every_page(shopper)).items():
        policy = dict(rule.split(" ", 1) for rule in response.headers["content-security-policy"].split("; "))
        assert policy == {
            "default-src": "'none'",
            "script-src": f"'self' {COSHOP}",
            "style-src": "'self'",
            "img-src": f"'self' data: {COSHOP}",
            "font-src": "'self'",
            "connect-src": f"'self' {COSHOP} wss://calls.example:8443",
            "media-src": f"'self' blob: {COSHOP}",
            "form-action": "'self'",
            "frame-ancestors": "'none'",
            "base-uri": "'none'",
            "object-src": "'none'",
        }, path
        assert response.headers["x-content-type-options"] == "nosniff"
        assert response.headers["x-frame-options"] == "DENY"
        assert response.headers["referrer-policy"] == "strict-origin-when-cross-origin"
    for path in ("/api/cart", "/static/store.js", "/feed.xml", "/pictures/P1001/front.svg", "/static/none"):
        assert (await shopper.get(path)).headers["x-content-type-options"] == "nosniff", path


async def test_without_coshop_the_store_names_no_other_host() -> None:
    shopper = Shopper(create_store("", "", public_origin=STORE))
    response = await shopper.get("/products/P1001")
    assert "embed.js" not in response.text
    assert "data-coshop-button" not in response.text
    assert "script-src 'self';" in response.headers["content-security-policy"]
    await shopper.http.aclose()


@pytest.mark.parametrize("origin", ["javascript:alert(1)", "calls.example", "ftp://calls.example"])
def test_only_http_origins_are_taken(origin: str) -> None:
    with pytest.raises(ValueError, match="not an http or https address"):
        create_store(origin, "pk_test")


async def test_the_product_page_says_which_product_it_shows(shopper: Shopper) -> None:
    text = (await shopper.get("/products/P1001?colour=navy&size=M")).text
    tags = Page(text).tags
    assert any(
        v.get("data-coshop-product") == "P1001" and v.get("data-coshop-variant") == "P1001-NAVY-M"
        for _, v in tags
    )
    assert any("data-coshop-button" in values for _, values in tags)
    block = re.search(r'<script type="application/ld\+json">(.*?)</script>', text, re.DOTALL)
    assert block
    group = json.loads(block[1])
    assert (group["@type"], group["productGroupID"]) == ("ProductGroup", "P1001")
    offers = {row["productID"]: row["offers"] for row in group["hasVariant"]}
    assert len(offers) == 15
    assert offers["P1001-NAVY-M"]["price"] == "149.00"
    assert offers["P1001-NAVY-M"]["availability"].endswith("/InStock")
    assert offers["P1001-MUSTARD-M"]["availability"].endswith("/OutOfStock")


async def test_sold_out_things_cannot_be_chosen(shopper: Shopper) -> None:
    tags = Page((await shopper.get("/products/P1001?colour=mustard")).text).tags
    sizes = {v["value"]: "disabled" in v for tag, v in tags if tag == "input" and v.get("name") == "size"}
    assert sizes == {"XS": False, "S": False, "M": True, "L": False, "XL": False}
    gone = (await shopper.get("/products/P1006")).text
    assert "Add to bag" not in gone
    assert "Sold out" in gone


async def test_filters_hold_for_one_variant_at_a_time(shopper: Shopper) -> None:
    async def shown(query: str) -> list[str]:
        found = re.findall(r'href="/products/(P\d+)', (await shopper.get(f"/groups/jackets?{query}")).text)
        return list(dict.fromkeys(found))

    assert await shown("colour=mustard") == ["P1001"]
    assert await shown("colour=mustard&size=M&stock=1") == []
    assert "P1006" not in await shown("stock=1")
    assert (await shown("sort=price_down"))[0] == "P1004"


async def test_search_text_is_never_markup(shopper: Shopper) -> None:
    text = (await shopper.get("/search?q=%22%3E%3Cscript%3Ealert(1)%3C/script%3E")).text
    assert "<script>alert" not in text
    assert "&lt;script&gt;alert" in text


async def test_the_feed_has_one_sound_item_per_variant(
    app: FastAPI, shopper: Shopper, tmp_path: Path
) -> None:
    response = await shopper.get(feed_path())
    assert response.headers["content-type"].startswith("application/xml")
    items = ET.fromstring(response.content).findall("channel/item")
    rows = [{child.tag.removeprefix(G): child.text for child in item} for item in items]
    assert len(rows) == len(CATALOGUE.variants)
    assert len({row["item_group_id"] for row in rows}) >= 40
    row = next(row for row in rows if row["id"] == "P1001-NAVY-M")
    assert row["item_group_id"] == "P1001"
    assert row["price"] == "149.00 EUR"
    assert row["availability"] == "in_stock"
    assert (row["color"], row["size"]) == ("Navy", "M")
    assert row["link"] == f"{STORE}/products/P1001?colour=navy&size=M"
    assert {r["availability"] for r in rows if r["item_group_id"] == "P1006"} == {"out_of_stock"}
    for row in rows[::40]:
        for name in ("link", "image_link", "additional_image_link"):
            address = row[name]
            assert address
            assert (await shopper.get(address)).status_code == 200, address
    assert write_feed(tmp_path / "feed.xml", STORE + "/") == len(rows)
    assert (tmp_path / "feed.xml").read_bytes() == response.content


def test_every_picture_is_drawn_and_well_formed() -> None:
    seen: set[str] = set()
    for product in CATALOGUE.products.values():
        for colour in product.colours:
            for view in VIEWS:
                text = draw_product(product.shape, product.texture, colour.hex, view)
                assert ET.fromstring(text).tag.endswith("svg")
                assert "script" not in text
                seen.add(text)
    assert len(seen) == 3 * sum(len(product.colours) for product in CATALOGUE.products.values())
    assert ET.fromstring(draw_harbour()).get("viewBox") == "0 0 1600 720"
    with pytest.raises(ValueError, match="no view"):
        draw_product("mug", "ceramic", "#112233", "back")


async def test_pictures_may_be_shown_on_coshops_pages(shopper: Shopper) -> None:
    response = await shopper.get("/pictures/P1001/front.svg?colour=moss")
    assert response.headers["content-type"].startswith("image/svg+xml")
    assert response.headers["cross-origin-resource-policy"] == "cross-origin"
    assert response.headers["content-security-policy"].startswith("default-src 'none'")
    for path in ("/pictures/P1001/back.svg", "/pictures/P9/front.svg"):
        assert (await shopper.get(path)).status_code == 404
