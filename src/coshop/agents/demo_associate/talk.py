"""What the demo assistant does about what it was told: lines to say and things to do, from goods and bag. Pure; it does none of them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from coshop.agents.demo_associate.certain import agrees
from coshop.agents.demo_associate.intents import Intent, fitting, language_of, parse
from coshop.agents.demo_associate.phrases import Language, listed, money, say
from coshop.core.call_types import Call
from coshop.core.cart_types import CartChange
from coshop.protocol.views import ProductView, VariantView

NAMED_MAX = 6
LEFT_OPEN_MAX_CHARS = 200


@dataclass(frozen=True, slots=True)
class Say:
    """Write this line."""

    text: str


@dataclass(frozen=True, slots=True)
class Add:
    """Put units of a variant into the bag."""

    product_id: str
    variant_id: str
    quantity: int


@dataclass(frozen=True, slots=True)
class Undo:
    """Take back one of our own changes."""

    change_id: str


@dataclass(frozen=True, slots=True)
class RemoveLine:
    """Take a line out of the bag."""

    line_id: str


@dataclass(frozen=True, slots=True)
class Look:
    """Look for products and show them; an empty query means more like those on the page."""

    query: str
    language: Language


@dataclass(frozen=True, slots=True)
class OfferCheckout:
    """Open the way to the till."""


Action = Say | Add | Undo | RemoveLine | Look | OfferCheckout


@dataclass(frozen=True, slots=True)
class Answer:
    """What to do, in which language, about which product, what was left open for the next line to complete, and what a yes adds."""

    actions: tuple[Action, ...]
    language: Language
    product_id: str
    left_open: str
    offered: Intent | None = None


def answer(
    text: str,
    goods: Sequence[ProductView],
    call: Call,
    left_open: str = "",
    offered: Intent | None = None,
) -> Answer:
    """What to do about a line of the shopper's. `goods` are in view, the one spoken of first.

    `left_open` is what the answer before left open: "the jacket please", then "navy", then "M" is one wish.
    `offered` is what the answer before offered to put into the bag.
    """
    language = language_of(text, call.language)
    intent = parse(text, goods)
    if offered is not None and not intent.options and agrees(text):
        wish = replace(offered, kind="add")
        return Answer(do(wish, goods, call, language), language, wish.product_id, "")
    whole = text
    if left_open and intent.kind in ("which", "unknown"):
        both = parse(text, goods, before=left_open)
        said, meant = dict(intent.options), dict(both.options)
        if both.kind in ("add", "which", "offer") and all(
            meant.get(name) == value for name, value in said.items()
        ):
            intent, whole = both, f"{left_open} {text}"
    still_open = whole[-LEFT_OPEN_MAX_CHARS:] if intent.kind == "which" and intent.product_id else ""
    offer = intent if intent.kind == "offer" else None
    return Answer(do(intent, goods, call, language), language, intent.product_id, still_open, offer)


def do(intent: Intent, goods: Sequence[ProductView], call: Call, language: Language) -> tuple[Action, ...]:
    """What to do about an intent."""
    product = next((p for p in goods if p.product_id == intent.product_id), None)
    hint = example(goods, language)
    match intent.kind:
        case "add" if product is not None:
            there = {p.product_id: p for p in goods}
            wishes = [replace(intent, more=()), *intent.more]
            return tuple(each for one in wishes for each in _add(one, there[one.product_id], language))
        case "offer" if product is not None:
            return (Say(_offer(intent, product, language)),)
        case "which":
            return (Say(_which(intent, product, language)),)
        case "remove":
            return _remove(intent, call, language)
        case "price" if product is not None:
            return (Say(_price(intent, product, language)),)
        case "stock" if product is not None:
            return (Say(_stock(intent, product, language)),)
        case "show":
            return (Look(intent.query, language),)
        case "checkout":
            if call.cart.store is not None and not call.cart.store.lines:
                return (Say(say(language, "checkout_empty", example=hint)),)
            return (OfferCheckout(), Say(say(language, "checkout")))
        case "goodbye" | "thanks" | "no" | "hello" | "who":
            return (Say(say(language, intent.kind)),)
        case "help":
            return (Say(say(language, "help", example=hint)),)
        case "unknown":
            return (Say(say(language, "unknown", help=say(language, "help", example=hint))),)
        case _:
            return (Say(say(language, "ask_product")),)


def settled(change: CartChange, language: Language) -> str:
    """What to say of one of our own changes now that the store has answered; empty where nothing needs to be said."""
    if change.state == "pending":
        return ""
    if change.state == "rejected":
        return say(language, "not_added", reason=(change.reason or "").replace("_", " "))
    if change.kind != "add":
        return say(language, "off_done")
    if change.state == "partly_applied":
        return say(language, "added_part", count=change.applied_quantity)
    return say(language, "added") if change.state == "applied" else ""


def example(goods: Sequence[ProductView], language: Language) -> str:
    """A line that one may write about the first of the goods."""
    for product in goods:
        variant = next((v for v in product.variants if v.in_stock), None)
        if variant is None or "colour" not in variant.options:
            continue
        same = [
            v for v in product.variants if v.in_stock and v.options.get("colour") == variant.options["colour"]
        ]
        size = next(
            (v.options["size"] for v in same if v.options.get("size") == "M"), variant.options.get("size", "")
        )
        colour = variant.options["colour"]
        colour = colour.lower() if language == "en" else colour
        return say(language, "try_page" if size else "try_plain", colour=colour, size=size)
    return say(language, "ask_product")


def fits_page(
    found: Sequence[ProductView], page: ProductView | None, seen: Sequence[str], most: int
) -> tuple[ProductView, ...]:
    """Products of the page's group that can be had and were not shown yet, at most so many."""
    return tuple(
        p
        for p in found
        if (page is None or (p.group == page.group and p.product_id != page.product_id))
        and p.product_id not in seen
        and any(v.in_stock for v in p.variants)
    )[:most]


