"""The port to the journal of calls. It holds no behaviour."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from typing import Literal, Protocol

from coshop.core.call_types import Call
from coshop.core.events import Entry
from coshop.core.refusal import Refused
from coshop.protocol.views import CallSummary

Same = Literal["nothing", "people", "people_and_deadline"]
PresenceState = Literal["available", "ringing", "busy", "wrap_up", "away"]


@dataclass(frozen=True, slots=True, kw_only=True)
class StoredCall:
    """A call as last journalled. `epoch` tells one life of the journal from another; `seq` is its newest event."""

    call: Call
    epoch: int
    seq: int
    deadline_ms: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class StoredAnswer:
    """What was answered to a command, kept so that the same command sent again gets the same answer."""

    command_id: str
    digest: str
    seq: int
    refused: Refused | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Claim:
    """Only if this associate is `available` (or, where asked, `away`), there, and in no call: tie them to it (state `ringing`)."""

    associate_id: str
    away_too: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Occupy:
    """Set the state of an associate who is tied to this call (`busy` when accepted, `wrap_up` at the end)."""

    associate_id: str
    state: PresenceState


@dataclass(frozen=True, slots=True, kw_only=True)
class Release:
    """If the associate is tied to this call, untie them; the state becomes the one they wanted (or `away` if asked)."""

    associate_id: str
    state: Literal["available", "away"] = "available"


@dataclass(frozen=True, slots=True, kw_only=True)
class Append:
    """One step of a call: written wholly or not at all, in one transaction.

    `expected_seq` is the newest seq that the decision was made on (0 for a new call, then `epoch` names its first life).
    `entries` may be empty (a refused command stores only its answer). `effects` tie and untie associates in the same transaction.
    `same` promises what the call's row need not be written anew for: nothing, its phase and people, or its deadline too.
    `line_limit` is asked of a new call only: how many calls may wait or ring in the store's line, this one among them.
    """

    call: Call
    epoch: int
    expected_seq: int
    entries: tuple[Entry, ...]
    deadline_ms: int | None
    now_ms: int
    answer: StoredAnswer | None = None
    effects: tuple[Claim | Occupy | Release, ...] = ()
    line_limit: int | None = None
    same: Same = "nothing"


@dataclass(frozen=True, slots=True)
class Appended:
    """Written; `seq` is the newest event now."""

    seq: int


@dataclass(frozen=True, slots=True)
class Conflict:
    """Not written, and why.

    The call moved on (`stale`), a claimed associate was not free (`claim`), the shopper of a new call has an open one
    (`open_call`), or the store's line has no place for it (`line_full`).
    """

    reason: Literal["stale", "claim", "open_call", "line_full"]


@dataclass(frozen=True, slots=True)
class AlreadyAnswered:
    """Not written: this command id has an answer."""

    answer: StoredAnswer


class Journal(Protocol):
    """The truth about calls. Survives any crash after `append` returned."""

    async def append(self, step: Append) -> Appended | Conflict | AlreadyAnswered: ...
    async def load(self, call_id: str) -> StoredCall | None: ...
    async def events(self, call_id: str, after_seq: int, limit: int) -> tuple[Entry, ...]: ...
    async def answer(self, call_id: str, command_id: str) -> StoredAnswer | None: ...
    async def due(self, now_ms: int, limit: int) -> tuple[str, ...]:
        """Ids of calls whose deadline has passed, longest overdue first."""
        ...

    async def next_deadline(self) -> int | None: ...
    async def open_calls(self, store_id: str | None = None) -> tuple[StoredCall, ...]:
        """Every call that has not ended, oldest first (of one store, or all)."""
        ...

    async def open_calls_of(self, *, shopper_id: str = "", associate_id: str = "") -> tuple[StoredCall, ...]:
        """Open calls of a person, and ended ones of an associate who still has to wrap up (presence tied to it).

        `associate_id` finds the open calls in which that person is a guest too.
        """
        ...

    async def past_calls(self, associate_id: str, limit: int) -> tuple[CallSummary, ...]:
        """Calls with customers that the associate answered, newest first."""
        ...

    async def ended_calls(
        self, store_id: str, before_ms: int, limit: int, after_call: str = ""
    ) -> tuple[StoredCall, ...]:
        """Calls with customers of a store that have ended and were asked for before then, newest first.

        Of one millisecond, by id: with `after_call` those of `before_ms` itself whose id comes after it begin the list.
        """
        ...

    async def accepted_at(self, call_ids: Collection[str]) -> dict[str, int]:
        """When each of these calls was answered (epoch ms); those that never were are missing."""
        ...

    async def count_waiting(self, store_id: str) -> int:
        """Customers waiting or ringing in a store's line."""
        ...

    async def count_open(self) -> dict[str, int]:
        """How many calls are in each phase but `ended`; a phase without calls may be missing."""
        ...

    async def wait_seconds(self, store_id: str, since_ms: int, limit: int) -> tuple[float, ...]:
        """Seconds from request to acceptance of the store's customers accepted since then, newest first."""
        ...
