"""A guest of a call, beside its two sides: somebody who listens, whispers, speaks or records. Shapes, and what events make of them.

The rules are in `guests`.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Literal, assert_never

GuestRole = Literal["recorder", "listener", "whisperer", "speaker"]
GuestEnd = Literal["left", "lost", "call_ended", "withdrawn"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Guest:
    """Somebody in the call whose client has a connection of its own to each side. `told`: the screens say so."""

    guest_id: str
    role: GuestRole
    person_id: str
    name: str
    client_id: str
    told: bool
    joined_at_ms: int


# ---- commands


@dataclass(frozen=True, slots=True, kw_only=True)
class GuestJoin:
    """Come into a live call. The server fills in the sender's `name` and the store's setting `tell_listening`."""

    guest_id: str
    role: GuestRole
    name: str = ""
    tell_listening: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class GuestChange:
    """Listen, whisper or speak from now on."""

    guest_id: str
    role: GuestRole
    tell_listening: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class GuestLeave:
    """Go."""

    guest_id: str


@dataclass(frozen=True, slots=True, kw_only=True)
class GuestLose:
    """A guest's socket is gone; server only."""

    person_id: str
    client_id: str


# ---- events


@dataclass(frozen=True, slots=True, kw_only=True)
class GuestJoined:
    """Somebody came into the call beside its two sides."""

    type: Literal["guest_joined"] = "guest_joined"
    guest: Guest


@dataclass(frozen=True, slots=True, kw_only=True)
class GuestChanged:
    """A guest does something else from now on."""

    type: Literal["guest_changed"] = "guest_changed"
    guest_id: str
    role: GuestRole
    told: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class GuestLeft:
    """A guest is gone."""

    type: Literal["guest_left"] = "guest_left"
    guest_id: str
    reason: GuestEnd


def guests_after(
    guests: tuple[Guest, ...], event: GuestJoined | GuestChanged | GuestLeft
) -> tuple[Guest, ...]:
    """The guests of a call after one came, changed or went."""
    match event:
        case GuestJoined(guest=guest):
            return (*guests, guest)
        case GuestChanged(guest_id=guest_id, role=role, told=told):
            return tuple(replace(g, role=role, told=told) if g.guest_id == guest_id else g for g in guests)
        case GuestLeft(guest_id=guest_id):
            return tuple(g for g in guests if g.guest_id != guest_id)
        case _ as never:
            assert_never(never)
