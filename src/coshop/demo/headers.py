"""Puts the security headers on every answer and says whether a request came from the store's own pages."""

from urllib.parse import urlsplit

from starlette.datastructures import Headers, MutableHeaders
from starlette.requests import Request
from starlette.types import ASGIApp, Message, Receive, Scope, Send

PICTURE_POLICY = "default-src 'none'; frame-ancestors 'none'; base-uri 'none'; form-action 'none'"


def origin_of(address: str) -> str:
    """`https://host:port` of an address, without path or trailing slash. Raises ValueError for anything but http(s)."""
    parts = urlsplit(address)
    if parts.scheme not in {"http", "https"} or not parts.netloc:
        raise ValueError(f"This is not an http or https address: {address!r}")
    return f"{parts.scheme}://{parts.netloc}"


def page_policy(coshop_origin: str) -> str:
    """The Content-Security-Policy of the pages: the store itself and, when configured, coshop; nothing inline."""
    sockets = "ws" + coshop_origin.removeprefix("http") if coshop_origin else ""

    def rule(name: str, *sources: str) -> str:
        return " ".join([name, *(source for source in sources if source)])

    return "; ".join(
        [
            "default-src 'none'",
            rule("script-src", "'self'", coshop_origin),
            "style-src 'self'",
            rule("img-src", "'self'", "data:", coshop_origin),
            rule("font-src", "'self'"),
            rule("connect-src", "'self'", coshop_origin, sockets),
            rule("media-src", "'self'", "blob:", coshop_origin),
            "form-action 'self'",
            "frame-ancestors 'none'",
            "base-uri 'none'",
            "object-src 'none'",
        ]
    )


class SecurityHeaders:
    """ASGI middleware that adds the headers; routes may set their own Content-Security-Policy or Cache-Control first."""

    def __init__(self, app: ASGIApp, *, coshop_origin: str) -> None:
        self._app = app
        self._policy = page_policy(coshop_origin)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Passes the request on and completes the headers of the answer."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return

        async def complete(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                headers.setdefault("Content-Security-Policy", self._policy)
                headers.setdefault("Cache-Control", "private, no-cache")
                headers.setdefault("Cross-Origin-Resource-Policy", "same-origin")
                headers["Cross-Origin-Opener-Policy"] = "same-origin"
                headers["Permissions-Policy"] = (
                    "camera=(self), microphone=(self), display-capture=(self), geolocation=(), payment=()"
                )
                headers["Referrer-Policy"] = "strict-origin-when-cross-origin"
                headers["X-Content-Type-Options"] = "nosniff"
                headers["X-Frame-Options"] = "DENY"
            await send(message)

        await self._app(scope, receive, complete)


def came_from_own_page(request: Request, public_origin: str) -> bool:
    """Whether a changing request was sent by a page of this store.

    Browsers say so in Sec-Fetch-Site where the connection is trustworthy, and in Origin on every POST. A request with
    neither is not a browser's and carries no shopper's cookie by accident, but is refused all the same.
    """
    headers: Headers = request.headers
    site, origin = headers.get("sec-fetch-site"), headers.get("origin")
    if site is None and origin is None:
        return False
    if site is not None and site != "same-origin":
        return False
    own = {public_origin, f"{request.url.scheme}://{headers.get('host', '')}"}
    return origin is None or origin in own
