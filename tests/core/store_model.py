"""A store's own cart with stock, as the shopper's page would find it. For histories that hypothesis makes up."""

from __future__ import annotations

from coshop.core.cart_types import CartChange, OutcomeReason
from tests.core.play import store_cart

STOCK = {"V1": 4, "V2": 4, "V3": 500}


class StoreModel:
    """The store's own cart as a plain dictionary, with stock: what the shopper's page would find there."""

    def __init__(self) -> None:
        self.units: dict[str, int] = {}

    def apply(self, change: CartChange) -> tuple[int, OutcomeReason | None]:
        """Do as a store would; how many units changed, and why not all."""
        have = self.units.get(change.variant_id, 0)
        target = {
            "add": have + change.quantity,
            "subtract": have - change.quantity,
            "set": change.quantity,
            "remove": 0,
        }[change.kind]
        now = max(0, min(target, STOCK[change.variant_id]))
        self.units[change.variant_id] = now
        return abs(now - have), "limited_stock" if now != target and target > 0 else None

    def cart(self) -> object:
        return store_cart(*((f"line-{v}", v, n) for v, n in sorted(self.units.items()) if n))
