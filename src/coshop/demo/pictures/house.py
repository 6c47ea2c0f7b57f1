"""Draws things for the house: glazed, woven, lit."""

from collections.abc import Callable

from coshop.demo.pictures.paint import (
    Paint,
    both,
    cloth,
    fold,
    gloss,
    line,
    mirrored,
    mix,
    plain,
    shadow,
    stitch,
)


def mug(paint: Paint) -> str:
    """A stoneware mug with a bare foot."""
    clay = "#C9B59A"
    out = (
        shadow(410, 772, 230, 26)
        + line("M560 480 C690 470 690 680 548 676", paint.shade, 40)
        + line("M562 476 C672 474 676 660 552 664", paint.light, 8, opacity=0.5)
    )
    out += plain("M232 730 C270 770 530 770 568 730 L560 756 C520 786 280 786 240 756 Z", clay)
    out += cloth("M222 400 C220 540 222 650 232 732 C280 768 520 768 568 732 C578 650 580 540 578 400 Z")
    out += f'<ellipse cx="400" cy="400" rx="178" ry="48" fill="{mix(paint.base, clay, 0.55)}"/><ellipse cx="400" cy="404" rx="160" ry="39" fill="{paint.dark}"/>'
    out += '<path d="M250 420 C300 450 500 450 550 420 C510 438 290 438 250 420Z" fill="#2B1A10" opacity=".8"/><ellipse cx="400" cy="420" rx="140" ry="22" fill="#3A2417"/>'
    return (
        out
        + gloss("M262 460 C256 560 262 640 272 700 C290 700 296 600 290 470 Z", 0.5)
        + gloss("M520 470 C526 560 520 640 512 700 C500 640 504 540 520 470 Z", 0.14)
    )


def candle(paint: Paint) -> str:
    """A candle in a stoneware cup, burning."""
    out = '<circle cx="400" cy="400" r="230" fill="#FFE9B8" opacity=".5" filter="url(#blur)"/>' + shadow(
        400, 790, 220, 26
    )
    out += cloth("M236 480 C236 600 238 700 246 750 C290 782 510 782 554 750 C562 700 564 600 564 480 Z")
    out += f'<ellipse cx="400" cy="480" rx="164" ry="42" fill="{paint.shade}"/><ellipse cx="400" cy="486" rx="148" ry="34" fill="#F6EBD2"/><ellipse cx="400" cy="484" rx="70" ry="15" fill="#FFF6DC"/>'
    out += (
        line("M400 484 V440", "#3B332A", 5)
        + plain("M400 340 C424 384 428 410 400 446 C372 410 376 384 400 340 Z", "#F6B042")
        + plain("M400 384 C412 406 414 420 400 442 C386 420 388 406 400 384 Z", "#FFF3C4")
    )
    out += plain("M338 580 h124 v92 h-124 z", "#F7F3E8") + line(
        "M360 606h80M372 626h56M366 646h68", "#6F6A5E", 4
    )
    return out + gloss("M268 520 C264 600 268 680 276 730 C294 730 298 620 292 520 Z", 0.4)


def jug(paint: Paint) -> str:
    """An enamel jug with a dark rim."""
    rim = "#27303D"
    out = (
        shadow(400, 832, 220, 26)
        + line("M540 410 C690 400 680 640 556 660", paint.shade, 30)
        + line("M544 404 C672 404 664 622 558 648", paint.light, 6, opacity=0.6)
    )
    out += cloth(
        "M290 360 C296 430 250 500 240 600 C234 700 246 780 262 812 C310 836 490 836 538 812 C554 780 566 700 560 600 C550 500 504 430 510 360 Z"
    )
    out += plain("M292 364 C262 356 240 340 226 322 C250 316 280 320 300 336 Z", paint.base) + cloth(
        "M226 320 C280 300 460 306 512 350 C500 376 320 384 292 366 C262 352 240 340 226 320 Z", "inner"
    )
    out += line(
        "M226 320 C280 300 460 306 512 350 C500 376 320 384 292 366 C262 352 240 340 226 320 Z", rim, 8
    ) + line("M262 812 C310 836 490 836 538 812", rim, 8)
    return (
        out
        + gloss("M286 500 C262 600 266 700 280 780 C304 780 306 620 316 500 Z", 0.55)
        + gloss("M510 560 C524 640 520 700 508 770 C496 700 500 620 510 560 Z", 0.2)
    )


