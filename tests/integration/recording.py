"""What tests of recordings share: people who are seen and heard, their consent, and what was kept."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Awaitable, Callable
from dataclasses import replace
from typing import Any

from coshop.core.cart_types import Side
from coshop.peer import Associate, ColourBars, Shopper, Tone
from coshop.peer.tracks import read_counter
from coshop.ports import RecordingRow
from coshop.protocol import recording_commands as r
from tests.agents.record.films import Played, play
from tests.integration.conftest import Shop
from tests.servers import LiveServer

VERSION = "2026-11"


async def until(look: Callable[[], Awaitable[Any]], timeout_s: float = 30.0, what: str = "") -> Any:
    end_s = time.monotonic() + timeout_s
    while not (found := await look()):
        assert time.monotonic() < end_s, f"did not happen in time: {what}"
        await asyncio.sleep(0.05)
    return found


async def people(shop: Shop, **tracks: Any) -> tuple[Shopper, Associate]:
    """A video call of a store that records, with pictures and sound both ways."""
    await asyncio.to_thread(
        shop.server.on_loop, shop.server.directory.change_store(replace(shop.store, recording="ask"))
    )
    return await shop.live_call(
        mode="video",
        shopper={"media": True, "video": tracks.get("video") or ColourBars(), "audio": Tone()},
        associate={"media": True, "video": ColourBars(width=480, height=360), "audio": Tone(hertz=660)},
    )


async def ask(shopper: Shopper, associate: Associate, *, shopper_agrees: bool = True) -> None:
    """The associate asks, and both answer."""
    await associate.signalling.command(associate.call_id, r.RecordingAsk(text_version=VERSION))
    await shopper.wait_for(lambda call: call.recording is not None)
    for who, agreed in ((associate, True), (shopper, shopper_agrees)):
        answer = r.RecordingConsent(agreed=agreed, text_version=VERSION, language="en")
        await who.signalling.command(who.call_id, answer)
    await shopper.wait_for(lambda call: call.recording is not None and call.recording.state != "asked")


async def recorder_is_there(shopper: Shopper, timeout_s: float = 30.0) -> None:
    """The recorder is a guest of the call, and connected to the shopper."""
    await shopper.wait_for(lambda call: any(g.role == "recorder" for g in call.guests), timeout_s=timeout_s)
    await shopper.signalling.board.until(
        lambda: any(c.state == "connected" for c in shopper.guest_links.connections.values()),
        timeout_s=timeout_s,
    )


async def recorded(shop: Shop, *, shopper_agrees: bool = True, **tracks: Any) -> tuple[Shopper, Associate]:
    """People in a call that is being recorded: both have answered, and the recorder is there."""
    shopper, associate = await people(shop, **tracks)
    await ask(shopper, associate, shopper_agrees=shopper_agrees)
    await recorder_is_there(shopper)
    return shopper, associate


async def kept(server: LiveServer, call_id: str, timeout_s: float = 30.0) -> RecordingRow:
    """What is on record once the recording has ended."""

    async def ended() -> RecordingRow | None:
        row = await on(server, server.coshop.parts.recordings.of_call(call_id))
        return row if row is not None and row.state != "recording" else None

    row: RecordingRow = await until(ended, timeout_s, "the recording settles")
    return row


async def on(server: LiveServer, work: Awaitable[Any]) -> Any:
    """On the server's loop, without standing still here."""
    return await asyncio.to_thread(server.on_loop, work)


async def film(server: LiveServer, row: RecordingRow, side: Side, part: int = 1) -> Played:
    """One file, as ffmpeg plays it."""
    (file,) = [each for each in row.files if (each["side"], each["part"]) == (side, part)]
    files = server.coshop.parts.files
    length = await on(server, files.length(file["name"]))
    data = await on(server, files.read(file["name"], 0, length))
    return await asyncio.to_thread(play, data)


def counters(played: Played) -> list[int]:
    """The numbers that the sender painted into its pictures."""
    return [read_counter(picture) for picture in played.pictures]
