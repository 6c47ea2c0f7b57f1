"""Draws films of people for the picture in the README: someone in the shop, someone at home, breathing, nodding, blinking."""

from __future__ import annotations

import math
from fractions import Fraction
from pathlib import Path

import av
from playwright.sync_api import Browser

FRAMES, RATE, SIZE = 48, 16, (640, 480)
_SHOP = """
<rect width="640" height="480" fill="#e9e1d3"/><rect y="372" width="640" height="108" fill="#cdbb9f"/>
<g filter="url(#far)"><rect x="18" y="60" width="196" height="8" rx="4" fill="#8a7456"/>
{rail}<rect x="430" y="70" width="192" height="10" fill="#a98f6c"/><rect x="430" y="170" width="192" height="10" fill="#a98f6c"/>
<rect x="430" y="270" width="192" height="10" fill="#a98f6c"/>{shelf}
<circle cx="322" cy="-6" r="62" fill="#fff4d8" opacity=".9"/></g>"""
_HOME = """
<rect width="640" height="480" fill="#cfd8da"/><g filter="url(#far)"><rect x="36" y="30" width="190" height="250" rx="6" fill="#f4f7f5"/>
<path d="M48 42h166v226H48z" fill="#a9c9d8"/><path d="M48 214q50-40 90-10t76-14v78H48z" fill="#8fae92"/><path d="M128 42h6v226h-6z" fill="#f4f7f5"/>
<rect x="446" y="196" width="150" height="12" fill="#8d7358"/><rect x="466" y="130" width="26" height="66" fill="#b5533c"/><rect x="496" y="140" width="20" height="56" fill="#39576a"/>
<rect x="520" y="124" width="30" height="72" fill="#d8b25c"/><path d="M574 196c-22-40-4-74 4-86 10 14 24 48 2 86z" fill="#5e7f5b"/>
<path d="M0 400q60-60 150-46h340q110-10 150 50v76H0z" fill="#9a8577"/></g>"""


def _person(
    skin: str, shade: str, hair: str, coat: str, trim: str, beat: float, *, long_hair: bool, tag: bool
) -> str:
    breath, nod, lean = 3 * math.sin(beat), 4 * math.sin(2 * beat), 7 * math.sin(beat + 1)
    mouth = 5 + 4 * abs(math.sin(3 * beat))
    eye = 1 if math.sin(beat * 2 + 0.6) > -0.97 else 0.12
    back = (
        f'<path d="M236 210c-14 90-10 130-26 176h220c-16-46-12-86-26-176z" fill="{hair}"/>'
        if long_hair
        else ""
    )
    top = (
        f'<path d="M234 214c-14-108 34-146 88-146s100 40 84 146c-8-44-24-72-46-86-34 26-82 28-104 22-12 18-18 40-22 64z" fill="{hair}"/>'
        if long_hair
        else f'<path d="M238 190c-14-82 30-118 84-118s92 32 80 118c-6-26-14-44-24-54-42 14-90 8-116-2-12 14-20 34-24 56z" fill="{hair}"/>'
        f'<path d="M250 250c4 62 30 96 70 96s68-36 72-96c-10 34-34 42-72 42s-62-10-70-42z" fill="{hair}"/>'
    )
    cap = f'<path d="M{232 if long_hair else 236} {250 if long_hair else 225}v{-40 if long_hair else -15}a{88 if long_hair else 84} 116 0 0 1 {176 if long_hair else 168} 0v{40 if long_hair else 15}z" fill="{hair}"/>'
    badge = f'<rect x="386" y="{404 + breath}" width="54" height="18" rx="4" fill="#fafaf8"/>' if tag else ""
    return f"""
<ellipse cx="320" cy="500" rx="250" ry="70" fill="#000" opacity=".12"/>
<g transform="translate({lean} 0)">{back}
<path d="M120 500c4-92 60-124 136-136h92c76 12 132 44 136 136z" transform="translate(0 {breath})" fill="{coat}"/>
<path d="M276 362l44 62 46-62-16-18h-58z" transform="translate(0 {breath})" fill="{trim}"/>{badge}
<g transform="translate({lean / 2} {nod})"><path d="M288 300h64v64q-32 26-64 0z" fill="{shade}"/>
{cap}<ellipse cx="320" cy="220" rx="80" ry="104" fill="{skin}"/><ellipse cx="240" cy="226" rx="13" ry="22" fill="{shade}"/><ellipse cx="400" cy="226" rx="13" ry="22" fill="{shade}"/>
<path d="M320 214q-12 34-10 42 10 8 22 0" fill="none" stroke="{shade}" stroke-width="5" stroke-linecap="round"/>
{top}
<g fill="#2b2523"><ellipse cx="290" cy="212" rx="7.5" ry="{8.5 * eye}"/><ellipse cx="352" cy="212" rx="7.5" ry="{8.5 * eye}"/></g>
<g fill="none" stroke="{hair}" stroke-width="6" stroke-linecap="round"><path d="M274 190q16-10 32-3"/><path d="M336 187q16-7 32 3"/></g>
<path d="M290 278q30 {mouth * 3} 62 0q-30 8-62 0z" fill="#8f3f3a"/><path d="M296 280q26 9 50 0l-3 5q-22 7-44 0z" fill="#fff"/>
<circle cx="266" cy="254" r="16" fill="#d9705a" opacity=".18"/><circle cx="376" cy="254" r="16" fill="#d9705a" opacity=".18"/></g></g>"""


