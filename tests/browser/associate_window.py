"""The associate's window, driven by the words on it."""

from __future__ import annotations

import re
from typing import Any

from playwright.sync_api import Locator, Page, expect

from tests.browser.people import PASSWORD
from tests.browser.watch import INIT, Complaints, Watched


class AssociateWindow(Watched):
    """An associate at the console."""

    picture_id = "shopper"

    def __init__(self, page: Page, complaints: Complaints, console: str, name: str, email: str) -> None:
        super().__init__(page, complaints)
        self.console = console
        self.name = name
        self.email = email
        page.add_init_script(INIT)

    def sign_in(self) -> None:
        """Open the console and sign in."""
        self.page.goto(self.console)
        self.page.get_by_label("E-mail").fill(self.email)
        self.page.get_by_label("Password", exact=True).fill(PASSWORD)
        self.page.get_by_role("button", name="Sign in").click()
        expect(self.page.get_by_role("button", name="Go available").first).to_be_visible()

    def go_available(self) -> None:
        """From now on it rings here. Where the set check is asked about, it goes on without one."""
        self.page.get_by_role("button", name="Go available").first.click()
        anyway = self.page.get_by_role("button", name="Go available anyway")
        available = self.page.get_by_role("button", name="Your state: Available")
        expect(anyway.or_(available).first).to_be_visible()
        if anyway.is_visible():
            anyway.click()
        self.is_state("Available")

    def is_state(self, word: str) -> None:
        """What the console says of us."""
        expect(self.page.get_by_role("button", name=f"Your state: {word}")).to_be_visible()

    # -- the ring
    @property
    def answer_button(self) -> Locator:
        """Answer, on the ring."""
        return self.page.get_by_role("button", name="Answer", exact=True)

    def rings(self) -> None:
        """The band is there."""
        expect(self.answer_button).to_be_visible(timeout=30_000)

    def answer(self) -> None:
        """Take the call."""
        self.rings()
        self.answer_button.click()
        self.is_live()

    def decline(self) -> None:
        """Let it go on to a colleague."""
        self.rings()
        self.page.get_by_role("button", name="Decline", exact=True).click()
        expect(self.answer_button).to_be_hidden()

    # -- in the call
    @property
    def end_button(self) -> Locator:
        """End, the red one."""
        return self.page.get_by_role("button", name="End", exact=True)

    def is_live(self) -> None:
        """The call's screen."""
        expect(self.end_button).to_be_visible()

    def search(self, text: str) -> None:
        """Look for products."""
        field = self.page.get_by_role("searchbox", name="Search products")
        field.fill(text)
        expect(self.page.locator("console-product").first).to_be_visible()

    def product(self, title: str) -> Locator:
        """A found product's row."""
        return self.page.get_by_role("article", name=title, exact=True)

    def show(self, title: str) -> None:
        """Put it on their screen."""
        self.page.get_by_role("button", name=f"Show: {title}", exact=True).click()

    def take_back(self, title: str) -> None:
        """Take it off their screen."""
        self.page.get_by_role("button", name=re.compile(f"^Take {title}.* off their screen$")).click()

    def shown(self) -> Locator:
        """What stands on their screen."""
        return self.page.get_by_role("list", name="On their screen").get_by_role("listitem")

    def pick(self, title: str, *values: str, quantity: int = 1) -> None:
        """Open a product's choice, and choose colour, size, quantity."""
        row = self.product(title)
        opener = row.get_by_role("button", name=f"Choose: {title}")
        if opener.get_attribute("aria-expanded") != "true":
            opener.click()
        for value in values:
            chip = row.get_by_role("button", name=re.compile(f"^{re.escape(value)}(, sold out)?$"))
            if chip.get_attribute("aria-pressed") != "true":
                chip.click()
        for _ in range(quantity - 1):
            row.get_by_role("button", name=re.compile("^One more")).click()

    def add(self, title: str, *values: str, quantity: int = 1) -> None:
        """Put a variant into the shopper's bag."""
        self.pick(title, *values, quantity=quantity)
        self.product(title).get_by_role("button", name="Add", exact=True).last.click()

    def tab(self, name: str) -> Locator:
        """Bag, Chat or Shopper; its panel."""
        self.page.get_by_role("tab", name=re.compile(f"^{name}")).click()
        return self.page.get_by_role("tabpanel")

    def bag(self) -> Locator:
        """The bag as the store has it, and the changes of this call."""
        return self.tab("Bag")

    def say(self, text: str) -> None:
        """Write a message."""
        self.tab("Chat")
        field = self.page.get_by_role("textbox", name="Write a message")
        field.fill(text)
        field.press("Enter")

    def reads(self, text: str) -> None:
        """A message stands there."""
        expect(self.tab("Chat")).to_contain_text(text)

    def offer_checkout(self) -> None:
        """Open the way to the till."""
        self.bag().get_by_role("button", name="Offer checkout").click()

    def checkout_is(self, step: str) -> None:
        """The step on which the checkout stands now."""
        reached = self.bag().locator("li[aria-current=step], li.done").last
        expect(reached).to_contain_text(step)

    # -- recording
    def ask_to_record(self, answer: str = "Yes, record me") -> None:
        """Ask the shopper, with one's own answer."""
        self.page.get_by_role("button", name="More", exact=True).click()
        self.page.get_by_role("button", name="Ask to record").click()
        self.page.get_by_role("dialog").get_by_role("button", name=answer).click()

    @property
    def recording(self) -> Locator:
        """The row that says how the recording stands."""
        return self.page.locator("console-recording")

    def recording_is(self, words: str, mark: str = "") -> None:
        """What the row says; `mark`: on or paused."""
        expect(self.recording.locator(".row p")).to_have_text(words)
        expect(self.recording.locator("[data-recording]")).to_have_count(1 if mark else 0)
        if mark:
            expect(self.recording.locator("[data-recording]")).to_have_attribute("data-recording", mark)

    def end(self) -> None:
        """Hang up."""
        self.end_button.click()

    def wrap_up(self, outcome: str, note: str = "") -> None:
        """Say how it went; the next shopper can come."""
        expect(self.page.get_by_role("heading", name="How did it go?")).to_be_visible()
        # The list of past calls says the same words.
        self.page.get_by_role("group").get_by_text(outcome, exact=True).click()
        if note:
            self.page.get_by_role("textbox", name=re.compile("^Note")).fill(note)
        self.page.get_by_role("button", name="Done").click()

    def calls(self) -> list[dict[str, Any]]:
        """Past calls, as the server keeps them."""
        found: dict[str, Any] = self.page.evaluate(
            "fetch('/v1/console/calls').then((answer) => answer.json())"
        )
        calls: list[dict[str, Any]] = found["calls"]
        return calls

    def leave(self) -> None:
        """Signed out at once, so that the next test's shopper does not ring here."""
        if self.page.is_closed() or not self.page.url.startswith("http"):
            return
        self.page.evaluate(
            "fetch('/v1/console/sign-out', {method: 'POST', headers: {'Content-Type': 'application/json'}, body: '{}'})"
            ".then((answer) => answer.status)"
        )
