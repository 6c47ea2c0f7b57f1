"""Calls between two real Chromium windows, through coshop's demo and through an application on PeerJS, side by side."""

from __future__ import annotations

from playwright.sync_api import sync_playwright

from tests.bench import coshop_calls, peer_calls
from tests.bench.people import RATES_NOTE
from tests.bench.processes import BUILD
from tests.bench.samples import RING_PAUSE_MS
from tests.bench.table import Row
from tests.browser.browsers import Browsers
from tests.browser.cameras import film

TIMES = 12
FILMS = {"shopper": ((200, 50, 50), (40, 60, 190)), "associate": ((40, 150, 70), (215, 190, 50))}


def measure() -> list[Row]:
    """The rows of the table. Each person has a browser of their own, the same for coshop and PeerJS."""
    BUILD.mkdir(parents=True, exist_ok=True)
    films = {who: film(BUILD / f"{who}.y4m", left, right, rate=30) for who, (left, right) in FILMS.items()}
    with sync_playwright() as playwright:
        browsers = Browsers(playwright, films)
        try:
            shoppers, associates = browsers.get("chromium", "shopper"), browsers.get("chromium", "associate")
            theirs = peer_calls.run(shoppers, associates, TIMES)
            ours = coshop_calls.run(shoppers, associates, TIMES)
        finally:
            browsers.close()
    answered = (
        f"from the tap, {RING_PAUSE_MS / 1000:g} s after the ring, cameras open, until both see each other; two Chromium"
        " processes, VP8 640x480; PeerJS negotiates after answer(), its ICE servers are []"
    )
    again = (
        "from the click on a link until both see each other; the PeerJS page is bare and calls anew, coshop's is a page of"
        " the demo store with its cart, cards and panel"
    )
    if ours.failed:
        answered += f"; {ours.failed} of {TIMES} calls broke off and are left out"
    first = {"p50": 120.0, "p95": 250.0, "ratio": 1.0}
    page = {"p50": 400.0, "p95": 800.0}
    return [
        Row("click to ring painted", "ms", ours.ring, theirs.ring, {"p95": 150}, RATES_NOTE),
        Row("accept to first remote frame, both", "ms", ours.both_see, theirs.both_see, first, answered),
        Row("  of which the shopper sees", "ms", ours.shopper_sees, theirs.shopper_sees),
        Row("  of which the associate sees", "ms", ours.associate_sees, theirs.associate_sees),
        Row(
            "push to card painted", "ms", ours.push, theirs.push, {"p50": 25, "p95": 60},
            f"each product for the first time, hovered {coshop_calls.HOVER_MS} ms before the tap; PeerJS: one line of text",
        ),
        Row("cart add to pending painted", "ms", ours.cart_pending, [], {}, "tap of the associate to the shopper's screen"),
        Row("cart add to settled painted", "ms", ours.cart_settled, [], {}, "the same, with the store's answer journalled"),
        Row("page change to first remote frame, both", "ms", ours.both_see_again, theirs.both_see_again, page, again),
        Row("  of which the shopper sees", "ms", ours.shopper_sees_again, theirs.shopper_sees_again),
        Row("  of which the associate sees", "ms", ours.associate_sees_again, theirs.associate_sees_again),
    ]  # fmt: skip
