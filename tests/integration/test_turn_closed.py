"""The coturn of docs/turnserver.conf relays to the public network and to no inner one, on credentials that coshop made.

Only permissions and channels are asked for: nothing is ever sent to the addresses named here. The file runs as it is, with a
secret put in; the command line adds loopback addresses to listen on and to relay from. No loopback peer is allowed for it.
"""

from __future__ import annotations

import hashlib
import ipaddress
import shutil
import signal
import socket
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Self

import pytest
from aioice import stun

from coshop.identity.turn import TurnServer
from tests.browser.relay import answers
from tests.services import Process, free_port

CONFIGURATION = Path(__file__).parents[2] / "docs" / "turnserver.conf"
SECRET = "the secret of this test's relay"
UDP = 17 << 24
FORBIDDEN, UNAUTHORISED, WRONG_CREDENTIALS, QUOTA = 403, 401, 441, 486

INNER_4 = (
    "0.0.0.0", "0.0.0.1", "10.0.0.1", "10.20.30.40", "10.255.255.255", "100.64.0.1", "100.127.255.254", "127.0.0.1",
    "127.0.0.53", "127.255.255.255", "169.254.0.1", "169.254.169.254", "169.254.170.2", "172.16.0.1", "172.17.0.1",
    "172.31.255.255", "192.0.0.192", "192.0.2.1", "192.88.99.1", "192.168.0.1", "192.168.178.1", "192.168.255.255", "198.18.0.1", "198.51.100.1", "203.0.113.1", "224.0.0.251",
    "239.255.255.250", "240.0.0.1", "255.255.255.255",
)  # fmt: skip
INNER_6 = (
    "::", "::1", "::7f00:1", "::a00:1", "::ffff:127.0.0.1", "::ffff:10.0.0.1", "::ffff:192.168.0.1",
    "::ffff:169.254.169.254", "64:ff9b::a00:1", "64:ff9b:1::a00:1", "100::1", "2001:0:a00:1::1", "2001:db8::1", "2002:a00:1::1", "2002:7f00:1::1",
    "fc00::1", "fd00:ec2::254", "fdff::1", "fe80::1", "febf::1", "fec0::1", "ff02::1", "ff05::2",
)  # fmt: skip
PUBLIC_4, PUBLIC_6 = "8.8.8.8", "2606:4700:4700::1111"


@pytest.fixture(scope="module")
def relay(tmp_path_factory: pytest.TempPathFactory) -> Iterator[int]:
    """The port of a coturn with the documented file."""
    program = shutil.which("turnserver")
    if program is None:
        pytest.fail("coturn is missing. Install Debian's package coturn.")
    folder = tmp_path_factory.mktemp("turn")
    sample = "static-auth-secret=change-me\n"
    text = CONFIGURATION.read_text(encoding="utf-8")
    assert sample in text
    configuration = folder / "turnserver.conf"
    configuration.write_text(text.replace(sample, f"static-auth-secret={SECRET}\n"), encoding="utf-8")
    port = free_port()
    command = [
        program, "-c", str(configuration), "--listening-ip", "127.0.0.1", "--relay-ip", "127.0.0.1", "--relay-ip", "::1",
        "--listening-port", str(port), "--no-tls", "--no-dtls", "--log-file", str(folder / "turn.log"), "--simple-log",
        "--pidfile", str(folder / "turn.pid"),
    ]  # fmt: skip
    process = Process(command, folder, signal.SIGTERM)
    process.start(lambda: answers(port))
    try:
        yield port
    finally:
        process.stop()


