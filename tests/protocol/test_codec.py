"""Bytes to words and back: what is taken, what is refused, and with which code."""

from __future__ import annotations

import contextlib
import dataclasses
import json
from typing import Any, get_args

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from coshop.core import commands as core
from coshop.core.refusal import RefusalCode, Refused
from coshop.protocol import commands as words
from coshop.protocol import frames, limits
from coshop.protocol.close_codes import CloseCode
from coshop.protocol.codec import (
    BadFrame,
    command_digest,
    decode_channel_frame,
    decode_client_frame,
    decode_server_frame,
    dump_call,
    dump_entries,
    encode,
    load_call,
)
from coshop.protocol.refusals import SENTENCES, to_word
from tests.core.test_snapshots import STORY

PAGE = {"url": "https://shop.example/p/1", "title": "Jacket"}
LINE = {"line_id": "L1", "title": "Jacket", "quantity": 2, "line_total_minor": 2000}
EXAMPLES: list[dict[str, Any]] = [
    {"type": "call_request", "mode": "video", "language": "en", "page": PAGE},
    {"type": "call_withdraw"},
    {"type": "recording_ask", "text_version": "2026-11"},
    {"type": "recording_consent", "agreed": True, "text_version": "2026-11", "language": "de-AT"},
    {"type": "recording_pause"},
    {"type": "recording_resume"},
    {"type": "recording_withdraw"},
    {"type": "guest_join", "guest_id": "guest_00000001", "role": "listener"},
    {"type": "guest_change", "guest_id": "guest_00000001", "role": "speaker"},
    {"type": "guest_leave", "guest_id": "guest_00000001"},
    {"type": "ring_accept"},
    {"type": "ring_decline"},
    {"type": "call_end"},
    {"type": "call_wrap_up", "outcome": "sold"},
    {"type": "call_take_over"},
    {"type": "page_open", "page": PAGE},
    {"type": "media_set", "microphone": True, "camera": False},
    {"type": "product_show", "product_id": "P1"},
    {"type": "product_hide", "product_id": "P1"},
    {"type": "cart_add", "variant_id": "V1", "quantity": 2},
    {"type": "cart_set", "line_id": "L1", "quantity": 2},
    {"type": "cart_remove", "line_id": "L1"},
    {"type": "cart_undo", "change_id": "change-0001"},
    {"type": "cart_settle", "change_id": "change-0001", "applied_quantity": 1, "cart": {"lines": [LINE]}},
    {"type": "cart_settle", "change_id": "change-0001", "applied_quantity": 0, "reason": "sold_out"},
    {"type": "cart_report", "cart": {"lines": [LINE], "total_minor": 2000, "currency": "EUR"}},
    {"type": "chat_send", "text": "hello"},
    {"type": "checkout_offer"},
    {"type": "checkout_report", "step": "paid", "order_number": "HO-1"},
]


def command(body: object, **more: object) -> str:
    return json.dumps({"type": "command", "id": "command-1", "call_id": "call-0001", "body": body, **more})


def refused(data: str | bytes) -> BadFrame:
    with pytest.raises(BadFrame) as caught:
        decode_client_frame(data)
    return caught.value


def test_every_command_on_the_wire_has_an_example() -> None:
    tags = {body["type"] for body in EXAMPLES}
    assert tags == {get_args(w.model_fields["type"].annotation)[0] for w in get_args(words.CallCommandWord)}


@pytest.mark.parametrize("body", EXAMPLES, ids=lambda body: body["type"])
def test_each_command_becomes_cores_word_with_every_field(body: dict[str, Any]) -> None:
    frame = decode_client_frame(command(body))
    assert isinstance(frame, frames.CommandFrame)
    assert not isinstance(frame.body, words.DeskCommandWord)
    made = words.to_core(frame.body, call_id="call-0001", store_id="store-1")
    for name, value in body.items():
        if isinstance(value, str | int) and name != "type":
            assert getattr(made, name) == value
    if isinstance(made, core.CallRequest):
        assert (made.call_id, made.store_id, made.page.title) == ("call-0001", "store-1", "Jacket")
    if isinstance(made, core.CartReport):
        assert made.cart.lines[0].quantity == 2
        assert dataclasses.asdict(made.cart)["total_minor"] == 2000


