"""The shopper's side of the cart: tries each pending change in the store once, reads the cart back, and works out what moved.

[CART2] and [CART3]. It never sends: `CartWorker` hands each outcome to whoever made it.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterable, Mapping
from typing import Protocol, assert_never

from coshop.core.cart_types import CartChange, OutcomeReason
from coshop.protocol.commands import CartSettle
from coshop.protocol.limits import LINE_QUANTITY_MAX
from coshop.protocol.values import StoreCartWord, StoreLineWord

TRY_TIMEOUT_S = 10.0


class CartRefused(Exception):
    """The store did not do it."""

    def __init__(self, reason: OutcomeReason) -> None:
        super().__init__(reason)
        self.reason: OutcomeReason = reason


class CartAdapter(Protocol):
    """A store's cart as its shopper may use it. Methods may raise CartRefused, or anything; what counts is `get`."""

    async def get(self) -> StoreCartWord: ...
    async def add(self, variant_id: str, quantity: int) -> None: ...
    async def update(self, line_id: str, quantity: int) -> None: ...
    async def remove(self, line_id: str) -> None: ...


class MemoryCart:
    """A small store cart in memory: one line a variant, stock that runs out, prices for display.

    `stock` gives the units of a variant there are (without a limit where it is not named), `prices_minor` what one costs.
    `tries` lists every operation that was asked of it, in order.
    """

    def __init__(
        self,
        stock: Mapping[str, int] | None = None,
        prices_minor: Mapping[str, int] | None = None,
        currency: str = "EUR",
    ) -> None:
        self.stock = dict(stock or {})
        self.prices_minor = dict(prices_minor or {})
        self.currency = currency
        self.quantities: dict[str, int] = {}
        self.tries: list[tuple[str, str, int]] = []

    async def get(self) -> StoreCartWord:
        """The cart with its totals."""
        lines = tuple(
            StoreLineWord(
                line_id=f"line-{variant_id}",
                variant_id=variant_id,
                title=variant_id,
                quantity=quantity,
                line_total_minor=quantity * self.prices_minor.get(variant_id, 1000),
            )
            for variant_id, quantity in self.quantities.items()
        )
        total_minor = sum(line.line_total_minor for line in lines)
        return StoreCartWord(
            lines=lines, subtotal_minor=total_minor, total_minor=total_minor, currency=self.currency
        )

    async def add(self, variant_id: str, quantity: int) -> None:
        """Add what there is; raise when nothing is left."""
        self.tries.append(("add", variant_id, quantity))
        self._move(variant_id, quantity)

    async def update(self, line_id: str, quantity: int) -> None:
        """Set a line's quantity, at most what there is; 0 removes it."""
        self.tries.append(("update", line_id, quantity))
        variant_id = self._variant(line_id)
        self._move(variant_id, quantity - self.quantities[variant_id])

    async def remove(self, line_id: str) -> None:
        """Take a line out."""
        self.tries.append(("remove", line_id, 0))
        variant_id = self._variant(line_id)
        self._move(variant_id, -self.quantities[variant_id])

    def _variant(self, line_id: str) -> str:
        variant_id = line_id.removeprefix("line-")
        if variant_id not in self.quantities:
            raise CartRefused("unknown_line")
        return variant_id

    def _move(self, variant_id: str, units: int) -> None:
        left = self.stock.get(variant_id, 10_000)
        moved = min(units, left)
        if units > 0 and moved <= 0:
            raise CartRefused("sold_out")
        if variant_id in self.stock:
            self.stock[variant_id] = left - moved
        quantity = self.quantities.get(variant_id, 0) + moved
        if quantity:
            self.quantities[variant_id] = quantity
        else:
            self.quantities.pop(variant_id, None)


class CartWorker:
    """Tries changes in the order they came, one at a time, each once, however often it is told of them."""

    def __init__(self, cart: CartAdapter, settle: Callable[[CartSettle], None]) -> None:
        self._cart = cart
        self._settle = settle
        self._known: set[str] = set()
        self._queue: asyncio.Queue[CartChange] = asyncio.Queue()
        self._task: asyncio.Task[None] | None = None

    def take(self, changes: Iterable[CartChange]) -> None:
        """These are pending: try those that are new."""
        for change in changes:
            if change.state == "pending" and change.change_id not in self._known:
                self._known.add(change.change_id)
                self._queue.put_nowait(change)
        if self._task is None and not self._queue.empty():
            self._task = asyncio.create_task(self._work(), name="cart worker")

    async def stop(self) -> None:
        """Leave what has not been begun."""
        if self._task is not None:
            self._task.cancel()
            await asyncio.gather(self._task, return_exceptions=True)

    async def _work(self) -> None:
        while True:
            change = await self._queue.get()
            self._settle(await try_change(self._cart, change))


async def try_change(cart: CartAdapter, change: CartChange) -> CartSettle:
    """Try one change and say by how many units the store's cart moved, whatever its calls returned or raised."""
    reason: OutcomeReason | None = None
    before = after = None
    try:
        async with asyncio.timeout(TRY_TIMEOUT_S):
            before = await cart.get()
            await _do(cart, change, before)
    except TimeoutError:
        reason = "store_no_answer"
    except CartRefused as refused:
        reason = refused.reason
    except Exception:  # noqa: BLE001 - a store's adapter may raise anything
        reason = "store_error"
    try:
        async with asyncio.timeout(TRY_TIMEOUT_S):
            after = await cart.get()
    except Exception:  # noqa: BLE001
        reason = "store_no_answer"
    applied = _moved(change, before, after) if before is not None and after is not None else 0
    return CartSettle(change_id=change.change_id, applied_quantity=applied, reason=reason, cart=after)


async def _do(cart: CartAdapter, change: CartChange, before: StoreCartWord) -> None:
    match change.kind:
        case "add":
            await cart.add(change.variant_id, change.quantity)
        case "subtract":
            line = next((x for x in before.lines if x.variant_id == change.variant_id), None)
            if line is None:
                raise CartRefused("unknown_line")
            left = line.quantity - change.quantity
            await (cart.update(line.line_id, left) if left > 0 else cart.remove(line.line_id))
        case "set":
            await cart.update(change.line_id, change.quantity)
        case "remove":
            await cart.remove(change.line_id)
        case _ as never:
            assert_never(never)


def _moved(change: CartChange, before: StoreCartWord, after: StoreCartWord) -> int:
    """Units by which the cart moved in the wanted direction."""

    def units(cart: StoreCartWord) -> int:
        by_line = change.kind in ("set", "remove")
        return sum(
            line.quantity
            for line in cart.lines
            if (line.line_id == change.line_id if by_line else line.variant_id == change.variant_id)
        )

    difference = units(after) - units(before)
    up = change.kind == "add" or (change.kind == "set" and change.quantity >= change.quantity_before)
    return min(LINE_QUANTITY_MAX, max(0, difference if up else -difference))
