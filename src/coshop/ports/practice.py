"""The ports to rehearsals and canary runs as they are kept, and to the stories that can be played. It holds no behaviour."""

from __future__ import annotations

from collections.abc import AsyncIterator, Mapping
from dataclasses import dataclass, field
from typing import Any, Literal, Protocol

from coshop.ports.people import Store
from coshop.protocol.views import ProductView

RehearsalState = Literal["open", "done", "failed", "cancelled"]
CanarySource = Literal["command", "worker"]


@dataclass(frozen=True, slots=True, kw_only=True)
class RehearsalRow:
    """A rehearsal: its job has the same id. `shopper_id` is the program's, once it has a token. `report` as the player wrote it."""

    rehearsal_id: str
    store_id: str
    associate_id: str
    story: str
    title: str
    language: str
    started_at_ms: int
    shopper_id: str = ""
    ended_at_ms: int = 0
    state: RehearsalState = "open"
    reason: str = ""
    report: Mapping[str, Any] = field(default_factory=dict)


class Rehearsals(Protocol):
    """What was practised. An associate has at most one that is open, whoever asks at the same moment."""

    async def begin(self, row: RehearsalRow) -> bool:
        """False (and nothing done) where the associate has an open one, or the id is taken."""
        ...

    async def get(self, rehearsal_id: str) -> RehearsalRow | None: ...
    async def open_of(self, associate_id: str) -> RehearsalRow | None: ...
    async def cast(self, rehearsal_id: str, shopper_id: str) -> bool:
        """Write down who plays the shopper of an open one; false where it is not open, or has one."""
        ...

    async def end(
        self,
        rehearsal_id: str,
        state: Literal["done", "failed", "cancelled"],
        now_ms: int,
        *,
        reason: str = "",
        report: Mapping[str, Any] | None = None,
    ) -> RehearsalRow | None:
        """End an open one; None where it has ended before."""
        ...

    async def list(
        self, store_id: str, *, associate_id: str = "", limit: int = 100
    ) -> tuple[RehearsalRow, ...]:
        """Of a store, or of one associate there; newest first."""
        ...

    async def sweep(self, started_before_ms: int) -> int:
        """Forget those that began before then; how many."""
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class CanaryRow:
    """A canary's call. `source` is who made it: the command `coshop canary`, or a worker. `steps` are name and seconds."""

    run_id: str
    store_id: str
    associate_id: str
    source: CanarySource
    started_at_ms: int
    shopper_id: str = ""
    ended_at_ms: int = 0
    ok: bool = False
    failed_step: str = ""
    reason: str = ""
    steps: tuple[tuple[str, float], ...] = ()


class CanaryRuns(Protocol):
    """What canaries found. An account has at most one open run at a time."""

    async def begin(self, row: CanaryRow) -> bool:
        """False (and nothing done) where the account has an open one, or the id is taken."""
        ...

    async def get(self, run_id: str) -> CanaryRow | None: ...
    async def open_of(self, associate_id: str) -> CanaryRow | None: ...
    async def cast(self, run_id: str, shopper_id: str) -> bool:
        """Write down who is the shopper of an open one; false where it is not open, or has one."""
        ...

    async def end(
        self,
        run_id: str,
        now_ms: int,
        *,
        ok: bool,
        failed_step: str = "",
        reason: str = "",
        steps: tuple[tuple[str, float], ...] = (),
    ) -> CanaryRow | None:
        """End an open one; None where it has ended before."""
        ...

    async def list(self, store_id: str, *, limit: int = 100) -> tuple[CanaryRow, ...]:
        """Newest first."""
        ...

    async def overdue(self, started_before_ms: int) -> tuple[CanaryRow, ...]:
        """Open ones that began then or earlier."""
        ...

    async def last_begun(self) -> dict[str, int]:
        """When the newest run of each account began, by associate id."""
        ...

    async def newest(self) -> tuple[tuple[CanaryRow, int], ...]:
        """Of each store the newest ended run, and when its last good one ended (0: none is kept)."""
        ...

    async def sweep(self, started_before_ms: int) -> int:
        """Forget those that began before then; how many."""
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class StoryEntry:
    """A story that can be chosen. `problem` says what is wrong with one that cannot be played. `goals` in seconds, by name."""

    story: str
    title: str
    brief: str
    language: str
    mode: str
    goals: Mapping[str, float] = field(default_factory=dict)
    own: bool = False
    problem: str = ""
    file: str = ""
    text: str = ""


class Stories(Protocol):
    """The stories of a store: those that come with coshop, and its own."""

    async def all(self, store: Store) -> tuple[StoryEntry, ...]:
        """Those of the store's language first. One's own of the same name takes the place of a shipped one."""
        ...

    async def cast(
        self, story: StoryEntry, pages: AsyncIterator[tuple[ProductView, ...]]
    ) -> tuple[ProductView, ...]:
        """The products that play in the story, read page by page until it can be played; none where it cannot."""
        ...
