"""The cloths: what each texture looks like when it repeats. Anything unknown is plain."""

from coshop.demo.pictures.paint import PAPER, Paint, mix

STRIPED = {"stripe", "widestripe"}


def _pattern(width: float, height: float, body: str, turn: str = "") -> str:
    turned = f' patternTransform="{turn}"' if turn else ""
    return f'<pattern id="weave" width="{width:g}" height="{height:g}" patternUnits="userSpaceOnUse"{turned}>{body}</pattern>'


def _strokes(path: str, colour: str, width: float, opacity: float) -> str:
    return (
        f'<path d="{path}" fill="none" stroke="{colour}" stroke-width="{width:g}" opacity="{opacity:g}"'
        ' stroke-linecap="round" stroke-linejoin="round"/>'
    )


def paint_for(hex_colour: str, texture: str) -> Paint:
    """The tones for a colour in a texture: striped cloth is pale, with the colour in its stripes."""
    return Paint(PAPER if texture in STRIPED else hex_colour, hex_colour)


def weave(texture: str, paint: Paint) -> str:
    """The SVG pattern `weave` for a texture."""
    dark, pale = paint.dark, paint.thread
    if texture == "knit":
        body = _strokes("M0 2 L9 10 L18 2 M0 14 L9 22 L18 14", dark, 2.6, 0.34)
        body += _strokes("M1 6 L9 13 L17 6", pale, 2, 0.2)
        return _pattern(18, 24, body)
    if texture == "fineknit":
        return _pattern(
            8, 8, _strokes("M0 1 L4 5 L8 1", dark, 1.2, 0.26) + _strokes("M0 4 L4 8 L8 4", pale, 1, 0.12)
        )
    if texture == "linen":
        lines = "M0 4H40M0 13H40M0 21H40M0 33H40M5 0V40M14 0V40M26 0V40M35 0V40"
        return _pattern(
            40,
            40,
            _strokes(lines, dark, 0.9, 0.17) + _strokes("M0 9H23M16 27H40M20 0V18M9 22V40", pale, 1.4, 0.26),
        )
    if texture in {"canvas", "oxford"}:
        size = 8 if texture == "canvas" else 5
        mesh = f"M0 {size / 2:g}H{size}M{size / 2:g} 0V{size}"
        return _pattern(
            size, size, _strokes(mesh, dark, 1, 0.2) + f'<path d="M0 0h2v2h-2z" fill="{pale}" opacity=".25"/>'
        )
    if texture in {"twill", "denimweave"}:
        pale_share = 0.34 if texture == "denimweave" else 0.12
        body = _strokes("M0 0V7", dark, 1.6, 0.22) + _strokes("M3.5 0V7", pale, 1, pale_share)
        return _pattern(7, 7, body, "rotate(-32)")
    if texture == "cord":
        return _pattern(
            13,
            13,
            f'<path d="M0 0h4v13h-4z" fill="{dark}" opacity=".34"/><path d="M7 0h3v13h-3z" fill="{pale}" opacity=".18"/>',
        )
    if texture == "felt":
        dots = "M3 4h.01M11 2h.01M17 9h.01M7 12h.01M14 16h.01M2 18h.01"
        return _pattern(
            20, 20, _strokes(dots, dark, 2.6, 0.25) + _strokes("M7 6l2 1M15 5l1 2M4 15l2-1", pale, 1.2, 0.22)
        )
    if texture == "quilt":
        body = f'<path d="M0 0h60v12h-60z" fill="{dark}" opacity=".34"/><path d="M0 12h60v22h-60z" fill="{pale}" opacity=".16"/>'
        return _pattern(60, 74, body + _strokes("M0 1H60", paint.seam, 2.4, 0.6))
    if texture == "check":
        bands = f'<path d="M0 0h34v96h-34zM0 0h96v34h-96z" fill="{dark}" opacity=".3"/>'
        bands += (
            f'<path d="M62 0h6v96h-6zM0 62h96v6h-96z" fill="{mix(paint.base, PAPER, 0.8)}" opacity=".6"/>'
        )
        return _pattern(96, 96, bands)
    if texture == "stripe":
        return _pattern(60, 34, f'<path d="M0 10h60v13h-60z" fill="{paint.trim}" opacity=".92"/>')
    if texture == "widestripe":
        return _pattern(60, 164, f'<path d="M0 0h60v82h-60z" fill="{paint.trim}" opacity=".95"/>')
    if texture == "leather":
        grain = "M4 6q3 3 0 6M16 3q-4 3 0 6M24 14q3 2 1 6M10 19q4-1 5 3M28 27q-4-2-6 2M5 28q3-3 6 0"
        return _pattern(32, 32, _strokes(grain, dark, 1, 0.16))
    return _pattern(60, 60, _strokes("M0 60L60 0", pale, 0.6, 0.05))


def tones(paint: Paint) -> str:
    """The shared definitions of a picture: gradients from the lamp on the left to the dark on the right, and blurs."""

    def gradient(name: str, stops: list[tuple[int, str]], way: str) -> str:
        body = "".join(f'<stop offset="{place}%" stop-color="{colour}"/>' for place, colour in stops)
        return f'<linearGradient id="{name}" {way}>{body}</linearGradient>'

    across, down = 'x1="0" y1="0" x2="1" y2=".25"', 'x1="0" y1="0" x2="0" y2="1"'
    base, light, shade, dark = paint.base, paint.light, paint.shade, paint.dark
    return (
        gradient("cloth", [(0, mix(base, shade, 0.6)), (30, light), (62, base), (100, shade)], across)
        + gradient("side", [(0, shade), (45, base), (100, mix(shade, dark, 0.5))], across)
        + gradient("inner", [(0, dark), (100, mix(dark, "#0B0C10", 0.35))], down)
        + gradient("edge", [(0, mix(base, paint.seam, 0.45)), (100, paint.seam)], across)
        + gradient("wall", [(0, "#F0EDE6"), (100, "#E2DDD2")], down)
        + gradient("wood", [(0, "#C9A679"), (100, "#A9835A")], down)
        + gradient("leatherpart", [(0, "#9A6A3C"), (40, "#B98750"), (100, "#7F5530")], across)
        + gradient("brass", [(0, "#8F7536"), (40, "#E2C983"), (100, "#9A7E3C")], across)
        + gradient("rubber", [(0, "#E9E3D2"), (100, "#CFC7B2")], down)
        + '<radialGradient id="lamp" cx=".4" cy=".36" r=".7"><stop offset="0" stop-color="#FFF" stop-opacity=".75"/>'
        '<stop offset="1" stop-color="#FFF" stop-opacity="0"/></radialGradient>'
        + '<filter id="soft" filterUnits="userSpaceOnUse" x="-100" y="-100" width="1000" height="1200"><feGaussianBlur stdDeviation="7"/></filter>'
        '<filter id="blur" filterUnits="userSpaceOnUse" x="-100" y="-100" width="1000" height="1200"><feGaussianBlur stdDeviation="16"/></filter>'
    )
