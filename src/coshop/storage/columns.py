"""How lists and opening hours are written into text columns and read back. It knows no table."""

from __future__ import annotations

import json
from collections.abc import Iterable

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
