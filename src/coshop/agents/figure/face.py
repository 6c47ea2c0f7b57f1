"""A drawn figure behind a counter that nods, blinks and moves its mouth, with a card to write on. Plainly a drawing; it decides nothing."""

from __future__ import annotations

import asyncio
import fractions
import math
import time
from collections.abc import Callable

from aiortc import MediaStreamTrack
from av import VideoFrame

from coshop.agents.figure.canvas import Canvas, Colour
from coshop.agents.figure.letters import lines

VIDEO_CLOCK = 90_000
STEPS = 12
NOD_S = 2.4
BLINK_EVERY_S, BLINK_S = 3.7, 0.2
MOUTHS = 3
KEPT_MAX = STEPS * MOUTHS * 2

_WALL: Colour = (223, 232, 230)
_SHELF: Colour = (190, 206, 203)
_COUNTER: Colour = (121, 92, 68)
_EDGE: Colour = (150, 118, 90)
_SKIN: Colour = (238, 196, 160)
_SHADE: Colour = (214, 164, 128)
_HAIR: Colour = (74, 52, 44)
_DARK: Colour = (40, 40, 44)
_WHITE: Colour = (252, 252, 250)
_LIP: Colour = (160, 66, 62)
_BOXES: tuple[Colour, ...] = ((199, 120, 87), (94, 128, 120), (212, 178, 104), (120, 136, 168))

Pose = tuple[int, int, bool]
"""Where in the nod (0 to STEPS-1), how far the mouth is open (0 to MOUTHS-1), and whether the eyes are shut."""

Planes = tuple[tuple[bytes, int], ...]


class Face(MediaStreamTrack):
    """The picture of a participant that is a program.

    `loudness()` says how loud it speaks now (0 to 1), for the mouth. `banner` stands above, `card` on the card beside the figure.
    """

    kind = "video"

    def __init__(
        self,
        *,
        banner: str,
        coat: Colour = (29, 92, 99),
        loudness: Callable[[], float] = lambda: 0.0,
        width: int = 320,
        height: int = 240,
        rate: int = 12,
    ) -> None:
        super().__init__()
        self._banner, self._coat, self._loudness = banner, coat, loudness
        self._width, self._height, self._rate = width, height, rate
        self.card = ""
        self.sent = 0
        self._start_s: float | None = None
        self._drawn_card: str | None = None
        self._ground: Canvas | None = None
        self._kept: dict[Pose, Planes] = {}

    async def recv(self) -> VideoFrame:
        """The next frame, at its time. Drawing happens in a thread, and each pose is drawn once for a card."""
        now_s = time.monotonic()
        if self._start_s is None or now_s - self._start_s - self.sent / self._rate > 1:
            self._start_s = now_s - self.sent / self._rate
        if (wait_s := self._start_s + self.sent / self._rate - now_s) > 0:
            await asyncio.sleep(wait_s)
        pose = pose_at(self.sent / self._rate, self._loudness())
        planes = self._kept.get(pose) if self._drawn_card == self.card else None
        if planes is None:
            planes = await asyncio.to_thread(self.draw, pose)
        frame = VideoFrame(self._width, self._height, "yuv420p")
        for plane, (data, line) in zip(frame.planes, planes, strict=True):
            plane.update(_relined(data, line, plane.line_size))
        frame.pts = self.sent * VIDEO_CLOCK // self._rate
        frame.time_base = fractions.Fraction(1, VIDEO_CLOCK)
        self.sent += 1
        return frame

    def draw(self, pose: Pose) -> Planes:
        """The planes of a pose, drawn now and kept."""
        if self._ground is None or self._drawn_card != self.card:
            self._kept.clear()
            card = self.card
            self._ground, self._drawn_card = _room(self._banner, card), card
        canvas = self._ground.copy()
        _figure(canvas, self._coat, pose)
        planes = canvas.planes(self._width, self._height)
        if len(self._kept) < KEPT_MAX:
            self._kept[pose] = planes
        return planes


def pose_at(at_s: float, loudness: float) -> Pose:
    """The pose at a time since the start, for a loudness of 0 to 1."""
    nod = int(at_s / NOD_S * STEPS) % STEPS
    mouth = 0 if loudness < 0.02 else 1 if loudness < 0.15 else 2
    return nod, mouth, at_s % BLINK_EVERY_S < BLINK_S


def _room(banner: str, card: str) -> Canvas:
    """What does not move: wall, shelf, counter, banner and card, at 640x480.

    Screens cut off the sides, write over the top, and put the own picture into the lower right: words stand between.
    """
    canvas = Canvas(640, 480, _WALL)
    canvas.rectangle(0, 196, 640, 10, _SHELF)
    for number, box in enumerate(_BOXES * 2):
        tall = 26 + number * 13 % 40
        canvas.rectangle(18 + number * 80, 196 - tall, 50, tall, box)
    canvas.rectangle(0, 56, 640, 48, _DARK)
    canvas.write(lines(banner, 24, 1), 84, 69, 3.6, _WHITE)
    canvas.rectangle(0, 400, 640, 80, _COUNTER)
    canvas.rectangle(0, 396, 640, 8, _EDGE)
    if card:
        canvas.rectangle(294, 122, 284, 122, _SHADE)
        canvas.rectangle(288, 116, 284, 122, _WHITE)
        canvas.write(lines(card, 13, 3), 304, 134, 3.5, _DARK)
    return canvas


def _figure(canvas: Canvas, coat: Colour, pose: Pose) -> None:
    step, mouth, shut = pose
    turn = 2 * math.pi * step / STEPS
    x, y = 165 + 7 * math.sin(turn), 226 + 6 * math.cos(turn + 0.7)
    canvas.ellipse(165, 408, 118, 108, coat)
    canvas.rectangle(40, 404, 260, 76, _COUNTER)
    canvas.rectangle(x - 18, y + 50, 36, 40, _SHADE)
    canvas.ellipse(x, y - 14, 76, 82, _HAIR)
    canvas.ellipse(x, y, 66, 78, _SKIN)
    canvas.ellipse(x, y - 64, 64, 30, _HAIR)
    for side in (-1, 1):
        eye = x + side * 26 + 3 * math.sin(turn)
        if shut:
            canvas.line([(eye - 9, y - 4), (eye + 9, y - 4)], 2.5, _DARK)
        else:
            canvas.ellipse(eye, y - 6, 11, 9, _WHITE)
            canvas.ellipse(eye + 2 * math.sin(turn), y - 6, 5, 6, _DARK)
        canvas.line([(eye - 11, y - 24), (eye + 11, y - 25)], 3, _HAIR)
    canvas.line([(x, y + 2), (x + 5, y + 18), (x - 2, y + 20)], 2, _SHADE)
    if mouth:
        canvas.ellipse(x, y + 40, 20 - 2 * mouth, 4 + 6 * mouth, _LIP)
        canvas.ellipse(x, y + 40, 14 - 2 * mouth, 1 + 4 * mouth, _DARK)
    else:
        canvas.line([(x - 20, y + 36), (x - 8, y + 42), (x + 8, y + 42), (x + 20, y + 36)], 3, _LIP)
    hand = 372 - 10 * math.sin(turn)
    canvas.line([(255, 440), (290, hand)], 20, coat)
    canvas.ellipse(294, hand - 12, 20, 22, _SKIN)


def _relined(data: bytes, line: int, wanted: int) -> bytes:
    if line == wanted:
        return data
    rows = range(0, len(data), line)
    return b"".join(data[at : at + min(line, wanted)].ljust(wanted, b"\x00") for at in rows)
