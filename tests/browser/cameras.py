"""Known pictures for fake cameras, films that Chromium plays: two colours, told apart on the other side, or a person in a shop."""

from __future__ import annotations

from pathlib import Path

import av

from tests.agents.check.drawing import Look, Scene

Rgb = tuple[int, int, int]
WIDTH, HEIGHT = 640, 480
RATE = 10
"""Pictures a second: what a call costs in a test is above all its pictures, and the tests ask which they are, not how many."""


def film(path: Path, left: Rgb, right: Rgb, rate: int = RATE) -> Path:
    """A film of one second in plain Y4M: the left half in one colour, the right in another, a grey bar that walks across the bottom."""
    with path.open("wb") as out:
        out.write(b"YUV4MPEG2 W%d H%d F%d:1 Ip A1:1\n" % (WIDTH, HEIGHT, rate))
        for n in range(rate):
            at = n * WIDTH // rate
            row = bytes(left) * (WIDTH // 2) + bytes(right) * (WIDTH // 2)
            bar = row[: at * 3] + bytes((128, 128, 128)) * 20 + row[(at + 20) * 3 :]
            frame = av.VideoFrame(WIDTH, HEIGHT, "rgb24")
            frame.planes[0].update(row * (HEIGHT - 40) + bar * 40)
            out.write(b"FRAME\n")
            for plane in frame.reformat(format="yuv420p").planes:
                assert plane.line_size == plane.width, "Y4M has no room between lines"
                out.write(bytes(plane))
    return path


def shop_film(path: Path) -> Path:
    """A person in a shop, as a camera would see them: two seconds over and over."""
    scene = Scene(Look(seed=4))
    with av.open(str(path), "w", format="mjpeg") as container:
        stream = container.add_stream("mjpeg", rate=30)
        stream.width, stream.height, stream.pix_fmt = 640, 480, "yuvj420p"
        stream.options = {"qscale": "3"}
        for n in range(60):
            frame = scene.picture(n / 30)
            frame.pts = n
            container.mux(stream.encode(frame))
        container.mux(stream.encode(None))
    return path
