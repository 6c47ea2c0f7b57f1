"""The commands as a person types them: what they do to the database, what they print, and how they refuse."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import TypeVar

import pytest
from typer.testing import CliRunner, Result

from coshop.cli import app
from coshop.cli.certificate import certificate_for
from coshop.cli.hours_words import hours_text, read_hours
from coshop.demo.store import write_feed
from coshop.identity import Passwords
from coshop.storage import Storage, open_storage
from tests.servers import running_server, server_process

T = TypeVar("T")


@pytest.fixture(autouse=True)
def _data(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("COSHOP_DATA_DIR", str(tmp_path / "data"))


def coshop(*words: str, stdin: str = "", code: int = 0) -> Result:
    result = CliRunner().invoke(app, list(words), input=stdin)
    assert result.exit_code == code, result.output
    return result


def look(tmp_path: Path, work: Callable[[Storage], Awaitable[T]]) -> T:
    async def run() -> T:
        storage = open_storage(f"sqlite:///{tmp_path / 'data' / 'coshop.db'}")
        try:
            return await work(storage)
        finally:
            await storage.close()

    return asyncio.run(run())


def test_a_store_from_its_first_day_to_its_hours(tmp_path: Path) -> None:
    assert "no store yet" in coshop("stores", "list").output
    made = coshop(
        "stores", "add", "Harbour", "--origin", "https://Shop.example/start", "--key", "pk_harbour"
    ).output
    assert '<script async src="https://YOUR-COSHOP/embed.js" data-store="pk_harbour"></script>' in made
    assert (
        "https://www.shop.example" in coshop("stores", "allow", "harbour", "https://www.shop.example").output
    )
    coshop("stores", "allow", "pk_harbour", "https://shop.example", "--remove")
    coshop(
        "stores", "hours", "Harbour", "mon-fri 09:00-18:00", "sat 10:00-14:00", "--time-zone", "Europe/Berlin"
    )
    store = look(tmp_path, lambda storage: storage.directory.store_by_key("pk_harbour"))
    assert store is not None
    assert store.origins == ("https://www.shop.example",)
    assert store.hours[6] == (("10:00", "14:00"),)
    assert "mon-fri 09:00-18:00, sat 10:00-14:00 (Europe/Berlin)" in coshop("stores", "list").output
    assert "whenever somebody is available" in coshop("stores", "hours", "Harbour", "--always").output


def test_a_relay_only_store_is_set_and_warned_of_without_turn(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    warning = "COSHOP_TURN_URL is not set"
    made = coshop("stores", "add", "Quay", "--origin", "https://quay.example", "--relay-only")
    assert warning in made.stderr
    assert "shortest way" in coshop("stores", "relay", "quay", "--off").stdout
    shown = coshop("stores", "relay", "quay")
    assert ("shortest way" in shown.stdout, shown.stderr) == (True, "")
    assert warning in coshop("stores", "relay", "quay", "--only").stderr
    (store,) = look(tmp_path, lambda storage: storage.directory.stores())
    assert store.relay_only
    with server_process(tmp_path / "data") as server:
        assert server.stop() == 0
    assert warning in "".join(server.log)
    monkeypatch.setenv("COSHOP_TURN_URL", "turn:turn.example:3478")
    monkeypatch.setenv("COSHOP_TURN_SECRET", "a secret of some length")
    shown = coshop("stores", "relay", "quay")
    assert ("TURN alone" in shown.stdout, shown.stderr) == (True, "")


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["stores", "add", "X", "--origin", "shop.example"], "not a web address"),
        (["stores", "add", "X", "--origin", "https://x.example", "--currency", "euro"], "not a currency"),
        (["stores", "add", "X", "--origin", "https://x.example", "--time-zone", "Mars/Base"], "time zone"),
        (["stores", "add", " ", "--origin", "https://x.example"], "name"),
        (["stores", "allow", "nobody", "https://x.example"], "no store"),
        (["stores", "allow", "Harbour", "https://x.example", "--remove"], "not on the list"),
        (["stores", "hours", "Harbour", "weekdays"], "cannot be understood"),
        (["stores", "hours", "Harbour", "fri-mon 09:00-10:00"], "mon to sun"),
        (["stores", "hours", "Harbour", "mon 18:00-09:00"], "begin before it ends"),
        (["stores", "hours", "Harbour", "mon 09:00-12:00", "mon 11:00-13:00"], "overlap"),
        (["associates", "add", "anna", "--store", "Harbour", "--name", "Anna"], "not an e-mail"),
        (["associates", "add", "a@b.example", "--store", "Harbour", "--name", "A", "--role", "boss"], "no role"),
        (["associates", "password", "nobody@b.example"], "Nobody has"),
        (["import", "/nowhere.xml", "--store", "Harbour"], "cannot be read"),
        (["import", "http://127.0.0.1:9/feed.xml", "--store", "Harbour"], "not a public address"),
        (["health", "--url", "http://127.0.0.1:9"], "does not answer"),
        (["health", "--url", "ftp://x"], "not a web address"),
        (["stores", "list", "--config", "/nowhere.toml"], "no settings file"),
    ],
)  # fmt: skip
def test_refusals_are_sentences_and_exit_with_one(words: list[str], said: str) -> None:
    coshop("stores", "add", "Harbour", "--origin", "https://shop.example")
    result = coshop(*words, code=1)
    assert said in result.output
    assert "Traceback" not in result.output


def test_people_get_a_password_once_and_lose_their_keys_with_it(tmp_path: Path) -> None:
    coshop("stores", "add", "Harbour", "--origin", "https://shop.example")
    added = coshop(
        "associates", "add", "Anna@Shop.example", "--store", "Harbour", "--name", "Anna", "--language", "de"
    )
    first = added.output.split("The password is ")[1].split()[0]
    coshop("associates", "add", "anna@shop.example", "--store", "Harbour", "--name", "Anna", code=1)
    coshop("associates", "password", "anna@shop.example", "--password-stdin", stdin="a better password\n")
    coshop("associates", "password", "anna@shop.example", "--password-stdin", stdin="short\n", code=1)
    anna = look(tmp_path, lambda storage: storage.directory.associate_by_email("anna@shop.example"))
    assert anna is not None
    assert anna.languages == ("de",)
    stored = anna.password_hash

    async def fits(password: str) -> bool:
        passwords = Passwords()
        try:
            return await passwords.fits(password, stored)
        finally:
            passwords.close()

    assert not asyncio.run(fits(first))
    assert asyncio.run(fits("a better password"))
    coshop("associates", "off", "anna@shop.example")
    assert "off" in coshop("associates", "list", "--store", "Harbour").output
    assert "sign in again" in coshop("associates", "off", "anna@shop.example", "--on").output


def test_a_feed_is_imported_twice_without_doubling_and_bad_rows_are_named(tmp_path: Path) -> None:
    coshop("stores", "add", "Harbour", "--origin", "https://shop.example")
    feed = tmp_path / "feed.xml"
    write_feed(feed, "https://shop.example")
    once = coshop("import", str(feed), "--store", "Harbour").output
    again = coshop("import", str(feed), "--store", "Harbour").output
    assert "0 of" in once
    assert once.split(" products")[0] == again.split(" products")[0]
    text = feed.read_text()
    feed.write_text(text.replace("<g:price>", "<g:price>-", 1))
    worse = coshop("import", str(feed), "--store", "Harbour").output
    assert "line " in worse
    assert "1 of" in worse
    feed.write_text(text[: len(text) // 2])
    broken = coshop("import", str(feed), "--store", "Harbour", code=1).output
    assert "Nothing was changed" in broken


def test_health_asks_a_running_server() -> None:
    with running_server() as server:
        assert coshop("health", "--url", server.url).output.strip() == "ready"


def test_upgrade_makes_the_tables(tmp_path: Path) -> None:
    coshop("upgrade")
    assert (tmp_path / "data" / "coshop.db").is_file()
    assert "up to date" in coshop("upgrade").output


def test_hours_read_back_as_they_were_written() -> None:
    for text in ("mon-fri 09:00-18:00", "mon 09:00-12:00 13:00-18:00, wed-thu 10:00-14:00, sun 11:00-12:00"):
        spans = [f"{part.split()[0]} {span}" for part in text.split(", ") for span in part.split()[1:]]
        assert hours_text(read_hours(spans)) == text


def test_a_lan_certificate_is_kept_while_it_is_good(tmp_path: Path) -> None:
    certificate, key = certificate_for(tmp_path, "192.0.2.7")
    first = certificate.read_bytes()
    assert key.stat().st_mode & 0o777 == 0o600
    assert certificate_for(tmp_path, "192.0.2.7")[0].read_bytes() == first
    assert certificate_for(tmp_path, "192.0.2.8")[0].read_bytes() != first
    key.write_text("broken")
    assert certificate_for(tmp_path, "192.0.2.8")[0].read_bytes() != first


def test_GUEST3_a_store_says_whether_listening_is_told(tmp_path: Path) -> None:
    coshop("stores", "add", "Harbour", "--origin", "https://shop.example", "--key", "pk_harbour")
    assert "listening is told" in coshop("stores", "set", "Harbour").output
    assert "listening is not told" in coshop("stores", "set", "Harbour", "--listen-unsaid").output
    store = look(tmp_path, lambda storage: storage.directory.store_by_key("pk_harbour"))
    assert store is not None
    assert not store.tell_listening
    assert "listening is told" in coshop("stores", "set", "Harbour", "--tell-listening").output


def test_REC1_a_store_says_whether_calls_may_be_recorded(tmp_path: Path) -> None:
    coshop("stores", "add", "Harbour", "--origin", "https://shop.example", "--key", "pk_harbour")
    assert "calls are not recorded" in coshop("stores", "set", "Harbour").output
    asked = coshop("stores", "set", "Harbour", "--recording", "ask").output
    assert "recorded where everybody agrees" in asked
    assert "mark every page of your checkout" in " ".join(asked.split())
    assert "mark every page" not in " ".join(coshop("stores", "set", "Harbour").output.split())
    store = look(tmp_path, lambda storage: storage.directory.store_by_key("pk_harbour"))
    assert store is not None
    assert store.recording == "ask"
    assert "calls are not recorded" in coshop("stores", "set", "Harbour", "--recording", "off").output
    assert "kept for 30 days" in coshop("stores", "set", "Harbour").output
    assert "kept for 7 days" in coshop("stores", "set", "Harbour", "--recording-days", "7").output
    coshop("stores", "set", "Harbour", "--recording-days", "-1", code=2)
    assert "neither off nor ask" in coshop("stores", "set", "Harbour", "--recording", "always", code=1).output