def test_a_line_can_be_given_as_many_as_a_line_may_hold() -> None:
    body = {"type": "cart_set", "line_id": "L1", "quantity": limits.LINE_QUANTITY_MAX}
    frame = decode_client_frame(command(body))
    assert isinstance(frame, frames.CommandFrame)
    assert isinstance(frame.body, words.CartSet)
    assert frame.body.quantity == 10_000


@pytest.mark.parametrize(
    ("data", "code"),
    [
        ("", "malformed"),
        ("{", "malformed"),
        ("[]", "malformed"),
        ("7", "malformed"),
        ("{}", "malformed"),
        (b"\xff\xfe", "malformed"),
        ('{"type":"nonsense"}', "unknown_type"),
        (command({"type": "nonsense"}), "unknown_type"),
        (command({}), "malformed"),
        (command({"type": "cart_add", "variant_id": "V1", "quantity": 0}), "invalid_field"),
        (command({"type": "cart_add", "variant_id": "V1", "quantity": 10_000}), "invalid_field"),
        (command({"type": "cart_set", "line_id": "L1", "quantity": 10_001}), "invalid_field"),
        (command({"type": "cart_set", "line_id": "L1", "quantity": 0}), "invalid_field"),
        (command({"type": "cart_add", "variant_id": "V1", "quantity": "2"}), "invalid_field"),
        (command({"type": "cart_add", "variant_id": "V1", "quantity": 1.5}), "invalid_field"),
        (command({"type": "cart_add", "variant_id": "", "quantity": 1}), "invalid_field"),
        (command({"type": "cart_add", "variant_id": "V1"}), "invalid_field"),
        (
            command({"type": "cart_add", "variant_id": "V1", "quantity": 1, "price_minor": 1}),
            "price_not_accepted",
        ),
        (
            command({"type": "cart_add", "variant_id": "V1", "quantity": 1, "unit_price": 1}),
            "price_not_accepted",
        ),
        (command({"type": "cart_add", "variant_id": "V1", "quantity": 1, "colour": "red"}), "invalid_field"),
        (command({"type": "chat_send", "text": "   "}), "invalid_field"),
        (command({"type": "chat_send", "text": "x" * (limits.CHAT_MAX_CHARS + 1)}), "invalid_field"),
        (command({"type": "page_open", "page": {"url": "javascript:alert(1)"}}), "invalid_field"),
        (command({"type": "call_end"}, id="short"), "invalid_field"),
        (command({"type": "call_end"}, call_id="has space in it"), "invalid_field"),
        (json.dumps({"type": "signal", "call_id": "call-0001", "body": {"type": "offer"}}), "invalid_field"),
    ],
)
def test_bad_frames_get_their_code(data: str | bytes, code: str) -> None:
    assert refused(data).refused.code == code


def test_a_bad_command_is_answered_to_the_one_who_asked() -> None:
    bad = refused(command({"type": "cart_add", "variant_id": "V1", "quantity": 0}))
    assert (bad.command_id, bad.call_id) == ("command-1", "call-0001")
    assert "quantity" in bad.refused.detail
    unreadable = refused(command({"type": "cart_add", "variant_id": "V1", "quantity": 0}, id=7))
    assert unreadable.command_id == ""
    assert refused('{"type":"hello","protocol":1,"ticket":"","client_id":"client-01"}').command_id == ""


def test_allowed_values_are_listed() -> None:
    bad = refused(command({"type": "call_wrap_up", "outcome": "whatever"}))
    assert set(bad.refused.allowed) >= {"sold", "helped"}
    assert "cart_add" in refused(command({"type": "nonsense"})).refused.allowed


