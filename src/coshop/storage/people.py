"""Stores and associates on a database. It checks no password and decides no right."""

from __future__ import annotations

from typing import Any

from sqlalchemy import Connection, Row, bindparam, func, insert, select, update
from sqlalchemy.exc import IntegrityError

from coshop.ports import Associate, Store
from coshop.storage.columns import read_hours, read_items, read_list, write_hours, write_items, write_list
from coshop.storage.tables import associates, stores
from coshop.storage.work import Work

_STORE = select(stores).where(stores.c.store_id == bindparam("store_id"))
_STORE_BY_KEY = select(stores).where(stores.c.public_key == bindparam("public_key"))
_STORES = select(stores).order_by(func.lower(stores.c.name), stores.c.store_id)
_ASSOCIATE = select(associates).where(associates.c.associate_id == bindparam("associate_id"))
_ASSOCIATE_BY_EMAIL = select(associates).where(associates.c.email_key == bindparam("email_key"))
_ASSOCIATES = (
    select(associates)
    .where(associates.c.store_id == bindparam("store_id"))
    .order_by(func.lower(associates.c.name), associates.c.associate_id)
)
_CANARIES = (
    select(associates)
    .where(associates.c.role == "canary", associates.c.active)
    .order_by(associates.c.associate_id)
)


class SqlDirectory:
    """`ports.Directory` on SQLite or PostgreSQL. Names that are taken or unknown raise ValueError."""

    def __init__(self, work: Work) -> None:
        self._work = work

    async def add_store(self, store: Store) -> None:
        row = _store_row(store)
        taken = f"A store with the id {store.store_id!r} or the key {store.public_key!r} exists already."
        await self._work.write(lambda connection: _unless_taken(connection, insert(stores), row, taken))

    async def change_store(self, store: Store) -> None:
        row = _store_row(store)
        change = update(stores).where(stores.c.store_id == store.store_id)
        taken = f"Another store has the key {store.public_key!r} already."

        def job(connection: Connection) -> None:
            if _unless_taken(connection, change, row, taken) == 0:
                raise ValueError(f"There is no store with the id {store.store_id!r}.")

        await self._work.write(job)

    async def store_by_key(self, public_key: str) -> Store | None:
        return await self._one_store(_STORE_BY_KEY, public_key=public_key)

    async def store(self, store_id: str) -> Store | None:
        return await self._one_store(_STORE, store_id=store_id)

    async def stores(self) -> tuple[Store, ...]:
        return await self._work.read(
            lambda connection: tuple(_store(row) for row in connection.execute(_STORES))
        )

    async def add_associate(self, associate: Associate) -> None:
        row = _associate_row(associate)
        taken = f"An associate with the e-mail {associate.email!r} exists already."

        def job(connection: Connection) -> None:
            _need_store(connection, associate.store_id)
            _unless_taken(connection, insert(associates), row, taken)

        await self._work.write(job)

    async def change_associate(self, associate: Associate) -> None:
        row = _associate_row(associate)
        change = update(associates).where(associates.c.associate_id == associate.associate_id)
        taken = f"Another associate has the e-mail {associate.email!r} already."

        def job(connection: Connection) -> None:
            _need_store(connection, associate.store_id)
            if _unless_taken(connection, change, row, taken) == 0:
                raise ValueError(f"There is no associate with the id {associate.associate_id!r}.")

        await self._work.write(job)

    async def renew_password_hash(self, associate_id: str, old_hash: str, new_hash: str) -> bool:
        stands = (associates.c.associate_id == associate_id) & (associates.c.password_hash == old_hash)
        renew = update(associates).where(stands).values(password_hash=new_hash)
        return await self._work.write(lambda connection: connection.execute(renew).rowcount == 1)

    async def associate(self, associate_id: str) -> Associate | None:
        return await self._one_associate(_ASSOCIATE, associate_id=associate_id)

    async def associate_by_email(self, email: str) -> Associate | None:
        return await self._one_associate(_ASSOCIATE_BY_EMAIL, email_key=_email_key(email))

    async def associates(self, store_id: str) -> tuple[Associate, ...]:
        return await self._work.read(
            lambda connection: tuple(
                _associate(row) for row in connection.execute(_ASSOCIATES, {"store_id": store_id})
            )
        )

    async def canaries(self) -> tuple[Associate, ...]:
        return await self._work.read(
            lambda connection: tuple(_associate(row) for row in connection.execute(_CANARIES))
        )

    async def _one_store(self, statement: Any, **asked: str) -> Store | None:
        def job(connection: Connection) -> Store | None:
            row = connection.execute(statement, asked).first()
            return None if row is None else _store(row)

        return await self._work.read(job)

    async def _one_associate(self, statement: Any, **asked: str) -> Associate | None:
        def job(connection: Connection) -> Associate | None:
            row = connection.execute(statement, asked).first()
            return None if row is None else _associate(row)

        return await self._work.read(job)


def _unless_taken(connection: Connection, statement: Any, row: dict[str, Any], taken: str) -> int:
    try:
        return connection.execute(statement, row).rowcount
    except IntegrityError:
        raise ValueError(taken) from None


def _need_store(connection: Connection, store_id: str) -> None:
    if connection.execute(_STORE, {"store_id": store_id}).first() is None:
        raise ValueError(f"There is no store with the id {store_id!r}.")


def _email_key(email: str) -> str:
    return email.strip().casefold()


def _store_row(store: Store) -> dict[str, Any]:
    return {
        "store_id": store.store_id,
        "public_key": store.public_key,
        "name": store.name,
        "language": store.language,
        "currency": store.currency,
        "accent": store.accent,
        "origins": write_list(store.origins),
        "time_zone": store.time_zone,
        "hours": write_hours(store.hours),
        "line_limit": store.line_limit,
        "relay_only": store.relay_only,
        "tell_listening": store.tell_listening,
        "recording": store.recording,
        "go_live": write_items(store.go_live),
        "recording_days": store.recording_days,
    }


def _store(row: Row[Any]) -> Store:
    return Store(
        store_id=row.store_id,
        public_key=row.public_key,
        name=row.name,
        language=row.language,
        currency=row.currency,
        accent=row.accent,
        origins=read_list(row.origins),
        time_zone=row.time_zone,
        hours=read_hours(row.hours),
        line_limit=row.line_limit,
        relay_only=row.relay_only,
        tell_listening=row.tell_listening,
        recording=row.recording,
        go_live=read_items(row.go_live),
        recording_days=row.recording_days,
    )


def _associate_row(associate: Associate) -> dict[str, Any]:
    return {
        "associate_id": associate.associate_id,
        "store_id": associate.store_id,
        "email": associate.email,
        "email_key": _email_key(associate.email),
        "name": associate.name,
        "role": associate.role,
        "languages": write_list(associate.languages),
        "password_hash": associate.password_hash,
        "active": associate.active,
    }


def _associate(row: Row[Any]) -> Associate:
    return Associate(
        associate_id=row.associate_id,
        store_id=row.store_id,
        email=row.email,
        name=row.name,
        role=row.role,
        languages=read_list(row.languages),
        password_hash=row.password_hash,
        active=row.active,
    )
