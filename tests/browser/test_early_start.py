"""On the next page of a call the loader begins what is certain to be wanted: once each, and never for nothing."""

from __future__ import annotations

from typing import Any

import pytest

from tests.browser.browsers import Kind
from tests.browser.conftest import ASSOCIATE_FILM
from tests.browser.shopper_window import ShopperWindow
from tests.browser.stage import Stage
from tests.browser.watch import until

pytestmark = [pytest.mark.browser, pytest.mark.whole_browser]

# Counts what a page asks the browser for. What the loader does comes before the widget is there.
_COUNT = """(() => {
  if (window.top !== window || !/^http/.test(location.protocol)) return;
  const made = (window.__made = { sockets: 0, connections: 0, cameras: [], before_widget: 0 });
  const loaded = () => performance.getEntriesByType("resource").some(({ name, responseEnd }) => /widget-/.test(name) && responseEnd > 0);
  const counted = (key) => { made[key] += 1; if (!loaded()) made.before_widget += 1; };
  const watched = (name, key) => { window[name] = new Proxy(window[name], { construct(target, args, made) { counted(key); return Reflect.construct(target, args, made); } }); };
  watched("WebSocket", "sockets");
  watched("RTCPeerConnection", "connections");
  const open = navigator.mediaDevices.getUserMedia.bind(navigator.mediaDevices);
  navigator.mediaDevices.getUserMedia = (wish) => { made.cameras.push(wish); return open(wish); };
})()"""


def _made(mia: ShopperWindow) -> dict[str, Any]:
    found: dict[str, Any] = mia.page.evaluate("window.__made")
    return found


def _next_page(mia: ShopperWindow, name: str) -> None:
    mia.page.get_by_role("navigation", name="Groups").get_by_role("link", name=name).click()
    mia.page.wait_for_url("**/groups/*")


@pytest.mark.parametrize("shoppers", ["chromium", "firefox"])
def test_a_page_within_a_call_makes_one_of_each_and_makes_it_early(stage: Stage, shoppers: Kind) -> None:
    anna = stage.associate()
    mia = stage.shopper(shoppers)
    mia.page.add_init_script(_COUNT)
    mia.call()
    anna.answer()
    mia.is_live()
    mia.frames_advance(3)
    _next_page(mia, "Shoes")
    mia.is_live()
    mia.sees(*ASSOCIATE_FILM)
    anna.frames_advance(3)
    made = _made(mia)
    assert (made["sockets"], made["connections"], len(made["cameras"])) == (1, 1, 1), made
    assert made["before_widget"] >= 2, "the loader begins while the widget is on its way"


def test_a_written_call_takes_no_devices_along(stage: Stage) -> None:
    anna = stage.associate()
    mia = stage.shopper()
    mia.page.add_init_script(_COUNT)
    mia.call(mode="Text")
    anna.answer()
    mia.is_live()
    _next_page(mia, "Shoes")
    mia.is_live()
    mia.say("Here I am.")
    anna.reads("Here I am.")
    made = _made(mia)
    assert (made["sockets"], made["connections"], made["cameras"]) == (1, 1, []), made


def test_after_the_call_the_next_page_begins_nothing(stage: Stage) -> None:
    anna = stage.associate()
    mia = stage.shopper()
    mia.page.add_init_script(_COUNT)
    mia.call()
    anna.answer()
    mia.is_live()
    mia.end()
    _next_page(mia, "Shoes")
    until(mia.page, lambda: mia.page.evaluate("document.readyState === 'complete'"), "the next page")
    assert _made(mia) == {"sockets": 0, "connections": 0, "cameras": [], "before_widget": 0}


def test_the_chosen_microphone_is_still_chosen_on_the_next_page(stage: Stage) -> None:
    anna = stage.associate()
    mia = stage.shopper()
    mia.page.add_init_script(_COUNT)
    mia.call()
    anna.answer()
    mia.is_live()
    mia.panel.get_by_role("button", name="More", exact=True).click()
    menu = mia.panel.get_by_role("combobox", name="Microphone")
    device = menu.locator("option").last
    wanted = device.get_attribute("value")
    assert wanted
    menu.select_option(wanted)
    until(
        mia.page,
        lambda: (_made(mia)["cameras"][-1]["audio"] or {}).get("deviceId") == {"exact": wanted},
        "the chosen microphone",
    )
    _next_page(mia, "Shoes")
    mia.is_live()
    mia.frames_advance(3)
    assert _made(mia)["cameras"][-1]["audio"]["deviceId"] == {"exact": wanted}
