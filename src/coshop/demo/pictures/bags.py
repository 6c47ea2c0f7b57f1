"""Draws bags."""

from collections.abc import Callable

from coshop.demo.pictures.paint import Paint, both, cloth, fold, gloss, line, mirrored, plain, shadow, stitch

LEATHER = "url(#leatherpart)"


def _strap(path: str, width: float = 26) -> str:
    return (
        line(path, "#6E4A29", width + 3)
        + line(path, LEATHER, width)
        + line(path, "#E8CFA4", 1.4, opacity=0.5)
    )


def _buckle(x: float, y: float) -> str:
    return (
        f'<rect x="{x - 22}" y="{y - 16}" width="44" height="32" rx="5" fill="none" stroke="url(#brass)" stroke-width="6"/>'
        + line(f"M{x} {y - 14}V{y + 14}", "#C9AE66", 4)
    )


def tote(paint: Paint) -> str:
    """An upright canvas bag with two handles."""
    out = shadow(400, 862, 280, 24) + line("M310 420 C300 180 500 180 490 420", paint.dark, 26)
    out += cloth("M190 398 C300 388 500 388 610 398 L604 424 H196 Z", "inner")
    out += cloth(mirrored("M400 416 C320 416 240 412 188 402 L168 836 C172 858 190 862 210 862 L400 866"))
    out += cloth(mirrored("M400 760 L172 752 L168 836 C172 858 190 862 210 862 L400 866"), "side") + stitch(
        "M174 764 H626", paint
    )
    out += line("M310 440 C300 200 500 200 490 440", paint.base, 24) + both(
        cloth("M296 430 h26 v330 h-26 Z") + stitch("M301 434v322M317 434v322", paint)
    )
    out += fold("M240 480 C250 600 240 690 232 740", paint, 26) + fold(
        "M380 470 C390 580 384 660 392 740", paint, 22, lit=True
    )
    return out + plain("M364 560 h72 v44 h-72 z", "#F3EDDD") + line("M378 576h44M384 588h32", "#7A7566", 3)


def backpack(paint: Paint) -> str:
    """A rucksack with a rolled top."""
    out = shadow(400, 884, 240, 26) + line("M350 250 C350 190 450 190 450 250", "#5E4630", 16)
    out += both(cloth("M226 480 C196 500 190 700 214 800 L250 820 V470 Z", "side"))
    out += cloth(
        mirrored("M400 330 C330 330 262 336 246 352 C224 480 222 700 230 840 C240 872 280 884 400 886")
    )
    out += cloth(
        mirrored("M400 234 C330 232 268 238 252 250 C240 280 244 340 256 368 C300 380 350 384 400 384")
    )
    out += fold("M262 300 C340 314 460 314 538 300", paint, 12) + fold(
        "M300 420 C290 480 296 520 290 560", paint, 22, lit=True
    )
    out += cloth(
        mirrored("M400 590 C350 588 300 590 270 598 C262 680 262 760 268 820 C300 842 350 846 400 846")
    ) + stitch("M280 612 C350 604 450 604 520 612", paint)
    out += both(_strap("M312 262 V560") + _buckle(312, 520)) + line("M356 654h88", LEATHER, 22)
    return (
        out
        + both(plain("M286 252 h52 v26 h-52 z", "#7A5531"))
        + plain("M372 470 h56 v36 h-56 z", "#7A5531", opacity=0.9)
    )


def duffel(paint: Paint) -> str:
    """A weekend bag with leather ends."""
    out = shadow(400, 800, 340, 28) + line("M290 470 C280 290 520 290 510 470", "#5B3D22", 24)
    out += cloth(
        "M150 480 C220 430 580 430 650 480 C700 540 704 700 672 780 C600 806 200 806 128 780 C96 700 100 540 150 480 Z"
    )
    out += both(
        plain(
            "M150 480 C164 470 184 462 204 456 C178 560 180 700 198 794 C170 792 146 788 128 780 C96 700 100 540 150 480 Z",
            LEATHER,
        )
        + line("M204 456 C178 560 180 700 198 794", "#5B3D22", 2.5)
    )
    out += line("M176 468 C280 440 520 440 624 468", paint.seam, 8) + line(
        "M176 468 C280 440 520 440 624 468", "#C9AE66", 3
    )
    out += (
        fold("M280 520 C270 600 274 700 282 770", paint, 24)
        + fold("M400 500 C410 600 404 690 400 770", paint, 26, lit=True)
        + plain("M120 764 C220 790 580 790 680 764 L672 780 C600 806 200 806 128 780 Z", LEATHER)
    )
    return (
        out
        + both(_strap("M290 470 V790", 24))
        + line("M290 480 C276 320 524 320 510 480", "#6E4A29", 27)
        + line("M290 480 C276 320 524 320 510 480", LEATHER, 24)
        + line("M352 362 C380 350 420 350 448 362", "#4E341D", 34)
    )


def messenger(paint: Paint) -> str:
    """A leather bag with a flap."""
    out = (
        shadow(400, 812, 300, 26)
        + line("M150 520 C90 180 710 180 650 520", paint.shade, 26)
        + line("M150 520 C90 180 710 180 650 520", paint.light, 2, opacity=0.4)
    )
    out += cloth(
        mirrored("M400 480 C280 480 190 482 158 496 C140 600 140 720 156 790 C200 812 300 814 400 814"),
        "side",
    )
    out += cloth(
        mirrored("M400 450 C280 450 180 456 150 480 C142 560 146 640 162 690 C220 712 320 716 400 716")
    ) + stitch("M168 678 C260 702 540 702 632 678", paint)
    out += gloss("M190 490 C260 474 360 470 420 474 C360 520 250 560 184 580 Z", 0.2) + fold(
        "M170 706 C300 724 500 724 630 706", paint, 12
    )
    return (
        out
        + both(
            cloth("M268 600 h36 v150 l-18 18 l-18 -18 Z")
            + _buckle(286, 700)
            + stitch("M274 604v140M298 604v140", paint)
        )
        + fold("M420 500 C430 580 424 640 420 690", paint, 20)
    )


def washbag(paint: Paint) -> str:
    """A small bag with a zip round its top."""
    out = shadow(400, 760, 260, 24)
    out += cloth(
        "M180 560 C240 510 560 510 620 560 C650 620 650 700 628 746 C560 766 240 766 172 746 C150 700 150 620 180 560 Z"
    )
    out += (
        line("M186 570 C260 530 540 530 614 570", paint.seam, 10)
        + '<path d="M186 570 C260 530 540 530 614 570" fill="none" stroke="#D9C07C" stroke-width="5" stroke-dasharray="3 4"/>'
    )
    out += line("M184 590 C170 560 130 566 134 610 C138 646 168 640 176 620", "#8A5F37", 12) + plain(
        "M604 560 l26 8 l-6 40 l-22 -6 z", "#8A5F37"
    )
    out += (
        fold("M260 590 C250 650 256 700 262 744", paint, 20)
        + fold("M420 570 C430 640 424 700 420 744", paint, 22, lit=True)
        + stitch("M176 730 C260 748 540 748 624 730", paint)
    )
    return out + plain("M360 640 h80 v40 h-80 z", "#8A5F37") + line("M376 660h48", "#D7B98A", 3)


DRAWINGS: dict[str, Callable[[Paint], str]] = {
    f.__name__: f for f in (tote, backpack, duffel, messenger, washbag)
}
