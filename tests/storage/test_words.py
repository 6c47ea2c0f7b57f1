"""Folding and comparing words: accents, splitting, typing errors. And the JSON of any event, to and fro."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from coshop.core.events import EVENT_TYPES, Event
from coshop.protocol import codec
from coshop.storage.words import fold, keys_of, slips, split, store_mark

LETTERS = st.text("abcdefgxyz", min_size=3, max_size=9)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Crème Brûlée", ["creme", "brulee"]),
        ("STRASSE Straße", ["strasse", "strasse"]),
        ("Smørrebrød Łódź Ærø", ["smorrebrod", "lodz", "aero"]),
        ("P12-NAVY.M / x_y", ["p12", "navy", "m", "x", "y"]),
        ("men's men’s", ["mens", "mens"]),
        ("İSTANBUL ½ ﬁne", ["istanbul", "1", "2", "fine"]),
        (" -!- ", []),
    ],
)
def test_words_are_folded_and_split(text: str, expected: list[str]) -> None:
    assert split(text) == expected


@settings(deadline=None)
@given(st.text())
def test_folding_twice_changes_nothing_more(text: str) -> None:
    assert split(" ".join(split(text))) == split(text)
    assert fold(fold(text)) == fold(text)


@pytest.mark.parametrize(
    ("typed", "word", "expected"),
    [
        ("linen", "linen", 0),
        ("lin", "linen", 0),
        ("lnien", "linen", 1),
        ("linnen", "linen", 1),
        ("lien", "linen", 1),
        ("lixen", "linen", 1),
        ("jakc", "jacket", 1),
        ("shoe", "linen", 3),
    ],
)
def test_slips_are_counted(typed: str, word: str, expected: int) -> None:
    assert slips(typed, word, 2) == expected


@settings(deadline=None)
@given(LETTERS, st.data())
def test_one_slip_anywhere_is_found_again(word: str, data: st.DataObject) -> None:
    place = data.draw(st.integers(0, len(word) - 1))
    slip = data.draw(st.sampled_from(["more", "less", "other", "swapped"]))
    if slip == "more":
        typed = word[:place] + "q" + word[place:]
    elif slip == "less":
        typed = word[:place] + word[place + 1 :]
    elif slip == "other":
        typed = word[:place] + "q" + word[place + 1 :]
    else:
        typed = word[:place] + word[place : place + 2][::-1] + word[place + 2 :]
    assert slips(typed, word, 2) <= 1
    assert keys_of(typed) & keys_of(word)


@settings(deadline=None)
@given(st.text(max_size=20))
def test_a_stores_mark_is_four_letters(store_id: str) -> None:
    mark = store_mark(store_id)
    assert len(mark) == 4
    assert split(mark) == [mark]


@pytest.mark.parametrize("event_type", EVENT_TYPES, ids=lambda each: each.__name__)
@settings(max_examples=40, deadline=None)
@given(data=st.data())
def test_any_event_survives_its_json(event_type: type[Event], data: st.DataObject) -> None:
    event = data.draw(st.from_type(event_type))
    assert codec.load_event(codec.dump_event(event)) == event
