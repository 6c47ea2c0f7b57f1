"""The commands of a call's guests: supervisors who listen, whisper or speak, and workers that record."""

from __future__ import annotations

from typing import Literal, assert_never

from coshop.core import guest_types as core
from coshop.protocol.fields import Id, Word


class GuestJoin(Word):
    """Supervisor (`listener`, `whisperer`, `speaker`) or recording worker (`recorder`): come into a live call."""

    type: Literal["guest_join"] = "guest_join"
    guest_id: Id
    role: core.GuestRole


class GuestChange(Word):
    """Supervisor: listen, whisper or speak from now on."""

    type: Literal["guest_change"] = "guest_change"
    guest_id: Id
    role: Literal["listener", "whisperer", "speaker"]


class GuestLeave(Word):
    """Guest: go."""

    type: Literal["guest_leave"] = "guest_leave"
    guest_id: Id


GuestCommandWord = GuestJoin | GuestChange | GuestLeave


def guest_to_core(word: GuestCommandWord) -> core.GuestJoin | core.GuestChange | core.GuestLeave:
    """The command of `core`. The sender's name and the store's setting are filled in by whoever knows them."""
    match word:
        case GuestJoin():
            return core.GuestJoin(guest_id=word.guest_id, role=word.role)
        case GuestChange():
            return core.GuestChange(guest_id=word.guest_id, role=word.role)
        case GuestLeave():
            return core.GuestLeave(guest_id=word.guest_id)
        case _ as never:
            assert_never(never)
