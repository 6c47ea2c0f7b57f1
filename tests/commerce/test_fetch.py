"""The one fetcher: it reaches public addresses only, follows redirects with the same care, and is bounded."""

from __future__ import annotations

import io
import ipaddress
import threading
import time
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

from coshop.commerce import FetchRefused, fetch
from coshop.commerce.fetch import is_public


class Pages(BaseHTTPRequestHandler):
    """A few answers, good and bad."""

    seen: list[str]
    protocol_version = "HTTP/1.1"

    def do_GET(self) -> None:
        self.seen.append(f"{self.headers['Host']} {self.path}")
        if self.path.startswith("/to?"):
            self.answer(302, b"", Location=self.path.removeprefix("/to?"))
        elif self.path == "/loop":
            self.answer(302, b"", Location="/loop")
        elif self.path == "/not-modified":
            self.answer(304, b"")
        elif self.path == "/to-nowhere":
            self.answer(302, b"")
        elif self.path == "/choices":
            self.answer(300, b"")
        elif self.path == "/packed":
            self.answer(200, b"xx", **{"Content-Encoding": "gzip"})
        elif self.path == "/endless":
            self.send_response(200)
            self.end_headers()
            try:
                for _ in range(1000):
                    self.wfile.write(b"x" * 10_000)
            except OSError:
                pass
            self.close_connection = True
        elif self.path == "/silent":
            time.sleep(1.5)
            self.answer(200, b"late")
        elif self.path == "/gone":
            self.answer(404, b"no")
        else:
            self.answer(200, b"a feed")

    def answer(self, code: int, body: bytes, **headers: str) -> None:
        self.send_response(code)
        for name, value in headers.items():
            self.send_header(name, value)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - the base class's name
        """Say nothing."""


@pytest.fixture
def site() -> Iterator[tuple[str, list[str]]]:
    """The address of a server on loopback, and what it was asked."""
    seen: list[str] = []
    pages = type("PagesOfTest", (Pages,), {"seen": seen})
    server = ThreadingHTTPServer(("127.0.0.1", 0), pages)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
    thread.start()
    yield f"http://localhost:{server.server_port}", seen
    server.shutdown()
    server.server_close()
    thread.join(5)


async def test_a_page_is_fetched_where_private_addresses_are_allowed(site: tuple[str, list[str]]) -> None:
    url, seen = site
    into = io.BytesIO()
    fetched = await fetch(f"{url}/to?/feed.xml", into, private=True)
    assert (fetched.url, fetched.size, into.getvalue()) == (f"{url}/feed.xml", 6, b"a feed")
    host = url.removeprefix("http://")
    assert seen == [f"{host} /to?/feed.xml", f"{host} /feed.xml"]


async def test_private_addresses_are_refused_before_a_connection(site: tuple[str, list[str]]) -> None:
    url, seen = site
    for address in (
        url,
        url.replace("localhost", "127.0.0.1"),
        url.replace("localhost", "[::ffff:127.0.0.1]"),
    ):
        with pytest.raises(FetchRefused, match="not a public address"):
            await fetch(address, io.BytesIO())
    assert seen == []


@pytest.mark.parametrize(
    ("path", "reason"),
    [
        ("/to?file:///etc/passwd", "not an http or https address"),
        ("/to?http://user:secret@localhost/", "user name"),
        ("/loop", "redirects more than 5 times"),
        ("/packed", "gzip"),
        ("/endless", "larger than 50000 bytes"),
        ("/silent", "within 1 s"),
        ("/gone", "answered 404"),
        ("/not-modified", "answered 304"),
        ("/choices", "answered 300"),
        ("/to-nowhere", "redirects without saying where to"),
        ("/to?http://a\x7fb/", "not an http or https address"),
    ],
)
async def test_bad_answers_are_refused_in_words(site: tuple[str, list[str]], path: str, reason: str) -> None:
    into = io.BytesIO()
    timeout_s = 1 if path == "/silent" else 20
    with pytest.raises(FetchRefused, match=reason):
        await fetch(site[0] + path, into, private=True, max_bytes=50_000, timeout_s=timeout_s)
    assert len(into.getvalue()) <= 50_000


@pytest.mark.parametrize(
    "url",
    [
        "",
        "feed.xml",
        "ftp://x.example/",
        "file:///etc/passwd",
        "http://",
        "http://[",
        "http://x.example:99999/",
        "http://x.example/\x7f",
        "http://x\x7f.example/",
        "http://x.example/\x00",
        "http://x.example/a b\n",
    ],
)
async def test_what_is_no_web_address_is_refused(url: str) -> None:
    with pytest.raises(FetchRefused, match="not an http or https address"):
        await fetch(url, io.BytesIO(), private=True)


async def test_nobody_at_home_is_said_in_words() -> None:
    with pytest.raises(FetchRefused, match="cannot be found"):
        await fetch("http://nothing.invalid/", io.BytesIO())
    with pytest.raises(FetchRefused, match="cannot be reached"):
        await fetch("http://127.0.0.1:1/", io.BytesIO(), private=True)


@pytest.mark.parametrize(
    ("address", "public"),
    [
        ("8.8.8.8", True), ("2001:4860:4860::8888", True), ("::ffff:8.8.8.8", True), ("64:ff9b::808:808", True),
        ("127.0.0.1", False), ("10.1.2.3", False), ("172.16.0.1", False), ("192.168.1.1", False),
        ("169.254.169.254", False), ("100.64.0.1", False), ("0.0.0.0", False), ("224.0.0.1", False),
        ("255.255.255.255", False), ("192.0.2.1", False), ("::1", False), ("::", False), ("fe80::1", False),
        ("fd00::1", False), ("ff02::1", False), ("::ffff:127.0.0.1", False), ("::127.0.0.1", False),
        ("::ffff:169.254.169.254", False), ("64:ff9b::a9fe:a9fe", False), ("64:ff9b:1::808:808", False),
        ("fec0::1", False), ("192.0.0.8", False), ("3fff::1", False), ("5f00::1", False), ("192.88.99.1", False),
        ("::ffff:192.0.0.8", False), ("2002:7f00:1::", False), ("2001:db8::1", False), ("2001:0:4136:e378:8000:63bf:f5ff:fffe", False),
    ],
)  # fmt: skip
def test_which_addresses_are_public(address: str, public: bool) -> None:
    assert is_public(ipaddress.ip_address(address)) is public
