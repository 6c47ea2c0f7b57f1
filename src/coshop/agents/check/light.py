"""How a picture is lit: dark, bright or against the light, from 32 x 24 points of its brightness. It holds no picture and no clock."""

from __future__ import annotations

from dataclasses import dataclass
from statistics import median

COLUMNS, ROWS = 32, 24
BLOWN = 248


@dataclass(frozen=True)
class LightReading:
    """One picture. Brightness from 0 (black) to 255 (white), shares from 0 to 1."""

    mean: float
    highlight: float
    """The brightness that 5 % of the points reach."""
    blown: float
    """The share of points that are pure white."""
    head: float
    """The brightness that a quarter of the points reach where a face is: in the middle, above half height."""
    glare_around: float
    """The share of points at both sides and above the head that are pure white."""


def read_light(points: bytes) -> LightReading:
    """Reads 32 x 24 brightness values, row by row. Raises ValueError for another number of them."""
    if len(points) != COLUMNS * ROWS:
        raise ValueError(f"{len(points)} points instead of {COLUMNS} x {ROWS}")
    ordered = sorted(points)
    head = sorted(b"".join(points[row * COLUMNS + 14 : row * COLUMNS + 18] for row in range(5, 10)))
    around = b"".join(
        points[row * COLUMNS : row * COLUMNS + 8] + points[row * COLUMNS + 24 : (row + 1) * COLUMNS]
        for row in range(15)
    )
    return LightReading(
        mean=sum(points) / len(points),
        highlight=ordered[len(ordered) * 95 // 100],
        blown=sum(map(BLOWN.__le__, points)) / len(points),
        head=head[len(head) * 3 // 4],
        glare_around=sum(map(BLOWN.__le__, around)) / len(around),
    )


def typical_light(readings: list[LightReading]) -> LightReading | None:
    """The median of each figure; None without readings."""
    if not readings:
        return None
    return LightReading(
        mean=median(r.mean for r in readings),
        highlight=median(r.highlight for r in readings),
        blown=median(r.blown for r in readings),
        head=median(r.head for r in readings),
        glare_around=median(r.glare_around for r in readings),
    )
