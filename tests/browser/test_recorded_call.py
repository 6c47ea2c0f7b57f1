"""A recorded call of two browsers: a change of page in the middle of it, a worker that dies, a disk that is full; what screens say, what is kept."""

from __future__ import annotations

import json
import os
import resource
import signal
from pathlib import Path
from typing import Any

import pytest
from av import VideoFrame
from playwright.sync_api import expect

from coshop.agents.record.place import Place
from coshop.agents.record.reading import open_recording
from coshop.agents.record.vault import Tampered
from coshop.core.recorded_parts import TIMELINE, part_of
from tests.agents.record.films import Played, play
from tests.browser.associate_window import AssociateWindow
from tests.browser.axe import violations
from tests.browser.browsers import Kind
from tests.browser.conftest import ASSOCIATE_FILM, SHOPPER_FILM
from tests.browser.demo_process import Demo
from tests.browser.recorded import marks, open_newest, recorder_is_there, worker_of
from tests.browser.shopper_window import ShopperWindow
from tests.browser.stage import DESKTOP, PHONE, Stage, picture
from tests.browser.watch import until

pytestmark = pytest.mark.browser
NEAR = 45
Rgb = tuple[int, int, int]


@pytest.fixture(scope="module")
def demo(staffed: Demo) -> Demo:
    """A demo with a worker beside it."""
    return staffed


class Kept:
    """What one call left on the disk, opened with the demo's own key."""

    def __init__(self, folder: Path, recording_id: str) -> None:
        place = Place(folder=str(folder))
        self._shelf, self._master = place.shelf(), place.master()
        self.sealed = [path.read_bytes() for path in (folder / recording_id).iterdir()]
        self.names = sorted(self._shelf.names(f"{recording_id}/"))
        timeline = self._opened(f"{recording_id}/{TIMELINE}")
        if not timeline.complete:
            raise Tampered("it is still being written")
        self.timeline: dict[str, Any] = json.loads(timeline.read())

    def played(self, side: str) -> Played:
        """The one file of a side, whole, as ffmpeg plays it."""
        (name,) = [each for each in self.names if (part := part_of(each)) is not None and part.side == side]
        opened = self._opened(name)
        assert opened.complete
        return play(opened)

    def said_of(self, side: str) -> dict[str, Any]:
        """What the timeline says of that file."""
        (file,) = [each for each in self.timeline["files"] if each["side"] == side]
        found: dict[str, Any] = file
        return found

    def _opened(self, name: str) -> Any:
        return open_recording(self._shelf, name, self._master)


