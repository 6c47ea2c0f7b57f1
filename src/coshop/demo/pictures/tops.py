"""Draws what is worn above the waist, from the parts in `cut`."""

from collections.abc import Callable

from coshop.demo.pictures.cut import (
    HORN,
    body,
    collar,
    hem_rib,
    hood,
    neck_rib,
    placket,
    pocket,
    ribs,
    short_sleeves,
    sleeves,
    welt,
    zipper,
)
from coshop.demo.pictures.paint import (
    PAPER,
    Paint,
    both,
    button,
    cloth,
    fold,
    line,
    mirrored,
    mix,
    plain,
    stitch,
)


def raincoat(paint: Paint) -> str:
    """A hooded rain jacket with a storm flap."""
    out = sleeves(paint) + body(paint, 818, 8) + hood(paint)
    out += zipper(paint, 274, 828) + cloth("M402 270 H436 V826 H402 Z") + stitch("M429 274V822", paint)
    out += "".join(button(420, y, paint.dark, 6) for y in (300, 420, 540, 660, 780))
    out += both(cloth("M258 590 L350 574 L352 600 L260 616 Z") + stitch("M262 610 L351 594", paint))
    return out + both(
        line("M352 268 C354 300 350 330 354 356", PAPER, 4)
        + '<circle cx="354" cy="360" r="6" fill="#C9A14E"/>'
    )


def parka(paint: Paint) -> str:
    """A long parka with a deep hood and four pockets."""
    out = sleeves(paint, 770) + body(paint, 912, 18) + hood(paint)
    fur = mirrored("M400 84 C318 84 270 140 278 214 C284 246 312 262 330 262 C310 230 316 128 400 122")
    out += plain(fur, "#CDBFA4") + line(
        "M300 150q-18 6-22 24M296 200q-16 8-14 26M340 108q-14-6-26 4M500 150q18 6 22 24M504 200q16 8 14 26M460 108q14-6 26 4M380 92q-4-12-16-10M420 92q4-12 16-10",
        "#A8977A",
        4,
        opacity=0.7,
    )
    out += (
        zipper(paint, 276, 908)
        + cloth("M402 272 H440 V916 H402 Z")
        + "".join(button(421, y, HORN) for y in range(310, 900, 96))
    )
    out += both(pocket(paint, 262, 640, 104, 128, flap=True) + pocket(paint, 274, 400, 84, 92, flap=True))
    return out + line("M236 580 C300 590 500 590 564 580", paint.seam, 3, opacity=0.5)


def workjacket(paint: Paint) -> str:
    """A straight jacket with three patch pockets."""
    out = sleeves(paint) + body(paint, 812, 6) + collar(paint, 312)
    out += placket(258, 820, 6, HORN, 30) + pocket(paint, 450, 390, 92, 104)
    return out + both(pocket(paint, 258, 630, 114, 134))


def gilet(paint: Paint) -> str:
    """A quilted body without sleeves."""
    arm = both(cloth("M250 236 C232 300 236 380 262 470 L240 470 C218 400 220 300 236 242 Z", "inner"))
    out = (
        arm
        + body(paint, 800)
        + cloth(
            mirrored("M400 168 C366 168 340 176 332 190 C330 216 332 236 340 250 C360 262 384 266 400 266")
        )
    )
    out += cloth("M350 186 C372 172 428 172 450 186 C430 200 370 200 350 186 Z", "inner") + zipper(
        paint, 206, 806
    )
    return out + "".join(button(424, y, "#C9B78A", 6) for y in range(290, 800, 92)) + welt(560)


def peacoat(paint: Paint) -> str:
    """A double-breasted coat with a broad collar."""
    out = sleeves(paint, 752) + body(paint, 846, 8)
    out += line("M424 420 C432 560 430 700 430 852", paint.seam, 3.5, opacity=0.7) + cloth(
        mirrored("M400 250 C376 246 356 226 342 194 C360 182 380 178 400 178"), "inner"
    )
    out += both(
        cloth(
            "M338 184 C300 200 276 232 268 270 L352 330 L300 318 L396 452 L412 330 C384 290 356 240 338 184 Z"
        )
    )
    out += "".join(button(x, y, "#23252B", 13) for y in (470, 570, 670) for x in (322, 474)) + "".join(
        button(x, 376, "#23252B", 13) for x in (262, 538)
    )
    return out + both(cloth("M254 660 L276 652 L296 770 L274 778 Z", "side"))


def smock(paint: Paint) -> str:
    """A sailcloth pullover with one pocket across the front."""
    out = sleeves(paint, 730) + body(paint, 800, 12)
    yoke = mirrored(
        "M400 236 C372 236 350 222 334 194 C310 216 268 228 232 242 C230 280 232 310 236 344 C300 352 360 354 400 354"
    )
    out += (
        cloth(yoke)
        + stitch("M238 336 C320 346 480 346 562 336", paint)
        + cloth(
            mirrored("M400 262 C370 260 346 240 330 198 C336 186 344 182 352 182 C362 216 380 232 400 234")
        )
    )
    out += line("M400 262V352", paint.seam, 3) + cloth(
        "M350 188 C370 176 430 176 450 188 C440 222 420 234 400 234 C380 234 360 222 350 188 Z", "inner"
    )
    return (
        out
        + cloth("M276 560 H524 L540 720 H260 Z")
        + stitch("M283 568 H517 L532 712", paint)
        + both(stitch("M300 566 L292 712", paint))
    )


