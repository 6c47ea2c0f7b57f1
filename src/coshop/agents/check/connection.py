"""The connection of a check: sends back what comes, hands on what was decoded, and reads the counters. It judges nothing."""

from __future__ import annotations

import contextlib
import time
from collections.abc import Callable, Sequence

from aiortc import MediaStreamTrack
from aiortc.mediastreams import MediaStreamError
from av import AudioFrame, VideoFrame

from coshop.agents.check.network import NetworkSample
from coshop.agents.check.pass_on import CLOCKS, PassedOn, ask_for_key_pictures, tap, vp8_first
from coshop.peer.media import MediaConnection
from coshop.peer.tracks import Received
from coshop.protocol.views import IceServer

OnPicture = Callable[[VideoFrame, float], None]
OnSound = Callable[[AudioFrame, float], None]


class Watching(Received):
    """Reads the other side's tracks and hands on each frame with the second it came at (`time.monotonic`)."""

    def __init__(self, on_picture: OnPicture, on_sound: OnSound) -> None:
        super().__init__()
        self._on_picture, self._on_sound = on_picture, on_sound

    async def _read(self, track: MediaStreamTrack) -> None:
        with contextlib.suppress(MediaStreamError):
            while True:
                frame = await track.recv()
                if isinstance(frame, VideoFrame):
                    self._on_picture(frame, time.monotonic())
                elif isinstance(frame, AudioFrame):
                    self._on_sound(frame, time.monotonic())


class MirrorConnection(MediaConnection):
    """Answers an offer with picture and sound, and sends both back as they came."""

    def __init__(
        self,
        connection_id: str,
        *,
        ice_servers: Sequence[IceServer],
        on_change: Callable[[], None],
        on_picture: OnPicture,
        on_sound: OnSound,
    ) -> None:
        super().__init__(
            connection_id,
            ice_servers=ice_servers,
            mode="video",
            on_message=lambda _: None,
            on_change=on_change,
            received=Watching(on_picture, on_sound),
        )
        self.picture_back = PassedOn("video")
        self.sound_back = PassedOn("audio")
        self._pc.on("track", self._tap)

    def _tap(self, track: MediaStreamTrack) -> None:
        for transceiver in self._pc.getTransceivers():
            if transceiver.receiver.track is track:
                back = self.picture_back if track.kind == "video" else self.sound_back
                tap(transceiver.receiver, back.take)
                if track.kind == "video":
                    ask_for_key_pictures(transceiver.sender, transceiver.receiver)

    async def answer(self, sdp: str) -> str:
        """The SDP of the answer. Raises ValueError for an offer that is none."""
        try:
            answer = await super().answer(vp8_first(sdp))
        except Exception as broken:
            # aiortc trips over a bad description in many ways, from KeyError to AssertionError.
            raise ValueError(f"no offer: {broken!r}") from broken
        self.attach(audio=self.sound_back, video=self.picture_back)
        return answer

    @property
    def loop_s(self) -> float | None:
        """How long a frame stays here before it goes back; None while unknown."""
        return self.picture_back.held_s

    async def sample(self, at_s: float) -> NetworkSample:
        """The connection's counters now. Jitter is the sound's where there is sound: a picture's packets come in heaps."""
        bytes_in = bytes_out = packets_in = lost_in = packets_out = lost_out = 0
        told = False
        jitter_in: dict[str, float] = {}
        jitter_out: dict[str, float] = {}
        round_trips: list[float] = []
        for transceiver in self._pc.getTransceivers():
            receiver, kind = transceiver.receiver, transceiver.kind
            again = getattr(receiver, "_RTCRtpReceiver__rtx_ssrc", {})
            # aiortc's own report keeps one stream a receiver, and that may be the one of packets sent again.
            for ssrc, stream in getattr(receiver, "_RTCRtpReceiver__remote_streams", {}).items():
                if ssrc not in again:
                    packets_in += stream.packets_received
                    lost_in += stream.packets_lost
                    jitter_in[kind] = stream.jitter / CLOCKS[kind]
            for report in (await transceiver.sender.getStats()).values():
                packets_out += report.packetsSent if report.type == "outbound-rtp" else 0
                if report.type == "remote-inbound-rtp":
                    told = True
                    lost_out += report.packetsLost
                    jitter_out[kind] = report.jitter / CLOCKS[kind]
                    round_trips += [report.roundTripTime] if report.roundTripTime is not None else []
                if report.type == "transport":
                    bytes_in, bytes_out = report.bytesReceived, report.bytesSent
        return NetworkSample(
            at_s=at_s,
            bytes_in=bytes_in,
            packets_in=packets_in,
            lost_in=lost_in,
            jitter_in_s=_best(jitter_in),
            bytes_out=bytes_out,
            packets_out=packets_out,
            lost_out=lost_out if told else None,
            jitter_out_s=_best(jitter_out),
            round_trip_s=max(0.0, min(round_trips)) if round_trips else None,
        )

    async def _close(self) -> None:
        self.picture_back.stop()
        self.sound_back.stop()
        await super()._close()


def _best(jitters: dict[str, float]) -> float | None:
    return jitters.get("audio", jitters.get("video"))
