"""Draws what is worn below the waist."""

from collections.abc import Callable

from coshop.demo.pictures.paint import Paint, both, button, cloth, fold, line, mirrored, stitch


def _trousers(paint: Paint, hem: float, ankle: float, inner: float, hip: float = 262) -> str:
    """Two legs from a waistband; `ankle` is the outer and `inner` the inner x of the left hem."""
    back = cloth("M296 128 C340 112 460 112 504 128 L500 150 H300 Z", "inner")
    knee = (hip + ankle) / 2 - 2
    leg = (
        f"M402 150 L294 146 C282 220 268 300 {hip} 380 C{knee} 520 {ankle} 700 {ankle} {hem}"
        f" C{ankle + 30} {hem + 8} {inner - 30} {hem + 8} {inner} {hem} L396 430 L402 430 Z"
    )
    piece = cloth(leg) + fold(
        f"M{hip + 64} 330 C{hip + 62} 520 {(ankle + inner) / 2} 700 {(ankle + inner) / 2} {hem - 40}",
        paint,
        14,
        lit=True,
    )
    piece += fold("M396 400 C370 420 340 426 318 424", paint, 12) + fold(
        f"M{inner - 14} 560 L{inner - 10} {hem - 60}", paint, 14
    )
    piece += stitch(f"M{ankle + 3} {hem - 22} L{inner - 3} {hem - 22}", paint)
    out = (
        back
        + both(piece)
        + cloth(mirrored("M400 146 C360 146 320 142 292 132 L290 176 C330 186 370 188 400 188"))
    )
    return out + line("M400 188 V420", paint.seam, 2.4, opacity=0.7)


def _slant_pockets(paint: Paint) -> str:
    return both(
        line("M322 186 C316 230 296 262 276 274", paint.seam, 2.6, opacity=0.75)
        + stitch("M331 187 C325 236 303 270 279 284", paint)
    )


def _loops() -> str:
    return "".join(cloth(f"M{x} 134 h12 v56 h-12 Z") for x in (318, 394, 470))


def trousers(paint: Paint) -> str:
    """Chinos or cords with a tapered leg."""
    out = _trousers(paint, 900, 276, 374) + _slant_pockets(paint) + _loops()
    return out + stitch("M416 190 C416 280 420 330 402 352", paint) + button(400, 166, "#5E4A33", 9)


def jeans(paint: Paint) -> str:
    """Straight jeans with a watch pocket and copper rivets."""
    out = _trousers(paint, 900, 266, 378) + _loops()
    curve = "M372 188 C366 226 330 248 278 250"
    out += both(
        line(curve, paint.seam, 2.6, opacity=0.8)
        + stitch("M380 188 C374 236 334 258 278 259", paint)
        + '<circle cx="374" cy="196" r="4" fill="#B0713C"/><circle cx="284" cy="252" r="4" fill="#B0713C"/>'
    )
    out += cloth("M448 208 H486 V240 H452 Z") + stitch("M418 190 C418 290 424 340 402 362", paint)
    turn = "M264 872 L379 872 L376 908 C340 914 300 914 266 908 Z"
    return (
        out
        + both(f'<path d="{turn}" fill="#B9C6D4" stroke="#8090A4" stroke-width="2"/>')
        + button(400, 166, "#B0713C", 9)
    )


def wide(paint: Paint) -> str:
    """Wide trousers with a drawcord."""
    out = _trousers(paint, 900, 214, 384, 252) + _slant_pockets(paint)
    out += line(
        "M312 140V182M330 144V184M470 144V184M488 140V182M350 146V186M450 146V186",
        paint.dark,
        2,
        opacity=0.45,
    )
    return out + line("M392 168 C384 210 378 240 382 268M408 168 C418 206 420 232 414 256", "#EFE8D8", 5)


def shorts(paint: Paint) -> str:
    """Swimming shorts with a cord."""
    half = both(
        cloth("M402 330 L282 322 C262 420 236 540 224 640 C270 664 340 672 388 664 L398 520 L402 520 Z")
        + fold("M330 400 C316 480 304 560 300 640", paint, 16, lit=True)
        + stitch("M229 620 C280 644 340 650 388 644", paint)
    )
    out = cloth("M284 306 C330 290 470 290 516 306 L512 326 H288 Z", "inner") + half
    out += cloth(mirrored("M400 322 C360 322 316 318 282 308 L278 354 C320 366 366 368 400 368"))
    out += line(
        "M298 318V356M314 322V358M330 324V360M470 324V360M486 322V358M502 318V356",
        paint.dark,
        2,
        opacity=0.45,
    )
    out += line("M400 368V520", paint.seam, 2.4, opacity=0.7) + line(
        "M392 346 C380 390 376 420 384 448M408 346 C420 386 424 410 416 436", "#EFE8D8", 5
    )
    return out + both(line("M312 366 C306 410 290 440 264 452", paint.seam, 2.6, opacity=0.7))


DRAWINGS: dict[str, Callable[[Paint], str]] = {f.__name__: f for f in (trousers, jeans, wide, shorts)}
