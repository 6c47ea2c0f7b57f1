"""What every HTTP answer has in common: limits, headers, refusals in one shape; and the files of the web client."""

from __future__ import annotations

import gzip
import socket
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest

from coshop.protocol import limits
from tests.api.test_console import refusal
from tests.servers import QUICK_CLIENT, STORE_ORIGIN, LiveServer, running_server

SCRIPT = "export const answer = 42;\n" * 100


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Iterator[LiveServer]:
    """A server with a small web client of its own."""
    folder = tmp_path_factory.mktemp("web") / "dist"
    for name, text in {
        "embed.js": SCRIPT,
        "widget/call-Bk3d9XyZ.js": SCRIPT,
        "widget/plain.js": "1",
        "console/index.html": "<!doctype html><title>Console</title>",
        "console/assets/main-C0ffee12.js": SCRIPT,
        "console/sw.js": "1",
        "console/manifest.webmanifest": "{}",
    }.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(text)
    (folder.parent / "outside.txt").write_text("secret")
    (folder / "widget" / "link.txt").symlink_to(folder.parent / "outside.txt")
    with running_server(web_dir=folder) as server:
        server.add_store()
        yield server


def test_a_body_over_64_kib_is_refused_however_it_is_sent(server: LiveServer) -> None:
    large = b'{"email":"' + b"x" * limits.FRAME_MAX_BYTES + b'"}'
    headers = {"content-type": "application/json"}

    def pieces() -> Iterator[bytes]:
        for at in range(0, len(large), 1000):
            yield large[at : at + 1000]

    with server.client(headers=headers) as client:
        for content in (large, pieces()):
            answer = client.post("/v1/console/sign-in", content=content)
            assert refusal(answer) == (413, "frame_too_large")
        for length in ("-1", "x", "99999999999999999999"):
            with socket.create_connection(("127.0.0.1", server.coshop.port), timeout=30) as raw:
                head = f"POST /v1/console/sign-in HTTP/1.1\r\nHost: x\r\nContent-Length: {length}\r\n\r\n"
                raw.sendall(head.encode())
                assert int(raw.recv(1000).split()[1]) in (400, 413)


def test_HTTP2_addresses_and_methods_that_do_not_exist_are_refusals_too(server: LiveServer) -> None:
    with server.client() as client:
        assert refusal(client.get("/v1/nothing")) == (404, "unknown_address")
        assert refusal(client.put("/v1/console/me", json={})) == (405, "unknown_method")
        assert refusal(client.delete("/healthz")) == (405, "unknown_method")
        wrong = client.get("/v1/console/sign-in")
        assert refusal(wrong) == (405, "unknown_method")
        assert wrong.headers["allow"] == "POST"
        assert wrong.json()["refusal"]["allowed"] == ["POST"]
        assert "allowed methods" in wrong.json()["refusal"]["message"]
        for address in ("/docs", "/openapi.json", "/redoc"):
            assert client.get(address).status_code == 404


