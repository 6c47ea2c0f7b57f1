"""Takes docs/images/call.png: a real call, the shopper's page on the left, the associate's tablet on the right.

Run by `make screenshots`; the picture is committed, so tests need not make it again.
"""

from __future__ import annotations

import base64
import sys
import tempfile
from pathlib import Path

from playwright.sync_api import Browser, Playwright, expect, sync_playwright

from tests.browser.browsers import Browsers
from tests.browser.conftest import demo_env
from tests.browser.demo_process import demo_process
from tests.browser.people import add_people
from tests.browser.portraits import portrait
from tests.browser.stage import Stage

PICTURE = Path(__file__).parents[2] / "docs" / "images" / "call.png"
_PAGE = """<style>
  body {{ margin: 0; width: 1800px; height: 900px; background: linear-gradient(160deg, #e9e4da, #cfd9da); display: flex; gap: 44px;
         align-items: center; justify-content: center; font: 0/0 sans-serif; }}
  figure {{ margin: 0; border-radius: 14px; overflow: hidden; box-shadow: 0 24px 60px rgb(30 40 45 / 28%); background: #fff; }}
  .window::before {{ content: ""; display: block; height: 30px; background: radial-gradient(circle at 20px 15px, #d9685b 6px, transparent 6.5px),
         radial-gradient(circle at 40px 15px, #e0b04b 6px, transparent 6.5px), radial-gradient(circle at 60px 15px, #6da36a 6px, transparent 6.5px), #efece6; }}
  .tablet {{ border: 16px solid #22252a; border-radius: 30px; }}
  .window img {{ width: 756px; }} .tablet img {{ width: 860px; border-radius: 8px; }} img {{ display: block; }}
</style><figure class="window"><img src="{shopper}"></figure><figure class="tablet"><img src="{associate}"></figure>"""


def main() -> int:
    """Take the picture; exit code 0."""
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        _take(playwright, Path(folder))
    print(f"wrote {PICTURE}")
    return 0


def _take(playwright: Playwright, folder: Path) -> None:
    drawing = Browsers(playwright, {}).get("chromium", "nobody", "missing")
    films = {who: portrait(drawing, who, folder / f"{who}.mjpeg") for who in ("shopper", "associate")}
    browsers = Browsers(playwright, films)
    with demo_process(folder, env=demo_env(folder)) as demo:
        add_people(demo.data_dir)
        stage = Stage(demo, browsers)
        try:
            shots = _call(stage)
        finally:
            stage.close()
            browsers.close()
    _compose(drawing, shots)
    drawing.close()


def _call(stage: Stage) -> dict[str, bytes]:
    anna = stage.associate(size=(1180, 820), device_scale_factor=1.5)
    mia = stage.shopper(size=(1080, 960), device_scale_factor=1.5)
    mia.call("/products/P1001")
    anna.answer()
    mia.is_live()
    anna.search("jacket")
    anna.show("Linen work jacket")
    expect(mia.card("Linen work jacket")).to_be_visible()
    anna.add("Linen work jacket", "Sand", "L")
    mia.units(1)
    mia.settled()
    anna.search("jumper")
    anna.show("Fisherman jumper")
    expect(mia.card("Fisherman jumper")).to_be_visible()
    for each in (mia, anna):
        each.frames_advance(60)
        good = each.page.get_by_text("Good connection", exact=True).or_(
            each.page.get_by_label("Good connection")
        )
        expect(good.first).to_be_attached()
    return {"shopper": mia.page.screenshot(), "associate": anna.page.screenshot()}


def _compose(browser: Browser, shots: dict[str, bytes]) -> None:
    page = browser.new_page(viewport={"width": 1800, "height": 900})
    data = {who: "data:image/png;base64," + base64.b64encode(shot).decode() for who, shot in shots.items()}
    page.set_content(_PAGE.format(**data), wait_until="load")
    PICTURE.parent.mkdir(parents=True, exist_ok=True)
    page.screenshot(path=PICTURE)
    page.close()


if __name__ == "__main__":
    sys.exit(main())
