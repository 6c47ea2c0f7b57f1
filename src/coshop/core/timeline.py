"""What happened in a recorded call, beside its pictures: the journal as a list with times from the start of the recording. Pure.

It is kept as JSON next to the recording, and alone where nothing was recorded. It holds no names but the sides', no prices that the
journal does not hold, and nothing that happened before the call was asked for.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from coshop.core.events import Entry

VERSION = 1
_LEFT_OUT = ("person_id", "client_id", "name", "at_ms")

# event type -> what is taken of it. Types that are not here say nothing to somebody who looks back.
_TAKEN: Mapping[str, tuple[str, ...]] = {
    "call_requested": ("mode", "language", "question"),
    "call_accepted": (),
    "participant_lost": ("side", "reason"),
    "participant_returned": ("side",),
    "page_changed": ("page",),
    "media_changed": ("side", "microphone", "camera"),
    "call_ended": ("reason",),
    "call_wrapped_up": ("outcome", "note"),
    "product_shown": ("product_id", "variant_id"),
    "product_hidden": ("product_id",),
    "cart_change_requested": ("change",),
    "cart_change_settled": ("change_id", "outcome", "applied_quantity", "reason"),
    "cart_reported": ("cart",),
    "chat_sent": ("side", "text"),
    "checkout_moved": ("side", "step", "order_number", "reason"),
    "recording_started": ("recorded",),
    "recording_paused": ("by", "reason"),
    "recording_resumed": (),
    "recording_stopped": ("reason",),
    "guest_joined": ("guest",),
    "guest_changed": ("guest_id", "role"),
    "guest_left": ("guest_id", "reason"),
}


def timeline(
    entries: Iterable[Entry], *, started_at_ms: int, ended_at_ms: int, files: Iterable[Mapping[str, Any]] = ()
) -> dict[str, Any]:
    """The timeline as JSON values. `at_ms` counts from `started_at_ms` (epoch ms); what came before has a negative one.

    `marks` is what happened; `pauses` [start, end] what was kept out; `files` is what the recorder said of each side's file,
    handed on as it is (`side`, `duration_ms`, `has_video`, `gaps`, `fault`).
    """
    marks, pauses = [], list[list[int]]()
    paused: int | None = None
    length_ms = max(0, ended_at_ms - started_at_ms)
    for entry in entries:
        kind: str = entry.event.type
        if kind not in _TAKEN:
            continue
        at_ms = entry.at_ms - started_at_ms
        said = {
            name: _plain(getattr(entry.event, name)) for name in _TAKEN[kind] if hasattr(entry.event, name)
        }
        marks.append({"at_ms": at_ms, "seq": entry.seq, "by": entry.by, "what": kind, **said})
        within_ms = min(max(0, at_ms), length_ms)
        if kind == "recording_paused" and paused is None:
            paused = within_ms
        elif kind in ("recording_resumed", "recording_stopped") and paused is not None:
            pauses.append([paused, within_ms])
            paused = None
    if paused is not None:
        pauses.append([paused, length_ms])
    return {
        "version": VERSION,
        "started_at_ms": started_at_ms,
        "length_ms": length_ms,
        "marks": marks,
        "pauses": pauses,
        "files": [dict(file) for file in files],
    }


def _plain(value: Any) -> Any:
    """A core value as JSON: frozen classes become objects, tuples lists."""
    slots = [name for each in type(value).__mro__ for name in getattr(each, "__slots__", ())]
    if slots:
        return {name: _plain(getattr(value, name)) for name in slots if name not in _LEFT_OUT}
    if isinstance(value, tuple | list):
        return [_plain(each) for each in value]
    return value
