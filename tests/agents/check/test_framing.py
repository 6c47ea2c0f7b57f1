"""[MIRROR5] What shakes and what does not: trembles of any pace, a knock, a hand that waves before a still shop, and nothing to follow."""

from __future__ import annotations

import math
from itertools import pairwise

import pytest
from av import VideoFrame

from coshop.agents.check.framing import SIZES, Shift, shift_between, typical_shift
from coshop.agents.check.picture import PictureWatch
from coshop.agents.check.verdicts import SHIFT
from tests.agents.check.drawing import Look, Scene


def seen_at(rate: float, seconds: float) -> list[float]:
    watch = PictureWatch()
    return [n / rate for n in range(int(rate * seconds)) if watch.count(640, 480, n / rate)]


def shift_of(frames: list[VideoFrame]) -> float | None:
    watch = PictureWatch()
    for number, frame in enumerate(frames):
        watch.take(frame, number * 0.35)
    return watch.measure().shift


@pytest.mark.parametrize("rate", [18, 20, 24, 25, 30, 60])
def test_a_tremble_looks_still_at_no_pace_and_no_rate_of_pictures(rate: int) -> None:
    times_s = seen_at(rate, 8.0)
    for pace in range(12, 65):
        for phase in (0.0, 0.8, 1.6, 2.4):
            places = [math.sin(2 * math.pi * pace / 8 * at_s + phase) for at_s in times_s]
            found = typical_shift([Shift(b - a, 0.0) for a, b in pairwise(places)])
            assert found is not None
            assert found > 0.7, (pace / 8, phase)


def test_about_five_pictures_a_second_are_looked_at() -> None:
    assert 45 <= len(seen_at(30, 10.0)) <= 52


def test_one_knock_against_the_table_is_no_shake() -> None:
    still: list[Shift | None] = [Shift(0.0, 0.0)] * 25
    assert typical_shift([*still, Shift(6.0, 0.0), Shift(-6.0, 1.0), *still]) == 0.0


def test_a_gap_in_what_can_be_followed_is_stepped_over() -> None:
    assert typical_shift([]) is None
    assert typical_shift([None, None]) is None
    assert typical_shift([Shift(3.0, 4.0), None]) == 5.0
    assert typical_shift([Shift(9.0, 0.0), None, *[Shift(0.0, 1.0)] * 4]) == 4.0


@pytest.mark.parametrize("seed", range(6))
def test_the_shift_of_the_camera_is_found_to_a_quarter_of_a_hundredth(seed: int) -> None:
    scene = Scene(Look(seed, width=640, height=480))
    for move in ((0, 0), (7, -3), (-26, 14), (44, -36)):
        watch = PictureWatch()
        for at_s, place in enumerate(((0, 0), move)):
            watch.take(scene.picture(0.0, place), at_s)
        expected = math.hypot(*move) * 100 / 640
        assert watch.measure().shift == pytest.approx(expected, abs=0.25)


@pytest.mark.parametrize("left", [0, 60, 500])
def test_a_hand_that_waves_before_a_still_shop_is_no_shake(left: int) -> None:
    scene, frames = Scene(Look(4, width=640, height=480)), []
    for number in range(10):
        frame = scene.picture(0.0)
        plane, at = frame.planes[0], left + (0, 40, 15, 55, 25)[number % 5]
        points = bytearray(plane)
        for y in range(60, 300):
            points[y * plane.line_size + at : y * plane.line_size + at + 70] = bytes((200, 60)) * 35
        plane.update(bytes(points))
        frames.append(frame)
    found = shift_of(frames)
    assert found is not None
    assert found < SHIFT / 2


def half_moved(points: int) -> tuple[bytes, ...]:
    """A picture with broad stripes, bold on the left and pale on the right; the bold ones are shifted."""
    made = []
    for wide, high in SIZES:
        row, moved = bytearray(), points * wide / SIZES[0][0]
        for x in range(wide):
            bold = x < wide // 2
            wave = math.sin((x - (moved if bold else 0.0)) * 32 / wide)
            row.append(int(120 + (90 if bold else 20) * wave))
        made.append(bytes(row) * high)
    return tuple(made)


def test_what_moves_at_one_side_alone_is_not_the_camera() -> None:
    assert shift_between(half_moved(0), half_moved(4)) == Shift(0.0, 0.0)


def test_before_a_bare_wall_nothing_is_said() -> None:
    bare = tuple(bytes([120]) * (wide * high) for wide, high in SIZES)
    assert shift_between(bare, bare) is None
