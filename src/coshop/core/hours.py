"""Opening hours: whether a store's line is open at a given time, and when it opens next. The time is an argument."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, date, datetime, timedelta, tzinfo
from datetime import time as time_of_day
from zoneinfo import ZoneInfo

Hours = Mapping[int, tuple[tuple[str, str], ...]]
LOOK_AHEAD_DAYS = 14


def check(hours: Hours, time_zone: str) -> None:
    """Raises ValueError with a sentence where a span, a weekday (1 to 7) or the time zone cannot be understood."""
    try:
        ZoneInfo(time_zone)
    except (KeyError, ValueError, OSError):
        raise ValueError(f"Unknown time zone {time_zone!r}. Use a name such as Europe/Amsterdam.") from None
    for weekday, spans in hours.items():
        if weekday not in range(1, 8):
            raise ValueError(f"Weekday {weekday} is not 1 (Monday) to 7 (Sunday).")
        for start, end in spans:
            if _clock(start) >= _clock(end):
                raise ValueError(f"Opening {start} to {end} must begin before it ends, on the same day.")


def open_now(hours: Hours, time_zone: str, now_ms: int) -> bool:
    """True while a span covers the time; a store without any hours is always open."""
    if not hours:
        return True
    zone = ZoneInfo(time_zone)
    today = datetime.fromtimestamp(now_ms / 1000, UTC).astimezone(zone).date()
    return any(start <= now_ms < end for start, end in _spans(hours, today, zone))


def next_opening_ms(hours: Hours, time_zone: str, now_ms: int) -> int | None:
    """When the next span begins, within two weeks; None without hours."""
    zone = ZoneInfo(time_zone)
    today = datetime.fromtimestamp(now_ms / 1000, UTC).astimezone(zone).date()
    for days in range(LOOK_AHEAD_DAYS + 1):
        starts = [start for start, _ in _spans(hours, today + timedelta(days=days), zone) if start > now_ms]
        if starts:
            return min(starts)
    return None


def _spans(hours: Hours, day: date, zone: tzinfo) -> list[tuple[int, int]]:
    return [
        (_at_ms(day, _clock(start), zone), _at_ms(day, _clock(end), zone))
        for start, end in hours.get(day.isoweekday(), ())
    ]


def _at_ms(day: date, clock: time_of_day, zone: tzinfo) -> int:
    return round(datetime.combine(day, clock, zone).timestamp() * 1000)


def _clock(text: str) -> time_of_day:
    try:
        return time_of_day.fromisoformat(text)
    except ValueError:
        raise ValueError(f"{text!r} is not a time of day. Write 09:00.") from None
