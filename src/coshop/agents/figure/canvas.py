"""Flat shapes in plain colours, filled row by row, and the way to a video frame. It knows no figure."""

from __future__ import annotations

import itertools
import math
from collections.abc import Sequence

from av import VideoFrame
from av.video.reformatter import Interpolation

from coshop.agents.figure.letters import LINE, Point, strokes

Colour = tuple[int, int, int]


class Canvas:
    """A picture twice as wide and high as the frame it becomes, so that edges come out smooth. Sizes in its own pixels."""

    def __init__(self, width: int, height: int, ground: Colour) -> None:
        self.width, self.height = width, height
        self._pixels = bytearray(bytes(ground) * (width * height))

    def copy(self) -> Canvas:
        """The same picture, to draw on."""
        other = Canvas.__new__(Canvas)
        other.width, other.height = self.width, self.height
        other._pixels = bytearray(self._pixels)  # noqa: SLF001 it is one of us
        return other

    def rectangle(self, x: float, y: float, width: float, height: float, colour: Colour) -> None:
        """Filled; what lies outside is cut off."""
        for row in range(round(y), round(y + height)):
            self._span(row, x, x + width, colour)

    def ellipse(self, x: float, y: float, across: float, down: float, colour: Colour) -> None:
        """Filled, around (x, y), with these radii."""
        for row in range(math.floor(y - down), math.ceil(y + down) + 1):
            inside = 1 - ((row + 0.5 - y) / down) ** 2
            if inside > 0:
                half = across * math.sqrt(inside)
                self._span(row, x - half, x + half, colour)

    def line(self, points: Sequence[Point], radius: float, colour: Colour) -> None:
        """A run of thick strokes with round ends."""
        for (x1, y1), (x2, y2) in itertools.pairwise(points):
            self.ellipse(x1, y1, radius, radius, colour)
            self.ellipse(x2, y2, radius, radius, colour)
            length = math.hypot(x2 - x1, y2 - y1)
            if length:
                dx, dy = (y1 - y2) / length * radius, (x2 - x1) / length * radius
                self._polygon([(x1 + dx, y1 + dy), (x2 + dx, y2 + dy), (x2 - dx, y2 - dy), (x1 - dx, y1 - dy)], colour)  # fmt: skip

    def write(self, text: Sequence[str], x: float, y: float, unit: float, colour: Colour) -> None:
        """Lines of text; a letter is four units wide and six high."""
        for number, line in enumerate(text):
            top = y + number * LINE * unit
            for run in strokes(line):
                self.line([(x + a * unit, top + b * unit) for a, b in run], unit * 0.55, colour)

    def planes(self, width: int, height: int) -> tuple[tuple[bytes, int], ...]:
        """The picture at the size of a frame, as the three planes of yuv420p with the bytes of a line."""
        frame = VideoFrame(self.width, self.height, "rgb24")
        line, padded = self.width * 3, frame.planes[0].line_size
        pixels = bytes(self._pixels)
        if padded != line:
            gap = bytes(padded - line)
            pixels = b"".join(pixels[at : at + line] + gap for at in range(0, len(pixels), line))
        frame.planes[0].update(pixels)
        small = frame.reformat(width=width, height=height, format="yuv420p", interpolation=Interpolation.AREA)
        return tuple((bytes(plane), plane.line_size) for plane in small.planes)

    def _polygon(self, corners: Sequence[Point], colour: Colour) -> None:
        """Convex."""
        ys = [y for _, y in corners]
        for row in range(math.floor(min(ys)), math.ceil(max(ys)) + 1):
            at = row + 0.5
            crossed = [
                x1 + (at - y1) / (y2 - y1) * (x2 - x1)
                for (x1, y1), (x2, y2) in zip(corners, [*corners[1:], corners[0]], strict=True)
                if (y1 <= at) != (y2 <= at)
            ]
            if crossed:
                self._span(row, min(crossed), max(crossed), colour)

    def _span(self, row: int, left: float, right: float, colour: Colour) -> None:
        first, last = max(0, round(left)), min(self.width, round(right))
        if 0 <= row < self.height and last > first:
            start = (row * self.width + first) * 3
            self._pixels[start : start + (last - first) * 3] = bytes(colour) * (last - first)
