"""What happens to every HTTP request before its route: address and rate, body size, who may write, CORS, headers, the log.

One plain ASGI layer. It reads no body beyond counting it, and writes neither query strings nor secrets into the log.
"""

from __future__ import annotations

import asyncio
import time
from typing import Any

import structlog
from starlette.datastructures import Headers, MutableHeaders
from starlette.responses import Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from coshop.api.address import rate_key
from coshop.api.parts import Parts
from coshop.api.problems import problem_response
from coshop.core.refusal import Refused
from coshop.identity import is_origin
from coshop.ports import Unavailable
from coshop.protocol import limits

log = structlog.get_logger("coshop.http")
SHOPPER_PATHS = ("/v1/stores/", "/v1/shopper/", "/v1/products/")
PUBLIC_FILES = ("/embed.js", "/widget/")
_SAFE = frozenset({"GET", "HEAD", "OPTIONS"})
_HEADERS: tuple[tuple[str, str], ...] = (
    ("x-content-type-options", "nosniff"),
    ("referrer-policy", "strict-origin-when-cross-origin"),
)


class _Gone(Exception):
    """The client went away while its body was read."""


class Guard:
    """Wraps the application. `parts.own_origins` may write to the console; stores' origins are answered with CORS."""

    def __init__(self, app: ASGIApp, parts: Parts) -> None:
        self._app = app
        self._parts = parts

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """ASGI."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        began = time.perf_counter()
        headers = Headers(scope=scope)
        peer = scope["client"][0] if scope.get("client") else ""
        address = self._parts.addresses.client(peer, ",".join(headers.getlist("x-forwarded-for")))
        secure = self._parts.addresses.secure(
            peer, scope["scheme"] == "https", headers.get("x-forwarded-proto", "")
        )
        origin = _origin(headers, secure=secure)
        scope.setdefault("state", {}).update(address=address, secure=secure, origin=origin)
        answered: dict[str, Any] = {"status": 0, "refusal": ""}
        path: str = scope["path"]
        allowed = await self._cors_origin(path, headers.get("origin", ""))

        async def answer(message: Message) -> None:
            if message["type"] == "http.response.start":
                out = MutableHeaders(scope=message)
                answered["status"], answered["refusal"] = message["status"], out.get("x-coshop-refusal", "")
                _finish_headers(out, path, allowed)
                if "x-coshop-refusal" in out:
                    del out["x-coshop-refusal"]
            await send(message)

        try:
            refusal = await self._refusal(scope, headers, address, allowed)
            body: bytes | None = b""
            if refusal is None and scope["method"] not in _SAFE:
                try:
                    body = await _body(receive)
                except TimeoutError:
                    refusal = _too_slow()
            if body is None:
                refusal = _too_large()
            if refusal is not None:
                await refusal(scope, receive, answer)
            else:
                await self._run(scope, _replayed(body or b"", receive), answer, answered)
        except _Gone:
            answered["status"] = 499  # nobody is there to answer
        finally:
            self._write_down(scope, address, answered, time.perf_counter() - began)

    async def _run(self, scope: Scope, receive: Receive, answer: Send, answered: dict[str, Any]) -> None:
        try:
            await self._app(scope, receive, answer)
        except Exception:
            log.exception("a request failed", path=scope["path"])
            if not answered["status"]:
                await problem_response(Refused("retry_later"), 500)(scope, receive, answer)

    async def _refusal(self, scope: Scope, headers: Headers, address: str, allowed: str) -> Response | None:
        """An answer that needs no route, or None."""
        parts, path, method = self._parts, scope["path"], scope["method"]
        if path.startswith("/v1/") or path == "/metrics":
            wait_s = parts.rates.hit("requests_per_address", rate_key(address))
            if wait_s:
                return problem_response(Refused("rate_limited"), 429, {"retry-after": str(wait_s)})
        if path.startswith("/v1/") and ("\x00" in path or b"%00" in scope["query_string"]):
            return problem_response(Refused("invalid_field", "the address holds a zero byte"), 400)
        if method == "OPTIONS" and path.startswith((*SHOPPER_PATHS, *PUBLIC_FILES)):
            return _preflight(headers, allowed)
        length = headers.get("content-length", "0")
        if not length.isdigit() or len(length) > 12 or int(length) > limits.FRAME_MAX_BYTES:
            return _too_large()
        if method not in _SAFE:
            return self._write_refusal(path, headers)
        return None

    def _write_refusal(self, path: str, headers: Headers) -> Response | None:
        """Only pages of ours write to the console, and only JSON is taken: no form of another site can do either."""
        content_type = headers.get("content-type", "")
        has_body = headers.get("content-length", "0") != "0" or "transfer-encoding" in headers
        if (has_body or content_type) and content_type.partition(";")[
            0
        ].strip().lower() != "application/json":
            return problem_response(Refused("invalid_field", "content-type: send application/json"), 415)
        if path.startswith("/v1/shopper/"):
            return None  # the route compares Origin with the list of the store
        origins = headers.getlist("origin")
        site = headers.get("sec-fetch-site", "same-origin")
        if any(origin not in self._parts.own_origins for origin in origins) or site not in (
            "same-origin",
            "none",
        ):
            detail = (
                f"{origins[0][:200] if origins else site}: the console of this server is at "
                + " or ".join(sorted(self._parts.own_origins))
            )
            return problem_response(Refused("origin_not_allowed", detail[:300]), 403)
        return None

    async def _cors_origin(self, path: str, origin: str) -> str:
        """The origin to name in Access-Control-Allow-Origin, or nothing."""
        if path.startswith(PUBLIC_FILES):
            return "*"
        if not origin or not path.startswith(SHOPPER_PATHS) or not is_origin(origin):
            return ""
        try:
            return origin if await self._parts.origins.listed(origin) else ""
        except Unavailable:
            return ""

    def _write_down(self, scope: Scope, address: str, answered: dict[str, Any], seconds: float) -> None:
        status, refusal = answered["status"], answered["refusal"]
        self._parts.metrics.requests.labels(str(status)).inc()
        if refusal:
            self._parts.metrics.http_refusals.labels(refusal).inc()
        quiet = scope["path"] in ("/healthz", "/readyz", "/metrics") and status == 200
        write = log.debug if quiet else log.info
        write(
            "request",
            method=scope["method"],
            path=scope["path"][:300],
            status=status,
            refusal=refusal,
            ms=round(seconds * 1000, 1),
            client=self._parts.pseudonym(address),
        )


def _origin(headers: Headers, *, secure: bool) -> str:
    """The page's origin: the Origin header, or our own address where the browser says it is the same site's."""
    named = headers.getlist("origin")
    if named:
        return named[0] if len(named) == 1 else "null"
    if headers.get("sec-fetch-site") == "same-origin" and "host" in headers:
        return f"{'https' if secure else 'http'}://{headers['host']}"
    return ""


def _finish_headers(out: MutableHeaders, path: str, allowed: str) -> None:
    for name, value in _HEADERS:
        out.setdefault(name, value)
    if allowed:
        out["access-control-allow-origin"] = allowed
    if path.startswith(PUBLIC_FILES):
        out["cross-origin-resource-policy"] = "cross-origin"
        out["timing-allow-origin"] = "*"
    elif path.startswith(SHOPPER_PATHS):
        out["cross-origin-resource-policy"] = "cross-origin"
        out.add_vary_header("Origin")
        if allowed:
            out["access-control-expose-headers"] = "retry-after"
    else:
        out["cross-origin-resource-policy"] = "same-origin"
        out["x-frame-options"] = "DENY"
    if path.startswith("/v1/"):
        out.setdefault("cache-control", "no-store")


def _preflight(headers: Headers, allowed: str) -> Response:
    if not allowed:
        return problem_response(Refused("origin_not_allowed", headers.get("origin", "")[:200]), 403)
    return Response(
        status_code=204,
        headers={
            "access-control-allow-methods": "GET, POST",
            "access-control-allow-headers": "authorization, content-type",
            "access-control-max-age": "600",
        },
    )


def _too_large() -> Response:
    return problem_response(Refused("frame_too_large", f"{limits.FRAME_MAX_BYTES} bytes at most"), 413)


def _too_slow() -> Response:
    detail = f"the body did not come within {limits.BODY_TIMEOUT_S:.0f} s"
    return problem_response(Refused("too_slow", detail), 408, {"connection": "close"})


async def _body(receive: Receive) -> bytes | None:
    """The whole body, within ten seconds; None where it is larger than the limit. Raises TimeoutError, _Gone."""
    body = bytearray()
    async with asyncio.timeout(limits.BODY_TIMEOUT_S):
        while True:
            message = await receive()
            if message["type"] != "http.request":
                raise _Gone
            body += message.get("body", b"")
            if len(body) > limits.FRAME_MAX_BYTES:
                return None
            if not message.get("more_body", False):
                return bytes(body)


def _replayed(body: bytes, receive: Receive) -> Receive:
    given = False

    async def replay() -> Message:
        nonlocal given
        if given:
            return await receive()
        given = True
        return {"type": "http.request", "body": body, "more_body": False}

    return replay
