"""Puts a drawn product before paper, close to the eye, or into a room, and draws the harbour of the front page."""

from coshop.demo.pictures import bags, house, legs, shoes, small, tops
from coshop.demo.pictures.paint import HEIGHT, WIDTH, line, shadow
from coshop.demo.pictures.weave import paint_for, tones, weave

VIEWS = ("front", "detail", "room")

_HUNG = tops.DRAWINGS | legs.DRAWINGS
_STANDING = shoes.DRAWINGS | bags.DRAWINGS | small.DRAWINGS | house.DRAWINGS
_DRAWINGS = _HUNG | _STANDING
# Where the eye goes when it comes close: x, y and how close.
_DETAILS = {"default": (440, 330, 2.3)}
_DETAILS |= dict.fromkeys(legs.DRAWINGS, (370, 250, 2.3))
_DETAILS |= dict.fromkeys(shoes.DRAWINGS, (400, 620, 2.0))
_DETAILS |= dict.fromkeys(bags.DRAWINGS, (330, 600, 2.1))
_DETAILS |= dict.fromkeys(house.DRAWINGS, (360, 560, 1.9))
_DETAILS |= dict.fromkeys(small.DRAWINGS, (360, 560, 2.0))
_DETAILS |= {
    "shorts": (370, 420, 2.2),
    "tote": (360, 500, 2.1),
    "umbrella": (330, 380, 1.9),
    "gloves": (330, 480, 1.8),
}


def _svg(defs: str, body: str, width: int = WIDTH, height: int = HEIGHT) -> str:
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" width="{width}" height="{height}">'
        f"<defs>{defs}</defs>{body}</svg>"
    )


def _paper(name: str) -> str:
    lift = '<path d="M0 0h800v1000h-800z" fill="url(#lamp)"/>'
    fall = shadow(410, 930, 210, 16, 0.14) if name in _HUNG else ""
    return f'<path d="M0 0h800v1000h-800z" fill="url(#wall)"/>{lift}{fall}'


