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


INTO_THE_BAG = re.compile(
    r"\b(?:in|into|to) (?:my|the|meine|die|den) (?:shopping )?(?:bag|cart|basket|tasche|warenkorb|korb)\b"
)
"""Where things go, which names no bag that is wanted."""


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
    """For each colour that is named, the catalogue's words for it, the likeliest first; those of two words come first."""
    pairs = [place for place, pair in enumerate(itertools.pairwise(said)) if " ".join(pair) in w.COLOURS]
    found = [w.COLOURS[" ".join(said[place : place + 2])] for place in pairs]
    for place, word in enumerate(said):
        if place in pairs or place - 1 in pairs:
            continue
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


def names_a_colour(said: Sequence[str]) -> bool:
    """Whether a colour is named as people call it, be it in the store or not."""
    return bool(_colours(said))


def _named_values(said: Sequence[str], values: Sequence[str]) -> list[str]:
    """Which of an option's values are named: word for word first, then as a size, then as a kind of colour."""
    spoken = set(said)
    whole = [value for value in values if plain(value) and set(plain(value)) <= spoken]
    # "Sea green" is not "Sea", too.
    found = [v for v in whole if not any(set(plain(v)) < set(plain(other)) for other in whole)]
    found.sort(key=lambda value: -len(plain(value)))
    sizes = {w.SIZES[stem] for word in said for stem in stems(word) if stem in w.SIZES}
    found += [value for value in values if value.casefold() in sizes]
    for family in _colours(said):
        fitting = [v for name in family for v in values if v.casefold() == name or (" " not in name and name in plain(v))]  # fmt: skip
        found += fitting[:1]
    return list(dict.fromkeys(found))


def options_of(product: ProductView) -> dict[str, list[str]]:
    """The options that vary in a product, and their values in its order."""
    found: dict[str, list[str]] = {}
    for variant in product.variants:
        for name, value in variant.options.items():
            values = found.setdefault(name, [])
            if value not in values:
                values.append(value)
    return found


def _of_options(said: Sequence[str], product: ProductView) -> dict[str, list[str]]:
    """The values that are named of each option. What is a word of the title counts only where nothing else names one."""
    title = set(plain(product.title))
    rest = [word for word in said if word not in title]
    return {n: _named_values(rest, v) or _named_values(said, v)[:1] for n, v in options_of(product).items()}


def named_options(said: Sequence[str], product: ProductView) -> dict[str, str]:
    """The options of the product that the words name, with the value of each; of several, the one that is named best."""
    return {name: values[0] for name, values in _of_options(said, product).items() if values}


def names_several(said: Sequence[str], product: ProductView) -> bool:
    """Whether two values of one option are named: two wishes, or a choice."""
    return any(len(values) > 1 for values in _of_options(said, product).values())


def speaks_of(word: str, goods: Sequence[ProductView]) -> bool:
    """Whether the word is one for goods: of a title or a value in view, a colour, a size, a number or a thing."""
    if word.isdigit() or word in w.NUMBERS or word in w.SIZE_SIGNS or _colours([word]):
        return True
    said = stems(word)
    known = {stem for p in goods for part in plain(p.title) for stem in stems(part)}
    known |= {
        part for p in goods for v in p.variants for value in v.options.values() for part in plain(value)
    }
    known |= {*w.SIZES, *w.THINGS_DE}
    # German joins words: Leinenjacke.
    joined = any(stem.endswith(thing) for stem in said for thing in w.THINGS_DE)
    return bool(said & known) or joined or names_a_thing([word])


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
