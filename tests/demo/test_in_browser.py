"""The store in Debian's Chromium: shopping without scripts, and the page's own script with coshop's queue."""

import re
import socket
import threading
import time
from collections.abc import Iterator
from typing import Any

import pytest
import uvicorn
from playwright.sync_api import Browser, Page, expect, sync_playwright

from coshop.demo.store import create_store

pytestmark = pytest.mark.browser


@pytest.fixture
def address() -> Iterator[str]:
    """A real server with a store, on a free port of 127.0.0.1."""
    with socket.socket() as listening:
        listening.bind(("127.0.0.1", 0))
        origin = f"http://127.0.0.1:{listening.getsockname()[1]}"
        app = create_store("", "", public_origin=origin)
        server = uvicorn.Server(uvicorn.Config(app, log_level="error", ws="none"))
        thread = threading.Thread(target=server.run, kwargs={"sockets": [listening]}, daemon=True)
        thread.start()
        end = time.monotonic() + 10
        while not server.started:
            assert time.monotonic() < end, "the store did not start"
            time.sleep(0.01)
        yield origin
        server.should_exit = True
        thread.join(10)


@pytest.fixture(scope="module")
def chromium() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path="/usr/bin/chromium",
            args=[
                "--no-sandbox",
                "--disable-gpu",
                "--disable-quic",
                "--no-first-run",
                "--disable-background-networking",
            ],
        )
        yield browser
        browser.close()


def opened(chromium: Browser, **options: Any) -> tuple[Page, list[str]]:
    """A page, and what the browser complains about."""
    page = chromium.new_context(**options).new_page()
    page.set_default_timeout(15_000)
    complaints: list[str] = []
    page.on("console", lambda message: complaints.append(message.text) if message.type == "error" else None)
    page.on("pageerror", lambda error: complaints.append(str(error)))
    return page, complaints


@pytest.mark.parametrize("width", [1280, 390])
def test_shopping_needs_no_script(chromium: Browser, address: str, width: int) -> None:
    page, complaints = opened(chromium, java_script_enabled=False, viewport={"width": width, "height": 844})
    page.goto(address)
    page.get_by_role("link", name="Knitwear").first.click()
    page.get_by_role("link", name="Fisherman jumper").click()
    page.get_by_role("link", name="Navy", exact=True).click()
    page.locator(".size", has_text="L").last.click()
    page.get_by_role("button", name="Add to bag").click()
    expect(page.get_by_role("status")).to_contain_text("Fisherman jumper, Navy, XL: in your bag.")
    page.get_by_role("link", name=re.compile(r"^Bag \d")).click()
    page.get_by_label("Coupon").fill("HARBOUR10")
    page.get_by_role("button", name="Use").click()
    expect(page.locator(".total")).to_contain_text("143.10")
    page.get_by_role("link", name="Checkout").click()
    for label, text in {
        "E-mail": "mia@example.com", "Name": "Mia Sand", "Street and number": "Kai 4", "Postcode": "20457", "Town": "Hamburg"
    }.items():  # fmt: skip
        page.get_by_label(label).fill(text)
    page.get_by_label("Country").select_option("Germany")
    page.get_by_role("button", name="On to payment").click()
    page.locator(".bank-card.declined").click()
    page.get_by_role("button", name="Pay").click()
    expect(page.get_by_role("alert")).to_contain_text("The bank declined this card.")
    page.locator(".bank-card.pays").click()
    page.get_by_role("button", name="Pay").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Thank you, Mia")
    assert complaints == []


def test_no_page_is_wider_than_a_phone(chromium: Browser, address: str) -> None:
    page, complaints = opened(chromium, viewport={"width": 390, "height": 844})
    for path in ("/", "/groups/trousers", "/products/P1401", "/search?q=wool", "/cart"):
        page.goto(address + path)
        assert page.evaluate("document.documentElement.scrollWidth") <= 390, path
        assert page.evaluate("[...document.images].filter(i => i.complete && !i.naturalWidth).length") == 0, (
            path
        )
    assert complaints == []


def test_the_store_hands_its_cart_to_coshop_and_follows_its_changes(chromium: Browser, address: str) -> None:
    page, complaints = opened(chromium)
    page.goto(address + "/cart")
    assert page.evaluate(
        "coshop.q.map(call => call.slice(0, 2).map(word => typeof word === 'string' ? word : Object.keys(word)))"
    ) == [
        ["cart", ["get", "add", "update", "remove", "checkout_url"]],
        ["on", "cart_changed"],
    ]
    page.evaluate("window.adapter = coshop.q[0][1]; window.heard = coshop.q[1][2]; window.stayed = true")
    added = page.evaluate("adapter.add({variant_id: 'P1001-NAVY-M', quantity: 2})")
    assert added["outcome"]["added"] == 2
    assert page.evaluate("adapter.get()")["lines"][0]["quantity"] == 2
    expect(page.locator("[data-bag-count]")).to_have_text("0")
    page.evaluate("heard({})")
    expect(page.locator("[data-bag-count]")).to_have_text("2")
    expect(page.locator("#bag-page")).to_contain_text("Harbour rain jacket")
    page.focus("#quantity-L1")
    page.evaluate("adapter.update({line_id: 'L1', quantity: 3}).then(() => heard({}))")
    expect(page.locator("#quantity-L1")).to_have_value("3")
    expect(page.locator("#quantity-L1")).to_be_focused()
    refused = page.evaluate(
        "adapter.add({variant_id: 'P1001-MUSTARD-M', quantity: 1}).catch(e => [e instanceof Error, e.reason, e.possible])"
    )
    assert refused == [True, "sold_out", 0]
    page.evaluate("adapter.remove({line_id: 'L1'}).then(() => heard({}))")
    expect(page.locator("#bag-page")).to_contain_text("Your bag is empty.")
    assert page.evaluate("window.stayed && adapter.checkout_url") == "/checkout"
    assert [text for text in complaints if "409" not in text] == []
