"""HTTP refusals: which status goes with which code, and pydantic's errors in words a person can act on."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import Response
from starlette.datastructures import Headers
from starlette.exceptions import HTTPException

from coshop.core.refusal import RefusalCode, Refused
from coshop.ports import Unavailable
from coshop.protocol import codec
from coshop.protocol.refusals import to_word
from coshop.protocol.views import Problem

_STATUS: dict[str, int] = {
    "malformed": 400,
    "unknown_type": 400,
    "unknown_address": 404,
    "unknown_method": 405,
    "invalid_field": 400,
    "price_not_accepted": 400,
    "unsupported_protocol": 400,
    "ticket_invalid": 401,
    "not_signed_in": 401,
    "wrong_password": 401,
    "revoked": 401,
    "origin_not_allowed": 403,
    "not_allowed": 403,
    "unknown_store": 404,
    "unknown_call": 404,
    "unknown_job": 404,
    "unknown_rehearsal": 404,
    "unknown_story": 404,
    "unknown_canary": 404,
    "unknown_product": 404,
    "unknown_variant": 404,
    "unknown_recording": 404,
    "too_slow": 408,
    "frame_too_large": 413,
    "rate_limited": 429,
    "too_many_frames": 429,
    "line_full": 503,
    "retry_later": 503,
}


def status_of(code: RefusalCode) -> int:
    """The HTTP status of a refusal; 409 for all that is refused because of the state of things."""
    return _STATUS.get(code, 409)


class Refusing(Exception):
    """Raised by a route to refuse. `retry_after_s` becomes the header Retry-After."""

    def __init__(
        self, code: RefusalCode, detail: str = "", *, status: int = 0, retry_after_s: int = 0
    ) -> None:
        super().__init__(f"{code}: {detail}")
        self.refused = Refused(code, detail)
        self.status = status or status_of(code)
        self.retry_after_s = retry_after_s


def problem_bytes(refused: Refused) -> bytes:
    """The JSON of a Problem."""
    return codec.encode(Problem(refusal=to_word(refused)))


def problem_response(refused: Refused, status: int, headers: Mapping[str, str] | None = None) -> Response:
    """A Problem as an answer that nothing caches."""
    return Response(
        problem_bytes(refused),
        status,
        media_type="application/json",
        headers={"cache-control": "no-store", "x-coshop-refusal": refused.code, **(headers or {})},
    )


def say_problems(app: FastAPI) -> None:
    """Make every refusal of the application a Problem."""

    async def refusing(_request: Request, error: Exception) -> Response:
        assert isinstance(error, Refusing)
        headers = {"retry-after": str(error.retry_after_s)} if error.retry_after_s else None
        return problem_response(error.refused, error.status, headers)

    async def invalid(_request: Request, error: Exception) -> Response:
        assert isinstance(error, RequestValidationError)
        return problem_response(invalid_words(error.errors()), 400)

    async def http(request: Request, error: Exception) -> Response:
        assert isinstance(error, HTTPException)
        if error.status_code == 405:
            named = Headers(error.headers).get("allow", "")
            allowed = tuple(method.strip() for method in named.split(",") if method)
            return problem_response(Refused("unknown_method", request.method, allowed), 405, error.headers)
        if error.status_code == 404:
            return problem_response(Refused("unknown_address", request.url.path[:200]), 404)
        return problem_response(
            Refused("malformed", str(error.detail)[:200]), error.status_code, error.headers
        )

    async def unavailable(_request: Request, _error: Exception) -> Response:
        return problem_response(Refused("retry_later"), 503, {"retry-after": "2"})

    app.add_exception_handler(Refusing, refusing)
    app.add_exception_handler(RequestValidationError, invalid)
    app.add_exception_handler(HTTPException, http)
    app.add_exception_handler(Unavailable, unavailable)


def invalid_words(errors: Sequence[Any]) -> Refused:
    """The first of pydantic's errors as a refusal that names the field."""
    first = errors[0]
    place = [str(part)[:64] for part in first["loc"][:8]]
    if first["type"] in ("json_invalid", "json_type", "model_attributes_type", "missing") and len(place) <= 1:
        return Refused("malformed", "the body is no JSON object")
    if first["type"] == "json_invalid":
        return Refused("malformed", "the body is no valid JSON")
    where = ".".join(place[1:] if place[0] in ("body", "query", "path", "header") else place)
    return Refused("invalid_field", f"{where}: {first['msg']}"[:300])
