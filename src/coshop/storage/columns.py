"""How lists, opening hours and go-live lists are written into text columns and read back. It knows no table."""

from __future__ import annotations

import json
from collections.abc import Iterable

from coshop.core.go_live import GoLiveItem

Hours = dict[int, tuple[tuple[str, str], ...]]


def write_list(words: Iterable[str]) -> str:
    """A JSON list of strings."""
    return json.dumps(list(words), ensure_ascii=False)


def read_list(text: str) -> tuple[str, ...]:
    """The strings of a JSON list."""
    return tuple(json.loads(text))


def write_hours(hours: Hours) -> str:
    """Opening hours by ISO weekday as JSON."""
    return json.dumps({str(day): spans for day, spans in sorted(hours.items())})


def read_hours(text: str) -> Hours:
    """Opening hours by ISO weekday from JSON."""
    return {int(day): tuple((a, b) for a, b in spans) for day, spans in json.loads(text).items()}


def write_items(items: tuple[GoLiveItem, ...] | None) -> str | None:
    """A go-live list as JSON; none stays none."""
    if items is None:
        return None
    return json.dumps([[item.item_id, item.kind, item.text] for item in items], ensure_ascii=False)


def read_items(text: str | None) -> tuple[GoLiveItem, ...] | None:
    """A go-live list from JSON."""
    return None if text is None else tuple(GoLiveItem(*fields) for fields in json.loads(text))
