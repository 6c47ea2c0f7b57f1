"""What every directory and key store does: people and stores are found again, keys open once and no longer than allowed."""

from __future__ import annotations

import asyncio
from dataclasses import replace

import pytest

from coshop.ports import Key
from coshop.storage import Storage
from tests.contracts.samples import ANN, BEN, STORE

OTHER = replace(STORE, store_id="store-two", public_key="pk_two", name="another", hours={}, relay_only=False)
KEY = Key(
    digest="digest-1",
    kind="shopper_token",
    person_id="shopper-sue",
    store_id="store-one",
    bound="https://shop.example",
    expires_ms=1_000,
)


async def test_stores_are_read_back_as_written(storage: Storage) -> None:
    await storage.directory.add_store(OTHER)
    assert await storage.directory.store("store-one") == STORE
    assert await storage.directory.store_by_key("pk_two") == OTHER
    assert await storage.directory.store_by_key("pk_three") is None
    assert await storage.directory.store("store-three") is None
    assert await storage.directory.stores() == (OTHER, STORE)


async def test_a_store_is_changed(storage: Storage) -> None:
    changed = replace(STORE, origins=("https://new.example",), hours={7: (("00:00", "24:00"),)}, line_limit=1)
    await storage.directory.change_store(changed)
    assert await storage.directory.store("store-one") == changed
    with pytest.raises(ValueError, match="store-two"):
        await storage.directory.change_store(OTHER)


async def test_ids_and_keys_of_stores_are_taken_once(storage: Storage) -> None:
    await storage.directory.add_store(OTHER)
    for taken in (replace(OTHER, public_key="pk_3"), replace(OTHER, store_id="store-three")):
        with pytest.raises(ValueError, match="exists already"):
            await storage.directory.add_store(taken)
    with pytest.raises(ValueError, match="pk_one"):
        await storage.directory.change_store(replace(OTHER, public_key="pk_one"))
    assert await storage.directory.stores() == (OTHER, STORE)


async def test_associates_are_found_by_id_store_and_email_however_it_is_written(storage: Storage) -> None:
    assert await storage.directory.associate("associate-ann") == ANN
    assert await storage.directory.associate_by_email(" ANN@shop.EXAMPLE ") == ANN
    assert await storage.directory.associates("store-one") == (ANN, BEN)
    assert await storage.directory.associate("associate-eve") is None
    assert await storage.directory.associate_by_email("eve@shop.example") is None
    assert await storage.directory.associates("store-two") == ()


async def test_the_canaries_of_all_stores_are_found_at_once(storage: Storage) -> None:
    assert await storage.directory.canaries() == ()
    await storage.directory.add_store(OTHER)
    two, one, off = (
        replace(ANN, associate_id=f"robot-{name}", email=f"{name}@shop.example", role="canary", store_id=store, active=active)
        for name, store, active in (("two", "store-two", True), ("one", "store-one", True), ("off", "store-one", False))
    )  # fmt: skip
    for each in (two, one, off):
        await storage.directory.add_associate(each)
    assert await storage.directory.canaries() == (one, two)


async def test_an_associate_is_changed(storage: Storage) -> None:
    changed = replace(ANN, name="Anna", role="admin", languages=(), active=False, password_hash="new")
    await storage.directory.change_associate(changed)
    assert await storage.directory.associate("associate-ann") == changed
    with pytest.raises(ValueError, match="associate-eve"):
        await storage.directory.change_associate(replace(ANN, associate_id="associate-eve", email="e@e.e"))


async def test_a_hash_is_renewed_alone_and_only_where_the_old_one_stands(storage: Storage) -> None:
    moved = replace(ANN, name="Anna", active=False)
    await storage.directory.change_associate(moved)
    assert await storage.directory.renew_password_hash("associate-ann", ANN.password_hash, "newer")
    assert await storage.directory.associate("associate-ann") == replace(moved, password_hash="newer")
    assert not await storage.directory.renew_password_hash("associate-ann", ANN.password_hash, "late")
    assert not await storage.directory.renew_password_hash("associate-eve", ANN.password_hash, "late")
    assert await storage.directory.associate("associate-ann") == replace(moved, password_hash="newer")