@settings(max_examples=300, deadline=None)
@given(
    st.recursive(
        st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=20),
        lambda inner: (
            st.lists(inner, max_size=4)
            | st.dictionaries(
                st.sampled_from(["type", "id", "call_id", "body", "page", "x"]), inner, max_size=5
            )
        ),
        max_leaves=12,
    ),
    st.sampled_from(["hello", "command", "signal", "replay", "heartbeat", "goodbye", None]),
)
def test_nothing_but_a_bad_frame_comes_of_nonsense(value: Any, tag: str | None) -> None:
    if isinstance(value, dict) and tag:
        value["type"] = tag
    for decode in (decode_client_frame, decode_channel_frame):
        with contextlib.suppress(BadFrame):
            decode(json.dumps(value))


@given(st.binary(max_size=200))
def test_nor_of_noise(data: bytes) -> None:
    refused(data)


def test_server_frames_come_back_as_they_went() -> None:
    assert STORY.call
    for frame in (
        frames.Snapshot(epoch=1, seq=9, call=STORY.call),
        frames.Events(call_id="call-0001", epoch=1, entries=tuple(STORY.entries)),
        frames.AnswerFrame(id="command-1", call_id="", seq=0, refusal=to_word(Refused("line_full"))),
    ):
        assert decode_server_frame(encode(frame)) == frame
    assert load_call(dump_call(STORY.call)) == STORY.call
    assert len(json.loads(dump_entries(tuple(STORY.entries)))) == len(STORY.entries)


def test_the_digest_tells_bodies_apart() -> None:
    one = words.CartAdd(variant_id="V1", quantity=1)
    assert command_digest(one) == command_digest(words.CartAdd(variant_id="V1", quantity=1))
    assert command_digest(one) != command_digest(words.CartAdd(variant_id="V1", quantity=2))


def test_every_code_has_a_sentence_and_every_close_code_an_action() -> None:
    assert set(SENTENCES) == set(get_args(RefusalCode))
    assert all(sentence.endswith(".") for sentence in SENTENCES.values())
    assert {c.action for c in CloseCode} == {"retry", "stop", "new_ticket"}


def test_the_channel_takes_commands_and_signals_only() -> None:
    frame = decode_channel_frame(json.dumps({"type": "signal", "body": {"type": "typing"}}))
    assert isinstance(frame, frames.ChannelSignal)
    with pytest.raises(BadFrame):
        decode_channel_frame('{"type":"hello"}')


@pytest.mark.parametrize(
    ("count", "taken"), [(1, True), (limits.CANDIDATES_MAX, True), (0, False), (41, False)]
)
def test_SIG6_candidates_come_in_batches_and_an_empty_one_ends_them(count: int, taken: bool) -> None:
    candidates = [{"candidate": "candidate:1 1 udp 1 192.0.2.7 9 typ host"} for _ in range(count)]
    if candidates:
        candidates[-1] = {"candidate": ""}
    body = {"type": "candidates", "connection_id": "conn-0001", "candidates": candidates}
    data = json.dumps({"type": "signal", "call_id": "call-0001", "body": body})
    if taken:
        frame = decode_client_frame(data)
        assert isinstance(frame, frames.SignalFrame)
        assert frame.body.model_dump()["candidates"][-1]["candidate"] == ""
    else:
        assert refused(data).refused.code == "invalid_field"


def test_WORK6_a_note_has_a_largest_size() -> None:
    note = {
        "type": "job_note",
        "job_id": "job_8sKq3LmZ2xVb",
        "note": {"words": "x" * limits.JOB_NOTE_MAX_BYTES},
    }
    with pytest.raises(BadFrame) as bad:
        decode_client_frame(json.dumps(note))
    assert bad.value.refused.code == "invalid_field"
    note["note"] = {"words": "x" * 10}
    assert decode_client_frame(json.dumps(note)).type == "job_note"
