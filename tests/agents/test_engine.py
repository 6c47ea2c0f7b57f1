"""The rehearsal shopper's decisions over made-up calls, with a clock that is a number."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from coshop.agents.rehearsal import engine as e
from coshop.agents.rehearsal.cast import cast_for
from coshop.agents.rehearsal.report import report_of
from coshop.agents.rehearsal.stories import shipped_stories, story_of
from coshop.agents.rehearsal.words import Story
from tests.agents.goods import ALL

STORY = story_of(
    """\
story: mine
title: Mine
brief: A short one.
caller: {name: Kim, patience_s: 10}
goals: {answer_s: 5, first_shown_s: 20, matching_added_s: 30}
replies:
  - when: [hello]
    say: Hello you
steps:
  - say: One
  - wait: matching_shown
    within_s: 10
    nudges: ["Well?", "Now?"]
    otherwise: end
  - wait: answer
    containing: ["YES"]
    within_s: 10
  - open: page
  - checkout: started
  - end: Bye
""",
    "mine.yaml",
)


class Play:
    """A story with its state and everything that was done, by the second."""

    def __init__(self, story: Story = STORY, pace: float = 0.0) -> None:
        self.state = e.State(story=story, cast=cast_for(story, ALL), requested_s=0.0, pace=pace)
        self.done: list[tuple[float, e.Deed]] = []

    def at(self, now_s: float, *events: e.Happening) -> list[e.Deed]:
        new: list[e.Deed] = []
        for event in (*events, e.Tick()):
            self.state, deeds = e.decide(self.state, event, now_s)
            new += deeds
        self.done += [(now_s, deed) for deed in new]
        return new


def test_a_story_is_played_step_by_step() -> None:
    play = Play()
    assert play.at(1) == []
    assert play.at(4, e.Accepted()) == [e.Speak("One")]
    assert play.at(6, e.Shown(right=False)) == []
    assert play.at(9, e.Wrote("well")) == [], "it waits for the product first"
    assert play.at(10, e.Shown(right=True)) == []
    assert play.at(12, e.Wrote("Maybe")) == []
    assert play.at(13, e.Wrote("oh yes!"), e.Added(right=True)) == [
        e.GoTo("page"), e.AtTill("started"), e.Speak("Bye"), e.HangUp(),
    ]  # fmt: skip
    play.at(14, e.Over("ended_by_shopper"))
    report = report_of(play.state, 14)
    assert report.ending == "played"
    assert {row.key: (row.reached_s, row.verdict) for row in report.rows} == {
        "answer_s": (4.0, "met"),
        "first_words_s": (5.0, "no_goal"),
        "first_shown_s": (2.0, "met"),
        "matching_shown_s": (6.0, "no_goal"),
        "matching_added_s": (9.0, "met"),
        "checkout_s": (None, "no_goal"),
    }
    assert report.passed
    assert report.words()["rows"][0]["label"] == "Answered the ring"


def test_impatience_grows_and_ends_the_call() -> None:
    play = Play()
    play.at(0, e.Accepted())
    for second in range(1, 40):
        play.at(second)
    assert play.done == [
        (0, e.Speak("One")), (10, e.Speak("Well?")), (20, e.Speak("Now?")), (30, e.HangUp()),
    ]  # fmt: skip
    play.at(41, e.Over("ended_by_shopper"))
    report = report_of(play.state, 41)
    assert (report.ending, report.nudges, report.passed) == ("impatient", 2, False)
    assert [row.verdict for row in report.rows if row.goal_s] == ["met", "missed", "missed"]


def test_nobody_answers() -> None:
    play = Play()
    assert play.at(10) == []
    assert play.at(10.5) == [e.HangUp()]
    assert play.at(60) == []
    assert report_of(play.state, 60).ending == "not_answered"


def test_late_is_said() -> None:
    play = Play()
    play.at(8, e.Accepted())
    play.at(9, e.Over("ended_by_associate"))
    report = report_of(play.state, 9)
    assert report.ending == "ended_early"
    assert report.rows[0].verdict == "late"


def test_a_reply_is_given_once() -> None:
    play = Play()
    play.at(0, e.Accepted())
    assert play.at(1, e.Wrote("Hello there")) == [e.Speak("Hello you")]
    assert play.at(2, e.Wrote("hello again")) == []


def test_nothing_is_said_while_a_line_is_spoken() -> None:
    play = Play(pace=1.0)
    play.at(0, e.Accepted())
    quiet = play.state.quiet_until_s
    assert quiet == e.talking_s("One", 1.0)
    play.at(0.1, e.Shown(right=True), e.Wrote("yes"))
    assert play.at(quiet - 0.01) == []
    assert e.GoTo("page") in play.at(quiet)


def test_a_word_before_the_question_is_no_answer_to_it() -> None:
    play = Play()
    play.at(0, e.Wrote("yes"))
    play.at(1, e.Accepted(), e.Shown(right=True))
    assert not any(isinstance(deed, e.GoTo) for _, deed in play.done)


EVENTS = st.sampled_from(
    [
        e.Accepted(), e.Shown(right=True), e.Shown(right=False), e.Added(right=True), e.Added(right=False), e.Removed(),
        e.Wrote("yes, we do have it, sorry, return label, I would take M"), e.Wrote("hm"), e.CheckoutOffered(), e.Tick(),
    ]
)  # fmt: skip


@settings(max_examples=40, deadline=None)
@given(st.sampled_from(list(shipped_stories())), st.lists(st.tuples(EVENTS, st.floats(0, 60)), max_size=30))
def test_every_shipped_story_ends_whatever_the_associate_does(
    name: str, events: list[tuple[e.Happening, float]]
) -> None:
    play, now_s = Play(shipped_stories()[name], pace=1.0), 0.0
    for event, later_s in events:
        now_s += later_s
        play.at(now_s, event)
    for _ in range(2_000):
        if play.state.ending:
            break
        now_s += 5
        play.at(now_s)
    assert play.state.ending in ("played", "impatient", "not_answered")
    assert [deed for _, deed in play.done].count(e.HangUp()) == 1
    play.at(now_s + 1, e.Over("ended_by_shopper"))
    report_of(play.state, now_s + 1)