async def test_an_email_is_taken_once_and_a_store_must_exist(storage: Storage) -> None:
    with pytest.raises(ValueError, match="exists already"):
        await storage.directory.add_associate(
            replace(ANN, associate_id="associate-2", email="aNN@shop.example")
        )
    with pytest.raises(ValueError, match="store-nine"):
        await storage.directory.add_associate(
            replace(ANN, associate_id="associate-2", email="x@x.x", store_id="store-nine")
        )
    with pytest.raises(ValueError, match="e-mail"):
        await storage.directory.change_associate(replace(BEN, email="ann@shop.example"))
    assert await storage.directory.associates("store-one") == (ANN, BEN)


async def test_a_key_opens_until_it_expires_and_only_its_own_kind(storage: Storage) -> None:
    await storage.keys.put(KEY)
    assert await storage.keys.get("digest-1", "shopper_token", 999) == KEY
    assert await storage.keys.get("digest-1", "shopper_token", 1_000) is None
    assert await storage.keys.get("digest-1", "ticket", 1) is None
    assert await storage.keys.get("digest-2", "shopper_token", 1) is None
    longer = replace(KEY, expires_ms=5_000)
    await storage.keys.put(longer)
    assert await storage.keys.get("digest-1", "shopper_token", 1_000) == longer


async def test_many_keys_are_looked_up_at_once(storage: Storage) -> None:
    known = [replace(KEY, digest=f"digest-{n}", kind="console_session") for n in range(1_001)]
    for key in known[:3] + known[-1:]:
        await storage.keys.put(key)
    await storage.keys.put(replace(known[3], kind="ticket"))
    await storage.keys.put(replace(known[4], expires_ms=10))
    found = await storage.keys.get_all([key.digest for key in known], "console_session", 10)
    assert sorted(found, key=known.index) == known[:3] + known[-1:]
    assert await storage.keys.get_all([], "console_session", 10) == ()


async def test_of_many_who_take_a_ticket_one_gets_it(storage: Storage) -> None:
    for n in range(10):
        ticket = replace(KEY, digest=f"ticket-{n}", kind="ticket")
        await storage.keys.put(ticket)
        taken = await asyncio.gather(*(storage.keys.take(ticket.digest, "ticket", 1) for _ in range(8)))
        assert [each for each in taken if each is not None] == [ticket]
        assert await storage.keys.get(ticket.digest, "ticket", 1) is None


async def test_a_ticket_is_not_taken_late_or_as_something_else(storage: Storage) -> None:
    ticket = replace(KEY, kind="ticket")
    await storage.keys.put(ticket)
    assert await storage.keys.take("digest-1", "ticket", 1_000) is None
    assert await storage.keys.take("digest-1", "console_session", 1) is None
    await storage.keys.put(replace(ticket, digest="digest-2"))
    assert await storage.keys.take("digest-1", "ticket", 999) == ticket
    assert await storage.keys.get("digest-2", "ticket", 999) is not None


async def test_revoking_by_digest_person_and_kind(storage: Storage) -> None:
    for n, kind in enumerate(("console_session", "console_session", "ticket")):
        await storage.keys.put(replace(KEY, digest=f"ann-{n}", kind=kind, person_id="associate-ann"))  # type: ignore[arg-type]
    await storage.keys.put(KEY)
    assert await storage.keys.revoke(digest="ann-0") == 1
    assert await storage.keys.revoke(person_id="associate-ann", kind="console_session") == 1
    assert await storage.keys.get("ann-2", "ticket", 1) is not None
    assert await storage.keys.revoke(person_id="associate-ann") == 1
    assert await storage.keys.revoke(digest="digest-1", person_id="associate-ann") == 0
    assert await storage.keys.get("digest-1", "shopper_token", 1) == KEY
    for nobody in ({}, {"kind": "ticket"}):
        with pytest.raises(ValueError, match="digest or a person"):
            await storage.keys.revoke(**nobody)


async def test_sweeping_removes_what_expired(storage: Storage) -> None:
    await storage.keys.put(KEY)
    await storage.keys.put(replace(KEY, digest="digest-2", expires_ms=2_000))
    assert await storage.keys.sweep(1_000) == 1
    assert await storage.keys.sweep(1_000) == 0
    assert await storage.keys.get("digest-2", "shopper_token", 1) is not None


async def test_the_storage_is_ready(storage: Storage) -> None:
    await storage.ready.ping()