def _room(name: str, thing: str) -> str:
    planks = "M0 872H800M0 930H800M120 800V872M430 800V872M690 800V872M250 872V930M560 872V930M80 930V1000M380 930V1000"
    window = "M430 0 L800 0 L800 560 L560 800 L190 800 Z"
    out = (
        '<path d="M0 0h800v800h-800z" fill="#DDD8CB"/>' + f'<path d="{window}" fill="#FFF8E2" opacity=".42"/>'
    )
    out += line("M610 0 L372 800", "#DDD8CB", 16) + '<path d="M0 800h800v200h-800z" fill="url(#wood)"/>'
    out += (
        line(planks, "#7C5C3B", 2, opacity=0.5)
        + '<path d="M0 776h800v26h-800z" fill="#F1EDE2"/>'
        + line("M0 802H800", "#00000030", 3)
    )
    if name in _HUNG:
        out += '<path d="M0 118h800v40h-800z" fill="url(#wood)"/>' + line(
            "M0 159H800", "#6E5236", 3, opacity=0.6
        )
        out += "".join(
            f'<path d="M{x - 9} 128h18v40h-18z" fill="#8D6A45"/><circle cx="{x}" cy="140" r="13" fill="#B48C60"/>'
            for x in (90, 400, 710)
        )
        hook = line("M400 150 C424 150 424 186 400 190 V214", "#8B8577", 6)
        wide = 130 if name in tops.DRAWINGS else 74
        bar = line(
            f"M{400 - wide} {214 + wide * 0.42:g} C{400 - wide * 0.6:g} {214 + wide * 0.14:g} 380 214 400 214 C420 214 {400 + wide * 0.6:g} {214 + wide * 0.14:g} {400 + wide} {214 + wide * 0.42:g}",
            "#A9835A",
            13,
        )
        drop = {"shorts": 20}.get(name, 98 if name in tops.DRAWINGS else 136)
        fall = f'<g transform="translate(136 {drop + 52}) scale(.72)" opacity=".22" filter="url(#blur)">{thing}</g>'
        basket = '<path d="M40 820h150l-16 120h-118z" fill="#D8BC92"/>' + line(
            "M44 850H186M48 880H182M52 910H178M80 820L84 940M115 820V940M150 820L146 940",
            "#86663E",
            4,
            opacity=0.6,
        )
        return (
            out + fall + hook + bar + f'<g transform="translate(112 {drop}) scale(.72)">{thing}</g>' + basket
        )
    bench = (
        '<path d="M40 742h720v44h-720z" fill="#B98F61"/>'
        + line("M40 742H760", "#E2C08F", 4)
        + '<path d="M90 786h44v150h-44zM666 786h44v150h-44z" fill="#94703F"/>'
    )
    frame = '<path d="M84 120h200v250h-200z" fill="#F6F2E7" stroke="#8D6A45" stroke-width="12"/><path d="M104 290C140 250 160 268 190 262C220 250 240 280 264 270V350H104z" fill="#7E9AA0"/><path d="M180 262V170l44 78h-44z" fill="#C9BFA8"/>'
    pot = '<path d="M636 640h92l-14 102h-64z" fill="#B4633F"/>' + line(
        "M682 640 C676 560 640 520 600 500M682 640 C690 550 720 500 750 470M682 640 C680 560 684 500 676 440",
        "#5E7350",
        9,
    )
    leaves = "M600 500q-34-4-40-36q38 0 40 36M750 470q-6-40 22-60q18 40-22 60M676 440q-30-30-10-66q34 30 10 66M640 528q-38 12-52-12q30-20 52 12M716 520q40 4 48-24q-36-12-48 24"
    foot = {
        **dict.fromkeys(shoes.DRAWINGS, 742),
        "umbrella": 892,
        "scarf": 862,
        "belt": 712,
        "beanie": 752,
        "cap": 706,
        "gloves": 812,
        "slipper": 730,
        "lantern": 860,
        "jug": 830,
        "backpack": 884,
        "tote": 862,
    }.get(name, 790)
    scale = 0.64 if name in bags.DRAWINGS else 0.72
    place = f"translate({400 - 400 * scale - 30:g} {748 - foot * scale:g}) scale({scale})"
    return (
        out
        + frame
        + pot
        + f'<path d="{leaves}" fill="#6E845E"/>'
        + bench
        + f'<g transform="{place}">{thing}</g>'
    )


def draw_product(shape: str, texture: str, hex_colour: str, view: str) -> str:
    """The SVG of a product, 800 by 1000. Raises KeyError for a shape nobody has drawn, ValueError for another view."""
    if view not in VIEWS:
        raise ValueError(f"There is no view {view!r}; there are {', '.join(VIEWS)}.")
    paint = paint_for(hex_colour, texture)
    thing = _DRAWINGS[shape](paint)
    defs = tones(paint) + weave(texture, paint)
    if view == "room":
        return _svg(defs, _room(shape, thing))
    if view == "detail":
        x, y, scale = _DETAILS.get(shape, _DETAILS["default"])
        return _svg(
            defs,
            f'{_paper("")}<g transform="translate(400 500) scale({scale}) translate({-x} {-y})">{thing}</g>',
        )
    return _svg(defs, _paper(shape) + thing)


def _boat(x: float, y: float, scale: float, hull: str, sail: str) -> str:
    return (
        f'<g transform="translate({x} {y}) scale({scale})">'
        '<path d="M-110 96 C-60 120 60 120 120 96 L110 130 C50 150 -50 150 -100 130 Z" fill="#33585F" opacity=".25"/>'
        f'<path d="M4 -230 L4 40 L-96 40 C-60 -40 -20 -140 4 -230 Z" fill="{sail}"/>'
        '<path d="M14 -200 L14 40 L104 40 C84 -30 54 -120 14 -200 Z" fill="#F4EEDF"/><path d="M14 -200 L14 40 L50 40 C44 -40 30 -130 14 -200 Z" fill="#000" opacity=".06"/>'
        '<path d="M6 -246h6V70h-6z" fill="#6A4A2D"/>'
        f'<path d="M-130 60 H140 C124 96 96 108 60 110 H-60 C-100 106 -120 90 -130 60 Z" fill="{hull}"/><path d="M-130 60H140l-5 12H-125z" fill="#F4EEDF"/></g>'
    )


