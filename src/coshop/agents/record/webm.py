"""One person's VP8 and opus frames as a WebM file that only ever grows: clusters as they come, an index at the end. Pure.

Times are milliseconds from the start of the recording. Sound is put end to end, and silence stands where none came, so that every
player keeps both in step; a picture stands until the next. What has to be said in front and is known only at the end (length,
index, size of the picture) comes as patches, for which room is left.
"""

from __future__ import annotations

from dataclasses import dataclass
from struct import pack, unpack

from coshop.agents.record import ebml
from coshop.peer.assembly import OPUS_RATE, Kind, opus_samples, vp8_size

VIDEO, AUDIO = 1, 2
SILENCE = b"\xf8\xff\xfe"
SILENCE_SAMPLES = 960
DRIFT_SAMPLES = 40 * OPUS_RATE // 1000
AUDIO_GAP_MS = 100
VIDEO_GAP_MS = 1500
CLUSTER_MS_MAX = 30_000
CUE_EVERY_MS = 1000
GAPS_MAX = 5000
SEEK_ROOM = 96
FIRST_SIZE = (640, 480)
SEEK_HEAD, INFO, TRACKS, CUES, CLUSTER = 0x114D9B74, 0x1549A966, 0x1654AE6B, 0x1C53BB6B, 0x1F43B675
CLUSTER_TIME, SIMPLE_BLOCK = 0xE7, 0xA3
_PER_MS = OPUS_RATE // 1000


@dataclass(frozen=True, slots=True)
class Gap:
    """Nothing came of one kind from `start_ms` to `end_ms`."""

    kind: Kind
    start_ms: int
    end_ms: int


@dataclass(frozen=True, slots=True)
class Patch:
    """Bytes that take the place of those at `offset`."""

    offset: int
    data: bytes


def _head() -> bytes:
    return ebml.element(
        0x1A45DFA3,
        ebml.unsigned(0x4286, 1),  # EBMLVersion
        ebml.unsigned(0x42F7, 1),  # EBMLReadVersion
        ebml.unsigned(0x42F2, 4),  # EBMLMaxIDLength
        ebml.unsigned(0x42F3, 8),  # EBMLMaxSizeLength
        ebml.text(0x4282, "webm"),
        ebml.unsigned(0x4287, 4),  # DocTypeVersion: CodecDelay and SeekPreRoll
        ebml.unsigned(0x4285, 2),  # DocTypeReadVersion
    )


def _video_track(width: int, height: int) -> bytes:
    picture = ebml.element(0xE0, ebml.unsigned(0xB0, width, 2), ebml.unsigned(0xBA, height, 2))
    return ebml.element(
        0xAE, ebml.unsigned(0xD7, VIDEO), ebml.unsigned(0x73C5, VIDEO), ebml.unsigned(0x83, 1),
        ebml.text(0x86, "V_VP8"), picture,
    )  # fmt: skip


def _audio_track() -> bytes:
    opus_head = pack("<8sBBHIhB", b"OpusHead", 1, 2, 0, OPUS_RATE, 0, 0)
    return ebml.element(
        0xAE, ebml.unsigned(0xD7, AUDIO), ebml.unsigned(0x73C5, AUDIO), ebml.unsigned(0x83, 2),
        ebml.text(0x86, "A_OPUS"), ebml.unsigned(0x56AA, 0), ebml.unsigned(0x56BB, 80_000_000),
        ebml.element(0x63A2, opus_head),
        ebml.element(0xE1, ebml.double(0xB5, OPUS_RATE), ebml.unsigned(0x9F, 2)),
    )  # fmt: skip


_SEGMENT = _head() + ebml.identity(0x18538067)
SEGMENT_AT = len(_SEGMENT) + 8
"""Where the segment's content begins; positions in the index count from here."""
_NAMED = (ebml.unsigned(0x2AD7B1, 1_000_000), ebml.text(0x4D80, "coshop"), ebml.text(0x5741, "coshop"))
_INFO_AT = SEGMENT_AT + SEEK_ROOM
_INFO = ebml.element(INFO, *_NAMED, ebml.void(11))
_TRACKS_AT = _INFO_AT + len(_INFO)
_VIDEO_AT = _TRACKS_AT + len(
    ebml.element(TRACKS, _video_track(*FIRST_SIZE), _audio_track(), width=4)
) - len(_video_track(*FIRST_SIZE) + _audio_track())  # fmt: skip
HEADER = b"".join(
    (
        _SEGMENT, ebml.UNKNOWN_SIZE, ebml.void(SEEK_ROOM), _INFO,
        ebml.element(TRACKS, _video_track(*FIRST_SIZE), _audio_track(), width=4),
    )
)  # fmt: skip


