"""How steadily the camera is held: the shift of the whole picture between two samples. A person who moves before a still shop is no shift."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from operator import sub
from statistics import median

WIDTH, HEIGHT = 160, 120
TILES_ACROSS, TILES_DOWN = 3, 2
SHIFT_MAX = 8
TEXTURE_MIN = 1.5
"""Mean change from one point of a profile to the next, in steps of brightness, below which a tile shows nothing to follow."""

Profiles = tuple[tuple[list[float], list[float]], ...]


@dataclass(frozen=True)
class Shift:
    """How far the picture moved, in hundredths of its width."""

    across: float
    down: float

    @property
    def length(self) -> float:
        """Without its direction."""
        return float((self.across**2 + self.down**2) ** 0.5)


def profiles(points: bytes) -> Profiles:
    """For each tile of a 160 x 120 picture: the mean brightness of its columns and of its rows, around 0."""
    wide, high = WIDTH // TILES_ACROSS, HEIGHT // TILES_DOWN
    made = []
    for tile_row in range(TILES_DOWN):
        top = tile_row * high
        for tile_column in range(TILES_ACROSS):
            left = tile_column * wide
            start, end = top * WIDTH, (top + high) * WIDTH
            columns = [sum(points[x + start : end : WIDTH]) / high for x in range(left, left + wide)]
            rows = [
                sum(points[y * WIDTH + left : y * WIDTH + left + wide]) / wide for y in range(top, top + high)
            ]
            made.append((_centred(columns), _centred(rows)))
    return tuple(made)


def shift_between(before: Profiles, after: Profiles) -> Shift | None:
    """What most tiles agree on; None where too few tiles, or only those of the middle, show anything to follow."""
    across: list[float] = []
    down: list[float] = []
    sides: set[int] = set()
    for number, ((columns0, rows0), (columns1, rows1)) in enumerate(zip(before, after, strict=True)):
        if not (_textured(columns0) and _textured(columns1)):
            continue
        across.append(_match(columns0, columns1))
        sides.add(number % TILES_ACROSS)
        if _textured(rows0) and _textured(rows1):
            down.append(_match(rows0, rows1))
    if len(across) < 3 or not {0, TILES_ACROSS - 1} <= sides:
        return None
    scale = 100 / WIDTH
    return Shift(median(across) * scale, (median(down) if len(down) >= 2 else 0.0) * scale)


def _centred(values: list[float]) -> list[float]:
    mean = sum(values) / len(values)
    return [value - mean for value in values]


def _textured(profile: Sequence[float]) -> bool:
    change = float(sum(map(abs, map(sub, profile[1:], profile))))
    return change / len(profile) > TEXTURE_MIN


def _match(before: Sequence[float], after: Sequence[float]) -> float:
    """The shift at which two profiles differ least, between two points where the difference says so."""
    length = len(before)
    costs = []
    for shift in range(-SHIFT_MAX, SHIFT_MAX + 1):
        overlap = length - abs(shift)
        a = before[max(0, -shift) : max(0, -shift) + overlap]
        b = after[max(0, shift) : max(0, shift) + overlap]
        costs.append(sum(map(abs, map(sub, a, b))) / overlap)
    best = min(range(len(costs)), key=costs.__getitem__)
    if best in (0, len(costs) - 1):
        return float(best - SHIFT_MAX)
    left, middle, right = costs[best - 1 : best + 2]
    bend = left - 2 * middle + right
    return best - SHIFT_MAX + ((left - right) / (2 * bend) if bend > 1e-9 else 0.0)
