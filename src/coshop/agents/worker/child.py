"""One worker process: its socket, its jobs, its beat to the parent, its end. Jobs share its event loop and must not block it."""

from __future__ import annotations

import asyncio
import contextlib
import logging
import os
import signal
import ssl
import sys
import time
from collections.abc import AsyncIterator, Mapping
from typing import Any

from pydantic import ValidationError

from coshop.agents import jobs
from coshop.agents.worker.desk import JobDesk
from coshop.agents.worker.measure import Load, rss_bytes
from coshop.agents.worker.pipe import BEAT_S, KEY_REFUSED_EXIT, ORDER, Beat, Errand, Retire, Stop, line
from coshop.peer import Signalling, WorkerDoor
from coshop.peer.pace import new_id
from coshop.protocol import limits
from coshop.protocol.close_codes import CloseCode
from coshop.protocol.work import ForWorkers, WorkerHealth, WorkerReady, WorkerRetire

log = logging.getLogger("coshop.worker")
GIVE_BACK_S = 5.0
TEND_EVERY_S, TEND_BUSY_S = 60.0, 600.0
"""How often what is no job is done: without a job, and however many there are."""


def trusting(certificate: str) -> ssl.SSLContext | None:
    """A context that trusts exactly this server certificate, under whatever name it is reached; None for the usual trust."""
    if not certificate:
        return None
    context = ssl.create_default_context(cadata=certificate)
    context.check_hostname = False
    context.verify_flags |= ssl.VERIFY_X509_PARTIAL_CHAIN
    return context


