"""Looking at a call again: a real call, recorded by a real worker, played back in step, made into a film, and deleted."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

import pytest
from playwright.sync_api import expect

from tests.browser.associate_window import AssociateWindow
from tests.browser.axe import violations
from tests.browser.browsers import Kind
from tests.browser.conftest import demo_env
from tests.browser.demo_process import Demo, demo_process
from tests.browser.measure import small_targets, sticking_out
from tests.browser.people import add_people
from tests.browser.recorded import marks, open_newest
from tests.browser.shopper_window import ShopperWindow
from tests.browser.stage import DESKTOP, PHONE, TABLET_UPRIGHT, Stage, picture
from tests.browser.watch import DEEP, until

pytestmark = pytest.mark.browser

_VIDEOS = (
    "() => {"
    + DEEP
    + """
  const found = {};
  for (const each of deep(document)) if (each.localName === "video" && each.closest("figure"))
    found[each.id] = { time: each.currentTime, width: each.videoWidth, paused: each.paused, hidden: each.hidden, error: each.error?.message ?? "" };
  return found;
}"""
)


@pytest.fixture(scope="module")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Demo]:
    """A demo with a worker beside it."""
    folder = tmp_path_factory.mktemp("recorded")
    with demo_process(folder, env={**demo_env(folder), "COSHOP_AGENTS": "1"}) as running:
        add_people(running.data_dir)
        yield running


def available_associate(stage: Stage, kind: Kind = "chromium") -> AssociateWindow:
    """Anna, whom the console asks about the set check where a worker could do it."""
    anna = stage.associate(kind, available=False)
    anna.page.get_by_role("button", name="Go available").first.click()
    available = anna.page.get_by_role("button", name="Your state: Available")
    anyway = anna.page.get_by_role("button", name="Go available anyway")  # a worker is there to check the set
    expect(available.or_(anyway).first).to_be_visible()
    if anyway.is_visible():
        anyway.click()
    anna.is_state("Available")
    return anna


def recorded_call(stage: Stage, kind: Kind = "chromium", *, shopper: str = "Yes, record me") -> None:
    """Anna and Mia talk for some seconds, are recorded, pause once, and hang up."""
    anna = available_associate(stage, kind)
    mia: ShopperWindow = stage.shopper(kind)
    mia.call("/products/P1001")
    anna.answer()
    mia.is_live()
    mia.frames_advance(3)
    anna.ask_to_record()
    mia.answer_consent(shopper)
    mia.mark_is("Recording")
    until(
        mia.page,
        lambda: (
            mia.page.evaluate("window.__peers.filter((p) => p.connectionState === 'connected').length") >= 2
        ),
        "the recorder is connected",
        40,
    )
    anna.search("parka")
    anna.show("North pier parka")
    anna.say("Warm enough for the ferry.")
    mia.page.wait_for_timeout(4_000)
    anna.recording.get_by_role("button", name="Pause").click()
    mia.mark_is("Recording paused")
    mia.page.wait_for_timeout(1_500)
    anna.recording.get_by_role("button", name="Resume").click()
    mia.mark_is("Recording")
    mia.page.wait_for_timeout(3_000)
    mia.end()
    anna.wrap_up("Sold", "Took the parka")
    anna.page.get_by_role("button", name=re.compile("Your state")).click()
    anna.page.get_by_role("button", name="Set to away").click()
    anna.is_state("Away")


def videos(kim: AssociateWindow) -> dict[str, Any]:
    """Both pictures: where they stand."""
    found: dict[str, Any] = kim.page.evaluate(_VIDEOS)
    return found


def both_advance(kim: AssociateWindow) -> None:
    """Both pictures play on, in step with each other."""

    def playing() -> dict[str, Any] | None:
        now = videos(kim)
        return now if now and all(each["width"] > 0 and not each["paused"] for each in now.values()) else None

    first = until(kim.page, playing, "both pictures play")

    def further() -> dict[str, Any] | None:
        now = videos(kim)
        return now if all(now[side]["time"] > first[side]["time"] + 0.5 for side in first) else None

    later = until(kim.page, further, "both pictures advance")
    times = [each["time"] for each in later.values()]
    assert max(times) - min(times) < 1.5, "they are in step; each begins when its person was first heard"
    assert [each["error"] for each in later.values()] == ["", ""]


@pytest.mark.parametrize("kind", ["chromium", "firefox"])
def test_a_recorded_call_plays_in_step_with_what_happened(stage: Stage, kind: Kind) -> None:
    recorded_call(stage, kind)
    kim = open_newest(stage, kind)
    expect(marks(kim).filter(has_text="Showed North pier parka")).to_have_count(1)
    expect(marks(kim).filter(has_text="“Warm enough for the ferry.”")).to_have_count(1)
    expect(marks(kim).filter(has_text="Recording paused")).to_have_count(1)
    expect(marks(kim).filter(has_text="Outcome noted: Took the parka")).to_have_count(1)
    kim.page.get_by_role("button", name="Play", exact=True).click()
    both_advance(kim)
    expect(kim.page.locator("console-review li[aria-current]")).to_have_count(1)
    # By keyboard: stop, to the end of the pause, on from there.
    kim.page.get_by_role("slider", name="Position").focus()
    kim.page.keyboard.press("Space")
    expect(kim.page.get_by_role("button", name="Play", exact=True)).to_be_visible()
    until(kim.page, lambda: all(each["paused"] for each in videos(kim).values()), "both stand still")
    marks(kim).filter(has_text="Recording goes on").get_by_role("button").click()
    expect(kim.page.locator("console-review li[aria-current]")).to_contain_text("Recording goes on")
    kim.page.get_by_role("slider", name="Position").focus()
    kim.page.keyboard.press("Space")
    both_advance(kim)
    kim.page.keyboard.press("ArrowLeft")
    expect(kim.page.get_by_role("button", name="Pause", exact=True)).to_be_visible()
    until(
        kim.page,
        lambda: kim.page.get_by_role("button", name="Play", exact=True).is_visible(),
        "it plays to its end",
        40,
    )


def test_who_said_no_is_left_out_and_a_recording_is_made_a_film_and_deleted(stage: Stage) -> None:
    recorded_call(stage, shopper="No, leave me out")
    kim = open_newest(stage, size=DESKTOP)
    expect(kim.page.locator("figure[data-side=shopper]")).to_contain_text("Not recorded")
    assert list(videos(kim)) == ["associate"]
    picture(kim, "review-left-out")
    kim.page.get_by_role("button", name="Make one film (MP4)").click()
    link = kim.page.get_by_role("link", name=re.compile("Download the film"))
    expect(link).to_be_visible(timeout=90_000)
    picture(kim, "review-film")
    with kim.page.expect_download() as download:
        link.click()
    assert download.value.suggested_filename.endswith(".mp4")
    assert download.value.path().stat().st_size > 10_000
    kim.page.get_by_role("button", name="Delete the recording").click()
    picture(kim, "review-delete")
    assert violations(kim.page) == []
    kim.page.get_by_role("button", name="Keep it").click()
    kim.page.get_by_role("button", name="Delete the recording").click()
    kim.page.get_by_role("button", name="Delete for good").click()
    expect(kim.page.get_by_text("The recording has been deleted.")).to_be_visible()
    expect(kim.page.get_by_role("button", name="Play", exact=True)).to_have_count(0)
    expect(marks(kim).filter(has_text="Showed North pier parka")).to_have_count(1)


def test_reviews_at_every_size(stage: Stage) -> None:
    recorded_call(stage)
    for name, size in {"desk": DESKTOP, "upright": TABLET_UPRIGHT, "phone": PHONE}.items():
        kim = open_newest(stage, size=size, touch=True)
        kim.page.get_by_role("button", name="Play", exact=True).click()
        both_advance(kim)
        kim.page.get_by_role("button", name="Pause", exact=True).click()
        picture(kim, f"review-{name}")
        assert violations(kim.page) == []
        assert small_targets(kim.page, 48) == []
        assert sticking_out(kim.page) == []
        kim.page.get_by_role("link", name="All reviews").click()
        expect(kim.page.locator("console-reviews li a").first).to_be_visible()
        picture(kim, f"reviews-{name}")
        assert violations(kim.page) == []
        assert small_targets(kim.page, 48) == []
        assert sticking_out(kim.page) == []


def test_a_call_that_was_not_recorded_has_its_timeline_and_an_unknown_one_a_sentence(stage: Stage) -> None:
    anna = available_associate(stage)
    mia = stage.shopper()
    mia.call("/products/P1001")
    anna.answer()
    mia.is_live()
    mia.say("Does it keep the rain out?")
    anna.reads("Does it keep the rain out?")
    mia.end()
    anna.wrap_up("Helped")
    kim = stage.associate(name="Kim", available=False)
    kim.page.goto(f"{kim.console}#team/reviews")
    kim.page.reload()
    row = kim.page.locator("console-reviews li a").first
    expect(row).to_contain_text("Timeline only")
    row.click()
    expect(kim.page.get_by_text("This call was not recorded.")).to_be_visible()
    expect(marks(kim).filter(has_text="“Does it keep the rain out?”")).to_have_count(1)
    picture(kim, "review-timeline")
    assert violations(kim.page) == []
    kim.complaints.expect("status of 404.*/v1/console/reviews/call_nothing")
    kim.page.goto(f"{kim.console}#team/reviews/call_nothing")
    expect(kim.page.get_by_text("This call is not there, or belongs to another store.")).to_be_visible()
