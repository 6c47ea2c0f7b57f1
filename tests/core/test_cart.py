"""The shared cart: wishes, outcomes, the ledger and undo."""

from __future__ import annotations

import pytest

from coshop.core import cart as carts
from coshop.core import commands as c
from coshop.core.call import deadline
from coshop.core.call_moves import LATE_MS
from coshop.core.cart_types import Cart, CartChange, OutcomeReason, StoreCart
from coshop.core.refusal import Refused
from tests.core.play import ANNA, SERVER, SHOPPER, Played, live, store_cart, waiting


def change(played: Played, change_id: str) -> CartChange:
    found = carts.find(played.there.cart, change_id)
    assert found
    return found


def with_cart(*lines: tuple[str, str, int]) -> Played:
    played = live()
    played.must(c.CartReport(cart=store_cart(*lines)), SHOPPER)
    return played


def settle(
    played: Played,
    change_id: str,
    applied: int,
    reason: OutcomeReason | None = None,
    cart: StoreCart | None = None,
) -> object:
    settle = c.CartSettle(change_id=change_id, applied_quantity=applied, reason=reason, cart=cart)
    return played.do(settle, SHOPPER)


@pytest.mark.parametrize(
    ("applied", "state", "units", "reason"),
    [
        (3, "applied", 3, None),
        (99, "applied", 3, None),
        (1, "partly_applied", 1, "limited_stock"),
        (0, "rejected", 0, "store_refused"),
    ],
)
def test_CART4_the_outcome_follows_what_the_store_did(
    applied: int, state: str, units: int, reason: str | None
) -> None:
    played = live()
    played.must(c.CartAdd(variant_id="V1", quantity=3, product_id="P1"), ANNA, "change-1")
    assert change(played, "change-1").state == "pending"
    settle(played, "change-1", applied, cart=store_cart(("L1", "V1", 3)))
    done = change(played, "change-1")
    assert (done.state, done.applied_quantity, done.reason) == (state, units, reason)
    assert played.there.cart.store == store_cart(("L1", "V1", 3))


def test_CART5_the_reason_given_is_kept() -> None:
    played = live()
    played.must(c.CartAdd(variant_id="V1", quantity=3), ANNA, "change-1")
    settle(played, "change-1", 0, reason="sold_out")
    assert change(played, "change-1").reason == "sold_out"


def test_CART6_a_change_is_settled_once() -> None:
    played = live()
    played.must(c.CartAdd(variant_id="V1", quantity=1), ANNA, "change-1")
    settle(played, "change-1", 1)
    assert settle(played, "change-1", 0) == Refused("change_settled", "change-1")


def test_CART8_the_same_cart_is_not_reported_twice() -> None:
    played = with_cart(("L1", "V1", 1))
    played.must(c.CartSet(line_id="L1", quantity=1), ANNA, "change-1")
    events = settle(played, "change-1", 0, cart=store_cart(("L1", "V1", 1)))
    assert isinstance(events, tuple)
    assert len(events) == 1
    assert change(played, "change-1").state == "applied", "nothing was wanted and nothing was done"


def test_CART6_no_answer_is_given_up_after_a_minute_and_the_late_truth_wins() -> None:
    played = live()
    played.must(c.CartAdd(variant_id="V1", quantity=1), ANNA, "change-1")
    assert deadline(played.there) == played.now_ms + carts.CHANGE_MS
    played.now_ms += 10_000
    played.must(c.CartAdd(variant_id="V2", quantity=1), ANNA, "change-2")
    played.now_ms += carts.CHANGE_MS - 10_000
    played.must(c.TimePass(), SERVER)
    assert (change(played, "change-1").state, change(played, "change-1").reason) == (
        "rejected",
        "store_no_answer",
    )
    assert change(played, "change-2").state == "pending"
    settle(played, "change-1", 1)
    assert change(played, "change-1").state == "applied"


def test_CART5_a_page_that_gives_up_says_so() -> None:
    played = with_cart(("L1", "V1", 2))
    played.must(c.CartSet(line_id="L1", quantity=2), ANNA, "change-1")
    settle(played, "change-1", 0, reason="store_no_answer")
    assert change(played, "change-1").state == "rejected"


