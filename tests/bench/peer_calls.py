"""The same call as an application on PeerJS would make it: ring, answer, push over its data channel, page change."""

from __future__ import annotations

import functools
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

from playwright.sync_api import Browser

from tests.bench.peerjs import CLIENT, peer_server
from tests.bench.processes import HERE
from tests.bench.samples import PRESS_MS, RING_PAUSE_MS, Samples
from tests.bench.watching import Watched

PUSHES = 2


class _Pages(SimpleHTTPRequestHandler):
    def translate_path(self, path: str) -> str:
        """Only the two files there are."""
        wanted = path.partition("?")[0].lstrip("/")
        return str(CLIENT if wanted == CLIENT.name else HERE / "pages" / Path(wanted).name)

    def log_message(self, *_args: object) -> None:
        """Say nothing."""


@contextmanager
def _pages() -> Iterator[str]:
    server = ThreadingHTTPServer(("127.0.0.1", 0), functools.partial(_Pages, directory=str(HERE)))
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_address[1]}"
    finally:
        server.shutdown()
        server.server_close()
        thread.join(5)


def run(shoppers: Browser, associates: Browser, times: int) -> Samples:
    """So many calls; what each step took."""
    samples = Samples()
    with peer_server("calls") as peer, _pages() as origin:
        for number in range(times):
            _call(shoppers, associates, f"{origin}/peer.html?port={peer.port}&run={number}", samples)
    return samples


def _call(shoppers: Browser, associates: Browser, address: str, samples: Samples) -> None:
    with shoppers.new_context() as here, associates.new_context() as there:
        shopper, associate = Watched(here.new_page()), Watched(there.new_page())
        associate.page.goto(f"{address}&role=associate")
        associate.page.locator("body.ready").wait_for()
        shopper.page.goto(f"{address}&role=shopper")
        shopper.page.locator("body.ready").wait_for()

        shopper.page.get_by_role("button", name="Call").click(delay=PRESS_MS)
        rung = associate.mark("ring_shown")
        samples.ring.append(rung - shopper.click("Call"))

        associate.page.wait_for_timeout(RING_PAUSE_MS)
        associate.page.get_by_role("button", name="Answer").click(delay=PRESS_MS)
        tapped = associate.click("Answer")
        samples.shopper_sees.append(shopper.frame_after(tapped) - tapped)
        samples.associate_sees.append(associate.frame_after(tapped) - tapped)

        associate.page.locator("body.open").wait_for()
        for number in range(PUSHES):
            associate.page.get_by_role("button", name="Push").click(delay=PRESS_MS)
            painted = shopper.mark(f"card_painted:{number + 1}")
            samples.push.append(painted - associate.click("Push"))

        shopper.page.get_by_role("link", name="Next page").click(delay=PRESS_MS)
        shopper.page.wait_for_url("**resumed=1")
        left = shopper.until(lambda: shopper.click("Next page"), "the click on the page before")
        samples.shopper_sees_again.append(shopper.frame_after(left) - left)
        samples.associate_sees_again.append(associate.frame_after(left) - left)
