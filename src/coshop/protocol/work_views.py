"""What screens are told of workers and set checks over HTTP."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field, JsonValue, StringConstraints

from coshop.core.go_live import ITEMS_MAX, ItemKind
from coshop.protocol import limits
from coshop.protocol.fields import Word

ItemId = Annotated[str, StringConstraints(min_length=1, max_length=limits.ID_MAX_CHARS, strict=True)]


class WorkerView(Word):
    """A worker process that is there. `load` in shares of a core; `running` counts its jobs of all stores."""

    worker_id: str
    name: str
    version: str
    kinds: tuple[str, ...]
    capacity: int
    running: int
    jobs_done: int
    load: float
    rss_bytes: int
    since_ms: int
    seen_ms: int
    server_id: str


class JobCount(Word):
    """How many of the store's own jobs of a kind are in a state."""

    kind: str
    state: str
    count: int


class WorkersView(Word):
    """GET /v1/console/workers"""

    workers: tuple[WorkerView, ...]
    jobs: tuple[JobCount, ...]


class SetCheckView(Word):
    """What a set check found; `verdicts` as the mirror wrote them."""

    check_id: str
    associate_id: str
    name: str
    at_ms: int
    passed: bool
    verdicts: tuple[dict[str, JsonValue], ...]


class SetChecksView(Word):
    """GET /v1/console/checks"""

    checks: tuple[SetCheckView, ...]


class GoLiveItemView(Word):
    """A line of the list before going live. Kinds that are known are worded by the screen; `own` carries its text."""

    item_id: str
    kind: ItemKind
    text: str


class GoLiveView(Word):
    """GET and POST /v1/console/go-live: the store's list, and where the associate stands today ([MIRROR6])."""

    items: tuple[GoLiveItemView, ...]
    ticked: tuple[str, ...]
    """The ids of lines that were ticked off today."""
    passed_today: bool
    asks: bool
    """Going available should ask about the set check first."""
    can_check: bool
    """A worker is there that does set checks."""


class GoLiveChange(Word):
    """POST /v1/console/go-live. Only what is given changes."""

    ticked: Annotated[tuple[ItemId, ...], Field(max_length=ITEMS_MAX)] | None = None
    """All ids that are ticked off now. Those that the list does not have are left alone."""
    asked: Annotated[bool, Field(strict=True)] = False
    """Going available has asked, which is enough for today."""
