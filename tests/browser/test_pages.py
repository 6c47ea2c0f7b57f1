"""The shopper walks through the shop, and either side reloads: the call goes on."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Route, expect

from tests.browser.associate_window import AssociateWindow
from tests.browser.browsers import Kind
from tests.browser.conftest import ASSOCIATE_FILM, SHOPPER_FILM
from tests.browser.stage import Stage
from tests.browser.watch import until

pytestmark = [pytest.mark.browser, pytest.mark.whole_browser]

# What the console says of the shopper, from now on: words that stand there for an instant count as well.
_LISTEN = """() => {
  const said = (window.__said = new Set());
  const stage = (root) => {
    for (const each of root.querySelectorAll("*")) {
      if (each.localName === "console-stage") return each;
      const found = each.shadowRoot && stage(each.shadowRoot);
      if (found) return found;
    }
    return null;
  };
  const root = stage(document).shadowRoot;
  new MutationObserver(() => said.add(root.querySelector("[role=status]")?.textContent.trim()))
    .observe(root, { subtree: true, childList: true, characterData: true });
}"""


def _said(anna: AssociateWindow) -> list[str]:
    found: list[str] = anna.page.evaluate("[...window.__said]")
    return found


@pytest.mark.parametrize("shoppers", ["chromium", "firefox"])
def test_every_page_of_the_shop_keeps_the_call(stage: Stage, shoppers: Kind) -> None:
    anna = stage.associate()
    mia = stage.shopper(shoppers)
    mia.call("/products/P1001")
    anna.answer()
    mia.is_live()
    mia.frames_advance(3)
    anna.search("parka")
    anna.show("North pier parka")
    expect(mia.card("North pier parka")).to_be_visible()
    call_id = mia.hears_event("call_started")["call_id"]
    anna.page.evaluate(_LISTEN)

    def goes_on(title: str) -> None:
        mia.is_live()
        mia.sees(*ASSOCIATE_FILM)
        mia.frames_advance(3)
        anna.frames_advance(3)
        expect(mia.card("North pier parka")).to_be_visible()
        expect(anna.page.get_by_text(title).first).to_be_visible()

    groups = mia.page.get_by_role("navigation", name="Groups")
    groups.get_by_role("link", name="Shoes").click()
    goes_on("Shoes · Harbour Outfitters")
    groups.get_by_role("link", name="Knitwear").click()
    goes_on("Knitwear · Harbour Outfitters")
    mia.page.get_by_role("link", name=re.compile("Fisherman jumper")).first.click()
    goes_on("Fisherman jumper")
    mia.page.go_back()
    goes_on("Knitwear · Harbour Outfitters")
    mia.page.go_forward()
    goes_on("Fisherman jumper")
    mia.panel.get_by_role("button", name="See it in the shop: North pier parka").click()
    mia.page.wait_for_url("**/products/P1004**")
    goes_on("North pier parka")

    said = _said(anna)
    assert "The shopper is changing pages." in said
    assert not [words for words in said if "camera is off" in words], said
    assert not [words for words in said if "coming back" in words], said
    assert [detail for name, detail in mia.heard() if name == "call_started"] == [{"call_id": call_id}]
    assert "call_ended" not in [name for name, _ in mia.heard()]


@pytest.mark.parametrize("shoppers", ["chromium", "firefox"])
def test_SOCK10_a_slow_page_is_a_changing_page_and_no_drop(stage: Stage, shoppers: Kind) -> None:
    anna = stage.associate()
    mia = stage.shopper(shoppers)
    mia.call("/products/P1001")
    anna.answer()
    mia.is_live()
    mia.frames_advance(3)
    anna.page.evaluate(_LISTEN)
    held: list[Route] = []

    def hold(route: Route) -> None:
        held.append(route)  # the page is there, and our script takes its time

    mia.page.route(re.compile("/embed.js$"), hold)
    mia.page.get_by_role("navigation", name="Groups").get_by_role("link", name="Shoes").click()
    expect(anna.page.get_by_text("The shopper is changing pages.").first).to_be_visible()
    anna.page.wait_for_timeout(
        2_500
    )  # longer than the grace of a dropped socket: this is the time that is tested
    still = mia.page.evaluate("sessionStorage.getItem('coshop:pk_demo:still') ?? ''")
    held[0].continue_()
    mia.is_live()
    mia.sees(*ASSOCIATE_FILM)
    assert not [words for words in _said(anna) if "coming back" in words], _said(anna)
    assert len(still) > 400, "the last picture of the associate came along"
    mia.end()
    expect(mia.panel.get_by_role("button", name="Call again")).to_be_visible()
    assert mia.page.evaluate("sessionStorage.getItem('coshop:pk_demo:still')") is None


def test_back_to_a_page_from_before_the_call(stage: Stage) -> None:
    anna = stage.associate()
    mia = stage.shopper(camera="remembered")

    def step(way: str, path: str) -> None:
        mia.page.evaluate(
            f"void history.{way}()"
        )  # a page out of memory is not loaded, which is what `go_back` waits for
        until(mia.page, lambda: mia.page.evaluate("location.pathname") == path, f"{way} to {path}")

    mia.page.add_init_script("addEventListener('pageshow', (e) => (window.__persisted = e.persisted))")
    mia.open("/products/P1002")
    expect(mia.talk).to_be_visible()
    mia.page.get_by_role("navigation", name="Groups").get_by_role("link", name="Shoes").click()
    mia.page.get_by_role("link", name=re.compile("Deck shoe in")).click()
    mia.press()
    mia.start()
    anna.answer()
    mia.is_live()
    step("back", "/groups/shoes")
    mia.is_live()
    step("back", "/products/P1002")
    assert mia.page.evaluate("window.__persisted"), "the page came out of the browser's memory"
    mia.is_live()
    mia.frames_advance(3)
    anna.frames_advance(3)
    step("forward", "/groups/shoes")
    mia.is_live()
    step("forward", "/products/P1402")
    mia.is_live()
    mia.frames_advance(3)
    # It ends on one page, and is over on the others too.
    step("back", "/groups/shoes")
    mia.is_live()
    mia.end()
    mia.panel.get_by_role("button", name="Close").click()
    step("back", "/products/P1002")
    expect(mia.talk).to_be_visible()
    assert mia.state() == "closed"


def test_what_is_added_during_a_page_change_is_added_once(stage: Stage) -> None:
    anna = stage.associate()
    mia = stage.shopper()
    mia.call("/products/P1002")
    anna.answer()
    mia.is_live()
    anna.search("beanie")
    title = anna.page.locator("console-product h3").first.inner_text()
    rows = anna.page.get_by_role("article", name=title, exact=True)
    opener = rows.get_by_role("button", name=f"Choose: {title}")
    opener.click()
    for group in rows.get_by_role("group").all():
        group.get_by_role("button", name=re.compile("^(?!.*sold out)")).first.click()
    add = rows.get_by_role("button", name="Add", exact=True).last
    pages = ["Shoes", "Bags", "Home", "Shirts"]
    for number, group_name in enumerate(pages, 1):
        link = mia.page.get_by_role("navigation", name="Groups").get_by_role("link", name=group_name)
        link.click(no_wait_after=True)
        add.click()
        mia.page.wait_for_url(f"**/groups/{group_name.lower()}")
        mia.units(number)
        mia.settled()
    lines = mia.page.evaluate("fetch('/api/cart').then((answer) => answer.json())")["cart"]["lines"]
    assert [line["quantity"] for line in lines] == [len(pages)]
    assert [state for _, state, _ in mia.changes()] == ["applied"] * len(pages)


@pytest.mark.parametrize("who", ["shopper", "associate"])
def test_a_reload_on_either_side(stage: Stage, who: str) -> None:
    anna = stage.associate()
    mia = stage.shopper()
    mia.call()
    anna.answer()
    mia.is_live()
    mia.frames_advance(3)
    anna.search("parka")
    anna.show("North pier parka")
    expect(mia.card("North pier parka")).to_be_visible()
    for _ in range(2):
        (mia if who == "shopper" else anna).page.reload()
        mia.is_live()
        anna.is_live()
        mia.sees(*ASSOCIATE_FILM)
        anna.sees(*SHOPPER_FILM)
        mia.frames_advance(3)
        anna.frames_advance(3)
        mia.hears()
        anna.hears()
        expect(anna.shown()).to_contain_text("North pier parka")
        expect(mia.card("North pier parka")).to_be_visible()
