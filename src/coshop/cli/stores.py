"""`coshop stores`: add, list, allow, hours, relay, set."""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path
from typing import Annotated

import typer
from rich.table import Table

from coshop.cli.hours_words import hours_text, read_hours
from coshop.cli.terms import Config, need_store, on_storage, out, settings_or_fail, warn
from coshop.core import hours as opening
from coshop.identity import new_id, origin_of
from coshop.ports import Store
from coshop.storage import Storage

app = typer.Typer(help="The stores that embed coshop.", no_args_is_help=True)
MARKS_NEEDED = (
    "before you record, mark every page of your checkout with data-coshop-checkout (docs/embed.md): "
    "a recording pauses where a mark says so"
)
_ACCENT = re.compile(r"^#[0-9a-fA-F]{6}$")
_CURRENCY = re.compile(r"^[A-Z]{3}$")
_LANGUAGE = re.compile(r"^[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8}){0,3}$")
_KEY = re.compile(r"^[A-Za-z0-9_-]{3,64}$")


def new_store(
    name: str,
    origins: list[str],
    *,
    public_key: str = "",
    language: str = "en",
    currency: str = "EUR",
    accent: str = "#1d5c63",
    time_zone: str = "UTC",
    line_limit: int = 50,
    relay_only: bool = False,
) -> Store:
    """A new store's value. Raises ValueError with a sentence for the first field that will not do."""
    if not name.strip() or len(name) > 80:
        raise ValueError("A store has a name of 1 to 80 characters.")
    if public_key and not _KEY.match(public_key):
        raise ValueError("A key has 3 to 64 letters, digits, _ or -.")
    if not _LANGUAGE.match(language):
        raise ValueError(f"{language!r} is not a language such as en or de-AT.")
    if not _CURRENCY.match(currency):
        raise ValueError(f"{currency!r} is not a currency such as EUR.")
    if not _ACCENT.match(accent):
        raise ValueError(f"{accent!r} is not a colour such as #1d5c63.")
    opening.check({}, time_zone)
    return Store(
        store_id=new_id("sto"),
        public_key=public_key or new_id("pk"),
        name=name.strip(),
        language=language,
        currency=currency,
        accent=accent.lower(),
        origins=tuple(dict.fromkeys(origin_of(origin) for origin in origins)),
        time_zone=time_zone,
        line_limit=line_limit,
        relay_only=relay_only,
    )


@app.command("add")
def add(
    name: Annotated[str, typer.Argument(help="The store's name, as shoppers read it.")],
    origin: Annotated[
        list[str], typer.Option(help="A web address of the store: https://shop.example. May be repeated.")
    ],
    key: Annotated[str, typer.Option(help="The public key; made up if left out.")] = "",
    language: Annotated[str, typer.Option(help="Language of the widget.")] = "en",
    currency: Annotated[str, typer.Option(help="Currency of the prices.")] = "EUR",
    accent: Annotated[str, typer.Option(help="The store's colour.")] = "#1d5c63",
    time_zone: Annotated[str, typer.Option(help="Time zone of the opening hours.")] = "UTC",
    line_limit: Annotated[int, typer.Option(min=1, max=1000, help="How many may wait at once.")] = 50,
    relay_only: Annotated[
        bool,
        typer.Option("--relay-only", help="Associates connect through TURN only; it hides their address."),
    ] = False,
    config: Config = None,
) -> None:
    """Make a store."""

    async def work(storage: Storage) -> Store:
        store = new_store(
            name,
            origin,
            public_key=key,
            language=language,
            currency=currency,
            accent=accent,
            time_zone=time_zone,
            line_limit=line_limit,
            relay_only=relay_only,
        )
        await storage.directory.add_store(store)
        return store

    store = on_storage(config, work)
    warn_without_turn(config, store)
    out.print(f"Made the store {store.name}. Its key is {store.public_key}.")
    out.print("Put this into its pages, with the address of your coshop server:", style="dim")
    out.print(
        f'<script async src="https://YOUR-COSHOP/embed.js" data-store="{store.public_key}"></script>',
        markup=False,
    )


@app.command("list")
def list_stores(config: Config = None) -> None:
    """All stores with their keys, addresses, hours and number of products."""

    async def work(storage: Storage) -> list[tuple[Store, int]]:
        stores = await storage.directory.stores()
        return [(store, await storage.catalogue.count(store.store_id)) for store in stores]

    rows = on_storage(config, work)
    if not rows:
        out.print(
            "There is no store yet. Make one with: coshop stores add NAME --origin https://shop.example"
        )
        return
    table = Table("name", "key", "web addresses", "hours", "products", box=None, pad_edge=False)
    for store, products in rows:
        hours = hours_text(store.hours)
        table.add_row(
            store.name,
            store.public_key,
            "\n".join(store.origins),
            f"{hours} ({store.time_zone})" if store.hours else hours,
            str(products),
        )
    out.print(table)


