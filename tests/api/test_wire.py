"""The wire against raw bytes: however frames are cut, joined or malformed, messages arrive whole or the RFC's code ends it."""

from __future__ import annotations

import base64
import json
import os
import random
import socket
import struct
import time
from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from websockets.frames import Frame, Opcode

from coshop.ports import Store
from coshop.protocol import limits
from tests.servers import STORE_ORIGIN, LiveServer

OP_CONT, OP_TEXT, OP_BINARY = Opcode.CONT, Opcode.TEXT, Opcode.BINARY
OP_CLOSE, OP_PING = Opcode.CLOSE, Opcode.PING
WRONG = '{"type":"dance"}'


class RawSocket:
    """A WebSocket client that sends whatever bytes it is told to."""

    def __init__(self, connection: socket.socket) -> None:
        self.connection = connection
        self._got = b""

    def send(self, *frames: bytes, piece: int = 0) -> None:
        data = b"".join(frames)
        step = piece or len(data)
        for at in range(0, len(data), step):
            self.connection.sendall(data[at : at + step])

    def frame(self) -> tuple[int, bytes]:
        """The next frame's opcode and payload."""
        first, second = self._take(2)
        assert not second & 0x80, "a server masks nothing"
        size = second & 0x7F
        if size == 126:
            (size,) = struct.unpack("!H", self._take(2))
        elif size == 127:
            (size,) = struct.unpack("!Q", self._take(8))
        return first & 0x0F, self._take(size)

    def refusals(self, count: int) -> list[str]:
        """The codes of the next `count` refused frames; others are passed over."""
        codes: list[str] = []
        while len(codes) < count:
            opcode, payload = self.frame()
            assert opcode == OP_TEXT, (opcode, payload)
            word = json.loads(payload)
            if word["type"] == "refused":
                codes.append(word["refusal"]["code"])
        return codes

    def close_code(self) -> int:
        """The code with which the server closes; other frames are passed over."""
        while True:
            opcode, payload = self.frame()
            if opcode == OP_CLOSE:
                return int(struct.unpack("!H", payload[:2])[0])

    def _take(self, size: int) -> bytes:
        while len(self._got) < size:
            more = self.connection.recv(65536)
            assert more, "the server closed the connection without a word"
            self._got += more
        taken, self._got = self._got[:size], self._got[size:]
        return taken


def masked(opcode: Opcode, payload: bytes, *, fin: bool = True) -> bytes:
    return bytes(Frame(opcode, payload, fin).serialize(mask=True))


@contextmanager
def raw_socket(server: LiveServer, extra: str = "") -> Iterator[RawSocket]:
    with socket.create_connection(("127.0.0.1", server.coshop.port), timeout=30) as connection:
        key = base64.b64encode(os.urandom(16)).decode()
        connection.sendall(
            f"GET /v1/socket HTTP/1.1\r\nHost: 127.0.0.1\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
            f"Sec-WebSocket-Key: {key}\r\nSec-WebSocket-Version: 13\r\nOrigin: {STORE_ORIGIN}\r\n{extra}\r\n".encode()
        )
        answer = b""
        while b"\r\n\r\n" not in answer:
            more = connection.recv(4096)
            assert more
            answer += more
        head, _, rest = answer.partition(b"\r\n\r\n")
        assert head.startswith(b"HTTP/1.1 101"), head
        assert b"extensions" not in head.lower()
        client = RawSocket(connection)
        client._got = rest
        yield client


@pytest.fixture
def raw(server: LiveServer, store: Store) -> Iterator[RawSocket]:
    """A socket that has said hello."""
    with raw_socket(server) as client:
        say_hello(server, store, client)
        yield client


def say_hello(server: LiveServer, store: Store, client: RawSocket) -> None:
    ticket = server.shopper_token(store)["ticket"]
    hello = {"type": "hello", "protocol": 1, "ticket": ticket, "client_id": "client-00000001"}
    client.send(masked(OP_TEXT, json.dumps(hello).encode()))
    opcode, payload = client.frame()
    assert (opcode, json.loads(payload)["type"]) == (OP_TEXT, "welcome")


@pytest.mark.parametrize("piece", [0, 1, 2, 3, 7, 100])
def test_messages_arrive_whole_however_the_bytes_are_cut(raw: RawSocket, piece: int) -> None:
    long = ('{"type":"dance","x":"' + "y" * 300 + '"}').encode()
    raw.send(
        masked(OP_TEXT, WRONG.encode()),
        masked(OP_TEXT, long),
        masked(OP_PING, b"are you there"),
        masked(OP_BINARY, WRONG.encode()),
        masked(OP_TEXT, WRONG[:5].encode(), fin=False),
        masked(OP_PING, b"in between"),
        masked(OP_CONT, WRONG[5:9].encode(), fin=False),
        masked(OP_CONT, WRONG[9:].encode()),
        masked(OP_TEXT, b""),
        piece=piece,
    )
    pongs: list[bytes] = []
    codes: list[str] = []
    while len(codes) < 5 or len(pongs) < 2:
        opcode, payload = raw.frame()
        if opcode == 10:
            pongs.append(payload)
        elif refusal := json.loads(payload).get("refusal"):  # a heartbeat may be due meanwhile
            codes.append(refusal["code"])
    assert pongs == [b"are you there", b"in between"]
    assert codes == ["unknown_type"] * 4 + ["malformed"]


