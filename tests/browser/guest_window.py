"""A supervisor's window: the team's view and the calls of others, driven by the words on them."""

from __future__ import annotations

import re
from typing import Any

from playwright.sync_api import Locator, expect

from tests.browser.associate_window import AssociateWindow
from tests.browser.shopper_window import ShopperWindow
from tests.browser.watch import until

# What each connection of a page carries, oldest first. Closed ones are left out.
_EACH = """async () => {
  const found = [];
  for (const peer of window.__peers.filter((each) => each.connectionState === "connected")) {
    const one = { energy: 0, packets: 0, frames: 0, level: 0 };
    for (const each of (await peer.getStats()).values()) {
      if (each.type !== "inbound-rtp") continue;
      if (each.kind === "audio") {
        one.energy += each.totalAudioEnergy ?? 0;
        one.level = Math.max(one.level, each.audioLevel ?? 0);
        one.packets += each.packetsReceived ?? 0;
      } else one.frames += each.framesDecoded ?? 0;
    }
    found.push(one);
  }
  return found;
}"""
# The sounds of guests, or those that a guest hears, as long as they have something to play.
_SOUNDS = """() => window.__sounds.filter((each) => each.srcObject?.getAudioTracks().length)
  .map((each) => ({ plays: !each.paused && !each.muted, sink: each.sinkId ?? "" }))"""
Person = AssociateWindow | ShopperWindow


def connections(who: Person) -> list[dict[str, float]]:
    """What has arrived on each connection that stands."""
    found: list[dict[str, float]] = who.page.evaluate(_EACH)
    return found


def hears_all(who: Person, count: int, *, more_than: float = 0.0) -> list[dict[str, float]]:
    """That many connections stand, and on each of them there is sound."""

    def look() -> list[dict[str, float]] | None:
        each = connections(who)
        return each if len(each) == count and all(one["energy"] > more_than for one in each) else None

    return until(who.page, look, f"sound on {count} connections; now {connections(who)}", 20)


def sounds(who: Person) -> list[dict[str, Any]]:
    """Whether each sound that belongs to no picture plays, and on which loudspeaker."""
    found: list[dict[str, Any]] = who.page.evaluate(_SOUNDS)
    return found


def plays(who: Person, count: int) -> None:
    """That many of them do, and no other waits."""
    until(
        who.page,
        lambda: [each["plays"] for each in sounds(who)] == [True] * count,
        f"{count} sounds play; now {sounds(who)}",
    )


class GuestWindow:
    """What a supervisor does at the team's view. `who` is their window."""

    def __init__(self, who: AssociateWindow) -> None:
        self.who = who
        self.page = who.page

    def open(self) -> None:
        """By the button at the desk."""
        self.page.get_by_role("link", name="Team", exact=True).first.click()
        expect(self.page.get_by_role("heading", name="Team")).to_be_visible()

    def row(self, associate: str) -> Locator:
        """The call of an associate."""
        return self.page.locator("console-team-call").filter(has_text=re.compile(f"with {associate}"))

    def enter(self, how: str, associate: str) -> None:
        """Listen, Whisper or Join, from the list."""
        self.row(associate).get_by_role("button", name=re.compile(f"^{how}:")).click()
        expect(self.stage).to_be_visible()

    @property
    def stage(self) -> Locator:
        """The call one is in."""
        return self.page.locator("console-guest-stage")

    def change(self, how: str) -> None:
        """Another role there."""
        self.stage.get_by_text(how, exact=True).click()

    def says(self, words: str) -> None:
        """What is said of who knows."""
        expect(self.stage.get_by_text(words)).to_be_visible(timeout=30_000)

    def recording_is(self, words: str, mark: str) -> None:
        """The same mark on the stage and in the list; `mark`: starting, on, paused, interrupted."""
        for place in (self.stage, self.page.locator("console-team-call")):
            found = place.locator("[data-recording]")
            expect(found).to_have_text(words, timeout=20_000)
            expect(found).to_have_attribute("data-recording", mark)

    def sees(self, side: str) -> dict[str, Any]:
        """The picture of a side advances."""
        first = until(self.page, lambda: self.who.look(side), f"a picture of the {side}", 20)
        return until(
            self.page,
            lambda: (now := self.who.look(side)) and now["time"] > first["time"] + 0.3 and now,
            f"the picture of the {side} moves",
        )

    def leave(self) -> None:
        """Go."""
        self.stage.get_by_role("button", name="Leave").click()
        expect(self.stage).to_be_hidden()
