"""Sets the stage of a browser test: who is there, in which browser, with which camera and which size of screen."""

from __future__ import annotations

import contextlib
import itertools
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any, TypeVar

from playwright.sync_api import BrowserContext, Error, Page

from tests.browser.associate_window import AssociateWindow
from tests.browser.browsers import Browsers, Camera, Kind
from tests.browser.demo_process import Demo
from tests.browser.people import NAMES, email_of
from tests.browser.shopper_window import ShopperWindow
from tests.browser.watch import Complaints

Size = tuple[int, int]
DESKTOP: Size = (1280, 860)
TABLET: Size = (1180, 820)
TABLET_UPRIGHT: Size = (820, 1180)
PHONE: Size = (390, 844)
SIDEWAYS: Size = (844, 390)
SCREENSHOTS = Path(__file__).parents[2] / "build" / "screenshots"

# What a story may always say, for Chromium calls every refusal an error: 409 is the store's "sold out", 401 the console's
# question who is signed in.
USUAL = (r"status of 409.*/api/cart/", r"status of 401.*/v1/console/me")
# The tab's storage as it is when the page goes. The page thinks so, and comes back; then it is closed.
_LEFT = """() => {
  dispatchEvent(new PageTransitionEvent("pagehide"));
  return { ...sessionStorage };
}"""
Window = TypeVar("Window", ShopperWindow, AssociateWindow)
_numbers: dict[str, Iterator[int]] = {name: itertools.count() for name in NAMES}


class Stage:
    """One test's people. Everything made here is gone after the test."""

    def __init__(self, demo: Demo, browsers: Browsers) -> None:
        self.demo = demo
        self._browsers = browsers
        self._contexts: list[BrowserContext] = []
        self._people: list[ShopperWindow | AssociateWindow] = []

    def shopper(
        self,
        kind: Kind = "chromium",
        *,
        camera: Camera = "film",
        size: Size = DESKTOP,
        touch: bool = False,
        listen: bool = True,
        **options: Any,
    ) -> ShopperWindow:
        """Somebody new at the store."""
        page, complaints = self._window(kind, "shopper", camera, size, touch, options)
        return self._keep(ShopperWindow(page, complaints, self.demo.store, listen=listen))

    def second_tab(self, first: ShopperWindow) -> ShopperWindow:
        """Another tab of the same shopper: same cookies, its own sessionStorage."""
        page = first.page.context.new_page()
        page.set_default_timeout(25_000)
        return self._keep(ShopperWindow(page, first.complaints, self.demo.store))

    def associate(
        self,
        kind: Kind = "chromium",
        *,
        name: str = "Anna",
        camera: Camera = "film",
        size: Size = TABLET,
        touch: bool = False,
        available: bool = True,
        **options: Any,
    ) -> AssociateWindow:
        """Somebody who answers, signed in, and by default available."""
        email = email_of(name, next(_numbers[name]))
        page, complaints = self._window(kind, "associate", camera, size, touch, options)
        window = self._keep(AssociateWindow(page, complaints, self.demo.console, name, email))
        window.sign_in()
        if available:
            window.go_available()
        return window

    def second_tablet(self, first: AssociateWindow) -> AssociateWindow:
        """Another tab of the same associate: signed in by the same cookie."""
        page = first.page.context.new_page()
        page.set_default_timeout(25_000)
        window = self._keep(
            AssociateWindow(page, first.complaints, self.demo.console, first.name, first.email)
        )
        page.goto(self.demo.console)
        return window

    def restored(self, first: AssociateWindow, at: str) -> AssociateWindow:
        """The same person's tab as a browser that was started anew brings it back: what the page left is there, and nobody has touched it."""
        left = first.page.evaluate(_LEFT)
        context = first.page.context
        first.page.close()
        page = context.new_page()
        page.set_default_timeout(25_000)
        page.add_init_script(
            f"if (!sessionStorage.length) Object.assign(sessionStorage, {json.dumps(left)});"
        )
        window = self._keep(AssociateWindow(page, first.complaints, first.console, first.name, first.email))
        page.goto(first.console + at)
        return window

    def complaints(self) -> list[str]:
        """What any browser complained about that the story does not expect, and every refused policy."""
        said: list[str] = []
        for person in self._people:
            person.complaints.expected.extend(USUAL)
            said.extend(person.complaints.unexpected())
            if not person.page.is_closed():
                with contextlib.suppress(Error):
                    said.extend(f"policy: {each}" for each in person.violations())
        return sorted(set(said))

    def close(self) -> None:
        """Everybody goes home: calls end, people sign out, windows close."""
        for person in self._people:
            with contextlib.suppress(Error, AssertionError):
                person.leave()
        for context in self._contexts:
            with contextlib.suppress(Error):
                context.close()

    def _keep(self, window: Window) -> Window:
        self._people.append(window)
        return window

    def _window(
        self, kind: Kind, who: str, camera: Camera, size: Size, touch: bool, options: dict[str, Any]
    ) -> tuple[Page, Complaints]:
        browser = self._browsers.get(kind, who, camera)
        if kind == "chromium":
            options = {"has_touch": touch, **options}
        context = browser.new_context(
            viewport={"width": size[0], "height": size[1]}, reduced_motion="reduce", **options
        )
        self._contexts.append(context)
        complaints = Complaints(context)
        page = context.new_page()
        page.set_default_timeout(25_000)
        return page, complaints


@contextlib.contextmanager
def opened(demo: Demo, browsers: Browsers) -> Iterator[Stage]:
    """A test's people; afterwards no browser may have complained."""
    made = Stage(demo, browsers)
    try:
        yield made
        complaints = made.complaints()
    finally:
        made.close()
    assert not complaints, "a browser complained:\n" + "\n".join(complaints)


def picture(window: ShopperWindow | AssociateWindow, name: str) -> None:
    """Keeps a screenshot as build output."""
    SCREENSHOTS.mkdir(parents=True, exist_ok=True)
    window.page.screenshot(path=SCREENSHOTS / f"{name}.png", animations="disabled")
