"""What the server tells of a store, its products, its line and its people: shapes for screens, over socket and HTTP."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import StringConstraints

from coshop.core.call_types import CallKind, CallOutcome, Mode
from coshop.protocol import limits
from coshop.protocol.fields import NO_CONTROLS, Language, Word
from coshop.protocol.refusals import Refusal


class IceServer(Word):
    """As `RTCIceServer`."""

    urls: tuple[str, ...]
    username: str = ""
    credential: str = ""


class StoreView(Word):
    """What screens need to know of a store. `recording` `ask`: calls may be recorded where their people agree."""

    public_key: str
    name: str
    language: str
    currency: str
    accent: str
    recording: Literal["off", "ask"]
    recording_days: int
    """How long a recording is kept."""


class VariantView(Word):
    """A thing that can be put into the cart. Price in minor units of `currency`, from the store's feed."""

    variant_id: str
    sku: str
    title: str
    options: dict[str, str]
    price_minor: int
    currency: str
    in_stock: bool
    picture_url: str
    url: str


class ProductView(Word):
    """A product with its variants (1 to 100). `url` is its page in the store."""

    product_id: str
    title: str
    description: str
    brand: str
    group: str
    url: str
    picture_urls: tuple[str, ...]
    variants: tuple[VariantView, ...]


class SearchResults(Word):
    """Products that fit a query, best first."""

    query: str
    products: tuple[ProductView, ...]


class LineEntry(Word):
    """A shopper who waits, as associates see them."""

    call_id: str
    since_ms: int
    mode: Mode
    language: str
    name: str
    question: str
    page_title: str
    product_id: str
    ringing: bool
    kind: CallKind = "customer"


class AssociateView(Word):
    """The signed-in associate."""

    associate_id: str
    name: str
    email: str
    role: Literal["associate", "supervisor", "admin", "canary"]
    languages: tuple[str, ...]


class Availability(Word):
    """Whether a call would be answered now. `opens_at_ms` is 0 where no opening is known."""

    available: bool
    waiting: int
    wait_min_s: int
    wait_max_s: int
    associate_name: str
    opens_at_ms: int
    line_full: bool


# ---- HTTP bodies ----


class ShopperTokenRequest(Word):
    """POST /v1/shopper/tokens"""

    public_key: Annotated[
        str, StringConstraints(min_length=1, max_length=limits.PUBLIC_KEY_MAX_CHARS, pattern=NO_CONTROLS)
    ]


class ShopperToken(Word):
    """The shopper's opaque token, bound to store and origin, and a first ticket for the socket."""

    token: str
    shopper_id: str
    store: StoreView
    ticket: str


class Ticket(Word):
    """A single-use ticket for the socket's `hello`, good for `expires_s` seconds."""

    ticket: str
    expires_s: float


class SignInRequest(Word):
    """POST /v1/console/sign-in"""

    email: Annotated[
        str, StringConstraints(min_length=3, max_length=limits.EMAIL_MAX_CHARS, pattern=NO_CONTROLS)
    ]
    password: Annotated[str, StringConstraints(min_length=1, max_length=limits.PASSWORD_MAX_CHARS)]


class SignedIn(Word):
    """Who is signed in, and for which store."""

    associate: AssociateView
    store: StoreView


class CallSummary(Word):
    """A call of the associate's own, newest first, for the list of past calls."""

    call_id: str
    requested_at_ms: int
    ended_at_ms: int
    shopper_name: str
    end_reason: str
    outcome: CallOutcome | None
    note: str


class CallSummaries(Word):
    """GET /v1/console/calls"""

    calls: tuple[CallSummary, ...]


class Problem(Word):
    """The body of every HTTP refusal."""

    refusal: Refusal


SearchText = Annotated[str, StringConstraints(max_length=limits.SEARCH_MAX_CHARS)]
LanguageWord = Language
