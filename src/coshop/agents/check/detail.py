"""How sharp a picture is: the width of its clear edges. It needs edges; where there are none it says nothing."""

from __future__ import annotations

from collections.abc import Sequence
from operator import sub

ROWS = 16
REACH = 6
EDGE = 36
EDGES_MIN = 60
FAR_REACH = 24


def edge_width(rows: Sequence[bytes], width: int) -> float | None:
    """Typical width of the edges in some rows of brightness, in points of a picture 640 wide (1 is as sharp as it gets).

    Over every place where the brightness differs by more than `EDGE` between two points `REACH` apart, the squared difference
    over that reach is compared with the one over a single point: a step keeps it all in one point, a slope spreads it out.
    Contrast cancels out, and flat noise never passes `EDGE`. None where there are neither edges nor slopes.
    """
    unit = max(1, round(width / 640))
    near_sum = far_sum = places = 0
    for row in rows:
        far = list(map(sub, row[REACH * unit :], row))
        near = map(sub, row[unit:], row)
        strong = [(f, n) for f, n in zip(far, near, strict=False) if f > EDGE or f < -EDGE]
        places += len(strong)
        far_sum += sum(f * f for f, _ in strong)
        near_sum += sum(n * n for _, n in strong)
    if places < EDGES_MIN * unit:
        # No edge: either there is nothing to see, or it is so blurred that only a longer reach shows the change.
        reach = FAR_REACH * unit
        changes = sum(1 for row in rows for step in map(sub, row[reach:], row) if step > EDGE or step < -EDGE)
        return float(REACH) if changes >= 4 * EDGES_MIN * unit else None
    return min(float(REACH), far_sum / max(1, near_sum) / REACH)
