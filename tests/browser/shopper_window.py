"""The shopper's window, driven by the words on it: the store's pages and the widget inside its shadow root."""

from __future__ import annotations

import json
import re
from typing import Any

from playwright.sync_api import Locator, Page, Route, expect

from tests.browser.watch import INIT, Complaints, Watched, until

EVENTS = ("ready", "call_started", "product_shown", "cart_changed", "checkout_started", "call_ended")
# The store's page asks coshop for its events before coshop is there, as docs/embed.md has it; what is heard outlives the page.
LISTEN = (
    """(() => {
  if (window.top !== window || !/^http/.test(location.protocol)) return;
  const coshop = (window.coshop = window.coshop || { q: [] });
  for (const name of """
    + json.dumps(EVENTS)
    + """) coshop.q.push(["on", name, (detail) => {
    const heard = JSON.parse(sessionStorage.getItem("test:heard") ?? "[]");
    heard.push([name, detail]);
    sessionStorage.setItem("test:heard", JSON.stringify(heard));
  }]);
})();"""
)


class ShopperWindow(Watched):
    """A shopper at the store."""

    picture_id = "remote"

    def __init__(self, page: Page, complaints: Complaints, store: str, *, listen: bool = True) -> None:
        super().__init__(page, complaints)
        self.store = store
        self._rewritten: list[tuple[str, str]] = []
        page.add_init_script(INIT)
        if listen:
            page.add_init_script(LISTEN)

    # -- the store's pages
    def open(self, path: str = "/products/P1001") -> None:
        """Go to a page of the store."""
        self.page.goto(self.store + path)

    @property
    def panel(self) -> Locator:
        """The widget's panel."""
        return self.page.locator("coshop-panel")

    @property
    def talk(self) -> Locator:
        """The button on the product's page."""
        return self.page.get_by_role("button", name="Talk to someone in the shop")

    @property
    def badge(self) -> Locator:
        """The store's own count of pieces in the bag, in its header."""
        return self.page.locator("[data-bag-count]").first

    def bag_page(self) -> Locator:
        """Open the store's own bag page."""
        self.page.get_by_role("link", name=re.compile(r"^Bag \d")).click()
        bag = self.page.locator("#bag-page")
        expect(bag).to_be_visible()
        return bag

    def rewrite(self, old: str, new: str) -> None:
        """From now on the store's pages come with this instead of that, too."""

        def change(route: Route) -> None:
            answer = route.fetch()
            text = answer.text()
            for each in self._rewritten:
                text = text.replace(*each)
            route.fulfill(response=answer, body=text)

        if not self._rewritten:
            self.page.route(re.compile(re.escape(self.store) + r"/(products|groups)/"), change)
        self._rewritten.append((old, new))

    # -- before and while waiting
    def press(self) -> None:
        """The button on the product's page, once somebody can answer."""
        expect(self.talk).to_be_visible()
        self.talk.click()
        expect(self.panel.get_by_role("heading", name="Talk to someone in the shop")).to_be_visible()

    def choose(self, mode: str) -> None:
        """Video, Voice or Text."""
        self.panel.get_by_text(mode, exact=True).click()
        self.is_marked(mode)

    def is_marked(self, mode: str) -> None:
        """Before the call: what it will be."""
        expect(self.panel.get_by_role("radio", name=mode)).to_be_checked()

    def will_see_and_write(self) -> None:
        """Before the call, where neither camera nor microphone is to be had: the shop is seen and heard all the same."""
        self.is_marked("Video")
        expect(self.panel.get_by_text("You see and hear the shop. They read what you write")).to_be_visible()

    def start(self) -> None:
        """The one button of the screen before the call."""
        self.panel.get_by_role("button", name="Start", exact=True).click()

    def call(self, path: str = "/products/P1001", mode: str = "Video") -> None:
        """From the product's page into the line."""
        self.open(path)
        self.press()
        if mode != "Video":
            self.choose(mode)
        self.start()

    def is_ringing(self, name: str = "Anna") -> None:
        """Somebody is being called for us."""
        expect(self.panel.get_by_role("heading", name=f"{name} is being called")).to_be_visible()

    def is_waiting(self) -> None:
        """We stand in line."""
        expect(self.panel.get_by_role("heading", name="You are in line")).to_be_visible()

    def withdraw(self) -> None:
        """Leave the line, or stop the ring."""
        self.panel.get_by_role("button", name=re.compile("^(Leave the line|Cancel)$")).click()

    # -- in the call
    @property
    def live(self) -> Locator:
        """The screen of a call."""
        return self.panel.locator("[data-screen=live]")

    def is_live(self) -> None:
        """The call runs, and both paths are up."""
        expect(self.live).to_be_visible()
        expect(self.panel.locator("[data-screen=live][data-channel=open]")).to_be_visible()

    def card(self, title: str) -> Locator:
        """The card of a product that is shown."""
        return (
            self.panel.get_by_role("listitem")
            .filter(has_text=title)
            .filter(has=self.page.get_by_role("button", name=f"Put {title} away"))
        )

    def add_from_card(self, title: str) -> None:
        """Add, on a card."""
        self.panel.get_by_role("button", name=f"Add {title} to the bag").click()

    def open_ledger(self) -> Locator:
        """Open the bag in the panel, where it is not open yet."""
        bag = self.panel.get_by_role("button", name=re.compile(r"^Bag "))
        if bag.get_attribute("aria-expanded") != "true":
            bag.click()
        drawer = self.panel.locator("[data-drawer=ledger]")
        expect(drawer).to_be_visible()
        return drawer

    def close_ledger(self) -> None:
        """Back to the cards."""
        self.panel.get_by_role("button", name="Close the bag", exact=True).click()

    def close_ledger_if_open(self) -> None:
        """Back to the cards, wherever we are."""
        if self.panel.locator("[data-drawer=ledger]").is_visible():
            self.close_ledger()

    def changes(self) -> list[tuple[str, str, str]]:
        """The ledger, as (who, state, reason), newest first as it stands there."""
        rows = self.open_ledger().locator("[data-change-id]")
        return [
            (row.get_attribute("data-by") or "", row.get_attribute("data-state") or "", row.get_attribute("data-reason") or "")
            for row in rows.all()
        ]  # fmt: skip

    def settled(self) -> None:
        """Nothing is on its way any more."""
        expect(self.panel.locator("[data-pending-changes]")).to_have_attribute("data-pending-changes", "0")

    def units(self, count: int) -> None:
        """So many pieces stand on the panel's bag."""
        expect(self.panel.locator("[data-units]")).to_have_attribute("data-units", str(count))

    def undo(self, title: str) -> None:
        """Undo a change in the ledger."""
        self.open_ledger().get_by_role("button", name=f"Undo: {title}").first.click()

    def say(self, text: str) -> None:
        """Write a message."""
        field = self.panel.get_by_role("textbox", name="Write a message")
        if not field.is_visible():
            self.panel.get_by_role("button", name=re.compile("^Write")).first.click()
        field.fill(text)
        field.press("Enter")

    def reads(self, text: str) -> None:
        """A message stands in the panel."""
        log = self.panel.get_by_role("log")
        if not log.is_visible():
            self.panel.get_by_role("button", name=re.compile("^Write")).first.click()
        expect(log).to_contain_text(text)

    def is_told(self, words: str | re.Pattern[str]) -> None:
        """A screen reader has been given these words, as a piece of news of their own."""
        told = self.panel.locator("[aria-live=polite] > p")
        expect(told.filter(has_text=words).first).to_have_text(words)

    def checkout(self) -> None:
        """To the store's checkout, inside the call."""
        self.panel.get_by_role("button", name="Checkout").click()
        self.page.wait_for_url("**/checkout")

    def fill_address(self) -> None:
        """The store's own form."""
        words = {"E-mail": "mia@example.com", "Name": "Mia Sand", "Street and number": "Kai 4", "Postcode": "20457", "Town": "Hamburg"}  # fmt: skip
        for label, text in words.items():
            self.page.get_by_label(label, exact=True).fill(text)
        self.page.get_by_label("Country").select_option("Germany")
        self.page.get_by_role("button", name="On to payment").click()

    def pay(self, card: str = "pays") -> None:
        """The store's test payment; `declined` fails."""
        self.page.locator(f".bank-card.{card}").click()
        self.page.get_by_role("button", name=re.compile("^Pay ")).click()

    # -- recording
    @property
    def consent(self) -> Locator:
        """The question whether the call may be recorded."""
        return self.panel.locator("[data-consent=ask]")

    def answer_consent(self, words: str = "Yes, record me") -> None:
        """Yes or no to the recording."""
        self.consent.get_by_role("button", name=words).click()

    @property
    def mark(self) -> Locator:
        """The mark of a recording, wherever the panel has it."""
        return self.panel.locator(".mark")

    def mark_is(self, words: str) -> None:
        """It says so, in sight."""
        expect(self.mark).to_have_count(1)
        expect(self.mark).to_have_text(words)
        expect(self.mark).to_be_visible()

    def more(self, words: str) -> None:
        """Something in the menu of rarely needed things."""
        self.panel.get_by_role("button", name="More", exact=True).click()
        self.panel.get_by_role("button", name=words).click()
        self.panel.get_by_role("button", name="Back", exact=True).click()

    def end(self) -> None:
        """The red button."""
        self.panel.get_by_role("button", name="End call").click()

    # -- what the page's own scripts hear
    def heard(self) -> list[tuple[str, Any]]:
        """Events of coshop.on, over all pages of this tab."""
        found = self.page.evaluate("JSON.parse(sessionStorage.getItem('test:heard') ?? '[]')")
        return [(name, detail) for name, detail in found]

    def hears_event(self, name: str) -> Any:
        """Waits for one, and returns its last detail."""

        def last() -> list[Any]:
            return [detail for each, detail in self.heard() if each == name][-1:]

        return until(self.page, last, f"the page hears {name}")[0]

    def state(self) -> str:
        """coshop.state."""
        found: str = self.page.evaluate("window.coshop?.state ?? 'closed'")
        return found

    def leave(self) -> None:
        """Whatever is open ends, so that the next test finds nobody in line."""
        if self.page.is_closed() or not self.page.url.startswith("http"):
            return
        open_stages = ("waiting", "ringing", "live", "elsewhere")
        if self.state() in open_stages:
            self.page.evaluate("coshop.end()")
            until(self.page, lambda: self.state() not in open_stages, "the call ends", 5)
