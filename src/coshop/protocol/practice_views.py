"""What screens and programs are told of rehearsals and canaries over HTTP, and what they may ask for there."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field, JsonValue, StringConstraints

from coshop.protocol import limits
from coshop.protocol.fields import Id, Word
from coshop.protocol.views import ProductView, ShopperToken
from coshop.protocol.work import JobReason

StoryName = Annotated[str, StringConstraints(pattern=r"^[a-z0-9_]{1,60}$", strict=True)]
StepName = Annotated[str, StringConstraints(pattern=r"^[a-z0-9_]{1,32}$", strict=True)]
StepSeconds = Annotated[float, Field(ge=0, le=86_400, allow_inf_nan=False)]


class StoryView(Word):
    """A story that can be practised. `problem` says what is wrong with one that cannot. `goals` in seconds, by name."""

    story: str
    title: str
    brief: str
    language: str
    mode: str
    own: bool
    goals: dict[str, float]
    problem: str


class StoriesView(Word):
    """GET /v1/console/stories"""

    stories: tuple[StoryView, ...]


class RehearsalRequest(Word):
    """POST /v1/console/rehearsals. The notes of its job go to the client with this id."""

    story: StoryName
    client_id: Id


class RehearsalView(Word):
    """A rehearsal. `state` is `waiting` for a worker, `running`, `done`, `failed` or `cancelled`; `report` only when done."""

    rehearsal_id: str
    associate_id: str
    name: str
    story: str
    title: str
    language: str
    started_at_ms: int
    ended_at_ms: int
    state: Literal["waiting", "running", "done", "failed", "cancelled"]
    reason: str
    report: dict[str, JsonValue]


class RehearsalsView(Word):
    """GET /v1/console/rehearsals, newest first"""

    rehearsals: tuple[RehearsalView, ...]


class JobShopper(Word):
    """POST /v1/workers/jobs/{job_id}/shopper: whom a job plays, and with what.

    `story` is the text of a rehearsal's story and `story_file` its name. `session` is a canary's, as the cookie of its account.
    """

    shopper: ShopperToken
    origin: str
    story: str
    story_file: str
    products: tuple[ProductView, ...]
    session: str


class CanaryShopper(Word):
    """POST /v1/console/canary/shopper: a run that has begun, and its shopper."""

    run_id: str
    origin: str
    shopper: ShopperToken


class CanaryStep(Word):
    """A step that was done, and how long it took."""

    step: StepName
    seconds: StepSeconds


class CanaryReport(Word):
    """POST /v1/console/canary/runs/{run_id}"""

    ok: bool
    failed_step: Annotated[str, StringConstraints(pattern=r"^[a-z0-9_]{0,32}$", strict=True)] = ""
    reason: JobReason = ""
    steps: Annotated[tuple[CanaryStep, ...], Field(max_length=40)] = ()


class CanaryRunView(Word):
    """A canary's call. `ended_at_ms` 0: it runs. `source`: the command `coshop canary`, or a worker of this installation."""

    run_id: str
    source: Literal["command", "worker"]
    started_at_ms: int
    ended_at_ms: int
    ok: bool
    failed_step: str
    reason: str
    steps: tuple[CanaryStep, ...]


class CanaryRunsView(Word):
    """GET /v1/console/canary, newest first"""

    runs: tuple[CanaryRunView, ...]


PRODUCTS_MAX = limits.SEARCH_RESULTS_MAX
"""So many products of the store a job is handed."""

CAST_PAGE = 225
"""So many products at a time are looked at for those that a story needs, where the first `PRODUCTS_MAX` have none that fit."""

CAST_LOOKED_AT_MAX = 5_000
"""So many products of a store are looked at, at most, for those that a story needs."""
