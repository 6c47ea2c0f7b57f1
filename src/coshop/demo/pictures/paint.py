"""The brushes: colour arithmetic, symmetrical paths, shaded cloth, stitches, folds. They know no product."""

import re
from dataclasses import dataclass

WIDTH, HEIGHT = 800, 1000
PAPER = "#F1ECE0"


def mix(one: str, other: str, share: float) -> str:
    """The colour `share` (0 to 1) of the way from `one` to `other`, both `#RRGGBB`."""
    pairs = [(int(one[i : i + 2], 16), int(other[i : i + 2], 16)) for i in (1, 3, 5)]
    return "#" + "".join(f"{round(a + (b - a) * share):02X}" for a, b in pairs)


@dataclass(frozen=True, slots=True)
class Paint:
    """The tones of one coloured thing, from one `#RRGGBB`; `trim` is the colour itself when the cloth is striped."""

    base: str
    trim: str

    @property
    def light(self) -> str:
        """Where the lamp falls."""
        return mix(self.base, "#FFFDF6", 0.2)

    @property
    def shade(self) -> str:
        """The side away from the lamp."""
        return mix(self.base, "#14161C", 0.2)

    @property
    def dark(self) -> str:
        """Insides and undersides."""
        return mix(self.base, "#0E1015", 0.45)

    @property
    def seam(self) -> str:
        """Seams and outlines."""
        return mix(self.base, "#0E1015", 0.6)

    @property
    def thread(self) -> str:
        """Stitches that can be seen on this cloth."""
        return mix(self.base, "#FFF8E8", 0.45)


def mirrored(half: str) -> str:
    """A closed path symmetrical about the middle, from its left half running from the top middle to the bottom middle.

    `half` holds absolute M, L and C commands only.
    """
    steps = re.findall(r"([MLC])([^MLC]*)", half)
    points: list[list[tuple[float, float]]] = []
    for _, numbers in steps:
        values = [float(number) for number in re.findall(r"-?\d+\.?\d*", numbers)]
        points.append(list(zip(values[::2], values[1::2], strict=True)))
    back: list[str] = []
    for index in range(len(steps) - 1, 0, -1):
        target = points[index - 1][-1]
        way = [*reversed(points[index][:-1]), target]
        back.append(steps[index][0] + " ".join(f"{WIDTH - x:g} {y:g}" for x, y in way))
    return half + " " + " ".join(back) + " Z"


def cloth(path: str, tone: str = "cloth") -> str:
    """A filled piece: shaded, woven, and with a quiet outline. `tone` is `cloth`, `side` (darker) or `inner`."""
    woven = "" if tone == "inner" else f'<path d="{path}" fill="url(#weave)"/>'
    return (
        f'<path d="{path}" fill="url(#{tone})"/>{woven}'
        f'<path d="{path}" fill="none" stroke="url(#edge)" stroke-width="2.2" stroke-linejoin="round"/>'
    )


def plain(path: str, fill: str, *, opacity: float = 1) -> str:
    """A piece in one flat colour."""
    seen = f' opacity="{opacity:g}"' if opacity != 1 else ""
    return f'<path d="{path}" fill="{fill}"{seen}/>'


def line(path: str, colour: str, width: float = 2.5, *, opacity: float = 1) -> str:
    """A drawn line with round ends."""
    return (
        f'<path d="{path}" fill="none" stroke="{colour}" stroke-width="{width:g}" stroke-linecap="round"'
        f' stroke-linejoin="round" opacity="{opacity:g}"/>'
    )


def stitch(path: str, paint: Paint) -> str:
    """A row of small stitches."""
    return f'<path d="{path}" fill="none" stroke="{paint.thread}" stroke-width="1.8" stroke-dasharray="6 4" opacity=".7"/>'


def fold(path: str, paint: Paint, width: float = 16, *, lit: bool = False) -> str:
    """A soft fold: a blurred line, darker than the cloth or, when `lit`, lighter."""
    colour, opacity = (paint.light, 0.55) if lit else (paint.dark, 0.4)
    return (
        f'<path d="{path}" fill="none" stroke="{colour}" stroke-width="{width:g}" stroke-linecap="round"'
        f' opacity="{opacity}" filter="url(#soft)"/>'
    )


def both(piece: str) -> str:
    """A piece on the left, and the same one mirrored on the right."""
    return f'{piece}<g transform="matrix(-1 0 0 1 {WIDTH} 0)">{piece}</g>'


def button(x: float, y: float, fill: str, r: float = 8) -> str:
    """A sewn-on button seen from the front."""
    return (
        f'<circle cx="{x:g}" cy="{y + 1.5:g}" r="{r:g}" fill="#000" opacity=".25"/>'
        f'<circle cx="{x:g}" cy="{y:g}" r="{r:g}" fill="{fill}"/>'
        f'<circle cx="{x:g}" cy="{y:g}" r="{r * 0.62:g}" fill="none" stroke="#000" stroke-opacity=".25" stroke-width="1.5"/>'
        f'<path d="M{x - 2:g} {y - 2:g}h.01M{x + 2:g} {y + 2:g}h.01M{x + 2:g} {y - 2:g}h.01M{x - 2:g} {y + 2:g}h.01"'
        ' stroke="#000" stroke-opacity=".5" stroke-width="2" stroke-linecap="round"/>'
    )


def shadow(cx: float, cy: float, rx: float, ry: float, opacity: float = 0.28) -> str:
    """The soft shadow under a thing that stands or lies."""
    return f'<ellipse cx="{cx:g}" cy="{cy:g}" rx="{rx:g}" ry="{ry:g}" fill="#2A2318" opacity="{opacity:g}" filter="url(#blur)"/>'


def gloss(path: str, opacity: float = 0.35) -> str:
    """A soft highlight on leather, glaze or enamel."""
    return f'<path d="{path}" fill="#FFF" opacity="{opacity:g}" filter="url(#soft)"/>'
