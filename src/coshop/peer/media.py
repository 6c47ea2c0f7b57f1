"""One WebRTC connection of a call, as [SIG3]–[SIG10] want it, on aiortc. It sends no signals: it makes and takes descriptions."""

from __future__ import annotations

import asyncio
import contextlib
import re
from collections.abc import Callable, Sequence

from aiortc import (
    MediaStreamTrack,
    RTCBundlePolicy,
    RTCConfiguration,
    RTCDataChannel,
    RTCIceServer,
    RTCPeerConnection,
    RTCRtpReceiver,
    RTCSessionDescription,
)
from aiortc.exceptions import InvalidStateError
from aiortc.sdp import candidate_from_sdp

from coshop.core.call_types import Mode
from coshop.peer.reports import guard
from coshop.peer.tracks import Received, Switch
from coshop.protocol.signals import Candidate
from coshop.protocol.views import IceServer

START_KBPS = 1500
CANDIDATES_KEPT_MAX = 200
CLOSE_TIMEOUT_S = 5.0


def with_start_bitrate(sdp: str, kbps: int = START_KBPS) -> str:
    """Ask the other side's VP8 encoder to start at `kbps`: aiortc offers REMB only, and Chromium would creep up from 300."""
    return re.sub(
        r"^(a=rtpmap:(\d+) VP8/90000\r?\n)",
        lambda m: f"{m.group(1)}a=fmtp:{m.group(2)} x-google-start-bitrate={kbps}\r\n",
        sdp,
        flags=re.MULTILINE,
    )


