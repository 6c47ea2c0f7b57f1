"""Starts worker processes, watches their beats, replaces those that hang, grow, die or have done enough. It runs no job."""

from __future__ import annotations

import asyncio
import contextlib
import os
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass, field

import structlog
from pydantic import ValidationError

from coshop.agents.worker.pipe import BAD_JOBS_EXIT, KEY_REFUSED_EXIT, Beat, Errand, Retire, Stop, line

log = structlog.get_logger("coshop.agents")
LOOK_S = 0.25
FIRST_BEAT_S = 90.0
SHORT_LIFE_S = 10.0
LOOK_COUNTS_S = 4 * LOOK_S
FIRST_WAIT_S = 0.5
LONGEST_WAIT_S = 30.0
KILL_AFTER_S = 8.0


class KeyRefused(Exception):
    """The server does not take the key, or the jobs cannot be loaded: starting again would not help. The text is a sentence."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Staffing:
    """How many processes, and when one is replaced. A process over `memory_bytes` is retired, over twice that ended."""

    processes: int = 2
    jobs_per_process: int = 50
    memory_bytes: int = 700 * 1024 * 1024
    hung_s: float = 10.0
    drain_s: float = 20.0


@dataclass(eq=False)
class _Person:
    """One child process as the parent sees it."""

    number: int
    process: asyncio.subprocess.Process
    began_s: float
    reading: asyncio.Task[None] | None = None
    beat: Beat | None = None
    silent_s: float = 0.0
    retired: bool = False
    killed: str = ""


@dataclass(eq=False)
class _Place:
    """A place that is to be filled. `waits_s` is the pause before the next process after one that lived shortly."""

    number: int
    person: _Person | None = None
    not_before_s: float = 0.0
    wait_s: float = FIRST_WAIT_S
    starting: asyncio.Task[None] | None = None
    leaving: list[_Person] = field(default_factory=list)


class Parent:
    """`run` works until `stop` is called (again: in haste). Raises KeyRefused."""

    def __init__(
        self, errand: Errand, staffing: Staffing, told: Callable[[int], None] = lambda _: None
    ) -> None:
        self._errand = errand
        self._staffing = staffing
        self._told = told
        self._places = [_Place(number) for number in range(staffing.processes)]
        self._stopping = asyncio.Event()
        self._hasty = False
        self._refusal = ""
        self._was_told = False
        self._listened_s = time.monotonic()

    def stop(self) -> None:
        """Drain and end; asked a second time, end at once."""
        self._hasty = self._stopping.is_set()
        self._stopping.set()

    async def run(self) -> None:
        """Keep every place filled until told to stop."""
        try:
            while not self._stopping.is_set() and not self._refusal:
                self._listen()
                for place in self._places:
                    self._look(place)
                with contextlib.suppress(TimeoutError):
                    await asyncio.wait_for(self._stopping.wait(), LOOK_S)
        finally:
            await self._drain()
        if self._refusal:
            raise KeyRefused(self._refusal)

    # ---- watching

    def _people(self) -> list[_Person]:
        return [p for place in self._places for p in (place.person, *place.leaving) if p is not None]

    def _listen(self) -> None:
        """Count the silence of each process. Time in which the parent itself did not run hardly counts: it heard nobody then."""
        now_s = time.monotonic()
        passed_s = min(now_s - self._listened_s, LOOK_COUNTS_S)
        self._listened_s = now_s
        for person in self._people():
            person.silent_s += passed_s

    def _look(self, place: _Place) -> None:
        now_s = time.monotonic()
        for old in tuple(place.leaving):
            if not self._ended(place, old):
                self._watch(place, old, now_s)
        person = place.person
        if person is None:
            if place.starting is None and now_s >= place.not_before_s:
                place.starting = asyncio.create_task(self._start(place))
            return
        if self._ended(place, person):
            return
        self._watch(place, person, now_s)
        if person.beat is not None and not person.retired and not person.killed:
            self._retire_if_due(place, person, person.beat)

    def _watch(self, place: _Place, person: _Person, now_s: float) -> None:
        """End a process that hangs or has grown beyond all bounds."""
        allowed_s = self._staffing.hung_s if person.beat is not None else FIRST_BEAT_S
        if person.silent_s > allowed_s:
            self._kill(person, f"no beat for {person.silent_s:.0f} s")
        elif person.beat is not None and person.beat.rss_bytes > 2 * self._staffing.memory_bytes:
            self._kill(person, f"{person.beat.rss_bytes // 2**20} MiB")
        if place.person is person and person.beat is not None and now_s - person.began_s > SHORT_LIFE_S:
            place.wait_s = FIRST_WAIT_S

    def _retire_if_due(self, place: _Place, person: _Person, beat: Beat) -> None:
        """A process that did its share takes nothing new; another takes its place while it finishes.

        One that has done no job yet has not grown, however large it is: its successor would be no smaller.
        """
        grown = beat.rss_bytes > self._staffing.memory_bytes and beat.jobs_done + beat.running > 0
        if not grown and beat.jobs_done < self._staffing.jobs_per_process:
            return
        log.info(
            "worker retired", pid=person.process.pid, jobs_done=beat.jobs_done, mib=beat.rss_bytes // 2**20
        )
        person.retired = True
        self._say(person, Retire())
        place.leaving.append(person)
        place.person = None

    def _ended(self, place: _Place, person: _Person) -> bool:
        code = person.process.returncode
        if code is None:
            return False
        if person in place.leaving:
            place.leaving.remove(person)
        if place.person is person:
            place.person = None
            if time.monotonic() - person.began_s < SHORT_LIFE_S and not person.killed:
                place.not_before_s = time.monotonic() + place.wait_s
                place.wait_s = min(LONGEST_WAIT_S, place.wait_s * 2)
        if code == KEY_REFUSED_EXIT:
            self._refusal = (
                "The server does not let workers in with this key. Make one with: coshop workers add NAME"
            )
        elif code == BAD_JOBS_EXIT:
            self._refusal = "The jobs cannot be loaded; the lines above say which and why."
        elif code != 0:
            log.warning("worker ended", pid=person.process.pid, code=code, killed=person.killed)
        return True

    def _kill(self, person: _Person, why: str) -> None:
        if not person.killed:
            person.killed = why
            log.warning("worker killed", pid=person.process.pid, why=why)
        with contextlib.suppress(ProcessLookupError):
            person.process.kill()

    # ---- starting and ending

    async def _start(self, place: _Place) -> None:
        inner, outer = os.pipe()
        try:
            process = await asyncio.create_subprocess_exec(
                sys.executable,
                "-m",
                "coshop.agents.worker",
                str(outer),
                stdin=asyncio.subprocess.PIPE,
                pass_fds=(outer,),
                env={name: value for name, value in os.environ.items() if not name.startswith("COSHOP_")},
                start_new_session=True,
            )
        except OSError as error:
            os.close(inner)
            log.warning("no worker can be started", reason=str(error))
            place.not_before_s = time.monotonic() + LONGEST_WAIT_S
            return
        finally:
            os.close(outer)
            place.starting = None
        person = _Person(place.number, process, time.monotonic())
        place.person = person
        person.reading = asyncio.create_task(self._read(person, inner))
        assert process.stdin is not None
        process.stdin.write(line(self._errand))
        log.info("worker started", pid=process.pid, place=place.number)

    async def _read(self, person: _Person, fd: int) -> None:
        """Take in the child's beats until its pipe ends."""
        reader = asyncio.StreamReader()
        transport, _ = await asyncio.get_running_loop().connect_read_pipe(
            lambda: asyncio.StreamReaderProtocol(reader), os.fdopen(fd, "rb", buffering=0)
        )
        try:
            while said := await reader.readline():
                with contextlib.suppress(ValidationError):
                    person.beat = Beat.model_validate_json(said)
                    person.silent_s = 0.0
                    self._tell()
        finally:
            transport.close()

    def _tell(self) -> None:
        connected = [p.person for p in self._places if p.person and p.person.beat and p.person.beat.connected]
        if not self._was_told and len(connected) == len(self._places):
            self._was_told = True
            self._told(len(connected))

    def _say(self, person: _Person, order: Retire | Stop) -> None:
        stdin = person.process.stdin
        if stdin is not None and not stdin.is_closing():
            with contextlib.suppress(OSError):
                stdin.write(line(order))

    async def _drain(self) -> None:
        """Ask every process to leave, wait, and end those that do not. No process outlives this."""
        starting = [place.starting for place in self._places if place.starting is not None]
        if starting:
            await asyncio.wait(starting, timeout=5.0)
        people = self._people()
        for person in people:
            self._say(person, Stop(within_s=0.0 if self._hasty else self._staffing.drain_s))
        end_s = time.monotonic() + self._staffing.drain_s + KILL_AFTER_S
        while any(person.process.returncode is None for person in people):
            if self._hasty or time.monotonic() > end_s:
                for person in people:
                    if person.process.returncode is None:
                        self._kill(person, "it did not leave in time")
            self._listen()
            for person in people:
                beaten = person.beat is not None
                if person.process.returncode is None and beaten and person.silent_s > self._staffing.hung_s:
                    self._kill(person, "it hung while leaving")
            await asyncio.sleep(0.05)
        readings = [person.reading for person in people if person.reading is not None]
        if readings:
            await asyncio.wait(readings, timeout=2.0)
        for reading in readings:
            reading.cancel()
