"""A tour through the states of a screen is made once for each way of using it, and looked at in every size and scheme that way has."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Literal

from playwright.sync_api import Page

from tests.browser.stage import DESKTOP, PHONE, Size
from tests.browser.watch import DEEP

# Two frames for the style and the layout, then the end of whatever is moving and has one.
_AT_REST = (
    "async () => {"
    + DEEP
    + """
  const frame = () => new Promise(requestAnimationFrame);
  await frame();
  await frame();
  const moving = [...deep(document)].flatMap((each) => each.getAnimations());
  const ends = moving.filter((each) => Number.isFinite(each.effect?.getComputedTiming().endTime));
  await Promise.race([Promise.allSettled(ends.map((each) => each.finished)), new Promise((done) => setTimeout(done, 1000))]);
}"""
)


@dataclass(frozen=True)
class Look:
    """The size of a window in CSS pixels, and the colours a person's system asks for."""

    size: Size
    scheme: Literal["light", "dark"] = "light"


# How a shopper uses the widget: by a pointer at a desk, or by a finger on a phone.
SHOPPER = {
    "desk": {"light": Look(DESKTOP), "dark": Look(DESKTOP, "dark")},
    "phone": {"phone": Look(PHONE), "phone-dark": Look(PHONE, "dark")},
}


def through(page: Page, looks: Mapping[str, Look]) -> Iterator[str]:
    """The names of the looks, while the page stands in each. Afterwards it stands in the first one again."""
    for name, look in looks.items():
        _stand(page, look)
        yield name
    _stand(page, next(iter(looks.values())))


def _stand(page: Page, look: Look) -> None:
    size = {"width": look.size[0], "height": look.size[1]}
    if page.viewport_size != size:
        page.set_viewport_size({"width": look.size[0], "height": look.size[1]})
    page.emulate_media(color_scheme=look.scheme)
    page.evaluate(_AT_REST)
