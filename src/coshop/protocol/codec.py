"""Bytes to words and back: client frames in, server frames out, and the JSON of events and states in the journal."""

from __future__ import annotations

import hashlib
from typing import Any, cast

import msgspec
from pydantic import TypeAdapter, ValidationError
from pydantic_core import from_json

from coshop.core.call_types import Call
from coshop.core.events import Entry, Event
from coshop.core.refusal import Refused
from coshop.protocol.commands import CommandWord
from coshop.protocol.frames import ChannelFrame, ClientFrame, ServerFrame

_client: TypeAdapter[ClientFrame] = TypeAdapter(ClientFrame)
_server: TypeAdapter[ServerFrame] = TypeAdapter(ServerFrame)
_channel: TypeAdapter[ChannelFrame] = TypeAdapter(ChannelFrame)
_call: TypeAdapter[Call] = TypeAdapter(Call)
_event: TypeAdapter[Event] = TypeAdapter(Event)
_plain = msgspec.json.Encoder()
"""Writes core's plain values in a third of pydantic's time; tests/protocol/test_codec.py holds both to the same bytes."""


class BadFrame(Exception):
    """A frame that could not be taken. `refused` says why; `command_id` and `call_id` are set where they were readable."""

    def __init__(self, refused: Refused, command_id: str = "", call_id: str = "") -> None:
        super().__init__(f"{refused.code}: {refused.detail}")
        self.refused = refused
        self.command_id = command_id
        self.call_id = call_id


def decode_client_frame(data: str | bytes) -> ClientFrame:
    """A client's frame. Raises BadFrame (`malformed`, `unknown_type`, `invalid_field`, `price_not_accepted`)."""
    try:
        return _client.validate_json(data)
    except ValidationError as error:
        raise _bad_frame(error, data) from None


def decode_channel_frame(data: str | bytes) -> ChannelFrame:
    """A frame of the data channel. Raises BadFrame."""
    try:
        return _channel.validate_json(data)
    except ValidationError as error:
        raise _bad_frame(error, data) from None


def decode_server_frame(data: str | bytes) -> ServerFrame:
    """A server's frame, for clients. Raises pydantic's ValidationError."""
    return _server.validate_json(data)


def encode(frame: Any) -> bytes:
    """The bytes of any frame."""
    return cast(bytes, frame.__pydantic_serializer__.to_json(frame))


def command_digest(body: CommandWord) -> str:
    """A digest of a command's body: the same id with another digest is refused."""
    return hashlib.sha256(encode(body)).hexdigest()[:32]


def dump_call(call: Call) -> bytes:
    """The journal's JSON of a call's state."""
    return _plain.encode(call)


def load_call(data: str | bytes) -> Call:
    """A call's state from the journal's JSON."""
    return _call.validate_json(data)


def dump_event(event: Event) -> bytes:
    """The journal's JSON of one event."""
    return _plain.encode(event)


def load_event(data: str | bytes) -> Event:
    """One event from the journal's JSON."""
    return _event.validate_json(data)


def dump_entries(entries: tuple[Entry, ...]) -> bytes:
    """The wire's JSON array of journal entries."""
    return _plain.encode(entries)


_PRICE_WORDS = ("price", "amount", "total", "discount", "cost")


def _bad_frame(error: ValidationError, data: str | bytes) -> BadFrame:
    """Say what is wrong in one code and one place: the first of pydantic's errors, in words a person can act on."""
    first = error.errors(include_url=False, include_context=True)[0]
    kind = first["type"]
    if kind in ("json_invalid", "union_tag_not_found") or (kind == "dict_type" and not first["loc"]):
        return BadFrame(Refused("malformed", _where(first["loc"])))
    command_id, call_id = _ids(data)
    if kind == "union_tag_invalid":
        expected = str(first.get("ctx", {}).get("expected_tags", ""))
        allowed = tuple(tag.strip().strip("'") for tag in expected.split(",") if tag.strip())
        return BadFrame(Refused("unknown_type", _where(first["loc"]), allowed), command_id, call_id)
    loc = _where(first["loc"])
    if any(
        e["type"] == "extra_forbidden" and any(word in str(e["loc"][-1]).lower() for word in _PRICE_WORDS)
        for e in error.errors(include_url=False)
    ):
        return BadFrame(Refused("price_not_accepted", loc), command_id, call_id)
    expected = str(first.get("ctx", {}).get("expected", "")) if kind == "literal_error" else ""
    allowed = tuple(e.strip().strip("'") for e in expected.replace(" or ", ", ").split(",") if e.strip())
    return BadFrame(Refused("invalid_field", f"{loc}: {first['msg']}"[:300], allowed), command_id, call_id)


def _where(loc: tuple[int | str, ...]) -> str:
    return ".".join(str(part)[:64] for part in loc[:8])


def _ids(data: str | bytes) -> tuple[str, str]:
    """The ids of a command whose body was bad, so that the refusal reaches the one who asked."""
    raw = from_json(data)
    if not isinstance(raw, dict) or raw.get("type") != "command":
        return "", ""

    def usable(value: object) -> str:
        return value if isinstance(value, str) and 8 <= len(value) <= 64 else ""

    return usable(raw.get("id")), usable(raw.get("call_id"))