class Child:
    """Runs until told to stop, retired and idle, without a parent, or refused by the server. `run` gives the exit code."""

    def __init__(self, errand: Errand, kinds: tuple[str, ...], beat_fd: int) -> None:
        self._errand = errand
        self._kinds = kinds
        self._beat_fd = beat_fd
        tls = trusting(errand.trust)
        self._door = WorkerDoor(errand.key, verify=tls if tls is not None else True)
        self._signalling = Signalling(list(errand.base_urls), self._door, client_id=new_id("wrk"), tls=tls)
        self._news = asyncio.Event()
        self._desk = JobDesk(self._signalling, self._door, self._news.set, errand.recordings)
        self._load = Load()
        self._retired = False
        self._stop_within_s: float | None = None
        self._signalling.on_welcome = self._welcomed
        self._signalling.on_work = self._wanted

    async def run(self) -> int:
        """Work, then leave in order."""
        loop = asyncio.get_running_loop()
        loop.add_signal_handler(signal.SIGTERM, self._stop, 20.0)
        loop.add_signal_handler(signal.SIGINT, lambda: None)  # a terminal tells everybody; the parent decides
        self._signalling.link.start()
        helpers = [
            asyncio.create_task(self._beat(), name="beat"),
            asyncio.create_task(self._report(), name="health"),
            asyncio.create_task(self._obey(), name="orders"),
            asyncio.create_task(self._tend(), name="beside jobs"),
        ]
        try:
            while self._stop_within_s is None and self._signalling.stopped is None:
                if self._retired and self._desk.idle:
                    break
                await self._news.wait()
                self._news.clear()
            return await self._leave()
        finally:
            for helper in helpers:
                helper.cancel()
            await asyncio.gather(*helpers, return_exceptions=True)
            await self._door.close()

    async def _leave(self) -> int:
        stopped = self._signalling.stopped
        if stopped is not None:
            log.error("the server does not let this worker in: %s", stopped)
            await self._desk.give_all_back(GIVE_BACK_S)
            refused = stopped.code == CloseCode.REVOKED or "not_signed_in" in str(stopped)
            return KEY_REFUSED_EXIT if refused else 1
        if self._stop_within_s is not None:
            with contextlib.suppress(TimeoutError):
                async with asyncio.timeout(self._stop_within_s):
                    while not self._desk.idle and self._signalling.stopped is None:
                        await self._news.wait()
                        self._news.clear()
            await self._desk.give_all_back(GIVE_BACK_S)
        await self._signalling.stop()
        return 0

    # ---- the server

    def _welcomed(self) -> None:
        asyncio.get_running_loop().call_soon(self._introduce)

    def _introduce(self) -> None:
        self._ready()
        self._health()
        self._desk.repeat()

    def _ready(self) -> None:
        capacity = 0 if self.leaving else self._errand.capacity
        self._signalling.work(WorkerReady(kinds=self._kinds, capacity=capacity, version=self._errand.version))

    def _health(self) -> None:
        self._signalling.work(
            WorkerHealth(
                load=self._load.share(),
                rss_bytes=rss_bytes(),
                job_ids=self._desk.job_ids[: limits.WORKER_CAPACITY_MAX],
                jobs_done=self._desk.jobs_done,
            )
        )

    def _wanted(self, frame: ForWorkers) -> None:
        if isinstance(frame, WorkerRetire):
            self._retire()
        else:
            self._desk.take(frame)

    async def _report(self) -> None:
        while True:
            await asyncio.sleep(limits.WORKER_HEALTH_S)
            if self._signalling.link.connected:
                self._desk.repeat()
                self._health()
            if self._signalling.stopped is not None:
                self._news.set()

    # ---- beside jobs, as `jobs.Spare`

    @property
    def leaving(self) -> bool:
        """Nothing new is begun."""
        return self._retired or self._stop_within_s is not None

    @property
    def base_url(self) -> str:
        """The server in use now."""
        return self._signalling.link.base_url

    @property
    def recordings(self) -> Mapping[str, Any]:
        """Where recordings are kept."""
        return self._errand.recordings

    @property
    def door(self) -> WorkerDoor:
        """The way in over HTTP."""
        return self._door

    async def _tend(self) -> None:
        """At the start, then where there is no job, or where there always is one."""
        done_s = -TEND_BUSY_S
        while True:
            await asyncio.sleep(BEAT_S)
            every_s = TEND_BUSY_S if self._desk.running else TEND_EVERY_S
            if self.leaving or not self._signalling.link.connected or time.monotonic() - done_s < every_s:
                continue
            for work in jobs.tended():
                try:
                    await work(self)
                except Exception:
                    log.exception("a fault beside jobs")
            done_s = time.monotonic()

    # ---- the parent

    async def _beat(self) -> None:
        os.set_blocking(self._beat_fd, False)
        while True:
            beat = Beat(
                connected=self._signalling.link.connected,
                running=self._desk.running,
                jobs_done=self._desk.jobs_done,
                rss_bytes=rss_bytes(),
                idle=self._desk.idle,
            )
            with contextlib.suppress(BlockingIOError, BrokenPipeError):
                os.write(self._beat_fd, line(beat))
            if self._signalling.stopped is not None:
                self._news.set()
            await asyncio.sleep(BEAT_S)

    async def _obey(self) -> None:
        async for said in _lines():
            try:
                order = ORDER.validate_json(said)
            except ValidationError:
                log.warning("the parent said something unknown: %r", said[:200])
                continue
            match order:
                case Retire():
                    self._retire()
                case Stop():
                    self._stop(order.within_s)
        log.info("the parent is gone")
        self._stop(0.0)

    def _retire(self) -> None:
        self._retired = True
        self._ready()
        self._news.set()

    def _stop(self, within_s: float) -> None:
        if self._stop_within_s is None or within_s < self._stop_within_s:
            self._stop_within_s = within_s
        self._ready()
        self._news.set()


async def _lines() -> AsyncIterator[bytes]:
    """What comes in on stdin, line by line, to its end."""
    reader = asyncio.StreamReader()
    loop = asyncio.get_running_loop()
    transport, _ = await loop.connect_read_pipe(
        lambda: asyncio.StreamReaderProtocol(reader), sys.stdin.buffer
    )
    try:
        while said := await reader.readline():
            yield said
    finally:
        transport.close()
