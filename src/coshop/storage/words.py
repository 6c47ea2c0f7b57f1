"""Words as the search sees them: folded, split, compared. Pure text; it knows no table and ranks no product."""

from __future__ import annotations

import hashlib
import re
import unicodedata
from collections.abc import Iterable

from coshop.protocol.views import ProductView

WORD_MAX_CHARS = 40
QUERY_MAX_WORDS = 8
KEY_CHARS = 4
MARK_CHARS = 4
_LETTERS = str.maketrans("0123456789abcdef", "ghijklmnopqrstuv")
_SPLIT = re.compile(r"[\W_]+")
_PLAIN = str.maketrans(
    {
        "ß": "ss",
        "æ": "ae",
        "œ": "oe",
        "ø": "o",
        "ł": "l",
        "đ": "d",
        "ð": "d",
        "þ": "th",
        "ı": "i",
        "’": "",
        "'": "",
    }
)


def fold(text: str) -> str:
    """Lower case without accents: "Crème Brûlée" -> "creme brulee"."""
    if text.isascii():
        return text.lower().replace("'", "")
    for _ in range(2):  # taking letters apart may bring forth capitals, and the other way round
        text = unicodedata.normalize("NFKD", text.casefold().translate(_PLAIN)).translate(_PLAIN)
    return "".join(letter for letter in text.casefold() if not unicodedata.combining(letter)).translate(
        _PLAIN
    )


def split(text: str) -> list[str]:
    """The folded words of a text, in order."""
    return [word[:WORD_MAX_CHARS] for word in _SPLIT.split(fold(text)) if word]


def code(text: str) -> str:
    """A product number as it is compared: without case and surrounding space."""
    return text.strip().casefold()


def store_mark(store_id: str) -> str:
    """Four letters put before each of a store's words in the index: a query never walks through another store's words.

    Two stores may share a mark; what is found is compared with the store itself as well.
    """
    return hashlib.sha256(store_id.encode()).hexdigest().translate(_LETTERS)[:MARK_CHARS]


def codes_of(product: ProductView) -> list[str]:
    """Every number by which a product can be asked for."""
    found = {code(product.product_id)}
    for variant in product.variants:
        found |= {code(variant.variant_id), code(variant.sku)}
    return sorted(found - {""})


def words_of(product: ProductView) -> list[str]:
    """Every word by which a product is found, once, its title's first. The description is not searched."""
    texts: list[str] = [product.title, product.brand, product.group, product.product_id]
    for variant in product.variants:
        texts += (variant.title, *variant.options.values(), variant.variant_id, variant.sku)
    return list(dict.fromkeys(word for text in dict.fromkeys(texts) for word in split(text)))


def spoken(words: Iterable[str]) -> set[str]:
    """Those of the words in which a typing error is worth correcting: no numbers, nothing very short."""
    return {word for word in words if len(word) >= 3 and word.isalpha()}


def keys_of(word: str) -> set[str]:
    """What a word may look like after one slip in its first letters: two words with a common key may be meant alike."""
    start = word[:KEY_CHARS]
    return {start} | {start[:place] + start[place + 1 :] for place in range(len(start))}


def slips_allowed(typed: str) -> int:
    """How many typing errors a word of this length may hold."""
    if len(typed) < 3:
        return 0
    return 1 if len(typed) < 6 else 2


def slips(typed: str, word: str, at_most: int) -> int:
    """The fewest typing errors (a letter more, less, other, or two swapped) from `typed` to any beginning of `word`.

    More than `at_most` is given as `at_most + 1`.
    """
    word = word[: len(typed) + at_most]
    before: list[int] = []
    row = list(range(len(word) + 1))
    for i, letter in enumerate(typed, start=1):
        following = [i]
        for j, other in enumerate(word, start=1):
            cost = min(row[j] + 1, following[j - 1] + 1, row[j - 1] + (letter != other))
            if i > 1 and j > 1 and letter == word[j - 2] and typed[i - 2] == other:
                cost = min(cost, before[j - 2] + 1)
            following.append(cost)
        before, row = row, following
        if min(row) > at_most:
            return at_most + 1
    return min(*row, at_most + 1)
