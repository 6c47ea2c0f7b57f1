"""[HTTP4] [HTTP7]: signing in and out, and what a page of somebody else cannot do."""

from __future__ import annotations

import json
import time
from dataclasses import replace
from statistics import median

import httpx
import pytest
from websockets.exceptions import ConnectionClosed
from websockets.sync.client import connect
from websockets.typing import Origin

from coshop.ports import Associate, Store
from tests.servers import PASSWORD, QUICK_CLIENT, STORE_ORIGIN, LiveServer, running_server, until


def refusal(answer: httpx.Response) -> tuple[int, str]:
    return answer.status_code, answer.json()["refusal"]["code"]


def test_HTTP4_sign_in_sets_a_cookie_that_no_script_reads_and_says_who(
    server: LiveServer, store: Store, associate: Associate
) -> None:
    with server.client() as client:
        assert refusal(client.get("/v1/console/me")) == (401, "not_signed_in")
        answer = client.post(
            "/v1/console/sign-in", json={"email": associate.email.upper(), "password": PASSWORD}
        )
        cookie = answer.headers["set-cookie"]
        assert "HttpOnly" in cookie
        assert "SameSite=strict" in cookie
        assert "Path=/" in cookie
        assert "Secure" not in cookie
        assert answer.json()["associate"]["email"] == associate.email
        assert answer.json()["store"]["public_key"] == store.public_key
        assert client.get("/v1/console/me").json() == answer.json()
        assert client.get("/v1/console/calls").json() == {"calls": []}
        assert PASSWORD not in answer.text


def test_a_wrong_password_and_an_unknown_email_cannot_be_told_apart(
    server: LiveServer, associate: Associate
) -> None:
    took: dict[str, list[float]] = {associate.email: [], "nobody@shop.example": []}
    answers = set()
    real = server.on_loop(server.coshop.parts.passwords.make(PASSWORD))
    server.on_loop(server.directory.change_associate(replace(associate, password_hash=real)))
    with server.client() as client:
        for _ in range(5):
            for email, times in took.items():
                began = time.perf_counter()
                answer = client.post("/v1/console/sign-in", json={"email": email, "password": "not this one"})
                times.append(time.perf_counter() - began)
                answers.add((answer.status_code, answer.text))
                assert "set-cookie" not in answer.headers
    assert len(answers) == 1
    known, unknown = (median(times) for times in took.values())
    assert 0.5 < known / unknown < 2, (known, unknown)


def test_an_account_that_is_off_cannot_sign_in_and_loses_its_session(
    server: LiveServer, associate: Associate
) -> None:
    with server.signed_in(associate) as client:
        server.on_loop(server.directory.change_associate(replace(associate, active=False)))
        assert refusal(client.get("/v1/console/me")) == (401, "not_signed_in")
        answer = client.post("/v1/console/sign-in", json={"email": associate.email, "password": PASSWORD})
        assert refusal(answer) == (401, "wrong_password")


def test_HTTP7_sign_out_ends_this_session_and_everywhere_ends_all(
    server: LiveServer, associate: Associate
) -> None:
    with (
        server.signed_in(associate) as one,
        server.signed_in(associate) as two,
        server.signed_in(associate) as three,
    ):
        kept = {"cookie": f"coshop_session={one.cookies['coshop_session']}"}
        assert one.post("/v1/console/sign-out", json={}).status_code == 204
        assert not one.cookies
        assert refusal(one.get("/v1/console/me", headers=kept)) == (401, "not_signed_in")
        assert two.get("/v1/console/me").status_code == 200
        assert two.post("/v1/console/sign-out-everywhere").status_code == 204
        assert refusal(three.get("/v1/console/me")) == (401, "not_signed_in")
        assert refusal(three.post("/v1/console/tickets")) == (401, "not_signed_in")
        assert refusal(three.post("/v1/console/sign-out")) == (401, "not_signed_in")


def test_an_older_hash_is_renewed_at_the_sign_in(server: LiveServer, associate: Associate) -> None:
    server.signed_in(associate).close()
    stored = server.on_loop(server.directory.associate(associate.associate_id))
    assert stored is not None
    assert stored.password_hash != associate.password_hash
    assert "m=65536" in stored.password_hash
    server.signed_in(associate).close()


@pytest.mark.parametrize(
    "headers",
    [
        {"origin": STORE_ORIGIN},
        {"origin": "null"},
        {"origin": "http://localhost.evil.example"},
        {"sec-fetch-site": "cross-site"},
        {"sec-fetch-site": "same-site"},
    ],
)
def test_HTTP4_a_page_of_another_origin_cannot_write(
    server: LiveServer, associate: Associate, headers: dict[str, str]
) -> None:
    with server.signed_in(associate) as client:
        cookies = dict(client.cookies)
    for path in ("sign-in", "sign-out", "sign-out-everywhere", "tickets"):
        with httpx.Client(base_url=server.url, headers=headers, cookies=cookies, **QUICK_CLIENT) as foreign:
            answer = foreign.post(
                f"/v1/console/{path}", json={"email": associate.email, "password": PASSWORD}
            )
        assert refusal(answer) == (403, "origin_not_allowed"), path
        assert "access-control-allow-origin" not in answer.headers


