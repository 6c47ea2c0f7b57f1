"""How steadily the camera is held: the shift of the whole picture between two samples, and what of it recurs.

Only the borders of the picture are followed, and both sides have to agree: a person who moves before a still shop is no shift.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import accumulate
from math import hypot
from operator import sub

SIZES = ((80, 60), (40, 30), (20, 15))
"""The same picture, finer to coarser: found in the coarsest, followed down to the finest."""
SIDE, TOP = 0.27, 0.16
"""How much of the picture counts as its border, of the width at each side and of the height above a head."""
REACH = 2
"""The farthest shift that is looked for, in points of the coarsest picture."""
CONTRAST_MIN = 2.0
"""Mean change from one point to the next but one, in steps of brightness, below which a side shows nothing to follow."""
AGREED = 0.9
"""What a shift must leave of the difference at each side, or it is not the camera that moved."""
SMALL = 1.25
"""Shifts below this, in hundredths of the width, are believed without the sides agreeing."""
BACK = 4
"""How many samples back a place is compared with: uneven gaps, so that no tremble looks still in all of them."""

Picture = tuple[bytes, ...]
"""One picture's brightness at each of `SIZES`."""


@dataclass(frozen=True)
class Shift:
    """How far the picture moved, in hundredths of its width."""

    across: float
    down: float

    @property
    def length(self) -> float:
        """Without its direction."""
        return hypot(self.across, self.down)


def shift_between(before: Picture, after: Picture, *, tall: float = 0.75) -> Shift | None:
    """How the borders moved; None where a side shows nothing to follow. `tall`: the height of the picture by its width."""
    if not (_textured(before[0]) and _textured(after[0])):
        return None
    x = y = 0
    for level in range(len(SIZES) - 1, -1, -1):
        reach = REACH if level == len(SIZES) - 1 else 1
        around = [
            (x * 2 + dx, y * 2 + dy) for dx in range(-reach, reach + 1) for dy in range(-reach, reach + 1)
        ]
        costs = {place: _costs(before[level], after[level], level, *place) for place in around}
        x, y = min(around, key=lambda place: sum(costs[place]))
    wide, high = SIZES[0]

    def cost(dx: int, dy: int) -> float:
        return sum(costs.get((x + dx, y + dy)) or _costs(before[0], after[0], 0, x + dx, y + dy))

    here = cost(0, 0)
    shift = Shift(
        (x + _between(cost(-1, 0), here, cost(1, 0))) * 100 / wide,
        (y + _between(cost(0, -1), here, cost(0, 1))) * 100 / high * tall,
    )
    if shift.length > SMALL:
        still, moved = _costs(before[0], after[0], 0, 0, 0), _costs(before[0], after[0], 0, x, y)
        if any(m > AGREED * s for s, m in zip(still, moved, strict=True)):
            return Shift(0.0, 0.0)
    return shift


def typical_shift(shifts: Sequence[Shift | None]) -> float | None:
    """How far the picture typically is from where it was within the last samples; None where nothing could be followed.

    Half of the samples have to show it: one knock against the table does not make a camera shake.
    """
    found: list[tuple[int, float]] = []
    for end, last in enumerate(shifts, 1):
        if last is None:
            continue
        back = shifts[max(0, end - BACK) : end][::-1]
        known = back[: back.index(None)] if None in back else back
        across = accumulate(shift.across for shift in known if shift)
        down = accumulate(shift.down for shift in known if shift)
        found.append((len(known), max(map(hypot, across, down))))
    # Where the way back is shorter than it should be, a camera that shakes may look still.
    longest = max((length for length, _ in found), default=0)
    farthest = sorted(distance for length, distance in found if length == longest)
    return farthest[len(farthest) // 2] if farthest else None


def _sides(level: int) -> tuple[tuple[int, int, int, int], ...]:
    """Left and right border, each with its half of the top: columns and rows, from and to."""
    wide, high = SIZES[level]
    side, top = round(wide * SIDE), max(2, round(high * TOP))
    half = wide // 2
    return (0, side, 0, high), (side, half, 0, top), (wide - side, wide, 0, high), (half, wide - side, 0, top)


SIDES = tuple(_sides(level) for level in range(len(SIZES)))


def _costs(before: bytes, after: bytes, level: int, dx: int, dy: int) -> tuple[float, float]:
    """Mean difference at the left and at the right border, were the picture shifted so far."""
    wide, high = SIZES[level]
    found = []
    for parts in (SIDES[level][:2], SIDES[level][2:]):
        a: list[bytes] = []
        b: list[bytes] = []
        for left, right, top, bottom in parts:
            left, right = max(left, -dx), min(right, wide - dx)
            for y in range(max(top, -dy), min(bottom, high - dy)):
                a.append(before[y * wide + left : y * wide + right])
                start = (y + dy) * wide + dx
                b.append(after[start + left : start + right])
        points, others = b"".join(a), b"".join(b)
        found.append(sum(map(abs, map(sub, points, others))) / max(1, len(points)))
    return found[0], found[1]


def _textured(points: bytes) -> bool:
    """Whether both sides show something to follow across."""
    wide = SIZES[0][0]
    for left, right, top, bottom in SIDES[0][::2]:
        rows = [points[y * wide + left : y * wide + right] for y in range(top, bottom)]
        change = sum(sum(map(abs, map(sub, row[2:], row))) for row in rows)
        if change < CONTRAST_MIN * len(rows) * (right - left - 2):
            return False
    return True


def _between(left: float, middle: float, right: float) -> float:
    """Where between the points the least difference lies, for a difference that grows evenly on both sides."""
    steep = max(left, right) - middle
    return max(-0.5, min(0.5, (left - right) / (2 * steep))) if steep > 1e-9 else 0.0