def test_frames_that_come_with_the_handshake_are_not_lost(server: LiveServer, store: Store) -> None:
    with raw_socket(server) as client:
        ticket = server.shopper_token(store)["ticket"]
        hello = {"type": "hello", "protocol": 1, "ticket": ticket, "client_id": "client-00000001"}
        client.send(masked(OP_TEXT, json.dumps(hello).encode()), *[masked(OP_TEXT, WRONG.encode())] * 3)
        assert client.refusals(3) == ["unknown_type"] * 3


@pytest.mark.parametrize(
    ("frames", "code"),
    [
        ([b"\x81\x02hi"], 1002),  # not masked
        ([b"\xc1\x80\0\0\0\0"], 1002),  # a reserved bit
        ([b"\x83\x80\0\0\0\0"], 1002),  # an opcode nobody knows
        ([b"\x09\x80\0\0\0\0"], 1002),  # a control frame in parts
        ([b"\x89\xfe\x00\x7e\0\0\0\0" + b"x" * 126], 1002),  # a control frame of 126 bytes
        ([masked(OP_CONT, b"x")], 1002),  # goes on with nothing
        ([masked(OP_TEXT, b"x", fin=False), masked(OP_TEXT, b"y")], 1002),  # begins anew in the middle
        ([b"\x81\xff" + struct.pack("!Q", limits.FRAME_MAX_BYTES + 1) + b"\0\0\0\0"], 1009),
        ([b"\x81\xff" + struct.pack("!Q", 2**40) + b"\0\0\0\0"], 1009),
        ([masked(OP_TEXT, b"x" * 40_000, fin=False), masked(OP_CONT, b"x" * 40_000)], 1009),
        ([masked(OP_CLOSE, struct.pack("!H", 1000))], 1000),
    ],
)
@pytest.mark.parametrize("piece", [0, 5])
def test_what_breaks_the_rfc_is_closed_with_its_code(
    raw: RawSocket, frames: list[bytes], code: int, piece: int
) -> None:
    raw.send(*frames, piece=piece if len(frames[0]) < 1000 else 0)
    assert raw.close_code() == code
    raw.connection.settimeout(5)
    assert raw.connection.recv(100) == b""


def test_a_length_written_longer_than_needed_keeps_its_place(raw: RawSocket) -> None:
    payload = WRONG.encode()
    mask = bytes(have ^ want for have, want in zip(payload, b"\x81\x85\x00\x00", strict=False))
    looks_like_a_frame = bytes(byte ^ mask[at % 4] for at, byte in enumerate(payload))
    raw.send(b"\x81\xff" + struct.pack("!Q", len(payload)) + mask)
    time.sleep(0.2)  # so that head and payload arrive apart; without it the test could only pass, never fail
    raw.send(looks_like_a_frame, masked(OP_TEXT, payload))
    assert raw.refusals(2) == ["unknown_type"] * 2


def test_a_message_of_exactly_the_limit_is_taken(raw: RawSocket) -> None:
    padded = WRONG[:-1] + " " * (limits.FRAME_MAX_BYTES - len(WRONG)) + "}"
    raw.send(masked(OP_TEXT, padded.encode()))
    assert raw.refusals(1) == ["unknown_type"]
    raw.send(masked(OP_TEXT, b" " + padded.encode()))
    assert raw.close_code() == 1009


def test_pings_count_as_frames(raw: RawSocket) -> None:
    raw.send(*[masked(OP_PING, b"x")] * (limits.FRAMES_BURST * 2))
    assert raw.close_code() == 4429


def test_compression_is_never_agreed_on(server: LiveServer, store: Store) -> None:
    with raw_socket(server, "Sec-WebSocket-Extensions: permessage-deflate\r\n") as client:
        say_hello(server, store, client)


def test_random_bytes_end_a_socket_and_nothing_else(server: LiveServer, store: Store) -> None:
    chance = random.Random(20261122)
    for _ in range(200):
        with raw_socket(server) as client:
            try:
                client.send(chance.randbytes(chance.randrange(1, 600)), piece=chance.choice([0, 1, 50]))
                client.connection.shutdown(socket.SHUT_WR)
                while client.connection.recv(65536):
                    pass
            except ConnectionError:
                pass
    with raw_socket(server) as client:
        say_hello(server, store, client)


@pytest.mark.parametrize(
    ("request_head", "status"),
    [
        ("GET /v1/socket?ticket=abc HTTP/1.1\r\nSec-WebSocket-Version: 8\r\n", 400),
        ("GET /v1/other HTTP/1.1\r\nSec-WebSocket-Version: 13\r\n", 404),
        ("GET /v1/socket HTTP/1.1\r\nSec-WebSocket-Version: 13\r\nOrigin: https://evil.example\r\n", 403),
        (
            f"GET /v1/socket HTTP/1.1\r\nSec-WebSocket-Version: 13\r\nOrigin: {STORE_ORIGIN}\r\nOrigin: {STORE_ORIGIN}\r\n",
            400,
        ),
    ],
)
def test_a_handshake_that_will_not_do_gets_http_and_no_socket(
    server: LiveServer, store: Store, request_head: str, status: int
) -> None:
    with socket.create_connection(("127.0.0.1", server.coshop.port), timeout=30) as connection:
        rest = (
            "Host: 127.0.0.1\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
            "Sec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==\r\n\r\n"
        )
        connection.sendall((request_head + rest).encode())
        answer = b""
        while more := connection.recv(4096):
            answer += more
    assert int(answer.split()[1]) == status
