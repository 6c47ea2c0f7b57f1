"""One end of a recorded connection in a process of its own: `sender` sends films made beforehand, `recorder` keeps what comes.

Commands come as lines of JSON on standard input; each is answered with one. The sender encodes nothing while it is measured.
"""

from __future__ import annotations

import asyncio
import json
import secrets
import sys
import time
from array import array
from fractions import Fraction
from pathlib import Path
from typing import Any

import av
from aiortc import MediaStreamTrack, RTCRtpReceiver
from aiortc.contrib.media import MediaRecorder
from av import AudioFrame, VideoFrame
from av.packet import Packet

from coshop.agents.record.keys import KeyFile
from coshop.agents.record.person import PersonRecording
from coshop.agents.record.shelf import DiskShelf
from coshop.peer.media import MediaConnection
from coshop.peer.tracks import Received

FILM_S = 2
RATE = 30


def film(width: int, height: int, kbps: int) -> list[bytes]:
    """Two seconds of a moving texture as VP8 at about this bitrate; the first is a key frame."""
    codec = av.CodecContext.create("libvpx", "w")
    assert isinstance(codec, av.VideoCodecContext)
    codec.width, codec.height, codec.pix_fmt = width, height, "yuv420p"
    codec.time_base, codec.framerate = Fraction(1, RATE), Fraction(RATE)
    codec.bit_rate, codec.gop_size = kbps * 1000, FILM_S * RATE
    codec.options = {
        "deadline": "realtime",
        "cpu-used": "8",
        "lag-in-frames": "0",
        "minrate": f"{kbps}k",
        "maxrate": f"{kbps}k",
    }
    texture = b"".join(bytes([64 + each // 2]) * 16 for each in secrets.token_bytes(16)) * (width // 256 + 2)
    made = []
    for index in range(FILM_S * RATE):
        frame = VideoFrame(width, height, "yuv420p")
        for plane, part in zip(frame.planes, (1, 2, 2), strict=True):
            rows = height // part
            data = b"".join(
                texture[(index * 3 + row // 16 * 48) % 256 :][: plane.line_size].ljust(
                    plane.line_size, b"\x80"
                )
                for row in range(rows)
            )
            plane.update(data)
        frame.pts = index
        made += [bytes(packet) for packet in codec.encode(frame)]
    return made


def speech() -> list[bytes]:
    """Two seconds of noise as opus at 32 kbit/s."""
    codec = av.CodecContext.create("libopus", "w")
    assert isinstance(codec, av.AudioCodecContext)
    codec.format, codec.layout, codec.sample_rate, codec.bit_rate = "s16", "mono", 48000, 32_000
    codec.time_base = Fraction(1, 48000)
    made = []
    for index in range(100):
        frame = AudioFrame(format="s16", layout="mono", samples=960)
        frame.planes[0].update(array("h", (each * 40 - 5000 for each in secrets.token_bytes(960))).tobytes())
        frame.sample_rate, frame.pts, frame.time_base = 48000, index * 960, codec.time_base
        made += [bytes(packet) for packet in codec.encode(frame)]
    return made


class Again(MediaStreamTrack):
    """Encoded frames over and over, at their time."""

    def __init__(self, kind: str, frames: list[bytes], rate: int, step: int, clock: int) -> None:
        self.kind = kind
        super().__init__()
        self._frames, self._rate, self._step, self._base = frames, rate, step, Fraction(1, clock)
        self._sent, self._start_s = 0, time.monotonic()

    async def recv(self) -> Packet[Any]:
        """The next one."""
        await asyncio.sleep(max(0.0, self._start_s + self._sent / self._rate - time.monotonic()))
        packet: Packet[Any] = Packet(self._frames[self._sent % len(self._frames)])
        packet.pts, packet.time_base = self._sent * self._step, self._base
        self._sent += 1
        return packet


class IntoMediaRecorder(Received):
    """What aiortc's own recorder does with both tracks; the picture first, or it would lose it."""

    def __init__(self, path: Path) -> None:
        super().__init__()
        self._recorder = MediaRecorder(str(path), format="webm")
        self._kinds: dict[str, MediaStreamTrack] = {}

    def take(self, track: MediaStreamTrack, _receiver: RTCRtpReceiver | None = None) -> None:
        """Keep it; with the second, begin."""
        self._kinds[track.kind] = track
        if len(self._kinds) == 2:
            self._recorder.addTrack(self._kinds["video"])
            self._recorder.addTrack(self._kinds["audio"])
            task = asyncio.create_task(self._recorder.start())
            self._tasks.add(task)
            task.add_done_callback(self._tasks.discard)

    async def stop(self) -> None:
        """End the file."""
        await self._recorder.stop()


class End:
    """The commands of both roles."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._films: dict[tuple[int, ...], list[bytes]] = {}
        self._speech: list[bytes] = []
        self._connection: MediaConnection | None = None
        self._recording: PersonRecording | None = None
        self._count = 0

    def _new(self, received: Received | None = None) -> MediaConnection:
        self._connection = MediaConnection(
            "conn_1",
            ice_servers=(),
            mode="video",
            on_message=lambda _: None,
            on_change=lambda: None,
            received=received,
        )
        return self._connection

    async def offer(self, size: list[int]) -> str:
        """The sender's offer; the film of that size is made at the first."""
        self._speech = self._speech or await asyncio.to_thread(speech)
        if tuple(size) not in self._films:
            self._films[tuple(size)] = await asyncio.to_thread(film, *size)
        frames = self._films[tuple(size)]
        sdp = await self._new().offer()
        self._tracks = Again("audio", self._speech, 50, 960, 48000), Again("video", frames, RATE, 3000, 90000)
        return sdp

    async def answered(self, sdp: str) -> str:
        """Send from now on."""
        assert self._connection is not None
        await self._connection.take_answer(sdp)
        self._connection.attach(audio=self._tracks[0], video=self._tracks[1])
        return ""

    async def take(self, sdp: str, how: str) -> str:
        """The recorder's answer."""
        received: Received
        if how == "coshop":
            if self._recording is None:
                keys = KeyFile(self._folder / "recording.key")
                keys.make()
                self._count += 1
                self._recording = PersonRecording(
                    DiskShelf(self._folder / "shelf"), keys, f"rec_{self._count}/shopper.webm", "rec", "shopper",
                    started_s=time.monotonic(),
                )  # fmt: skip
                assert await self._recording.start()
            received = self._recording.received()
        else:
            received = IntoMediaRecorder(self._folder / f"{secrets.token_hex(4)}.webm")
        return await self._new(received).answer(sdp)

    async def frames(self, count: int) -> int:
        """How many frames of the picture this connection has taken, once it is `count` or more."""
        assert self._connection is not None
        tap = self._connection.received.taps["video"]  # type: ignore[attr-defined]
        while tap.frames < count:  # noqa: ASYNC110 the tap has one reader, which is the recording
            await asyncio.sleep(0.01)
        return int(tap.frames)

    async def close(self) -> str:
        """End the connection."""
        if self._connection is not None:
            connection, self._connection = self._connection, None
            await connection.close()
        return ""

    async def finish(self) -> dict[str, Any]:
        """End the recording; what became of it."""
        assert self._recording is not None
        recording, self._recording = self._recording, None
        return {**(await recording.finish()).words(), "gaps": []}


async def main(folder: Path) -> None:
    """Do what each line says until there are no more."""
    end = End(folder)
    reader = asyncio.StreamReader(limit=2**20)
    await asyncio.get_running_loop().connect_read_pipe(
        lambda: asyncio.StreamReaderProtocol(reader), sys.stdin
    )
    while line := await reader.readline():
        asked = json.loads(line)
        answer = await getattr(end, asked.pop("do"))(**asked)
        print(json.dumps(answer), flush=True)
    await end.close()


if __name__ == "__main__":
    asyncio.run(main(Path(sys.argv[1])))
