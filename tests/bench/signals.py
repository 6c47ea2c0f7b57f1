"""Server CPU per relayed signal: many pairs exchange 230-byte JSON messages, through coshop and through PeerJS in turn."""

from __future__ import annotations

import asyncio
import json
import time
from collections.abc import Callable
from dataclasses import dataclass

from tests.bench.peerjs import HEARTBEAT, peer_server
from tests.bench.people import RATES_NOTE, Pair, coshop_server, people_of, until
from tests.bench.processes import cpu_s
from tests.bench.sockets import masked
from tests.bench.table import Row

PAIRS = 200
BYTES = 230
PER_SOCKET_PER_S = 18
ROUNDS = 6
ROUND_S = 2.5
IDLE_S = 2.0
TICK_S = 0.001
WARM_S = 1.0


@dataclass
class Relay:
    """A server with its sockets: who writes what, and how many messages have arrived so far."""

    pid: int
    senders: list[Callable[[], None]]
    arrived: Callable[[], int]
    check: Callable[[], None]
    close: Callable[[], None] = lambda: None
    idle_share: float = 0.0

    async def rest(self) -> None:
        """Measure what the server uses while its sockets say nothing, as seconds of CPU a second."""
        before, began = cpu_s(self.pid), time.monotonic()
        await asyncio.sleep(IDLE_S)
        self.idle_share = (cpu_s(self.pid) - before) / (time.monotonic() - began)

    async def round(self, seconds: float) -> float:
        """Offer the load for so long; microseconds of server CPU per signal that arrived. Raises TimeoutError on loss."""
        first, before, began = self.arrived(), cpu_s(self.pid), time.monotonic()
        each_s = 1 / (len(self.senders) * PER_SOCKET_PER_S)
        sent, wanted = 0, round(seconds / each_s)
        while sent < wanted:
            due = min(wanted, int((time.monotonic() - began) / each_s))
            while sent < due:
                self.senders[sent % len(self.senders)]()
                sent += 1
            await asyncio.sleep(TICK_S)
        await until(lambda: self.arrived() - first >= sent, what=f"the arrival of {sent} signals")
        took, used = time.monotonic() - began, cpu_s(self.pid) - before
        self.check()
        return (used - self.idle_share * took) / sent * 1e6


async def measure() -> list[Row]:
    """The row of the table. Both servers run at once; rounds alternate, so both see the same machine."""
    with coshop_server("signals") as server, peer_server("signals") as peer:
        async with people_of(server) as people:
            pairs = await people.pairs(PAIRS)
            ours = _ours(server.pid, pairs, people.check)
            theirs = await _theirs(peer.pid, peer.socket)
            for relay in (ours, theirs):
                await relay.round(WARM_S)
                await relay.rest()
            samples: tuple[list[float], list[float]] = ([], [])
            for _ in range(ROUNDS):
                for relay, kept in zip((ours, theirs), samples, strict=True):
                    kept.append(await relay.round(ROUND_S))
            theirs.close()
    rate = PAIRS * 2 * PER_SOCKET_PER_S
    return [
        Row(
            "server CPU per relayed signal", "µs", *samples, {"ratio": 1.5},
            f"{BYTES}-byte JSON, {PAIRS} pairs, {rate} signals/s offered, idle use subtracted; {RATES_NOTE}",
        )
    ]  # fmt: skip


def _ours(pid: int, pairs: list[Pair], check: Callable[[], None]) -> Relay:
    visitors = [visitor for pair in pairs for visitor in (pair.shopper, pair.associate)]
    senders: list[Callable[[], None]] = []
    for pair in pairs:
        frame = masked(_coshop_signal(pair.call_id))
        senders += [lambda v=visitor, f=frame: v.write(f) for visitor in (pair.shopper, pair.associate)]  # type: ignore[misc]
    return Relay(pid, senders, lambda: sum(visitor.signals for visitor in visitors), check)


async def _theirs(pid: int, opened: Callable[..., object]) -> Relay:
    arrived = 0

    def message(data: bytes) -> None:
        nonlocal arrived
        arrived += data.startswith(b'{"type":"CANDIDATE"')

    sockets = []
    senders: list[Callable[[], None]] = []
    for number in range(PAIRS):
        two = (f"shopper-{number:08d}-bench", f"associate-{number:06d}-bench")
        for here, there in (two, two[::-1]):
            socket = await opened(here, message)  # type: ignore[misc]
            frame = masked(_peerjs_signal(there))
            sockets.append(socket)
            senders.append(lambda s=socket, f=frame: s.write(f))  # type: ignore[misc]
            socket.write(HEARTBEAT)

    def check() -> None:
        if closed := [socket.closed for socket in sockets if socket.closed]:
            raise RuntimeError(f"PeerJS closed {len(closed)} sockets: {closed[0]}")

    def close() -> None:
        for socket in sockets:
            socket.close()

    return Relay(pid, senders, lambda: arrived, check, close)


def _coshop_signal(call_id: str) -> bytes:
    def made(candidate: str) -> bytes:
        listed = [{"candidate": candidate, "sdp_mid": "0", "sdp_m_line_index": 0}]
        body = {"type": "candidates", "connection_id": "connection-0001", "candidates": listed}
        return json.dumps(
            {"type": "signal", "call_id": call_id, "body": body}, separators=(",", ":")
        ).encode()

    return _filled(made)


def _peerjs_signal(to: str) -> bytes:
    def made(candidate: str) -> bytes:
        listed = {"candidate": candidate, "sdpMid": "0", "sdpMLineIndex": 0}
        payload = {"candidate": listed, "type": "media", "connectionId": "mc_0123456789"}
        return json.dumps(
            {"type": "CANDIDATE", "payload": payload, "dst": to}, separators=(",", ":")
        ).encode()

    return _filled(made)


def _filled(made: Callable[[str], bytes]) -> bytes:
    """The message with a candidate just long enough for BYTES in all."""
    start = "candidate:1 1 udp 2122260223 192.0.2.7 51234 typ host "
    room = BYTES - len(made(""))
    assert room >= 10, f"the envelope alone takes {BYTES - room} bytes"
    return made((start + "generation 0 ufrag abcd network-id 1 network-cost 10 ")[:room].ljust(room, "0"))
