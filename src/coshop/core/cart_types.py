"""The shapes of the shared cart: who asked for what, what became of it, and what the store itself says. No rules."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Side = Literal["shopper", "associate"]
ChangeKind = Literal["add", "subtract", "set", "remove"]
ChangeState = Literal["pending", "applied", "partly_applied", "rejected", "undone"]
Outcome = Literal["applied", "partly_applied", "rejected"]
OutcomeReason = Literal[
    "sold_out", "limited_stock", "unknown_variant", "unknown_line", "store_refused", "store_error", "store_no_answer",
    "no_cart", "call_ended",
]  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class CartChange:
    """One wish to change the store's cart and what became of it. `change_id` is the id of its command.

    `quantity` is what was asked (units; the new quantity for `set`), `quantity_before` what the cart held of that
    variant or line when asked, `applied_quantity` the units that the store really changed by (always >= 0).
    """

    change_id: str
    kind: ChangeKind
    by: Side
    at_ms: int
    variant_id: str
    product_id: str
    line_id: str
    quantity: int
    quantity_before: int
    undoes: str = ""
    state: ChangeState = "pending"
    applied_quantity: int = 0
    reason: OutcomeReason | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class StoreLine:
    """A line of the store's own cart, as the shopper's page reads it. Money in minor units; for display only."""

    line_id: str
    variant_id: str
    product_id: str
    title: str
    variant_title: str
    quantity: int
    line_total_minor: int
    picture_url: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class StoreCart:
    """The store's own cart and totals; they win over any sum of ours."""

    lines: tuple[StoreLine, ...] = ()
    subtotal_minor: int = 0
    discount_minor: int = 0
    total_minor: int = 0
    currency: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Cart:
    """The shared cart: the store's own cart as last reported, and the ledger of changes, oldest first (bounded)."""

    store: StoreCart | None = None
    changes: tuple[CartChange, ...] = ()
