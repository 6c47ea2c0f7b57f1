"""Makes secrets and ids, and the digest under which a secret is stored. It keeps nothing."""

from __future__ import annotations

import hashlib
import hmac
import secrets

TOKEN_MAX_CHARS = 128


def new_token() -> str:
    """An opaque secret of 256 random bits, 43 URL-safe characters."""
    return secrets.token_urlsafe(32)


def new_id(prefix: str) -> str:
    """A fresh id of 120 random bits, such as `shp_…`: letters, digits, `_` and `-`."""
    return f"{prefix}_{secrets.token_urlsafe(15)}"


def digest(token: str) -> str:
    """The SHA-256 of a secret in hex: what is stored of it. The secret is random, so no salt is needed."""
    return hashlib.sha256(token.encode()).hexdigest()


def pseudonym(secret: str, address: str) -> str:
    """A short stable name of a network address for logs, from which the address cannot be read without the secret."""
    return hmac.new(secret.encode(), address.encode(), hashlib.sha256).hexdigest()[:12]
