"""`coshop associates`: add, list, password, off."""

from __future__ import annotations

import re
import secrets
import sys
from dataclasses import replace
from typing import Annotated, cast

import typer
from rich.table import Table

from coshop.cli.terms import Config, fail, need_associate, need_store, on_storage, out
from coshop.identity import Passwords, new_id
from coshop.ports import Associate, Role, Store
from coshop.storage import Storage

app = typer.Typer(help="The people who answer calls.", no_args_is_help=True)
_EMAIL = re.compile(r"^[^@\s]{1,64}@[^@\s]{1,189}$")
_LANGUAGE = re.compile(r"^[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8}){0,3}$")
_ROLES = ("associate", "supervisor", "admin", "canary")
Stdin = Annotated[
    bool, typer.Option("--password-stdin", help="Read the password from the first line of stdin.")
]


def new_password() -> str:
    """A password to hand over, 80 random bits in groups that can be read aloud."""
    alphabet = "abcdefghjkmnpqrstuvwxyz23456789"
    return "-".join("".join(secrets.choice(alphabet) for _ in range(4)) for _ in range(4))


async def new_associate(
    store: Store,
    email: str,
    name: str,
    password: str,
    *,
    role: str = "associate",
    languages: tuple[str, ...] = (),
) -> Associate:
    """A new associate's value, with the password hashed. Raises ValueError with a sentence."""
    if not _EMAIL.match(email):
        raise ValueError(f"{email!r} is not an e-mail address.")
    if not name.strip() or len(name) > 80:
        raise ValueError("An associate has a name of 1 to 80 characters; shoppers see it.")
    if role not in _ROLES:
        raise ValueError(f"{role!r} is no role. Choose one of: {', '.join(_ROLES)}.")
    for language in languages:
        if not _LANGUAGE.match(language):
            raise ValueError(f"{language!r} is not a language such as en or de-AT.")
    return Associate(
        associate_id=new_id("ass"),
        store_id=store.store_id,
        email=email.strip().lower(),
        name=name.strip(),
        role=cast(Role, role),
        languages=languages or (store.language,),
        password_hash=await hashed(password),
    )


async def hashed(password: str) -> str:
    """The argon2id hash of a new password. Raises ValueError where it is too short or too long."""
    passwords = Passwords()
    try:
        return await passwords.make(password)
    finally:
        passwords.close()


@app.command("add")
def add(
    email: Annotated[str, typer.Argument(help="Their e-mail, to sign in with.")],
    store: Annotated[str, typer.Option(help="The store's key or name.")],
    name: Annotated[str, typer.Option(help="The name that shoppers see.")],
    role: Annotated[str, typer.Option(help="associate, supervisor, admin or canary.")] = "associate",
    language: Annotated[
        list[str] | None, typer.Option(help="A language they speak; may be repeated.")
    ] = None,
    from_stdin: Stdin = False,
    config: Config = None,
) -> None:
    """Make an account. Without --password-stdin a password is made up and printed once."""
    password = _password_of(from_stdin) or new_password()

    async def work(storage: Storage) -> Associate:
        found = await need_store(storage, store)
        associate = await new_associate(
            found, email, name, password, role=role, languages=tuple(language or ())
        )
        await storage.directory.add_associate(associate)
        return associate

    made = on_storage(config, work)
    out.print(f"{made.name} can sign in as {made.email}.")
    if not from_stdin:
        out.print(f"The password is {password} (it is shown this once).", markup=False)


@app.command("list")
def list_associates(
    store: Annotated[str, typer.Option(help="Only this store's.")] = "", config: Config = None
) -> None:
    """Who may answer calls."""

    async def work(storage: Storage) -> list[tuple[Store, Associate]]:
        stores = [await need_store(storage, store)] if store else await storage.directory.stores()
        return [
            (each, associate)
            for each in stores
            for associate in await storage.directory.associates(each.store_id)
        ]

    rows = on_storage(config, work)
    if not rows:
        out.print("Nobody yet. Add somebody with: coshop associates add E-MAIL --store KEY --name NAME")
        return
    table = Table("name", "e-mail", "store", "role", "languages", "", box=None, pad_edge=False)
    for of_store, associate in rows:
        state = "" if associate.active else "off"
        languages = " ".join(associate.languages)
        table.add_row(associate.name, associate.email, of_store.name, associate.role, languages, state)
    out.print(table)


@app.command("password")
def password(
    email: Annotated[str, typer.Argument(help="Whose password.")],
    from_stdin: Stdin = False,
    config: Config = None,
) -> None:
    """Give somebody a new password. They are signed out everywhere at once."""
    fresh = _password_of(from_stdin) or new_password()

    async def work(storage: Storage) -> Associate:
        found = await need_associate(storage, email)
        changed = replace(found, password_hash=await hashed(fresh))
        await storage.directory.change_associate(changed)
        await storage.keys.revoke(person_id=found.associate_id)
        return changed

    changed = on_storage(config, work)
    out.print(f"{changed.name} has a new password and is signed out everywhere.")
    if not from_stdin:
        out.print(f"The password is {fresh} (it is shown this once).", markup=False)


@app.command("off")
def off(
    email: Annotated[str, typer.Argument(help="Who may not sign in any more.")],
    on: Annotated[bool, typer.Option("--on", help="Let them sign in again.")] = False,
    config: Config = None,
) -> None:
    """Shut an account: signed out everywhere at once, and no further sign-in."""

    async def work(storage: Storage) -> Associate:
        changed = replace(await need_associate(storage, email), active=on)
        await storage.directory.change_associate(changed)
        if not on:
            await storage.keys.revoke(person_id=changed.associate_id)
        return changed

    changed = on_storage(config, work)
    out.print(
        f"{changed.name} may sign in again."
        if on
        else f"{changed.name} is shut out and signed out everywhere."
    )


def _password_of(from_stdin: bool) -> str:
    if not from_stdin:
        return ""
    line = sys.stdin.readline().rstrip("\r\n")
    if not line:
        fail("No password came in on stdin.")
    return line