class Client:
    """One allocation on the relay, held by raw messages over UDP."""

    def __init__(self, port: int, person_id: str, *, secret: str = SECRET) -> None:
        self._relay = ("127.0.0.1", port)
        self._socket = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
        self._socket.settimeout(1.0)
        made = TurnServer(urls=(), secret=secret).credentials(person_id, int(time.time()))
        assert made.username is not None
        assert made.credential is not None
        self._username, self._password = made.username, made.credential
        self._realm, self._nonce = "", b""
        self._channel = 0x4000

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_exc: object) -> None:
        if self._nonce:
            self._ask(stun.Method.REFRESH, {"LIFETIME": 0})
        self._socket.close()

    def allocate(self, family: int = 4) -> int:
        """An address to relay from; 0, or the error."""
        words: dict[str, Any] = {"REQUESTED-TRANSPORT": UDP}
        if family == 6:
            words["REQUESTED-ADDRESS-FAMILY"] = 2 << 24
        first = self._exchange(stun.Message(stun.Method.ALLOCATE, stun.Class.REQUEST, attributes=dict(words)))
        assert first.attributes["ERROR-CODE"][0] == UNAUTHORISED
        self._realm, self._nonce = first.attributes["REALM"], first.attributes["NONCE"]
        return self._ask(stun.Method.ALLOCATE, words)

    def permit(self, peer: str) -> int:
        """A permission for a peer; 0, or the error."""
        return self._ask(stun.Method.CREATE_PERMISSION, {"XOR-PEER-ADDRESS": (peer, 4000)})

    def bind(self, peer: str) -> int:
        """A channel to a peer; 0, or the error."""
        self._channel += 1
        words = {"CHANNEL-NUMBER": self._channel, "XOR-PEER-ADDRESS": (peer, 4000)}
        return self._ask(stun.Method.CHANNEL_BIND, words)

    def _ask(self, method: stun.Method, words: dict[str, Any]) -> int:
        message = stun.Message(method, stun.Class.REQUEST, attributes=dict(words))
        message.attributes.update(USERNAME=self._username, REALM=self._realm, NONCE=self._nonce)
        key = f"{self._username}:{self._realm}:{self._password}".encode()
        message.add_message_integrity(hashlib.md5(key, usedforsecurity=False).digest())
        answer = self._exchange(message)
        if answer.message_class == stun.Class.RESPONSE:
            return 0
        return int(answer.attributes["ERROR-CODE"][0])

    def _exchange(self, message: stun.Message) -> stun.Message:
        for _ in range(30):
            self._socket.sendto(bytes(message), self._relay)
            try:
                while True:
                    answer = stun.parse_message(self._socket.recv(2000))
                    if answer.transaction_id == message.transaction_id:
                        return answer
            except TimeoutError:
                continue
        pytest.fail("the relay does not answer")


@pytest.fixture(autouse=True)
def _families(monkeypatch: pytest.MonkeyPatch) -> None:
    """The one attribute that aioice does not know, for it relays on IPv4 alone."""
    entry = (0x0017, "REQUESTED-ADDRESS-FAMILY", stun.pack_unsigned, stun.unpack_unsigned)
    monkeypatch.setitem(stun.ATTRIBUTES_BY_NAME, entry[1], entry)


@pytest.mark.parametrize(("family", "inner", "public"), [(4, INNER_4, PUBLIC_4), (6, INNER_6, PUBLIC_6)])
def test_turn_is_no_way_into_the_network(
    relay: int, family: int, inner: tuple[str, ...], public: str
) -> None:
    assert {ipaddress.ip_address(peer).version for peer in inner} == {family}
    assert len(set(inner)) >= 20
    with Client(relay, f"shopper_{family}") as client:
        assert client.allocate(family) == 0
        assert client.permit(public) == 0
        assert client.bind(public) == 0
        permitted = {peer: client.permit(peer) for peer in inner}
        bound = {peer: client.bind(peer) for peer in inner}
    assert permitted == dict.fromkeys(inner, FORBIDDEN)
    assert bound == dict.fromkeys(inner, FORBIDDEN)


def test_turn_takes_coshops_credentials_alone(relay: int) -> None:
    with Client(relay, "shopper_guessing", secret="another secret") as stranger:
        assert stranger.allocate() in (UNAUTHORISED, WRONG_CREDENTIALS)
        stranger._nonce = b""


def test_turn_counts_what_one_person_takes(relay: int) -> None:
    clients = [Client(relay, "shopper_greedy") for _ in range(41)]
    try:
        assert [client.allocate() for client in clients[:40]] == [0] * 40
        assert clients[40].allocate() == QUOTA
        clients[40]._nonce = b""
        with Client(relay, "shopper_modest") as other:
            assert other.allocate() == 0
    finally:
        for client in clients:
            client.__exit__()