def draw_harbour() -> str:
    """The front page's picture, 1600 by 720: early light, hills, two boats, a quay with its crane."""
    sky = '<linearGradient id="sky" x1="0" y1="0" x2="0" y2="1"><stop offset="0" stop-color="#C6D9DC"/><stop offset=".62" stop-color="#F0E3CB"/><stop offset="1" stop-color="#F3D9B5"/></linearGradient>'
    sea = '<linearGradient id="sea" x1="0" y1="0" x2="0" y2="1"><stop offset="0" stop-color="#B7CFCC"/><stop offset="1" stop-color="#5F8F92"/></linearGradient>'
    haze = '<filter id="haze"><feGaussianBlur stdDeviation="24"/></filter>'
    out = '<path d="M0 0h1600v470h-1600z" fill="url(#sky)"/><circle cx="1120" cy="330" r="120" fill="#FFF3D6" opacity=".8" filter="url(#haze)"/><circle cx="1120" cy="330" r="46" fill="#FFF6E0"/>'
    out += '<path d="M0 452C160 400 260 420 380 392S640 430 760 410S1000 380 1120 404S1400 350 1600 396V480H0z" fill="#A9BFBE"/><path d="M0 470C200 430 330 452 470 436S760 462 900 448S1240 428 1600 452V490H0z" fill="#86A5A5"/>'
    out += '<path d="M0 470h1600v250h-1600z" fill="url(#sea)"/>'
    out += "".join(
        f'<path d="M{x} {y}h{w}" stroke="#FFF4DC" stroke-width="4" stroke-linecap="round" opacity=".5"/>'
        for x, y, w in (
            (1040, 490, 160),
            (1070, 508, 110),
            (1010, 530, 210),
            (1090, 552, 90),
            (980, 580, 250),
            (1060, 610, 150),
            (300, 540, 120),
            (520, 590, 180),
            (160, 640, 140),
            (640, 660, 120),
        )
    )
    out += _boat(820, 440, 0.62, "#A9472F", "#E9DFC8") + _boat(1000, 500, 0.95, "#24404C", "#E7C98B")
    out += (
        '<path d="M1220 520H1600V720H1180V560z" fill="#8B8273"/><path d="M1180 560L1220 520H1600V548H1226L1180 590z" fill="#B4AA97"/>'
        + "".join(
            f'<path d="M{x} 560v150" stroke="#6C6455" stroke-width="4" opacity=".5"/>'
            for x in range(1240, 1600, 60)
        )
    )
    out += '<path d="M1330 520V210M1390 520V250M1330 300L1390 360M1390 300L1330 360M1330 400L1390 460M1390 400L1330 460" stroke="#2F4148" stroke-width="11" fill="none"/><path d="M1300 250H1420L1230 120" stroke="#2F4148" stroke-width="12" fill="none" stroke-linejoin="round"/><path d="M1236 124V300" stroke="#2F4148" stroke-width="3"/><path d="M1226 300h20v18h-20z" fill="#2F4148"/>'
    out += '<path d="M1450 520V390L1520 340L1590 390V520z" fill="#E8DFCB"/><path d="M1436 398L1520 336L1604 398L1594 410L1520 356L1446 410z" fill="#8E4A34"/><path d="M1500 440h40v80h-40z" fill="#35575E"/><path d="M1550 430h26v30h-26zM1466 430h26v30h-26z" fill="#8FB0B4"/>'
    out += '<path d="M1256 520v-26h26v26zM1288 520v-18h22v18z" fill="#A97B4A"/><path d="M700 250q14-14 28 0q14-14 28 0M780 290q10-10 20 0q10-10 20 0M840 200q12-12 24 0q12-12 24 0" fill="none" stroke="#5E7377" stroke-width="4" stroke-linecap="round"/>'
    return _svg(sky + sea + haze, out, 1600, 720)
