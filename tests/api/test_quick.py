"""The quick way for signals is the ordinary way: what it takes means the same, and it takes what browsers send."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from coshop.api import quick
from coshop.protocol import codec, limits
from coshop.protocol.frames import SignalFrame

IDS = st.text("abcXYZ019_-", min_size=7, max_size=66) | st.sampled_from(
    ["call_0000001", "call_0000001\n", "ünicöde-id-1", ""]
)
TEXTS = st.text(max_size=20) | st.sampled_from(
    ["v=0\r\n", "x" * limits.CANDIDATE_MAX_CHARS, "\ud800"[:0], "é" * 64]
)
ODD = (
    st.none()
    | st.booleans()
    | st.integers(-2, 66)
    | st.floats(allow_nan=False)
    | TEXTS
    | st.lists(st.integers(), max_size=2)
)
CANDIDATE = st.fixed_dictionaries(
    {"candidate": TEXTS | ODD},
    optional={"sdp_mid": TEXTS | ODD, "sdp_m_line_index": st.integers(-1, 66) | ODD, "x": ODD},
)
BODY = st.fixed_dictionaries(
    {
        "type": st.sampled_from(
            ["offer", "answer", "candidates", "negotiate", "typing", "product_hint", "dance"]
        )
    },
    optional={
        "connection_id": IDS,
        "sdp": TEXTS,
        "restart": st.booleans() | ODD,
        "candidates": st.lists(CANDIDATE, max_size=3),
        "product_id": TEXTS,
        "variant_id": TEXTS,
        "extra": ODD,
    },
)
REST = st.fixed_dictionaries(
    {},
    optional={
        "guest_id": IDS | ODD,
        "to": st.sampled_from(["", "shopper", "associate", "guest", "Shopper"]) | ODD,
        "x": ODD,
    },
)
RIGHT: list[dict[str, Any]] = [
    {"type": "offer", "connection_id": "conn_00000001", "sdp": "v=0\r\n" + "a=ü\r\n" * 1000},
    {"type": "offer", "connection_id": "conn_00000001", "sdp": "v=0", "restart": True},
    {"type": "answer", "connection_id": "conn_00000001", "sdp": "v=0"},
    {"type": "candidates", "connection_id": "conn_00000001", "candidates": [{"candidate": ""}]},
    {
        "type": "candidates",
        "connection_id": "conn_00000001",
        "candidates": [{"candidate": "candidate:1", "sdp_mid": "0", "sdp_m_line_index": 1}]
        * limits.CANDIDATES_MAX,
    },
    {"type": "negotiate"},
    {"type": "negotiate", "restart": True},
    {"type": "typing"},
    {"type": "product_hint", "product_id": "p"},
    {"type": "product_hint", "product_id": "p", "variant_id": "v"},
]


def agree(data: bytes) -> None:
    """Where the quick way takes it, the ordinary way takes it too and sends the same on."""
    taken = quick.signal(data)
    if taken is None:
        return
    word = codec.decode_client_frame(data)
    assert isinstance(word, SignalFrame)
    call_id, kind, body, guest_id, to = taken
    assert (call_id, kind, guest_id, to) == (word.call_id, word.body.type, word.guest_id, word.to or "")
    assert json.loads(body) == json.loads(codec.encode(word.body))


@pytest.mark.parametrize("body", RIGHT)
def test_what_browsers_send_goes_the_quick_way(body: dict[str, Any]) -> None:
    data = json.dumps(
        {"type": "signal", "call_id": "call_0000001", "body": body}, separators=(",", ":")
    ).encode()
    assert data.startswith(quick.SIGNAL_HEAD)
    assert quick.signal(data) is not None
    agree(data)


@pytest.mark.parametrize(
    "rest",
    [
        {"guest_id": "guest_00000001"},
        {"guest_id": "guest_00000001", "to": "associate"},
        {"guest_id": "", "to": None},
    ],
)
def test_GUEST7_a_guests_signals_go_the_quick_way(rest: dict[str, Any]) -> None:
    frame = {"type": "signal", "call_id": "call_0000001", "body": RIGHT[2], **rest}
    data = json.dumps(frame, separators=(",", ":")).encode()
    taken = quick.signal(data)
    assert taken is not None
    assert taken[3:] == (rest.get("guest_id", ""), rest.get("to") or "")
    agree(data)


@settings(max_examples=1500, deadline=None)
@given(body=BODY, call_id=IDS, rest=REST)
def test_whatever_the_quick_way_takes_the_ordinary_way_takes_alike(
    body: dict[str, Any], call_id: str, rest: dict[str, Any]
) -> None:
    frame = {"type": "signal", "call_id": call_id, "body": body, **rest}
    agree(json.dumps(frame).encode())
    agree(json.dumps(frame, ensure_ascii=False).encode("utf-8", "surrogatepass"))


@pytest.mark.parametrize(
    "text",
    [
        '{"type":"signal","call_id":"call_0000001","call_id":"call_0000002","body":{"type":"typing"}}',
        '{"type":"signal","call_id":"call_0000001","body":{"type":"negotiate","restart":true,"restart":false}}',
        '{"type":"signal","call_id":"call_0000001","body":{"type":"typing"},"body":{"type":"negotiate"}}',
        '{"type":"signal","call_id":"call_0000001","body":{"type":"product_hint","product_id":"\\u0000"}}',
        '{"type":"signal","call_id":"call_0000001","body":{"type":"product_hint","product_id":"\\ud83d\\ude00"}}',
        ' {"type":"signal","call_id":"call_0000001","body":{"type":"typing"}} ',
    ],
)
def test_doubled_keys_and_odd_characters_mean_the_same(text: str) -> None:
    agree(text.encode())
