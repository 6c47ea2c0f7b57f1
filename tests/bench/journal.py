"""Journalled commands per second and their answer times on SQLite: many live calls, over real sockets, at a fixed offer.

The load is open: a command is due at its moment whether or not earlier ones are answered, and its time counts from then.
"""

from __future__ import annotations

import asyncio
import time
from collections import Counter
from typing import Any

from coshop.identity import new_id
from tests.bench.people import RATES_NOTE, Pair, coshop_server, people_of, until
from tests.bench.table import Row

PAIRS = 100
OFFERED_PER_S = 1_250
WARM_S = 2
SECONDS = 10
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

    @property
    def waiting(self) -> int:
        """Commands without an answer yet."""
        return len(self._due)


async def measure() -> list[Row]:
    """The rows of the table."""
    with coshop_server("journal") as server:
        async with people_of(server) as people:
            pairs = await people.pairs(PAIRS)
            for pair in pairs:
                pair.shopper.quiet = pair.associate.quiet = True
            await _offer(pairs, WARM_S)
            times = await _offer(pairs, SECONDS)
            people.check()
    if times.refused:
        raise RuntimeError(f"{len(times.refused)} commands were refused, the first: {times.refused[0]}")
    if times.waiting:
        raise RuntimeError(f"{times.waiting} commands were not answered")
    first = min(at for at, _ in times.answered)
    seconds = Counter(int(at - first) for at, _ in times.answered)
    note = (
        f"{PAIRS} live calls, {OFFERED_PER_S}/s offered for {SECONDS} s, open loop, from the moment due to the answer;"
        f" chat, media and cart; WAL, synchronous=FULL; {RATES_NOTE}"
    )
    return [
        Row(
            "journalled commands", "/s",
            [float(seconds[second]) for second in range(SECONDS)], [], {"least": 1000}, note,
        ),
        Row("journalled command to answer", "ms", [ms for _, ms in times.answered], [], {"p99": 30}),
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
            pair, turn = pairs[sent % len(pairs)], sent // len(pairs)
            command_id = new_id("cmd")
            times.sent(command_id, began + sent / OFFERED_PER_S)
            who = pair.associate if turn % 2 else pair.shopper
            who.command(pair.call_id, _body(turn), command_id)
            sent += 1
        await asyncio.sleep(TICK_S)
    await until(lambda: not times.waiting, 10, "all answers")
    return times


def _body(turn: int) -> dict[str, Any]:
    """What people do in a call, in turn: write, and switch the camera off and on. No command is refused or empty."""
    if turn % 8 in (3, 7):
        return {"type": "media_set", "microphone": True, "camera": turn % 8 == 7}
    return {"type": "chat_send", "text": f"How about the blue one, in medium? ({turn})"}
