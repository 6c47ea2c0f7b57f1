"""What the demo assistant answers, from goods and bag alone."""

from __future__ import annotations

import string

import pytest

from coshop.agents.demo_associate.phrases import PHRASES, money
from coshop.agents.demo_associate.talk import (
    Add,
    Look,
    OfferCheckout,
    RemoveLine,
    Say,
    Undo,
    answer,
    example,
    fits_page,
    settled,
)
from coshop.core.call_types import Call, Live, Page, Participant
from coshop.core.cart_types import Cart, CartChange, StoreCart, StoreLine
from tests.agents.goods import ALL, CANDLE, COAT, GONE, MUG, RAIN, WORK

LINE = StoreLine(
    line_id="l1",
    variant_id="coat-NAVY-M",
    product_id="coat",
    title="Wool pea coat",
    variant_title="Navy, M",
    quantity=1,
    line_total_minor=24900,
)


def change(**fields: object) -> CartChange:
    words: dict[str, object] = {
        "change_id": "cmd_1", "kind": "add", "by": "associate", "at_ms": 1, "variant_id": "rain-NAVY-M", "product_id": "rain",
        "line_id": "", "quantity": 1, "quantity_before": 0, "state": "applied", "applied_quantity": 1,
    }  # fmt: skip
    return CartChange(**{**words, **fields})  # type: ignore[arg-type]


def call(*lines: StoreLine, changes: tuple[CartChange, ...] = (), language: str = "en") -> Call:
    return Call(
        call_id="call_1",
        store_id="sto_1",
        mode="text",
        language=language,
        requested_at_ms=0,
        question="",
        shopper=Participant(person_id="s", name="", client_id="c"),
        page=Page(url="https://shop.example/", title=""),
        phase=Live(associate=Participant(person_id="a", name="", client_id="d"), accepted_at_ms=1),
        cart=Cart(store=StoreCart(lines=lines), changes=changes),
    )


def test_a_wish_is_said_and_done() -> None:
    made = answer("two of the navy in L", (RAIN,), call())
    assert made.actions == (
        Say("Of course: 2 × Harbour rain jacket, Navy, L."),
        Add("rain", "rain-NAVY-L", 2),
    )
    assert (made.product_id, made.left_open) == ("rain", "")


def test_one_wish_over_three_lines() -> None:
    goods, left_open = (RAIN, WORK), ""
    for text in ("the rain jacket please", "mustard"):
        made = answer(text, goods, call(), left_open)
        assert not any(isinstance(each, Add) for each in made.actions)
        left_open = made.left_open
        assert left_open
    made = answer("L", goods, call(), left_open)
    assert Add("rain", "rain-MUSTARD-L", 1) in made.actions
    assert made.left_open == ""


def test_a_new_word_goes_before_an_old_one() -> None:
    first = answer("the navy one", (RAIN,), call())
    assert first.left_open
    made = answer("no, moss in L", (RAIN,), call(), first.left_open)
    assert Add("rain", "rain-MOSS-L", 1) in made.actions


@pytest.mark.parametrize(
    ("asked", "yes", "lines"),
    [
        ("Is the ink one dishwasher safe?", "yes", "into your bag?"), ("My sister has the ink one", "Sure, put it in my bag", "into your bag?"),
        ("the ink mug?", "ok, add it", "into your bag?"), ("Ist der schwarze Becher spülmaschinenfest?", "ja bitte", "in Ihre Tasche legen?"),
        ("Meine Schwester hat den schwarzen", "Ja, leg es rein", "in Ihre Tasche legen?"),
    ],
)  # fmt: skip
def test_what_is_only_spoken_of_is_offered_and_a_yes_adds_it(asked: str, yes: str, lines: str) -> None:
    made = answer(asked, (MUG,), call())
    (said,) = made.actions
    assert isinstance(said, Say)
    assert "Stoneware mug, Ink" in said.text
    assert lines in said.text
    done = answer(yes, (MUG,), call(), made.left_open, made.offered)
    assert Add("mug", "mug-INK", 1) in done.actions
    assert done.offered is None


@pytest.mark.parametrize(
    "text", ["no", "nein", "thanks", "yes?", "is that so", "yes but how heavy is it", "hm"]
)
def test_what_is_no_yes_adds_nothing(text: str) -> None:
    offered = answer("Is the ink one dishwasher safe?", (MUG,), call()).offered
    assert offered is not None
    made = answer(text, (MUG,), call(), "", offered)
    assert not any(isinstance(each, Add) for each in made.actions)
    assert not any(isinstance(each, Add) for each in answer("yes", (MUG,), call(), "", made.offered).actions)


def test_an_offer_that_is_answered_with_another_wish() -> None:
    offered = answer("How long is the navy in M?", (RAIN,), call()).offered
    assert Add("rain", "rain-MOSS-L", 1) in answer("yes, the moss in L", (RAIN,), call(), "", offered).actions