def test_a_form_cannot_write_even_from_our_own_page(server: LiveServer, associate: Associate) -> None:
    with server.signed_in(associate) as client:
        for content_type in (
            "text/plain",
            "application/x-www-form-urlencoded",
            "multipart/form-data; boundary=x",
        ):
            answer = client.post(
                "/v1/console/sign-out", content=b"{}", headers={"content-type": content_type}
            )
            assert refusal(answer) == (415, "invalid_field")
        answer = client.post("/v1/console/sign-in", content=b'{"email":"a@b","password":"x"}')
        assert refusal(answer) == (415, "invalid_field")
        assert client.get("/v1/console/me").status_code == 200


@pytest.mark.parametrize(
    ("body", "code", "named"),
    [
        (b"{", "malformed", ""),
        (b"[]", "malformed", ""),
        (b"\xff", "malformed", ""),
        (b"", "malformed", ""),
        (b"{}", "invalid_field", "email"),
        (b'{"email":"a@b.example","password":"x","admin":true}', "invalid_field", "admin"),
        (b'{"email":"a@b.example","password":5}', "invalid_field", "password"),
        (b'{"email":"a@b.example","password":""}', "invalid_field", "password"),
        (b'{"email":"' + b"a" * 255 + b'","password":"x"}', "invalid_field", "email"),
    ],
)
def test_HTTP1_a_bad_body_is_refused_with_its_field(
    server: LiveServer, body: bytes, code: str, named: str
) -> None:
    with server.client() as client:
        answer = client.post(
            "/v1/console/sign-in", content=body, headers={"content-type": "application/json"}
        )
    assert refusal(answer) == (400, code)
    assert named in answer.json()["refusal"]["detail"]


def test_attempts_are_limited_for_an_email_from_anywhere_and_for_an_address() -> None:
    with running_server(
        limit_sign_ins_per_email="3/hour", limit_sign_ins_per_address="6/hour", trusted_proxies=("127.0.0.1",)
    ) as server:
        associate = server.add_associate(server.add_store())

        def attempt(email: str, address: str) -> httpx.Response:
            with server.client(headers={"x-forwarded-for": address}) as client:
                return client.post("/v1/console/sign-in", json={"email": email, "password": "x"})

        for number in range(3):
            assert attempt(associate.email, f"203.0.113.{number}").status_code == 401
        limited = attempt(f" {associate.email.upper()}", "203.0.113.99")
        assert refusal(limited) == (429, "rate_limited")
        assert int(limited.headers["retry-after"]) > 0
        statuses = [attempt(f"n{number}@x.example", "2001:db8::1").status_code for number in range(8)]
        assert statuses == [401] * 6 + [429] * 2
        assert attempt("m@x.example", "2001:db8::ffff").status_code == 429
        assert attempt("m@x.example", "2001:db8:0:1::1").status_code == 401


def test_https_makes_the_cookie_secure_behind_a_trusted_proxy() -> None:
    with running_server(public_url="https://video.shop.example", trusted_proxies=("127.0.0.0/8",)) as server:
        associate = server.add_associate(server.add_store())
        with httpx.Client(
            base_url=server.url, headers={"origin": "https://video.shop.example"}, **QUICK_CLIENT
        ) as client:
            answer = client.post("/v1/console/sign-in", json={"email": associate.email, "password": PASSWORD})
        assert "Secure" in answer.headers["set-cookie"]
        with server.client() as elsewhere:
            answer = elsewhere.post(
                "/v1/console/sign-in", json={"email": associate.email, "password": PASSWORD}
            )
        assert refusal(answer) == (403, "origin_not_allowed")
        assert "https://video.shop.example" in answer.json()["refusal"]["detail"]


def test_a_session_that_is_revoked_elsewhere_ends_its_sockets(
    server: LiveServer, associate: Associate
) -> None:
    with server.signed_in(associate) as client:
        ticket = client.post("/v1/console/tickets").json()["ticket"]
    with connect(server.socket_url, origin=Origin(server.url), compression=None, proxy=None) as socket:
        hello = {"type": "hello", "protocol": 1, "ticket": ticket, "client_id": "client-00000001"}
        socket.send(json.dumps(hello))
        assert json.loads(socket.recv(timeout=30))["type"] == "welcome"
        began = time.monotonic()
        # as `coshop associates off` does it, in a process that knows no sockets
        server.on_loop(server.coshop.parts.keyring.revoke(associate.associate_id))
        with pytest.raises(ConnectionClosed) as closed:
            until(lambda: socket.recv(timeout=30) and None, 30)
        assert closed.value.rcvd is not None
        assert closed.value.rcvd.code == 4403
        assert time.monotonic() - began < 10