def test_CART6_nothing_is_given_up_while_the_shopper_is_away() -> None:
    played = live()
    played.must(c.CartAdd(variant_id="V1", quantity=1), ANNA, "change-1")
    played.now_ms += carts.CHANGE_MS - 1
    played.must(c.ParticipantLose(side="shopper", client_id="tab-1", reason="page_change"), SERVER)
    played.now_ms += 10
    assert played.must(c.TimePass(), SERVER) == ()


def test_CART7_undo_of_an_addition() -> None:
    played = with_cart(("L1", "V1", 1))
    played.must(c.CartAdd(variant_id="V1", quantity=2), ANNA, "change-1")
    assert change(played, "change-1").quantity_before == 1
    assert played.do(c.CartUndo(change_id="change-1"), SHOPPER) == Refused("change_pending", "change-1")
    settle(played, "change-1", 2, cart=store_cart(("L1", "V1", 3)))
    played.must(c.CartUndo(change_id="change-1"), SHOPPER, "undo-1")
    undo = change(played, "undo-1")
    assert (undo.kind, undo.quantity, undo.undoes, undo.by) == ("subtract", 2, "change-1", "shopper")
    assert played.do(c.CartUndo(change_id="change-1"), ANNA) == Refused("change_pending", "change-1")
    settle(played, "undo-1", 2, cart=store_cart(("L1", "V1", 1)))
    assert change(played, "change-1").state == "undone"
    assert played.do(c.CartUndo(change_id="change-1"), ANNA) == Refused("cannot_undo", "change-1")
    assert played.do(c.CartUndo(change_id="undo-1"), ANNA) == Refused("cannot_undo", "undo-1")


def test_CART7_undo_of_a_new_quantity_and_of_a_removal() -> None:
    played = with_cart(("L1", "V1", 1), ("L2", "V2", 4))
    played.must(c.CartSet(line_id="L1", quantity=5), SHOPPER, "change-1")
    settle(played, "change-1", 4, cart=store_cart(("L1", "V1", 5), ("L2", "V2", 4)))
    played.must(c.CartUndo(change_id="change-1"), ANNA, "undo-1")
    assert (change(played, "undo-1").kind, change(played, "undo-1").quantity) == ("set", 1)
    settle(played, "undo-1", 4)
    played.must(c.CartRemove(line_id="L2"), ANNA, "change-2")
    settle(played, "change-2", 4, cart=store_cart(("L1", "V1", 1)))
    played.must(c.CartUndo(change_id="change-2"), ANNA, "undo-2")
    assert (change(played, "undo-2").kind, change(played, "undo-2").quantity) == ("add", 4)


def test_CART7_undo_of_a_quantity_whose_line_is_gone() -> None:
    played = with_cart(("L1", "V1", 1))
    played.must(c.CartSet(line_id="L1", quantity=2), SHOPPER, "change-1")
    settle(played, "change-1", 1, cart=store_cart())
    assert played.do(c.CartUndo(change_id="change-1"), ANNA) == Refused("unknown_line", "L1")


def test_CART7_what_the_catalogue_does_not_know_cannot_be_put_back() -> None:
    played = with_cart(("L1", "", 1))
    played.must(c.CartRemove(line_id="L1"), SHOPPER, "change-1")
    settle(played, "change-1", 1, cart=store_cart())
    assert played.do(c.CartUndo(change_id="change-1"), ANNA) == Refused("cannot_undo", "change-1")


def test_CART7_a_half_undone_change_stays_undoable_for_the_rest() -> None:
    played = live()
    played.must(c.CartAdd(variant_id="V1", quantity=3), ANNA, "change-1")
    settle(played, "change-1", 3, cart=store_cart(("L1", "V1", 3)))
    played.must(c.CartUndo(change_id="change-1"), ANNA, "undo-1")
    settle(played, "undo-1", 1, cart=store_cart(("L1", "V1", 2)))
    assert (change(played, "change-1").state, change(played, "change-1").applied_quantity) == ("applied", 2)
    played.must(c.CartUndo(change_id="change-1"), ANNA, "undo-2")
    settle(played, "undo-2", 0, reason="store_error")
    assert change(played, "change-1").state == "applied", "a refused undo undoes nothing"


