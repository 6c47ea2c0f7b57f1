"""Judges web origins: their one spelling, and whether a text is one. Which store lists which is the directory's matter."""

from __future__ import annotations

import re
from collections.abc import Callable
from urllib.parse import urlsplit

from coshop.ports import Directory

_DEFAULT_PORTS = {"http": 80, "https": 443}
_LABEL = r"[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?"
_HOST = re.compile(rf"^(?:{_LABEL}(?:\.{_LABEL})*|\[[0-9a-f:.]+\])$")
ORIGIN_MAX_CHARS = 300


def origin_of(url: str) -> str:
    """The origin of a URL in the spelling browsers send (`https://shop.example`, lower case, no default port).

    Raises ValueError with a sentence where the text is no http(s) URL or has a user name.
    """
    text = url.strip()
    if len(text) > ORIGIN_MAX_CHARS * 8:
        raise ValueError("The address is too long.")
    try:
        parts = urlsplit(text)
        port = parts.port
    except ValueError as error:
        raise ValueError(f"{url!r} is not a web address: {error}.") from None
    scheme = parts.scheme.lower()
    if scheme not in _DEFAULT_PORTS or not parts.hostname:
        raise ValueError(f"{url!r} is not a web address such as https://shop.example.")
    if parts.username is not None or parts.password is not None:
        raise ValueError("A web address with a user name or password is not taken.")
    host = parts.hostname.lower()
    host = f"[{host}]" if ":" in host else host
    try:
        host = host.encode("idna").decode() if not host.isascii() else host
    except UnicodeError:
        raise ValueError(f"{url!r} has a host name that is not valid.") from None
    if not _HOST.match(host):
        raise ValueError(f"{url!r} has a host name that is not valid.")
    tail = "" if port is None or port == _DEFAULT_PORTS[scheme] else f":{port}"
    return f"{scheme}://{host}{tail}"


def is_origin(text: str) -> bool:
    """Whether the text is an origin exactly as a browser would send it."""
    if len(text) > ORIGIN_MAX_CHARS:
        return False
    try:
        return origin_of(text) == text
    except ValueError:
        return False


class KnownOrigins:
    """Which origins any store lists, kept for a moment. Only a first filter: what counts is the list of the one store.

    `clock` gives seconds that never go back. An unknown origin makes it read again, at most once a second.
    """

    def __init__(self, directory: Directory, clock: Callable[[], float]) -> None:
        self._directory = directory
        self._clock = clock
        self._known: frozenset[str] = frozenset()
        self._read_at = -1e9

    async def listed(self, origin: str) -> bool:
        """Whether some store lists exactly this origin. Raises Unavailable."""
        age = self._clock() - self._read_at
        if age > 10.0 or (age > 1.0 and origin not in self._known):
            stores = await self._directory.stores()
            self._known = frozenset(listed for store in stores for listed in store.origins)
            self._read_at = self._clock()
        return origin in self._known
