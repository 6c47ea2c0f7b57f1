"""How a call begins: which product the page means, a line that is full, a shop that is closed."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from playwright.sync_api import expect

from tests.browser.browsers import Browsers
from tests.browser.conftest import demo_env
from tests.browser.demo_process import demo_process
from tests.browser.people import add_people, change_store
from tests.browser.stage import Stage, picture

pytestmark = pytest.mark.browser


@pytest.fixture
def own_stage(tmp_path: Path, browsers: Browsers) -> Iterator[Stage]:
    """A demo of this test's own, for its store is changed."""
    with demo_process(tmp_path, env=demo_env(tmp_path)) as demo:
        add_people(demo.data_dir)
        made = Stage(demo, browsers)
        try:
            yield made
            assert made.complaints() == []
        finally:
            made.close()


@pytest.mark.parametrize("told", ["ld", "function", "open"])
def test_the_product_that_the_page_means(stage: Stage, told: str) -> None:
    """Without the attribute: the page's function, else JSON-LD; and `coshop.open({product})` counts more than all."""
    anna, mia = stage.associate(), stage.shopper()
    mia.rewrite("data-coshop-product=", "data-not-ours=")
    mia.rewrite('<section class="buy"', '<section class="buy" data-coshop-button')
    if told == "function":
        mia.page.add_init_script(
            "(window.coshop = window.coshop || { q: [] }).q.push(['product', () => ({ product_id: 'P1004', variant_id: '' })])"
        )
    mia.open("/products/P1001")
    mia.page.wait_for_function("typeof window.coshop?.open === 'function'")
    if told == "open":
        # what was asked for and put away again is forgotten
        mia.page.evaluate("coshop.open({ product: 'P1002' })")
        mia.panel.get_by_role("button", name="Close").click()
    mia.page.evaluate("coshop.open({ product: 'P1004' })" if told == "open" else "coshop.open()")
    mia.start()
    anna.rings()
    title = "Harbour rain jacket" if told == "ld" else "North pier parka"
    expect(anna.page.locator("console-ring").get_by_text(title).first).to_be_visible()
    mia.withdraw()


def test_LINE6_a_full_line_and_a_closed_shop_say_so(own_stage: Stage) -> None:
    stage = own_stage
    change_store(stage.demo.data_dir, line_limit=1)
    anna = stage.associate()
    mia, lea = stage.shopper(), stage.shopper()
    mia.call(mode="Text")
    anna.decline()
    mia.is_waiting()
    lea.open("/products/P1002")
    expect(
        lea.page.get_by_text("The line is full right now. Please try again in a few minutes.")
    ).to_be_visible()
    expect(lea.talk).to_be_hidden()
    picture(lea, "store-line-full")
    lea.page.evaluate("coshop.open()")
    lea.choose("Text")
    lea.start()
    expect(lea.panel.get_by_role("alert")).to_have_text(re.compile("The line is full right now"))
    picture(lea, "widget-refused")
    mia.withdraw()
    lea.start()
    anna.answer()
    lea.is_live()
    lea.end()
    # Closed until tomorrow at noon, the shop's time.
    tomorrow = (datetime.now(UTC) + timedelta(days=1)).isoweekday()
    change_store(stage.demo.data_dir, hours={tomorrow: (("12:00", "13:00"),)}, time_zone="UTC")
    mia.page.wait_for_timeout(1_100)  # the server keeps its last answer for a second
    mia.open("/products/P1002")
    expect(mia.page.get_by_text(re.compile(r"^Video calls are answered again \w+day"))).to_be_visible()
    expect(mia.talk).to_be_hidden()
    picture(mia, "store-closed")
