"""Who may be a guest of a call, as what, and how they go. `call.decide` has found the call live and the sender of the right kind."""

from __future__ import annotations

from coshop.core.call_states import associate_of
from coshop.core.call_types import BySupervisor, ByWorker, Call
from coshop.core.guest_types import (
    Guest,
    GuestChange,
    GuestChanged,
    GuestEnd,
    GuestJoin,
    GuestJoined,
    GuestLeave,
    GuestLeft,
    GuestLose,
    GuestRole,
)
from coshop.core.recording_types import runs
from coshop.core.refusal import Refused

GUESTS_MAX = 4
GuestMoves = tuple[GuestJoined | GuestChanged | GuestLeft, ...]


def join(call: Call, command: GuestJoin, actor: BySupervisor | ByWorker, now_ms: int) -> GuestMoves | Refused:
    """A supervisor comes to listen, whisper or speak; a worker to record. One guest a client, four a call."""
    person_id = actor.worker_id if isinstance(actor, ByWorker) else actor.person_id
    if isinstance(actor, ByWorker) is not (command.role == "recorder"):
        return Refused("not_allowed", command.role)
    if command.role == "recorder" and not runs(call.recording):
        return Refused("not_recording")
    associate = associate_of(call)
    if associate is not None and associate.person_id == person_id:
        return Refused("not_allowed", "you are in this call")
    for guest in call.guests:
        mine = (guest.person_id, guest.client_id) == (person_id, actor.client_id)
        if mine and (guest.guest_id, guest.role) == (command.guest_id, command.role):
            return ()
        if mine or guest.guest_id == command.guest_id:
            return Refused("guest_exists", guest.guest_id)
    if len(call.guests) >= GUESTS_MAX:
        return Refused("too_many_guests")
    guest = Guest(
        guest_id=command.guest_id,
        role=command.role,
        person_id=person_id,
        name=command.name,
        client_id=actor.client_id,
        told=_told(command.role, command.tell_listening),
        joined_at_ms=now_ms,
    )
    return (GuestJoined(guest=guest),)


def change(call: Call, command: GuestChange, actor: BySupervisor) -> GuestMoves | Refused:
    """Another role for the sender's own guest."""
    guest = find(call, command.guest_id)
    if guest is None or guest.person_id != actor.person_id:
        return Refused("unknown_guest", command.guest_id)
    if command.role == "recorder":
        return Refused("not_allowed", command.role)
    told = _told(command.role, command.tell_listening)
    if (guest.role, guest.told) == (command.role, told):
        return ()
    return (GuestChanged(guest_id=guest.guest_id, role=command.role, told=told),)


def leave(call: Call, command: GuestLeave, actor: BySupervisor | ByWorker) -> GuestMoves | Refused:
    """The sender's own guest goes, from whichever client of theirs."""
    person_id = actor.worker_id if isinstance(actor, ByWorker) else actor.person_id
    guest = find(call, command.guest_id)
    if guest is None or guest.person_id != person_id:
        return Refused("unknown_guest", command.guest_id)
    return (GuestLeft(guest_id=guest.guest_id, reason="left"),)


def lose(call: Call, command: GuestLose) -> GuestMoves:
    """A socket is gone, and with it, at once, the guest that it was."""
    return tuple(
        GuestLeft(guest_id=guest.guest_id, reason="lost")
        for guest in call.guests
        if (guest.person_id, guest.client_id) == (command.person_id, command.client_id)
    )


def go(call: Call, reason: GuestEnd, role: GuestRole | None = None) -> tuple[GuestLeft, ...]:
    """Every guest leaves, or every one of a role."""
    return tuple(
        GuestLeft(guest_id=guest.guest_id, reason=reason)
        for guest in call.guests
        if role in (None, guest.role)
    )


def find(call: Call, guest_id: str) -> Guest | None:
    """The guest of this id."""
    return next((guest for guest in call.guests if guest.guest_id == guest_id), None)


def _told(role: GuestRole, tell_listening: bool) -> bool:
    return tell_listening or role in ("speaker", "recorder")
