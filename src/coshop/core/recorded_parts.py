"""How a recording's parts and films are named: who is in a part, which recorder wrote it, and where it begins. Pure.

A part's name says all that is needed to find it again when its recorder died before it could tell.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from coshop.core.cart_types import Side

TIMELINE = "timeline.json"
_NAME = re.compile(r"([A-Za-z0-9_-]+)/(shopper|associate)-([1-9]\d{0,2})-(\d{1,10})\.webm")

_FILM = re.compile(r"([A-Za-z0-9_-]+)/film_[A-Za-z0-9_-]+\.mp4")


@dataclass(frozen=True, slots=True)
class Part:
    """One file of one side. `number` counts recorders from 1; it begins `start_ms` after the recording."""

    recording_id: str
    side: Side
    number: int
    start_ms: int

    @property
    def name(self) -> str:
        """Its name on the shelf."""
        return f"{self.recording_id}/{self.side}-{self.number}-{self.start_ms}.webm"


def part_of(name: str) -> Part | None:
    """The part of this name; None for any other file."""
    found = _NAME.fullmatch(name)
    if found is None:
        return None
    side: Side = "shopper" if found[2] == "shopper" else "associate"
    return Part(found[1], side, int(found[3]), int(found[4]))


def film_of(target: str, attempt: int) -> str:
    """What a film that was ordered as `target` is called by the worker that makes it.

    What a worker before it left, on whichever machine, never stands in its place.
    """
    stem, dot, kind = target.rpartition(".")
    return target if attempt <= 1 else f"{stem}-{attempt}{dot}{kind}"


def is_film(name: str, recording_id: str) -> bool:
    """Whether this is the name of a film of this recording."""
    found = _FILM.fullmatch(name)
    return found is not None and found[1] == recording_id
