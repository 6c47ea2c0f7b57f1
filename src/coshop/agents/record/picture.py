"""Two pictures side by side in one of 1280x480, whatever sizes they have. Pure: planes in, planes out."""

from __future__ import annotations

from av import VideoFrame

SIDE_WIDTH, HEIGHT = 640, 480
WIDTH = 2 * SIDE_WIDTH
_BLACK = (b"\x10", b"\x80", b"\x80")


class SideBySide:
    """Keeps the newest picture of each side, fitted into its half with black around it."""

    def __init__(self) -> None:
        self._halves = [
            [black * (SIDE_WIDTH * HEIGHT // (1 if plane == 0 else 4)) for plane, black in enumerate(_BLACK)]
            for _ in range(2)
        ]

    def put(self, side: int, frame: VideoFrame) -> None:
        """This is what side 0 (left) or 1 (right) shows from now on."""
        scale = min(SIDE_WIDTH / frame.width, HEIGHT / frame.height)
        width, height = (max(2, int(edge * scale) // 2 * 2) for edge in (frame.width, frame.height))
        fitted = frame.reformat(width=width, height=height, format="yuv420p")
        self._halves[side] = [
            _fit(bytes(plane), plane.line_size, width // part, height // part, part, black)
            for plane, part, black in zip(fitted.planes, (1, 2, 2), _BLACK, strict=True)
        ]

    def frame(self) -> VideoFrame:
        """Both, as they are now."""
        made = VideoFrame(WIDTH, HEIGHT, "yuv420p")
        for index, (plane, part) in enumerate(zip(made.planes, (1, 2, 2), strict=True)):
            line, left, right = SIDE_WIDTH // part, self._halves[0][index], self._halves[1][index]
            gap = bytes(plane.line_size - 2 * line)
            plane.update(
                b"".join(
                    left[at : at + line] + right[at : at + line] + gap
                    for at in range(0, line * (HEIGHT // part), line)
                )
            )
        return made


def _fit(data: bytes, line_size: int, width: int, height: int, part: int, black: bytes) -> bytes:
    line, lines = SIDE_WIDTH // part, HEIGHT // part
    above, before = (lines - height) // 2, (line - width) // 2
    after = black * (line - width - before)
    rows = (data[at : at + width] for at in range(0, line_size * height, line_size))
    middle = b"".join(black * before + row + after for row in rows)
    return black * (line * above) + middle + black * (line * (lines - height - above))
