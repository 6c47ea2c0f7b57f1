"""Keeps how many pieces of each variant are left. It decides nothing about carts; it only never goes below zero."""

import threading
from collections.abc import Mapping

from coshop.demo.catalogue import Catalogue


class Shelf:
    """The running stock of one store, safe to use from several threads."""

    def __init__(self, catalogue: Catalogue) -> None:
        self._left = {variant.id: variant.stock for variant in catalogue.variants.values()}
        self._lock = threading.Lock()

    def left(self, variant_id: str) -> int:
        """Pieces left of a variant; 0 for one the shop does not know."""
        with self._lock:
            return self._left.get(variant_id, 0)

    def take(self, wanted: Mapping[str, int]) -> list[str]:
        """Takes all of `wanted` (variant id -> pieces) or nothing.

        Returns the ids of which too few are left; an empty list means everything was taken.
        """
        with self._lock:
            short = [
                variant_id for variant_id, count in wanted.items() if self._left.get(variant_id, 0) < count
            ]
            if not short:
                for variant_id, count in wanted.items():
                    self._left[variant_id] -= count
            return short
