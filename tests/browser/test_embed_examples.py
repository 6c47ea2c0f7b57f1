"""The examples of docs/embed.md, run as they stand there: one page of a store made of them, under the policy it names."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from playwright.sync_api import Page, Route, expect

from coshop.protocol.values import StoreCartWord
from tests.browser.stage import Stage

pytestmark = pytest.mark.browser

GUIDE = (Path(__file__).parents[2] / "docs" / "embed.md").read_text()
THERE = "https://video.shop.example"


def blocks(language: str) -> list[str]:
    """The fenced examples in one language, in order."""
    fenced = re.findall(r"^```(\w*)\n(.*?)^```$", GUIDE, re.MULTILINE | re.DOTALL)
    return [text for named, text in fenced if named == language]


def serve(page: Page, store: str, server: str) -> None:
    """Put the example's pages on the store's address; its cart API is the store's own."""
    tag, product, till = blocks("html")
    policy = " ".join(blocks("")[0].split()).replace(
        " (and wherever the pictures of your products are)", " data:"
    )
    policy = policy.replace(THERE, server).replace(
        THERE.replace("https", "wss"), server.replace("http", "ws")
    )
    head = f'<!doctype html><html lang="en"><head><title>Example</title>{tag}<link rel="stylesheet" href="/example.css"></head>'
    pages = {
        "/example": f'{head}<body>{product}<span id="bag-count"></span><script src="/example.js"></script></body></html>',
        "/example-till": f'{head}<body>{till.splitlines()[0]}<script src="/example.js"></script></body></html>',
    }

    def answer(route: Route) -> None:
        path = "/" + route.request.url.split("/", 3)[3]
        if path == "/example.css":
            route.fulfill(body="\n".join(blocks("css")), content_type="text/css")
        elif path == "/example.js":
            route.fulfill(body="\n".join(blocks("js")), content_type="text/javascript")
        else:
            headers = {"Content-Security-Policy": f"default-src 'self'; style-src 'self'; {policy}"}
            route.fulfill(body=pages[path].replace(THERE, server), content_type="text/html", headers=headers)

    page.route(re.compile(re.escape(store) + r"/example[a-z.-]*$"), answer)


def test_the_guides_page_carries_a_call_to_the_till(stage: Stage) -> None:
    anna, mia = stage.associate(), stage.shopper()
    serve(mia.page, stage.demo.store, stage.demo.server)
    style = "(element, name) => getComputedStyle(element).getPropertyValue(name)"
    mia.open("/example")
    expect(mia.talk).to_be_visible()
    assert mia.talk.evaluate(style, "border-top-left-radius") == "4px"
    mia.press()
    assert mia.panel.evaluate(style, "--coshop-radius").strip() == "4px"
    mia.start()
    anna.rings()
    expect(anna.page.get_by_text("Harbour rain jacket").first).to_be_visible()
    anna.answer()
    mia.is_live()
    assert mia.page.evaluate("coshop.state") == "live"
    expect(mia.page.locator("html[data-in-call]")).to_have_count(1)

    anna.search("fisherman")
    anna.add("Fisherman jumper", "Navy", "L", quantity=1)
    mia.settled()
    expect(mia.page.locator("#bag-count")).to_have_text("1")
    expect(anna.bag()).to_contain_text("Fisherman jumper")

    mia.open("/example-till")
    mia.is_live()
    expect(mia.page.locator("html[data-in-call]")).to_have_count(1)
    anna.checkout_is("Started")
    assert mia.page.evaluate("(coshop.end(), true)")
    expect(mia.page.locator("html[data-in-call]")).to_have_count(0)
    anna.wrap_up("Helped")


def test_the_guides_cart_is_the_wires_cart() -> None:
    (example,) = blocks("json")
    assert StoreCartWord.model_validate_json(example).lines[0].quantity == 1
