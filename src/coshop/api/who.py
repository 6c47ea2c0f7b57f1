"""Finds out who asks: the shopper or worker of a bearer token, the associate of a session cookie. It refuses, or says who."""

from __future__ import annotations

from fastapi import Request

from coshop.api.parts import Parts
from coshop.api.problems import Refusing
from coshop.identity import Shopper, SignIn
from coshop.ports import WorkerKey

COOKIE = "coshop_session"
SUPERVISING = ("supervisor", "admin")


def parts_of(request: Request) -> Parts:
    """The parts this application was made with."""
    parts: Parts = request.app.state.parts
    return parts


def address_of(request: Request) -> str:
    """The client's network address."""
    address: str = request.scope["state"]["address"]
    return address


def origin_of_page(request: Request) -> str:
    """The origin of the page that asks; empty where no browser says one."""
    origin: str = request.scope["state"]["origin"]
    return origin


def bearer(request: Request) -> str:
    """The token of an Authorization header, or nothing."""
    kind, _, token = request.headers.get("authorization", "").partition(" ")
    return token.strip() if kind.lower() == "bearer" else ""


async def signed_in(request: Request) -> SignIn:
    """The associate whose session cookie came along. Raises Refusing(not_signed_in)."""
    token = request.cookies.get(COOKIE, "")
    sign_in = await parts_of(request).keyring.sign_in(token) if token else None
    if sign_in is None:
        raise Refusing("not_signed_in")
    return sign_in


def leads(who: SignIn) -> bool:
    """Whether this is somebody who sees what the whole store does."""
    return who.associate.role in SUPERVISING


async def supervising(request: Request) -> SignIn:
    """A supervisor or admin. Raises Refusing."""
    who = await signed_in(request)
    if not leads(who):
        raise Refusing("not_allowed", "for supervisors")
    return who


async def worker_key(request: Request) -> WorkerKey:
    """The key of the worker that asks. Raises Refusing(not_signed_in)."""
    secret = bearer(request)
    key = await parts_of(request).worker_keys.holder(secret) if secret else None
    if key is None:
        raise Refusing("not_signed_in", "this worker key is unknown or was removed: see coshop workers list")
    return key


async def shopper(request: Request) -> Shopper:
    """The shopper whose token came along, asked from the page the token is bound to. Raises Refusing."""
    found = await parts_of(request).keyring.shopper(bearer(request), origin_of_page(request))
    if found is None:
        raise Refusing("not_signed_in", "the token is unknown, expired or bound to another origin")
    return found


def limit(request: Request, rule: str, key: str) -> None:
    """Count one against a rule. Raises Refusing(rate_limited)."""
    wait_s = parts_of(request).rates.hit(rule, key)
    if wait_s:
        raise Refusing("rate_limited", retry_after_s=wait_s)
