"""Practising in the console: a program calls, is seen and heard, the report follows; and what is said when nobody plays or it breaks off."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import expect

from tests.agents.processes import kill
from tests.browser.associate_window import AssociateWindow
from tests.browser.axe import violations
from tests.browser.browsers import Browsers
from tests.browser.conftest import demo_env
from tests.browser.demo_process import Demo, demo_process
from tests.browser.measure import small_targets, sticking_out
from tests.browser.people import add_canaries, add_people
from tests.browser.stage import DESKTOP, PHONE, TABLET, TABLET_UPRIGHT, Stage, opened, picture

pytestmark = [pytest.mark.browser, pytest.mark.timeout(240)]
SIZES = (DESKTOP, TABLET_UPRIGHT, PHONE, TABLET)
STORY = """
story: short
title: A short one
brief: Kim wants the rain jacket in the colour navy and in size M. Put it into the bag.
caller: {name: Kim, mode: video, question: "Do you have it in M?"}
scene: {page: any}
goals: {answer_s: 60, first_words_s: 1, matching_added_s: 200}
steps:
  - say: Hello, I would like the rain jacket. It is going to rain all week, and my old one leaks at the shoulders.
  - wait: added
    within_s: 120
  - end: Thank you, bye!
"""
# Each stage of a rehearsal that was on the screen, with its words.
STAGES = """() => {
  window.__stages = [];
  const look = () => {
    const now = document.querySelector("coshop-console").shadowRoot.querySelector("console-practice")?.shadowRoot.querySelector("[data-stage]");
    const seen = now && [now.dataset.stage, now.querySelector(".strong").textContent];
    if (seen && seen.join() !== window.__stages.at(-1)?.join()) window.__stages.push(seen);
    requestAnimationFrame(look);
  };
  look();
}"""
BROKEN = STORY.replace("story: short", "story: broken").replace("  - say:", "  - shout:")


@pytest.fixture(scope="module")
def playing(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Demo]:
    folder = tmp_path_factory.mktemp("playing")
    stories = folder / "data" / "stories"
    stories.mkdir(parents=True)
    (stories / "short.yaml").write_text(STORY)
    (stories / "broken.yaml").write_text(BROKEN)
    with demo_process(folder, env={**demo_env(folder), "COSHOP_AGENTS": "1"}) as running:
        add_people(running.data_dir)
        yield running


@pytest.fixture
def practice(playing: Demo, browsers: Browsers) -> Iterator[Stage]:
    with opened(playing, browsers) as people:
        yield people


def to_practice(who: AssociateWindow) -> None:
    who.page.get_by_role("link", name="Practise", exact=True).click()
    expect(who.page.get_by_role("heading", name="Practise")).to_be_visible()


def start(who: AssociateWindow, title: str = "A short one") -> None:
    who.page.get_by_role("button", name=f"Start: {title}", exact=True).click()
    expect(who.page.locator("[data-stage]")).to_be_visible()


def looked_at(who: AssociateWindow, name: str) -> None:
    """At every size: a picture, nothing that sticks out, no small target, nothing that axe finds. Ends on the tablet."""
    for width, height in SIZES:
        who.page.set_viewport_size({"width": width, "height": height})
        picture(who, f"practice-{name}-{width}x{height}")
        assert sticking_out(who.page) == [], (name, width)
        assert small_targets(who.page, 48) == [], (name, width)
    assert violations(who.page) == []


def test_an_associate_practises_a_story_and_reads_the_report(practice: Stage) -> None:
    anna = practice.associate(available=False)
    picture(anna, "practice-home")
    to_practice(anna)
    expect(anna.page.get_by_role("button", name="Start: In a hurry")).to_be_visible()
    expect(anna.page.get_by_text("line 9: there is no step 'shout'")).to_be_visible()
    expect(anna.page.get_by_role("button", name="Start: broken.yaml")).to_have_count(0)
    looked_at(anna, "stories")
    anna.page.evaluate(STAGES)
    start(anna)
    picture(anna, "practice-getting-ready")
    anna.rings()
    stages = anna.page.evaluate("window.__stages")
    assert list(dict.fromkeys(stage for stage, _ in stages))[-2:] == ["preparing", "calling"], stages
    assert ["preparing", "The shopper is getting ready."] in stages
    assert stages[-1] == ["calling", "Kim is calling. Answer when it rings."]
    expect(anna.page.get_by_role("region").get_by_text("Rehearsal", exact=True)).to_be_visible()
    expect(anna.page.get_by_text("Kim is calling. Answer when it rings.")).to_be_visible()
    assert violations(anna.page) == []
    picture(
        anna, "practice-ring-1180x820"
    )  # a ring lasts 20 s: the other sizes are looked at where it rings again
    anna.answer()
    anna.frames_advance()
    anna.sees_movement()
    anna.hears()
    expect(anna.page.locator("console-stage").get_by_text("Rehearsal", exact=True)).to_be_visible()
    anna.is_state("In a call")
    for width, height in SIZES:
        anna.page.set_viewport_size({"width": width, "height": height})
        picture(anna, f"practice-call-{width}x{height}")
    anna.say("Yes, there is one in M.")
    anna.search("harbour rain jacket")
    anna.add("Harbour rain jacket", "Navy", "M")
    expect(anna.page.get_by_role("heading", name="Report: A short one")).to_be_visible(timeout=60_000)
    expect(anna.page.get_by_role("heading", name="Report: A short one")).to_be_focused()
    expect(anna.page.get_by_role("row", name=re.compile("^Answer the ring .* Met$"))).to_be_visible()
    expect(anna.page.get_by_role("row", name=re.compile("^First words .* Too late$"))).to_be_visible()
    expect(anna.page.get_by_text("Not every goal was met in time.")).to_be_visible()
    expect(anna.page.get_by_text("The shopper never had to ask again.")).to_be_visible()
    anna.is_state("Away")
    anna.devices_are_closed()
    looked_at(anna, "report")
    assert anna.calls() == [], "a rehearsal is no past call"
    anna.page.reload()
    anna.page.get_by_role("button", name=re.compile("^Report: A short one")).click()
    expect(anna.page.get_by_role("button", name="Practise again")).to_be_visible()
    anna.page.get_by_role("button", name="Other stories").click()
    expect(anna.page.get_by_role("heading", name="Your rehearsals")).to_be_visible()
    kim = practice.associate(name="Kim", available=False)
    kim.page.goto(f"{kim.console}#team/rehearsals")
    kim.page.get_by_text("A short one").first.click()
    expect(kim.page.get_by_role("row", name=re.compile("^Answer the ring .* Met$"))).to_be_visible()
    looked_at(kim, "team")


def test_a_worker_that_dies_in_the_call_ends_it_and_says_so(practice: Stage) -> None:
    anna = practice.associate(available=False)
    to_practice(anna)
    start(anna)
    anna.rings()
    for width, height in SIZES:
        anna.page.set_viewport_size({"width": width, "height": height})
        picture(anna, f"practice-ring-{width}x{height}")
    anna.answer()
    anna.frames_advance()
    kill(worker_of(practice.demo.pid))
    expect(anna.page.get_by_text("The program that played the shopper broke off.")).to_be_visible(
        timeout=40_000
    )
    anna.is_state("Away")
    looked_at(anna, "broke-off")
    start_again = anna.page.get_by_role("button", name="Practise again")
    start_again.click()
    expect(anna.page.locator("[data-stage]")).to_be_visible()
    anna.page.get_by_role("button", name="Stop", exact=True).click()
    expect(anna.page.get_by_text("You stopped this rehearsal.")).to_be_visible()


def test_without_a_worker_somebody_says_so(stage: Stage) -> None:
    anna = stage.associate(available=False)
    to_practice(anna)
    start(anna, "In a hurry")
    expect(anna.page.get_by_text("Waiting for the program that plays the shopper.")).to_be_visible()
    picture(anna, "practice-waiting")
    expect(anna.page.get_by_text("Nobody was there to play the shopper.")).to_be_visible(timeout=60_000)
    looked_at(anna, "no-worker")


def test_REHEARSE5_without_a_voice_the_shopper_writes_and_it_is_said(
    browsers: Browsers, tmp_path_factory: pytest.TempPathFactory
) -> None:
    """A worker on a machine where no synthesiser is installed."""
    folder = tmp_path_factory.mktemp("voiceless")
    stories = folder / "data" / "stories"
    stories.mkdir(parents=True)
    (stories / "short.yaml").write_text(STORY)
    (folder / "sitecustomize.py").write_text("import sys\nsys.modules['espeakng_loader'] = None\n")
    env = {**demo_env(folder), "COSHOP_AGENTS": "1", "PYTHONPATH": str(folder), "PATH": "/nowhere"}
    with demo_process(folder, env=env) as running:
        add_people(running.data_dir)
        stage = Stage(running, browsers)
        try:
            anna = stage.associate(available=False)
            to_practice(anna)
            start(anna)
            anna.rings()
            expect(anna.page.get_by_text("This server has no voice")).to_be_visible()
            looked_at(anna, "no-voice")
            anna.answer()
            anna.frames_advance()
            anna.reads("(I have no voice on this server, so I write.)")
            anna.reads("Hello, I would like the rain jacket.")
            picture(anna, "practice-no-voice-call")
            anna.search("harbour rain jacket")
            anna.add("Harbour rain jacket", "Navy", "M")
            anna.reads("Thank you, bye!")
            expect(
                anna.page.get_by_text("This server has no voice for this story, so the shopper wrote")
            ).to_be_visible(timeout=30_000)
            looked_at(anna, "no-voice-report")
            complaints = stage.complaints()
        finally:
            stage.close()
    assert complaints == []


def test_the_canarys_section_says_when_there_was_none(stage: Stage) -> None:
    kim = stage.associate(name="Kim", available=False)
    kim.page.goto(f"{kim.console}#team/canary")
    expect(kim.page.get_by_text("No canary has called yet.")).to_be_visible()
    looked_at(kim, "canary-none")
    kim.page.set_viewport_size({"width": PHONE[0], "height": PHONE[1]})
    expect(kim.page.get_by_role("link", name="Canary", exact=True)).to_be_in_viewport(ratio=1)
    kim.page.evaluate("location.hash = '#team'")
    expect(kim.page.get_by_role("link", name="Calls now", exact=True)).to_be_in_viewport(ratio=1)


def test_the_canarys_section_names_the_step_that_failed(practice: Stage) -> None:
    add_canaries(practice.demo.data_dir)
    kim = practice.associate(name="Kim", available=False)
    kim.page.goto(f"{kim.console}#team/canary")
    expect(
        kim.page.get_by_text(re.compile("^The last call failed, .*: The shopper sees and hears$"))
    ).to_be_visible()
    expect(kim.page.get_by_text("No moving picture arrived at the shopper.").first).to_be_visible()
    expect(kim.page.get_by_role("cell", name="Went well")).to_be_visible()
    looked_at(kim, "canary")


def worker_of(demo_pid: int) -> int:
    """The worker process beside a demo: the child of its only `coshop agents`."""
    parents = {}
    for each in Path("/proc").glob("[0-9]*/stat"):
        try:
            parents[int(each.parent.name)] = int(each.read_text().rpartition(")")[2].split()[1])
        except OSError:
            continue
    for pid, parent in parents.items():
        try:
            words = Path(f"/proc/{pid}/cmdline").read_bytes()
        except OSError:
            continue
        if b"coshop.agents.worker" in words and parents.get(parent) == demo_pid:
            return pid
    raise AssertionError("the demo has no worker")
