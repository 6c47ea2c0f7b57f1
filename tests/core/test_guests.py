"""Guests of a call, move by move: who may come, as what, who is told, and how they go."""

from __future__ import annotations

from dataclasses import replace

import pytest

from coshop.core import commands as c
from coshop.core.call import GUESTS_MAX
from coshop.core.call_types import BySupervisor, ByWorker
from coshop.core.guest_types import Guest, GuestChange, GuestLeave, GuestLeft, GuestLose, GuestRole
from coshop.core.refusal import Refused
from tests.core.play import ANNA, LISTEN, RECORD, SERVER, SHOPPER, SUE, WORKER, Played, live, recorded

TOM = BySupervisor("tom", "desk-2")


def code(decided: object) -> str:
    assert isinstance(decided, Refused), decided
    return decided.code


def listened() -> Played:
    """A recorded call in which Sue listens."""
    played = recorded()
    played.must(LISTEN, SUE)
    return played


def test_GUEST1_a_supervisor_comes_as_what_they_said() -> None:
    played = listened()
    assert played.there.guests == (
        Guest(
            guest_id="guest-sue",
            role="listener",
            person_id="sue",
            name="Sue",
            client_id="desk-1",
            told=True,
            joined_at_ms=played.now_ms,
        ),
    )
    assert played.entries[-1].by == "supervisor"
    assert played.must(LISTEN, SUE) == (), "joining twice is joining once"


def test_GUEST1_recording_is_a_workers_part_and_nothing_else_is() -> None:
    assert code(live().do(RECORD, SUE)) == "not_allowed"
    assert code(live().do(LISTEN, WORKER)) == "not_allowed"
    played = recorded()
    played.must(RECORD, WORKER)
    assert played.there.guests[0].person_id == "worker-1"
    assert played.entries[-1].by == "worker"


def test_GUEST1_who_is_in_the_call_is_no_guest_of_it() -> None:
    assert code(live().do(LISTEN, BySupervisor(ANNA.associate_id, "desk-9"))) == "not_allowed"


def test_GUEST2_one_guest_a_client_and_one_client_a_guest() -> None:
    played = listened()
    assert code(played.do(replace(LISTEN, guest_id="guest-2"), SUE)) == "guest_exists"
    assert code(played.do(LISTEN, TOM)) == "guest_exists"
    assert code(played.do(replace(LISTEN, role="speaker"), SUE)) == "guest_exists"
    played.must(replace(LISTEN, guest_id="guest-2"), BySupervisor("sue", "desk-9"))
    assert len(played.there.guests) == 2


def test_GUEST2_at_most_four() -> None:
    played = live()
    for n in range(GUESTS_MAX):
        played.must(replace(LISTEN, guest_id=f"guest-{n}"), BySupervisor(f"person-{n}", f"desk-{n}"))
    assert code(played.do(LISTEN, SUE)) == "too_many_guests"
    played.must(GuestLeave(guest_id="guest-0"), BySupervisor("person-0", "another-desk"))
    played.must(LISTEN, SUE)


@pytest.mark.parametrize("role", ["listener", "whisperer", "speaker", "recorder"])
@pytest.mark.parametrize("setting", [True, False])
def test_GUEST3_who_speaks_or_records_is_always_told_of(role: GuestRole, setting: bool) -> None:
    played = recorded()
    join = replace(LISTEN, role=role, tell_listening=setting)
    played.must(join, WORKER if role == "recorder" else SUE)
    assert played.there.guests[0].told is (setting or role in ("speaker", "recorder"))


def test_GUEST3_what_is_told_follows_the_role() -> None:
    played = live()
    played.must(replace(LISTEN, tell_listening=False), SUE)
    changes: tuple[tuple[GuestRole, bool], ...] = (("speaker", True), ("whisperer", False))
    for role, told in changes:
        change = GuestChange(guest_id="guest-sue", role=role, tell_listening=False)
        played.must(change, SUE)
        assert (played.there.guests[0].role, played.there.guests[0].told) == (role, told)
        assert played.must(change, SUE) == ()
    played.must(GuestChange(guest_id="guest-sue", role="whisperer", tell_listening=True), SUE)
    assert played.there.guests[0].told


def test_GUEST4_a_guest_is_changed_and_sent_away_by_themselves_alone() -> None:
    played = listened()
    assert code(played.do(GuestChange(guest_id="guest-sue", role="speaker"), TOM)) == "unknown_guest"
    assert code(played.do(GuestChange(guest_id="guest-x", role="speaker"), SUE)) == "unknown_guest"
    assert code(played.do(GuestChange(guest_id="guest-sue", role="recorder"), SUE)) == "not_allowed"
    assert code(played.do(GuestLeave(guest_id="guest-sue"), TOM)) == "unknown_guest"
    assert code(played.do(GuestLeave(guest_id="guest-sue"), WORKER)) == "unknown_guest"
    (event,) = played.must(GuestLeave(guest_id="guest-sue"), SUE)
    assert event == GuestLeft(guest_id="guest-sue", reason="left")
    assert played.there.guests == ()


def test_GUEST4_changing_one_leaves_the_others_as_they_are() -> None:
    played = listened()
    played.must(replace(LISTEN, guest_id="guest-tom"), TOM)
    played.must(GuestChange(guest_id="guest-tom", role="speaker"), TOM)
    assert [g.role for g in played.there.guests] == ["listener", "speaker"]


def test_GUEST5_a_lost_socket_takes_its_guest_with_it_at_once() -> None:
    played = listened()
    played.must(RECORD, WORKER)
    assert played.must(GuestLose(person_id="sue", client_id="desk-2"), SERVER) == ()
    assert played.must(GuestLose(person_id="tom", client_id="desk-1"), SERVER) == ()
    (event,) = played.must(GuestLose(person_id="sue", client_id="desk-1"), SERVER)
    assert event == GuestLeft(guest_id="guest-sue", reason="lost")
    assert [g.role for g in played.there.guests] == ["recorder"]
    played.must(GuestLeave(guest_id="guest-rec"), ByWorker("worker-1", "elsewhere"))


def test_GUEST6_the_calls_end_is_the_guests_end() -> None:
    played = listened()
    played.must(RECORD, WORKER)
    _, left_1, left_2, over = played.must(c.CallEnd(), SHOPPER)
    assert left_1 == GuestLeft(guest_id="guest-sue", reason="call_ended")
    assert left_2 == GuestLeft(guest_id="guest-rec", reason="call_ended")
    assert over.type == "call_ended"
    assert played.there.guests == ()
    assert code(played.do(LISTEN, SUE)) == "call_ended"
