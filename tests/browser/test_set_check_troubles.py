"""A set check that does not go as planned: stopped, a worker that dies, no worker, no line, no camera, a ring in the middle."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import expect

from tests.agents.processes import kill, worker_pids
from tests.browser.axe import violations
from tests.browser.browsers import Browsers, Camera
from tests.browser.checks import CHECKED_MS, open_tracks, outcome, start, to_check
from tests.browser.demo_process import Demo
from tests.browser.stage import Stage, picture

pytestmark = [pytest.mark.browser, pytest.mark.whole_browser, pytest.mark.timeout(240)]


def test_a_check_is_stopped_and_made_again(checking: Stage) -> None:
    anna = checking.associate(available=False)
    page = anna.page
    to_check(anna)
    start(anna).click()
    expect(page.get_by_text("Look into the camera")).to_be_visible(timeout=30_000)
    page.get_by_role("button", name="Stop", exact=True).click()
    expect(outcome(page)).to_have_text("You stopped the check.")
    picture(anna, "check-stopped")
    start(anna).click()
    expect(outcome(page)).to_contain_text(re.compile("Ready|attention"), timeout=CHECKED_MS)
    page.get_by_role("button", name="Go available").click()
    anna.is_state("Available")
    assert open_tracks(page) == ["audio", "video"]


def test_CHECK4_a_reload_in_the_middle_withdraws_the_check(checking: Stage) -> None:
    anna = checking.associate(available=False)
    page = anna.page
    listed = "() => fetch('/v1/console/checks').then((answer) => answer.json()).then(({ checks }) => checks)"
    before = page.evaluate(listed)
    to_check(anna)
    start(anna).click()
    expect(page.get_by_text("Look into the camera")).to_be_visible(timeout=30_000)
    page.reload()
    expect(start(anna)).to_be_enabled(timeout=30_000)
    page.wait_for_timeout(14_000)  # as long as the mirror would have looked on
    assert page.evaluate(listed) == before, "neither passed nor failed"
    start(anna).click()
    expect(outcome(page)).to_contain_text(re.compile("Ready|attention"), timeout=CHECKED_MS)


def test_WORK9_a_worker_that_dies_in_the_middle_is_replaced_and_the_check_goes_on(
    checking: Stage, staffed: Demo
) -> None:
    anna = checking.associate(available=False)
    page = anna.page
    to_check(anna)
    start(anna).click()
    expect(page.get_by_text("Look into the camera")).to_be_visible(timeout=30_000)
    kill(worker_pids(staffed.log.read_text().splitlines())[-1])
    expect(outcome(page)).to_contain_text(re.compile("Ready|attention"), timeout=CHECKED_MS)
    assert "job_given_back" in staffed.log.read_text()


def test_CHECK3_a_result_that_was_told_while_there_was_no_line_is_found_again(checking: Stage) -> None:
    anna = checking.associate(available=False)
    page = anna.page
    anna.complaints.expected.append("ERR_INTERNET_DISCONNECTED|WebSocket|Failed to load")
    to_check(anna)
    start(anna).click()
    expect(page.get_by_text("Look into the camera")).to_be_visible(timeout=30_000)
    page.context.set_offline(True)
    page.wait_for_timeout(13_000)
    page.context.set_offline(False)
    expect(outcome(page)).to_contain_text(re.compile("Ready|attention"), timeout=CHECKED_MS)
    # and where it stays away, that is said
    start(anna).click()
    expect(page.get_by_text("Look into the camera")).to_be_visible(timeout=30_000)
    page.context.set_offline(True)
    expect(outcome(page)).to_have_text("The connection was lost during the check.", timeout=CHECKED_MS)
    expect(start(anna)).to_be_disabled()
    picture(anna, "check-connection-lost")
    page.context.set_offline(False)
    expect(start(anna)).to_be_enabled(timeout=30_000)


@pytest.mark.parametrize("camera", ["denied", "missing"])
def test_without_camera_and_microphone_there_is_a_way_back_and_no_check(
    checking: Stage, camera: Camera
) -> None:
    anna = checking.associate(camera=camera, available=False)
    page = anna.page
    page.get_by_role("link", name="Set check", exact=True).first.click()
    expect(page.locator("console-device-trouble")).to_contain_text(
        re.compile("(C|no c)amera and (no )?microphone", re.IGNORECASE)
    )
    expect(start(anna)).to_be_disabled()
    picture(anna, f"check-camera-{camera}")
    assert violations(page) == []


def test_without_a_worker_that_is_said_and_going_available_asks_nothing(
    demo: Demo, shop_browsers: Browsers
) -> None:
    stage = Stage(demo, shop_browsers)
    try:
        anna = stage.associate(available=False)
        page = anna.page
        page.get_by_role("link", name="Set check", exact=True).first.click()
        expect(page.get_by_text("Nobody is there to do the check.")).to_be_visible()
        expect(start(anna)).to_be_disabled()
        picture(anna, "check-no-worker")
        page.get_by_role("link", name="Back to your desk").click()
        anna.go_available()
    finally:
        stage.close()


def test_a_ring_is_answered_in_the_middle_of_a_check(checking: Stage) -> None:
    anna = checking.associate(available=False)
    page = anna.page
    to_check(anna)
    start(anna).click()
    expect(outcome(page)).to_be_visible(timeout=CHECKED_MS)
    page.get_by_role("button", name="Go available").click()
    anna.is_state("Available")
    mia = checking.shopper(camera="remembered")
    to_check(anna)
    page.get_by_text("Play four short notes").click()
    start(anna).click()
    expect(page.get_by_text("Look into the camera")).to_be_visible(timeout=30_000)
    mia.call("/products/P1001")
    anna.rings()
    picture(anna, "check-ring")
    anna.answer()
    expect(page.get_by_role("heading", name="Set check")).to_be_hidden()
    mia.is_live()
    mia.frames_advance()
    mia.hears()
    anna.end()
    anna.wrap_up("Helped")
