"""What a job is to the code that does it, and the list of the kinds a worker can do. It runs nothing.

    class MirrorArgs(Word): ...

    async def mirror(job: Job, ctx: JobContext) -> dict[str, JsonValue]: ...

    register("mirror", mirror, args=MirrorArgs)      # at the end of the module, which MODULES names

A job that fails raises `JobFailed` with a sentence; any other exception is a fault, logged and told as such.
"""

from __future__ import annotations

import asyncio
import importlib
from collections.abc import Awaitable, Callable, Iterable, Mapping
from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from typing import Any, Protocol

from pydantic import BaseModel, JsonValue, ValidationError

from coshop.core.events import Entry
from coshop.peer.doors import WorkerDoor
from coshop.peer.signalling import Signalling
from coshop.protocol.frames import SignalRelayed
from coshop.protocol.views import IceServer

MODULES: tuple[str, ...] = (
    "coshop.agents.check.job",
    "coshop.agents.rehearsal.job",
    "coshop.agents.canary.job",
    "coshop.agents.record.job",
    "coshop.agents.record.export_job",
)
"""The modules of coshop's own kinds of job; importing one registers it."""
NEED_A_PLACE = frozenset({"record", "export"})
"""Kinds that a worker can do only where it was told where recordings are kept."""


class JobFailed(Exception):
    """The job cannot be done. The text is a sentence for the person it was made for."""


class BadJobs(Exception):
    """A module or kind of job that a worker was told to load cannot be. The text says which and why."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Job:
    """What is to be done. `attempt` counts from 1: above it, a worker before this one was lost in the middle."""

    job_id: str
    kind: str
    args: Mapping[str, JsonValue] = field(default_factory=dict)
    store_id: str = ""
    call_id: str = ""
    person_id: str = ""
    client_id: str = ""
    attempt: int = 1
    ice_servers: tuple[IceServer, ...] = ()
    """For connections made for this job. Relays are good for 6 h from when it was offered."""


class JobContext(Protocol):
    """A job's way to the outside. Every method is called on the worker's event loop, which no job may block."""

    cancelled: asyncio.Event
    cancel_reason: str

    @property
    def base_url(self) -> str:
        """The server's address."""
        ...

    @property
    def recordings(self) -> Mapping[str, Any]:
        """Where recordings are kept, as the words of `record.place.Place`; nothing where the worker was told nothing."""
        ...

    @property
    def worker_link(self) -> Signalling:
        """The worker's socket: `signal`, commands, calls it follows. Other jobs share it."""
        ...

    @property
    def door(self) -> WorkerDoor:
        """The worker's way in over HTTP: `job_shopper`, and what to trust."""
        ...

    def note(self, note: Mapping[str, JsonValue]) -> None:
        """Tell whom the job is for how far it is. Lost where there is no connection. A key `state` is the server's."""
        ...

    def listen(
        self,
        call_id: str = "",
        *,
        on_signal: Callable[[SignalRelayed], None] | None = None,
        on_entries: Callable[[tuple[Entry, ...]], None] | None = None,
        on_snapshot: Callable[[], None] | None = None,
    ) -> AbstractContextManager[None]:
        """Until it ends, hear what arrives for this call, or (empty) for this job. Several may listen."""
        ...


class Spare(Protocol):
    """What a worker is for work that is no job: its ways to the outside. `leaving`: break off, it stops."""

    @property
    def leaving(self) -> bool: ...

    @property
    def base_url(self) -> str:
        """The server's address."""
        ...

    @property
    def recordings(self) -> Mapping[str, Any]:
        """As a job's."""
        ...

    @property
    def door(self) -> WorkerDoor:
        """As a job's."""
        ...


Tend = Callable[[Spare], Awaitable[None]]
Run = Callable[[Job, JobContext], Awaitable[Mapping[str, JsonValue]]]


@dataclass(frozen=True, slots=True)
class KnownJob:
    """How a kind is done: `run`, with arguments that the model `args` takes (None: any)."""

    run: Run
    args: type[BaseModel] | None = None


_known: dict[str, KnownJob] = {}
_tended: list[Tend] = []


def register(kind: str, run: Run, *, args: type[BaseModel] | None = None) -> None:
    """Enter a kind of job. Entering another way to do the same kind is a fault (ValueError)."""
    entered = _known.setdefault(kind, KnownJob(run, args))
    if (entered.run, entered.args) != (run, args):
        raise ValueError(f"the kind of job {kind!r} is entered twice")


def tend(work: Tend) -> None:
    """Enter what a worker does beside its jobs: at its start, and now and then where it has time. It must be bounded."""
    if work not in _tended:
        _tended.append(work)


def tended() -> tuple[Tend, ...]:
    """All of it."""
    return tuple(_tended)


def load(modules: Iterable[str] = (), kinds: Iterable[str] = (), *, place: bool = True) -> tuple[str, ...]:
    """Import coshop's own kinds and those of `modules`; the kinds to do: all, or `kinds`. Raises BadJobs.

    Without a `place` for recordings the kinds that need one are left out.
    """
    for name in (*MODULES, *modules):
        try:
            importlib.import_module(name)
        except Exception as error:
            raise BadJobs(f"The jobs of {name!r} cannot be loaded: {error}") from error
    wanted = tuple(dict.fromkeys(kinds))
    for kind in wanted:
        if kind not in _known:
            known = ", ".join(sorted(_known)) or "none"
            raise BadJobs(f"There is no kind of job {kind!r} here. Known: {known}.")
        if kind in NEED_A_PLACE and not place:
            raise BadJobs(f"Jobs of the kind {kind!r} need COSHOP_RECORDINGS_DIR, or a bucket, to be set.")
    return wanted or tuple(kind for kind in sorted(_known) if place or kind not in NEED_A_PLACE)


def find(kind: str, args: Mapping[str, Any]) -> KnownJob:
    """How to do a job of this kind with these arguments. Raises JobFailed with a sentence where it cannot be done."""
    known = _known.get(kind)
    if known is None:
        raise JobFailed(
            f"This program does not know jobs of the kind {kind!r}; it knows: {', '.join(sorted(_known))}."
        )
    if known.args is not None:
        try:
            known.args.model_validate(dict(args))
        except ValidationError as error:
            first = error.errors(include_url=False, include_input=False)[0]
            where = ".".join(str(part) for part in first["loc"]) or "args"
            raise JobFailed(f"The argument {where} of this {kind} job is not good: {first['msg']}.") from None
    return known
