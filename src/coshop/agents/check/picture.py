"""Watches a stream of pictures: how many come, how large, and at five a second how lit, sharp and steady. It judges nothing."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise
from statistics import median

from av import VideoFrame
from av.video.reformatter import Interpolation, VideoReformatter

from coshop.agents.check import detail, framing, light

GAPS_S = (0.09, 0.22, 0.16, 0.31, 0.25)
"""Seconds from one sample to the next, in turn. So uneven that a tremble of any pace is met in different places, however many pictures come."""
SETTLE_S = 1.5
"""A stream begins slowly: what comes before this is not counted for its rate."""
LUMA_FIRST = ("yuv420p", "yuvj420p", "yuv422p", "yuv444p", "nv12", "gray")


@dataclass(frozen=True)
class PictureMeasure:
    """What was seen. Each figure is None where the pictures gave nothing to measure it by."""

    frames: int
    seconds: float
    rate: float | None
    """Pictures a second after the first moments."""
    longest_gap_s: float
    width: int
    height: int
    light: light.LightReading | None
    edge_width: float | None
    """In points of a picture 640 wide; of the sharper half of the samples, since hands that move blur."""
    shift: float | None
    """Typical distance from where the picture was within the last second, in hundredths of the width."""


class PictureWatch:
    """Takes frames with the time they came at, in seconds of any steady clock. `count` is quick; `look` takes a few milliseconds."""

    def __init__(self) -> None:
        self.frames = 0
        self.width = self.height = 0
        self._times_s: list[float] = []
        self._taken_s: list[float] = []
        self._next_s: float | None = None
        self._samples = 0
        self._smaller = VideoReformatter()
        self._halved = tuple(VideoReformatter() for _ in framing.SIZES)
        self._grey = VideoReformatter()
        self._lights: list[light.LightReading] = []
        self._edges: list[float] = []
        self._shifts: list[framing.Shift | None] = []
        self._seen: framing.Picture | None = None

    @property
    def last_s(self) -> float:
        """When the last picture came; 0 before the first."""
        return self._times_s[-1] if self._times_s else 0.0

    def count(self, width: int, height: int, at_s: float, taken_s: float | None = None) -> bool:
        """One more picture of this size (points) came. True when it is one to look at.

        `taken_s`: when its sender says it was taken, on a clock of the sender's. The rate goes by it, since it does not matter to
        the rate when we got round to reading a picture.
        """
        self.frames += 1
        self.width, self.height = width, height
        self._times_s.append(at_s)
        self._taken_s.append(at_s if taken_s is None else taken_s)
        if self._next_s is not None and at_s < self._next_s:
            return False
        gap_s = GAPS_S[self._samples % len(GAPS_S)]
        self._samples += 1
        # Kept to the plan, so that it stays five a second at any rate of pictures; begun anew after a pause.
        behind = self._next_s is None or at_s - self._next_s > gap_s
        self._next_s = at_s + gap_s if behind or self._next_s is None else self._next_s + gap_s
        return True

    def look(self, frame: VideoFrame) -> None:
        """Measure one picture. Not to be called from two threads at once; raises ValueError for one that cannot be read."""
        if frame.width < detail.REACH * 8 or frame.height < 32:
            return
        points = _points(self._smaller, frame, light.COLUMNS, light.ROWS)
        self._lights.append(light.read_light(points))
        if (width := detail.edge_width(self._rows(frame), frame.width)) is not None:
            self._edges.append(width)
        seen = self._framing(frame)
        if self._seen is not None:
            self._shifts.append(framing.shift_between(self._seen, seen, tall=frame.height / frame.width))
        self._seen = seen

    def take(self, frame: VideoFrame, at_s: float) -> None:
        """Count a picture and, when it is its turn, look at it."""
        if self.count(frame.width, frame.height, at_s):
            self.look(frame)

    def measure(self, now_s: float | None = None, *, held_up_s: float = 0.0) -> PictureMeasure:
        """What was seen until now; the time since the last picture counts as a gap. `held_up_s` of every gap were our own doing."""
        times_s = self._times_s
        end_s = times_s[-1] if now_s is None and times_s else (now_s or 0.0)
        seconds = end_s - times_s[0] if times_s else 0.0
        settled = [t for t in times_s if t - times_s[0] >= min(SETTLE_S, seconds / 5)]
        gaps_s = [b - a for a, b in pairwise(settled)] + ([end_s - times_s[-1]] if times_s else [])
        sharper = sorted(self._edges)[: max(1, len(self._edges) // 2)]
        return PictureMeasure(
            frames=self.frames,
            seconds=seconds,
            rate=_rate(self._taken_s[len(times_s) - len(settled) :]),
            longest_gap_s=max(0.0, max(gaps_s, default=0.0) - held_up_s),
            width=self.width,
            height=self.height,
            light=light.typical_light(self._lights),
            edge_width=median(sharper) if sharper else None,
            shift=framing.typical_shift(self._shifts),
        )

    def _framing(self, frame: VideoFrame) -> framing.Picture:
        pictures = []
        for reformatter, (width, height) in zip(self._halved, framing.SIZES, strict=True):
            frame = _grey(reformatter, frame, width, height)
            pictures.append(_luma(frame))
        return tuple(pictures)

    def _rows(self, frame: VideoFrame) -> list[bytes]:
        if frame.format.name not in LUMA_FIRST:
            frame = self._grey.reformat(frame, format="gray")
        plane = frame.planes[0]
        view, line = memoryview(plane), plane.line_size
        top, step = frame.height // 10, max(1, frame.height * 8 // 10 // detail.ROWS)
        starts = (line * (top + step * number) for number in range(detail.ROWS))
        return [bytes(view[start : start + frame.width]) for start in starts]


def _rate(taken_s: list[float]) -> float | None:
    """Pictures a second; None for fewer than two, or for times that stand still. A new connection begins its times anew."""
    steps_s = [b - a for a, b in pairwise(taken_s) if b > a]
    return len(steps_s) / sum(steps_s) if steps_s else None


def _points(reformatter: VideoReformatter, frame: VideoFrame, width: int, height: int) -> bytes:
    """The picture's brightness at this size, 0 to 255 whatever range the camera uses, each point the mean of what it covers."""
    return _luma(_grey(reformatter, frame, width, height))


def _grey(reformatter: VideoReformatter, frame: VideoFrame, width: int, height: int) -> VideoFrame:
    return reformatter.reformat(
        frame, width=width, height=height, format="gray", interpolation=Interpolation.AREA
    )


def _luma(frame: VideoFrame) -> bytes:
    plane, width, height = frame.planes[0], frame.width, frame.height
    data = bytes(plane)
    if plane.line_size == width:
        return data[: width * height]
    return b"".join(data[row * plane.line_size : row * plane.line_size + width] for row in range(height))