def test_CART9_at_most_twenty_wait_for_the_store() -> None:
    played = live()
    for n in range(carts.PENDING_MAX):
        played.must(c.CartAdd(variant_id="V1", quantity=1), ANNA, f"change-{n}")
    assert played.do(c.CartAdd(variant_id="V1", quantity=1), ANNA) == Refused("too_many_pending")


def test_EVT1_a_full_ledger_forgets_its_oldest_settled_lines() -> None:
    played = live()
    played.must(c.CartAdd(variant_id="V0", quantity=1), ANNA, "stays-pending")
    for n in range(carts.LEDGER_MAX + 5):
        played.must(c.CartAdd(variant_id="V1", quantity=1), ANNA, f"change-{n}")
        settle(played, f"change-{n}", 1)
    assert len(played.there.cart.changes) == carts.LEDGER_MAX
    assert change(played, "stays-pending").state == "pending"
    assert carts.find(played.there.cart, "change-0") is None
    assert carts.settled(Cart(), "change-0", "applied", 1, None) == Cart()


def test_CART4_a_smaller_quantity_counts_the_units_taken_out() -> None:
    played = with_cart(("L1", "V1", 5))
    played.must(c.CartSet(line_id="L1", quantity=2), SHOPPER, "change-1")
    settle(played, "change-1", 2)
    assert (change(played, "change-1").state, change(played, "change-1").applied_quantity) == (
        "partly_applied",
        2,
    )


def test_CART7_a_large_line_taken_out_can_be_put_back() -> None:
    played = with_cart(("L1", "V1", 150))
    played.must(c.CartRemove(line_id="L1"), SHOPPER, "change-1")
    settle(played, "change-1", 150, cart=store_cart())
    assert change(played, "change-1").state == "applied"
    played.must(c.CartUndo(change_id="change-1"), ANNA, "undo-1")
    assert (change(played, "undo-1").kind, change(played, "undo-1").quantity) == ("add", 150)


def test_CART6_what_the_store_did_is_taken_for_a_minute_after_the_end() -> None:
    played = live()
    played.must(c.CartAdd(variant_id="V1", quantity=2), ANNA, "change-1")
    played.must(c.CartAdd(variant_id="V2", quantity=1), ANNA, "change-2")
    played.must(c.CallEnd(), ANNA)
    assert (change(played, "change-1").state, change(played, "change-1").reason) == ("rejected", "call_ended")
    played.now_ms += LATE_MS
    settle(played, "change-1", 2, cart=store_cart(("L1", "V1", 2)))
    assert (change(played, "change-1").state, change(played, "change-1").applied_quantity) == ("applied", 2)
    assert played.there.cart.store == store_cart(("L1", "V1", 2))
    assert settle(played, "change-1", 2) == Refused("change_settled", "change-1")
    played.must(c.CartReport(cart=store_cart()), SHOPPER)
    played.now_ms += 1
    assert settle(played, "change-2", 1) == Refused("call_ended")
    assert played.do(c.CartReport(cart=store_cart(("L1", "V1", 2))), SHOPPER) == Refused("call_ended")


def test_CART6_the_wrap_up_stays_the_last_event() -> None:
    played = live()
    played.must(c.CartAdd(variant_id="V1", quantity=1), ANNA, "change-1")
    played.must(c.CallEnd(), SHOPPER)
    played.must(c.CallWrapUp(outcome="sold"), ANNA)
    assert settle(played, "change-1", 1) == Refused("call_ended")


def test_CART6_a_call_that_nobody_answered_takes_no_cart() -> None:
    played = waiting()
    played.must(c.CallWithdraw(), SHOPPER)
    assert played.do(c.CartReport(cart=store_cart(("L1", "V1", 1))), SHOPPER) == Refused("call_ended")
