"""Listens to a stream of sound: how loud the voice is, how loud the room, and whether the peaks are cut off. It judges nothing."""

from __future__ import annotations

import math
from array import array
from dataclasses import dataclass
from operator import mul

from av import AudioFrame, AudioResampler

RATE = 48_000
BLOCK = 960
"""Samples in 20 ms, the step in which levels are taken."""
LOWEST_DBFS = -100.0
VOICE_ABOVE_DB = 9.0
LOUD = 16_384
NEAR_TOP = 0.7
FULL = 32_700


@dataclass(frozen=True)
class SoundMeasure:
    """What was heard. Levels in dBFS (0 is the loudest there is, -100 stands for nothing at all)."""

    seconds: float
    loud_dbfs: float
    """The level that the loudest twentieth of all blocks reaches."""
    voice_dbfs: float | None
    """Mean level of the blocks that stand out of the room by 9 dB; None where nearly nothing does."""
    floor_dbfs: float
    """The level that all but the quietest twentieth of the blocks stay above: the room between words."""
    cut_share: float
    """The share of the voice's blocks that reach nearly the same peak. Syllables differ (0.5 at most); cut off, they all end at one
    ceiling, and opus hides the flat tops but not that. 0 for a voice whose peaks are below half of the loudest there is."""
    full_share: float
    """The share of samples at the very limit."""


def samples_of(frame: AudioFrame, resampler: AudioResampler | None = None) -> array[int]:
    """One channel of a frame as 16-bit samples at 48 kHz; of two channels the one that is not silent."""
    if frame.format.name != "s16" or frame.sample_rate != RATE:
        resampled = (resampler or AudioResampler(format="s16", layout="mono", rate=RATE)).resample(frame)
        samples = array("h")
        for part in resampled:
            samples.extend(samples_of(part))
        return samples
    channels = len(frame.layout.channels)
    samples = array("h", bytes(frame.planes[0])[: frame.samples * channels * 2])
    if channels == 1:
        return samples
    left = samples[::channels]
    return left if any(left) else samples[1::channels]


def level_dbfs(samples: array[int]) -> float:
    """The level of some samples."""
    energy = sum(map(mul, samples, samples)) / max(1, len(samples))
    return max(LOWEST_DBFS, 10 * math.log10(energy / 2**30)) if energy else LOWEST_DBFS


class SoundWatch:
    """Takes frames in order. 20 ms of sound cost about 0.1 ms."""

    def __init__(self) -> None:
        self._left = array("h")
        self._levels: list[float] = []
        self._peaks: list[int] = []
        self._full = 0
        self._resampler = AudioResampler(format="s16", layout="mono", rate=RATE)

    @property
    def blocks(self) -> int:
        """How many stretches of 20 ms were heard."""
        return len(self._levels)

    @property
    def recent_dbfs(self) -> float | None:
        """The loudest of the last 0.2 s, for a meter."""
        return max(self._levels[-10:], default=None)

    def samples(self, frame: AudioFrame) -> array[int]:
        """A frame's samples, without listening to them."""
        return samples_of(frame, self._resampler)

    def take(self, frame: AudioFrame) -> None:
        """Listen to a frame."""
        self.hear(self.samples(frame))

    def hear(self, samples: array[int]) -> None:
        """Listen to 16-bit samples at 48 kHz."""
        self._left.extend(samples)
        while len(self._left) >= BLOCK:
            self._block(self._left[:BLOCK])
            del self._left[:BLOCK]

    def _block(self, block: array[int]) -> None:
        self._levels.append(level_dbfs(block))
        highest, lowest = max(block), min(block)
        peak = max(highest, -lowest)
        self._peaks.append(peak)
        if peak >= FULL:
            self._full += sum(1 for s in block if s >= FULL or s <= -FULL)

    def measure(self) -> SoundMeasure | None:
        """What was heard until now; None before the first 20 ms."""
        if not self._levels:
            return None
        ordered = sorted(self._levels)
        floor, loud = ordered[len(ordered) // 20], ordered[len(ordered) * 19 // 20]
        above = floor + VOICE_ABOVE_DB
        voice = [level for level in ordered if level > above]
        enough = len(voice) * 20 >= len(ordered)
        return SoundMeasure(
            seconds=len(ordered) * BLOCK / RATE,
            loud_dbfs=loud,
            voice_dbfs=10 * math.log10(sum(10 ** (v / 10) for v in voice) / len(voice)) if enough else None,
            floor_dbfs=floor,
            cut_share=_alike(
                [peak for peak, level in zip(self._peaks, self._levels, strict=True) if level > above]
            ),
            full_share=self._full / (len(ordered) * BLOCK),
        )


def _alike(peaks: list[int]) -> float:
    """The share of peaks near the highest of them, leaving out the few that stick out."""
    top = sorted(peaks)[len(peaks) * 97 // 100] if peaks else 0
    return sum(peak >= NEAR_TOP * top for peak in peaks) / len(peaks) if top >= LOUD else 0.0
