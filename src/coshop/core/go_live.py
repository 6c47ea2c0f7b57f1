"""Before an associate goes live: the store's list to tick off, whether today's set check was passed, and what to ask. Time is an argument."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Literal
from zoneinfo import ZoneInfo

ItemKind = Literal["ring_light", "backdrop", "products", "do_not_disturb", "own"]
ITEMS_MAX = 20
TEXT_MAX_CHARS = 120


@dataclass(frozen=True, slots=True)
class GoLiveItem:
    """One line of a store's list. Kinds that are known are worded by the screens, in the store's language; `own` carries its text."""

    item_id: str
    kind: ItemKind
    text: str = ""


DEFAULT_ITEMS = (
    GoLiveItem("ring_light", "ring_light"),
    GoLiveItem("backdrop", "backdrop"),
    GoLiveItem("products", "products"),
    GoLiveItem("do_not_disturb", "do_not_disturb"),
)


@dataclass(frozen=True, slots=True)
class Check:
    """A set check that was run to its end."""

    at_ms: int
    passed: bool


def check_items(items: Sequence[GoLiveItem]) -> None:
    """Raises ValueError with a sentence where a store's list cannot be used."""
    if len(items) > ITEMS_MAX:
        raise ValueError(f"{len(items)} lines; a list that is read has at most {ITEMS_MAX}.")
    ids = [item.item_id for item in items]
    if len(set(ids)) != len(ids):
        raise ValueError("Two lines have the same id.")
    for item in items:
        if not item.item_id:
            raise ValueError("A line has no id.")
        if item.kind == "own" and not 0 < len(item.text.strip()) <= TEXT_MAX_CHARS:
            raise ValueError(f"A line of your own needs a text of at most {TEXT_MAX_CHARS} characters.")


def day_of(at_ms: int, time_zone: str) -> date:
    """The store's calendar day at a time. Raises KeyError for an unknown time zone, as `zoneinfo` does."""
    return datetime.fromtimestamp(at_ms / 1000, UTC).astimezone(ZoneInfo(time_zone)).date()


def passed_today(checks: Iterable[Check], time_zone: str, now_ms: int) -> bool:
    """Whether the last check of the store's day was passed. A failed one after it takes it back; one from the future counts for nothing."""
    today = day_of(now_ms, time_zone)
    of_today = [c for c in checks if c.at_ms <= now_ms and day_of(c.at_ms, time_zone) == today]
    return bool(of_today) and max(of_today, key=lambda c: c.at_ms).passed


def left_to_tick(items: Sequence[GoLiveItem], ticked: Iterable[str]) -> tuple[GoLiveItem, ...]:
    """The lines of the list that are not ticked off, in its order. Ticks of lines that are gone are left alone."""
    done = set(ticked)
    return tuple(item for item in items if item.item_id not in done)


def asks_first(checks: Iterable[Check], asked_at_ms: int | None, time_zone: str, now_ms: int) -> bool:
    """Whether going available asks about the set check: today's is not passed, and it was not asked today."""
    if passed_today(checks, time_zone, now_ms):
        return False
    return asked_at_ms is None or day_of(asked_at_ms, time_zone) != day_of(now_ms, time_zone)