def test_HTTP2_a_body_that_does_not_come_is_answered(
    server: LiveServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(limits, "BODY_TIMEOUT_S", 0.3)
    with socket.create_connection(("127.0.0.1", server.coshop.port), timeout=30) as raw:
        head = "POST /v1/console/sign-in HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\n"
        raw.sendall(f"{head}Content-Length: 20\r\n\r\n{{".encode())
        answer = b""
        while more := raw.recv(4096):
            answer += more
    assert answer.startswith(b"HTTP/1.1 408 ")
    assert b'"code":"too_slow"' in answer
    assert b"did not come within" in answer


def test_health_and_numbers(server: LiveServer) -> None:
    with httpx.Client(base_url=server.url, **QUICK_CLIENT) as machine:
        assert machine.get("/healthz").json() == {"status": "up"}
        assert machine.get("/readyz").json() == {"status": "ready"}
        text = machine.get("/metrics").text
    for name in (
        "coshop_sockets ",
        'coshop_calls{phase="live"}',
        "coshop_commands_total",
        "coshop_command_seconds_bucket",
    ):
        assert name in text


def test_a_flood_from_one_address_is_slowed() -> None:
    with running_server(limit_requests_per_address="5/hour") as server, server.client() as client:
        statuses = [client.get("/v1/console/me").status_code for _ in range(7)]
        assert statuses == [401] * 5 + [429] * 2
        assert refusal(client.get("/metrics")) == (429, "rate_limited")
        assert client.get("/healthz").status_code == 200


def test_every_answer_of_the_api_carries_its_headers(server: LiveServer) -> None:
    with server.client() as client:
        answer = client.get("/v1/console/me")
        assert answer.headers["x-content-type-options"] == "nosniff"
        assert answer.headers["cache-control"] == "no-store"
        assert answer.headers["x-frame-options"] == "DENY"
        assert answer.headers["referrer-policy"]
        assert "server" not in answer.headers
        assert "x-coshop-refusal" not in answer.headers


def test_the_console_runs_nothing_but_its_own_files(built: LiveServer) -> None:
    with built.client() as client:
        page = client.get("/console/")
        policy = {
            part.split()[0]: part.split()[1:] for part in page.headers["content-security-policy"].split("; ")
        }
        assert policy["default-src"] == ["'none'"]
        assert policy["script-src"] == ["'self'"]
        assert policy["frame-ancestors"] == ["'none'"]
        assert f"ws://127.0.0.1:{built.coshop.port}" in policy["connect-src"]
        assert "https:" in policy["img-src"]
        assert not any("unsafe" in word for words in policy.values() for word in words)
        assert page.headers["cache-control"] == "no-cache"
        assert "camera=(self)" in page.headers["permissions-policy"]
        assert client.get("/console/calls/anything").text == page.text
        assert client.get("/console").headers["location"] == "/console/"
        assert client.get("/console/assets/none.js").status_code == 404
        assert (
            client.get("/console/manifest.webmanifest")
            .headers["content-type"]
            .startswith("application/manifest")
        )
        assert "immutable" in client.get("/console/assets/main-C0ffee12.js").headers["cache-control"]
        assert client.get("/console/sw.js").headers["cache-control"] == "no-cache"
        assert "/console/" in client.get("/").text


def test_the_widgets_files_load_on_any_page_and_are_kept(built: LiveServer) -> None:
    with built.shop_page("https://any.example") as page:
        for path, cache in (("/embed.js", "max-age=300"), ("/widget/call-Bk3d9XyZ.js", "immutable")):
            answer = page.get(path)
            assert answer.text == SCRIPT
            assert answer.headers["content-encoding"] == "gzip"
            assert answer.headers["access-control-allow-origin"] == "*"
            assert answer.headers["cross-origin-resource-policy"] == "cross-origin"
            assert "x-frame-options" not in answer.headers
            assert cache in answer.headers["cache-control"]
            again = page.get(path, headers={"if-none-match": answer.headers["etag"]})
            assert (again.status_code, again.content) == (304, b"")
            assert "access-control-allow-origin" in again.headers
            plain = page.get(path, headers={"accept-encoding": "identity"})
            assert plain.text == SCRIPT
            assert "content-encoding" not in plain.headers
            assert len(gzip.compress(SCRIPT.encode())) < len(SCRIPT)
        assert "immutable" not in page.get("/widget/plain.js").headers["cache-control"]


@pytest.mark.parametrize(
    "path",
    ["/widget/../outside.txt", "/widget/..%2f..%2foutside.txt", "/widget/%2e%2e/%2e%2e/outside.txt", "/widget/link.txt",
     "/console/..%2f..%2foutside.txt", "/widget/%00", "/widget//etc/passwd", "/widget/"],
)  # fmt: skip
def test_nothing_outside_the_folder_is_served(built: LiveServer, path: str) -> None:
    with socket.create_connection(("127.0.0.1", built.coshop.port), timeout=30) as raw:
        raw.sendall(f"GET {path} HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n".encode())
        answer = b""
        while more := raw.recv(4096):
            answer += more
    assert int(answer.split()[1]) in (400, 404)
    assert b"secret" not in answer
    assert b"root:" not in answer


def test_without_a_web_client_the_console_says_so(tmp_path: Path) -> None:
    with running_server(web_dir=tmp_path / "none") as server, server.client() as client:
        answer = client.get("/console/")
        assert answer.status_code == 503
        assert "make build" in answer.text


def test_a_store_whose_page_is_on_our_own_origin_needs_no_origin_header(server: LiveServer) -> None:
    store = server.add_store(origins=(server.url,))
    with httpx.Client(base_url=server.url, headers={"sec-fetch-site": "same-origin"}, **QUICK_CLIENT) as page:
        assert page.get(f"/v1/stores/{store.public_key}/availability").status_code == 200
    with httpx.Client(base_url=server.url, headers={"sec-fetch-site": "cross-site"}, **QUICK_CLIENT) as page:
        answer = page.get(f"/v1/stores/{store.public_key}/availability")
        assert refusal(answer) == (403, "origin_not_allowed")
    assert STORE_ORIGIN not in store.origins
