"""The quick writer of core's plain values is held against pydantic's, byte for byte."""

from __future__ import annotations

import dataclasses

from hypothesis import given, settings
from hypothesis import strategies as st
from pydantic import TypeAdapter

from coshop.core.call_types import Call
from coshop.core.events import ChatSent, Entry
from coshop.protocol import codec
from tests.contracts.samples import EVERY_EVENT, call, ended, entry, live, ringing, waiting

CALL: TypeAdapter[Call] = TypeAdapter(Call)
ENTRIES: TypeAdapter[tuple[Entry, ...]] = TypeAdapter(tuple[Entry, ...])
TEXTS = st.text(st.characters(exclude_categories=["Cs"]), max_size=40)


@settings(deadline=None)
@given(text=TEXTS, number=st.integers(-(10**12), 2**53))
def test_the_journals_json_is_pydantics_byte_for_byte(text: str, number: int) -> None:
    """The quick encoder and the models agree, and the models read what it wrote."""
    phases = (waiting(), ringing(), live(), ended(), ended(None, answered=False))
    for phase in phases:
        made = dataclasses.replace(call(phase=phase), question=text, requested_at_ms=number)
        assert codec.dump_call(made) == CALL.dump_json(made)
        assert codec.load_call(codec.dump_call(made)) == made
    for event in (*EVERY_EVENT, ChatSent(message_id=text, side="shopper", text=text)):
        assert codec.dump_event(event) == TypeAdapter(type(event)).dump_json(event)
        assert codec.load_event(codec.dump_event(event)) == event
    entries = tuple(entry(n, event, at_ms=number, command_id=text) for n, event in enumerate(EVERY_EVENT, 1))
    assert codec.dump_entries(entries) == ENTRIES.dump_json(entries)