def said_in_front(file: bytes) -> tuple[int, bool]:
    """Length in ms and whether there is a picture, from the first bytes of a file that has its end."""
    duration_ms, has_video = 0, False
    for number, _, content in ebml.elements(file, _INFO_AT):
        for inner, _, value in ebml.elements(content) if number in (INFO, TRACKS) else ():
            if number == INFO and inner == 0x4489:
                duration_ms = int(unpack(">d", value)[0])
            elif number == TRACKS and inner == 0xAE:
                has_video = has_video or b"V_VP8" in value
    return duration_ms, has_video


class Index:
    """What the end of the file says about the rest. Fed with each cluster; used again for a file whose writer died."""

    def __init__(self) -> None:
        self.end_ms = 0
        self.size: tuple[int, int] | None = None
        self._cues: list[tuple[int, int, int]] = []

    def note(self, track: int, ms: int, cluster_at: int, *, key: bool, data: bytes) -> None:
        """A block at `ms` in the cluster at `cluster_at`."""
        if track == VIDEO and self.size is None:
            self.size = vp8_size(data)
        length_ms = opus_samples(data) // _PER_MS if track == AUDIO else 33
        self.end_ms = max(self.end_ms, ms + length_ms)
        if track == AUDIO and self.size is not None:
            return
        if key and (not self._cues or ms - self._cues[-1][0] >= CUE_EVERY_MS):
            self._cues.append((ms, track, cluster_at - SEGMENT_AT))

    def mark(self) -> tuple[int, tuple[int, int] | None, int]:
        """How much it knows now, for `back_to`."""
        return self.end_ms, self.size, len(self._cues)

    def back_to(self, mark: tuple[int, tuple[int, int] | None, int]) -> None:
        """Forget what was noted since."""
        self.end_ms, self.size = mark[:2]
        del self._cues[mark[2] :]

    def end(self, length: int) -> tuple[bytes, list[Patch]]:
        """What to append to a file of `length` bytes, and what to put right in front of it."""
        cues = [cue for cue in self._cues if cue[1] == VIDEO] or self._cues
        index = ebml.element(
            CUES,
            *(
                ebml.element(
                    0xBB, ebml.unsigned(0xB3, ms),
                    ebml.element(0xB7, ebml.unsigned(0xF7, track), ebml.unsigned(0xF1, position)),
                )
                for ms, track, position in cues
            ),
        )  # fmt: skip
        places = {INFO: _INFO_AT, TRACKS: _TRACKS_AT, CUES: length}
        seek = ebml.element(
            SEEK_HEAD,
            *(
                ebml.element(
                    0x4DBB, ebml.element(0x53AB, ebml.identity(number)),
                    ebml.unsigned(0x53AC, at - SEGMENT_AT, 8),
                )
                for number, at in places.items()
            ),
        )  # fmt: skip
        track = _video_track(*(self.size or FIRST_SIZE))
        return index, [
            Patch(SEGMENT_AT - 8, ebml.size_of(length + len(index) - SEGMENT_AT, 8)),
            Patch(SEGMENT_AT, seek + ebml.void(SEEK_ROOM - len(seek))),
            Patch(_INFO_AT, ebml.element(INFO, *_NAMED, ebml.double(0x4489, float(self.end_ms)))),
            Patch(_VIDEO_AT, track if self.size else ebml.void(len(track))),
        ]


