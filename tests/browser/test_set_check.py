"""[MIRROR1]–[MIRROR6] The console's set check, with a real worker and a real relay: look, judge, tick off, ask once."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import expect

from coshop.core.go_live import DEFAULT_ITEMS, GoLiveItem
from tests.browser.axe import violations
from tests.browser.browsers import Kind
from tests.browser.checks import CHECKED_MS, open_tracks, outcome, sound_is_on, start, to_check, verdict
from tests.browser.demo_process import Demo
from tests.browser.looks import Look, through
from tests.browser.measure import small_targets, sticking_out
from tests.browser.people import add_checks, change_store
from tests.browser.stage import DESKTOP, PHONE, TABLET, TABLET_UPRIGHT, Size, Stage, picture

pytestmark = [pytest.mark.browser, pytest.mark.whole_browser, pytest.mark.timeout(240)]


@pytest.mark.parametrize("kind", ["chromium", "firefox"])
def test_MIRROR1_MIRROR3_MIRROR4_a_check_runs_and_says_what_it_found(checking: Stage, kind: Kind) -> None:
    anna = checking.associate(kind, available=False)
    page = anna.page
    assert open_tracks(page) == []
    to_check(anna)
    page.get_by_text("Play four short notes").click()
    start(anna).click()
    expect(page.get_by_text("Look into the camera")).to_be_visible(timeout=30_000)
    assert not sound_is_on(page), "it would howl"
    expect(page.get_by_text("As shoppers see you")).to_be_visible()
    # live: what is known by now, before the end
    expect(page.locator("console-verdicts li").first).to_be_visible(timeout=30_000)
    part = int(page.get_by_role("progressbar").get_attribute("aria-valuenow") or "")
    assert 20 < part < 100
    page.get_by_role("button", name="Listen to yourself").click()
    assert sound_is_on(page)
    page.get_by_role("button", name="Stop listening").click()
    assert not sound_is_on(page)
    expect(page.get_by_text("You should hear four short notes.")).to_be_visible(timeout=30_000)
    assert sound_is_on(page), "the notes are heard though the loop is not"
    expect(outcome(page)).to_be_focused(timeout=CHECKED_MS)
    expect(verdict(page, "The detour through the shop’s server works.")).to_be_visible()
    expect(verdict(page, "notes").or_(verdict(page, "speaker"))).not_to_have_count(0)
    expect(verdict(page, "Your light is good.")).to_be_visible()
    assert open_tracks(page) == ["audio", "video"], (
        "one may look at oneself, and the raw microphone is closed"
    )
    page.get_by_role("link", name="Back to your desk").click()
    expect(page.get_by_role("button", name="Go available").first).to_be_visible()
    assert open_tracks(page) == [], "nobody who is away keeps a camera open"


@pytest.mark.parametrize("looks", [(TABLET, DESKTOP, TABLET_UPRIGHT), (PHONE,)], ids=["tablet", "phone"])
def test_every_state_fits_the_screen_and_hands(checking: Stage, looks: tuple[Size, ...]) -> None:
    anna = checking.associate(size=looks[0], touch=True, available=False)
    page, sizes = anna.page, {f"{size[0]}x{size[1]}": Look(size) for size in looks}
    for name in through(page, sizes):
        picture(anna, f"check-desk-{name}")
    to_check(anna)
    for state in ("before", "running", "done"):
        if state == "running":
            start(anna).click()
            expect(page.locator("console-verdicts li").first).to_be_visible(timeout=30_000)
        if state == "done":
            expect(outcome(page)).to_be_visible(timeout=CHECKED_MS)
        for name in through(page, sizes):
            picture(anna, f"check-{state}-{name}")
            assert small_targets(page, 48) == []
            assert sticking_out(page) == []
            assert violations(page) == []


def test_MIRROR6_going_available_asks_once_a_day_and_every_answer_goes_on(checking: Stage) -> None:
    anna = checking.associate(available=False)
    page = anna.page
    to_check(anna)  # a worker is there
    page.get_by_role("link", name="Back to your desk").click()
    go = page.get_by_role("button", name="Go available").first
    go.click()
    question = page.get_by_role("dialog", name="You have not passed a set check today")
    expect(question).to_be_visible()
    expect(question.get_by_role("button", name="Check now")).to_be_focused()
    picture(anna, "check-question")
    assert violations(page) == []
    assert small_targets(page, 48) == []
    page.keyboard.press("Escape")
    expect(question).to_be_hidden()
    expect(go).to_be_enabled()
    assert open_tracks(page) == []
    go.click()
    anna.is_state("Available")
    expect(question).to_be_hidden()
    # another tablet of the same person knows that it was asked
    other = checking.second_tablet(anna)
    expect(other.page.get_by_role("button", name=re.compile("^Your state"))).to_be_visible()


@pytest.mark.parametrize("way", ["Check now", "Go available anyway"])
def test_MIRROR6_the_question_leads_to_the_check_or_past_it(checking: Stage, way: str) -> None:
    anna = checking.associate(size=PHONE, available=False)
    page = anna.page
    to_check(anna)
    page.get_by_role("link", name="Back to your desk").click()
    page.get_by_role("button", name="Go available").first.click()
    picture(anna, "check-question-phone")
    page.get_by_role("button", name=way).click()
    if way == "Check now":
        expect(page.get_by_role("heading", name="Set check")).to_be_visible()
        expect(start(anna)).to_be_enabled()
    else:
        anna.is_state("Available")


def test_the_list_is_ticked_off_by_keyboard_and_kept(checking: Stage, staffed: Demo) -> None:
    # The whole list is in the store's language, whatever the tablet speaks.
    own_line = GoLiveItem("own_1", "own", "Schlüssel zur Kasse")
    change_store(staffed.data_dir, language="de", go_live=(*DEFAULT_ITEMS[:2], own_line))
    try:
        anna = checking.associate(available=False)
        page = anna.page
        to_check(anna)
        expect(page.get_by_text("3 left to tick off")).to_be_visible()
        own = page.get_by_role("checkbox", name="Schlüssel zur Kasse")
        own.focus()
        page.keyboard.press("Space")
        expect(own).to_be_checked()
        for name in ("Ringlicht an", "Hintergrund aufgeräumt"):
            page.get_by_text(name).click()
        expect(page.get_by_text("All ticked off")).to_be_visible()
        picture(anna, "check-list-done")
        page.reload()
        expect(page.get_by_text("All ticked off")).to_be_visible()
        # what does not reach the server is taken back and said
        anna.complaints.expected.append("net::ERR|Failed to load")
        page.route("**/v1/console/go-live", lambda route: route.abort())
        own.click()  # and it is ticked again perhaps before anybody looks
        expect(page.get_by_text("The list did not reach the server")).to_be_visible()
        expect(own).to_be_checked()
        picture(anna, "check-list-failed")
    finally:
        change_store(staffed.data_dir, language="en", go_live=None)


@pytest.mark.parametrize("size", [TABLET, PHONE])
def test_a_supervisor_sees_who_checked_when_and_what_failed(
    checking: Stage, staffed: Demo, size: Size
) -> None:
    add_checks(staffed.data_dir)
    kim = checking.associate(name="Kim", size=size, touch=True, available=False)
    page = kim.page
    page.goto(f"{kim.console}#team/checks")
    page.reload()
    expect(page.get_by_role("link", name="Set checks", exact=True)).to_have_attribute("aria-current", "page")
    failed = page.get_by_role("listitem").filter(has_text="It is too dark to see you well.").first
    expect(failed).to_contain_text("Not passed")
    expect(failed).to_contain_text("Ben")
    expect(failed).to_contain_text("It is loud around you.")
    expect(page.get_by_role("listitem").filter(has_text="No longer here").first).to_contain_text("Passed")
    picture(kim, f"team-checks-{size[0]}")
    assert violations(page) == []
    assert small_targets(page, 48) == []
    assert sticking_out(page) == []
    kim.complaints.expected.append("ERR_FAILED|Failed to load")
    page.route("**/v1/console/checks*", lambda route: route.abort())
    page.reload()
    expect(page.get_by_role("alert")).to_contain_text("could not be loaded")
    page.unroute("**/v1/console/checks*")
    page.get_by_role("button", name="Try again").click()
    expect(failed).to_be_visible()
