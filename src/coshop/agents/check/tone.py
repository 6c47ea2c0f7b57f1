"""A short tune that the speaker plays and the microphone may bring back: made here, and found here again in other sound."""

from __future__ import annotations

import asyncio
import contextlib
import math
from array import array
from dataclasses import dataclass
from functools import cache
from operator import mul

from coshop.agents.check.sound import BLOCK, RATE

NOTES_HZ = (900, 1300, 1100, 1700)
"""Whole numbers of waves in 20 ms, so that one block tells them apart; in an order that no voice and no machine sings."""
BLOCKS_A_NOTE = 8
BLOCKS = len(NOTES_HZ) * BLOCKS_A_NOTE
SECONDS = BLOCKS * BLOCK / RATE
LOUDNESS = 9000
DELAY_MAX_S = 2.0
SCORE_WANTED = 0.15


@dataclass(frozen=True)
class ToneMeasure:
    """The best place for the tune in what was heard. `score`: the share of sound that was the tune there, 0 to 1, of its weakest note."""

    score: float
    delay_s: float


def tone_samples() -> array[int]:
    """The tune: 0.64 s of 16-bit samples at 48 kHz, each note swelling and fading so that nothing clicks."""
    samples, note = array("h"), BLOCKS_A_NOTE * BLOCK
    for hertz in NOTES_HZ:
        for i in range(note):
            swell = min(1.0, i / 480, (note - i) / 480)
            samples.append(int(LOUDNESS * swell * math.sin(2 * math.pi * hertz * i / RATE)))
    return samples


@cache
def _waves(hertz: int) -> tuple[tuple[float, ...], tuple[float, ...]]:
    step = 2 * math.pi * hertz / RATE
    return tuple(math.sin(step * i) for i in range(BLOCK)), tuple(math.cos(step * i) for i in range(BLOCK))


class ToneListener:
    """Takes the sound from the moment the tune was sent. 20 ms of sound cost about 0.5 ms, at most for `DELAY_MAX_S` and the tune."""

    def __init__(self) -> None:
        self._left = array("h")
        self._shares: list[tuple[float, ...]] = []
        self._heard_all = asyncio.Event()

    async def until_full(self, *, timeout_s: float) -> None:
        """Wait until all that could hold the tune was heard, at most this long."""
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(timeout_s):
                await self._heard_all.wait()

    @property
    def full(self) -> bool:
        """Whether all that could hold the tune was heard."""
        return len(self._shares) >= BLOCKS + DELAY_MAX_S * RATE / BLOCK

    def hear(self, samples: array[int]) -> None:
        """Listen to 16-bit samples at 48 kHz."""
        self._left.extend(samples)
        while len(self._left) >= BLOCK and not self.full:
            block = self._left[:BLOCK]
            del self._left[:BLOCK]
            energy = sum(map(mul, block, block))
            self._shares.append(tuple(_share(block, energy, hertz) for hertz in NOTES_HZ))
        if self.full:
            self._heard_all.set()

    def measure(self) -> ToneMeasure | None:
        """The best match; None where less than the tune's length was heard."""
        best: ToneMeasure | None = None
        for late in range(len(self._shares) - BLOCKS + 1):
            notes = []
            for number in range(len(NOTES_HZ)):
                start = late + number * BLOCKS_A_NOTE
                # The blocks at a note's ends hold parts of two notes when the sound came between two blocks.
                blocks = self._shares[start + 1 : start + BLOCKS_A_NOTE - 1]
                notes.append(sum(block[number] for block in blocks) / len(blocks))
            if best is None or min(notes) > best.score:
                best = ToneMeasure(min(notes), late * BLOCK / RATE)
        return best


def _share(block: array[int], energy: float, hertz: int) -> float:
    """The share of a block's energy that lies at a frequency."""
    if energy < BLOCK * 4:
        return 0.0
    sines, cosines = _waves(hertz)
    real, imaginary = sum(map(mul, block, cosines)), sum(map(mul, block, sines))
    return float((real * real + imaginary * imaginary) * 2 / (BLOCK * energy))
