"""The parts every top is cut from: body, sleeves, necks, collars, plackets and pockets. It draws no whole garment."""

from coshop.demo.pictures.paint import (
    Paint,
    both,
    button,
    cloth,
    fold,
    line,
    mirrored,
    stitch,
)

HORN = "#6B5138"


def sleeves(paint: Paint, cuff_y: float = 740, rib: bool = False) -> str:
    """Two long sleeves down to `cuff_y`, with a ribbed cuff or a stitched one."""
    low = cuff_y
    arm = (
        f"M236 240 C196 258 176 296 164 352 L{118} {low - 40} C116 {low - 14} 122 {low - 6} 138 {low - 2}"
        f" L188 {low + 8} C204 {low + 10} 210 {low + 2} 212 {low - 14} L252 470 Z"
    )
    piece = cloth(arm, "side") + fold(f"M214 330 C196 420 184 520 176 {low - 90}", paint, 14)
    piece += fold(f"M180 380 C168 470 158 560 150 {low - 60}", paint, 12, lit=True)
    if rib:
        cuff = f"M117 {low - 52} L214 {low - 36} L206 {low + 12} C180 {low + 14} 140 {low + 8} 120 {low} Z"
        piece += cloth(cuff, "side") + ribs(range(126, 210, 9), low - 48, low + 8, paint)
    else:
        piece += stitch(f"M122 {low - 48} L212 {low - 32}", paint)
    return both(piece)


def ribs(xs: range, top: float, bottom: float, paint: Paint) -> str:
    """Upright ribs."""
    return line("".join(f"M{x} {top:g}L{x} {bottom:g}" for x in xs), paint.dark, 2, opacity=0.4)


def short_sleeves(paint: Paint) -> str:
    """Two short sleeves."""
    arm = "M236 240 C200 258 178 300 160 356 L128 452 C150 468 206 482 240 484 L256 400 Z"
    return both(
        cloth(arm, "side")
        + fold("M214 320 C204 370 200 420 196 462", paint, 14)
        + stitch("M133 438 C160 454 206 466 241 468", paint)
    )


def body(paint: Paint, hem: float = 800, flare: float = 0, neck: float = 66) -> str:
    """The body from the shoulders to `hem`; `flare` widens it below."""
    half = (
        f"M400 236 C372 236 350 222 {400 - neck} 194 C310 216 268 228 232 242 C224 300 238 400 240 500"
        f" L{232 - flare:g} {hem - 14:g} C232 {hem:g} 330 {hem + 10:g} 400 {hem + 10:g}"
    )
    out = cloth(mirrored(half))
    out += fold(f"M262 500 C258 600 262 690 256 {hem - 40:g}", paint, 18) + fold(
        f"M540 480 C548 600 540 700 548 {hem - 40:g}", paint, 22
    )
    return out + fold(f"M318 420 C312 560 318 660 312 {hem - 50:g}", paint, 20, lit=True)


def inside(neck: float = 66) -> str:
    """What one sees of the inside through the neck."""
    return cloth(
        f"M{400 - neck} 196 C360 168 440 168 {400 + neck} 196 C450 228 430 240 400 242 C370 240 350 228 {400 - neck} 196 Z",
        "inner",
    )


def hem_rib(hem: float, paint: Paint) -> str:
    """A ribbed band at the hem."""
    band = mirrored(
        f"M400 {hem - 42} C330 {hem - 42} 260 {hem - 46} 234 {hem - 54} L240 {hem + 6} C280 {hem + 14} 340 {hem + 16} 400 {hem + 16}"
    )
    return cloth(band, "side") + ribs(range(248, 560, 9), hem - 40, hem + 10, paint)


def neck_rib(high: float = 0) -> str:
    """A ribbed neck; `high` raises it."""
    top = 190 - high
    hole = f"M330 {top} C360 {top - 24} 440 {top - 24} 470 {top} C456 {top + 44} 430 {top + 52} 400 {top + 52} C370 {top + 52} 344 {top + 44} 330 {top} Z"
    ring = mirrored(
        f"M400 {top + 34} C368 {top + 34} 346 {top + 20} 336 {top + 4} L322 {top + 2} C318 {top + 10} 318 206 320 212 C340 242 370 258 400 258"
    )
    return cloth(hole, "inner") + cloth(ring)


def collar(paint: Paint, point: float = 300) -> str:
    """A shirt collar whose points reach down to `point`."""
    out = inside(62)
    stand = mirrored("M400 252 C376 250 356 232 340 200 C356 186 380 180 400 180")
    out = cloth(stand, "inner")
    leaf = (
        f"M338 190 C320 200 308 214 304 230 L346 {point} C362 286 384 270 400 254 C376 240 354 218 338 190 Z"
    )
    return out + both(cloth(leaf) + stitch(f"M313 232 L347 {point - 13}", paint))


def placket(top: float, hem: float, count: int, fill: str, width: float = 26) -> str:
    """A strip with `count` buttons down the front."""
    x = 400 - width / 2
    out = cloth(f"M{x} {top} H{x + width} V{hem} H{x} Z")
    step = (hem - top - 50) / max(1, count - 1)
    return out + "".join(button(400, top + 22 + step * index, fill) for index in range(count))


def pocket(
    paint: Paint, x: float, y: float, width: float = 96, height: float = 110, flap: bool = False
) -> str:
    """A patch pocket, with a buttoned flap if wanted."""
    shape = f"M{x} {y} H{x + width} V{y + height - 12} L{x + width - 14} {y + height} H{x + 14} L{x} {y + height - 12} Z"
    out = cloth(shape) + stitch(
        f"M{x + 6} {y + 6} V{y + height - 16} L{x + 17} {y + height - 6} H{x + width - 17} L{x + width - 6} {y + height - 16} V{y + 6}",
        paint,
    )
    if flap:
        out += cloth(
            f"M{x - 3} {y - 4} H{x + width + 3} V{y + 30} L{x + width / 2} {y + 42} L{x - 3} {y + 30} Z"
        )
        out += button(x + width / 2, y + 26, HORN, 7)
    return out


def welt(y: float) -> str:
    """Two slanted pockets."""
    return both(cloth(f"M286 {y} L306 {y - 6} L286 {y + 112} L266 {y + 116} Z", "side"))


def hood(paint: Paint) -> str:
    """A hood, open to the front."""
    out = cloth(mirrored("M400 92 C330 92 286 140 290 206 C296 240 330 262 356 272 C376 280 400 282 400 282"))
    out += cloth(mirrored("M400 118 C352 120 324 156 328 200 C336 236 366 262 400 270"), "inner")
    return out + both(stitch("M384 108 C332 114 304 152 310 204", paint))


def zipper(paint: Paint, top: float, hem: float) -> str:
    """A zip down the front."""
    out = line(f"M400 {top}V{hem}", paint.seam, 9, opacity=0.75)
    out += f'<path d="M400 {top}V{hem}" stroke="#C9C4B6" stroke-width="5" stroke-dasharray="2.5 3.5"/>'
    return out + f'<path d="M395 {top + 4}h10v34l-5 8l-5-8z" fill="url(#brass)"/>'
