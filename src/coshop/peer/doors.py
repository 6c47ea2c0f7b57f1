"""How a client gets in over HTTP: tokens, sign-in and tickets ([HTTP5]–[HTTP7]), and products. It opens no socket."""

from __future__ import annotations

import ssl
from collections.abc import Mapping
from typing import Any, Protocol
from urllib.parse import quote, urlsplit

import httpx
from pydantic import ValidationError

from coshop.protocol import practice_views, review_views, views
from coshop.protocol.refusals import Refusal

TIMEOUT_S = 5.0
SESSION_COOKIE = "coshop_session"


class DoorRefused(Exception):
    """The server said no over HTTP. `status` is the HTTP status, `refusal` the reason where one was given."""

    def __init__(self, status: int, refusal: Refusal | None) -> None:
        super().__init__(
            f"{status} {refusal.code}: {refusal.message} {refusal.detail}" if refusal else str(status)
        )
        self.status = status
        self.refusal = refusal

    @property
    def passing(self) -> bool:
        """Whether the same request may succeed in a moment."""
        return self.status >= 500 or self.status == 429


class Door(Protocol):
    """What a socket needs of HTTP: an origin to name, and a ticket each time."""

    @property
    def origin(self) -> str: ...
    async def ticket(self, base_url: str) -> str:
        """A fresh ticket. Raises DoorRefused, httpx.TransportError."""
        ...

    def forget(self) -> None:
        """Begin anew: the token or sign-in is not good any more."""
        ...

    async def close(self) -> None: ...


class _HttpDoor:
    """The HTTP client that both kinds of door use. `verify` may say which certificates to trust."""

    def __init__(self, origin: str, verify: bool | ssl.SSLContext) -> None:
        self.origin = origin
        self._http = httpx.AsyncClient(timeout=TIMEOUT_S, trust_env=False, verify=verify)

    async def close(self) -> None:
        """Let go of the connections."""
        await self._http.aclose()

    async def _ask(
        self, method: str, url: str, body: Mapping[str, Any] | None = None, token: str = ""
    ) -> bytes:
        headers = {"Origin": self.origin} if self.origin else {}
        if token:
            headers["Authorization"] = f"Bearer {token}"
        answer = await self._http.request(method, url, json=body, headers=headers)
        if answer.is_success:
            return answer.content
        try:
            refusal = views.Problem.model_validate_json(answer.content).refusal
        except ValidationError:
            refusal = None
        raise DoorRefused(answer.status_code, refusal)


class ShopperDoor(_HttpDoor):
    """An anonymous shopper of one store, asking from one of the store's origins.

    One that is `given` a token (a rehearsal's, a canary's) never asks for another: that would be a customer's.
    """

    def __init__(
        self,
        public_key: str,
        *,
        origin: str,
        verify: bool | ssl.SSLContext = True,
        given: views.ShopperToken | None = None,
    ) -> None:
        super().__init__(origin, verify)
        self.public_key = public_key
        self.token = given
        self._given = given is not None
        self._first_ticket = given.ticket if given is not None else ""

    async def ticket(self, base_url: str) -> str:
        """The token's own first ticket, later further ones. A token that is not good any more is replaced once."""
        if self.token is not None and not self._first_ticket:
            try:
                content = await self._ask("POST", f"{base_url}/v1/shopper/tickets", {}, self.token.token)
                return views.Ticket.model_validate_json(content).ticket
            except DoorRefused as refused:
                if refused.status != 401 or self._given:
                    raise
                self.forget()
        if self.token is None:
            body = {"public_key": self.public_key}
            content = await self._ask("POST", f"{base_url}/v1/shopper/tokens", body)
            self.token = views.ShopperToken.model_validate_json(content)
            self._first_ticket = self.token.ticket
        ticket, self._first_ticket = self._first_ticket, ""
        return ticket

    def forget(self) -> None:
        """Ask for a new token next time: another shopper, as far as the server knows."""
        if not self._given:
            self.token, self._first_ticket = None, ""

    async def availability(self, base_url: str) -> views.Availability:
        """Whether somebody would answer now."""
        content = await self._ask(
            "GET", f"{base_url}/v1/stores/{quote(self.public_key, safe='')}/availability"
        )
        return views.Availability.model_validate_json(content)

    async def product(self, base_url: str, product_id: str) -> views.ProductView:
        """A product of the store. Raises DoorRefused (404 `unknown_product`)."""
        token = self.token.token if self.token else ""
        content = await self._ask("GET", f"{base_url}/v1/products/{quote(product_id, safe='')}", token=token)
        return views.ProductView.model_validate_json(content)


