"""Which recordings are to be erased now. Pure: it erases nothing, and no clock is read.

A recording goes when its store's days are over, or with the data of the shopper in it, whichever comes first. One that somebody
is still writing is left alone until it is over; then the next look takes it.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from typing import Literal

DAYS = 30
DAY_MS = 86_400_000


@dataclass(frozen=True, slots=True)
class Kept:
    """A recording that is kept. `ended_at_ms` is 0 while it is being written."""

    recording_id: str
    store_id: str
    shopper_id: str
    ended_at_ms: int


@dataclass(frozen=True, slots=True)
class Erasure:
    """A recording to be erased, and why; the reason goes to the audit log."""

    recording_id: str
    reason: Literal["retention", "shopper_erased"]


def due(
    kept: Iterable[Kept], *, now_ms: int, days: Mapping[str, int], erased_shoppers: Collection[str] = ()
) -> list[Erasure]:
    """What is to be erased. `days` is each store's own number (0: as soon as it is over); a store without one has 30.

    Raises ValueError for a negative number: nothing is kept for ever by a slip.
    """
    if wrong := [store for store, number in days.items() if number < 0]:
        raise ValueError(f"days to keep recordings of {wrong[0]} are negative")
    found = []
    for each in kept:
        if each.ended_at_ms <= 0:
            continue
        if each.shopper_id in erased_shoppers:
            found.append(Erasure(each.recording_id, "shopper_erased"))
        elif now_ms - each.ended_at_ms >= days.get(each.store_id, DAYS) * DAY_MS:
            found.append(Erasure(each.recording_id, "retention"))
    return found
