"""Passwords, origins, rates, TURN credentials: the parts of identity that need no database."""

from __future__ import annotations

import asyncio
import base64
import hashlib
import hmac

import pytest
from hypothesis import given
from hypothesis import strategies as st

from coshop.identity import (
    Passwords,
    RateRules,
    Rates,
    TurnServer,
    digest,
    is_origin,
    new_id,
    new_token,
    origin_of,
    pseudonym,
)
from coshop.identity.rates import KEYS_MAX


async def test_a_password_fits_its_own_hash_and_no_other() -> None:
    passwords = Passwords()
    try:
        one, two = await asyncio.gather(passwords.make("a good password"), passwords.make("a good password"))
        assert one.startswith("$argon2id$")
        assert one != two
        assert await passwords.fits("a good password", one)
        assert not await passwords.fits("a good passwore", one)
        assert not await passwords.fits("a good password", None)
        assert not await passwords.fits("the password of nobody", None)
        assert not await passwords.fits("x", "no hash at all")
        for bad in ("short", "x" * 257):
            with pytest.raises(ValueError, match="10 to 256"):
                await passwords.make(bad)
        assert not passwords.outdated(one)
        assert passwords.outdated(
            "$argon2id$v=19$m=64,t=1,p=1$eAczdUIkmBN4robvXtMklQ$fVQKPyH3AN9XGD9s1vSb4s92L+J0z3KmCmPNVrf0Q0o"
        )
    finally:
        passwords.close()


async def test_hashing_leaves_the_loop_free() -> None:
    passwords = Passwords()
    ticks = 0

    async def tick() -> None:
        nonlocal ticks
        while True:
            await asyncio.sleep(0.001)
            ticks += 1

    ticking = asyncio.create_task(tick())
    await asyncio.gather(*(passwords.make("a good password") for _ in range(4)))
    ticking.cancel()
    passwords.close()
    assert ticks > 10


@pytest.mark.parametrize(
    ("url", "origin"),
    [
        ("https://Shop.Example/", "https://shop.example"),
        ("https://shop.example:443/a?b#c", "https://shop.example"),
        ("http://shop.example:80", "http://shop.example"),
        ("http://localhost:8090/x", "http://localhost:8090"),
        ("http://[::1]:8090", "http://[::1]:8090"),
        ("https://büro.example", "https://xn--bro-hoa.example"),
    ],
)
def test_an_origin_has_one_spelling(url: str, origin: str) -> None:
    assert origin_of(url) == origin
    assert is_origin(origin)


@pytest.mark.parametrize(
    "text",
    ["", "null", "shop.example", "ftp://shop.example", "https://", "https://a b", "https://shop.example:99999",
     "https://user@shop.example", "https://shop.example.", "https://-x.example", "https://*.example", "https://a..b",
     "javascript:alert(1)", "https://[zz]", "https://" + "a" * 300],
)  # fmt: skip
def test_what_is_no_origin(text: str) -> None:
    assert not is_origin(text)


@given(st.text(max_size=60))
def test_judging_origins_never_fails(text: str) -> None:
    for url in (text, f"https://{text}", f"http://a:{text}"):
        try:
            origin = origin_of(url)
        except ValueError:
            assert not is_origin(url)
        else:
            assert is_origin(origin)


def test_a_rate_takes_its_burst_then_one_by_one() -> None:
    now = 100.0
    rates = Rates(RateRules(sign_ins_per_email="3/minute"), lambda: now)

    def hit(key: str = "a") -> int:
        return rates.hit("sign_ins_per_email", key)

    assert [hit() for _ in range(5)] == [0, 0, 0, 20, 20]
    assert hit("b") == 0
    now += 19.5
    assert hit() == 1
    now += 0.6
    assert [hit(), hit()] == [0, 20]
    now += 3600
    assert [hit() for _ in range(4)] == [0, 0, 0, 20]
    now -= 50  # a clock that goes back takes nothing away for long
    assert hit() > 0


def test_counters_are_bounded_and_forget_the_oldest() -> None:
    rates = Rates(RateRules(sign_ins_per_email="1/hour"), lambda: 0.0)
    for number in range(KEYS_MAX + 10):
        assert rates.hit("sign_ins_per_email", str(number)) == 0
    assert len(rates._due) == KEYS_MAX
    assert rates.hit("sign_ins_per_email", str(KEYS_MAX + 9)) > 0
    assert rates.hit("sign_ins_per_email", "0") == 0


def test_a_rule_that_cannot_be_read_is_named() -> None:
    with pytest.raises(ValueError, match=r"tokens_per_store.*30/minute"):
        RateRules(tokens_per_store="often")


def test_turn_credentials_are_coturns_and_keep_the_persons_id() -> None:
    turn = TurnServer(urls=("turn:turn.shop.example:3478",), secret="a shared secret")
    early, late = turn.credentials("shp_1", 1_000), turn.credentials("shp_1", 9_000)
    assert [each.username.split(":")[1] for each in (early, late)] == ["shp_1", "shp_1"]
    assert early.username == f"{1_000 + 6 * 3600}:shp_1"
    mac = hmac.new(b"a shared secret", early.username.encode(), hashlib.sha1).digest()
    assert early.credential == base64.b64encode(mac).decode()
    assert early.credential != late.credential


def test_tokens_and_ids_are_long_and_unlike() -> None:
    assert len({new_token() for _ in range(1000)}) == 1000
    assert len(new_token()) >= 43
    assert new_id("shp").startswith("shp_")
    assert len(new_id("shp")) >= 24
    assert len(digest("x")) == 64
    assert pseudonym("s", "1.2.3.4") == pseudonym("s", "1.2.3.4") != pseudonym("t", "1.2.3.4")