# ---- parts of an answer


def _add(intent: Intent, product: ProductView, language: Language) -> tuple[Action, ...]:
    variant = next(v for v in product.variants if v.variant_id == intent.variant_id)
    if not variant.in_stock:
        return (Say(_sold_out(product, variant, language)),)
    count = f"{intent.quantity} × " if intent.quantity > 1 else ""
    line = say(language, "adding", quantity=count, title=product.title, variant=variant.title).replace(
        ", .", "."
    )
    return Say(line), Add(product.product_id, variant.variant_id, intent.quantity)


def _offer(intent: Intent, product: ProductView, language: Language) -> str:
    variant = next(v for v in product.variants if v.variant_id == intent.variant_id)
    if not variant.in_stock:
        return _sold_out(product, variant, language)
    count = f"{intent.quantity} × " if intent.quantity > 1 else ""
    thing = ", ".join(part for part in (product.title, variant.title) if part)
    return say(language, "offer", thing=f"{count}{thing}")


def _there(product: ProductView) -> list[VariantView]:
    return [v for v in product.variants if v.in_stock]


def _values(variants: Sequence[VariantView], name: str) -> list[str]:
    return list(dict.fromkeys(v.options[name] for v in variants if name in v.options))


def _sold_out(product: ProductView, variant: VariantView, language: Language) -> str:
    there = _there(product)
    if not there:
        return say(language, "all_sold_out", title=product.title)
    near = [v for v in there if set(v.options.values()) & set(variant.options.values())] or there
    others = listed(language, [v.title.replace(", ", " ") for v in near[:NAMED_MAX]])
    return say(language, "sold_out", title=product.title, variant=variant.title, others=others)


def _which(intent: Intent, product: ProductView | None, language: Language) -> str:
    if product is None:
        return say(language, "ask_each" if "each" in intent.missing else "ask_product")
    if "quantity" in intent.missing:
        return say(language, "ask_quantity")
    there = _there(product)
    if not there:
        return say(language, "all_sold_out", title=product.title)
    told = dict(intent.options)
    left = [v for v in fitting(product, told) if v.in_stock]
    if not left:
        wanted = " ".join(told.values())
        others = listed(language, [v.title.replace(", ", " ") for v in there[:NAMED_MAX]])
        return say(language, "not_that", title=product.title, wanted=wanted, others=others)
    if set(intent.missing) == {"colour", "size"}:
        colours, sizes = listed(language, _values(left, "colour")), listed(language, _values(left, "size"))
        return say(language, "ask_both", title=product.title, colours=colours, sizes=sizes)
    name = intent.missing[0] if intent.missing else ""
    key = {"colour": "ask_colour", "size": "ask_size"}.get(name, "ask_option")
    values = _values(left, name) or [v.title for v in left[:NAMED_MAX]]
    return say(language, key, title=product.title, values=listed(language, values))


def _price(intent: Intent, product: ProductView, language: Language) -> str:
    asked = list(fitting(product, dict(intent.options))) or list(product.variants)
    low, high = min(v.price_minor for v in asked), max(v.price_minor for v in asked)
    currency = asked[0].currency
    if low == high:
        return say(language, "price", title=product.title, price=money(low, currency, language))
    return say(language, "price_range", title=product.title, low=money(low, currency, language), high=money(high, currency, language))  # fmt: skip


def _stock(intent: Intent, product: ProductView, language: Language) -> str:
    told = dict(intent.options)
    asked = fitting(product, told)
    there = [v for v in asked if v.in_stock]
    if told and len(asked) == 1 and there:
        return say(language, "in_stock", title=product.title, variant=there[0].title)
    if told and not there:
        if asked:
            return _sold_out(product, asked[0], language)
        others = listed(language, [v.title.replace(", ", " ") for v in _there(product)[:NAMED_MAX]])
        return say(language, "not_that", title=product.title, wanted=" ".join(told.values()), others=others)
    if not there:
        return say(language, "all_sold_out", title=product.title)
    open_names = [name for name in there[0].options if name not in told]
    values = " – ".join(listed(language, _values(there, name)) for name in open_names)
    title = " ".join([product.title, *told.values()])
    return say(language, "stock_of", title=title, values=values or there[0].title)


def _remove(intent: Intent, call: Call, language: Language) -> tuple[Action, ...]:
    taken = (Say(say(language, "taken_off")),)
    lines = call.cart.store.lines if call.cart.store is not None else ()
    if intent.product_id:
        of_product = [line for line in lines if line.product_id == intent.product_id]
        if of_product:
            return (*taken, *(RemoveLine(line.line_id) for line in of_product))
    mine = [
        change
        for change in call.cart.changes
        if change.by == "associate"
        and change.kind == "add"
        and change.state in ("applied", "partly_applied")
        and (not intent.product_id or change.product_id == intent.product_id)
    ]
    if mine:
        return (*taken, Undo(mine[-1].change_id))
    return (Say(say(language, "bag_empty")),)
