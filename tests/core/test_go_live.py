"""[MIRROR6] The list before going live, and what counts as passed today in the store's own time."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from coshop.core.go_live import (
    DEFAULT_ITEMS,
    ITEMS_MAX,
    Check,
    GoLiveItem,
    asks_first,
    check_items,
    left_to_tick,
    passed_today,
)

BERLIN = "Europe/Berlin"


def ms(day: int, hour: int, minute: int = 0) -> int:
    """In UTC, in July: Berlin is two hours ahead."""
    return int(datetime(2026, 7, day, hour, minute, tzinfo=UTC).timestamp() * 1000)


@pytest.mark.parametrize(
    ("checks", "now_ms", "zone", "passed"),
    [
        ([], ms(2, 9), BERLIN, False),
        ([Check(ms(2, 8), True)], ms(2, 9), BERLIN, True),
        ([Check(ms(2, 8), False)], ms(2, 9), BERLIN, False),
        ([Check(ms(2, 8), False), Check(ms(2, 8, 5), True)], ms(2, 9), BERLIN, True),
        ([Check(ms(2, 8, 5), True), Check(ms(2, 8, 30), False)], ms(2, 9), BERLIN, False),
        # 23:30 in Berlin, half an hour later it is another day there, and in New York the same.
        ([Check(ms(1, 21, 30), True)], ms(1, 22, 10), BERLIN, False),
        ([Check(ms(1, 21, 30), True)], ms(1, 22, 10), "America/New_York", True),
        ([Check(ms(1, 22, 30), True)], ms(2, 21, 59), BERLIN, True),
        ([Check(ms(2, 10), True)], ms(2, 9), BERLIN, False),
    ],
)
def test_mirror6_the_last_check_of_the_stores_day_counts(
    checks: list[Check], now_ms: int, zone: str, passed: bool
) -> None:
    assert passed_today(checks, zone, now_ms) == passed
    assert passed_today(reversed(checks), zone, now_ms) == passed


def test_mirror6_going_available_asks_once_a_day() -> None:
    now_ms = ms(2, 9)
    assert asks_first([], None, BERLIN, now_ms)
    assert asks_first([], ms(1, 21), BERLIN, now_ms)
    assert not asks_first([], ms(2, 7), BERLIN, now_ms)
    assert not asks_first([Check(ms(2, 8), True)], None, BERLIN, now_ms)


def test_mirror6_what_is_left_of_the_list_keeps_its_order() -> None:
    assert [item.kind for item in DEFAULT_ITEMS] == ["ring_light", "backdrop", "products", "do_not_disturb"]
    left = left_to_tick(DEFAULT_ITEMS, ["products", "gone_long_ago"])
    assert [item.item_id for item in left] == ["ring_light", "backdrop", "do_not_disturb"]
    assert left_to_tick(DEFAULT_ITEMS, [item.item_id for item in DEFAULT_ITEMS]) == ()


@pytest.mark.parametrize(
    "items",
    [
        [GoLiveItem(f"line_{n}", "own", "Tea") for n in range(ITEMS_MAX + 1)],
        [GoLiveItem("tea", "own", "Tea"), GoLiveItem("tea", "own", "More tea")],
        [GoLiveItem("", "backdrop")],
        [GoLiveItem("tea", "own", "  ")],
        [GoLiveItem("tea", "own", "x" * 121)],
    ],
)
def test_mirror6_a_list_nobody_can_use_is_refused_with_a_sentence(items: list[GoLiveItem]) -> None:
    with pytest.raises(ValueError, match=r"\.$"):
        check_items(items)


def test_mirror6_the_lists_as_shipped_and_with_a_line_of_ones_own_are_fine() -> None:
    check_items(DEFAULT_ITEMS)
    check_items([*DEFAULT_ITEMS, GoLiveItem("tea", "own", "Tea within reach")])
