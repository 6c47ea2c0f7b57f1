"""PeerJS as the peer to stand beside: its own server from npm, its socket spoken plainly, its page for the browsers."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from websockets.asyncio.client import ClientConnection, connect

from tests.bench.processes import HERE, free_port, running

SERVER = HERE / "node_modules/peer/dist/bin/peerjs.js"
CLIENT = HERE / "node_modules/peerjs/dist/peerjs.min.js"


@dataclass
class PeerServer:
    """A running PeerJS server."""

    port: int
    pid: int

    async def socket(self, peer_id: str) -> ClientConnection:
        """The socket of a peer, open for messages."""
        url = f"ws://127.0.0.1:{self.port}/peerjs?key=peerjs&id={peer_id}&token=t-{peer_id}&version=1.5.5"
        ws = await connect(url, compression=None, max_queue=None)
        opened = json.loads(await ws.recv())
        if opened.get("type") != "OPEN":
            raise RuntimeError(f"PeerJS answered {opened}")
        return ws


@contextmanager
def peer_server(build: Path) -> Iterator[PeerServer]:
    """A PeerJS server on a free port."""
    port = free_port()
    command = ["node", str(SERVER), "--port", str(port), "--host", "127.0.0.1", "--path", "/", "--concurrent_limit", "20000"]
    with running(command, f"http://127.0.0.1:{port}/", build / "peerjs.log") as pid:
        yield PeerServer(port, pid)
