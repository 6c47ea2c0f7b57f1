"""What a store's supervisors are told of its calls and people as they are now. Shapes only."""

from __future__ import annotations

from typing import Literal

from coshop.core.call_types import CallKind, Mode
from coshop.core.cart_types import Side
from coshop.core.guest_types import GuestRole
from coshop.core.recording_types import PauseReason
from coshop.protocol.fields import Word


class TeamGuest(Word):
    """Somebody in a call beside its two sides."""

    guest_id: str
    role: GuestRole
    person_id: str
    name: str
    told: bool
    joined_at_ms: int


class TeamRecording(Word):
    """A recording that runs or is paused. Something is kept only while it runs and a recorder is among the guests."""

    state: Literal["on", "paused"]
    recorded: tuple[Side, ...]
    paused_by: Side | None
    pause_reason: PauseReason | None
    at_checkout: bool


class TeamCall(Word):
    """A call that has not ended. `since_ms` is when its phase began; the associate's fields are empty while it waits."""

    call_id: str
    kind: CallKind
    phase: Literal["waiting", "ringing", "live"]
    since_ms: int
    requested_at_ms: int
    mode: Mode
    language: str
    question: str
    shopper_name: str
    shopper_lost: bool
    associate_id: str
    associate_name: str
    associate_lost: bool
    page_title: str
    product_id: str
    guests: tuple[TeamGuest, ...]
    recording: TeamRecording | None


class TeamPerson(Word):
    """An associate who is not away. `connected` is false while their tablet's connection is lost."""

    associate_id: str
    name: str
    languages: tuple[str, ...]
    state: Literal["available", "ringing", "busy", "wrap_up"]
    since_ms: int
    call_id: str
    connected: bool


class TeamView(Word):
    """GET /v1/console/team"""

    calls: tuple[TeamCall, ...]
    people: tuple[TeamPerson, ...]