def test_what_was_asked_for_is_completed_and_a_question_completes_nothing() -> None:
    first = answer("the navy one please", (RAIN,), call())
    for text in ("Is M warm?", "My brother has M"):
        made = answer(text, (RAIN,), call(), first.left_open)
        assert not any(isinstance(each, Add) for each in made.actions), text
    assert Add("rain", "rain-NAVY-M", 1) in answer("M", (RAIN,), call(), first.left_open).actions


def test_two_wishes_are_both_put_in_and_one_of_them_may_be_sold_out() -> None:
    made = answer("add the blue one in M and the mustard one in L", (RAIN,), call())
    assert [each for each in made.actions if isinstance(each, Add)] == [
        Add("rain", "rain-NAVY-M", 1),
        Add("rain", "rain-MUSTARD-L", 1),
    ]
    half = answer("navy in M and moss in M", (RAIN,), call()).actions
    assert [each for each in half if isinstance(each, Add)] == [Add("rain", "rain-NAVY-M", 1)]
    assert "sold out" in str(half)
    (said,) = answer("navy or mustard in L", (RAIN,), call()).actions
    assert said == Say("One after the other, please: which one shall I put into your bag first?")


def test_what_is_sold_out_is_not_added() -> None:
    (said,) = answer("moss in M", (RAIN,), call()).actions
    assert isinstance(said, Say)
    assert "is sold out" in said.text
    assert "Navy M" in said.text
    (said,) = answer("the umbrella please", (GONE,), call()).actions
    assert said == Say("Storm umbrella is sold out.")


def test_taking_back() -> None:
    done = change()
    assert Undo("cmd_1") in answer("take it off again", (RAIN,), call(changes=(done,))).actions
    assert RemoveLine("l1") in answer("remove the coat", (RAIN, COAT), call(LINE, changes=(done,))).actions
    for other in (
        change(by="shopper"),
        change(state="undone"),
        change(state="pending"),
        change(kind="remove"),
    ):
        (said,) = answer("take it off again", (RAIN,), call(changes=(other,))).actions
        assert said == Say("There is nothing of mine to take out of the bag.")


def test_the_till_is_opened_for_a_bag_that_holds_something() -> None:
    assert answer("checkout", (RAIN,), call(LINE)).actions[0] == OfferCheckout()
    (said,) = answer("checkout", (RAIN,), call()).actions
    assert isinstance(said, Say)
    assert "still empty" in said.text


def test_prices_sizes_and_looking() -> None:
    assert answer("how much is it", (MUG,), call()).actions == (Say("Stoneware mug is €24.00."),)
    assert answer("was kostet das", (MUG,), call()).actions == (Say("Stoneware mug kostet 24,00 €."),)
    assert answer("do you have the navy in L", (RAIN,), call()).actions == (
        Say("Yes, Harbour rain jacket, Navy, L is there."),
    )
    (said,) = answer("do you have it in L", (RAIN,), call()).actions
    assert said == Say("Harbour rain jacket L: there is Navy, Mustard and Moss.")
    assert answer("show me shoes", (RAIN,), call()).actions == (Look("shoes", "en"),)


@pytest.mark.parametrize(
    ("made", "said"),
    [
        (change(), "It is in your bag"), (change(state="pending"), ""), (change(state="undone"), ""),
        (change(state="partly_applied", applied_quantity=2), "Only 2"), (change(state="rejected", reason="sold_out"), "sold out"),
        (change(kind="subtract"), "out of the bag"), (change(kind="remove"), "out of the bag"),
    ],
)  # fmt: skip
def test_what_the_store_made_of_it(made: CartChange, said: str) -> None:
    line = settled(made, "en")
    assert said in line
    assert bool(line) == bool(said)


def test_both_languages_have_every_line_with_the_same_places() -> None:
    def places(text: str) -> set[str]:
        return {name for _, name, _, _ in string.Formatter().parse(text) if name}

    english, german = PHRASES["en"], PHRASES["de"]
    assert set(english) == set(german)
    assert {k: places(v) for k, v in english.items()} == {k: places(v) for k, v in german.items()}


def test_the_example_that_is_given_is_understood() -> None:
    for product in ALL:
        if product is GONE:
            continue
        for language in ("en", "de"):
            made = answer(example((product,), language), (product,), call(language=language))
            assert any(isinstance(each, Add) for each in made.actions), (product.title, language)


def test_what_fits_a_page() -> None:
    assert fits_page(ALL, RAIN, (), 2) == (WORK, COAT)
    assert fits_page(ALL, RAIN, ("work",), 2) == (COAT,)
    assert fits_page((CANDLE, GONE, MUG), None, (), 2) == (CANDLE, MUG)


def test_money() -> None:
    assert [money(1905, c, "en") for c in ("EUR", "USD", "CHF", "JPY")] == [
        "€19.05",
        "$19.05",
        "19.05 CHF",
        "1905 JPY",
    ]
    assert money(1905, "EUR", "de") == "19,05 €"
