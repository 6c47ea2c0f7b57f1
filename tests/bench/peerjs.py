"""PeerJS as the peer to stand beside: its own server from npm, and its socket spoken plainly for load."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from tests.bench.processes import BUILD, HERE, free_port, running
from tests.bench.sockets import LoadSocket, masked, open_socket

SERVER = HERE / "node_modules/peer/dist/bin/peerjs.js"
CLIENT = HERE / "node_modules/peerjs/dist/peerjs.min.js"
HEARTBEAT = masked(b'{"type":"HEARTBEAT"}')


@dataclass(frozen=True)
class PeerServer:
    """A running PeerJS server."""

    port: int
    pid: int

    async def socket(self, peer_id: str, message: Callable[[bytes], None]) -> LoadSocket:
        """The socket of a peer, open for messages. Raises RuntimeError, TimeoutError."""
        return await open_socket(
            f"ws://127.0.0.1:{self.port}/peerjs?key=peerjs&id={peer_id}&token=t-{peer_id}&version=1.5.5",
            message,
        )


@contextmanager
def peer_server(name: str) -> Iterator[PeerServer]:
    """A PeerJS server on a free port, until the block ends."""
    if not SERVER.exists():
        raise RuntimeError("PeerJS is not installed: `make bench` does it, or `npm ci` in tests/bench.")
    port = free_port()
    command = [
        "node",
        str(SERVER),
        "--port",
        str(port),
        "--host",
        "127.0.0.1",
        "--path",
        "/",
        "--concurrent_limit",
        "20000",
    ]
    log = BUILD / f"{name}-peerjs.log"
    # Told to stop, it waits for its sockets to go away, which browsers do not do for it.
    with running(command, f"http://127.0.0.1:{port}/", log, stop_timeout_s=1.0) as pid:
        yield PeerServer(port, pid)
