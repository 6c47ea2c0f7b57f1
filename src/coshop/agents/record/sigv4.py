"""Signs requests to S3 and everything that speaks like it: AWS Signature Version 4, in the header. Pure: time is an argument."""

from __future__ import annotations

import hmac
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from hashlib import sha256
from urllib.parse import quote, urlsplit

_ALGORITHM = "AWS4-HMAC-SHA256"


@dataclass(frozen=True, slots=True)
class Credentials:
    """Who asks. `token` is for credentials that were given for a while."""

    access_key: str
    secret_key: str = field(repr=False)
    region: str = "us-east-1"
    token: str = field(default="", repr=False)


def signed_headers(
    credentials: Credentials,
    method: str,
    url: str,
    *,
    at: datetime,
    body: bytes = b"",
    query: Mapping[str, str] | None = None,
    headers: Mapping[str, str] | None = None,
) -> dict[str, str]:
    """The headers to send: those given, and the signature's. `url` has no query; its path is not yet percent-encoded."""
    parts = urlsplit(url)
    stamp = at.astimezone(UTC).strftime("%Y%m%dT%H%M%SZ")
    digest = sha256(body).hexdigest()
    sent = {**(headers or {}), "host": parts.netloc, "x-amz-date": stamp, "x-amz-content-sha256": digest}
    if credentials.token:
        sent["x-amz-security-token"] = credentials.token
    lower = {name.lower(): " ".join(value.split()) for name, value in sent.items()}
    names = ";".join(sorted(lower))
    canonical = "\n".join(
        (
            method,
            quote(parts.path or "/", safe="/-_.~"),
            canonical_query(query or {}),
            *(f"{name}:{lower[name]}" for name in sorted(lower)),
            "",
            names,
            digest,
        )
    )
    scope = f"{stamp[:8]}/{credentials.region}/s3/aws4_request"
    to_sign = "\n".join((_ALGORITHM, stamp, scope, sha256(canonical.encode()).hexdigest()))
    key = f"AWS4{credentials.secret_key}".encode()
    for part in (*scope.split("/"), to_sign):
        key = hmac.digest(key, part.encode(), "sha256")
    sent["authorization"] = (
        f"{_ALGORITHM} Credential={credentials.access_key}/{scope}, SignedHeaders={names}, Signature={key.hex()}"
    )
    return sent


def canonical_query(query: Mapping[str, str]) -> str:
    """A query in the one order and encoding that is signed; to be sent just like this."""
    pairs = sorted((quote(name, safe="-_.~"), quote(value, safe="-_.~")) for name, value in query.items())
    return "&".join(f"{name}={value}" for name, value in pairs)
