"""What tests of the set check's screen do and look at, by the words on it."""

from __future__ import annotations

import re

from playwright.sync_api import Locator, Page, expect

from tests.browser.associate_window import AssociateWindow

CHECKED_MS = 60_000


def to_check(anna: AssociateWindow) -> None:
    """By the link at the desk."""
    anna.page.get_by_role("link", name="Set check", exact=True).first.click()
    expect(anna.page.get_by_role("heading", name="Set check")).to_be_focused()
    expect(start(anna)).to_be_enabled(timeout=30_000)


def start(anna: AssociateWindow) -> Locator:
    return anna.page.get_by_role("button", name=re.compile("^(Start the check|Check again)$"))


def outcome(page: Page) -> Locator:
    """The headline once the check has ended."""
    return page.locator(".outcome h2")


def verdict(page: Page, words: str) -> Locator:
    return page.locator("console-verdicts li").filter(has_text=words)


def open_tracks(page: Page) -> list[str]:
    """Kinds of devices that this page has opened and not closed."""
    found: list[str] = page.evaluate(
        "() => window.__tracks.filter((each) => each.readyState === 'live').map((each) => each.kind).sort()"
    )
    return found


def sound_is_on(page: Page) -> bool:
    """Whether the loop's sound comes out of the speaker."""
    on: bool = page.locator("coshop-picture").evaluate("(picture) => picture.sound.srcObject !== null")
    return on
