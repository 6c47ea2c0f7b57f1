"""`coshop agents`: worker processes, on this machine or another than the server's."""

from __future__ import annotations

import asyncio
import os
import sys
from pathlib import Path
from typing import Annotated

import typer

from coshop import __version__
from coshop.agents.jobs import BadJobs, load
from coshop.agents.worker import KeyRefused, Parent, Staffing
from coshop.agents.worker.pipe import Errand
from coshop.api import configure_logs
from coshop.app import new_event_loop
from coshop.cli.stopping import stopped_by_signals
from coshop.cli.terms import Config, fail, settings_or_fail
from coshop.protocol import limits

KEY_VARIABLE = "COSHOP_WORKER_KEY"
JOBS_VARIABLE = "COSHOP_JOBS"
MIB = 1024 * 1024


def agents(
    server: Annotated[
        list[str],
        typer.Option(
            help="The server's address: https://video.shop.example. Several: one is used at a time."
        ),
    ],
    key: Annotated[
        str,
        typer.Option(envvar=KEY_VARIABLE, help="The worker key of coshop workers add. Best as a variable."),
    ] = "",
    processes: Annotated[int, typer.Option(min=1, max=64, help="Worker processes.")] = 2,
    kinds: Annotated[
        list[str] | None, typer.Option(help="Kinds of job to do, such as mirror. Default: all it knows.")
    ] = None,
    jobs: Annotated[
        list[str] | None,
        typer.Option(
            envvar=JOBS_VARIABLE, help="A Python module that enters further kinds of job.", metavar="MODULE"
        ),
    ] = None,
    capacity: Annotated[
        int, typer.Option(min=1, max=limits.WORKER_CAPACITY_MAX, help="Jobs of one process at once.")
    ] = 4,
    jobs_per_process: Annotated[int, typer.Option(min=1, help="After so many a process is replaced.")] = 50,
    memory_mib: Annotated[
        int, typer.Option(min=64, help="Above it a process is replaced; above twice that at once.")
    ] = 700,
    hung_s: Annotated[
        float, typer.Option(min=2, help="Without a sign for so long a process is replaced.")
    ] = 10.0,
    drain_s: Annotated[
        float, typer.Option(min=0, max=3600, help="Seconds for jobs to end when told to stop.")
    ] = 20.0,
    certificate: Annotated[
        Path | None,
        typer.Option(help="The server's own certificate (PEM), where no authority has signed it."),
    ] = None,
    log_format: Annotated[
        str, typer.Option(envvar="COSHOP_LOG_FORMAT", help="auto, console or json.")
    ] = "auto",
    config: Config = None,
    with_parent: Annotated[
        bool, typer.Option("--with-parent", hidden=True, help="End when stdin ends.")
    ] = False,
) -> None:
    """Do jobs for a coshop server: set checks, recordings, rehearsals. docs/operate.md says more."""
    for url in server:
        if not url.startswith(("http://", "https://")):
            fail(f"{url!r} is not a web address. Write the server's, such as https://video.shop.example.")
    if not key:
        fail(f"A worker needs a key. Make one with coshop workers add NAME, and set {KEY_VARIABLE} to it.")
    if log_format not in ("auto", "console", "json"):
        fail(f"{log_format!r} is no log format. Choose auto, console or json.")
    try:
        trust = certificate.read_text(encoding="ascii") if certificate is not None else ""
        settings = settings_or_fail(config)
        place = settings.recordings(settings.data_dir) if settings.recordings_given() else {}
        if jobs or kinds:
            load(jobs or (), kinds or (), place=bool(place))
    except (OSError, UnicodeDecodeError) as error:
        fail(f"The certificate {certificate} cannot be read: {error}")
    except BadJobs as error:
        fail(str(error))
    configure_logs(
        "json" if log_format == "json" else "console" if log_format == "console" else "auto", "info"
    )
    errand = Errand(
        base_urls=tuple(server),
        key=key,
        modules=tuple(jobs or ()),
        kinds=tuple(kinds or ()),
        capacity=capacity,
        version=__version__,
        trust=trust,
        recordings=place,
        json_logs=log_format == "json" or (log_format == "auto" and not sys.stderr.isatty()),
    )
    staffing = Staffing(
        processes=processes,
        jobs_per_process=jobs_per_process,
        memory_bytes=memory_mib * MIB,
        hung_s=hung_s,
        drain_s=drain_s,
    )
    os.environ.pop(KEY_VARIABLE, None)  # children are told over their pipe
    try:
        with asyncio.Runner(loop_factory=new_event_loop) as runner:
            runner.run(_run(errand, staffing, with_parent=with_parent))
    except KeyRefused as error:
        fail(str(error))


async def _run(errand: Errand, staffing: Staffing, *, with_parent: bool) -> None:
    def tell(count: int) -> None:
        typer.echo(f"{count} workers are connected to {', '.join(errand.base_urls)}")
        sys.stdout.flush()

    parent = Parent(errand, staffing, tell)
    with stopped_by_signals(parent.stop):
        watching = asyncio.ensure_future(_until_stdin_ends(parent)) if with_parent else None
        try:
            await parent.run()
        finally:
            if watching is not None:
                watching.cancel()


async def _until_stdin_ends(parent: Parent) -> None:
    """Whoever started us is gone when our stdin ends: so are we."""
    reader = asyncio.StreamReader()
    loop = asyncio.get_running_loop()
    transport, _ = await loop.connect_read_pipe(
        lambda: asyncio.StreamReaderProtocol(reader), sys.stdin.buffer
    )
    try:
        while await reader.read(4096):
            pass
        parent.stop()
    finally:
        transport.close()