class Webm:
    """Frames in, bytes to append out. Frames of one kind come in order; the two kinds need not be in step."""

    def __init__(self) -> None:
        self.gaps: list[Gap] = []
        self.dropped_frames = 0
        self.length = 0
        self.index = Index()
        self._blocks: list[tuple[int, int, bool, bytes]] = []
        self._cut_from = self.index.mark(), 0
        self._pending = 0
        self._audio_at = 0
        self._video_ms = self._video_cut_ms = -1

    @property
    def pending_bytes(self) -> int:
        """How much of the picture waits for the next cut."""
        return self._pending

    @property
    def has_video(self) -> bool:
        """Whether a picture was ever taken in."""
        return self._video_ms >= 0

    def add_video(self, ms: float, data: bytes, *, keyframe: bool, gap_before: bool = False) -> None:
        """A VP8 frame. The first must be a key frame; others before it are dropped."""
        if not keyframe and not self.has_video:
            self.dropped_frames += 1
            return
        at = max(int(ms), self._video_ms + 1)
        if gap_before or at - max(0, self._video_ms) > VIDEO_GAP_MS:
            self._gap("video", max(0, self._video_ms), at)
        self._video_ms = at
        self._pending += len(data)
        self._blocks.append((at, VIDEO, keyframe, data))

    def add_audio(self, ms: float, data: bytes) -> None:
        """An opus packet. One that comes for a time already filled is dropped."""
        samples, drift = opus_samples(data), int(ms * _PER_MS) - self._audio_at
        if not samples or drift < -DRIFT_SAMPLES:
            self.dropped_frames += 1
            return
        if drift > DRIFT_SAMPLES:
            self.fill(ms)
        self._sound(data, samples)

    def fill(self, until_ms: float) -> None:
        """Silence up to then, where no sound came."""
        start = self._audio_at
        while self._audio_at + SILENCE_SAMPLES <= until_ms * _PER_MS:
            self._sound(SILENCE, SILENCE_SAMPLES)
        if self._audio_at > start:
            self._gap("audio", start // _PER_MS, self._audio_at // _PER_MS)

    def _sound(self, data: bytes, samples: int) -> None:
        self._blocks.append((self._audio_at // _PER_MS, AUDIO, True, data))
        self._audio_at += samples

    def _gap(self, kind: Kind, start_ms: int, end_ms: int) -> None:
        for index in range(len(self.gaps) - 1, max(-1, len(self.gaps) - 3), -1):
            if self.gaps[index].kind == kind and self.gaps[index].end_ms >= start_ms:
                self.gaps[index] = Gap(kind, self.gaps[index].start_ms, end_ms)
                return
        if len(self.gaps) < GAPS_MAX:
            self.gaps.append(Gap(kind, start_ms, end_ms))

    def drop_from(self, ms: int) -> None:
        """Forget what lies at `ms` or behind it and is not cut yet."""
        kept = [block for block in self._blocks if block[0] < ms]
        dropped_at = [block[0] for block in self._blocks if block[0] >= ms and block[1] == AUDIO]
        if dropped_at:
            self._audio_at = min(dropped_at) * _PER_MS
        self._video_ms = max((block[0] for block in kept if block[1] == VIDEO), default=self._video_cut_ms)
        self._blocks = kept
        self._pending = sum(len(block[3]) for block in kept if block[1] == VIDEO)

    def cut(self, until_ms: float = float("inf")) -> bytes:
        """What there is since the last time, as bytes to append: whole clusters, and the header before the first.

        What lies behind `until_ms` waits for another time.
        """
        ordered = sorted(self._blocks, key=lambda block: block[0])
        blocks = [block for block in ordered if block[0] <= until_ms]
        self._blocks = ordered[len(blocks) :]
        self._cut_from = self.index.mark(), self.length
        self._pending = sum(len(block[3]) for block in self._blocks if block[1] == VIDEO)
        self._video_cut_ms = max(
            (block[0] for block in blocks if block[1] == VIDEO), default=self._video_cut_ms
        )
        made = [] if self.length else [HEADER]
        at = self.length or len(HEADER)
        while blocks:
            start = blocks[0][0]
            count = next(
                (n for n, block in enumerate(blocks) if block[0] - start > CLUSTER_MS_MAX), len(blocks)
            )
            parts = [ebml.unsigned(CLUSTER_TIME, start)]
            for ms, track, key, data in blocks[:count]:
                self.index.note(track, ms, at, key=key, data=data)
                head = pack(">BhB", 0x80 | track, ms - start, 0x80 if key else 0)
                parts.append(ebml.element(SIMPLE_BLOCK, head, data))
            made.append(ebml.element(CLUSTER, *parts, width=8))
            at += len(made[-1])
            del blocks[:count]
        self.length = at
        return b"".join(made)

    def uncut(self) -> None:
        """The bytes of the last cut could not be kept: the file ends before them."""
        mark, self.length = self._cut_from
        self.index.back_to(mark)

    def finish(self, until_ms: float = 0) -> tuple[bytes, list[Patch]]:
        """The rest to append, and what to put right in front. Gaps shorter than can be noticed are forgotten."""
        self.fill(until_ms)
        if self.has_video and until_ms - self._video_ms > VIDEO_GAP_MS:
            self._gap("video", self._video_ms, int(until_ms))
        data = self.cut()
        end, patches = self.index.end(self.length)
        self.length += len(end)
        self.gaps = [
            gap for gap in self.gaps if gap.kind == "video" or gap.end_ms - gap.start_ms >= AUDIO_GAP_MS
        ]
        return data + end, patches
