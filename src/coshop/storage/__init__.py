"""Opens a database and hands out the ports that live on it. The only room that knows SQLAlchemy."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import Connection

from coshop.ports import (
    Audit,
    CanaryRuns,
    Catalogue,
    Connections,
    Directory,
    GoLives,
    Jobs,
    Journal,
    Keys,
    Presences,
    Ready,
    Recordings,
    Rehearsals,
    Servers,
    SetChecks,
    Workers,
)
from coshop.storage.catalogue import SqlCatalogue
from coshop.storage.engine import BUSY_TIMEOUT_MS, read_url
from coshop.storage.go_lives import SqlGoLives
from coshop.storage.jobs import SqlJobs, SqlSetChecks
from coshop.storage.journal import SqlJournal
from coshop.storage.keys import SqlKeys
from coshop.storage.migrate import NewerDatabase, migrate
from coshop.storage.people import SqlDirectory
from coshop.storage.practice import SqlCanaryRuns, SqlRehearsals
from coshop.storage.presence import SqlPresences
from coshop.storage.recordings import SqlAudit, SqlRecordings
from coshop.storage.sockets import SqlConnections, SqlServers
from coshop.storage.work import Work
from coshop.storage.workers import SqlWorkers

__all__ = ["NewerDatabase", "Storage", "migrate", "open_storage"]

PING_TIMEOUT_S = 2.0


class SqlReady:
    """`ports.Ready`: asks the database for nothing, within two seconds."""

    def __init__(self, work: Work) -> None:
        self._work = work

    async def ping(self) -> None:
        """Raises Unavailable."""

        def job(connection: Connection) -> None:
            connection.exec_driver_sql("SELECT 1 FROM stores LIMIT 1").first()

        await self._work.read(job, timeout_s=PING_TIMEOUT_S)


@dataclass(frozen=True, slots=True)
class Storage:
    """One open database, port by port. `close` ends its threads and connections."""

    journal: Journal
    presences: Presences
    servers: Servers
    connections: Connections
    directory: Directory
    keys: Keys
    catalogue: Catalogue
    workers: Workers
    jobs: Jobs
    set_checks: SetChecks
    go_lives: GoLives
    recordings: Recordings
    audit: Audit
    rehearsals: Rehearsals
    canary_runs: CanaryRuns
    ready: Ready
    _work: Work

    async def close(self) -> None:
        """Commit what was asked for, then close. May be called twice."""
        await self._work.close()


def open_storage(url: str, *, upgrade: bool = True, busy_timeout_ms: int = BUSY_TIMEOUT_MS) -> Storage:
    """Open the database at `sqlite:////path/to/coshop.db` or `postgresql://...`, upgrading its tables first.

    With `upgrade=False` nothing is asked of the database yet, so it may be away. Raises ValueError for another kind of
    database, NewerDatabase, and SQLAlchemy's errors when the upgrade cannot reach it.
    """
    parsed = read_url(url)
    if upgrade:
        migrate(url)
    work = Work(parsed, busy_timeout_ms=busy_timeout_ms)
    return Storage(
        journal=SqlJournal(work),
        presences=SqlPresences(work),
        servers=SqlServers(work),
        connections=SqlConnections(work),
        directory=SqlDirectory(work),
        keys=SqlKeys(work),
        catalogue=SqlCatalogue(work),
        workers=SqlWorkers(work),
        jobs=SqlJobs(work),
        set_checks=SqlSetChecks(work),
        go_lives=SqlGoLives(work),
        recordings=SqlRecordings(work),
        audit=SqlAudit(work),
        rehearsals=SqlRehearsals(work),
        canary_runs=SqlCanaryRuns(work),
        ready=SqlReady(work),
        _work=work,
    )
