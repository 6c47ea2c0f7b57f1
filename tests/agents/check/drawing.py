"""Draws a person in a shop by code, in grey, with room around it to shake in. Every seed gives another person, shop and light."""

from __future__ import annotations

import math
import random
from dataclasses import dataclass

from av import VideoFrame

MARGIN = 48


@dataclass(frozen=True)
class Look:
    """What is drawn; brightness from 16 (black) to 235 (white)."""

    seed: int
    width: int = 640
    height: int = 480
    skin: int = 150
    wall: int = 120
    window: float = 0.0
    """How much of the wall is a blown-out window, from the left and the right, 0 to 1."""
    person_gain: float = 1.0


class Scene:
    """A drawn wall and a drawn person; `picture` puts them together as the camera would see them at one time."""

    def __init__(self, look: Look) -> None:
        self._look = look
        chance = random.Random(look.seed)
        self._width, self._height = look.width + 2 * MARGIN, look.height + 2 * MARGIN
        self._wall = self._draw_wall(chance)
        self._person, self._person_width = self._draw_person(chance)
        self._phase = chance.uniform(0, 6)
        self._sway = look.width * chance.uniform(0.005, 0.02)

    def _draw_wall(self, chance: random.Random) -> bytearray:
        look, width = self._look, self._width
        wall = bytearray([look.wall]) * (width * self._height)
        shelves = chance.randint(3, 5)
        for shelf in range(shelves):
            top = shelf * self._height // shelves
            bottom = (shelf + 1) * self._height // shelves
            x = chance.randint(0, 20)
            while x < width - 12:
                wide = chance.randint(look.width // 30, look.width // 9)
                high = chance.randint((bottom - top) // 3, (bottom - top) * 4 // 5)
                shade = max(16, min(222, look.wall + chance.choice((-70, -45, -25, 25, 45, 60))))
                row = bytes([shade]) * min(wide, width - x)
                for y in range(bottom - high, bottom - 6):
                    wall[y * width + x : y * width + x + len(row)] = row
                x += wide + chance.randint(4, look.width // 14)
            board = bytes([max(16, look.wall - 60)]) * (width * 5)
            wall[(bottom - 6) * width : (bottom - 6) * width + len(board)] = board
        if look.window:
            pane = int(width * look.window / 2)
            for y in range(self._height * 4 // 5):
                wall[y * width : y * width + pane] = b"\xeb" * pane
                wall[(y + 1) * width - pane : (y + 1) * width] = b"\xeb" * pane
            for x in (pane // 2, width - pane // 2):
                for y in range(self._height * 4 // 5):
                    wall[y * width + x : y * width + x + 6] = b"\x80" * 6
        return wall

    def _draw_person(self, chance: random.Random) -> tuple[list[tuple[int, bytes]], int]:
        """For each row that the person covers: where it begins, and its points."""
        look, gain = self._look, self._look.person_gain
        high, half = look.height, look.width // 5
        hair, cloth = chance.choice((28, 45, 70, 120)), chance.choice((40, 75, 110, 170, 205))
        stripes = chance.randint(9, 22)
        rows: list[tuple[int, bytes]] = []

        def shade(value: float) -> int:
            return int(16 + (max(16.0, min(235.0, value)) - 16) * gain)

        head_y, head_r = high * 0.34, high * 0.17
        for y in range(int(high * 0.17) + 1, high):
            from_head = (y - head_y) / head_r
            if abs(from_head) < 1:
                reach = int(head_r * 0.8 * math.sqrt(1 - from_head**2))
                points = bytearray(
                    shade(
                        (hair if from_head < -0.45 else look.skin)
                        + 34
                        - 60 * abs(x - 0.35 * reach) / max(1, reach)
                    )
                    for x in range(-reach, reach)
                )
                for feature, left, right in ((-0.1, -0.5, -0.2), (-0.1, 0.2, 0.5), (0.5, -0.3, 0.3)):
                    if abs(from_head - feature) < 0.05:
                        a, b = reach + int(left * head_r * 0.8), reach + int(right * head_r * 0.8)
                        points[max(0, a) : max(0, b)] = bytes([shade(look.skin - 70)]) * (
                            max(0, b) - max(0, a)
                        )
                rows.append((-reach, bytes(points)))
            elif from_head >= 1:
                reach = int(half * min(1.0, 0.35 + (y - head_y - head_r) / (high * 0.12)))
                line = bytes([shade(cloth)]) * stripes + bytes([shade(cloth + 45)]) * stripes
                rows.append((-reach, (line * (2 * reach // len(line) + 1))[: 2 * reach]))
        return rows, half

    def picture(self, at_s: float, shake: tuple[float, float] = (0.0, 0.0)) -> VideoFrame:
        """The scene at a time, the camera shifted by some points."""
        look, width = self._look, self._width
        canvas = bytearray(self._wall)
        sway = self._sway * math.sin(at_s * 2.3 + self._phase)
        middle, top = int(width / 2 + sway), MARGIN + int(look.height * 0.17) + 1
        for number, (start, points) in enumerate(self._person):
            at = (top + number) * width + middle + start
            canvas[at : at + len(points)] = points
        dx, dy = (max(-MARGIN, min(MARGIN, round(s))) for s in shake)
        frame = VideoFrame(look.width, look.height, "yuv420p")
        luma = frame.planes[0]
        gap = bytes(luma.line_size - look.width)
        starts = ((MARGIN + dy + y) * width + MARGIN + dx for y in range(look.height))
        luma.update(b"".join(bytes(canvas[start : start + look.width]) + gap for start in starts))
        for plane in frame.planes[1:]:
            plane.update(b"\x80" * plane.buffer_size)
        return frame
