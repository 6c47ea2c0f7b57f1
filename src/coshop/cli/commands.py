"""Puts the commands together. It does nothing itself."""

from __future__ import annotations

from typing import Annotated

import typer

from coshop import __version__
from coshop.cli import (
    agents,
    associates,
    canary,
    demo,
    feed,
    go_live,
    recordings,
    serve,
    stores,
    workers,
)

app = typer.Typer(
    help="One-to-one video shopping: a shopper presses video call, somebody in the shop answers.",
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)


def _version(asked: bool) -> None:
    if asked:
        typer.echo(f"coshop {__version__}")
        raise typer.Exit


@app.callback()
def _common(
    _version_asked: Annotated[
        bool, typer.Option("--version", callback=_version, is_eager=True, help="Print the version and stop.")
    ] = False,
) -> None:
    pass


app.command("serve")(serve.serve)
app.command("demo")(demo.demo)
app.command("import")(feed.import_feed)
app.command("agents")(agents.agents)
app.command("upgrade")(serve.upgrade)
app.command("health")(serve.health)
app.command("canary")(canary.canary)
stores.app.command("go-live")(go_live.go_live)
app.add_typer(stores.app, name="stores")
app.add_typer(associates.app, name="associates")
app.add_typer(workers.app, name="workers")
app.add_typer(recordings.app, name="recordings")
