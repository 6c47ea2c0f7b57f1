"""A voice and a room made by code: syllables of a sung-speech wave with pauses, and noise, at wanted levels."""

from __future__ import annotations

import math
import random
from array import array
from functools import cache

from av import AudioFrame

RATE = 48_000
FRAME = 960


@cache
def voice(seed: int, seconds: float = 1.3) -> tuple[float, ...]:
    """Somebody speaking: peak about 1. Words of a few syllables, a quarter of the time pauses."""
    chance = random.Random(seed)
    pitch = chance.uniform(90, 230)
    weights = [chance.uniform(0.5, 1) / (n**1.1) * (1.6 if 3 <= n <= 6 else 1) for n in range(1, 18)]
    table = [
        sum(w * math.sin(2 * math.pi * n * i / 1024 + n * n) for n, w in enumerate(weights, 1))
        for i in range(1024)
    ]
    peak = max(map(abs, table))
    table = [value / peak for value in table]
    samples: list[float] = []
    phase, total = 0.0, int(seconds * RATE)
    while len(samples) < total:
        for _ in range(chance.randint(1, 3)):
            length = int(RATE * chance.uniform(0.12, 0.24))
            loud, glide = chance.uniform(0.45, 1.0), chance.uniform(-0.15, 0.15)
            for i in range(length):
                phase += pitch * (1 + glide * i / length) * 1024 / RATE
                samples.append(loud * math.sin(math.pi * i / length) ** 0.6 * table[int(phase) & 1023])
        samples += [0.0] * int(RATE * chance.uniform(0.08, 0.22))
    return tuple(samples[:total])


@cache
def room(seed: int, hiss: bool = True) -> tuple[float, ...]:
    """A second of noise with a mean square of 1: hiss, or a duller hum of machines."""
    chance = random.Random(seed)
    values = [chance.gauss(0, 1) for _ in range(RATE)]
    if not hiss:
        kept, dull = 0.0, []
        for value in values:
            kept = 0.93 * kept + value
            dull.append(kept)
        values = dull
    scale = math.sqrt(len(values) / sum(v * v for v in values))
    return tuple(v * scale for v in values)


def mean_square(samples: tuple[float, ...]) -> float:
    """Of the parts that are not pauses."""
    sounding = [s * s for s in samples if s]
    return sum(sounding) / max(1, len(sounding))


def mix(
    seed: int, *, voice_dbfs: float | None, room_dbfs: float | None, hiss: bool = True, ceiling: float = 1.0
) -> array[int]:
    """A voice in a room at these levels, 1.3 s, its peaks cut off at `ceiling` (1 is the loudest there is)."""
    spoken = voice(seed % 5)
    noise = room(seed % 3, hiss)
    loud = 0.0 if voice_dbfs is None else 10 ** (voice_dbfs / 20) / math.sqrt(mean_square(spoken))
    still = 0.0 if room_dbfs is None else 10 ** (room_dbfs / 20)
    noise = noise * (len(spoken) // len(noise) + 1)
    loud, still, limit = loud * 32768, still * 32768, ceiling * 32767
    values = [a * loud + b * still for a, b in zip(spoken, noise, strict=False)]
    if max(values) > limit or min(values) < -limit:
        values = [max(-limit, min(limit, value)) for value in values]
    return array("h", map(int, values))


def frames(samples: array[int]) -> list[AudioFrame]:
    """The sound as frames of 20 ms, as a microphone gives them."""
    made = []
    for number in range(len(samples) // FRAME):
        frame = AudioFrame(format="s16", layout="mono", samples=FRAME)
        frame.planes[0].update(samples[number * FRAME : (number + 1) * FRAME].tobytes())
        frame.sample_rate, frame.pts = RATE, number * FRAME
        made.append(frame)
    return made
