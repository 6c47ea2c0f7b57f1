"""Known pictures for fake cameras: a film of two colours that Chromium plays as its camera, told apart on the other side."""

from __future__ import annotations

from fractions import Fraction
from pathlib import Path

import av

Rgb = tuple[int, int, int]
WIDTH, HEIGHT, RATE, FRAMES = 640, 480, 30, 30


def film(path: Path, left: Rgb, right: Rgb) -> Path:
    """An MJPEG of one second: the left half in one colour, the right in another, a grey bar that walks across the bottom."""
    with av.open(str(path), "w", format="mjpeg") as container:
        stream = container.add_stream("mjpeg", rate=RATE)
        stream.width, stream.height, stream.pix_fmt = WIDTH, HEIGHT, "yuvj420p"
        stream.time_base = Fraction(1, RATE)
        stream.options = {"qscale": "3"}
        for n in range(FRAMES):
            at = n * WIDTH // FRAMES
            row = bytes(left) * (WIDTH // 2) + bytes(right) * (WIDTH // 2)
            bar = row[: at * 3] + bytes((128, 128, 128)) * 20 + row[(at + 20) * 3 :]
            frame = av.VideoFrame(WIDTH, HEIGHT, "rgb24")
            frame.planes[0].update(row * (HEIGHT - 40) + bar * 40)
            frame.pts = n
            container.mux(stream.encode(frame))
        container.mux(stream.encode(None))
    return path
