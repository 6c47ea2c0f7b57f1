"""Who is offered to whom, places and waits; and opening hours."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from coshop.core import commands as c
from coshop.core import hours, line
from coshop.core.call_types import CallKind, LeftOut
from coshop.core.line import FreeAssociate, WaitingCall
from coshop.protocol.codec import dump_call, dump_event, load_call, load_event
from tests.core.play import REQUEST, SERVER, SHOPPER, Played, live, ringing, waiting

NOW = 1_000_000


def call(
    call_id: str, since_ms: int, *, returned: bool = False, language: str = "en", out: tuple[str, ...] = ()
) -> WaitingCall:
    left_out = tuple(LeftOut(associate_id=a, until_ms=NOW + 1) for a in out)
    return WaitingCall(
        call_id=call_id, since_ms=since_ms, returned=returned, language=language, left_out=left_out
    )


def practice(call_id: str, since_ms: int, associate_id: str, kind: CallKind = "rehearsal") -> WaitingCall:
    return replace(call(call_id, since_ms), kind=kind, reserved_for=associate_id)


def free(associate_id: str, idle_since_ms: int, *languages: str) -> FreeAssociate:
    return FreeAssociate(
        associate_id=associate_id,
        name=associate_id.title(),
        client_id="t",
        idle_since_ms=idle_since_ms,
        languages=languages,
    )


def pairs(waiting: list[WaitingCall], associates: list[FreeAssociate]) -> list[tuple[str, str]]:
    return [(o.call_id, o.associate_id) for o in line.match(waiting, associates, NOW)]


def test_LINE4_longest_waiting_meets_longest_idle() -> None:
    assert pairs([call("b", 20), call("a", 10)], [free("ben", 5), free("anna", 1)]) == [
        ("a", "anna"),
        ("b", "ben"),
    ]


def test_LINE4_a_returned_call_stands_at_the_front() -> None:
    assert pairs([call("a", 10), call("b", 20, returned=True)], [free("anna", 1)]) == [("b", "anna")]


def test_CALL2_a_left_out_associate_is_offered_the_next_call() -> None:
    assert pairs([call("a", 10, out=("anna",)), call("b", 20)], [free("anna", 1)]) == [("b", "anna")]


def test_LINE4_those_who_speak_the_language_come_first_and_nobody_is_left_waiting_for_it() -> None:
    assert pairs([call("a", 10, language="de-AT")], [free("anna", 1, "en"), free("ben", 5, "de")]) == [
        ("a", "ben")
    ]
    assert pairs([call("a", 10, language="fr")], [free("anna", 1, "en"), free("ben", 5, "de")]) == [
        ("a", "anna")
    ]


@given(
    st.lists(st.tuples(st.integers(0, 9), st.booleans(), st.sets(st.sampled_from("abcde"))), max_size=8),
    st.lists(st.tuples(st.sampled_from("abcde"), st.integers(0, 9)), max_size=5, unique_by=lambda a: a[0]),
)
def test_LINE4_nobody_is_offered_twice_and_nobody_idles_needlessly(
    calls: list[tuple[int, bool, set[str]]], idle: list[tuple[str, int]]
) -> None:
    waiting = [call(str(n), since, returned=r, out=tuple(out)) for n, (since, r, out) in enumerate(calls)]
    associates = [free(a, since) for a, since in idle]
    offers = line.match(waiting, associates, NOW)
    assert len({o.call_id for o in offers}) == len(offers) == len({o.associate_id for o in offers})
    unoffered = [w for w in waiting if w.call_id not in {o.call_id for o in offers}]
    unused = {a for a, _ in idle} - {o.associate_id for o in offers}
    for w in unoffered:
        assert unused <= {x.associate_id for x in w.left_out}


def test_LINE1_places() -> None:
    waiting = [call("a", 10), call("b", 20, returned=True)]
    assert [line.place(waiting, x) for x in ("a", "b", "c")] == [2, 1, 0]


def test_LINE1_the_wait_is_a_range_from_real_waits() -> None:
    assert line.estimate(1, 1, []) == line.DEFAULT_WAIT_S
    assert line.estimate(1, 0, []) == line.DEFAULT_WAIT_S
    assert line.estimate(1, 2, [10, 20, 30, 40, 50]) == (20, 40)
    assert line.estimate(3, 2, [10, 20, 30, 40, 50]) == (40, 80)
    assert line.estimate(1, 1, [1, 1, 1, 1, 1]) == (5, 10)


def test_when_to_look_again() -> None:
    assert line.next_look_ms([call("a", 1)], NOW) is None
    assert line.next_look_ms([call("a", 1, out=("anna",))], NOW) == NOW + 1
    assert line.next_look_ms([call("a", 1, out=("anna",))], NOW + 1) is None


def test_LINE4_only_waiting_calls_with_their_shopper_are_offered() -> None:
    assert line.waiting_call(waiting().there) is not None
    assert line.waiting_call(ringing().there) is None
    assert line.waiting_call(live().there) is None
    played = waiting()
    played.must(c.ParticipantLose(side="shopper", client_id="tab-1", reason="connection"), SERVER)
    assert line.waiting_call(played.there) is None


WEEK = {1: (("09:00", "12:00"), ("13:00", "18:00")), 7: (("10:00", "16:00"),)}


def at(text: str) -> int:
    return round(datetime.fromisoformat(text).replace(tzinfo=UTC).timestamp() * 1000)


@pytest.mark.parametrize(
    ("when", "open_", "next_"),
    [
        ("2026-11-23T08:30", True, "2026-11-23T12:00"),  # a Monday, 9:30 in Amsterdam
        ("2026-11-23T07:59", False, "2026-11-23T08:00"),
        ("2026-11-23T11:30", False, "2026-11-23T12:00"),
        ("2026-11-23T17:00", False, "2026-11-29T09:00"),
        ("2026-07-06T07:30", True, "2026-07-06T11:00"),  # summer time
    ],
)
def test_open_and_next_opening(when: str, open_: bool, next_: str) -> None:
    assert hours.open_now(WEEK, "Europe/Amsterdam", at(when)) is open_
    assert hours.next_opening_ms(WEEK, "Europe/Amsterdam", at(when)) == at(next_)


def test_without_hours_a_store_is_always_open() -> None:
    assert hours.open_now({}, "UTC", NOW)
    assert hours.next_opening_ms({}, "UTC", NOW) is None


@pytest.mark.parametrize(
    ("week", "zone", "says"),
    [
        ({8: (("09:00", "10:00"),)}, "UTC", "Weekday 8"),
        ({1: (("10:00", "09:00"),)}, "UTC", "must begin before"),
        ({1: (("nine", "10:00"),)}, "UTC", "not a time of day"),
        ({}, "Mars/Base", "Unknown time zone"),
    ],
)
def test_wrong_hours_are_explained(week: hours.Hours, zone: str, says: str) -> None:
    with pytest.raises(ValueError, match=says):
        hours.check(week, zone)
    hours.check(WEEK, "Europe/Amsterdam")


def test_LINE7_a_reserved_call_is_offered_to_its_associate_alone() -> None:
    anna, ben = free("anna", 1), free("ben", 5)
    assert pairs([practice("a", 10, "ben")], [anna, ben]) == [("a", "ben")]
    assert pairs([practice("a", 10, "ben", "canary")], [anna]) == []
    assert pairs([practice("a", 10, "")], [anna, ben]) == [], "a rehearsal for nobody is nobody's"
    assert pairs([replace(call("a", 10), reserved_for="ben")], [anna]) == []


def test_LINE7_customers_are_offered_before_a_rehearsal_however_long_it_waits() -> None:
    waiting_calls = [practice("a", 10, "anna"), call("b", 99)]
    assert pairs(waiting_calls, [free("anna", 1)]) == [("b", "anna")]
    assert line.place(waiting_calls, "b") == 1
    assert line.place(waiting_calls, "a") == 1


def test_LINE7_a_canary_takes_no_customers_call() -> None:
    robot = replace(free("robot", 0), canary=True)
    assert pairs([call("a", 10)], [robot]) == []
    assert pairs([replace(call("a", 10), reserved_for="robot")], [robot]) == []
    assert pairs([practice("a", 10, "robot", "canary")], [robot]) == [("a", "robot")]


@given(
    kinds=st.lists(
        st.tuples(
            st.sampled_from(["customer", "rehearsal", "canary"]), st.sampled_from(["", "a0", "a1", "a2"])
        ),
        max_size=8,
    ),
    canaries=st.sets(st.sampled_from(["a0", "a1", "a2"])),
)
def test_LINE7_nobody_is_offered_what_is_not_theirs(
    kinds: list[tuple[CallKind, str]], canaries: set[str]
) -> None:
    calls = [replace(call(f"c{n}", n), kind=kind, reserved_for=who) for n, (kind, who) in enumerate(kinds)]
    people = [replace(free(f"a{n}", n), canary=f"a{n}" in canaries) for n in range(3)]
    for offer in line.match(calls, people, NOW):
        offered = next(each for each in calls if each.call_id == offer.call_id)
        if offered.kind == "customer":
            assert offer.associate_id not in canaries
            assert offered.reserved_for in ("", offer.associate_id)
        else:
            assert offered.reserved_for == offer.associate_id


def test_LINE7_the_kind_of_a_request_stays_with_the_call() -> None:
    played = Played()
    played.must(replace(REQUEST, kind="rehearsal", reserved_for="anna"), SHOPPER)
    seen = line.waiting_call(played.there)
    assert seen
    assert (seen.kind, seen.reserved_for) == ("rehearsal", "anna")
    assert line.is_for(played.there, "anna")
    assert not line.is_for(played.there, "ben")
    assert not line.is_for(played.there, "")
    assert line.is_for(waiting().there, "ben")


def test_LINE7_journals_from_before_there_were_kinds_are_read_as_customers() -> None:
    event = json.loads(dump_event(waiting().entries[0].event))
    state = json.loads(dump_call(waiting().there))
    for name in ("kind", "reserved_for"):
        del event[name]
        del state[name]
    assert load_event(json.dumps(event)) == waiting().entries[0].event
    assert load_call(json.dumps(state)) == waiting().there


def test_REHEARSE1_who_is_away_is_offered_a_rehearsal_of_their_own_and_nothing_else() -> None:
    anna = replace(free("anna", 0), away=True)
    assert pairs([call("a", 10), practice("b", 20, "anna", "canary")], [anna]) == []
    assert pairs([call("a", 10), practice("b", 20, "anna")], [anna]) == [("b", "anna")]
    assert pairs([practice("b", 20, "ben")], [anna]) == []
