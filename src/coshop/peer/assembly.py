"""Turns RTP payloads, lost, doubled and shuffled as they come, into whole VP8 and opus frames in order. Pure: time is an argument.

It decodes nothing: of a frame it reads only what RFC 7741 (VP8 in RTP), RFC 6386 (VP8) and RFC 6716 (opus) put in front. It
trusts nothing either: whatever arrives, it raises nothing and holds a bounded number of packets and bytes.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal, NamedTuple

VIDEO_HOLD_S = 0.4
AUDIO_HOLD_S = 0.2
HELD_MAX = 512
JUMP_MAX = 3000
LATE_MAX = 500
FRAME_BYTES_MAX = 2 * 1024 * 1024
SIDE_MAX = 8192
OPUS_RATE = 48_000
OPUS_SAMPLES_MAX = 5760
_OPUS_SILK = (480, 960, 1920, 2880)
_OPUS_HYBRID = (480, 960)
_OPUS_CELT = (120, 240, 480, 960)

Kind = Literal["audio", "video"]


@dataclass(frozen=True, slots=True)
class EncodedFrame:
    """One frame as it was sent. `timestamp` is RTP's, unwrapped, in 1/`clock_rate` s; `arrived_s` is the receiver's clock."""

    kind: Kind
    timestamp: int
    clock_rate: int
    arrived_s: float
    keyframe: bool
    data: bytes
    gap_before: bool


class Piece(NamedTuple):
    """One RTP packet, its payload descriptor taken off. `starts` is true for the first packet of a frame."""

    timestamp: int
    marker: bool
    starts: bool
    data: bytes


def starts_vp8_frame(payload: bytes) -> bool:
    """Whether an RTP payload holds the beginning of a VP8 frame: S set and partition 0 (RFC 7741, 4.2)."""
    return bool(payload) and payload[0] & 0x17 == 0x10


def vp8_size(data: bytes) -> tuple[int, int]:
    """Width and height of a VP8 key frame; (0, 0) for any other frame and for what is none (RFC 6386, 9.1)."""
    if len(data) < 10 or data[0] & 1 or data[3:6] != b"\x9d\x01\x2a":
        return 0, 0
    return int.from_bytes(data[6:8], "little") & 0x3FFF, int.from_bytes(data[8:10], "little") & 0x3FFF


def is_vp8(data: bytes) -> bool:
    """Whether this can be a VP8 frame: a first partition that fits, and for a key frame its start code and a size."""
    if len(data) < 4:
        return False
    first_partition = int.from_bytes(data[:3], "little") >> 5
    head = 3 if data[0] & 1 else 10
    if first_partition == 0 or head + first_partition > len(data):
        return False
    if data[0] & 1:
        return True
    width, height = vp8_size(data)
    return 0 < width <= SIDE_MAX and 0 < height <= SIDE_MAX


def opus_samples(data: bytes) -> int:
    """How long an opus packet plays, in 1/48000 s; 0 for what is no packet (RFC 6716, 3.1 and 3.4)."""
    if not data:
        return 0
    config, code = data[0] >> 3, data[0] & 3
    if config < 12:
        each = _OPUS_SILK[config & 3]
    elif config < 16:
        each = _OPUS_HYBRID[config & 1]
    else:
        each = _OPUS_CELT[config & 3]
    frames = (1, 2, 2, data[1] & 0x3F if len(data) > 1 else 0)[code]
    if code == 1 and len(data) % 2 == 0:
        return 0
    samples = each * frames
    return samples if samples <= OPUS_SAMPLES_MAX else 0


class Order:
    """Puts pieces in the order of their 16-bit numbers, dropping doubles and waiting `hold_s` for what is missing."""

    def __init__(self, hold_s: float) -> None:
        self._hold_s = hold_s
        self._next: int | None = None
        self._held: dict[int, tuple[Piece, float]] = {}
        self._hole: tuple[int, float] | None = None
        self._elsewhere = -1
        self._lost = 0

    def push(self, number: int, piece: Piece, now_s: float) -> None:
        """Take one packet in."""
        if self._next is None:
            self._next = number
        at = self._next + ((number - self._next + 0x8000) & 0xFFFF) - 0x8000
        if not -LATE_MAX <= at - self._next <= JUMP_MAX:
            # Far away: a stray packet, or a sender that began again. The second in a row decides (RFC 3550, A.1).
            if number != self._elsewhere:
                self._elsewhere = (number + 1) & 0xFFFF
                return
            self._held.clear()
            self._hole, self._next, self._lost = None, at, self._lost + 1
        self._elsewhere = -1
        if at >= self._next and at not in self._held:
            self._held[at] = (piece, now_s)

    def pop(self, now_s: float) -> Iterator[tuple[Piece, int]]:
        """What can be handed on now, each with how many packets before it were given up."""
        while self._held and self._next is not None:
            if (found := self._held.pop(self._next, None)) is not None:
                lost, self._lost, self._hole = self._lost, 0, None
                self._next += 1
                yield found[0], lost
                continue
            if self._hole is None:
                first = min(self._held)
                self._hole = first, self._held[first][1]
            first, since_s = self._hole
            if now_s - since_s < self._hold_s and len(self._held) <= HELD_MAX:
                return
            first = min(self._held)
            self._lost += first - self._next
            self._next, self._hole = first, None


class _Unwrap:
    """32-bit RTP timestamps as numbers that go on growing."""

    def __init__(self) -> None:
        self._last: int | None = None

    def __call__(self, timestamp: int) -> int:
        if self._last is None:
            self._last = timestamp
        else:
            self._last += ((timestamp - self._last + 0x80000000) & 0xFFFFFFFF) - 0x80000000
        return self._last


class VideoAssembly:
    """VP8 packets into frames. After a loss nothing is handed on before the next key frame: the rest would be smeared."""

    kind: Kind = "video"
    clock_rate = 90_000

    def __init__(self) -> None:
        self.needs_key = True
        self.lost_packets = 0
        self.broken_frames = 0
        self._order = Order(VIDEO_HOLD_S)
        self._unwrap = _Unwrap()
        self._parts: list[bytes] | None = None
        self._timestamp = 0
        self._size = 0
        self._gap = False

    def add(self, number: int, piece: Piece, now_s: float) -> list[EncodedFrame]:
        """Take one packet in; the frames that are whole now."""
        self._order.push(number, piece, now_s)
        return [frame for each, lost in self._order.pop(now_s) for frame in self._take(each, lost, now_s)]

    def lose(self) -> None:
        """A frame was lost further on: begin again at a key frame."""
        self._gap = self.needs_key = True

    def _take(self, piece: Piece, lost: int, now_s: float) -> Iterator[EncodedFrame]:
        if lost:
            self.lost_packets += lost
            self._parts = None
            self.lose()
        if piece.starts:
            yield from self._whole(now_s)  # one whose marker never came, with no packet missing
            self._parts, self._timestamp, self._size = [], piece.timestamp, 0
        elif self._parts is not None and piece.data and piece.timestamp != self._timestamp:
            self._break()
        if self._parts is None:
            return
        self._parts.append(piece.data)
        self._size += len(piece.data)
        if self._size > FRAME_BYTES_MAX:
            self._break()
        elif piece.marker:
            yield from self._whole(now_s)

    def _break(self) -> None:
        self._parts = None
        self.broken_frames += 1
        self.lose()

    def _whole(self, now_s: float) -> Iterator[EncodedFrame]:
        if self._parts is None:
            return
        data = b"".join(self._parts)
        if not is_vp8(data):
            self._break()
            return
        self._parts = None
        keyframe = not data[0] & 1
        timestamp = self._unwrap(self._timestamp)
        if self.needs_key and not keyframe:
            return
        gap, self._gap, self.needs_key = self._gap, False, False
        yield EncodedFrame("video", timestamp, self.clock_rate, now_s, keyframe, data, gap)


class AudioAssembly:
    """Opus packets into frames: each is one."""

    kind: Kind = "audio"
    clock_rate = OPUS_RATE
    needs_key = False

    def __init__(self) -> None:
        self.lost_packets = 0
        self.broken_frames = 0
        self._order = Order(AUDIO_HOLD_S)
        self._unwrap = _Unwrap()
        self._gap = False

    def add(self, number: int, piece: Piece, now_s: float) -> list[EncodedFrame]:
        """Take one packet in; the frames that are in order now."""
        self._order.push(number, piece, now_s)
        made = []
        for each, lost in self._order.pop(now_s):
            self.lost_packets += lost
            self._gap = self._gap or bool(lost)
            if not opus_samples(each.data):
                self.broken_frames += bool(each.data)
                self._gap = self._gap or bool(each.data)
                continue
            timestamp = self._unwrap(each.timestamp)
            made.append(EncodedFrame("audio", timestamp, OPUS_RATE, now_s, True, each.data, self._gap))
            self._gap = False
        return made

    def lose(self) -> None:
        """A frame was lost further on."""
        self._gap = True
