"""Whether a line that names goods is a wish, only speaks of them, or says yes to an offer. Pure; what is named is for hearing.py."""

from __future__ import annotations

import re
from collections.abc import Sequence

from coshop.agents.demo_associate import words as w
from coshop.agents.demo_associate.hearing import INTO_THE_BAG, plain, speaks_of
from coshop.protocol.views import ProductView

_NO_THEN = re.compile(
    r"\s*(?:no|nope|nein|nee)\s*(?:[,.;:!–-]|\b(?:the|a|an|in|rather|die|der|das|den|ein|eine|einen|lieber)\b)",
    re.IGNORECASE,
)


def asks(text: str) -> bool:
    """Whether the line is a question, by its mark or its first word; or speaks of somebody else."""
    said = plain(text)
    return "?" in text or bool(said and said[0] in w.ASKING)


def is_bare(text: str, goods: Sequence[ProductView]) -> bool:
    """Whether the line is goods, options and numbers with nothing but small words around: `the navy one in M`."""
    said = plain(text)
    if said and said[0] in w.SAYING_NO and not _NO_THEN.match(text):  # "no M in navy"
        return False
    words = INTO_THE_BAG.sub("", " ".join(said)).split()
    known = w.BARE | w.JOINING
    return "?" not in text and all(word in known or speaks_of(word, goods) for word in words)


def is_wish(text: str, goods: Sequence[ProductView]) -> bool:
    """Whether a line with a word such as `take` wants the thing: `should I take the navy one?` does not."""
    said = plain(text)
    if w.DOUBTS.intersection(said) or not _of_the_speaker(said):
        return False
    known = w.BARE | w.WISHING
    return not asks(text) or all(word in known or speaks_of(word, goods) for word in said)


def _of_the_speaker(said: Sequence[str]) -> bool:
    """Whether the first English word of wishing, where there is one, begins the line or comes after `I`, `please` and the like."""
    place = next((place for place, word in enumerate(said) if word in w.VERBS), 0)
    if place and said[place - 1] == "would":
        return place > 1 and said[place - 2] in w.WISHERS
    return not place or said[place - 1] in w.BEFORE_VERBS


def agrees(text: str) -> bool:
    """Whether the line says yes to what was offered, and nothing else."""
    said = plain(text)
    known: Sequence[str] = [word for word in said if word in w.YES or word in w.YES_TOO]
    return "?" not in text and len(known) == len(said) and bool(w.YES.intersection(said))
