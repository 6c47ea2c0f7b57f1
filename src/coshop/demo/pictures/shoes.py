"""Draws shoes: one from the side, and its fellow a little behind."""

from collections.abc import Callable

from coshop.demo.pictures.paint import Paint, cloth, fold, gloss, line, plain, shadow, stitch


def _pair(one: str, lift: float = 130) -> str:
    behind = f'<g transform="translate(86 {-lift:g}) scale(.92) translate(34 50)">{shadow(400, 735, 300, 22, 0.2)}{one}</g>'
    return behind + shadow(390, 742, 330, 24) + f'<g transform="translate(-20 10)">{one}</g>'


def sneaker(paint: Paint) -> str:
    """A canvas plimsoll with a rubber toe."""
    upper = "M128 690 C120 620 132 560 150 520 C180 536 236 540 288 516 C330 556 420 594 520 606 C610 616 676 640 684 694 Z"
    out = cloth("M150 520 C170 496 262 488 290 514 C250 548 190 546 150 520 Z", "inner") + cloth(upper)
    out += fold("M300 560 C320 610 330 650 326 690", paint, 16) + plain(
        "M560 610 C640 620 682 646 688 694 H540 C536 660 542 630 560 610 Z", "url(#rubber)"
    )
    out += stitch("M286 530 C270 590 280 640 300 690", paint) + stitch(
        "M160 536 C150 590 148 640 152 688", paint
    )
    for i in range(5):
        x, y = 322 + i * 42, 546 + i * 13
        out += f'<circle cx="{x - 2}" cy="{y + 34}" r="5" fill="#D9D4C6" stroke="{paint.seam}" stroke-width="2"/>'
        out += line(f"M{x} {y + 32} L{x + 34} {y - 4}", "#F7F3E8", 9) + line(
            f"M{x} {y + 32} L{x + 34} {y - 4}", "#B9B19C", 1.5, opacity=0.6
        )
    sole = "M120 688 H690 C700 706 698 726 684 736 C560 746 240 746 128 736 C116 724 114 704 120 688 Z"
    out += (
        plain(sole, "url(#rubber)")
        + line("M122 702 H692", paint.trim, 4, opacity=0.75)
        + line("M130 722H684", "#A79F8A", 2, opacity=0.7)
    )
    return _pair(out)


def deckshoe(paint: Paint) -> str:
    """A moccasin with a lace all the way round."""
    upper = "M130 690 C122 630 134 580 158 552 C220 574 300 572 352 540 C420 552 520 584 600 612 C660 634 690 660 690 694 Z"
    out = cloth("M158 552 C180 528 320 516 354 540 C310 580 210 580 158 552 Z", "inner") + cloth(upper)
    out += gloss("M470 600 C540 612 620 640 650 668 C600 660 520 640 470 600 Z", 0.25)
    out += cloth(
        "M352 540 C440 548 560 584 640 636 C600 650 540 640 470 622 C420 606 372 580 352 540 Z"
    ) + stitch("M362 556 C440 566 540 598 620 640", paint)
    out += '<path d="M150 600 C230 622 300 620 372 596" fill="none" stroke="#EADFC6" stroke-width="8" stroke-dasharray="34 16"/>'
    out += line("M388 560 C400 590 430 596 452 580M410 570 L470 600M452 560 L420 606", "#EADFC6", 8)
    out += line(
        "M432 580 C470 540 520 540 510 566 C500 586 460 590 436 584 C420 620 380 640 372 618", "#EADFC6", 7
    )
    sole = "M122 688 H694 C702 704 698 722 686 730 C540 738 250 738 132 730 C118 722 116 704 122 688 Z"
    return _pair(out + plain(sole, "#EFEADD") + line("M124 700H694M136 718H686", "#BDB49C", 2))


def chelsea(paint: Paint) -> str:
    """An ankle boot with elastic sides."""
    upper = "M150 690 C140 600 146 480 158 386 C210 372 300 372 350 388 C352 450 362 520 400 560 C470 592 600 604 660 640 C688 656 694 676 692 694 Z"
    out = cloth("M158 388 C190 366 320 366 350 390 C310 408 200 408 158 388 Z", "inner") + cloth(upper)
    out += plain(
        "M232 396 C262 392 290 394 306 400 C310 460 302 520 282 560 C260 560 240 520 232 396 Z", paint.dark
    )
    out += line("".join(f"M{x} 400L{x + 4} 548" for x in range(242, 300, 9)), "#000", 3, opacity=0.35)
    out += line("M282 560 C290 610 300 650 300 690", paint.seam, 2.5, opacity=0.7) + line(
        "M168 392 C160 350 184 344 186 388", "url(#leatherpart)", 10
    )
    out += gloss("M440 590 C520 602 610 614 650 650 C580 650 500 640 440 590 Z", 0.3) + gloss(
        "M326 420 C330 480 340 520 360 560 C330 540 316 480 326 420 Z", 0.22
    )
    out += plain(
        "M140 688 H694 C700 700 698 712 690 718 H300 V744 H146 C138 726 136 706 140 688 Z", "#3B2C20"
    ) + stitch("M146 694H690", paint)
    return _pair(out, 120)


def wellington(paint: Paint) -> str:
    """A short rubber boot."""
    upper = "M166 690 C156 560 158 420 164 300 C220 286 320 286 372 302 C374 420 376 500 404 552 C470 584 590 600 650 640 C682 660 690 680 690 696 Z"
    out = cloth("M164 304 C200 280 340 280 372 304 C330 322 210 322 164 304 Z", "inner") + cloth(upper)
    out += cloth("M162 330 L373 330 L374 356 L161 356 Z") + gloss(
        "M206 370 C200 480 204 580 212 660 C188 620 184 480 206 370 Z", 0.4
    )
    out += gloss("M450 584 C530 602 610 620 650 656 C580 652 500 636 450 584 Z", 0.4) + fold(
        "M360 520 C380 570 410 590 440 596", paint, 12
    )
    out += plain(
        "M158 678 H692 C700 696 698 710 690 716 H310 V742 H164 C152 722 152 700 158 678 Z", paint.dark
    )
    return _pair(
        out
        + line("M160 690H692", paint.light, 3, opacity=0.6)
        + cloth("M332 306 L356 306 L352 420 L338 420 Z", "side"),
        110,
    )


def slipper(paint: Paint) -> str:
    """A felt slipper with a leather sole."""
    upper = "M136 694 C122 640 136 592 164 572 C220 594 290 596 340 556 C430 548 560 570 640 624 C680 650 692 676 688 698 Z"
    out = cloth("M164 572 C190 546 310 536 342 556 C300 602 214 600 164 572 Z", "inner") + cloth(upper)
    out += line("M164 572 C220 596 290 598 342 556", paint.light, 9) + fold(
        "M400 570 C380 620 370 660 380 694", paint, 18
    )
    out += fold("M470 590 C540 600 600 624 640 656", paint, 18, lit=True)
    return _pair(
        out
        + plain("M130 690 H690 C696 704 690 716 676 720 H146 C132 716 126 704 130 690 Z", "url(#leatherpart)")
    )


DRAWINGS: dict[str, Callable[[Paint], str]] = {
    f.__name__: f for f in (sneaker, deckshoe, chelsea, wellington, slipper)
}
