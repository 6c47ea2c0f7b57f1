"""Every state of the console on the tablet in both orientations and on a phone, light and dark: a picture of it, what axe says, that a
thumb can hit everything (48 px), that nothing moves longer than 200 ms, and that nothing sticks out."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.browser.associate_window import AssociateWindow
from tests.browser.axe import violations
from tests.browser.cutting import CUT
from tests.browser.looks import Look, through
from tests.browser.measure import slow_motion, small_targets, sticking_out
from tests.browser.people import PASSWORD
from tests.browser.stage import PHONE, TABLET, TABLET_UPRIGHT, Size, Stage, picture

pytestmark = [pytest.mark.browser, pytest.mark.slow]

# One tour with the tablet's layout and one with the phone's.
LOOKS = {
    "tablet": {"tablet": Look(TABLET), "upright": Look(TABLET_UPRIGHT, "dark")},
    "phone": {"phone": Look(PHONE)},
}
THUMB_PX = 48
MOST_MS = 200
See = Callable[[AssociateWindow, str], None]


@pytest.fixture(params=LOOKS)
def how(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture
def size(how: str) -> Size:
    return next(iter(LOOKS[how].values())).size


@pytest.fixture
def look(how: str) -> Any:
    """Looks at a window: keeps the pictures, and collects what is wrong with it until the test is over."""
    wrong: list[str] = []

    def at(window: AssociateWindow, name: str) -> None:
        for each in through(window.page, LOOKS[how]):
            picture(window, f"console-{each}-{name}")
            found = [
                *violations(window.page),
                *small_targets(window.page, THUMB_PX),
                *slow_motion(window.page, MOST_MS),
                *sticking_out(window.page),
            ]
            wrong.extend(f"{name} ({each}): {what}" for what in found)

    yield at
    assert not wrong, "\n".join(sorted(set(wrong)))


def _drawer(anna: AssociateWindow, word: str) -> None:
    """Where the line is a pull-out, pull it out or push it back."""
    button = anna.page.get_by_role("button", name=re.compile(f"^{word} the line"))
    if button.is_visible():
        button.click()


def test_waiting_and_ringing(stage: Stage, size: Size, look: See) -> None:
    anna = stage.associate(touch=True, available=False, size=size)
    look(anna, "away")
    anna.go_available()
    expect(
        anna.page.get_by_text("This is what shoppers see, mirrored.")
        .or_(anna.page.get_by_text("Your picture is"))
        .first
    ).to_be_visible()
    look(anna, "available")
    anna.page.get_by_role("button", name="Your state: Available").click()
    look(anna, "menu")
    anna.page.keyboard.press("Escape")
    mia = stage.shopper()
    mia.open("/products/P1001")
    mia.press()
    mia.panel.get_by_label("What is it about? (if you like)").fill(
        "Is it warm enough for the ferry across to the islands in March?"
    )
    mia.start()
    anna.rings()
    look(anna, "ring")
    anna.decline()
    expect(anna.page.get_by_text("1 waiting")).to_be_visible()
    look(anna, "line")
    mia.withdraw()


def test_in_a_call(stage: Stage, size: Size, look: See) -> None:
    anna = stage.associate(touch=True, size=size)
    mia = stage.shopper()
    mia.call("/products/P1001")
    anna.answer()
    mia.is_live()
    anna.frames_advance(3)
    expect(anna.page.get_by_text("Hears you")).to_be_visible()
    look(anna, "live")
    anna.search("jacket")
    look(anna, "found")
    anna.pick("Harbour rain jacket", "Mustard", "M")
    anna.product("Harbour rain jacket").scroll_into_view_if_needed()
    look(anna, "sold-out")
    anna.show("Harbour rain jacket")
    expect(mia.card("Harbour rain jacket")).to_be_visible()
    anna.add("Harbour rain jacket", "Navy", "L", quantity=2)
    mia.units(1)
    mia.settled()
    anna.search("linen")
    anna.show("Linen work jacket")
    anna.add("Linen work jacket", "Sand", "L")
    mia.units(2)
    mia.settled()
    anna.bag()
    look(anna, "bag")
    anna.page.get_by_role("searchbox", name="Search products").fill("zzzzqq")
    expect(anna.page.get_by_text("Nothing found for")).to_be_visible()
    look(anna, "nothing-found")
    mia.say("I like that. Is there a hood under the collar, and does it go into a small bag?")
    anna.say("Yes, it rolls up.")
    anna.reads("I like that.")
    look(anna, "chat")
    anna.tab("Shopper")
    look(anna, "shopper")
    anna.page.get_by_role("button", name="More", exact=True).click()
    look(anna, "more")
    anna.page.get_by_role("button", name="More", exact=True).click()
    zoe = stage.shopper()
    zoe.call("/products/P1002")
    zoe.is_waiting()
    _drawer(anna, "Show")
    expect(anna.page.locator("console-line li").first).to_be_visible()
    look(anna, "line-in-call")
    _drawer(anna, "Close")
    zoe.withdraw()
    anna.offer_checkout()
    anna.checkout_is("Offered")
    look(anna, "offered")
    mia.panel.get_by_role("button", name="Turn camera off").click()
    expect(anna.page.get_by_text("The shopper's camera is off.").first).to_be_visible()
    anna.page.get_by_role("button", name="Mute", exact=True).click()
    look(anna, "camera-off")
    mia.page.goto("about:blank")
    expect(anna.page.get_by_text("The shopper is changing pages.").first).to_be_visible()
    look(anna, "changing-page")
    expect(
        anna.page.get_by_text(re.compile(r"It may have been closed\. The call waits \d+ s more\.")).first
    ).to_be_visible(timeout=30_000)
    look(anna, "page-away")
    anna.end()
    anna.page.get_by_role("button", name="Done").click()
    expect(anna.page.get_by_text("Choose an outcome first.")).to_be_visible()
    look(anna, "wrap-up")
    anna.page.get_by_role("button", name="Later").click()
    expect(anna.page.get_by_role("button", name=re.compile("^Note outcome"))).to_be_visible()
    look(anna, "past-calls")


def test_other_ways_of_talking_and_no_devices(stage: Stage, size: Size, look: See) -> None:
    anna = stage.associate(touch=True, camera="denied", size=size)
    expect(anna.page.get_by_text("Camera and microphone are not allowed.")).to_be_visible()
    look(anna, "denied")
    mia = stage.shopper()
    mia.call()
    anna.answer()
    mia.is_live()
    expect(anna.page.get_by_text("Camera and microphone are not allowed.")).to_be_visible()
    look(anna, "denied-in-call")
    mia.end()
    anna.wrap_up("Helped", "Wanted a hood.")
    for mode in ("Voice", "Text"):
        mia.open()
        mia.press()
        mia.choose(mode)
        mia.start()
        anna.answer()
        mia.is_live()
        look(anna, mode.lower())
        mia.end()
        anna.wrap_up("Helped")
    anna.is_state("Available")


def test_signing_in_tabs_and_the_connection(stage: Stage, size: Size, look: See) -> None:
    anna = stage.associate(touch=True, size=size)
    anna.page.add_init_script(CUT)
    anna.page.reload()
    anna.is_state("Available")
    second = stage.second_tablet(anna)
    expect(second.page.get_by_text("You are available on another tablet.")).to_be_visible()
    look(second, "available-elsewhere")
    mia = stage.shopper()
    mia.call()
    anna.rings()
    expect(second.page.get_by_role("button", name="Answer here")).to_be_visible()
    look(second, "ring-elsewhere")
    anna.answer()
    expect(second.page.get_by_text("This call is on another tablet.")).to_be_visible()
    look(second, "elsewhere")
    second.page.close()
    anna.page.evaluate("cutSocket()")
    expect(anna.page.get_by_text("Your connection is coming back.")).to_be_visible()
    look(anna, "reconnecting")
    anna.page.evaluate("window.__cut = false")
    expect(anna.page.get_by_text("Your connection is coming back.")).to_be_hidden(timeout=30_000)
    with anna.page.expect_popup() as opened:
        anna.page.evaluate("void window.open(location.href)")
    copy = opened.value
    expect(anna.page.get_by_text("Opened in another tab.")).to_be_visible()
    look(anna, "fenced")
    copy.close()
    anna.page.get_by_role("button", name="Use this tab").click()
    anna.is_live()
    _elsewhere(anna.page, "sign-out-everywhere")
    expect(anna.page.get_by_text("Sign in again; your call is still there.")).to_be_visible()
    look(anna, "expired-in-call")
    anna.page.get_by_label("E-mail").fill(anna.email)
    anna.page.get_by_label("Password", exact=True).fill(PASSWORD)
    anna.page.get_by_role("button", name="Sign in").click()
    anna.is_live()
    anna.end()
    anna.wrap_up("Helped")
    anna.page.get_by_role("button", name=re.compile("^Your state")).click()
    anna.page.get_by_role("button", name="Sign out", exact=True).click()
    expect(anna.page.get_by_role("heading", name="Sign in")).to_be_visible()
    look(anna, "sign-in")
    anna.page.get_by_role("button", name="Sign in").click()
    expect(anna.page.get_by_text("Fill in both fields")).to_be_visible()
    look(anna, "sign-in-missing")
    anna.complaints.expect("WebSocket connection|status of 401")


def _elsewhere(page: Page, what: str) -> None:
    """As from another place, with the same cookie."""
    status = page.context.request.post(
        f"{page.url.split('/console')[0]}/v1/console/{what}",
        data={},
        headers={"Origin": page.url.split("/console")[0]},
    ).status
    assert status < 300, status
