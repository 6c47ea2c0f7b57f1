"""Opening hours as people write them ("mon-fri 09:00-18:00"), and back. Which hours are sensible is core's matter."""

from __future__ import annotations

import itertools
import re

_DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
_WORD = re.compile(r"^([a-z]{3})(?:-([a-z]{3}))?\s+(\d\d:\d\d)\s*-\s*(\d\d:\d\d)$")
Hours = dict[int, tuple[tuple[str, str], ...]]


def read_hours(texts: list[str]) -> Hours:
    """ISO weekday to spans. Raises ValueError with a sentence."""
    hours: Hours = {}
    for text in texts:
        found = _WORD.match(text.strip().lower())
        if found is None or found[1] not in _DAYS or (found[2] or "mon") not in _DAYS:
            raise ValueError(f'{text!r} cannot be understood. Write for example "mon-fri 09:00-18:00".')
        first = _DAYS.index(found[1])
        last = _DAYS.index(found[2] or found[1])
        if last < first:
            raise ValueError(f"{text!r} ends before it begins. Days go from mon to sun.")
        for day in range(first, last + 1):
            hours[day + 1] = tuple(sorted((*hours.get(day + 1, ()), (found[3], found[4]))))
    for spans in hours.values():
        for (_, end), (start, _) in itertools.pairwise(spans):
            if start < end:
                raise ValueError(f"Two spans of one day overlap at {start}.")
    return hours


def hours_text(hours: Hours) -> str:
    """In one line, such as `mon-fri 09:00-18:00, sat 10:00-14:00`."""
    if not hours:
        return "whenever somebody is available"
    parts: list[str] = []
    day = 1
    while day <= 7:
        spans = hours.get(day, ())
        last = day
        while last < 7 and hours.get(last + 1, ()) == spans:
            last += 1
        if spans:
            days = _DAYS[day - 1] if last == day else f"{_DAYS[day - 1]}-{_DAYS[last - 1]}"
            parts.append(f"{days} " + " ".join(f"{start}-{end}" for start, end in spans))
        day = last + 1
    return ", ".join(parts)
