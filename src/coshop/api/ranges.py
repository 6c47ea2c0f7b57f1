"""Answers with a part of a sealed file, as players ask for it (RFC 9110, 14). It opens nothing before it is asked for."""

from __future__ import annotations

import re
from collections.abc import AsyncIterator
from typing import Literal

from starlette.requests import Request
from starlette.responses import Response, StreamingResponse

from coshop.api.problems import problem_response
from coshop.core.refusal import Refused
from coshop.ports import RecordingFiles

PIECE_BYTES = 256 * 1024
_ONE = re.compile(r"bytes=(\d{0,15})-(\d{0,15})")


def wanted(header: str, length: int) -> tuple[int, int] | Literal["whole", "nothing"]:
    """First and last byte that a Range header asks for; `whole` for one that is none or names several, `nothing` behind the end."""
    found = _ONE.fullmatch(header.replace(" ", ""))
    if found is None or found.group(0) == "bytes=-":
        return "whole"
    first, last = found.groups()
    if not first:
        return (max(0, length - int(last)), length - 1) if int(last) and length else "nothing"
    if last and int(last) < int(first):
        return "whole"
    start = int(first)
    return (start, min(int(last), length - 1) if last else length - 1) if start < length else "nothing"


async def ranged(
    request: Request, files: RecordingFiles, name: str, media_type: str, disposition: str
) -> Response:
    """The file, or the part that is asked for. Raises RecordingGone, RecordingUnreadable, Unavailable."""
    length = await files.length(name)
    span = wanted(request.headers.get("range", ""), length)
    if span == "nothing":
        refused = Refused("invalid_field", f"range: the file has {length} bytes")
        return problem_response(refused, 416, {"content-range": f"bytes */{length}"})
    start, end = (0, length - 1) if span == "whole" else span
    first = await files.read(name, start, min(PIECE_BYTES, end + 1 - start))
    headers = {
        "accept-ranges": "bytes",
        "cache-control": "no-store",
        "content-disposition": disposition,
        "content-length": str(end + 1 - start),
    }
    if span != "whole":
        headers["content-range"] = f"bytes {start}-{end}/{length}"
    return StreamingResponse(
        _pieces(files, name, first, start, end), 200 if span == "whole" else 206, headers, media_type
    )


async def _pieces(
    files: RecordingFiles, name: str, first: bytes, start: int, end: int
) -> AsyncIterator[bytes]:
    """The first was read before the answer began, so that what cannot be opened is still refused with a status."""
    yield first
    at = start + len(first)
    while at <= end:
        piece = await files.read(name, at, min(PIECE_BYTES, end + 1 - at))
        if not piece:
            return
        at += len(piece)
        yield piece