def blanket(paint: Paint) -> str:
    """A folded blanket with a fringe."""
    out = shadow(400, 790, 300, 28)
    for y, tone in ((650, "side"), (540, "cloth"), (430, "cloth")):
        out += cloth(
            f"M150 {y + 20} C150 {y} 170 {y - 8} 190 {y - 8} L610 {y - 8} C646 {y - 8} 660 {y + 30} 660 {y + 56} C660 {y + 100} 640 {y + 118} 610 {y + 118} L170 {y + 118} C154 {y + 110} 150 {y + 60} 150 {y + 20} Z",
            tone,
        )
        out += fold(f"M160 {y + 112} C300 {y + 122} 500 {y + 122} 640 {y + 100}", paint, 14)
    out += cloth("M190 424 L330 420 C334 520 326 620 332 700 L196 704 C190 610 196 520 190 424 Z") + line(
        "".join(f"M{x} 702 q{4 if x % 4 else -4} 24 0 {46 + x % 9}" for x in range(200, 332, 9)),
        paint.base,
        5,
    )
    return (
        out
        + fold("M330 440 C336 540 330 620 336 700", paint, 14)
        + fold("M240 440 C244 540 238 620 242 690", paint, 20, lit=True)
    )


def cushion(paint: Paint) -> str:
    """A plump square cushion."""
    out = shadow(400, 792, 290, 28)
    out += cloth(
        "M164 300 C260 326 540 326 636 300 C616 420 616 620 640 770 C540 746 260 746 160 770 C184 620 184 420 164 300 Z"
    )
    out += line(
        "M164 300 C260 326 540 326 636 300 C616 420 616 620 640 770 C540 746 260 746 160 770 C184 620 184 420 164 300 Z",
        paint.shade,
        9,
    )
    out += (
        fold("M190 330 C250 390 290 420 330 430", paint, 24)
        + fold("M610 330 C560 390 520 420 490 430", paint, 24)
        + fold("M190 740 C250 690 290 660 330 650", paint, 26)
        + fold("M612 740 C560 690 520 664 490 652", paint, 26)
    )
    return out + fold("M300 480 C360 440 440 440 480 480", paint, 60, lit=True)


def lantern(paint: Paint) -> str:
    """A storm lantern with its light on."""
    out = '<circle cx="400" cy="540" r="250" fill="#FFE3A0" opacity=".45" filter="url(#blur)"/>' + shadow(
        400, 858, 200, 26
    )
    out += line("M262 560 C230 170 570 170 538 560", paint.seam, 9) + both(
        line("M268 780 C236 640 250 480 300 420", paint.shade, 20)
    )
    out += plain(
        mirrored("M400 420 C340 420 304 440 300 470 C286 540 290 640 312 700 L400 704"), "#FFEBB4"
    ) + plain(mirrored("M400 480 C372 500 352 560 360 620 C372 660 390 672 400 672"), "#FFD36B", opacity=0.9)
    out += '<path d="M318 470 C306 540 310 630 328 690" fill="none" stroke="#FFF" stroke-width="12" opacity=".8" stroke-linecap="round"/>'
    out += (
        line("M292 520 H508M294 620H506", paint.seam, 4, opacity=0.6)
        + cloth(mirrored("M400 320 C360 320 336 330 332 350 L316 424 C340 440 380 444 400 444"))
        + cloth(mirrored("M400 272 C376 272 362 282 358 326 L400 332"), "side")
    )
    out += cloth(
        mirrored("M400 700 C340 700 290 704 270 716 C240 760 236 820 248 846 C290 866 360 868 400 868")
    ) + gloss("M284 740 C276 780 276 820 284 840 C300 840 302 770 306 730 Z", 0.4)
    return (
        out
        + '<circle cx="400" cy="790" r="20" fill="url(#brass)"/>'
        + stitch("M270 730H530", Paint(paint.shade, paint.shade))
    )


DRAWINGS: dict[str, Callable[[Paint], str]] = {
    f.__name__: f for f in (mug, candle, jug, blanket, cushion, lantern)
}
