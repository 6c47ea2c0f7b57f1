"""The states of the widget that few people see: what axe says of them, how big their controls are, and a picture of each."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import expect

from tests.browser.axe import violations
from tests.browser.fingers import too_small
from tests.browser.shopper_window import ShopperWindow
from tests.browser.stage import DESKTOP, PHONE, Size, Stage, picture

pytestmark = pytest.mark.browser


_SAY_HELD_BACK = """(() => {
  const play = HTMLAudioElement.prototype.play;
  HTMLAudioElement.prototype.play = function () {
    const playing = play.call(this);
    playing.catch((error) => { if (error.name === "NotAllowedError") console.info("held back"); });
    return playing;
  };
})();"""


def _state(window: ShopperWindow, name: str) -> None:
    picture(window, name)
    assert violations(window.page) == [], name
    assert too_small(window.page) == [], name


@pytest.mark.parametrize("size", [DESKTOP, PHONE], ids=["desk", "phone"])
def test_without_camera_in_german_and_dark(stage: Stage, size: Size) -> None:
    """data-lang and data-theme win over page and system; a refused camera is said before and in the call, with the way back."""
    where = "phone" if size == PHONE else "desk"
    anna = stage.associate()
    mia = stage.shopper(camera="denied", size=size, touch=size == PHONE)
    mia.rewrite('data-store="pk_demo"', 'data-store="pk_demo" data-lang="de_DE" data-theme="dark"')
    mia.open("/products/P1001")
    expect(mia.page.get_by_text("Anna kann jetzt antworten")).to_be_visible()
    mia.page.get_by_role("button", name="Mit jemandem im Laden sprechen").click()
    expect(mia.panel.get_by_role("heading", name="Mit jemandem im Laden sprechen")).to_be_visible()
    expect(mia.panel).to_have_attribute("theme", "dark")
    expect(mia.panel).to_have_attribute("lang", "de-DE")
    expect(mia.panel.locator("[data-problem=microphone_denied]")).to_be_visible()
    expect(
        mia.panel.get_by_text("Sie sehen und hören den Laden. Man liest, was Sie schreiben")
    ).to_be_visible()
    expect(mia.panel.get_by_role("radio", name="Video")).to_be_checked()
    _state(mia, f"widget-denied-german-{where}")
    mia.panel.get_by_role("button", name="Starten").click()
    anna.rings()
    expect(mia.panel.get_by_role("heading", name="Anna wird gerufen")).to_be_visible()
    anna.decline()
    expect(mia.panel.get_by_text("Das hat nicht geklappt.")).to_be_visible()
    _state(mia, f"widget-returned-german-{where}")
    ben = stage.associate(name="Ben", available=False)
    ben.page.get_by_role("button", name="Go available").first.click()  # it rings at once
    ben.answer()
    mia.is_live()
    note = mia.panel.locator(".note")
    expect(note).to_contain_text("Diese Seite darf Ihr Mikrofon nicht benutzen.")
    _state(mia, f"widget-trouble-{where}")
    mia.page.context.grant_permissions(["camera", "microphone"], origin=stage.demo.store)
    note.get_by_role("button", name="Noch einmal versuchen").click()
    expect(note).to_have_count(0)
    ben.hears()
    ben.search("parka")
    ben.show("North pier parka")
    mia.is_told(re.compile(r"^Ben zeigt Ihnen North pier parka, 279,00\s€$"))
    mia.panel.get_by_role("button", name="Verkleinern").click()
    ben.say("Ist er warm genug?")
    larger = mia.panel.get_by_role("button", name=re.compile("Vergrößern, es gibt etwas Neues"))
    expect(larger).to_be_visible()
    mia.is_told("Ben: Ist er warm genug?")
    _state(mia, f"widget-small-news-{where}")
    larger.click()
    expect(mia.panel.get_by_role("button", name="Schreiben, 1 neue Nachricht")).to_be_visible()
    # read on this page is read on the next, and so is what was not
    mia.page.reload()
    expect(mia.panel.get_by_role("button", name="Schreiben, 1 neue Nachricht")).to_be_visible()
    mia.panel.get_by_role("button", name="Schreiben, 1 neue Nachricht").click()
    field = mia.panel.get_by_role("textbox", name=re.compile("Nachricht"))
    field.fill("Ich glaube ja, ab")
    mia.page.reload()
    expect(field).to_have_value("Ich glaube ja, ab")
    mia.panel.get_by_role("button", name="Zurück").click()
    expect(mia.panel.get_by_role("button", name="Schreiben", exact=True)).to_be_visible()


@pytest.mark.parametrize("size", [DESKTOP, PHONE], ids=["desk", "phone"])
def test_text_and_the_screens_of_a_call_that_is_elsewhere(stage: Stage, size: Size) -> None:
    where = "phone" if size == PHONE else "desk"
    anna = stage.associate(available=False)
    busy = stage.associate(name="Ben")
    mia = stage.shopper(size=size, touch=size == PHONE)
    mia.open("/products/P1002")
    mia.press()
    mia.choose("Text")
    mia.devices_are_closed()
    mia.start()
    busy.decline()
    mia.is_waiting()
    _state(mia, f"widget-waiting-{where}")
    anna.page.get_by_role("button", name="Go available").first.click()  # it rings at once
    anna.answer()
    mia.is_live()
    anna.say("Good morning.")
    mia.reads("Good morning.")
    _state(mia, f"widget-text-{where}")
    with mia.page.expect_popup() as opened:
        mia.page.evaluate("void window.open('/products/P1002')")
    copied = ShopperWindow(opened.value, mia.complaints, stage.demo.store)
    copied.page.set_default_timeout(25_000)
    copied.page.set_viewport_size({"width": size[0], "height": size[1]})
    copied.talk.click()
    copied.is_live()
    expect(mia.panel.get_by_text("This call goes on in another tab.")).to_be_visible()
    _state(mia, f"widget-elsewhere-{where}")
    mia.panel.get_by_role("button", name="Close").click()
    expect(mia.panel).to_be_hidden()
    copied.end()


def test_what_cannot_be_opened_is_said(stage: Stage) -> None:
    """No bundle, no checkout address: a sentence each, and the next try works."""
    anna, mia = stage.associate(), stage.shopper()
    mia.rewrite("</head>", "<script src='/more.js'></script></head>")
    mia.page.route(
        re.compile("/more.js$"),
        lambda route: route.fulfill(
            content_type="text/javascript",
            body="""window.coshop = window.coshop || { q: [] };
              coshop.q.push(["on", "ready", () => { throw new Error("a listener of the page"); }]);
              window.addEventListener("DOMContentLoaded", () => setTimeout(() => window.coshop.cart({
                get: () => ({ lines: [{ line_id: "L1", variant_id: "V", product_id: "P", title: "Thing", variant_title: "", quantity: 1,
                  line_total_minor: 100, picture_url: "" }], subtotal_minor: 100, discount_minor: 0, total_minor: 100, currency: "EUR" }),
                add: () => undefined, update: () => undefined, remove: () => undefined,
                checkout_url: () => { throw new Error("no till"); },
              }), 300));""",
        ),
    )
    refused: list[str] = []

    def refuse(route: object) -> None:
        refused.append("widget")
        route.abort()  # type: ignore[attr-defined]

    mia.page.route(re.compile("/widget/"), refuse)
    mia.open("/products/P1001")
    mia.talk.click()
    expect(
        mia.page.get_by_text("The call could not be opened. Please check your connection and try again.")
    ).to_be_visible()
    picture(mia, "widget-not-opened")
    assert refused
    mia.page.unroute(re.compile("/widget/"))
    mia.page.reload()
    mia.press()
    mia.start()
    anna.answer()
    mia.is_live()
    mia.units(1)
    mia.panel.get_by_role("button", name="Checkout").click()
    expect(mia.panel.get_by_text("The checkout could not be opened from here.")).to_be_visible()
    _state(mia, "widget-no-checkout")
    mia.complaints.expect("ERR_FAILED|a listener of the page|no till")


def test_sound_that_the_browser_holds_back_comes_with_a_tap(stage: Stage) -> None:
    anna = stage.associate()
    mia = stage.shopper(camera="denied")  # a page that captures sound may always play it
    mia.call()
    anna.answer()
    mia.is_live()
    mia.hears()
    # By hand and from elsewhere, so without a gesture on the shop's page; and nothing is asked of it meanwhile, for that counts as one.
    mia.page.add_init_script(_SAY_HELD_BACK)
    mia.page.goto("about:blank")
    with mia.page.expect_console_message(lambda message: message.text == "held back"):
        mia.page.goto(mia.store + "/groups/shoes")
    mia.is_live()
    tap = mia.panel.get_by_role("button", name="Tap to hear Anna")
    expect(tap).to_be_visible()
    assert not mia.sound()["playing"]
    _state(mia, "widget-tap-to-hear")
    mia.panel.get_by_role("button", name="Make small").evaluate(
        "(button) => button.click()"
    )  # no gesture either
    expect(mia.panel).to_have_attribute("size", "small")
    expect(tap).to_be_visible()
    _state(mia, "widget-tap-to-hear-small")
    tap.click()
    mia.hears()
    expect(tap).to_be_hidden()
