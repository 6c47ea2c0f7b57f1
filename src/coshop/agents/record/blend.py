"""Makes one MP4 of two recordings: pictures side by side, sound mixed, pauses left out. Slow: it decodes and encodes.

Run in a process of its own (see `export.py`), never in a worker's loop.
"""

from __future__ import annotations

from array import array
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack
from fractions import Fraction
from typing import Any

import av
from av import AudioFrame, AudioResampler, VideoFrame
from av.audio.fifo import AudioFifo

from coshop.agents.record.picture import HEIGHT, WIDTH, SideBySide

RATE = 25
SOUND_RATE = 48_000
SOUND_BLOCK = 1024
PACKET_SAMPLES = SOUND_RATE // 50
"""Of one packet of sound: 20 ms."""
Span = tuple[int, int]


def kept_spans(length_ms: int, pauses: Sequence[Span]) -> list[Span]:
    """What is left of `length_ms` without the pauses, in order. Pauses may overlap and reach beyond."""
    spans, at = [], 0
    for start, end in sorted(pauses):
        start, end = min(max(start, 0), length_ms), min(max(end, 0), length_ms)
        if start > at:
            spans.append((at, start))
        at = max(at, end)
    if at < length_ms:
        spans.append((at, length_ms))
    return spans


def blend(
    sources: Sequence[tuple[Any, int, int]],
    target: Any,
    *,
    pauses: Sequence[Span] = (),
    progress: Callable[[int, int], None] = lambda _done_ms, _total_ms: None,
) -> int:
    """Write an MP4 (H.264, AAC) of WebM files to a seekable file: each with its half (0 left, 1 right), and where it begins (ms).

    Several of one half follow each other (a recorder that was replaced). Returns the film's length in ms.
    `progress` gets ms done and ms in all, at most once for each second of the film. Raises av.FFmpegError, OSError.
    """
    with ExitStack() as stack:
        files = [[_opened(stack, source) for source, _, _ in sources] for _ in ("pictures", "sound")]
        starts = [start_ms for _, _, start_ms in sources]
        pictures = [
            (_Pictures(file), half, at) for file, (_, half, at) in zip(files[0], sources, strict=True)
        ]
        sounds = [(_Sound(file), at) for file, at in zip(files[1], starts, strict=True)]
        ends = [int(file.duration or 0) // 1000 + at for file, at in zip(files[0], starts, strict=True)]
        spans = kept_spans(max(ends, default=0), pauses)
        total_ms = sum(end - start for start, end in spans)
        out = stack.enter_context(av.open(target, "w", format="mp4"))
        video = out.add_stream("libx264", rate=RATE, options={"preset": "veryfast", "crf": "23"})
        video.width, video.height, video.pix_fmt = WIDTH, HEIGHT, "yuv420p"
        sound = out.add_stream("aac", rate=SOUND_RATE, layout="stereo")
        two, fifo, samples = SideBySide(), AudioFifo(), 0
        for count, at_ms in enumerate(_ticks(spans), 1):
            for each, half, start_ms in pictures:
                if (newest := each.until(at_ms - start_ms)) is not None:
                    two.put(half, newest)
            frame = two.frame()
            frame.pts, frame.time_base = count - 1, Fraction(1, RATE)
            out.mux(video.encode(frame))
            fifo.write(_mixed([each.block(at_ms - start_ms) for each, start_ms in sounds]))
            while (block := fifo.read(SOUND_BLOCK)) is not None:
                block.pts, block.time_base = samples, Fraction(1, SOUND_RATE)
                samples += SOUND_BLOCK
                out.mux(sound.encode(block))
            if count % RATE == 0:
                progress(min(count * 1000 // RATE, total_ms), total_ms)
        out.mux(video.encode(None))
        out.mux(sound.encode(None))
    progress(total_ms, total_ms)
    return total_ms


def _opened(stack: ExitStack, source: Any) -> av.container.InputContainer:
    return stack.enter_context(av.open(_Shared(source), "r"))


def _ticks(spans: Sequence[Span]) -> Iterator[int]:
    step = 1000 // RATE
    for start, end in spans:
        yield from range(start, end, step)


class _Shared:
    """A view of a source with a place of its own, so that one file may be read in two ways at once."""

    def __init__(self, source: Any) -> None:
        self._source, self._at = source, 0

    def read(self, size: int) -> bytes:
        self._source.seek(self._at)
        data: bytes = self._source.read(size)
        self._at += len(data)
        return data

    def seek(self, offset: int, whence: int = 0) -> int:
        self._source.seek(self._at)
        self._at = self._source.seek(offset, whence)
        return self._at

    def tell(self) -> int:
        return self._at


class _Pictures:
    def __init__(self, file: av.container.InputContainer) -> None:
        self._frames = self._decoded(file)
        self._next = next(self._frames, None)

    def _decoded(self, file: av.container.InputContainer) -> Iterator[VideoFrame]:
        """Every picture; one that is no picture is passed over, and the one before it stays."""
        if not file.streams.video:
            return
        for packet in file.demux(video=0):
            try:
                frames = packet.decode()
            except av.error.InvalidDataError:
                continue
            for frame in frames:
                if isinstance(frame, VideoFrame):
                    yield frame

    def until(self, at_ms: int) -> VideoFrame | None:
        """The newest picture at or before `at_ms` that was not yet asked for."""
        newest = None
        while self._next is not None and (self._next.time or 0) * 1000 <= at_ms:
            newest, self._next = self._next, next(self._frames, None)
        return newest


class _Sound:
    """The sound of one file, in steps of a picture's length. The files are without holes, so places are counted."""

    def __init__(self, file: av.container.InputContainer) -> None:
        self._samples = SOUND_RATE // RATE
        self._resampler = AudioResampler(format="fltp", layout="stereo", rate=SOUND_RATE)
        self._fifo = AudioFifo()
        self._at = 0
        self._frames = self._decoded(file)

    def _decoded(self, file: av.container.InputContainer) -> Iterator[AudioFrame]:
        """The sound as it is mixed; what is no sound is as much silence, for what comes after it keeps its place."""
        if not file.streams.audio:
            return
        for packet in file.demux(audio=0):
            try:
                frames = packet.decode()
            except av.error.InvalidDataError:
                yield _silence(PACKET_SAMPLES)
                continue
            for frame in frames:
                if isinstance(frame, AudioFrame):
                    yield from self._resampler.resample(frame)

    def block(self, at_ms: int) -> AudioFrame | None:
        """The samples from `at_ms` on; None where there are none. `at_ms` never goes back."""
        if at_ms < 0:
            return None
        start = at_ms * SOUND_RATE // 1000
        self._drop_before(start)
        while self._at + self._fifo.samples < start + self._samples:
            frame = next(self._frames, None)
            if frame is None:
                return None
            frame.pts = None
            self._fifo.write(frame)
            self._drop_before(start)
        self._at += self._samples
        return self._fifo.read(self._samples)

    def _drop_before(self, start: int) -> None:
        if (early := min(start - self._at, self._fifo.samples)) > 0:
            self._fifo.read(early)
            self._at += early


def _silence(samples: int) -> AudioFrame:
    made = AudioFrame(format="fltp", layout="stereo", samples=samples)
    for plane in made.planes:
        plane.update(bytes(plane.buffer_size))
    made.sample_rate = SOUND_RATE
    return made


def _mixed(blocks: Sequence[AudioFrame | None]) -> AudioFrame:
    """All at once, each at its own loudness, held within what can be said."""
    samples = SOUND_RATE // RATE
    there = [block for block in blocks if block is not None]
    made = AudioFrame(format="fltp", layout="stereo", samples=samples)
    for channel, plane in enumerate(made.planes):
        values = [memoryview(bytes(block.planes[channel])).cast("f")[:samples].tolist() for block in there]
        if len(values) > 1:
            mixed = [min(1.0, max(-1.0, sum(each))) for each in zip(*values, strict=True)]
        else:
            mixed = values[0] if values else [0.0] * samples
        plane.update(array("f", mixed).tobytes().ljust(plane.buffer_size, b"\0"))
    made.sample_rate = SOUND_RATE
    return made
