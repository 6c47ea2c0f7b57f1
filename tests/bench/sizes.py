"""Sizes of what a store's page loads, gzipped, from the built web client, and of PeerJS's client beside them."""

from __future__ import annotations

import gzip
from pathlib import Path

from tests.bench.peerjs import CLIENT
from tests.bench.processes import ROOT
from tests.bench.table import Row

DIST = ROOT / "webclient" / "dist"


async def measure() -> list[Row]:
    """The rows of the table. Raises RuntimeError where the web client is not built."""
    if not (DIST / "embed.js").exists():
        raise RuntimeError("the web client is not built: `make build` does it")
    bundle = [path for path in (DIST / "widget").rglob("*") if path.suffix in (".js", ".css")]
    console = [path for path in (DIST / "console" / "assets").rglob("*") if path.suffix in (".js", ".css")]
    return [
        Row("loader, gzipped", "KB", [_kb([DIST / "embed.js"])], [], {"p95": 4}),
        Row(
            "call bundle, gzipped", "KB", [_kb(bundle)], [_kb([CLIENT])], {"p95": 40},
            "PeerJS: its client alone, without any screen",
        ),
        Row("console, gzipped", "KB", [_kb(console)]),
    ]  # fmt: skip


def _kb(paths: list[Path]) -> float:
    """Kilobytes of 1,024 bytes, as a server with gzip -9 would send them."""
    return sum(len(gzip.compress(path.read_bytes(), 9)) for path in paths) / 1024