class AssociateDoor(_HttpDoor):
    """An associate with e-mail and password; the session is a cookie. `origin` is the server's own unless given.

    With `session` there is one already, and no password is needed as long as it is in force. Without `as_page` no origin is
    named, as from a program: so any address of the server will do.
    """

    def __init__(
        self,
        email: str,
        password: str,
        *,
        origin: str = "",
        verify: bool | ssl.SSLContext = True,
        session: str = "",
        as_page: bool = True,
    ) -> None:
        super().__init__(origin, verify)
        self._given_origin = origin
        self._as_page = as_page
        self._sign_in = {"email": email, "password": password}
        self._session = session
        self.signed_in: views.SignedIn | None = None
        if session:
            self._http.cookies.set(SESSION_COOKIE, session)

    async def ticket(self, base_url: str) -> str:
        """A ticket, after signing in where needed; a session that has ended is renewed once."""
        if self._as_page:
            self.origin = self._given_origin or origin_of(base_url)
        if self.signed_in is not None or self._session:
            try:
                return await self._ticket(base_url)
            except DoorRefused as refused:
                if refused.status != 401 or self._session:
                    raise
        content = await self._ask("POST", f"{base_url}/v1/console/sign-in", dict(self._sign_in))
        self.signed_in = views.SignedIn.model_validate_json(content)
        return await self._ticket(base_url)

    def forget(self) -> None:
        """Sign in anew next time."""
        self.signed_in = None
        if not self._session:
            self._http.cookies.clear()

    async def search(self, base_url: str, query: str, limit: int = 20) -> views.SearchResults:
        """Products of the store that fit."""
        content = await self._ask("GET", f"{base_url}/v1/products?q={quote(query, safe='')}&limit={limit}")
        return views.SearchResults.model_validate_json(content)

    async def product(self, base_url: str, product_id: str) -> views.ProductView:
        """A product of the store. Raises DoorRefused (404 `unknown_product`)."""
        content = await self._ask("GET", f"{base_url}/v1/products/{quote(product_id, safe='')}")
        return views.ProductView.model_validate_json(content)

    async def sign_out_everywhere(self, base_url: str) -> None:
        """End every session of this associate; their sockets close with 4403."""
        await self._ask("POST", f"{base_url}/v1/console/sign-out-everywhere", {})

    async def sign_out(self, base_url: str) -> None:
        """End this session."""
        await self._ask("POST", f"{base_url}/v1/console/sign-out", {})

    async def canary_shopper(self, base_url: str) -> practice_views.CanaryShopper:
        """Begin a canary's run and get its shopper ([CANARY2]). Raises DoorRefused (`not_allowed`, `canary_running`)."""
        content = await self._ask("POST", f"{base_url}/v1/console/canary/shopper", {})
        return practice_views.CanaryShopper.model_validate_json(content)

    async def report_canary(self, base_url: str, run_id: str, said: practice_views.CanaryReport) -> None:
        """Say what came of a run ([CANARY3])."""
        await self._ask(
            "POST",
            f"{base_url}/v1/console/canary/runs/{quote(run_id, safe='')}",
            said.model_dump(mode="json"),
        )

    async def _ticket(self, base_url: str) -> str:
        content = await self._ask("POST", f"{base_url}/v1/console/tickets", {})
        return views.Ticket.model_validate_json(content).ticket


class WorkerDoor(_HttpDoor):
    """A worker with a key ([WORK2]). `verify` says whom to trust."""

    def __init__(self, key: str, *, verify: bool | ssl.SSLContext = True) -> None:
        super().__init__("", verify)
        self._key = key
        self.trust = verify if isinstance(verify, ssl.SSLContext) else None
        """What participants that a job brings along are to trust, too; None: the usual."""

    async def ticket(self, base_url: str) -> str:
        """A ticket for this key."""
        content = await self._ask("POST", f"{base_url}/v1/workers/tickets", {}, self._key)
        return views.Ticket.model_validate_json(content).ticket

    async def job_shopper(self, base_url: str, job_id: str) -> practice_views.JobShopper:
        """Whom a job that this worker holds plays ([REHEARSE5]). Raises DoorRefused, and httpx.TransportError."""
        url = f"{base_url}/v1/workers/jobs/{quote(job_id, safe='')}/shopper"
        return practice_views.JobShopper.model_validate_json(await self._ask("POST", url, {}, self._key))

    async def recording_erased(self, base_url: str, recording_id: str) -> bool:
        """Whether a recording was erased ([REV8]). Raises DoorRefused, and httpx.TransportError."""
        url = f"{base_url}/v1/workers/recordings/{quote(recording_id, safe='')}"
        answer = await self._ask("GET", url, token=self._key)
        return review_views.RecordingStands.model_validate_json(answer).erased

    def forget(self) -> None:
        """The key is all there is."""


def origin_of(url: str) -> str:
    """Scheme, host and port of an address, as a browser would name it."""
    parts = urlsplit(url)
    return f"{parts.scheme}://{parts.netloc}"


def socket_url(base_url: str) -> str:
    """Where the WebSocket of a server is."""
    return f"{base_url.replace('http', 'ws', 1).rstrip('/')}/v1/socket"
