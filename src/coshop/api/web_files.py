"""Serves the built web client: the loader, the widget's files, the console. It serves nothing outside its folder."""

from __future__ import annotations

import gzip
import hashlib
import mimetypes
import re
from dataclasses import dataclass
from pathlib import Path

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

_HASHED = re.compile(r"[-.][A-Za-z0-9_-]{8,}\.[a-z0-9]+$")
_TEXT = ("text/", "application/javascript", "application/json", "application/manifest+json", "image/svg+xml")
_MIN_COMPRESSED = 512
_TYPES = {".js": "text/javascript", ".mjs": "text/javascript", ".webmanifest": "application/manifest+json"}
FOREVER = "public, max-age=31536000, immutable"
SHORT = "public, max-age=300, stale-while-revalidate=86400"
ASK = "no-cache"
LANDING = b"""<!doctype html><html lang="en"><meta charset="utf-8"><meta name="viewport" content="width=device-width">
<title>coshop</title><h1>coshop</h1><p>This server connects shoppers with the people in the shop.</p>
<p><a href="/console/">Open the console</a></p></html>"""
NOT_BUILT = b"The web client is not built. Run `make build` in a checkout, or install the coshop wheel.\n"


@dataclass(frozen=True, slots=True)
class _File:
    body: bytes
    packed: bytes | None
    media_type: str
    etag: str
    stamp: tuple[int, int]


def console_policy(own_origins: frozenset[str]) -> str:
    """The console's Content-Security-Policy: nothing but our own files and socket; pictures of products from anywhere."""
    # A policy has no word for an IPv6 address: browsers complain of it, and take 'self' there.
    named = (origin for origin in own_origins if "[" not in origin)
    sockets = " ".join(sorted(origin.replace("http", "ws", 1) for origin in named))
    return (
        "default-src 'none'; script-src 'self'; style-src 'self'; font-src 'self'; manifest-src 'self'; "
        f"worker-src 'self'; connect-src 'self' {sockets}; img-src 'self' https: http: data: blob:; "
        "media-src 'self' blob: data:; frame-ancestors 'none'; base-uri 'none'; form-action 'self'"
    )


class WebFiles:
    """The files below `folder`, kept in memory with their gzip form; a changed file is read anew."""

    def __init__(self, folder: Path, own_origins: frozenset[str]) -> None:
        self._folder = folder.resolve()
        self._kept: dict[str, _File] = {}
        self._page_headers = {
            "content-security-policy": console_policy(own_origins),
            "permissions-policy": "camera=(self), microphone=(self), display-capture=(self), geolocation=()",
            "cross-origin-opener-policy": "same-origin",
        }

    async def landing(self, _request: Request) -> Response:
        """GET /"""
        return Response(LANDING, media_type="text/html", headers={**self._page_headers, "cache-control": ASK})

    async def loader(self, request: Request) -> Response:
        """GET /embed.js: a short life, so that an upgrade reaches every store soon."""
        return self._answer(request, "embed.js", SHORT)

    async def widget(self, request: Request) -> Response:
        """GET /widget/*"""
        path = f"widget/{request.path_params['path']}"
        return self._answer(request, path, FOREVER if _HASHED.search(path) else SHORT)

    async def console_root(self, _request: Request) -> Response:
        """GET /console"""
        return RedirectResponse("/console/", status_code=308)

    async def console(self, request: Request) -> Response:
        """GET /console/*: a file, or the one page for an address without a suffix."""
        rest = request.path_params["path"]
        name = "index.html" if not rest or "." not in rest.rsplit("/", 1)[-1] else rest
        answer = self._answer(
            request,
            f"console/{name}",
            FOREVER if _HASHED.search(name) and not name.endswith(".html") else ASK,
        )
        for header, value in self._page_headers.items():
            answer.headers[header] = value
        return answer

    def _answer(self, request: Request, path: str, cache: str) -> Response:
        file = self._file(path)
        if file is None:
            if not self._folder.is_dir():
                return Response(
                    NOT_BUILT, 503, media_type="text/plain", headers={"cache-control": "no-store"}
                )
            return Response(
                b"Not found\n", 404, media_type="text/plain", headers={"cache-control": "no-store"}
            )
        headers = {"etag": file.etag, "cache-control": cache, "vary": "Accept-Encoding"}
        if file.etag in [
            tag.strip().removeprefix("W/") for tag in request.headers.get("if-none-match", "").split(",")
        ]:
            return Response(status_code=304, headers=headers)
        body = file.body
        if file.packed is not None and "gzip" in request.headers.get("accept-encoding", ""):
            body, headers["content-encoding"] = file.packed, "gzip"
        headers["content-type"] = file.media_type
        return Response(body, headers=headers)

    def _file(self, path: str) -> _File | None:
        if "\x00" in path:
            return None
        target = (self._folder / path).resolve()
        if not target.is_relative_to(self._folder):
            return None
        try:
            status = target.stat()
            stamp = (status.st_mtime_ns, status.st_size)
            kept = self._kept.get(path)
            if kept is not None and kept.stamp == stamp:
                return kept
            body = target.read_bytes()
        except (OSError, ValueError):
            return None
        media_type = (
            _TYPES.get(target.suffix) or mimetypes.guess_type(target.name)[0] or "application/octet-stream"
        )
        text = media_type.startswith(_TEXT)
        packed = gzip.compress(body, 9, mtime=0) if text and len(body) >= _MIN_COMPRESSED else None
        file = _File(
            body=body,
            packed=packed if packed is not None and len(packed) < len(body) else None,
            media_type=f"{media_type}; charset=utf-8" if text else media_type,
            etag=f'"{hashlib.sha256(body).hexdigest()[:20]}"',
            stamp=stamp,
        )
        self._kept[path] = file
        return file
