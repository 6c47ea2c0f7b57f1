"""Whether a sound is a certain tone. Pure arithmetic over samples."""

from __future__ import annotations

import math
from collections.abc import Sequence

from av import AudioFrame


def tone_share(samples: Sequence[int], rate: int, hertz: float) -> float:
    """Which part of the energy is at this frequency, 0 to 1 (Goertzel's algorithm); 0 for silence."""
    count = len(samples)
    energy = sum(sample * sample for sample in samples)
    if not count or energy < count:  # quieter than one step of 16 bits: silence
        return 0.0
    turn = 2 * math.cos(2 * math.pi * hertz / rate)
    one = two = 0.0
    for sample in samples:
        one, two = sample + turn * one - two, one
    power = one * one + two * two - turn * one * two
    return min(1.0, 2 * power / (count * energy))


def left_of(frame: AudioFrame) -> list[int]:
    """The samples of a packed 16-bit frame's first channel. Raises ValueError for other formats."""
    if frame.format.name != "s16":
        raise ValueError(f"samples are {frame.format.name}, not s16")
    channels = len(frame.layout.channels)
    data = memoryview(bytes(frame.planes[0])[: frame.samples * channels * 2]).cast("h")
    return list(data[::channels])
