"""The server is killed in mid-call and comes back: the picture goes on, and what was wanted meanwhile happens once."""

from __future__ import annotations

import os
import signal
from contextlib import ExitStack
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import expect

from tests.browser.browsers import Browsers
from tests.browser.conftest import ASSOCIATE_FILM, SHOPPER_FILM, demo_env
from tests.browser.demo_process import demo_process
from tests.browser.people import add_people
from tests.browser.stage import Stage, picture

pytestmark = [pytest.mark.browser, pytest.mark.slow]


def test_killed_and_started_again_in_mid_call(tmp_path: Path, browsers: Browsers) -> None:
    env = demo_env(tmp_path)
    with ExitStack() as running:
        demo = running.enter_context(demo_process(tmp_path, env=env))
        add_people(demo.data_dir)
        stage = Stage(demo, browsers)
        running.callback(stage.close)
        anna = stage.associate()
        mia = stage.shopper()
        mia.call("/products/P1002")
        anna.answer()
        mia.is_live()
        mia.frames_advance(3)
        anna.search("parka")
        anna.pick(
            "North pier parka", "Moss", "M"
        )  # a look at it is a hint: the card is there before it is shown
        anna.page.wait_for_function("performance.now() > 0")

        os.kill(demo.pid, signal.SIGKILL)
        mia.frames_advance(20)
        anna.frames_advance(20)
        anna.show("North pier parka")
        expect(mia.card("North pier parka")).to_be_visible()
        picture(mia, "widget-server-gone")
        anna.add("North pier parka")
        anna.say("I have put it into your bag.")
        expect(
            anna.page.get_by_text("Your connection is coming back. A running call goes on.")
        ).to_be_visible()
        picture(anna, "console-server-gone")

        where = urlsplit(demo.console).port, urlsplit(demo.store).port
        assert where[0] is not None
        assert where[1] is not None
        running.enter_context(demo_process(tmp_path, env=env, ports=(where[0], where[1])))
        mia.units(1)
        mia.settled()
        expect(mia.card("North pier parka")).to_be_visible()
        expect(anna.shown()).to_have_count(1)
        assert [(who, state) for who, state, _ in mia.changes()] == [("associate", "applied")]
        lines = mia.page.evaluate("fetch('/api/cart').then((answer) => answer.json())")["cart"]["lines"]
        assert [(line["variant_id"], line["quantity"]) for line in lines] == [("P1004-MOSS-M", 1)]
        mia.reads("I have put it into your bag.")
        assert mia.panel.get_by_role("log").inner_text().count("I have put it into your bag.") == 1
        mia.sees(*ASSOCIATE_FILM)
        anna.sees(*SHOPPER_FILM)
        mia.frames_advance(3)
        anna.frames_advance(3)
        anna.end()
        anna.wrap_up("Helped")
        anna.is_state("Available")
        mia.complaints.expect("ERR_CONNECTION_REFUSED|WebSocket|ERR_")
        anna.complaints.expect("ERR_CONNECTION_REFUSED|WebSocket|ERR_")
        assert stage.complaints() == []
