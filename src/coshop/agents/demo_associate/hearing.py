"""What the words of a line name: products, colours, sizes, numbers, things. Pure; what is wanted of them is for intents.py."""

from __future__ import annotations

import itertools
import re
import unicodedata
from collections.abc import Sequence

from coshop.agents.demo_associate import words as w
from coshop.protocol.limits import QUANTITY_MAX
from coshop.protocol.views import ProductView

TEXT_MAX_CHARS = 500
_UMLAUTS = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue", "ß": "ss"})


def plain(text: str) -> list[str]:
    """The words of a text in small Latin letters and digits; `I'd` is `id`, `Größe` is `groesse`, `café` is `cafe`."""
    folded = text[:TEXT_MAX_CHARS].casefold().translate(_UMLAUTS)
    folded = "".join(c for c in unicodedata.normalize("NFKD", folded) if not unicodedata.combining(c))
    return re.findall(r"[a-z]+|[0-9]+", re.sub(r"['’`´]|(?<=\bt)-(?=shirt)", "", folded))


def stems(word: str) -> set[str]:
    """The word without the endings it may have: plural, German adjective."""
    found = {word}
    for ending in ("s", "es", "en", "e", "er", "em", "n"):
        if word.endswith(ending) and len(word) - len(ending) >= 3:
            found.add(word[: -len(ending)])
    return found


def _title_score(said: set[str], product: ProductView) -> int:
    title = {stem for word in plain(product.title) for stem in stems(word)}
    return sum(bool(stems(word) & title) for word in said)


def _with_things(said: Sequence[str]) -> set[str]:
    """The words, and in English those that are things in German."""
    found = {word for word in said if len(word) > 2 and word not in w.SIZE_SIGNS}
    for word in said:
        for stem in stems(word):
            found.update(w.THINGS_DE.get(stem, ()))
    return found


def named_products(said: Sequence[str], goods: Sequence[ProductView]) -> tuple[ProductView, ...]:
    """The products that the words name best; none where no word of a title is there."""
    spoken = _with_things(said)
    scores = [_title_score(spoken, product) for product in goods]
    best = max(scores, default=0)
    return tuple(p for p, score in zip(goods, scores, strict=True) if score == best) if best else ()


def _colours(said: Sequence[str]) -> list[tuple[str, ...]]:
    """For each colour that is named, the catalogue's words for it, the likeliest first."""
    pairs = [" ".join(pair) for pair in itertools.pairwise(said)]
    found = [w.COLOURS[pair] for pair in pairs if pair in w.COLOURS]
    if found:
        return found
    for word in said:
        for ending in w.ENDINGS:
            stem = word.removesuffix(ending) if ending else word
            name = w.COLOURS_DE.get(stem, stem)
            if name in w.COLOURS:
                found.append(w.COLOURS[name])
                break
            if stem in w.COLOURS_DE:
                found.append((name,))
                break
    return found


def _picks(said: Sequence[str], values: Sequence[str]) -> str:
    """Which of an option's values is named: word for word first, then as a size, then as a kind of colour."""
    spoken = set(said)
    whole = [value for value in values if plain(value) and set(plain(value)) <= spoken]
    if whole:
        return max(whole, key=lambda value: len(plain(value)))
    sizes = {w.SIZES[stem] for word in said for stem in stems(word) if stem in w.SIZES}
    for value in values:
        if value.casefold() in sizes:
            return value
    for family in _colours(said):
        for name in family:
            for value in values:
                if value.casefold() == name or (" " not in name and name in plain(value)):
                    return value
    return ""


def options_of(product: ProductView) -> dict[str, list[str]]:
    """The options that vary in a product, and their values in its order."""
    found: dict[str, list[str]] = {}
    for variant in product.variants:
        for name, value in variant.options.items():
            values = found.setdefault(name, [])
            if value not in values:
                values.append(value)
    return found


def named_options(said: Sequence[str], product: ProductView) -> dict[str, str]:
    """The options of the product that the words name, with the value of each."""
    picked = {name: _picks(said, values) for name, values in options_of(product).items()}
    return {name: value for name, value in picked.items() if value}


def _size_values(goods: Sequence[ProductView]) -> set[str]:
    return {value for p in goods for values in options_of(p).values() for value in values if value.isdigit()}


def quantity_in(said: Sequence[str], goods: Sequence[ProductView]) -> int:
    """How many: a number that is no size. 1 where none is said; 0 where more are asked than one may."""
    sizes = _size_values(goods)
    for place, word in enumerate(said):
        if word in w.NUMBERS:
            return w.NUMBERS[word]
        if word.isdigit():
            before = said[place - 1] if place else ""
            if word in sizes or before in w.SIZE_SIGNS:
                continue
            return int(word) if 1 <= int(word[:6]) <= QUANTITY_MAX else 0
    return 1


def query_in(said: Sequence[str]) -> str:
    """What is left to look for: in English where the store's words are English."""
    found: list[str] = []
    for word in said:
        if word in w.FILLERS or word.isdigit() or len(word) < 3:
            continue
        things = next(
            (w.THINGS_DE[stem] for stem in sorted(stems(word), key=len, reverse=True) if stem in w.THINGS_DE),
            (word,),
        )
        found += things[:2]
    return " ".join(found[:4])


def names_a_thing(said: Sequence[str]) -> bool:
    """Whether the words name something that a shop like this may sell."""
    english = {stem for things in w.THINGS_DE.values() for word in things for stem in stems(word)}
    more = {
        "trouser",
        "pant",
        "sock",
        "hat",
        "dress",
        "bag",
        "tote",
        "coat",
        "shoe",
        "sneaker",
        "cup",
        "gift",
        "geschenk",
    }
    return any(stems(word) & (english | more | set(w.THINGS_DE)) for word in said)
