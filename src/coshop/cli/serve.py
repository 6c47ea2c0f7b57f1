"""`coshop serve`, `coshop upgrade` and `coshop health`."""

from __future__ import annotations

import asyncio
import json
import ssl
import urllib.error
import urllib.request
from pathlib import Path
from typing import Annotated

import typer

from coshop.api import configure_logs
from coshop.app import Coshop, new_event_loop
from coshop.cli.beside import workers_beside
from coshop.cli.stopping import stopped_by_signals
from coshop.cli.terms import Config, fail, on_storage, settings_or_fail
from coshop.settings import SettingsError
from coshop.storage import Storage


def serve(
    config: Config = None,
    host: Annotated[str | None, typer.Option(help="Address to listen on. Default 127.0.0.1.")] = None,
    port: Annotated[
        int | None, typer.Option(help="Port to listen on; 0 takes a free one. Default 8080.")
    ] = None,
    data_dir: Annotated[Path | None, typer.Option(help="Folder for the database and the secret.")] = None,
    public_url: Annotated[
        str | None, typer.Option(help="The address browsers use, behind a proxy: https://video.shop.example")
    ] = None,
    no_agents: Annotated[
        bool, typer.Option("--no-agents", help="Start no workers beside the server.")
    ] = False,
) -> None:
    """Run the server. It needs no configuration; docs/operate.md lists what can be set."""
    agents = "off" if no_agents else None
    settings = settings_or_fail(
        config, host=host, port=port, data_dir=data_dir, public_url=public_url, agents=agents
    )
    configure_logs(settings.log_format, settings.log_level)

    listening = asyncio.Event()

    def tell(coshop: Coshop) -> None:
        listening.set()
        where = "PostgreSQL" if settings.database().startswith("postgres") else str(settings.data_dir)
        typer.echo(f"coshop listens on {coshop.url}  (console: {coshop.url}/console/, data in {where})")

    try:
        with asyncio.Runner(loop_factory=new_event_loop) as runner:
            runner.run(_run(Coshop(settings, told=tell), listening))
    except SettingsError as error:
        fail(str(error))
    except OSError as error:
        fail(
            f"Cannot listen on {settings.host}:{settings.port}: {error.strerror or error}. "
            "Choose another with --port or COSHOP_PORT."
        )


async def _run(coshop: Coshop, listening: asyncio.Event) -> None:
    with stopped_by_signals(coshop.stop):
        async with workers_beside(coshop, listening):
            await coshop.run()


def upgrade(config: Config = None) -> None:
    """Bring the database's tables to this version. `serve` does the same when it starts."""

    async def opened(_storage: Storage) -> None:
        """Opening is upgrading."""

    on_storage(config, opened)
    typer.echo("The database is up to date.")


def health(
    config: Config = None,
    url: Annotated[str, typer.Option(help="The server's address. Default: the one of the settings.")] = "",
    timeout_s: Annotated[float, typer.Option(help="Seconds to wait.")] = 3.0,
) -> None:
    """Ask a running server whether it is ready; exit code 0 if so. For health checks of containers."""
    if not url:
        settings = settings_or_fail(config)
        scheme = "https" if settings.tls_cert else "http"
        host = {"0.0.0.0": "127.0.0.1", "::": "[::1]"}.get(settings.host, settings.host)  # noqa: S104
        url = f"{scheme}://{host}:{settings.port}"
    if not url.startswith(("http://", "https://")):
        fail(f"{url!r} is not a web address.")
    trusting = ssl.create_default_context()
    trusting.check_hostname = False
    trusting.verify_mode = ssl.CERT_NONE  # it is asked whether it lives, and told nothing
    try:
        asked = urllib.request.Request(url.rstrip("/") + "/readyz")  # noqa: S310 the scheme was checked
        with urllib.request.urlopen(asked, timeout=timeout_s, context=trusting) as answer:  # noqa: S310
            typer.echo(json.load(answer)["status"])
    except urllib.error.HTTPError as error:
        fail(f"{url} answers, but is not ready ({error.code}).")
    except (OSError, ValueError, KeyError) as error:
        fail(f"{url} does not answer: {error}")
