"""One window, no second person: the demo's assistant answers, shows, fills the store's cart and opens the way to the till."""

from __future__ import annotations

import os
import re
import signal
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import expect

from tests.browser.browsers import Browsers
from tests.browser.conftest import demo_env
from tests.browser.demo_process import Demo, demo_process
from tests.browser.people import add_people
from tests.browser.shopper_window import ShopperWindow
from tests.browser.stage import Stage, opened, picture
from tests.browser.watch import until

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def assisted(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Demo]:
    folder = tmp_path_factory.mktemp("assisted")
    with demo_process(folder, env={**demo_env(folder), "COSHOP_DEMO_ASSISTANT": "on"}) as running:
        assert "a demo assistant, a program, answers" in running.log.read_text()
        add_people(running.data_dir)
        yield running


@pytest.fixture
def alone(assisted: Demo, browsers: Browsers) -> Iterator[Stage]:
    with opened(assisted, browsers) as people:
        yield people


def test_a_newcomer_with_one_window_lives_a_whole_call(alone: Stage) -> None:
    mia = alone.shopper()
    began_s = time.monotonic()
    mia.call("/products/P1001")
    mia.is_live()
    mia.frames_advance()
    mia.sees_movement()
    shown = mia.panel.get_by_role("button", name=re.compile("^Put .* away$"))
    expect(shown).to_have_count(2)
    picture(mia, "demo-assistant")
    mia.reads("a program, not a person")
    mia.say("add the navy one in M")
    mia.reads("It is in your bag")
    expect(mia.badge).to_have_text("1")
    mia.say("checkout")
    mia.reads("opened the way to the till")
    took_s = time.monotonic() - began_s
    print(f"from the product page to the open till: {took_s:.1f} s")
    assert took_s < 60, "a newcomer lives a whole call within a minute"
    bag = mia.bag_page()
    expect(bag).to_contain_text("Harbour rain jacket")
    expect(bag).to_contain_text("Navy, M")
    mia.is_live()
    mia.frames_advance()
    mia.checkout()
    mia.is_live()
    mia.end()
    mia.hears_event("call_ended")


def test_a_newcomer_without_camera_and_microphone_lives_it_in_writing(alone: Stage) -> None:
    mia = alone.shopper(camera="missing")
    began_s = time.monotonic()
    mia.open("/products/P1001")
    mia.press()
    expect(mia.panel.get_by_text("No microphone was found. You can write instead.")).to_be_visible()
    mia.will_see_and_write()
    mia.start()
    mia.is_live()
    mia.frames_advance()
    expect(mia.panel.get_by_role("button", name=re.compile("^Put .* away$"))).to_have_count(2)
    mia.reads("a program, not a person")
    mia.say("add the navy one in M")
    mia.reads("It is in your bag")
    mia.say("checkout")
    mia.reads("opened the way to the till")
    assert time.monotonic() - began_s < 60
    picture(mia, "demo-assistant-no-camera")
    mia.end()


def test_a_person_who_is_available_gets_the_call_and_the_assistant_comes_again(alone: Stage) -> None:
    anna = alone.associate()
    mia = alone.shopper()
    until(mia.page, lambda: answers(mia) == "Anna", "the assistant has stepped back")
    mia.press()
    mia.choose("Text")
    mia.start()
    anna.answer()
    mia.is_live()
    mia.end()
    anna.wrap_up("Helped")
    anna.page.get_by_role("button", name="Your state: Available").click()
    anna.page.get_by_role("button", name="Set to away").click()
    anna.is_state("Away")
    tom = alone.shopper()
    tom.call("/products/P1001", "Text")
    tom.is_live()
    tom.reads("a program, not a person")
    tom.end()


def answers(mia: ShopperWindow) -> str:
    """Who would answer now, by the words at the button of a page that has just been loaded."""
    mia.open("/products/P1001")
    line = mia.page.get_by_text("can answer now")
    expect(line).to_be_visible()
    return line.inner_text().split()[0]


def test_its_death_in_mid_call_is_mended_and_the_demo_goes_on(alone: Stage) -> None:
    mia = alone.shopper()
    mia.call("/products/P1401", "Text")
    mia.is_live()
    mia.reads("a program, not a person")
    os.kill(assistant_pid(alone.demo.pid), signal.SIGKILL)
    mia.say("the red one in 41")
    # A new process has to start first.
    expect(mia.panel.get_by_role("log")).to_contain_text("It is in your bag", timeout=60_000)
    expect(mia.badge).to_have_text("1")
    mia.end()


def assistant_pid(demo_pid: int) -> int:
    """The demo's only child that is an assistant."""
    for each in Path("/proc").glob("[0-9]*/cmdline"):
        words = each.read_bytes().split(b"\0")
        if b"coshop.agents.demo_associate" in words:
            status = (each.parent / "status").read_text()
            if f"PPid:\t{demo_pid}\n" in status:
                return int(each.parent.name)
    raise AssertionError("the demo has no assistant")