def _frame(who: str, beat: float) -> str:
    colours = ["#2f4560", "#d8a23d", "#66744f", "#b5533c", "#e6dccb", "#4d6f7c"]
    rail = "".join(
        f'<path d="M{30 + 30 * i} 68l-13 26v{120 + 12 * (i % 3)}h34v-{120 + 12 * (i % 3)}z" fill="{colours[i % 6]}"/>'
        for i in range(6)
    )
    shelf = "".join(
        f'<rect x="{440 + 46 * (i % 4)}" y="{138 + 100 * (i // 4) - 12 * (i % 2)}" width="38" height="{32 + 12 * (i % 2)}" rx="5" fill="{colours[(i * 2 + 1) % 6]}"/>'
        for i in range(8)
    )
    room = _SHOP.format(rail=rail, shelf=shelf) if who == "associate" else _HOME
    person = (
        _person("#e2b08c", "#c48e69", "#4a2f22", "#21424a", "#f2ece0", beat, long_hair=True, tag=True)
        if who == "associate"
        else _person("#b57f58", "#94633f", "#221b1a", "#b9603f", "#ead9c4", beat, long_hair=False, tag=False)
    )
    return (
        '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 640 480" width="640" height="480"><defs>'
        '<filter id="far"><feGaussianBlur stdDeviation="5"/></filter></defs>' + room + person + "</svg>"
    )


def portrait(browser: Browser, who: str, path: Path) -> Path:
    """Film `who` ("associate" or "shopper"): drawn by a browser, written as MJPEG that goes round without a jump."""
    page = browser.new_page(viewport={"width": SIZE[0], "height": SIZE[1]})
    page.set_content("<style>body{margin:0}</style><main></main>")
    with av.open(str(path), "w", format="mjpeg") as container:
        stream = container.add_stream("mjpeg", rate=RATE)
        stream.width, stream.height, stream.pix_fmt = *SIZE, "yuvj420p"
        stream.time_base = Fraction(1, RATE)
        stream.options = {"qscale": "2"}
        for n in range(FRAMES):
            page.evaluate(
                "(svg) => { document.querySelector('main').innerHTML = svg; }",
                _frame(who, 2 * math.pi * n / FRAMES),
            )
            still = path.with_suffix(".jpg")
            page.screenshot(path=still, type="jpeg", quality=92)
            with av.open(str(still)) as shot:
                frame = next(shot.decode(video=0)).reformat(format="yuvj420p")
            frame.pts, frame.time_base = n, stream.time_base
            container.mux(stream.encode(frame))
        container.mux(stream.encode(None))
    page.close()
    return path
