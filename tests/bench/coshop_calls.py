"""Calls through the demo store, the widget and the console, each as people make them, and what each step took."""

from __future__ import annotations

import itertools
import shutil
from collections.abc import Iterator

from playwright.sync_api import Browser, expect

from coshop.demo.catalogue import Product, load_catalogue
from coshop.demo.stock import Shelf
from tests.bench.people import RATES_OFF
from tests.bench.processes import BUILD
from tests.bench.samples import PRESS_MS, RING_PAUSE_MS, Samples
from tests.bench.watching import WAIT_S, Watched
from tests.browser.associate_window import AssociateWindow
from tests.browser.demo_process import Demo, demo_process
from tests.browser.people import add_people, email_of
from tests.browser.shopper_window import ShopperWindow
from tests.browser.stage import DESKTOP, TABLET
from tests.browser.watch import Complaints

PUSHES = 2
HOVER_MS = 300
STOCK_WANTED = 3
FAILED_MAX = 2


def run(shoppers: Browser, associates: Browser, times: int) -> Samples:
    """So many calls; what each step took."""
    expect.set_options(timeout=WAIT_S * 1000)
    samples = Samples()
    folder = BUILD / "demo"
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    goods = _goods()
    with demo_process(folder, env=RATES_OFF) as demo:
        add_people(demo.data_dir)
        with associates.new_context(viewport={"width": TABLET[0], "height": TABLET[1]}) as there:
            page = there.new_page()
            associate = Watched(page)
            console = AssociateWindow(page, Complaints(there), demo.console, "Anna", email_of("Anna", 0))
            console.sign_in()
            console.go_available()
            for _ in range(times):
                before = samples.lengths()
                try:
                    _call(shoppers, demo, console, associate, goods, samples)
                except (TimeoutError, AssertionError) as error:
                    samples.cut(before)
                    print(f"a call broke off: {str(error).splitlines()[0]}")
                    if samples.failed > FAILED_MAX:
                        raise
                    _finish(console)
    return samples


def _call(
    shoppers: Browser,
    demo: Demo,
    console: AssociateWindow,
    associate: Watched,
    goods: Iterator[Product],
    samples: Samples,
) -> None:
    with shoppers.new_context(viewport={"width": DESKTOP[0], "height": DESKTOP[1]}) as here:
        page = here.new_page()
        shopper = Watched(page)
        widget = ShopperWindow(page, Complaints(here), demo.store, listen=False)
        widget.open()
        widget.press()
        shopper.camera_opened()
        widget.panel.get_by_role("button", name="Start", exact=True).click(delay=PRESS_MS)
        console.rings()
        call_id = associate.last_mark("ring_shown:")
        samples.ring.append(associate.mark(f"ring_shown:{call_id}") - shopper.click("Start"))

        page.wait_for_timeout(RING_PAUSE_MS)
        console.answer_button.click(delay=PRESS_MS)
        tapped = associate.click("Answer")
        samples.shopper_sees.append(shopper.frame_after(tapped) - tapped)
        samples.associate_sees.append(associate.frame_after(tapped) - tapped)
        widget.is_live()

        for product in itertools.islice(goods, PUSHES):
            _push(console, associate, shopper, product, samples)
            _add(console, associate, shopper, product, samples)

        link = page.locator("nav.groups a").nth(1)
        label = link.inner_text().strip()
        link.click(delay=PRESS_MS)
        page.wait_for_url("**/groups/*")
        left = shopper.until(lambda: shopper.click(label), "the click on the page before")
        samples.shopper_sees_again.append(shopper.frame_after(left) - left)
        samples.associate_sees_again.append(associate.frame_after(left) - left)
        widget.is_live()
        _finish(console)


def _finish(console: AssociateWindow) -> None:
    console.end()
    # The list of past calls says the same words, so the outcome is looked for in its group.
    console.page.get_by_role("group").get_by_text("Helped", exact=True).click()
    console.page.get_by_role("button", name="Done").click()
    console.is_state("Available")


def _push(
    console: AssociateWindow, associate: Watched, shopper: Watched, product: Product, samples: Samples
) -> None:
    console.search(product.title)
    label = f"Show: {product.title}"
    button = console.page.get_by_role("button", name=label, exact=True)
    button.hover()
    console.page.wait_for_timeout(HOVER_MS)
    last = associate.last_mark("push_tapped:")
    button.click(delay=PRESS_MS)
    command_id = associate.until(lambda: _newer(associate, last), "the push")
    samples.push.append(shopper.mark(f"card_painted:{command_id}") - associate.click(label))


def _add(
    console: AssociateWindow, associate: Watched, shopper: Watched, product: Product, samples: Samples
) -> None:
    variant = next(each for each in product.variants if each.stock >= STOCK_WANTED)
    console.pick(product.title, *(value for value in (variant.colour.title, variant.size) if value))
    last = associate.last_mark("push_tapped:")
    console.product(product.title).get_by_role("button", name="Add", exact=True).last.click(delay=PRESS_MS)
    command_id = associate.until(lambda: _newer(associate, last), "the add")
    tapped = associate.click("Add")
    samples.cart_pending.append(shopper.mark(f"pending:{command_id}") - tapped)
    samples.cart_settled.append(shopper.mark(f"settled:{command_id}") - tapped)


def _newer(associate: Watched, last: str) -> str:
    found = associate.last_mark("push_tapped:")
    return found if found != last else ""


def _goods() -> Iterator[Product]:
    """The demo's products of which a variant is left, over and over."""
    catalogue = load_catalogue()
    shelf = Shelf(catalogue)
    return itertools.cycle(
        [
            product
            for product in catalogue.products.values()
            if any(
                shelf.left(each.id) >= STOCK_WANTED and each.stock >= STOCK_WANTED
                for each in product.variants
            )
        ]
    )