def crew(paint: Paint) -> str:
    """A plain jumper with a ribbed neck."""
    return sleeves(paint, 740, rib=True) + body(paint, 790) + hem_rib(790, paint) + neck_rib()


def cable(paint: Paint) -> str:
    """A fisherman jumper with six cables."""
    out = crew(paint)
    for x in (276, 336, 400, 464, 524):
        top, count = (280 if abs(x - 400) < 80 else 268), 8
        for index in range(count):
            y = top + index * 58
            out += line(
                f"M{x - 14} {y} C{x - 14} {y + 30} {x + 14} {y + 28} {x + 14} {y + 58}",
                paint.light,
                9,
                opacity=0.8,
            )
            out += line(
                f"M{x + 14} {y} C{x + 14} {y + 30} {x - 14} {y + 28} {x - 14} {y + 58}",
                paint.dark,
                4,
                opacity=0.4,
            )
        out += line(f"M{x - 25} {top}V{top + 464}M{x + 25} {top}V{top + 464}", paint.dark, 3, opacity=0.35)
    return out


def rollneck(paint: Paint) -> str:
    """A fine jumper with a folded neck."""
    out = sleeves(paint, 744, rib=True) + body(paint, 796) + hem_rib(796, paint)
    out += cloth(mirrored("M400 140 C366 140 342 146 336 158 L326 226 C346 246 374 252 400 252"))
    out += cloth("M344 156 C362 142 438 142 456 156 C438 168 362 168 344 156 Z", "inner") + ribs(
        range(346, 460, 9), 166, 244, paint
    )
    return out + fold("M336 232 C360 250 440 250 464 232", paint, 8)


def guernsey(paint: Paint) -> str:
    """A plain jumper with a knitted yoke and split hem."""
    out = sleeves(paint, 734, rib=True) + body(paint, 800) + neck_rib(8)
    out += line("M238 372 C300 380 500 380 562 372", paint.dark, 4, opacity=0.5)
    for y in (290, 318, 346):
        out += line("".join(f"M{x} {y}l8 8l8 -8" for x in range(252, 540, 22)), paint.dark, 3, opacity=0.4)
    out += line("M238 728 C300 738 500 738 562 728", paint.dark, 4, opacity=0.5)
    return out + both(line("M238 734L234 792", paint.seam, 5, opacity=0.8))


def cardigan(paint: Paint) -> str:
    """A heavy cardigan with a shawl collar."""
    out = sleeves(paint, 744, rib=True) + body(paint, 818) + hem_rib(818, paint)
    out += plain("M334 190 C360 168 440 168 466 190 L404 470 Z", mix(PAPER, "#B9B2A2", 0.35)) + line(
        "M404 470V826", paint.seam, 3
    )
    out += both(
        cloth(
            "M340 178 C306 196 290 240 296 290 C310 370 360 440 408 486 L410 440 C372 380 348 300 352 200 Z"
        )
    )
    out += cloth("M342 182 C366 160 434 160 458 182 C440 192 360 192 342 182 Z") + cloth(
        "M392 474 H420 V830 H392 Z"
    )
    return (
        out
        + "".join(button(406, y, HORN, 11) for y in range(510, 820, 74))
        + both(pocket(paint, 266, 610, 100, 116))
    )


def shirt(paint: Paint) -> str:
    """A button-down shirt with one pocket."""
    out = sleeves(paint, 752) + body(paint, 812) + collar(paint) + placket(258, 820, 7, "#F3EEE2")
    return (
        out
        + pocket(paint, 450, 372, 82, 96)
        + both(cloth("M119 706 L213 722 L208 764 C180 766 140 760 120 752 Z"))
    )


def workshirt(paint: Paint) -> str:
    """A work shirt with two flapped pockets."""
    out = sleeves(paint, 752) + body(paint, 812) + collar(paint) + placket(258, 820, 7, "#E5D9BF")
    out += stitch("M238 306 C300 320 500 320 562 306", paint)
    return out + both(
        pocket(paint, 270, 380, 88, 104, flap=True)
        + cloth("M119 706 L213 722 L208 764 C180 766 140 760 120 752 Z")
    )


def rugby(paint: Paint) -> str:
    """A striped jersey with a pale twill collar."""
    out = sleeves(paint, 744, rib=True) + body(paint, 804)
    pale = Paint(PAPER, paint.trim)
    out += plain(mirrored("M400 252 C376 250 356 232 340 200 C356 186 380 180 400 180"), "#D8D0BD")
    out += both(
        f'<path d="M338 188 C320 198 306 214 302 232 L348 306 C364 288 384 270 400 254 C376 240 354 218 338 188 Z" fill="{pale.light}" stroke="#B9AF98" stroke-width="2"/>'
    )
    return (
        out
        + f'<path d="M386 252 H414 V420 H386 Z" fill="{pale.base}" stroke="#B9AF98" stroke-width="2"/>'
        + "".join(button(400, y, "#DDD4C0") for y in (290, 340, 390))
    )


def tee(paint: Paint) -> str:
    """A short-sleeved shirt with a pocket."""
    return (
        short_sleeves(paint)
        + body(paint, 772)
        + neck_rib()
        + pocket(paint, 446, 360, 84, 92)
        + stitch("M236 752 C320 768 480 768 564 752", paint)
    )


DRAWINGS: dict[str, Callable[[Paint], str]] = {
    f.__name__: f
    for f in (
        raincoat,
        parka,
        workjacket,
        gilet,
        peacoat,
        smock,
        crew,
        cable,
        rollneck,
        guernsey,
        cardigan,
        shirt,
        workshirt,
        rugby,
        tee,
    )
}
