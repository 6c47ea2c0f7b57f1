"""Frames that no honest client would send: the examples of docs/protocol.md, broken in every way a seed can think of."""

from __future__ import annotations

import copy
import json
import random
import re
from collections import Counter
from pathlib import Path
from typing import Any

from websockets.exceptions import ConnectionClosed

from coshop.peer import RawClient
from coshop.peer.doors import Door
from coshop.protocol import limits

_PAGE = (Path(__file__).parents[2] / "docs" / "protocol.md").read_text(encoding="utf-8")
EXAMPLES: list[dict[str, Any]] = [
    json.loads(text) for text in re.findall(r"^```json client\n(.*?)^```$", _PAGE, re.MULTILINE | re.DOTALL)
]
ODD: list[Any] = [
    None, True, False, 0, -1, 1, 99, 100, 2**31, 2**53, 2**63, 2**200, -(2**63), 0.5, 1e308, "", " ", "\x00", "a\x00b",
    "0", "null", "x" * 127, "x" * 129, "x" * 3000, "x" * 60_000, "\u202e\u0007\u200b", "\U0001f600" * 40, "../../etc/passwd",
    "'; DROP TABLE calls; --", "<script>alert(1)</script>", "javascript:alert(1)", [], [[]], {}, {"type": {}},
    {"price_minor": 1}, ["a"] * 2000, {"a": {"b": {"c": {}}}}, "__proto__", "call_request", "2026-11-22", float("inf"),
]  # fmt: skip
RAW: list[str | bytes] = [
    "", " ", "{", "}", "[", "null", "true", "0", '""', "[]", "{}", "[" * 5000, '{"a":' * 2000, "{" + "}" * 100,
    '{"type":"hello"}', '{"type":null}', '{"type":["command"]}', '{"type":"command","type":"signal"}',
    '{"type":"command","id":"\\ud800","call_id":"","body":{}}', '{"type":"heartbeat","n":1e999999}',
    '{"type":"heartbeat","n":NaN}', "\ufeff{}", b"\x00", b"\xff\xfe", b"\xc0\xaf", bytes(range(256)),
    b'{"type":"heart\xffbeat"}', "9" * 10_000, '"' + "\\u0000" * 5000 + '"',
]  # fmt: skip


def bad_frame(dice: random.Random, call_id: str) -> str | bytes:
    """One frame; most cannot be taken, some can and must do no harm."""
    fate = dice.random()
    if fate < 0.15:
        return dice.choice(RAW)
    frame = json.loads(json.dumps(dice.choice(EXAMPLES)))
    if frame.get("call_id"):
        frame["call_id"] = call_id
    if frame["type"] == "command":
        frame["id"] = f"cmd_{dice.getrandbits(96):024x}"
    for _ in range(dice.randint(1, 3)):
        _spoil(dice, frame)
    text = json.dumps(frame, allow_nan=True)
    if fate < 0.35:
        at = dice.randrange(len(text))
        text = dice.choice(
            [
                text[:at],
                text[:at] + chr(dice.randrange(1, 0x2FF)) + text[at + 1 :],
                text[:at] + text[at + 1 :],
                text * 2,
            ]
        )
    if fate < 0.4 and text:
        data = bytearray(text.encode())
        data[dice.randrange(len(data))] ^= 1 << dice.randrange(8)
        return bytes(data)
    return text


def _odd(dice: random.Random) -> Any:
    return copy.deepcopy(dice.choice(ODD))


def _spoil(dice: random.Random, frame: dict[str, Any]) -> None:
    """Change, remove or add one thing somewhere in it."""
    place: Any = frame
    while True:
        inner = [
            v
            for v in (place.values() if isinstance(place, dict) else place)
            if isinstance(v, dict | list) and v
        ]
        if not inner or dice.random() < 0.4:
            break
        place = dice.choice(inner)
    if isinstance(place, list):
        place[dice.randrange(len(place))] = _odd(dice)
        return
    key = dice.choice(sorted(place)) if place else "type"
    fate = dice.random()
    if fate < 0.6:
        place[key] = _odd(dice)
    elif fate < 0.8:
        place.pop(key, None)
    else:
        place[dice.choice(["price_minor", "extra", "total", "store_id", "", "\x00", "type "])] = _odd(dice)


async def attack(url: str, door: Door, call_id: str, dice: random.Random, frames: int) -> Counter[str]:
    """Send so many frames over as many connections as it takes; what came of them."""
    seen: Counter[str] = Counter()
    while seen["sent"] < frames:
        async with RawClient(url, door.origin) as raw:
            try:
                await raw.hello(await door.ticket(url))
                for _ in range(min(limits.BAD_FRAMES_MAX + 2, frames - seen["sent"])):
                    seen["sent"] += 1
                    await raw.send(bad_frame(dice, call_id))
                await raw.send('{"type":"replay","call_id":"call_nobodys1","epoch":0,"seq":0}')
                await raw.until(
                    lambda f: f["type"] == "refused" and f["refusal"]["code"] == "unknown_call", 10
                )
                seen["survived"] += 1
            except ConnectionClosed as closed:
                seen[f"closed {closed.rcvd.code if closed.rcvd else 'without a word'}"] += 1
            for frame in raw.received:
                if frame["type"] in ("refused", "answer"):
                    seen[frame["refusal"]["code"] if frame["refusal"] else "taken"] += 1
    return seen
