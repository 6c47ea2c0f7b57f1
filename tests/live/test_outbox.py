"""The outbox of one socket: order, bounds, and what a close leaves."""

from __future__ import annotations

import asyncio

from coshop.live import Outbox
from coshop.protocol import limits
from coshop.protocol.close_codes import CloseCode


async def test_frames_come_out_in_order_many_at_once() -> None:
    outbox = Outbox()
    waiting = asyncio.ensure_future(outbox.get())
    await asyncio.sleep(0)
    assert outbox.put(b"1")
    assert outbox.put(b"2")
    assert await waiting == [b"1", b"2"]


async def test_what_waits_at_a_close_is_handed_out_then_nothing() -> None:
    outbox = Outbox()
    outbox.put(b"last")
    outbox.close(CloseCode.FENCED)
    outbox.close(CloseCode.GOING_AWAY)
    assert not outbox.put(b"too late")
    assert await outbox.get() == [b"last"]
    assert await outbox.get() == []
    assert outbox.close_code is CloseCode.FENCED


async def test_a_waiting_reader_hears_of_a_close() -> None:
    outbox = Outbox()
    waiting = asyncio.ensure_future(outbox.get())
    await asyncio.sleep(0)
    outbox.close(CloseCode.SERVER_RESTART)
    assert await waiting == []


def test_too_many_frames_close_it_and_drop_what_waited() -> None:
    outbox = Outbox()
    assert all(outbox.put(b"x") for _ in range(limits.OUTBOX_MAX_FRAMES))
    assert not outbox.put(b"x")
    assert outbox.close_code is CloseCode.TOO_SLOW
    assert outbox.take() == []


def test_too_many_bytes_close_it_and_taking_makes_room() -> None:
    outbox = Outbox()
    half = b"x" * (limits.OUTBOX_MAX_BYTES // 2)
    assert outbox.put(half)
    assert outbox.put(half)
    assert outbox.take() == [half, half]
    assert outbox.put(half)
    assert outbox.put(half)
    assert not outbox.put(b"x")
    assert outbox.close_code is CloseCode.TOO_SLOW


def test_the_writer_is_told_of_each_frame_and_of_the_close() -> None:
    told: list[list[bytes]] = []
    outbox = Outbox()
    outbox.notify = lambda: told.append(outbox.take())
    outbox.put(b"1")
    outbox.put(b"2")
    outbox.close(CloseCode.REVOKED)
    assert told == [[b"1"], [b"2"], []]
