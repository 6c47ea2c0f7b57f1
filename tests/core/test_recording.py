"""Consent to a recording, move by move, and in any order that hypothesis finds."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule

from coshop.core import commands as c
from coshop.core import events as e
from coshop.core import recording_types as r
from coshop.core.call import evolve
from coshop.core.cart_types import Side
from coshop.core.guest_types import GuestJoin, GuestLeft
from coshop.core.refusal import Refused
from coshop.protocol.codec import dump_call, load_call
from tests.core.play import (
    ANNA,
    ASK,
    LISTEN,
    NO,
    RECORD,
    SERVER,
    SHOPPER,
    SUE,
    WORKER,
    YES,
    Played,
    live,
    recorded,
)


def code(decided: object) -> str:
    assert isinstance(decided, Refused), decided
    return decided.code


def kinds(events: tuple[e.Event, ...]) -> list[str]:
    return [event.type for event in events]


def state(played: Played) -> str:
    return played.there.recording.state if played.there.recording else ""


def asked() -> Played:
    played = live()
    played.must(ASK, ANNA)
    return played


def test_REC1_nothing_is_asked_where_the_store_has_it_off() -> None:
    assert code(live().do(replace(ASK, allowed=False), ANNA)) == "recording_off"
    assert code(live().do(ASK, SHOPPER)) == "not_allowed"
    assert code(live().do(YES, SHOPPER)) == "not_asked"


def test_REC1_a_written_call_has_nothing_to_record() -> None:
    assert code(live("text").do(ASK, ANNA)) == "nothing_to_record"
    assert code(live("text").do(replace(ASK, allowed=False), ANNA)) == "recording_off"
    assert kinds(live("voice").must(ASK, ANNA)) == ["recording_asked"]


def test_REC2_it_starts_only_when_everybody_has_answered() -> None:
    played = asked()
    assert code(played.do(ASK, ANNA)) == "recording_asked_before"
    assert kinds(played.must(YES, SHOPPER)) == ["recording_consented"]
    assert state(played) == "asked"
    assert kinds(played.must(replace(YES, language="de"), ANNA)) == [
        "recording_consented",
        "recording_started",
    ]
    recording = played.there.recording
    assert recording
    assert (recording.state, recording.recorded) == ("on", ("shopper", "associate"))
    assert [(x.side, x.agreed, x.text_version, x.language) for x in recording.consents] == [
        ("shopper", True, "2026-11", "en"),
        ("associate", True, "2026-11", "de"),
    ]
    assert code(played.do(NO, ANNA)) == "not_asked", "an answer counts until everybody has answered"


def test_REC2_an_answer_is_to_the_text_that_was_asked_about() -> None:
    played = asked()
    no = played.do(replace(YES, text_version="2025-01"), SHOPPER)
    assert code(no) == "consent_text"
    assert isinstance(no, Refused)
    assert no.allowed == ("2026-11",)


def test_REC3_who_refuses_is_left_out_and_the_call_goes_on() -> None:
    for refuser, agreeing, left in ((SHOPPER, ANNA, "associate"), (ANNA, SHOPPER, "shopper")):
        played = asked()
        played.must(YES, refuser)
        played.must(NO, refuser)
        played.must(YES, agreeing)
        assert played.there.recording
        assert played.there.recording.recorded == (left,)
        assert played.there.phase.phase == "live"


def test_REC3_nobody_agrees_nothing_is_recorded() -> None:
    played = asked()
    played.must(NO, SHOPPER)
    assert kinds(played.must(NO, ANNA)) == ["recording_consented", "recording_stopped"]
    assert played.there.recording
    assert (played.there.recording.state, played.there.recording.stopped_reason) == ("stopped", "refused")
    assert played.there.phase.phase == "live"


@pytest.mark.parametrize("side", [SHOPPER, ANNA])
def test_REC4_a_tap_pauses_and_resumes(side: object) -> None:
    played = recorded()
    assert kinds(played.must(r.RecordingPause(), side)) == ["recording_paused"]  # type: ignore[arg-type]
    assert played.must(r.RecordingPause(), ANNA) == ()
    assert kinds(played.must(r.RecordingResume(), SHOPPER)) == ["recording_resumed"]
    assert code(played.do(r.RecordingResume(), ANNA)) == "not_recording"
    assert code(live().do(r.RecordingPause(), ANNA)) == "not_recording"
    assert code(live().do(r.RecordingResume(), ANNA)) == "not_recording"


def test_REC5_the_checkout_pauses_it_and_having_paid_resumes_it() -> None:
    played = recorded()
    assert kinds(played.must(c.CheckoutReport(step="started"), SHOPPER)) == [
        "checkout_moved",
        "recording_paused",
    ]
    assert played.there.recording
    assert (played.there.recording.paused_by, played.there.recording.pause_reason) == ("shopper", "checkout")
    assert code(played.do(r.RecordingResume(), ANNA)) == "checkout_open"
    played.must(c.CheckoutReport(step="failed"), SHOPPER)
    assert state(played) == "paused"
    played.must(c.CheckoutReport(step="started"), SHOPPER)
    assert kinds(played.must(c.CheckoutReport(step="paid"), SHOPPER)) == [
        "checkout_moved",
        "recording_resumed",
    ]


def test_REC5_a_tap_holds_longer_than_the_checkout() -> None:
    played = recorded()
    played.must(c.CheckoutReport(step="started"), SHOPPER)
    played.must(r.RecordingPause(), ANNA)
    assert kinds(played.must(c.CheckoutReport(step="paid"), SHOPPER)) == ["checkout_moved"]
    played.must(r.RecordingResume(), ANNA)
    assert state(played) == "on"


def test_REC5_it_starts_paused_where_the_checkout_is_open() -> None:
    played = asked()
    played.must(c.CheckoutReport(step="started"), SHOPPER)
    played.must(YES, SHOPPER)
    assert kinds(played.must(YES, ANNA))[1:] == ["recording_started", "recording_paused"]
    assert state(played) == "paused"


def test_REC6_anybody_stops_it_for_good_and_the_recorder_goes() -> None:
    played = recorded()
    played.must(RECORD, WORKER)
    played.must(LISTEN, SUE)
    stopped, gone = played.must(r.RecordingWithdraw(), SHOPPER)
    assert stopped == r.RecordingStopped(reason="withdrawn")
    assert gone == GuestLeft(guest_id="guest-rec", reason="withdrawn")
    assert [g.role for g in played.there.guests] == ["listener"]
    for command in (r.RecordingWithdraw(), r.RecordingPause(), r.RecordingResume()):
        assert code(played.do(command, ANNA)) == "not_recording"
    assert code(played.do(YES, SHOPPER)) == "not_asked"
    assert code(played.do(ASK, ANNA)) == "recording_asked_before"
    assert code(played.do(RECORD, WORKER)) == "not_recording"
    waits = asked()
    waits.must(r.RecordingWithdraw(), SHOPPER)
    assert state(waits) == "stopped", "while it is asked about, too"


def test_REC7_a_failure_ends_the_recording_and_not_the_call() -> None:
    played = recorded()
    played.must(RECORD, WORKER)
    assert kinds(played.must(r.RecordingFail(), WORKER)) == ["recording_stopped", "guest_left"]
    assert played.must(r.RecordingFail(), SERVER) == ()
    assert played.there.phase.phase == "live"


def test_REC8_the_end_of_the_call_ends_it() -> None:
    played = recorded()
    played.must(RECORD, WORKER)
    assert kinds(played.must(c.CallEnd(), SHOPPER)) == ["recording_stopped", "guest_left", "call_ended"]
    assert played.there.recording
    assert played.there.recording.stopped_reason == "ended"


def test_REC8_a_recorder_comes_only_to_a_recording() -> None:
    for played in (live(), asked()):
        assert code(played.do(RECORD, WORKER)) == "not_recording"
    played = recorded()
    played.must(r.RecordingPause(), ANNA)
    played.must(RECORD, WORKER)


def test_REC2_an_event_before_it_was_asked_about_is_an_error() -> None:
    entry = e.Entry(seq=9, at_ms=1, by="server", command_id="", event=r.RecordingResumed())
    with pytest.raises(ValueError, match="cannot come before"):
        evolve(live().there, entry)


class Consents(RuleBasedStateMachine):
    """One live call whose people ask, answer, pause, pay, and withdraw in any order, and in which recorders come and go."""

    def __init__(self) -> None:
        super().__init__()
        self.played = live()
        self.answers: dict[Side, bool] = {}
        self.over = False

    def do(self, command: c.Command, actor: object) -> bool:
        """Whether it was taken; what was recorded once never runs again after its end."""
        decided = self.played.do(command, actor)  # type: ignore[arg-type]
        taken = not isinstance(decided, Refused)
        if self.over and taken:
            assert not {"recording_started", "recording_resumed"} & set(kinds(decided))  # type: ignore[arg-type]
        self.over = self.over or state(self.played) == "stopped"
        return taken

    @rule(allowed=st.booleans())
    def ask(self, allowed: bool) -> None:
        self.do(replace(ASK, allowed=allowed), ANNA)

    @rule(by_shopper=st.booleans(), agreed=st.booleans())
    def answer(self, by_shopper: bool, agreed: bool) -> None:
        if self.do(replace(YES, agreed=agreed), SHOPPER if by_shopper else ANNA):
            self.answers["shopper" if by_shopper else "associate"] = agreed

    @rule(by_shopper=st.booleans(), command=st.sampled_from([r.RecordingPause(), r.RecordingResume()]))
    def tap(self, by_shopper: bool, command: c.Command) -> None:
        self.do(command, SHOPPER if by_shopper else ANNA)

    @rule(step=st.sampled_from(["started", "failed", "left", "paid"]))
    def checkout(self, step: str) -> None:
        self.do(c.CheckoutReport(step=step), SHOPPER)  # type: ignore[arg-type]

    @rule()
    def offer(self) -> None:
        self.do(c.CheckoutOffer(), ANNA)

    @rule(by_shopper=st.booleans(), chance=st.integers(0, 5))
    def withdraw(self, by_shopper: bool, chance: int) -> None:
        if chance == 0 and self.do(r.RecordingWithdraw(), SHOPPER if by_shopper else ANNA):
            assert state(self.played) == "stopped"

    @rule(n=st.integers(1, 2))
    def recorder(self, n: int) -> None:
        self.do(GuestJoin(guest_id=f"guest-{n}", role="recorder"), WORKER)

    @invariant()
    def it_never_runs_before_everybody_has_answered(self) -> None:
        if state(self.played) in ("on", "paused"):
            assert set(self.answers) == {"shopper", "associate"}
            assert any(self.answers.values())

    @invariant()
    def a_refuser_is_never_recorded(self) -> None:
        recording = self.played.there.recording
        if recording is not None and recording.recorded:
            assert all(self.answers[side] for side in recording.recorded)
            assert set(recording.recorded) == {side for side, agreed in self.answers.items() if agreed}

    @invariant()
    def nothing_is_kept_while_the_checkout_is_open(self) -> None:
        checkout = self.played.there.checkout
        assert not (checkout and checkout.step == "started" and state(self.played) == "on")

    @invariant()
    def a_recorder_is_there_only_while_it_runs(self) -> None:
        assert state(self.played) in ("on", "paused") or not self.played.there.guests

    @invariant()
    def state_equals_snapshot_plus_events(self) -> None:
        half, known = len(self.played.entries) // 2, None
        for n, entry in enumerate(self.played.entries):
            if n == half and known is not None:
                known = load_call(dump_call(known))
            known = evolve(known, entry)
        assert known == self.played.call


Consents.TestCase.settings = settings(max_examples=80, stateful_step_count=30, deadline=None)
TestConsents = Consents.TestCase
