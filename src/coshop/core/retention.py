"""Which recordings are to be erased now. Pure: it erases nothing, and no clock is read.

A recording goes when its store's days are over, or before that where whoever asks names its shopper among those to be erased.
Nobody is named by itself: the server's sweep names none, and `coshop recordings erase --shopper` erases one shopper's. One that
somebody is still writing is left alone until it is over; then the next look takes it.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Literal

DAYS = 30
DAY_MS = 86_400_000


@dataclass(frozen=True, slots=True)
class Kept:
    """A recording that is kept. `ended_at_ms` is 0 while it is being written. `promised_days`: what its people were told."""

    recording_id: str
    store_id: str
    shopper_id: str
    ended_at_ms: int
    promised_days: int | None = None


@dataclass(frozen=True, slots=True)
class Erasure:
    """A recording to be erased, and why; the reason goes to the audit log."""

    recording_id: str
    reason: Literal["retention", "shopper_erased"]


def promised(text_versions: Iterable[str]) -> int | None:
    """The fewest days that the texts of consent named, as `2026-11/30` does ([REC9]); None where none names any."""
    told = [days for _, slash, days in (each.partition("/") for each in text_versions) if slash]
    return min((int(days) for days in told if days.isascii() and days.isdigit()), default=None)


def told_days(consents: Iterable[Mapping[str, Any]]) -> int | None:
    """For how long those who agreed were told that their recording is kept; None where they were not."""
    return promised(str(each.get("text_version", "")) for each in consents if each["agreed"])


def told_until_ms(consents: Iterable[Mapping[str, Any]], ended_at_ms: int) -> int | None:
    """When that is over; 0 where they were told nothing, None while it is being written."""
    if ended_at_ms <= 0:
        return None
    days = told_days(consents)
    return 0 if days is None else ended_at_ms + days * DAY_MS


def kept_days(store_days: int, promised_days: int | None) -> int:
    """How long a recording is kept: the store's days, and never longer than its people were told."""
    return store_days if promised_days is None else min(store_days, promised_days)


def due(
    kept: Iterable[Kept], *, now_ms: int, days: Mapping[str, int], erased_shoppers: Collection[str] = ()
) -> list[Erasure]:
    """What is to be erased. `days` is each store's own number (0: as soon as it is over); a store without one has 30.
    Whatever the store's number has become, nothing is kept longer than its people were told.

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
        elif (
            now_ms - each.ended_at_ms >= kept_days(days.get(each.store_id, DAYS), each.promised_days) * DAY_MS
        ):
            found.append(Erasure(each.recording_id, "retention"))
    return found