def halves(frame: VideoFrame) -> tuple[Rgb, Rgb]:
    """Mean colours of the left and the right half, away from edges and the bar at the foot."""
    plane = frame.reformat(64, 48, "rgb24").planes[0]
    data, line = bytes(plane), plane.line_size

    def mean(left: int) -> Rgb:
        rows = [data[y * line + left * 3 : y * line + (left + 20) * 3] for y in range(6, 30)]
        red, green, blue = (sum(sum(row[c::3]) for row in rows) // (20 * len(rows)) for c in range(3))
        return red, green, blue

    return mean(6), mean(38)


def shows(frame: VideoFrame, film: tuple[Rgb, Rgb]) -> bool:
    return all(
        abs(a - b) <= NEAR
        for seen, wanted in zip(halves(frame), film, strict=True)
        for a, b in zip(seen, wanted, strict=True)
    )


def recorded(stage: Stage, kind: Kind = "chromium", **shopper: Any) -> tuple[AssociateWindow, ShopperWindow]:
    """Anna and Mia talk, both have agreed, and the recorder gets both."""
    anna, mia = stage.associate(), stage.shopper(kind, **shopper)
    mia.call("/products/P1001")
    anna.answer()
    mia.is_live()
    anna.ask_to_record()
    mia.answer_consent()
    mia.mark_is("Recording")
    anna.recording_is("Recording", "on")
    for window in (mia, anna):
        recorder_is_there(window)
    return anna, mia


@pytest.mark.parametrize("kind", ["chromium", "firefox"])
def test_a_call_of_two_browsers_is_kept_over_a_change_of_page(stage: Stage, kind: Kind) -> None:
    folder = stage.demo.data_dir / "recordings"
    before = {path.parent.name for path in folder.glob(f"*/{TIMELINE}")}
    anna, mia = recorded(stage, kind)
    anna.search("parka")
    anna.show("North pier parka")
    mia.frames_advance(15)
    mia.open("/products/P1003")
    mia.is_live()
    mia.mark_is("Recording")
    recorder_is_there(mia)
    mia.frames_advance(15)
    mia.end()
    anna.wrap_up("Helped")

    def put_away() -> Kept | None:
        new = {path.parent.name for path in folder.glob(f"*/{TIMELINE}")} - before
        try:
            return Kept(folder, *new) if new else None
        except Tampered:  # its timeline is just being written
            return None

    kept = until(anna.page, put_away, "the recording is put away", 40)
    assert not [data for data in kept.sealed if b"\x1a\x45\xdf\xa3" in data or b"V_VP8" in data], "sealed"
    assert len(kept.names) == 3, "a change of page begins no further file"

    marks = kept.timeline["marks"]
    assert [mark["product_id"] for mark in marks if mark["what"] == "product_shown"]
    (left_ms,) = [m["at_ms"] for m in marks if m["what"] == "page_changed" and m["at_ms"] > 0]

    shopper, associate = kept.said_of("shopper"), kept.said_of("associate")
    assert (shopper["fault"], associate["fault"]) == ("", "")
    # A busy machine may leave others, but none as long as a page that changes; how long the first packet took is not meant.
    gaps = [g for g in shopper["gaps"] if g["kind"] == "video" and g["start_ms"] > 0]
    gap = max(gaps, key=lambda g: g["end_ms"] - g["start_ms"])
    assert gap["end_ms"] - gap["start_ms"] > 200
    assert abs(shopper["start_ms"] + gap["start_ms"] - left_ms) < 5_000, "where the page changed"
    # A busy machine may take its time until a file's first packet; after that nothing stops hers.
    later = [g for g in associate["gaps"] if g["start_ms"] > 0]
    assert not [g for g in later if g["end_ms"] - g["start_ms"] > 1_500], "hers went on"

    for side, film in (("shopper", SHOPPER_FILM), ("associate", ASSOCIATE_FILM)):
        played = kept.played(side)
        assert sorted(played.streams) == ["libopus" if "libopus" in played.streams else "opus", "vp8"]
        assert any(played.loud)
        pictures = list(zip(played.picture_ms, played.pictures, strict=True))
        earlier = [picture for ms, picture in pictures if ms <= gap["start_ms"]]
        afterwards = [picture for ms, picture in pictures if ms >= gap["end_ms"]]
        assert len(earlier) > 10
        assert len(afterwards) > 10
        if side == "associate" or kind == "chromium":
            assert all(shows(each, film) for each in (*earlier[3::5], *afterwards[3::5])), [
                halves(earlier[-1]), halves(afterwards[-1])
            ]  # fmt: skip
        else:
            # Firefox has a film of its own, whose colours change.
            assert len({halves(each) for each in afterwards}) > 1
        if side == "shopper":
            assert not [ms for ms in played.picture_ms if gap["start_ms"] < ms < gap["end_ms"]]


def test_rec9_a_worker_that_dies_is_said_and_the_review_tells_of_the_gap(stage: Stage) -> None:
    anna, mia = recorded(stage, size=PHONE, touch=True)
    mia.frames_advance(30)  # more than the end that a killed worker loses
    os.kill(worker_of(stage.demo), signal.SIGKILL)
    mia.mark_is("Recording interrupted")
    anna.recording_is("Recording interrupted. It goes on by itself.", "interrupted")
    mia.is_told("The recording is interrupted. It goes on by itself.")
    picture(mia, "recording-widget-interrupted-phone")
    picture(anna, "recording-console-interrupted")
    mia.frames_advance(5)
    anna.frames_advance(5)
    expect(mia.mark).to_have_text("Recording", timeout=60_000)
    anna.recording_is("Recording", "on")
    for window in (mia, anna):
        recorder_is_there(window)
    mia.frames_advance(15)
    mia.end()
    anna.wrap_up("Helped")
    kim = open_newest(stage, size=DESKTOP)
    expect(kim.page.get_by_text("Nothing was recorded from 0:")).to_be_visible()
    expect(marks(kim).filter(has_text="Recording ready")).to_have_count(2)
    lost = marks(kim).filter(has_text="Recording interrupted")
    expect(lost).to_have_count(1)
    lost.get_by_role("button").click()
    for side in ("shopper", "associate"):
        expect(kim.page.locator(f"figure[data-side={side}]")).to_contain_text(
            "The recording was interrupted here"
        )
    picture(kim, "review-interrupted")
    assert violations(kim.page) == []


def test_rec7_a_full_disk_is_told_to_both_and_to_whoever_looks_back(stage: Stage) -> None:
    anna, mia = recorded(stage)
    pid = worker_of(stage.demo)
    resource.prlimit(pid, resource.RLIMIT_FSIZE, (150_000, 150_000))  # then the disk says that it is full
    over = "The recording has ended because of a fault. The call goes on."
    expect(mia.panel.locator(".recording")).to_have_text(over, timeout=60_000)
    expect(mia.mark).to_have_count(0)
    anna.recording_is(over)
    picture(mia, "recording-widget-failed")
    picture(anna, "recording-console-failed")
    assert violations(mia.page) == []
    mia.frames_advance(5)
    anna.frames_advance(5)
    os.kill(pid, signal.SIGKILL)
    mia.end()
    anna.wrap_up("Helped")
    kim = open_newest(stage, size=DESKTOP)
    why = "The recording ended early because of a fault. What was kept can be played. The disk was full."
    expect(kim.page.get_by_text(why)).to_be_visible()
    expect(marks(kim).filter(has_text="Recording ended because of a fault")).to_have_count(1)
    picture(kim, "review-failed")
