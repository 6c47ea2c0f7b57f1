"""When recordings are erased."""

from __future__ import annotations

import pytest

from coshop.core.retention import DAY_MS, Erasure, Kept, due, promised, told_days, told_until_ms

NOW_MS = 1_700_000_000_000


def kept(name: str, days_ago: float, *, store: str = "s1", shopper: str = "p1") -> Kept:
    return Kept(name, store, shopper, int(NOW_MS - days_ago * DAY_MS))


def test_after_thirty_days_or_the_stores_own_number() -> None:
    recordings = [
        kept("young", 29.99), kept("old", 30), kept("short", 7, store="s2"), kept("not yet", 6.9, store="s2"),
        kept("at once", 0, store="s3"), kept("long", 300, store="s4"),
    ]  # fmt: skip
    found = due(recordings, now_ms=NOW_MS, days={"s2": 7, "s3": 0, "s4": 365})
    assert [each.recording_id for each in found] == ["old", "short", "at once"]
    assert {each.reason for each in found} == {"retention"}


def test_with_the_shoppers_data_at_once() -> None:
    found = due(
        [kept("hers", 1), kept("his", 1, shopper="p2")], now_ms=NOW_MS, days={}, erased_shoppers={"p1"}
    )
    assert found == [Erasure("hers", "shopper_erased")]


def test_one_that_is_being_written_is_left_alone() -> None:
    writing = Kept("now", "s1", "p1", 0)
    assert due([writing], now_ms=NOW_MS, days={"s1": 0}, erased_shoppers={"p1"}) == []


def test_a_negative_number_is_refused() -> None:
    with pytest.raises(ValueError, match="s2"):
        due([], now_ms=NOW_MS, days={"s1": 1, "s2": -1})


def test_rec9_nothing_is_kept_longer_than_its_people_were_told() -> None:
    told = [Kept(f"{days}", "s1", "p1", int(NOW_MS - 20 * DAY_MS), days) for days in (14, 30, None)]
    assert [each.recording_id for each in due(told, now_ms=NOW_MS, days={"s1": 365})] == ["14"]
    assert [each.recording_id for each in due(told, now_ms=NOW_MS, days={"s1": 7})] == ["14", "30", "None"]


def test_rec9_the_days_stand_in_the_version_of_the_text() -> None:
    assert promised(["2026-11/30", "2026-11/14"]) == 14
    assert promised(["2026-11/0"]) == 0
    for silent in ([], ["2026-11"], ["2026-11/"], ["2026-11/soon"], ["2026-11/-3"], ["2026-11/٣"]):
        assert promised(silent) is None


def test_rec9_until_when_they_were_told() -> None:
    yes, no = {"text_version": "2026-11/14", "agreed": True}, {"text_version": "2026-11/7", "agreed": False}
    assert told_days([yes, no]) == 14
    assert told_days([no, {"agreed": True}]) is None
    assert told_until_ms([yes, no], NOW_MS) == NOW_MS + 14 * DAY_MS
    assert told_until_ms([no], NOW_MS) == 0
    assert told_until_ms([yes], 0) is None
