"""Draws accessories: caps, scarves, gloves, belts and umbrellas."""

from collections.abc import Callable

from coshop.demo.pictures.paint import Paint, both, cloth, fold, gloss, line, mirrored, plain, shadow, stitch


def beanie(paint: Paint) -> str:
    """A ribbed cap with a turn-up."""
    out = shadow(400, 742, 220, 22) + cloth(mirrored("M400 300 C290 300 214 390 206 560 L206 640 L400 640"))
    ribs = "".join(
        f"M{400 + k * 24} 640 C{400 + k * 26} 480 {400 + k * 14} 340 {400 + k * 3} 304" for k in range(-7, 8)
    )
    out += line(ribs, paint.dark, 4, opacity=0.38) + fold(
        "M300 360 C270 430 258 500 256 560", paint, 24, lit=True
    )
    out += cloth(
        mirrored("M400 600 C320 600 250 594 198 582 C192 640 194 690 204 724 C260 744 340 748 400 748")
    )
    return (
        out
        + line("".join(f"M{x} 600V724" for x in range(214, 600, 16)), paint.dark, 4, opacity=0.42)
        + fold("M204 588 C300 604 500 604 596 588", paint, 10)
    )


def cap(paint: Paint) -> str:
    """A six-panel cap with a soft brim."""
    out = shadow(420, 700, 290, 22) + cloth(
        "M190 620 C186 440 290 350 400 350 C520 350 600 440 606 612 C500 574 300 578 190 620 Z"
    )
    out += line(
        "M400 350 C330 400 300 500 300 588M400 350 C470 400 500 490 506 584", paint.seam, 2.5, opacity=0.6
    ) + stitch("M409 354 C480 404 510 490 515 584M391 354 C322 404 292 500 291 588", paint)
    out += cloth(
        "M190 620 C300 576 500 572 606 612 C660 630 706 664 712 690 C640 706 560 690 480 668 C380 646 270 642 196 660 C186 650 186 634 190 620 Z",
        "side",
    )
    out += (
        stitch("M206 640 C320 604 500 604 604 640 M640 676 C560 660 420 620 214 648", paint)
        + f'<ellipse cx="400" cy="350" rx="16" ry="8" fill="{paint.shade}"/>'
    )
    return (
        out
        + fold("M270 420 C240 470 226 530 222 590", paint, 20, lit=True)
        + both(f'<circle cx="330" cy="440" r="5" fill="{paint.seam}"/>')
    )


def scarf(paint: Paint) -> str:
    """A scarf folded in half over itself, with a fringe."""
    fringe = "".join(f"M{x} 800 q{4 if x % 3 else -5} 34 0 {58 + x % 14}" for x in range(258, 400, 10))
    other = "".join(f"M{x} 720 q{-4 if x % 3 else 5} 30 0 {54 + x % 12}" for x in range(412, 552, 10))
    out = line(other, paint.shade, 5) + cloth(
        "M404 210 C450 190 520 190 552 220 L556 722 C510 730 450 730 406 722 Z", "side"
    )
    out += line(fringe, paint.base, 5.5) + cloth(
        "M250 230 C290 180 400 170 470 190 C430 210 404 240 404 280 L402 802 C350 812 300 812 252 802 Z"
    )
    return (
        out
        + fold("M300 260 C294 420 300 600 296 780", paint, 24, lit=True)
        + fold("M392 280 C386 420 392 600 388 780", paint, 20)
        + fold("M470 260 C476 400 470 560 476 700", paint, 20)
    )


def belt(paint: Paint) -> str:
    """A rolled-up belt with a brass buckle."""
    out = shadow(400, 690, 250, 26)
    for rx, ry, cy in ((232, 92, 520), (196, 74, 516), (160, 58, 512)):
        x0, x1 = 400 - rx, 400 + rx
        ring = f"M{x0} {cy} C{x0} {cy - ry} {x1} {cy - ry} {x1} {cy} L{x1} {cy + 130} C{x1} {cy + 130 + ry} {x0} {cy + 130 + ry} {x0} {cy + 130} Z"
        out += cloth(ring)
    out += f'<ellipse cx="400" cy="512" rx="160" ry="50" fill="{paint.dark}"/><ellipse cx="400" cy="516" rx="118" ry="34" fill="{paint.shade}"/><ellipse cx="400" cy="520" rx="104" ry="27" fill="{paint.seam}"/>'
    out += gloss("M190 560 C230 610 300 640 370 646 C300 680 220 640 190 560 Z", 0.3) + stitch(
        "M174 640 C220 716 580 716 626 640 M172 552 C220 628 580 628 628 552", paint
    )
    return (
        out
        + '<rect x="420" y="556" width="128" height="150" rx="20" fill="none" stroke="url(#brass)" stroke-width="20" transform="rotate(-6 484 630)"/>'
        + line("M430 634 L552 620", "#D9BE78", 12)
    )


def umbrella(paint: Paint) -> str:
    """An open umbrella seen from the side."""
    out = (
        shadow(420, 900, 110, 16)
        + line("M400 250 V800 C400 880 500 880 500 812", "#7D5836", 20)
        + line("M396 250 V800", "#B98F61", 5, opacity=0.7)
    )
    canopy = mirrored(
        "M400 170 C250 176 130 280 100 470 C130 440 180 440 208 476 C236 438 300 438 330 476 C350 450 380 442 400 442"
    )
    out += cloth(canopy) + line(
        "M400 172 C300 240 220 350 208 476M400 172 C350 260 330 370 330 476M400 172 C450 260 470 370 470 476M400 172 C500 240 580 350 592 476",
        paint.seam,
        2.5,
        opacity=0.6,
    )
    out += fold("M300 220 C220 280 160 360 140 430", paint, 30, lit=True) + fold(
        "M540 250 C600 310 640 380 660 440", paint, 34
    )
    return out + line("M400 176 V130", "#7D5836", 10) + line("M400 700V800", "#8A6340", 22)


def gloves(paint: Paint) -> str:
    """A pair of knitted gloves laid flat."""
    hand = (
        "M250 790 C240 700 236 640 224 560 C190 520 160 470 156 440 C158 416 184 412 200 432 L240 500 C236 420 228 340 232 300"
        " C236 276 262 276 268 300 L278 420 C280 350 280 290 286 262 C292 240 318 242 322 264 L320 420 C326 356 332 306 340 284"
        " C348 266 370 272 370 294 L362 430 C368 390 374 356 382 342 C392 328 410 336 408 354 C404 440 396 560 384 640 L380 790 Z"
    )
    cuff = "M244 690 H388 L384 806 C340 816 290 816 250 806 Z"
    one = (
        cloth(hand)
        + fold("M300 480 C310 580 304 640 310 690", paint, 20, lit=True)
        + cloth(cuff)
        + line("".join(f"M{x} 696V806" for x in range(258, 384, 12)), paint.dark, 3.5, opacity=0.42)
    )
    tips = plain("M232 304 C236 276 262 276 268 300 L269 330 H232 Z", "#8E8A80", opacity=0.75)
    return (
        shadow(400, 800, 250, 24, 0.2)
        + f'<g transform="translate(176 20) rotate(12 300 800)">{one}{tips}</g><g transform="matrix(-1 0 0 1 624 0) rotate(12 300 800)">{one}{tips}</g>'
    )


DRAWINGS: dict[str, Callable[[Paint], str]] = {
    f.__name__: f for f in (beanie, cap, scarf, belt, umbrella, gloves)
}
