"""`coshop canary`: a real call through a running service, once or every few minutes, and what came of it."""

from __future__ import annotations

import asyncio
import json
import os
import random
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import httpx
import typer

from coshop.agents.canary import Result
from coshop.agents.canary.alarm import NoAlarm, is_web_address, key_of, tell
from coshop.cli.stopping import stopped_by_signals
from coshop.cli.terms import fail
from coshop.peer import AssociateDoor, DoorRefused
from coshop.protocol.practice_views import CanaryReport, CanaryStep

if TYPE_CHECKING:
    from coshop.agents.canary.run import CanaryPair

JITTER = 0.1
REPORT_PAUSE_S = 0.5


@dataclass(frozen=True, slots=True, kw_only=True)
class _Given:
    url: str
    store: str
    email: str
    password: str
    product: str
    variant: str
    step_timeout_s: float
    as_json: bool
    webhook: str
    secret: str
    textfile: Path | None


def canary(
    url: Annotated[
        list[str],
        typer.Argument(
            help="The service, as https://calls.example. Two servers of it: the call goes across them."
        ),
    ],
    store: Annotated[str, typer.Option(help="The public key of the store that is called.")],
    email: Annotated[
        str,
        typer.Option(
            envvar="COSHOP_CANARY_EMAIL",
            help="The account that answers, made with: associates add --role canary.",
        ),
    ],
    password_stdin: Annotated[
        bool,
        typer.Option(
            "--password-stdin", help="Read its password from stdin, not from COSHOP_CANARY_PASSWORD."
        ),
    ] = False,
    product: Annotated[
        str, typer.Option(help="The test product. Default: the first one that can be had.")
    ] = "",
    variant: Annotated[str, typer.Option(help="Its variant. Default: the first one that can be had.")] = "",
    every: Annotated[
        float, typer.Option(help="Call every so many minutes, until stopped. 0: once.", min=0)
    ] = 0.0,
    step_timeout_s: Annotated[
        float, typer.Option(help="Seconds that each step may take.", min=1, max=120)
    ] = 15.0,
    as_json: Annotated[bool, typer.Option("--json", help="One line of JSON for each call.")] = False,
    webhook: Annotated[str, typer.Option(help="Address that is told of a failed call.")] = "",
    textfile: Annotated[
        Path | None, typer.Option(help="File that Prometheus' textfile collector reads, as canary.prom.")
    ] = None,
) -> None:
    """Make a real call through a running service. Exit code 0 when every step was done, 1 when one failed."""
    for each in (*url, *([webhook] if webhook else [])):
        if not is_web_address(each):
            fail(f"{each!r} is not a web address.")
    password = (
        sys.stdin.readline().rstrip("\r\n")
        if password_stdin
        else os.environ.get("COSHOP_CANARY_PASSWORD", "")
    )
    if not password:
        fail("Set COSHOP_CANARY_PASSWORD, or give the password with --password-stdin.")
    secret = os.environ.get("COSHOP_CANARY_WEBHOOK_SECRET", "")
    try:
        if secret:
            key_of(secret)
    except ValueError as error:
        fail(f"COSHOP_CANARY_WEBHOOK_SECRET: {error}.")
    given = _Given(
        url=" ".join(each.rstrip("/") for each in url), store=store, email=email, password=password, product=product,
        variant=variant, step_timeout_s=step_timeout_s, as_json=as_json, webhook=webhook, secret=secret, textfile=textfile,
    )  # fmt: skip
    ok = asyncio.run(_run(given, every * 60))
    raise typer.Exit(0 if ok else 1)


async def _run(given: _Given, every_s: float) -> bool:
    """Once, or until stopped; whether the last call went well."""
    stopping = asyncio.Event()
    with stopped_by_signals(stopping.set):
        while True:
            calling = asyncio.ensure_future(_once(given, typer.echo))
            await asyncio.wait(
                [calling, stop := asyncio.ensure_future(stopping.wait())], return_when="FIRST_COMPLETED"
            )
            stop.cancel()
            if not calling.done():
                calling.cancel()
                await asyncio.wait([calling])
                return True
            ok = calling.result()
            if not every_s:
                return ok
            try:
                # Several canaries of a fleet must not call at the same second for ever.
                async with asyncio.timeout(every_s * random.uniform(1 - JITTER, 1 + JITTER)):
                    await stopping.wait()
            except TimeoutError:
                continue
            return ok


async def _once(given: _Given, say: Callable[[str], None]) -> bool:
    from coshop.agents.canary.run import Canary, CanaryPair, run_canary  # it loads WebRTC

    result = await run_canary(
        Canary(
            url=given.url,
            store=given.store,
            pair=CanaryPair(AssociateDoor(given.email, given.password, as_page=False)),
            product_id=given.product,
            variant_id=given.variant,
            step_timeout_s=given.step_timeout_s,
            after=_report_to_the_server,
        )
    )
    say(json.dumps(result.words()) if given.as_json else result.line())
    await _report(given, result)
    return result.ok


async def _report_to_the_server(pair: CanaryPair, result: Result) -> None:
    """So that its metrics and its supervisors know, whoever called; a server that does not hear it says so itself."""
    if not pair.run_id:
        return
    said = CanaryReport(
        ok=result.ok,
        failed_step=result.failed_step,
        reason="".join(letter if letter.isprintable() else " " for letter in result.reason)[:300],
        steps=tuple(CanaryStep(step=each.step, seconds=each.seconds) for each in result.steps),
    )
    why = ""
    for base_url in (*result.url.split(), *result.url.split()):
        try:
            await pair.associate.report_canary(base_url, pair.run_id, said)
            return
        except (DoorRefused, httpx.TransportError, RuntimeError) as error:
            why = str(error)
            await asyncio.sleep(REPORT_PAUSE_S)
    typer.echo(f"coshop: the server was not told what came of the call: {why}", err=True)


async def _report(given: _Given, result: Result) -> None:
    if given.textfile is not None:
        try:
            beside = given.textfile.with_name(f".{given.textfile.name}.{os.getpid()}")
            beside.write_text(result.metrics(), encoding="utf-8")
            beside.replace(given.textfile)
        except OSError as error:
            typer.echo(f"coshop: {given.textfile} cannot be written: {error.strerror}", err=True)
    if given.webhook and not result.ok:
        try:
            await tell(given.webhook, result, given.secret)
        except NoAlarm as error:
            typer.echo(f"coshop: {error}", err=True)
