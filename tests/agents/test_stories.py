"""Stories: those that come with coshop can be played anywhere, and every mistake is told with file, line and what is allowed."""

from __future__ import annotations

import asyncio
import contextlib
import re
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from coshop.agents.figure import Voice, find_speech
from coshop.agents.rehearsal.cast import NoCast, cast_for, matches
from coshop.agents.rehearsal.library import StoryLibrary
from coshop.agents.rehearsal.shopper import _Player
from coshop.agents.rehearsal.stories import MAX_CHARS, StoryError, read_story, shipped_stories, story_of
from coshop.protocol.views import ProductView
from tests.agents.goods import ALL, CANDLE, COAT, MUG, RAIN, WORK

GOOD = """\
story: mine
title: Mine
brief: A short one.
caller:
  name: Kim
steps:
  - say: Hello
  - wait: shown
    within_s: 5
    nudges: ["Well?"]
  - end: Bye
"""
NAMES = ["gift_under_50", "wrong_size", "damaged_item", "undecided", "hurried", "hard_of_hearing"]
GERMAN = [
    "geschenk_unter_50",
    "falsche_groesse",
    "beschaedigte_ware",
    "unentschieden",
    "in_eile",
    "schwerhoerig",
]


@pytest.fixture(autouse=True)
def _a_busy_machine(monkeypatch: pytest.MonkeyPatch) -> None:
    """The synthesiser gets its time where other work has the processors."""
    monkeypatch.setattr("coshop.agents.figure.speech.TIMEOUT_S", 120.0)


def test_six_stories_are_shipped_in_two_languages_and_each_can_be_cast() -> None:
    stories = shipped_stories()
    assert list(stories) == [*NAMES, *GERMAN]
    assert [story.language for story in stories.values()] == ["en"] * 6 + ["de"] * 6
    for english, german in zip(NAMES, GERMAN, strict=True):  # the same story, step by step
        one, other = stories[english], stories[german]
        assert (one.goals, one.scene, one.match) == (other.goals, other.scene, other.match), german
        assert [type(step) for step in one.steps] == [type(step) for step in other.steps], german
    for story in stories.values():
        cast = cast_for(story, ALL)
        assert any(matches(story, cast, product) for product in ALL), story.story
        assert story.goals.answer_s, story.story


def test_a_gift_is_right_where_it_costs_no_more_and_a_size_where_it_is_the_other_one() -> None:
    gift, size = shipped_stories()["gift_under_50"], shipped_stories()["wrong_size"]
    cast = cast_for(gift, ALL)
    assert matches(gift, cast, MUG)
    assert not matches(gift, cast, RAIN)
    cast = cast_for(size, ALL)
    assert (cast.page, cast.size, cast.other_size) == (RAIN, "S", "M")
    by_id = {v.variant_id: v for v in RAIN.variants}
    assert matches(size, cast, RAIN, by_id["rain-NAVY-M"])
    assert not matches(size, cast, RAIN, by_id["rain-NAVY-L"])
    assert not matches(size, cast, RAIN, by_id["rain-MOSS-M"]), "sold out"
    assert not matches(size, cast, WORK)
    assert cast.line("{title} in {other_size}") == "Harbour rain jacket in M"


def test_a_store_that_does_not_sell_it_is_told() -> None:
    with pytest.raises(NoCast, match="with two sizes"):
        cast_for(shipped_stories()["wrong_size"], (CANDLE, MUG))
    with pytest.raises(NoCast):
        cast_for(shipped_stories()["hurried"], ())


async def test_products_that_play_are_looked_for_page_by_page(tmp_path: Path) -> None:
    asked: list[int] = []

    async def pages() -> AsyncIterator[tuple[ProductView, ...]]:
        for number, page in enumerate([(CANDLE, MUG), (RAIN,), (CANDLE,), (WORK,), (COAT,)]):
            asked.append(number)
            yield page

    async def nothing() -> AsyncIterator[tuple[ProductView, ...]]:
        yield (CANDLE, MUG)

    library = StoryLibrary(tmp_path)
    (tmp_path / "mine.yaml").write_text(
        GOOD.replace("caller:", "scene: {page: with_sizes, other: true}\ncaller:")
    )
    story = library._entry(tmp_path / "mine.yaml")
    assert await library.cast(story, pages()) == (RAIN, WORK), (
        "the other one of the group stands two pages on"
    )
    assert asked == [0, 1, 2, 3], "no page is read that is not needed"
    assert await library.cast(story, nothing()) == ()
    with pytest.raises(NoCast, match="with two sizes that can be had, beside another one of its group"):
        cast_for(story_of(story.text, story.file), (CANDLE, MUG))
    for name in (*NAMES, *GERMAN):
        shipped = shipped_stories()[name]
        cast = cast_for(shipped, ALL)
        playing = [each for each in (cast.page, cast.other) if each is not None]
        assert cast_for(shipped, [*playing, CANDLE, MUG]) == cast, "cast anew from what is handed over"


