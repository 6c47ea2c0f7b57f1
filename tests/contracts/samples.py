"""Values that the contract tests put in: a store, its people, calls in each phase, one event of every type."""

from __future__ import annotations

from collections.abc import Sequence

from coshop.core import events as e
from coshop.core import recording_types as r
from coshop.core.call_types import (
    Call,
    CallKind,
    ChatMessage,
    Checkout,
    Ended,
    LeftOut,
    Live,
    Page,
    Participant,
    Phase,
    Ringing,
    Shown,
    Waiting,
)
from coshop.core.cart_types import Cart, CartChange, StoreCart, StoreLine
from coshop.core.events import Entry, Event
from coshop.core.guest_types import Guest, GuestChanged, GuestJoined, GuestLeft
from coshop.ports import Append, Associate, Claim, Occupy, Release, Store, StoredAnswer
from coshop.protocol.views import ProductView, VariantView
from coshop.storage import Storage

STORE = Store(
    store_id="store-one",
    public_key="pk_one",
    name="Höhe & Söhne",
    language="de",
    currency="EUR",
    accent="#0a5c5c",
    origins=("https://shop.example", "http://127.0.0.1:8100"),
    time_zone="Europe/Vienna",
    hours={1: (("09:00", "12:00"), ("13:00", "18:00")), 6: (("10:00", "14:00"),)},
    line_limit=7,
    relay_only=True,
    tell_listening=False,
    recording="ask",
)
ANN = Associate(
    associate_id="associate-ann",
    store_id="store-one",
    email="Ann@Shop.example",
    name="Ann",
    role="associate",
    languages=("en", "de"),
    password_hash="$argon2id$x",
)
BEN = Associate(
    associate_id="associate-ben",
    store_id="store-one",
    email="ben@shop.example",
    name="Ben",
    role="supervisor",
    languages=("en",),
    password_hash="$argon2id$y",
)

SHOPPER = Participant(person_id="shopper-sue", name="Sue", client_id="client-sue")
PAGE = Page(url="https://shop.example/p/1", title="Leinenhemd “Møre”", product_id="P1", variant_id="P1-M")
CHANGE = CartChange(
    change_id="change-00000001",
    kind="add",
    by="associate",
    at_ms=1_500,
    variant_id="P1-M",
    product_id="P1",
    line_id="",
    quantity=2,
    quantity_before=0,
    state="partly_applied",
    applied_quantity=1,
    reason="limited_stock",
)
GUEST = Guest(
    guest_id="guest-00000001",
    role="listener",
    person_id="associate-ben",
    name="Ben",
    client_id="desk-1",
    told=True,
    joined_at_ms=6,
)
RECORDING = r.Recording(
    state="paused", since_ms=9, text_version="2026-11",
    consents=(
        r.Consent(side="shopper", agreed=False, text_version="2026-11", language="de-AT", at_ms=7),
        r.Consent(side="associate", agreed=True, text_version="2026-11", language="en", at_ms=8),
    ),
    recorded=("associate",),
    paused_by="shopper", pause_reason="checkout",
)  # fmt: skip
STORE_CART = StoreCart(
    lines=(
        StoreLine(
            line_id="line-1",
            variant_id="P1-M",
            product_id="P1",
            title="Linen shirt",
            variant_title="Navy, M",
            quantity=1,
            line_total_minor=4_900,
        ),
    ),
    subtotal_minor=4_900,
    discount_minor=900,
    total_minor=4_000,
    currency="EUR",
)


def participant(associate: Associate = ANN) -> Participant:
    return Participant(person_id=associate.associate_id, name=associate.name, client_id="tablet-1")


def waiting() -> Waiting:
    return Waiting(deadline_ms=9_000, returned=True)


def ringing(associate: Associate = ANN) -> Ringing:
    return Ringing(
        associate=participant(associate), rang_at_ms=1_200, deadline_ms=3_000, waiting_deadline_ms=9_000
    )


def live(associate: Associate = ANN, accepted_at_ms: int = 2_000) -> Live:
    return Live(associate=participant(associate), accepted_at_ms=accepted_at_ms)


def ended(associate: Associate | None = ANN, *, answered: bool = True) -> Ended:
    return Ended(
        reason="ended_by_shopper",
        ended_at_ms=8_000,
        associate=None if associate is None else participant(associate),
        answered=answered,
        outcome="sold",
        note="likes navy",
    )


def call(
    call_id: str = "call-00000001",
    phase: Phase | None = None,
    *,
    store_id: str = "store-one",
    shopper_id: str = "",
    requested_at_ms: int = 1_000,
    kind: CallKind = "customer",
    guests: tuple[Guest, ...] = (),
) -> Call:
    """A call with something in every field. The first is Sue's, each other one somebody else's unless named."""
    shopper_id = shopper_id or ("shopper-sue" if call_id == "call-00000001" else f"shopper-of-{call_id}")
    return Call(
        call_id=call_id,
        store_id=store_id,
        mode="video",
        language="de-AT",
        requested_at_ms=requested_at_ms,
        question="Passt das? \x00 \U0001f600",
        shopper=Participant(
            person_id=shopper_id, name="Sue", client_id="client-sue", lost_at_ms=5, lost_reason="page_change"
        ),
        page=PAGE,
        phase=phase or waiting(),
        left_out=(LeftOut(associate_id="associate-ben", until_ms=77),),
        shown=(Shown(product_id="P1", variant_id="", at_ms=3),),
        cart=Cart(store=STORE_CART, changes=(CHANGE,)),
        chat=(ChatMessage(message_id="message-1", by="shopper", text="hi", at_ms=4),),
        checkout=Checkout(step="failed", at_ms=5, reason="card declined"),
        kind=kind,
        reserved_for="" if kind == "customer" else "associate-ann",
        guests=guests,
        recording=RECORDING,
    )


