"""Fetches what somebody else's address holds, without being led into our own network. The one way out for such addresses.

The host is resolved once, every address it has must be public, and the connection goes to the address that was checked;
each redirect is checked anew. Nothing is decompressed, size and time are bounded, no proxy of the environment is used.
"""

from __future__ import annotations

import asyncio
import ipaddress
import socket
from dataclasses import dataclass
from typing import BinaryIO
from urllib.parse import urljoin, urlsplit

import httpx

MAX_BYTES = 1024 * 1024 * 1024
TIMEOUT_S = 600.0
STEP_TIMEOUT_S = 20.0
REDIRECTS_MAX = 5
URL_MAX_CHARS = 2048

_REDIRECTS = (301, 302, 303, 307, 308)
_Address = ipaddress.IPv4Address | ipaddress.IPv6Address
_NAT64 = ipaddress.ip_network("64:ff9b::/96")
_NAT64_LOCAL = ipaddress.ip_network("64:ff9b:1::/48")
_NOT_PUBLIC = (  # what Python 3.11's registry does not know or takes for public
    _NAT64_LOCAL,
    ipaddress.ip_network("fec0::/10"),
    ipaddress.ip_network("3fff::/20"),
    ipaddress.ip_network("5f00::/16"),
    ipaddress.ip_network("192.0.0.0/24"),
    ipaddress.ip_network("192.88.99.0/24"),
)


class FetchRefused(Exception):
    """The address may not or cannot be fetched; the text says why."""


@dataclass(frozen=True, slots=True)
class Fetched:
    """What was fetched: the address that answered in the end, and its length in bytes."""

    url: str
    size: int


async def fetch(
    url: str,
    into: BinaryIO,
    *,
    private: bool = False,
    max_bytes: int = MAX_BYTES,
    timeout_s: float = TIMEOUT_S,
) -> Fetched:
    """Write the body at an http(s) address into a file. `private` allows loopback and internal addresses.

    Raises FetchRefused.
    """
    try:
        async with asyncio.timeout(timeout_s):
            return await _follow(url, into, private=private, max_bytes=max_bytes)
    except TimeoutError:
        raise FetchRefused(f"{_shown(url)} did not answer in full within {timeout_s:.0f} s.") from None
    except httpx.InvalidURL:
        raise FetchRefused(f"{_shown(url)} is not an http or https address.") from None
    except httpx.HTTPError as error:
        raise FetchRefused(f"{_shown(url)} cannot be reached: {str(error) or type(error).__name__}") from None


async def _follow(url: str, into: BinaryIO, *, private: bool, max_bytes: int) -> Fetched:
    timeout = httpx.Timeout(STEP_TIMEOUT_S)
    async with httpx.AsyncClient(trust_env=False, follow_redirects=False, timeout=timeout) as client:
        for _ in range(REDIRECTS_MAX + 1):
            host, port = _target(url)
            address = await _resolve(host, port, private=private)
            pinned = httpx.URL(url).copy_with(host=str(address), userinfo=b"")
            headers = {"Host": _host_header(url), "Accept-Encoding": "identity", "User-Agent": "coshop"}
            extensions = {"sni_hostname": host}
            async with client.stream("GET", pinned, headers=headers, extensions=extensions) as response:
                if response.status_code in _REDIRECTS:
                    if "location" not in response.headers:
                        raise FetchRefused(f"{_shown(url)} redirects without saying where to.")
                    url = urljoin(url, response.headers["location"])
                    continue
                if response.status_code != httpx.codes.OK:
                    raise FetchRefused(f"{_shown(url)} answered {response.status_code}.")
                return Fetched(url, await _take(response, into, url, max_bytes))
    raise FetchRefused(f"{_shown(url)} redirects more than {REDIRECTS_MAX} times.")


async def _take(response: httpx.Response, into: BinaryIO, url: str, max_bytes: int) -> int:
    encoding = response.headers.get("content-encoding", "identity")
    if encoding.lower() != "identity":
        raise FetchRefused(f"{_shown(url)} sent {encoding} although it was asked for plain data.")
    size = 0
    async for block in response.aiter_raw():
        size += len(block)
        if size > max_bytes:
            raise FetchRefused(f"{_shown(url)} is larger than {max_bytes} bytes.")
        into.write(block)
    return size


def _target(url: str) -> tuple[str, int]:
    try:
        parts = urlsplit(url)
        host, port = parts.hostname, parts.port
    except ValueError:
        host, port, parts = None, None, urlsplit("")
    if parts.scheme not in ("http", "https") or not host or len(url) > URL_MAX_CHARS or not url.isprintable():
        raise FetchRefused(f"{_shown(url)} is not an http or https address.")
    if parts.username is not None or parts.password is not None:
        raise FetchRefused("An address with a user name or password in it is not fetched.")
    return host, port or (443 if parts.scheme == "https" else 80)


async def _resolve(host: str, port: int, *, private: bool) -> _Address:
    """The address to connect to. All that the name resolves to must be allowed, not just the one that is used."""
    loop = asyncio.get_running_loop()
    try:
        found = await loop.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError):
        raise FetchRefused(f"The host {host[:100]} cannot be found.") from None
    addresses = [ipaddress.ip_address(str(each[4][0]).partition("%")[0]) for each in found]
    if not private:
        for address in addresses:
            if not is_public(address):
                raise FetchRefused(f"The host {host[:100]} is at {address}, which is not a public address.")
    return addresses[0]


def is_public(address: _Address) -> bool:
    """Whether an address belongs to the open internet, also when an IPv4 address is hidden in an IPv6 one."""
    if any(address in network for network in _NOT_PUBLIC):
        return False
    if isinstance(address, ipaddress.IPv6Address):
        inner = address.ipv4_mapped or address.sixtofour or (address.teredo[1] if address.teredo else None)
        if inner is None and address in _NAT64:
            inner = ipaddress.IPv4Address(int(address) & 0xFFFFFFFF)
        if inner is not None:
            return is_public(inner)
        if int(address) < 1 << 32:
            return False
    return address.is_global and not address.is_multicast and not address.is_reserved


def _host_header(url: str) -> str:
    netloc = urlsplit(url).netloc
    return netloc.encode("idna").decode() if not netloc.isascii() else netloc


def _shown(url: str) -> str:
    """An address as it may be shown: without its query, which may hold a secret."""
    return url.partition("?")[0][:200]
