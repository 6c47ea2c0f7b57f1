"""The bytes of the frames that live/ sends, made once for all sockets that get them, and what each side may see."""

from __future__ import annotations

from dataclasses import replace
from typing import Literal

from coshop.core.call_states import associate_of
from coshop.core.call_types import Call, Ended
from coshop.core.cart_types import Side
from coshop.core.events import CallWrappedUp, Entry
from coshop.core.refusal import Refused
from coshop.ports import Store, StoredCall
from coshop.protocol import codec, frames
from coshop.protocol.refusals import to_word
from coshop.protocol.views import StoreView


def store_view(store: Store) -> StoreView:
    """What screens need to know of a store."""
    return StoreView(
        public_key=store.public_key,
        name=store.name,
        language=store.language,
        currency=store.currency,
        accent=store.accent,
        recording=store.recording,
        recording_days=store.recording_days,
    )


def events_frame(call_id: str, epoch: int, entries: tuple[Entry, ...]) -> bytes:
    """`events`; ids are of the alphabet that needs no escaping in JSON."""
    head = f'{{"type":"events","call_id":"{call_id}","epoch":{epoch},"entries":'
    return head.encode() + codec.dump_entries(entries) + b"}"


def answer_frame(command_id: str, call_id: str, seq: int, refused: Refused | None) -> bytes:
    """`answer`."""
    if refused is None:
        return f'{{"type":"answer","id":"{command_id}","call_id":"{call_id}","seq":{seq},"refusal":null}}'.encode()
    return codec.encode(frames.AnswerFrame(id=command_id, call_id=call_id, seq=seq, refusal=to_word(refused)))


def refused_frame(refused: Refused) -> bytes:
    """`refused`, for what was no command."""
    return codec.encode(frames.FrameRefused(refusal=to_word(refused)))


def signal_frame(
    call_id: str, sender: Side | Literal["guest", "worker"], client_id: str, body: bytes, guest_id: str = ""
) -> bytes:
    """`signal` around a body that is valid JSON already."""
    head = (
        f'{{"type":"signal","call_id":"{call_id}","sender":"{sender}","client_id":"{client_id}",'
        f'"guest_id":"{guest_id}","body":'
    )
    return head.encode() + body + b"}"


def snapshot_frame(stored: StoredCall, side: Side) -> bytes:
    """`snapshot`, as this side may see it."""
    return codec.encode(
        frames.Snapshot(epoch=stored.epoch, seq=shown_seq(stored, side), call=call_for(stored.call, side))
    )


def stream_closed_frame(call_id: str) -> bytes:
    """`stream_closed`."""
    return codec.encode(frames.StreamClosed(call_id=call_id))


def shown_seq(stored: StoredCall, side: Side) -> int:
    """The newest seq that this side may see: the wrap-up, always the last event, is not for the shopper."""
    hidden = (
        side == "shopper" and isinstance(stored.call.phase, Ended) and stored.call.phase.outcome is not None
    )
    return stored.seq - 1 if hidden else stored.seq


def call_for(call: Call, side: Side) -> Call:
    """What this side may know: the associate's outcome and note are not for the shopper."""
    if side == "shopper" and isinstance(call.phase, Ended) and call.phase.outcome is not None:
        return replace(call, phase=replace(call.phase, outcome=None, note=""))
    return call


def entries_for(entries: tuple[Entry, ...], side: Side) -> tuple[Entry, ...]:
    """What this side may know of the events: the wrap-up is not for the shopper."""
    if side == "shopper" and any(isinstance(entry.event, CallWrappedUp) for entry in entries):
        return tuple(entry for entry in entries if not isinstance(entry.event, CallWrappedUp))
    return entries


def audience(call: Call) -> tuple[str, str]:
    """Who follows the call now: the shopper's id and the associate's, empty where nobody does."""
    associate = associate_of(call)
    if isinstance(call.phase, Ended):
        wraps_up = associate is not None and call.phase.answered and call.phase.outcome is None
        return "", associate.person_id if associate is not None and wraps_up else ""
    return call.shopper.person_id, associate.person_id if associate is not None else ""


def follows(call: Call, key: tuple[str, str]) -> bool:
    """Whether the socket of this (person, client) follows the call: one of its people, or a guest on this very client."""
    return key[0] in audience(call) or any((g.person_id, g.client_id) == key for g in call.guests)
