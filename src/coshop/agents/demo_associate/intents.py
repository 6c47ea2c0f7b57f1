"""What a written line asks for, found in its words and the goods in view. Pure: it says what is meant and does nothing about it."""

from __future__ import annotations

import itertools
import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Literal

from coshop.agents.demo_associate import words as w
from coshop.agents.demo_associate.certain import asks, is_bare, is_wish
from coshop.agents.demo_associate.hearing import (
    INTO_THE_BAG,
    named_options,
    named_products,
    names_a_colour,
    names_a_thing,
    names_several,
    options_of,
    plain,
    quantity_in,
    query_in,
)
from coshop.agents.demo_associate.words import Kind
from coshop.protocol.views import ProductView, VariantView


@dataclass(frozen=True, slots=True, kw_only=True)
class Intent:
    """What is asked. `product_id` is empty where none is meant; `variant_id` where the words leave several.

    `missing` names the options to ask for (`which`; `each`: several things at once), `options` those that were named, `query`
    what to look for (`show`). `offer` is what was spoken of and nobody asked for: it is asked about, never added. `more` are
    the other wishes of the line.
    """

    kind: Kind
    product_id: str = ""
    variant_id: str = ""
    quantity: int = 1
    missing: tuple[str, ...] = ()
    options: tuple[tuple[str, str], ...] = ()
    query: str = ""
    more: tuple[Intent, ...] = ()


def language_of(text: str, usual: str) -> Literal["en", "de"]:
    """The language to answer in: that of the words where they tell, else the usual one of the call."""
    said = plain(text)
    german, english = sum(x in w.GERMAN for x in said), sum(x in w.ENGLISH for x in said)
    if german != english:
        return "de" if german > english else "en"
    return "de" if usual.lower().split("-", maxsplit=1)[0] == "de" else "en"


def parse(text: str, goods: Sequence[ProductView], before: str = "") -> Intent:
    """What `text` asks for. `goods` are the products in view, the one that is spoken of first.

    `before` was left open by an earlier line and is completed by `text`.
    """
    said = _tidied(plain(f"{before} {text}"))
    kind, asked_for = _sign(said)
    named = named_products(said, goods)
    negated = bool(w.NEGATIONS.intersection(said))
    if kind == "add" and negated:
        return Intent(kind="no")
    if kind in ("price", "stock"):
        return _about(kind, said, named or tuple(goods), named)
    if kind == "remove":
        return Intent(kind="remove", product_id=named[0].product_id if named else "")
    if kind == "show":
        return Intent(kind="show", query=query_in(said))
    sure = is_wish(text, goods) if asked_for else is_bare(text, goods)
    wish = None if negated else _wishes(said, goods, pointed=kind == "add")
    if wish is not None and (kind in ("add", "unknown", "hello") or sure):
        if kind in ("add", "unknown") or wish.options or wish.more:
            return _as_sure(wish, sure=sure, asked=asks(text) and not is_bare(text.replace("?", ""), goods))
    elif kind in ("add", "unknown") and names_a_thing(said):
        return Intent(kind="show", query=query_in(said))
    return Intent(kind="which" if kind == "add" else kind)


def _as_sure(wish: Intent, *, sure: bool, asked: bool) -> Intent:
    """The wish where it is one. What was only spoken of is offered; a question that names too little is not understood."""
    if sure:
        return wish
    if wish.kind == "add" and not wish.more:
        return replace(wish, kind="offer")
    if asked:
        return Intent(kind="unknown")
    return Intent(kind="which", missing=("each",)) if wish.more else wish


def _tidied(said: list[str]) -> list[str]:
    """`extra large` as one word, `one more` as `another`, and no bag where it only says where things go."""
    line = " ".join(said)
    line = re.sub(r"\b(?:extra|x) (small|large)\b", r"extra\1", line)
    line = re.sub(r"\b(?:one more|noch eine?n?s?)\b(?! andere)", "another", line)
    line = INTO_THE_BAG.sub("", line)
    return line.split()


def _sign(said: Sequence[str]) -> tuple[Kind, bool]:
    """The first kind with a sign in the words, and whether that sign asks for something by itself.

    A mere `please` asks for something only where the rest of the line does.
    """
    line = f" {' '.join(said)} "
    for kind, signs in w.SIGNS:
        if any(f" {sign} " in line for sign in signs):
            return kind, kind == "add"
    if _POLITE.search(line):
        return "add", True
    return ("add" if {"please", "bitte"} & set(said) else "unknown"), False


_POLITE = re.compile(
    r" (?:kann|koennte|koennten|koennen|kannst|darf) (?:ich|wir|du|sie) .*(?:haben|bekommen|legen|packen) "
)


# ---- what is wished for


