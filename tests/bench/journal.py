"""Journalled commands per second and their answer times on SQLite: many live calls, over real sockets, at a fixed offer.

The load is open: a command is due at its moment whether or not earlier ones are answered, and its time counts from then.
"""

from __future__ import annotations

import asyncio
import time
from collections import Counter
from typing import Any

from coshop.protocol.views import ProductView, VariantView
from tests.bench.people import RATES_NOTE, Pair, coshop_server, people_of, until
from tests.bench.processes import cpu_s
from tests.bench.table import Row

PAIRS = 200
OFFERED_PER_S = 1_100
WARM_S = 2
SECONDS = 12
TICK_S = 0.001
_ID_AT = len(b'{"type":"answer","id":"')


class _Times:
    """When each command was due, and the milliseconds until its answer."""

    def __init__(self) -> None:
        self._due: dict[bytes, float] = {}
        self.answered: list[tuple[float, float]] = []
        self.refused: list[str] = []

    def sent(self, command_id: str, due: float) -> None:
        """A command has gone out."""
        self._due[command_id.encode()] = due

    def take(self, data: bytes) -> None:
        """An answer has come."""
        now = time.monotonic()
        due = self._due.pop(data[_ID_AT : data.index(b'"', _ID_AT)], None)
        if due is not None:
            self.answered.append((now, (now - due) * 1000))
        if b'"refusal":null' not in data:
            self.refused.append(data.decode())

    def waits_for(self, command_id: str) -> bool:
        """Whether this command has no answer yet."""
        return command_id.encode() in self._due

    @property
    def waiting(self) -> int:
        """Commands without an answer yet."""
        return len(self._due)


async def measure() -> list[Row]:
    """The rows of the table."""
    with coshop_server("journal") as server:
        async with people_of(server) as people:
            await people.stock(_shelf())
            pairs = await people.pairs(PAIRS)
            for pair in pairs:
                pair.shopper.quiet = pair.associate.quiet = True
            await _offer(pairs, WARM_S)
            before = cpu_s(server.pid)
            times = await _offer(pairs, SECONDS)
            used_us = (cpu_s(server.pid) - before) * 1e6
            people.check()
    if times.refused:
        raise RuntimeError(f"{len(times.refused)} commands were refused, the first: {times.refused[0]}")
    if times.waiting:
        raise RuntimeError(f"{times.waiting} commands were not answered")
    first = min(at for at, _ in times.answered)
    seconds = Counter(int(at - first) for at, _ in times.answered)
    note = (
        f"{PAIRS} live calls, {OFFERED_PER_S}/s offered for {SECONDS} s, open loop, from the moment due to the answer;"
        f" chat, products, cart and pages; WAL, synchronous=FULL; {RATES_NOTE}"
    )
    return [
        Row(
            "journalled commands", "/s",
            [float(seconds[second]) for second in range(SECONDS)], [], {"least": 1000}, note,
        ),
        Row("journalled command to answer", "ms", [ms for _, ms in times.answered], [], {"p99": 30}),
        Row("server CPU per journalled command", "µs", [used_us / len(times.answered)]),
    ]  # fmt: skip


async def _offer(pairs: list[Pair], seconds: float) -> _Times:
    times = _Times()
    for pair in pairs:
        pair.shopper.on_answer = pair.associate.on_answer = times.take
    began, sent = time.monotonic(), 0
    wanted = round(OFFERED_PER_S * seconds)
    while sent < wanted:
        due_count = min(wanted, int((time.monotonic() - began) * OFFERED_PER_S))
        while sent < due_count:
            number = sent % len(pairs)
            turn, run = sent // len(pairs), int(began)
            command_id = f"cmd-{run}-{number}-{turn}"
            times.sent(command_id, began + sent / OFFERED_PER_S)
            last_id = f"cmd-{run}-{number}-{turn - 1}"
            _send(pairs[number], turn, command_id, "" if times.waits_for(last_id) else last_id)
            sent += 1
        await asyncio.sleep(TICK_S)
    await until(lambda: not times.waiting, 30, "all answers")
    return times


def _send(pair: Pair, turn: int, command_id: str, last_id: str) -> None:
    """What people do in a call, in turn. No command is refused, and none is without an event.

    `last_id` is the pair's last command if it is answered: a page settles only what it has heard of.
    """
    shopper, associate = pair.shopper, pair.associate
    product = f"product-{turn // 6 % 3}"
    match turn % 6:
        case 0:
            who, body = shopper, _chat(f"How about the blue one, in medium? ({turn})")
        case 1:
            who, body = associate, {"type": "product_show", "product_id": product}
        case 2:
            who, body = associate, {"type": "cart_add", "variant_id": f"{product}-m", "quantity": 1}
        case 3 if last_id:
            cart = _cart(product, turn)
            who, body = (
                shopper,
                {"type": "cart_settle", "change_id": last_id, "applied_quantity": 1, "cart": cart},
            )
        case 3 | 4:
            who, body = associate, _chat(f"It is in your bag. ({turn})")
        case _:
            page = {
                "url": f"{shopper.origin}/p/{turn}",
                "title": f"Page {turn}",
                "product_id": "",
                "variant_id": "",
            }
            who, body = shopper, {"type": "page_open", "page": page}
    who.command(pair.call_id, body, command_id)


def _chat(text: str) -> dict[str, Any]:
    return {"type": "chat_send", "text": text}


def _cart(product: str, turn: int) -> dict[str, Any]:
    """The store's cart as a page reads it back."""
    line = {
        "line_id": "line-1", "variant_id": f"{product}-m", "product_id": product, "title": "Harbour shirt",
        "variant_title": "M", "quantity": turn // 6 % 9 + 1, "line_total_minor": 4900,
    }  # fmt: skip
    return {
        "lines": [line],
        "subtotal_minor": 4900,
        "discount_minor": 0,
        "total_minor": 4900,
        "currency": "EUR",
    }


def _shelf() -> tuple[ProductView, ...]:
    """Three products to show and add."""
    return tuple(
        ProductView(
            product_id=name, title=f"Harbour {name}", description="", brand="Harbour", group="Shirts",
            url=f"https://shop.example/{name}", picture_urls=(),
            variants=(
                VariantView(
                    variant_id=f"{name}-m", sku=name.upper(), title="M", options={"size": "M"}, price_minor=4900,
                    currency="EUR", in_stock=True, picture_url="", url=f"https://shop.example/{name}",
                ),
            ),
        )
        for name in ("product-0", "product-1", "product-2")
    )  # fmt: skip
