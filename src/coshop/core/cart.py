"""What may happen to the shared cart: who may ask for a change, what became of it, and how it is undone. No I/O.

The store's own cart is the truth. A change is a wish until the shopper's page has tried it in the store and reported the
outcome; what the store then says about its lines and totals replaces what we knew.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from typing import assert_never

from coshop.core.cart_types import (
    Cart,
    CartChange,
    ChangeKind,
    Outcome,
    OutcomeReason,
    Side,
    StoreCart,
    StoreLine,
)
from coshop.core.commands import CartAdd, CartRemove, CartSet, CartUndo
from coshop.core.refusal import Refused

PENDING_MAX = 20
LEDGER_MAX = 200
CHANGE_MS = 60_000

Wish = CartAdd | CartSet | CartRemove | CartUndo


def find(cart: Cart, change_id: str) -> CartChange | None:
    """The change with this id, if the ledger still has it."""
    return next((c for c in cart.changes if c.change_id == change_id), None)


def pending(cart: Cart) -> tuple[CartChange, ...]:
    """The changes that the store has not answered yet, oldest first."""
    return tuple(c for c in cart.changes if c.state == "pending")


def quantity_of(cart: Cart, variant_id: str) -> int:
    """Units of a variant in the store's cart as last reported."""
    return sum(line.quantity for line in _lines(cart) if line.variant_id == variant_id)


def ask(cart: Cart, wish: Wish, *, by: Side, now_ms: int, change_id: str) -> CartChange | Refused:
    """The pending change that a wish leads to, or why it cannot be asked."""
    if len(pending(cart)) >= PENDING_MAX:
        return Refused("too_many_pending")
    match wish:
        case CartAdd():
            return CartChange(
                change_id=change_id,
                kind="add",
                by=by,
                at_ms=now_ms,
                variant_id=wish.variant_id,
                product_id=wish.product_id,
                line_id="",
                quantity=wish.quantity,
                quantity_before=quantity_of(cart, wish.variant_id),
            )
        case CartSet():
            return _of_line(
                cart, wish.line_id, "set", wish.quantity, by=by, now_ms=now_ms, change_id=change_id
            )
        case CartRemove():
            return _of_line(cart, wish.line_id, "remove", 0, by=by, now_ms=now_ms, change_id=change_id)
        case CartUndo():
            return _undo(cart, wish.change_id, by=by, now_ms=now_ms, change_id=change_id)
        case _ as never:
            assert_never(never)


def wanted(change: CartChange) -> int:
    """Units by which a change wants to move the cart (>= 0)."""
    match change.kind:
        case "add":
            return change.quantity
        case "subtract":
            return min(change.quantity, change.quantity_before)
        case "set":
            return abs(change.quantity - change.quantity_before)
        case "remove":
            return change.quantity_before
        case _ as never:
            assert_never(never)


def judge(
    change: CartChange, applied_quantity: int, reason: OutcomeReason | None
) -> tuple[Outcome, int, OutcomeReason | None]:
    """Outcome, units and reason for what the store did; more than was wanted counts as what was wanted."""
    want = wanted(change)
    applied = min(applied_quantity, want)
    if reason == "store_no_answer" and applied == 0:
        return "rejected", 0, reason
    if applied == want:
        return "applied", applied, None
    if applied == 0:
        return "rejected", 0, reason or "store_refused"
    return "partly_applied", applied, reason or "limited_stock"


def may_settle(change: CartChange) -> bool:
    """A pending change may be settled; so may one that was given up unanswered or at the call's end: the late truth wins."""
    given_up = change.state == "rejected" and change.reason in ("store_no_answer", "call_ended")
    return change.state == "pending" or given_up


def requested(cart: Cart, change: CartChange) -> Cart:
    """The cart with a new pending change; the oldest settled ones leave a full ledger."""
    changes = (*cart.changes, change)
    excess = len(changes) - LEDGER_MAX
    if excess > 0:
        old = [c.change_id for c in changes if c.state != "pending"][:excess]
        changes = tuple(c for c in changes if c.change_id not in old)
    return replace(cart, changes=changes)


def settled(
    cart: Cart, change_id: str, outcome: Outcome, applied_quantity: int, reason: OutcomeReason | None
) -> Cart:
    """The cart after a change was settled; a settled undo also marks what it undid."""
    change = find(cart, change_id)
    if change is None:
        return cart
    done = replace(change, state=outcome, applied_quantity=applied_quantity, reason=reason)
    return replace(cart, changes=tuple(_after(c, done) for c in cart.changes))


def reported(cart: Cart, store: StoreCart) -> Cart:
    """The cart with the store's own lines and totals, which win."""
    return replace(cart, store=store)


def earliest_deadline(changes: Iterable[CartChange]) -> int | None:
    """When the oldest of these pending changes is given up, in ms."""
    return min((c.at_ms + CHANGE_MS for c in changes), default=None)


def _after(change: CartChange, done: CartChange) -> CartChange:
    if change.change_id == done.change_id:
        return done
    if change.change_id != done.undoes or done.state == "rejected":
        return change
    if done.state == "applied":
        return replace(change, state="undone")
    return replace(change, applied_quantity=max(0, change.applied_quantity - done.applied_quantity))


def _lines(cart: Cart) -> tuple[StoreLine, ...]:
    return cart.store.lines if cart.store else ()


def _of_line(
    cart: Cart,
    line_id: str,
    kind: ChangeKind,
    quantity: int,
    *,
    by: Side,
    now_ms: int,
    change_id: str,
    undoes: str = "",
) -> CartChange | Refused:
    line = next((x for x in _lines(cart) if x.line_id == line_id), None)
    if line is None:
        return Refused("unknown_line", line_id)
    return CartChange(
        change_id=change_id,
        kind=kind,
        by=by,
        at_ms=now_ms,
        variant_id=line.variant_id,
        product_id=line.product_id,
        line_id=line_id,
        quantity=quantity,
        quantity_before=line.quantity,
        undoes=undoes,
    )


def _undo(cart: Cart, undone_id: str, *, by: Side, now_ms: int, change_id: str) -> CartChange | Refused:
    change = find(cart, undone_id)
    if change is None:
        return Refused("unknown_change", undone_id)
    if change.state == "pending" or any(c.undoes == undone_id for c in pending(cart)):
        return Refused("change_pending", undone_id)
    if change.undoes or change.state not in ("applied", "partly_applied"):
        return Refused("cannot_undo", undone_id)
    if change.kind == "set":
        return _of_line(
            cart, change.line_id, "set", change.quantity_before,
            by=by, now_ms=now_ms, change_id=change_id, undoes=undone_id,
        )  # fmt: skip
    if not change.variant_id or not change.applied_quantity:
        return Refused("cannot_undo", undone_id)
    return CartChange(
        change_id=change_id,
        kind="subtract" if change.kind == "add" else "add",
        by=by,
        at_ms=now_ms,
        variant_id=change.variant_id,
        product_id=change.product_id,
        line_id="",
        quantity=change.applied_quantity,
        quantity_before=quantity_of(cart, change.variant_id),
        undoes=undone_id,
    )
