"""The shopper's way through the store's till, step by step, and what it means for a recording."""

from __future__ import annotations

from typing import Literal

from coshop.core import commands as c
from coshop.core import events as e
from coshop.core import recording_types as r
from coshop.core.refusal import Refused
from tests.core.play import ANNA, SHOPPER, Played, live, recorded


def report(
    played: Played, step: Literal["started", "failed", "left", "paid"], **rest: str
) -> tuple[e.Event, ...]:
    return played.must(c.CheckoutReport(step=step, **rest), SHOPPER)


def step(played: Played) -> str:
    return played.there.checkout.step if played.there.checkout else ""


def refused(played: Played, command: c.Command) -> str:
    decided = played.do(command, SHOPPER if isinstance(command, c.CheckoutReport) else ANNA)
    assert isinstance(decided, Refused), decided
    return decided.code


def test_CALL12_steps() -> None:
    played = live()
    assert refused(played, c.CheckoutReport(step="failed")) == "checkout_step"
    played.must(c.CheckoutOffer(), ANNA)
    report(played, "started")
    assert report(played, "started") == ()
    report(played, "failed", reason="card declined")
    report(played, "paid", order_number="HO-1001")
    assert played.there.checkout
    assert played.there.checkout.order_number == "HO-1001"
    assert report(played, "paid", order_number="HO-1001") == ()
    assert refused(played, c.CheckoutReport(step="failed")) == "checkout_step"


def test_CALL12_an_offer_moves_nobody_who_is_at_the_till() -> None:
    played = live()
    report(played, "started")
    assert played.must(c.CheckoutOffer(), ANNA) == ()
    assert step(played) == "started"


def test_CALL12_a_payment_can_fail_after_another_offer() -> None:
    played = live()
    report(played, "started")
    report(played, "failed")
    played.must(c.CheckoutOffer(), ANNA)
    report(played, "failed", reason="card declined again")
    assert step(played) == "failed"


def test_CALL12_who_leaves_the_till_has_left_it_once() -> None:
    played = live()
    assert report(played, "left") == ()
    played.must(c.CheckoutOffer(), ANNA)
    assert report(played, "left") == ()
    report(played, "started")
    assert len(report(played, "left")) == 1
    assert report(played, "left") == ()
    report(played, "failed")
    assert len(report(played, "left")) == 1
    assert step(played) == "left"
    played.must(c.CheckoutOffer(), ANNA)
    assert step(played) == "offered"
    report(played, "paid")
    assert report(played, "left") == ()


def test_REC5_an_offer_at_the_till_lets_nobody_record_the_payment() -> None:
    played = recorded()
    report(played, "started")
    played.must(c.CheckoutOffer(), ANNA)
    assert refused(played, r.RecordingResume()) == "checkout_open"


def test_REC5_who_left_the_till_can_be_recorded_again_after_a_tap() -> None:
    played = recorded()
    report(played, "started")
    assert [each.type for each in report(played, "left")] == ["checkout_moved"]
    assert played.there.recording
    assert played.there.recording.state == "paused"
    assert [each.type for each in played.must(r.RecordingResume(), ANNA)] == ["recording_resumed"]
    assert [each.type for each in report(played, "started")][1:] == ["recording_paused"]