class MediaConnection:
    """Audio, video and the data channel between two clients.

    Frames received are counted in `received`; a `ReceivedEncoded` there gets them as they were sent, undecoded. With `receive`
    false an offer is answered so that the other side sends nothing at all.
    """

    def __init__(
        self,
        connection_id: str,
        *,
        ice_servers: Sequence[IceServer],
        mode: Mode,
        on_message: Callable[[str | bytes], None],
        on_change: Callable[[], None],
        received: Received | None = None,
        receive: bool = True,
    ) -> None:
        self.connection_id = connection_id
        self.received = received or Received(on_change)
        self.closed = False
        self.attached: dict[str, MediaStreamTrack | None] = {"audio": None, "video": None}
        self._closing: asyncio.Task[None] | None = None
        self._on_change = on_change
        self._mode = mode
        self._receive = receive
        self._switches: dict[str, Switch] = {}
        self._candidates: list[Candidate] = []
        self._described = False
        servers = [
            RTCIceServer(
                urls=list(server.urls),
                username=server.username or None,
                credential=server.credential or None,
            )
            for server in ice_servers
        ]
        # An empty list, never None: without a list aiortc asks a public STUN server.
        self._pc = RTCPeerConnection(
            RTCConfiguration(iceServers=servers, bundlePolicy=RTCBundlePolicy.MAX_BUNDLE)
        )
        self._pc.on("track", self._took_track)
        self._pc.on("connectionstatechange", on_change)
        self._on_message = on_message
        self._channel: RTCDataChannel | None = None

    @property
    def state(self) -> str:
        """As `RTCPeerConnection.connectionState`."""
        return "closed" if self.closed else str(self._pc.connectionState)

    @property
    def channel_open(self) -> bool:
        """Whether the data channel can be used."""
        return not self.closed and self._channel is not None and self._channel.readyState == "open"

    def _took_track(self, track: MediaStreamTrack) -> None:
        for transceiver in self._pc.getTransceivers():
            if transceiver.receiver.track is track:
                guard(transceiver.receiver)
                self.received.take(track, transceiver.receiver)

    def _add(self, kind: str) -> None:
        self._switches[kind] = Switch(kind)
        transceiver = self._pc.addTransceiver(self._switches[kind], direction="sendrecv")
        if self.received.codecs:
            wanted = (*self.received.codecs, "video/rtx")
            known = RTCRtpReceiver.getCapabilities(kind)
            assert known is not None
            transceiver.setCodecPreferences(
                [each for each in known.codecs if each.mimeType.lower() in wanted]
            )

    @property
    def relayed(self) -> bool:
        """Whether the path in use goes through a relay at either end."""
        transports = {transceiver.receiver.transport.transport for transceiver in self._pc.getTransceivers()}
        if self._pc.sctp is not None:
            transports.add(self._pc.sctp.transport.transport)
        return any(
            "relay" in (pair.remote_candidate.type, pair.local_candidate.type)
            for transport in transports
            # aioice tells nobody else which pair it uses.
            for pair in transport._connection._nominated.values()  # noqa: SLF001
        )

    def _make_channel(self) -> None:
        """After the transceivers: aiortc bundles onto the first of them, and fails where the channel came before."""
        self._channel = self._pc.createDataChannel("coshop", negotiated=True, id=0, ordered=True)
        self._channel.on("message", self._on_message)
        self._channel.on("open", self._on_change)

    async def offer(self) -> str:
        """The SDP of an offer with all candidates in it (about 0.1 s)."""
        if self._mode != "text":
            for kind in ("audio", "video"):
                self._add(kind)
        self._make_channel()
        await self._pc.setLocalDescription(await self._pc.createOffer())
        return with_start_bitrate(self._pc.localDescription.sdp)

    async def answer(self, sdp: str) -> str:
        """The SDP of the answer to an offer. Raises ValueError for one that is none."""
        if self.received.codecs:  # aiortc settles the codecs of an offer at once, so it is told before
            for kind in re.findall(r"^m=(audio|video) ", sdp, flags=re.MULTILINE):
                self._add(kind)
        await self._pc.setRemoteDescription(RTCSessionDescription(sdp=sdp, type="offer"))
        self._make_channel()
        for transceiver in self._pc.getTransceivers():
            if transceiver.kind not in self._switches:
                self._switches[transceiver.kind] = Switch(transceiver.kind)
                transceiver.sender.replaceTrack(self._switches[transceiver.kind])
                transceiver.direction = "sendrecv" if self._receive else "inactive"
        await self._pc.setLocalDescription(await self._pc.createAnswer())
        self._described = True
        await self._take_kept_candidates()
        return with_start_bitrate(self._pc.localDescription.sdp)

    async def take_answer(self, sdp: str) -> None:
        """The other side's answer; a second one is dropped."""
        with contextlib.suppress(InvalidStateError):
            await self._pc.setRemoteDescription(RTCSessionDescription(sdp=sdp, type="answer"))
            self._described = True
            await self._take_kept_candidates()

    async def take_candidates(self, candidates: Sequence[Candidate]) -> None:
        """Candidates of the other side, kept while there is no description yet ([SIG7])."""
        if not self._described:
            self._candidates.extend(candidates[: CANDIDATES_KEPT_MAX - len(self._candidates)])
            return
        for word in candidates:
            if not word.candidate:
                await self._pc.addIceCandidate(None)
                continue
            # A candidate that aiortc cannot read (mDNS of a foreign network, TCP) is one path fewer, no more.
            with contextlib.suppress(ValueError, AssertionError, IndexError, OSError):
                candidate = candidate_from_sdp(word.candidate.removeprefix("candidate:"))
                candidate.sdpMid = word.sdp_mid
                candidate.sdpMLineIndex = word.sdp_m_line_index
                await self._pc.addIceCandidate(candidate)

    async def _take_kept_candidates(self) -> None:
        kept, self._candidates = self._candidates, []
        await self.take_candidates(kept)

    def attach(self, *, audio: MediaStreamTrack | None, video: MediaStreamTrack | None) -> None:
        """Send these from now on, without negotiating ([SIG5])."""
        self.attached = {"audio": audio, "video": video}
        for kind, source in (("audio", audio), ("video", video)):
            if kind in self._switches:
                self._switches[kind].attach(source)

    def send(self, data: str | bytes) -> bool:
        """Put anything on the data channel, valid or not; false when it is not open."""
        if self._channel is None or not self.channel_open:
            return False
        self._channel.send(data)
        return True

    async def close(self) -> None:
        """Close it, bounded in time; again waits for the same. Being cancelled leaves nothing open."""
        if self._closing is None:
            self.closed = True
            self.attach(audio=None, video=None)
            self._closing = asyncio.create_task(self._close())
        await asyncio.shield(self._closing)

    async def _close(self) -> None:
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(CLOSE_TIMEOUT_S):
                await self._pc.close()
                await self.received.stop()
        self._on_change()
