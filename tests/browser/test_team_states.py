"""Every state of "Calls now" and of being a guest, at every size: axe, targets, nothing sticking out, and a picture to look at."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import expect

from tests.browser.associate_window import AssociateWindow
from tests.browser.axe import violations
from tests.browser.cutting import CUT
from tests.browser.guest_window import GuestWindow, hears_all
from tests.browser.looks import Look, through
from tests.browser.measure import small_targets, sticking_out
from tests.browser.shopper_window import ShopperWindow
from tests.browser.stage import DESKTOP, PHONE, TABLET, TABLET_UPRIGHT, Stage, picture

pytestmark = pytest.mark.browser
LOOKS = {
    "tablet": {
        "tablet": Look(TABLET),
        "desktop": Look((1280, 800)),
        "tablet-upright-dark": Look(TABLET_UPRIGHT, "dark"),
    },
    "phone": {"phone": Look(PHONE)},
}
# Whoever is in the call, at a desk or on a phone as well.
SHOPPER = {
    "tablet": {"tablet": Look(DESKTOP), "dark": Look(DESKTOP, "dark")},
    "phone": {"phone": Look(PHONE)},
}
See = Callable[[AssociateWindow | ShopperWindow, str], None]


@pytest.fixture(params=LOOKS)
def how(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture
def look(how: str) -> Any:
    """Looks at a window: keeps the pictures, and collects what is wrong with it until the test is over."""
    wrong: list[str] = []

    def now(who: AssociateWindow | ShopperWindow, name: str) -> None:
        for each in through(who.page, (SHOPPER if isinstance(who, ShopperWindow) else LOOKS)[how]):
            picture(who, f"team-{name}-{each}")
            found = [*violations(who.page), *sticking_out(who.page)]
            if isinstance(who, AssociateWindow):
                found += small_targets(who.page, 48)
            wrong.extend(f"{name} ({each}): {what}" for what in found)

    yield now
    assert wrong == [], "\n".join(wrong)


def test_calls_now_in_every_state(stage: Stage, how: str, look: See) -> None:
    size = next(iter(LOOKS[how].values())).size
    anna = stage.associate(size=size)
    mia = stage.shopper(size=PHONE if how == "phone" else DESKTOP, touch=how == "phone")
    mia.call("/products/P1001")
    anna.answer()
    mia.is_live()
    zoe = stage.shopper()
    zoe.open("/products/P1002")
    zoe.press()
    zoe.panel.get_by_label("What is it about? (if you like)").fill(
        "Is it warm enough for the ferry in March?"
    )
    zoe.start()
    zoe.is_waiting()
    kim = stage.associate(name="Kim", available=False, touch=True, size=size)
    guest = GuestWindow(kim)
    guest.page.add_init_script(CUT)
    guest.page.reload()
    guest.open()
    expect(guest.row("Anna")).to_be_visible()
    look(kim, "calls")
    guest.enter("Listen", "Anna")
    guest.says("Both are told that you are listening.")
    hears_all(kim, 2)
    look(kim, "listening")
    look(anna, "associate-listened")
    look(mia, "shopper-listened")
    # Who listens is read beside the messages, too, where a phone's picture is low.
    mia.panel.get_by_role("button", name="Write").first.click()
    expect(mia.panel.get_by_text("is listening")).to_be_visible()
    look(mia, "shopper-listened-chat")
    mia.panel.get_by_role("button", name="Back", exact=True).click()
    guest.change("Whisper")
    guest.says("Only Anna hears you.")
    expect(anna.page.get_by_text("Only you hear Kim")).to_be_visible()
    look(kim, "whispering")
    look(anna, "associate-whispered")
    look(mia, "shopper-whispered")
    guest.change("Join")
    guest.says("Both hear and see you.")
    expect(mia.panel.get_by_label("Picture of Kim")).to_be_visible()
    hears_all(mia, 2)
    mia.page.wait_for_timeout(700)
    look(kim, "joined")
    look(anna, "associate-joined")
    look(mia, "shopper-joined")
    if how != "phone":
        mia.panel.get_by_role("button", name="Make small").click()
        look(mia, "shopper-joined-small")
    guest.page.evaluate("cutSocket()")
    guest.says("Your connection is coming back.")
    look(kim, "cut")
    guest.page.evaluate("window.__cut = false")
    guest.says("Both hear and see you.")
    anna.end()
    expect(guest.stage.get_by_text("The call has ended.")).to_be_visible()
    look(kim, "ended")
    kim.complaints.expect("WebSocket connection")
