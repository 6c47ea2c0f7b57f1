"""The steps of the shopper's way through the store's own till, and what they mean for a recording. No I/O, no clock."""

from __future__ import annotations

from coshop.core import recording
from coshop.core.call_types import Call
from coshop.core.cart_types import Side
from coshop.core.commands import CheckoutReport
from coshop.core.events import CheckoutMoved, Event
from coshop.core.refusal import Refused


def offer(call: Call) -> tuple[Event, ...]:
    """The way to the till is put in front of the shopper. Who stands at the till already stays there: nothing changes."""
    if call.checkout is not None and call.checkout.step == "started":
        return ()
    return (CheckoutMoved(side="associate", step="offered", order_number="", reason=""),)


def report(call: Call, command: CheckoutReport, side: Side) -> tuple[Event, ...] | Refused:
    """The shopper's page stands at this step now. The recording stops keeping anything before the till is shown."""
    now = call.checkout
    step = now.step if now else None
    if now and (step, now.order_number, now.reason) == (command.step, command.order_number, command.reason):
        return ()
    if command.step == "failed" and step in (None, "paid"):
        return Refused("checkout_step", f"{step or 'nothing'} -> failed", ("started",))
    if command.step == "left" and step not in ("started", "failed"):
        return ()
    moved = CheckoutMoved(
        side=side, step=command.step, order_number=command.order_number, reason=command.reason
    )
    return (moved, *recording.at_checkout(call, command.step))