@pytest.mark.parametrize(
    ("before", "after", "line", "said"),
    [
        ("  - say: Hello", "  - shout: Hello", 7, "there is no step 'shout'; allowed are say, wait, open, checkout, end"),
        ("  - say: Hello", "  - Hello", 7, "a step is one of say, wait"),
        ("  - say: Hello", "  - say: Hello\n    end: Bye", 7, "say and end are two steps"),
        ("  - say: Hello", "  - say: Hello {name}", 7, "there is no {name}; allowed are {title}"),
        ("  - say: Hello", "  - say: Hello {", 7, "braces"),
        ("  - say: Hello", "  - say: Hello {title:d}", 7, "a place is a name alone: {title}, not {title:d}"),
        ("  - say: Hello", "  - say: Hello {title!x}", 7, "a place is a name alone: {title}, not {title!x}"),
        ("  - say: Hello", "  - say: Hello {title!r:>9}", 7, "a place is a name alone: {title}, not {title!r}"),
        ("  - say: Hello", "  - say: Hello {title:>2000000000}", 7, "not {title:>2000000000}"),
        ("  - say: Hello", "  - say: Hello {title:{size}}", 7, "not {title:{size}}"),
        ("  - say: Hello", "  - say: Hello {title.upper}", 7, "there is no {title.upper}"),
        ("  - end: Bye", "  - end: Bye {size:5}", 11, "not {size:5}"),
        ("  - wait: shown", "  - wait: danced", 8, "wait: Input should be 'answer'"),
        ("within_s: 5", "within_s: -5", 9, "greater than 0"),
        ("within_s: 5", "within: 5", 9, "there is no 'within' here; allowed are wait, containing, within_s"),
        ("within_s: 5", "containing: [sure]", 8, "`containing` goes with"),
        ("within_s: 5", "containing: [yes]", 9, "containing.0: Input should be a valid string"),
        ("title: Mine", "title: Mine\ntitle: Yours", 3, "'title' comes twice"),
        ("title: Mine", "titel: Mine", 1, "it is missing"),
        ("  name: Kim", "  name: Kim\n  age: 40", 6, "there is no 'age' here; allowed are name, mode"),
        ("  name: Kim", "  name: Kim\n  mode: smoke", 6, "caller.mode"),
        ("title: Mine", "title: [", 4, "this is no YAML"),
        ("title: Mine", "title: &a Mine\nbrief2: *a", 3, "there is no 'brief2'"),
        ('    nudges: ["Well?"]', '    nudges: &n ["Well?"]\n  - wait: added\n    nudges: *n', 10, "aliases"),
        ("title: Mine", "title: !!python/object:os.system Mine", 2, "this is no YAML"),
        (GOOD, "", 1, "a story is a list of"),
        (GOOD, "- a\n- b", 1, "a story is a list of"),
        (GOOD, "x" * 70_000, 1, "at most 64000"),
        (GOOD[GOOD.index("steps"):], "steps: []", 6, "steps"),
    ],
)  # fmt: skip
def test_a_mistake_is_told_with_its_line(before: str, after: str, line: int, said: str) -> None:
    assert before in GOOD
    with pytest.raises(StoryError) as caught:
        story_of(GOOD.replace(before, after, 1), "mine.yaml")
    assert said in str(caught.value)
    assert str(caught.value).startswith("mine.yaml, line ")
    assert caught.value.line == line


def test_the_guides_example_is_a_story() -> None:
    page = (Path(__file__).parents[2] / "docs" / "rehearsal.md").read_text(encoding="utf-8")
    (example,) = re.findall(r"^```yaml\n(.*?)^```$", page, re.MULTILINE | re.DOTALL)
    story = story_of(example, "rehearsal.md")
    assert story.scene.other
    assert all(name in page for name in (*NAMES, *GERMAN))


def test_a_story_of_ones_own_is_read_from_a_file(tmp_path: Path) -> None:
    (tmp_path / "mine.yaml").write_text(GOOD)
    assert read_story(tmp_path / "mine.yaml").caller.name == "Kim"
    (tmp_path / "film.yaml").write_bytes(b"\xff\xd8\xff\xe0" * 9)
    with pytest.raises(StoryError, match=r"film.yaml, line 1: this is no text"):
        read_story(tmp_path / "film.yaml")


def test_the_guide_names_the_limit_of_a_story_and_every_story_within_it_is_read(tmp_path: Path) -> None:
    page = (Path(__file__).parents[2] / "docs" / "rehearsal.md").read_text(encoding="utf-8")
    assert f"{MAX_CHARS:,} characters" in page
    (tmp_path / "mine.yaml").write_text(GOOD + "#" + "☂" * (MAX_CHARS - len(GOOD) - 1), encoding="utf-8")
    library = StoryLibrary(tmp_path)
    entry = library._entry(tmp_path / "mine.yaml")
    assert (entry.story, entry.problem) == ("mine", "")
    (tmp_path / "mine.yaml").write_text(GOOD + "#" * (MAX_CHARS - len(GOOD) + 1), encoding="utf-8")
    assert "at most 64000 characters" in library._entry(tmp_path / "mine.yaml").problem


@pytest.mark.parametrize(("language", "missing"), [("fr", False), ("xx", True)])
async def test_a_story_in_a_language_without_a_voice_is_written(language: str, missing: bool) -> None:
    speech = find_speech()
    assert speech is not None, "no synthesiser: install espeak-ng, or make install"
    story = story_of(GOOD.replace("caller:", f"language: {language}\ncaller:"), "mine.yaml")
    player = _Player(
        story, cast_for(story, ALL), ALL, Voice(), speech, lambda _note: None, 1.0, asyncio.Event()
    )
    await player._render_ahead()
    assert (player._lacks_voice, player._speech is None) == (missing, missing)


@settings(max_examples=120, deadline=None)
@given(st.integers(0, len(GOOD)), st.integers(0, 12), st.text(max_size=8))
def test_no_spoilt_story_is_more_than_an_error(at: int, gone: int, put: str) -> None:
    with contextlib.suppress(StoryError):
        story_of(GOOD[:at] + put + GOOD[at + gone :], "x.yaml")
