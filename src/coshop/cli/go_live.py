"""`coshop stores go-live`: the list that associates tick off before they go live. What a good list is, core says."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import replace
from typing import Annotated, get_args

import typer

from coshop.cli.terms import Config, need_store, on_storage, out
from coshop.core.go_live import DEFAULT_ITEMS, GoLiveItem, ItemKind, check_items
from coshop.ports import Store
from coshop.storage import Storage

KINDS: tuple[ItemKind, ...] = tuple(kind for kind in get_args(ItemKind) if kind != "own")
WORDS: dict[str, dict[ItemKind, str]] = {
    "en": {
        "ring_light": "Ring light on",
        "backdrop": "Backdrop tidy",
        "products": "Products at hand",
        "do_not_disturb": "Do not disturb is on",
    },
    "de": {
        "ring_light": "Ringlicht an",
        "backdrop": "Hintergrund aufgeräumt",
        "products": "Produkte griffbereit",
        "do_not_disturb": "„Nicht stören“ ist an",
    },
}
"""As the screens word them (webclient/src/ui/texts/check.*.ts)."""


def go_live(
    store: Annotated[str, typer.Argument(help="The store's key or name.")],
    lines: Annotated[
        list[str] | None,
        typer.Argument(
            help=f"The new list, line by line: {', '.join(KINDS)}, or words of your own.", show_default=False
        ),
    ] = None,
    usual: Annotated[bool, typer.Option("--usual", help="The list that coshop brings along.")] = False,
    none: Annotated[bool, typer.Option("--none", help="No list at all.")] = False,
    config: Config = None,
) -> None:
    """Show or set what a store's associates tick off before they go live."""

    async def work(storage: Storage) -> Store:
        if sum((bool(lines), usual, none)) > 1:
            raise ValueError("Give either lines, or --usual, or --none.")
        found = await need_store(storage, store)
        if not (lines or usual or none):
            return found
        changed = replace(found, go_live=None if usual else items_of(lines or ()))
        await storage.directory.change_store(changed)
        return changed

    changed = on_storage(config, work)
    items = DEFAULT_ITEMS if changed.go_live is None else changed.go_live
    if not items:
        out.print(f"{changed.name} has nothing to tick off before going live.", markup=False)
        return
    out.print(f"{changed.name}, before going live:", markup=False)
    words = WORDS.get(changed.language.partition("-")[0].lower(), WORDS["en"])
    for item in items:
        said = item.text if item.kind == "own" else f"{words[item.kind]} ({item.kind})"
        out.print(f"- {said}", markup=False)


def items_of(lines: Sequence[str]) -> tuple[GoLiveItem, ...]:
    """Lines as they are typed. An own line keeps its id as long as it keeps its words. Raises ValueError with a sentence."""
    items: list[GoLiveItem] = []
    for line in lines:
        text = " ".join(line.split())
        known = next((kind for kind in KINDS if kind == text.lower().replace(" ", "_")), None)
        if known is not None:
            items.append(GoLiveItem(known, known))
        else:
            made = hashlib.sha256(text.encode()).hexdigest()[:12]
            items.append(GoLiveItem(f"own_{made}", "own", text))
    check_items(items)
    return tuple(items)