def fitting(product: ProductView, options: dict[str, str]) -> tuple[VariantView, ...]:
    """The variants that have these options."""
    return tuple(
        v for v in product.variants if all(v.options.get(name) == value for name, value in options.items())
    )


def _wishes(said: Sequence[str], goods: Sequence[ProductView], *, pointed: bool) -> Intent | None:
    """The wish of a line. Two at once are taken where `and` parts them and each is whole; else they are asked for one by one."""
    parts = _parted(said)
    named = named_products(said, goods)
    told = [{p.product_id for p in found} for part in parts if (found := named_products(part, goods))]
    chosen = _spoken_of(said, named or tuple(goods))
    apart = any(not one & other for one, other in itertools.pairwise(told)) or (
        len(parts) > 1 and any(names_a_colour(part) and not _has(part, named or goods) for part in parts)
    )
    if not apart and not (chosen is not None and names_several(said, chosen[0])):
        return _wish(said, named or tuple(goods), named=bool(named), pointed=pointed)
    found_in: list[Intent] = []
    for part in parts:
        meant = named_products(part, goods)
        each = meant or (named if _has(part, named) else tuple(goods))
        spoken = _spoken_of(part, each)
        wish = _wish(part, each, named=bool(meant), pointed=False)
        if wish is None or wish.kind != "add" or (spoken is not None and names_several(part, spoken[0])):
            return Intent(kind="which", missing=("each",))
        found_in.append(wish)
    return replace(found_in[0], more=tuple(found_in[1:]))


def _has(said: Sequence[str], candidates: Sequence[ProductView]) -> bool:
    """Whether the words name an option of one of them."""
    return any(named_options(said, product) for product in candidates)


def _parted(said: Sequence[str]) -> list[list[str]]:
    """The words between `and` and `and`."""
    parts: list[list[str]] = [[]]
    for word in said:
        if word in w.JOINING:
            parts.append([])
        else:
            parts[-1].append(word)
    return [part for part in parts if part]


def _spoken_of(
    said: Sequence[str], candidates: Sequence[ProductView]
) -> tuple[ProductView, dict[str, str]] | None:
    """Which of the candidates the words fit best, and which of its options they name."""
    told_of = [(product, named_options(said, product)) for product in candidates]
    most = max((len(options) for _, options in told_of), default=0)
    chosen = [(product, options) for product, options in told_of if len(options) == most]
    # Of those that fit equally well, one that can be had goes first.
    return next(
        ((p, o) for p, o in chosen if any(v.in_stock for v in fitting(p, o))), next(iter(chosen), None)
    )


def _wish(
    said: Sequence[str], candidates: Sequence[ProductView], *, named: bool, pointed: bool
) -> Intent | None:
    """The variant that is asked for, or which option is still open; None where the words name nothing here.

    `named`: the candidates were named; `pointed`: a pronoun is enough to mean one of them.
    """
    spoken = _spoken_of(said, candidates)
    if spoken is None or (not spoken[1] and not named and not (pointed and w.PRONOUNS & set(said))):
        return None
    product, options = spoken
    quantity = quantity_in(said, candidates)
    left = fitting(product, options)
    there = tuple(v for v in left if v.in_stock) or left
    elsewhere = names_a_colour([word for word in said if word not in plain(product.title)])
    open_options = tuple(
        name
        for name in options_of(product)
        if name not in options
        and (len({v.options.get(name) for v in there}) > 1 or (elsewhere and name in w.COLOUR_OPTIONS))
    )
    told = tuple(options.items())
    if quantity == 0:
        return Intent(kind="which", product_id=product.product_id, missing=("quantity",), options=told)
    if open_options or not there:
        missing = open_options or tuple(name for name in options_of(product) if name in options)
        return Intent(
            kind="which", product_id=product.product_id, quantity=quantity, missing=missing, options=told
        )
    return Intent(
        kind="add",
        product_id=product.product_id,
        variant_id=there[0].variant_id,
        quantity=quantity,
        options=told,
    )


def _about(
    kind: Kind, said: Sequence[str], candidates: Sequence[ProductView], named: Sequence[ProductView]
) -> Intent:
    """A question about a product in view: which, and which variant where the words say so."""
    if not candidates:
        return Intent(kind="show", query=query_in(said)) if names_a_thing(said) else Intent(kind=kind)
    if kind == "stock" and not named and names_a_thing(said):
        return Intent(kind="show", query=query_in(said))
    product = candidates[0]
    options = named_options(said, product)
    if not options:
        for other in candidates[1:]:
            if others := named_options(said, other):
                product, options = other, others
                break
    left = fitting(product, options)
    return Intent(
        kind=kind,
        product_id=product.product_id,
        variant_id=left[0].variant_id if len(left) == 1 else "",
        options=tuple(options.items()),
    )
