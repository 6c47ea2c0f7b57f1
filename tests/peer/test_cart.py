"""[CART2], [CART3]: the shopper's cart is changed once for each change, and what is reported is what the cart did."""

from __future__ import annotations

import asyncio
from typing import Any

import pytest

from coshop.core.cart_types import CartChange
from coshop.peer.cart import CartWorker, MemoryCart, try_change
from coshop.protocol.commands import CartSettle
from coshop.protocol.values import StoreCartWord


def change(kind: str, **fields: Any) -> CartChange:
    given: dict[str, Any] = {
        "change_id": "change_1", "kind": kind, "by": "associate", "at_ms": 1, "variant_id": "blue", "product_id": "shirt",
        "line_id": "", "quantity": 2, "quantity_before": 0,
    }  # fmt: skip
    return CartChange(**{**given, **fields})


async def test_cart3_each_kind_of_change_reports_the_units_that_moved() -> None:
    cart = MemoryCart(stock={"blue": 5})
    assert (await try_change(cart, change("add"))).applied_quantity == 2
    done = await try_change(cart, change("set", line_id="line-blue", quantity=5, quantity_before=2))
    assert (done.applied_quantity, done.reason) == (3, None)
    assert (await try_change(cart, change("subtract", quantity_before=5))).applied_quantity == 2
    done = await try_change(cart, change("remove", line_id="line-blue", quantity=0, quantity_before=3))
    assert done.applied_quantity == 3
    assert done.cart == StoreCartWord(currency="EUR")
    assert cart.stock == {"blue": 5}


async def test_cart3_a_large_line_is_reported_whole() -> None:
    cart = MemoryCart(stock={"blue": 500})
    for _ in range(2):
        await try_change(cart, change("add", quantity=90))
    done = await try_change(cart, change("remove", line_id="line-blue", quantity=0, quantity_before=180))
    assert (done.applied_quantity, done.reason) == (180, None)


async def test_cart3_what_there_is_not_is_not_reported_as_there() -> None:
    cart = MemoryCart(stock={"blue": 1})
    assert (await try_change(cart, change("add"))).applied_quantity == 1
    done = await try_change(cart, change("add"))
    assert (done.applied_quantity, done.reason) == (0, "sold_out")
    done = await try_change(cart, change("set", line_id="line-red", quantity=3, quantity_before=1))
    assert (done.applied_quantity, done.reason) == (0, "unknown_line")
    done = await try_change(cart, change("subtract", variant_id="red"))
    assert (done.applied_quantity, done.reason) == (0, "unknown_line")


class Liar(MemoryCart):
    """Says it worked, and did nothing; or raises, and did it."""

    def __init__(self, mood: str) -> None:
        super().__init__()
        self.mood = mood

    async def add(self, variant_id: str, quantity: int) -> None:
        if self.mood == "lies":
            return
        await super().add(variant_id, quantity)
        if self.mood == "throws after":
            raise RuntimeError("500")


@pytest.mark.parametrize(
    ("mood", "applied", "reason"),
    [("lies", 0, None), ("throws after", 2, "store_error"), ("honest", 2, None)],
)
async def test_cart3_the_cart_read_back_is_the_measure(mood: str, applied: int, reason: str | None) -> None:
    done = await try_change(Liar(mood), change("add"))
    assert (done.applied_quantity, done.reason) == (applied, reason)


async def test_cart3_a_cart_that_cannot_be_read_gives_no_answer() -> None:
    class Dumb(MemoryCart):
        async def get(self) -> StoreCartWord:
            raise ConnectionError

    done = await try_change(Dumb(), change("add"))
    assert (done.applied_quantity, done.reason, done.cart) == (0, "store_no_answer", None)


async def test_cart2_a_change_that_is_told_many_times_is_tried_once_and_in_order() -> None:
    cart, settled, done = MemoryCart(), list[CartSettle](), asyncio.Event()

    def settle(outcome: CartSettle) -> None:
        settled.append(outcome)
        if len(settled) == 5:
            done.set()

    worker = CartWorker(cart, settle)
    changes = [change("add", change_id=f"change_{n}", variant_id=f"v{n}") for n in range(5)]
    for upto in (1, 3, 3, 5, 5):
        worker.take(changes[:upto])
    await asyncio.wait_for(done.wait(), 30)
    worker.take(changes)
    await worker.stop()
    assert [t[1] for t in cart.tries] == [f"v{n}" for n in range(5)]
    assert [s.change_id for s in settled] == [c.change_id for c in changes]
