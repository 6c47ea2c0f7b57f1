"""The routes of the console: sign in and out, who am I, tickets, past calls."""

from __future__ import annotations

import hashlib
from typing import Annotated

from fastapi import APIRouter, Depends, Request, Response

from coshop.api.address import rate_key
from coshop.api.problems import Refusing
from coshop.api.views import signed_in_view
from coshop.api.who import COOKIE, address_of, limit, origin_of_page, parts_of, signed_in
from coshop.identity import SignIn
from coshop.identity.keyring import SESSION_MAX_MS
from coshop.protocol import limits
from coshop.protocol.views import CallSummaries, SignedIn, SignInRequest, Ticket

router = APIRouter(prefix="/v1/console")
PAST_CALLS_MAX = 100
Who = Annotated[SignIn, Depends(signed_in)]


@router.post("/sign-in")
async def sign_in(request: Request, response: Response, body: SignInRequest) -> SignedIn:
    """Open a session. An unknown e-mail takes as long and is answered as a wrong password is."""
    parts = parts_of(request)
    email = body.email.strip().lower()
    limit(request, "sign_ins_per_address", rate_key(address_of(request)))
    limit(request, "sign_ins_per_email", hashlib.sha256(email.encode()).hexdigest())
    associate = await parts.directory.associate_by_email(email)
    usable = associate is not None and associate.active
    fits = await parts.passwords.fits(
        body.password, associate.password_hash if associate and usable else None
    )
    if associate is None or not fits:
        raise Refusing("wrong_password")
    if parts.passwords.outdated(associate.password_hash):
        fresh = await parts.passwords.remake(body.password)
        await parts.directory.renew_password_hash(associate.associate_id, associate.password_hash, fresh)
    token = await parts.keyring.open_session(associate)
    opened = await parts.keyring.sign_in(token)
    if opened is None:
        raise Refusing("retry_later")
    response.set_cookie(
        COOKIE,
        token,
        max_age=SESSION_MAX_MS // 1000,
        path="/",
        secure=_secure(request),
        httponly=True,
        samesite="strict",
    )
    return signed_in_view(opened)


@router.post("/sign-out", status_code=204)
async def sign_out(request: Request, response: Response, who: Who) -> None:
    """Close this session. Other devices stay signed in."""
    await parts_of(request).keyring.close_session(who)
    _forget_cookie(request, response)


@router.post("/sign-out-everywhere", status_code=204)
async def sign_out_everywhere(request: Request, response: Response, who: Who) -> None:
    """Close every session and every socket of this associate, on all devices."""
    parts = parts_of(request)
    await parts.keyring.revoke(who.associate.associate_id)
    await parts.board.revoke(who.associate.associate_id)
    _forget_cookie(request, response)


@router.get("/me")
async def me(who: Who) -> SignedIn:
    """Who is signed in."""
    return signed_in_view(who)


@router.post("/tickets")
async def ticket(request: Request, who: Who) -> Ticket:
    """A ticket for the socket; it is good for the Origin that asks (none, where no browser asks)."""
    limit(request, "tickets_per_token", who.session)
    made = await parts_of(request).keyring.associate_ticket(who, origin_of_page(request))
    return Ticket(ticket=made, expires_s=limits.TICKET_LIFETIME_S)


@router.get("/calls")
async def calls(request: Request, who: Who) -> CallSummaries:
    """The associate's own past calls, newest first."""
    past = await parts_of(request).journal.past_calls(who.associate.associate_id, PAST_CALLS_MAX)
    return CallSummaries(calls=past)


def _secure(request: Request) -> bool:
    return bool(request.scope["state"]["secure"]) or parts_of(request).secure


def _forget_cookie(request: Request, response: Response) -> None:
    response.delete_cookie(COOKIE, path="/", secure=_secure(request), httponly=True, samesite="strict")
