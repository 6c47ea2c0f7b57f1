"""The demo, the browsers and the stage of browser tests."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from dataclasses import fields
from pathlib import Path

import pytest
from playwright.sync_api import expect, sync_playwright

from coshop.identity import RateRules
from tests.browser.browsers import Browsers
from tests.browser.cameras import film, shop_film
from tests.browser.demo_process import Demo, demo_process
from tests.browser.people import add_people
from tests.browser.relay import SECRET, coturn
from tests.browser.stage import Stage, opened

expect.set_options(timeout=25_000)
LONGEST_S = 300
"""A test that overruns this ends its whole run, so it is for what hangs; a busy machine makes the longest ones take two minutes."""
DIST = Path(__file__).parents[2] / "webclient" / "dist"
SHOPPER_FILM = ((200, 50, 50), (40, 60, 190))
ASSOCIATE_FILM = ((40, 150, 70), (215, 190, 50))


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if Path(__file__).parent in item.path.parents and item.get_closest_marker("timeout") is None:
            item.add_marker(pytest.mark.timeout(LONGEST_S))


def demo_env(folder: Path) -> dict[str, str]:
    """Settings of a demo for tests: this build of the web client kept still, and no limit that a test could meet."""
    web = folder / "web"
    if not (DIST / "embed.js").exists():
        pytest.fail("The web client is not built. Run: make build")
    shutil.copytree(DIST, web)
    limits = {f"COSHOP_LIMIT_{each.name.upper()}": "100000/minute" for each in fields(RateRules)}
    return {"COSHOP_WEB_DIR": str(web), **limits}


@pytest.fixture(scope="session")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Demo]:
    folder = tmp_path_factory.mktemp("demo")
    with demo_process(folder, env=demo_env(folder)) as running:
        add_people(running.data_dir)
        yield running


@pytest.fixture(scope="session")
def films(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    folder = tmp_path_factory.mktemp("films")
    return {
        "shopper": film(folder / "shopper.y4m", *SHOPPER_FILM),
        "associate": film(folder / "associate.y4m", *ASSOCIATE_FILM),
    }


def _whole(request: pytest.FixtureRequest) -> bool:
    """Whether the module wants the whole of Chromium."""
    return bool(request.node.get_closest_marker("whole_browser"))


@pytest.fixture(scope="module")
def browsers(request: pytest.FixtureRequest, films: dict[str, Path]) -> Iterator[Browsers]:
    """Per module: a running Playwright would keep asyncio tests of other rooms from starting."""
    with sync_playwright() as playwright:
        running = Browsers(playwright, films, whole=_whole(request))
        yield running
        running.close()


@pytest.fixture
def stage(demo: Demo, browsers: Browsers) -> Iterator[Stage]:
    """The test's people; afterwards no browser may have complained."""
    with opened(demo, browsers) as people:
        yield people


@pytest.fixture(scope="module")
def shop_browsers(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Browsers]:
    """Browsers whose associate stands in a drawn shop."""
    shop = shop_film(tmp_path_factory.mktemp("films") / "shop.mjpeg")
    with sync_playwright() as playwright:
        running = Browsers(playwright, {"associate": shop}, whole=_whole(request))
        yield running
        running.close()


@pytest.fixture(scope="module")
def staffed(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Demo]:
    """A demo with a worker beside it, and a relay."""
    folder = tmp_path_factory.mktemp("staffed")
    with coturn(folder) as relay:
        turn = {"COSHOP_TURN_URL": relay.url, "COSHOP_TURN_SECRET": SECRET}
        with demo_process(folder, env={**demo_env(folder), **turn, "COSHOP_AGENTS": "1"}) as running:
            add_people(running.data_dir)
            yield running


@pytest.fixture
def checking(staffed: Demo, shop_browsers: Browsers) -> Iterator[Stage]:
    """People of the staffed demo; afterwards no browser may have complained."""
    with opened(staffed, shop_browsers) as people:
        yield people