def entry(seq: int, event: Event | None = None, *, at_ms: int = 1_000, command_id: str = "") -> Entry:
    chat = e.ChatSent(message_id=f"message-{seq}", side="shopper", text=f"text {seq}")
    return Entry(seq=seq, at_ms=at_ms, by="shopper", command_id=command_id, event=event or chat)


def answer(command_id: str = "command-00000001", seq: int = 1, digest: str = "d1") -> StoredAnswer:
    return StoredAnswer(command_id=command_id, digest=digest, seq=seq, refused=None)


def step(
    of: Call,
    after: int = 0,
    *,
    events: Sequence[Event | None] = (None,),
    at_ms: int = 1_000,
    deadline_ms: int | None = None,
    answered: StoredAnswer | None = None,
    effects: tuple[Claim | Occupy | Release, ...] = (),
    epoch: int = 41,
    line_limit: int | None = None,
) -> Append:
    """A step that adds these events after the seq `after`."""
    return Append(
        call=of,
        epoch=epoch,
        expected_seq=after,
        entries=tuple(entry(after + n, event, at_ms=at_ms) for n, event in enumerate(events, start=1)),
        deadline_ms=deadline_ms,
        now_ms=at_ms,
        answer=answered,
        effects=effects,
        line_limit=line_limit,
    )


EVERY_EVENT: tuple[Event, ...] = (
    e.CallRequested(
        call_id="call-00000001",
        store_id="store-one",
        mode="voice",
        language="de",
        question="Ist das \x00 blau? 👗",
        shopper=SHOPPER,
        page=PAGE,
        waiting_deadline_ms=9_000,
    ),
    e.RingStarted(associate=participant(), deadline_ms=3_000),
    e.RingEnded(associate_id="associate-ann", reason="unanswered", left_out_until_ms=4_000),
    e.CallAccepted(associate_id="associate-ann", client_id="tablet-1"),
    e.ParticipantLost(side="associate", reason="connection", deadline_ms=2**53),
    e.ParticipantReturned(side="associate", client_id="tablet-2"),
    e.PageChanged(page=PAGE),
    e.MediaChanged(side="shopper", microphone=False, camera=True),
    e.CallEnded(reason="shopper_lost"),
    e.CallWrappedUp(associate_id="associate-ann", outcome="follow_up", note="call back\nMonday"),
    e.ProductShown(product_id="P1", variant_id=""),
    e.ProductHidden(product_id="P1"),
    e.CartChangeRequested(change=CHANGE),
    e.CartChangeSettled(
        change_id="change-00000001", outcome="rejected", applied_quantity=0, reason="sold_out"
    ),
    e.CartReported(cart=STORE_CART),
    e.ChatSent(message_id="message-1", side="shopper", text='"quoted" \\ and \u2028'),
    e.CheckoutMoved(side="shopper", step="paid", order_number="A-1", reason=""),
    GuestJoined(guest=GUEST),
    GuestChanged(guest_id="guest-00000001", role="whisperer", told=False),
    GuestLeft(guest_id="guest-00000001", reason="call_ended"),
    r.RecordingAsked(text_version="2026-11"),
    r.RecordingConsented(side="shopper", agreed=True, text_version="2026-11", language="pt-BR"),
    r.RecordingStarted(recorded=("shopper", "associate")),
    r.RecordingPaused(by="shopper", reason="checkout"),
    r.RecordingResumed(),
    r.RecordingStopped(reason="withdrawn"),
)


def product(
    product_id: str,
    title: str,
    *,
    brand: str = "Harbour",
    group: str = "Shirts",
    colours: tuple[str, ...] = ("Navy", "Sand"),
    price_minor: int = 4_900,
) -> ProductView:
    """A product with one variant per colour, numbered `P1-NAVY` with the SKU `SKU.P1.NAVY`."""
    return ProductView(
        product_id=product_id,
        title=title,
        description="Woven in Portugal.",
        brand=brand,
        group=group,
        url=f"https://shop.example/p/{product_id}",
        picture_urls=(f"https://shop.example/i/{product_id}.jpg",),
        variants=tuple(
            VariantView(
                variant_id=f"{product_id}-{colour.upper()}",
                sku=f"SKU.{product_id}.{colour.upper()}",
                title=colour,
                options={"colour": colour},
                price_minor=price_minor,
                currency="EUR",
                in_stock=True,
                picture_url="",
                url=f"https://shop.example/p/{product_id}?c={colour}",
            )
            for colour in colours
        ),
    )


async def available(storage: Storage, associate_id: str = "associate-ann", now_ms: int = 10) -> None:
    """The associate is ready to be rung on tablet-1."""
    await storage.presences.set_state(
        associate_id, "available", client_id="tablet-1", server_id="server-1", now_ms=now_ms
    )
