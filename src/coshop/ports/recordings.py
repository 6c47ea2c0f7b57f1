"""The ports to recordings of calls: what is on record of each, the sealed files, and who did what with them. It holds no behaviour."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Any, Literal, Protocol

from coshop.core.cart_types import Side

RecordingState = Literal["recording", "kept", "failed"]
AuditWhat = Literal[
    "review_viewed",
    "recording_played",
    "export_ordered",
    "export_downloaded",
    "recording_deleted",
    "recording_expired",
    "shopper_erased",
]


ERASURES: tuple[AuditWhat, ...] = ("recording_deleted", "recording_expired", "shopper_erased")


class RecordingGone(Exception):
    """There is no such file (any more)."""


class RecordingUnreadable(Exception):
    """The file is there and cannot be opened: its key is refused, or it was changed. The text is a sentence."""


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordingRow:
    """The recording of one call. `files` as the recorder said of them (`protocol.recorded`); their `start_ms` counts from
    `started_at_ms`, the time of `recording_started`. `ended_at_ms` is 0 while it is being written."""

    recording_id: str
    call_id: str
    store_id: str
    shopper_id: str
    associate_id: str
    job_id: str
    started_at_ms: int
    recorded: tuple[Side, ...]
    consents: tuple[Mapping[str, Any], ...]
    state: RecordingState = "recording"
    ended_at_ms: int = 0
    files: tuple[Mapping[str, Any], ...] = ()
    bytes: int = 0
    fault: str = ""


class Recordings(Protocol):
    """What is on record of recordings. A call has at most one."""

    async def add(self, row: RecordingRow) -> bool:
        """False (and nothing done) where there is one of this id, or of this call."""
        ...

    async def of_call(self, call_id: str) -> RecordingRow | None: ...
    async def of_calls(self, call_ids: Collection[str]) -> dict[str, RecordingRow]:
        """By call id; those without a recording are missing."""
        ...

    async def of_shopper(self, shopper_id: str) -> tuple[RecordingRow, ...]:
        """All in which this shopper was, oldest first."""
        ...

    async def unfinished(self) -> tuple[RecordingRow, ...]:
        """All in the state `recording`, oldest first."""
        ...

    async def ended(self) -> tuple[RecordingRow, ...]:
        """All others, oldest first."""
        ...

    async def due(
        self, now_ms: int, limit: int, after: tuple[int, str] = (0, "")
    ) -> tuple[RecordingRow, ...]:
        """Ended ones whose store's days are over, or those that their people were told: at most `limit`, the longest ended first,
        from the one behind `after` on (its `ended_at_ms` and `recording_id`).

        `core.retention.due` has the last word: one of which nobody has counted is among them, and is not due.
        """
        ...

    async def finish(
        self,
        recording_id: str,
        state: Literal["kept", "failed"],
        ended_at_ms: int,
        *,
        files: tuple[Mapping[str, Any], ...] = (),
        size: int = 0,
        fault: str = "",
    ) -> RecordingRow | None:
        """`recording` -> `kept` or `failed`, by exactly one of several callers at once: the others get None."""
        ...

    async def remove(self, recording_id: str) -> bool:
        """Forget it; whether it was there."""
        ...


class RecordingFiles(Protocol):
    """The sealed files, opened. Names begin with the recording's id. Raises RecordingGone, RecordingUnreadable, Unavailable."""

    async def length(self, name: str) -> int:
        """Plain bytes of a file."""
        ...

    async def read(self, name: str, start: int, length: int) -> bytes:
        """Plain bytes from `start` on; fewer at the end."""
        ...

    async def put(self, name: str, recording_id: str, data: bytes) -> None:
        """Seal a small file and keep it; one of this name before is replaced."""
        ...

    async def names(self, recording_id: str) -> tuple[str, ...]:
        """The files of a recording, in order."""
        ...

    async def erase(self, recording_id: str) -> int:
        """Erase every file of a recording, and with each its key; how many."""
        ...

    async def stand(self) -> bool:
        """Whether the place where recordings are kept is there at all: of a disk that is not mounted nothing can be erased."""
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class AuditRow:
    """Who did what with a recording or review, when, and from which network address. `who_id` is empty for the server itself."""

    at_ms: int
    store_id: str
    what: AuditWhat
    who_id: str = ""
    who_name: str = ""
    call_id: str = ""
    recording_id: str = ""
    detail: str = ""
    address: str = ""
    audit_id: int = 0


class Audit(Protocol):
    """A list that only grows."""

    async def add(self, row: AuditRow, *, quiet_ms: int = 0) -> bool:
        """Write it down; false where the same person did the same to the same from the same address within `quiet_ms`."""
        ...

    async def erased(self, recording_id: str) -> bool:
        """Whether the list says that this recording was erased."""
        ...

    async def list(self, store_id: str, *, before_id: int = 0, limit: int = 100) -> tuple[AuditRow, ...]:
        """Of a store, newest first; those before one, or (0) from the newest."""
        ...
