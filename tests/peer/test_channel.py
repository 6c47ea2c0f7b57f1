"""[CHAN2]–[CHAN4]: what the other side may make of a screen through the data channel, and what it may not."""

from __future__ import annotations

import json
import random
import string
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from coshop.peer.channel import PENDING_MAX, ChannelInbox


class Clock:
    now_s = 1000.0

    def __call__(self) -> float:
        return self.now_s


def inbox(side: Any = "associate", clock: Clock | None = None) -> ChannelInbox:
    return ChannelInbox(side, exists=lambda key: key.startswith("shirt"), clock_s=clock or Clock())


def wish(command_id: str = "cmd_00000001", **body: Any) -> str:
    return json.dumps({"type": "command", "id": command_id, "body": body})


def test_chan2_a_wish_is_pending_until_its_event_whichever_comes_first() -> None:
    box = inbox()
    assert box.take(wish(type="product_show", product_id="shirt-1")) == "pending"
    assert box.take(wish(type="product_show", product_id="shirt-1")) == "known"
    assert [p.command_id for p in box.pending()] == ["cmd_00000001"]
    box.settle("cmd_00000001")
    assert box.pending() == ()
    box.settle("cmd_00000002")
    assert box.take(wish("cmd_00000002", type="chat_send", text="late")) == "known"
    assert box.pending() == ()


def test_chan3_an_unconfirmed_wish_goes_after_five_seconds() -> None:
    clock = Clock()
    box = inbox(clock=clock)
    box.take(wish(type="cart_add", variant_id="v1", quantity=1))
    clock.now_s += 4.9
    assert len(box.pending()) == 1
    clock.now_s += 0.2
    assert box.pending() == ()


@pytest.mark.parametrize(
    ("side", "frame", "verdict"),
    [
        ("shopper", wish(type="product_show", product_id="shirt-1"), "not_allowed"),
        ("shopper", wish(type="checkout_offer"), "not_allowed"),
        ("shopper", wish(type="chat_send", text="hi"), "pending"),
        ("associate", wish(type="checkout_offer"), "pending"),
        ("associate", wish(type="call_end"), "not_allowed"),
        ("associate", wish(type="cart_settle", change_id="cmd_00000001", applied_quantity=1), "not_allowed"),
        ("associate", wish(type="checkout_report", step="paid"), "not_allowed"),
        ("associate", wish(type="product_show", product_id="foreign-1"), "unknown_product"),
        ("associate", wish(type="cart_add", variant_id="v", quantity=1, price_minor=1), "malformed"),
        ("associate", '{"type":"signal","body":{"type":"product_hint","product_id":"shirt-2"}}', "hint"),
        ("associate", '{"type":"signal","body":{"type":"product_hint","product_id":"x"}}', "unknown_product"),
        ("shopper", '{"type":"signal","body":{"type":"product_hint","product_id":"shirt-2"}}', "not_allowed"),
        ("shopper", '{"type":"signal","body":{"type":"typing"}}', "typing"),
        ("associate", '{"type":"signal","body":{"type":"negotiate"}}', "not_allowed"),
        ("associate", "x" * 70_000, "too_large"),
        ("associate", b"\xff\xfe\x00", "malformed"),
    ],
)  # fmt: skip
def test_chan4_only_what_the_other_side_may_say_is_taken(side: str, frame: str | bytes, verdict: str) -> None:
    box = inbox(side)
    assert box.take(frame) == verdict
    assert len(box.pending()) == (verdict == "pending")
    assert len(box.hints) == (verdict == "hint")


def test_chan4_at_most_fifty_frames_a_second_are_looked_at() -> None:
    clock = Clock()
    box = inbox(clock=clock)
    for n in range(200):
        box.take(wish(f"cmd_{n:08}", type="chat_send", text="x"))
    assert (box.counted["pending"], box.counted["too_many"]) == (50, 150)
    clock.now_s += 1.1
    assert box.take(wish("cmd_later001", type="chat_send", text="x")) == "pending"


def test_chan4_what_is_pending_is_bounded() -> None:
    clock = Clock()
    box = inbox(clock=clock)
    for n in range(PENDING_MAX + 20):
        clock.now_s += 0.021
        box.take(wish(f"cmd_{n:08}", type="chat_send", text="x"))
    assert len(box.pending()) == PENDING_MAX
    assert box.counted == {"pending": PENDING_MAX, "too_many": 20}


def test_chan4_ten_thousand_messages_of_every_shape_raise_nothing_and_show_nothing_foreign() -> None:
    dice, clock = random.Random(7), Clock()
    box = inbox(clock=clock)
    seeds = [
        wish(type="product_show", product_id="shirt-1"),
        wish(type="cart_add", variant_id="v", quantity=1),
    ]
    for n in range(10_000):
        clock.now_s += 0.03
        text = list(dice.choice(seeds).replace("00000001", f"{n:08}"))
        for _ in range(dice.randrange(6)):
            text[dice.randrange(len(text))] = dice.choice(string.printable)
        frame = "".join(text)
        box.take(frame if dice.random() < 0.5 else frame.encode())
    assert sum(box.counted.values()) == 10_000
    for pending in box.pending():
        assert (
            getattr(pending.body, "product_id", "shirt") in ("", "shirt-1")
            or pending.body.type != "product_show"
        )


@settings(max_examples=300, deadline=None)
@given(st.one_of(st.binary(max_size=300), st.text(max_size=300)))
def test_chan4_any_bytes_are_survived(data: bytes | str) -> None:
    box = inbox()
    assert box.take(data) in ("malformed", "too_large")
    assert box.pending() == ()