@app.command("allow")
def allow(
    store: Annotated[str, typer.Argument(help="The store's key or name.")],
    origin: Annotated[str, typer.Argument(help="A web address: https://shop.example")],
    remove: Annotated[bool, typer.Option("--remove", help="Take the address off the list.")] = False,
    config: Config = None,
) -> None:
    """Let a store's pages at a web address use coshop, or stop it."""

    async def work(storage: Storage) -> Store:
        found = await need_store(storage, store)
        named = origin_of(origin)
        if remove and named not in found.origins:
            raise ValueError(f"{named} is not on the list of {found.name}.")
        others = tuple(listed for listed in found.origins if listed != named)
        changed = replace(found, origins=others if remove else (*others, named))
        await storage.directory.change_store(changed)
        return changed

    changed = on_storage(config, work)
    out.print(f"{changed.name} may be embedded at: {', '.join(changed.origins) or 'no address'}")


@app.command("hours")
def hours(
    store: Annotated[str, typer.Argument(help="The store's key or name.")],
    spans: Annotated[
        list[str] | None, typer.Argument(help='Such as "mon-fri 09:00-18:00" "sat 10:00-14:00".')
    ] = None,
    always: Annotated[bool, typer.Option("--always", help="Open whenever somebody is available.")] = False,
    time_zone: Annotated[str, typer.Option(help="Such as Europe/Amsterdam.")] = "",
    config: Config = None,
) -> None:
    """Show or set when a store takes calls."""

    async def work(storage: Storage) -> Store:
        found = await need_store(storage, store)
        if not spans and not always and not time_zone:
            return found
        if spans and always:
            raise ValueError("Give either hours or --always.")
        made = {} if always else read_hours(spans) if spans else found.hours
        zone = time_zone or found.time_zone
        opening.check(made, zone)
        changed = replace(found, hours=made, time_zone=zone)
        await storage.directory.change_store(changed)
        return changed

    changed = on_storage(config, work)
    out.print(f"{changed.name}: {hours_text(changed.hours)} ({changed.time_zone})")


@app.command("relay")
def relay(
    store: Annotated[str, typer.Argument(help="The store's key or name.")],
    only: Annotated[
        bool | None,
        typer.Option("--only/--off", help="Associates connect through TURN alone, or by the shortest way."),
    ] = None,
    config: Config = None,
) -> None:
    """Show or set whether a store's associates connect through TURN alone, which hides their address from shoppers."""

    async def work(storage: Storage) -> Store:
        found = await need_store(storage, store)
        if only is None:
            return found
        changed = replace(found, relay_only=only)
        await storage.directory.change_store(changed)
        return changed

    changed = on_storage(config, work)
    warn_without_turn(config, changed)
    how = "through TURN alone" if changed.relay_only else "by the shortest way"
    out.print(f"{changed.name}: associates connect {how}")


def warn_without_turn(config: Path | None, store: Store) -> None:
    """Say on stderr that calls of this store cannot connect, where that is so by these settings."""
    if store.relay_only and not settings_or_fail(config).turn_url:
        warn(
            f"{store.name} is relay-only and COSHOP_TURN_URL is not set: its calls will have no picture or sound."
        )


@app.command("set")
def set_store(
    store: Annotated[str, typer.Argument(help="The store's key or name.")],
    tell_listening: Annotated[
        bool | None,
        typer.Option(
            "--tell-listening/--listen-unsaid",
            help="Whether both sides are told when a supervisor listens or whispers. Unsaid may be against the law.",
        ),
    ] = None,
    recording: Annotated[
        str,
        typer.Option(help="off, or ask: calls are recorded where everybody in them was asked and agrees."),
    ] = "",
    recording_days: Annotated[
        int | None,
        typer.Option(min=0, max=3650, help="Days after its end for which a recording is kept. Default 30."),
    ] = None,
    config: Config = None,
) -> None:
    """Show or change what else holds for a store. People who are connected keep the old settings until they connect again."""

    async def work(storage: Storage) -> Store:
        if recording not in ("", "off", "ask"):
            raise ValueError(f"{recording!r} is neither off nor ask.")
        found = await need_store(storage, store)
        changed = found
        if tell_listening is not None:
            changed = replace(changed, tell_listening=tell_listening)
        if recording:
            changed = replace(changed, recording="ask" if recording == "ask" else "off")
        if recording_days is not None:
            changed = replace(changed, recording_days=recording_days)
        if changed != found:
            await storage.directory.change_store(changed)
        return changed

    changed = on_storage(config, work)
    told = "told" if changed.tell_listening else "not told"
    recorded = "recorded where everybody agrees" if changed.recording == "ask" else "not recorded"
    kept = f"recordings are kept for {changed.recording_days} days"
    out.print(f"{changed.name}: listening is {told}; calls are {recorded}; {kept}")
    if recording == "ask":
        warn(MARKS_NEEDED)
