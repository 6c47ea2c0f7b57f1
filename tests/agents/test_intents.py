"""What a written line asks for, in English and German, over the goods in view."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from coshop.agents.demo_associate.hearing import plain
from coshop.agents.demo_associate.intents import Intent, language_of, parse
from coshop.protocol.views import ProductView
from tests.agents.goods import ALL, CANDLE, CHINOS, COAT, GONE, JUMPER, MUG, RAIN, SCARF, SHOE, WORK, made

JACKETS = (RAIN, WORK, COAT)


def asked(text: str, *goods: ProductView) -> tuple[str, str, int]:
    """The kind, the variant or else product or query, and the quantity."""
    intent = parse(text, goods or JACKETS)
    return intent.kind, intent.variant_id or intent.product_id or intent.query, intent.quantity


@pytest.mark.parametrize(
    ("text", "variant", "quantity"),
    [
        ("add the blue one in M", "rain-NAVY-M", 1),
        ("Add the blue one in M.", "rain-NAVY-M", 1),
        ("two of the navy, size L", "rain-NAVY-L", 2),
        ("2 of the navy in L please", "rain-NAVY-L", 2),
        ("I'd like the yellow one, medium", "rain-MUSTARD-M", 1),
        ("I'll take the rain jacket in moss, extra large", "rain-MOSS-XL", 1),
        ("mustard, small", "rain-MUSTARD-S", 1),
        ("can I have the linen jacket in sand, size S?", "work-SAND-S", 1),
        ("put three of the pea coats in navy M in my bag", "coat-NAVY-M", 3),
        ("the grey coat in XS please", "coat-CHARCOAL-XS", 1),
        ("the light one in S: sand", "work-SAND-S", 1),
        ("NAVY XL", "rain-NAVY-XL", 1),
        ("one more navy in M", "rain-NAVY-M", 1),
        ("another navy one in M", "rain-NAVY-M", 1),
        ("thanks, and the denim one in L", "work-DENIM-L", 1),
        ("no, the sand one in S", "work-SAND-S", 1),
        ("hello, the navy in M please", "rain-NAVY-M", 1),
        ("Ich nehme die blaue in M", "rain-NAVY-M", 1),
        ("ich möchte die Regenjacke in Senfgelb, Größe L", "rain-MUSTARD-L", 1),
        ("Zwei von den blauen in Größe L bitte", "rain-NAVY-L", 2),
        ("die Leinenjacke in Sand und klein bitte, also die Jacke aus linen", "work-SAND-S", 1),
        ("einmal den Mantel in Anthrazit, XL", "coat-CHARCOAL-XL", 1),
        ("noch eine blaue in M", "rain-NAVY-M", 1),
        ("leg mir die moosgrüne in S in den Warenkorb", "rain-MOSS-S", 1),
        ("Ich hätte gern drei gelbe in XL", "rain-MUSTARD-XL", 3),
        ("dunkelblau, mittel", "rain-NAVY-M", 1),
    ],
)
def test_a_variant_is_asked_for(text: str, variant: str, quantity: int) -> None:
    assert asked(text) == ("add", variant, quantity)


@pytest.mark.parametrize(
    ("text", "goods", "variant", "quantity"),
    [
        ("the green one", (SCARF,), "scarf-FOREST", 1),
        ("the scarf in grey please", (MUG, SCARF), "scarf-STONE", 1),
        ("ein Schal in dunkelgrün", (SCARF,), "scarf-FOREST", 1),
        ("a red one in L", (JUMPER,), "jumper-SIGNAL-L", 1),
        ("signal red L", (JUMPER,), "jumper-SIGNAL-L", 1),
        ("sea green in S", (JUMPER,), "jumper-SEA-S", 1),
        ("der grüne Pullover in S", (RAIN, JUMPER), "jumper-SEA-S", 1),
        ("add it", (CANDLE,), "candle-WHITE", 1),
        ("two candles please", (MUG, CANDLE), "candle-WHITE", 2),
        ("6 black mugs", (MUG,), "mug-INK", 6),
        ("the brown ones in 42", (SHOE,), "shoe-TAN-42", 1),
        ("two of the navy in 42", (SHOE,), "shoe-NAVY-42", 2),
        ("navy, size 40", (SHOE,), "shoe-NAVY-40", 1),
        ("die blauen Schuhe in Größe 41", (SHOE,), "shoe-NAVY-41", 1),
        ("2 sand 30", (CHINOS,), "chinos-SAND-30", 2),
        ("die Hose in Sand, Gr. 32", (SHOE, CHINOS), "chinos-SAND-32", 1),
        ("the red umbrella", (GONE,), "gone-RED", 1),
        ("one in 41", (SHOE,), "shoe-NAVY-41", 1),
    ],
)
def test_goods_of_every_kind(text: str, goods: tuple[ProductView, ...], variant: str, quantity: int) -> None:
    assert asked(text, *goods) == ("add", variant, quantity)


@pytest.mark.parametrize(
    ("text", "product", "missing"),
    [
        ("the rain jacket please", "rain", ("colour", "size")),
        ("add it", "rain", ("colour", "size")),
        ("the blue one", "rain", ("size",)),
        ("a jacket in L please", "rain", ("colour",)),
        ("ich nehme die Regenjacke", "rain", ("colour", "size")),
        ("the coat in charcoal", "coat", ("size",)),
        ("500 of the navy in L", "rain", ("quantity",)),
        ("0 navy L", "rain", ("quantity",)),
        ("999999999999 navy L", "rain", ("quantity",)),
    ],
)
def test_what_is_left_open_is_asked_for(text: str, product: str, missing: tuple[str, ...]) -> None:
    intent = parse(text, JACKETS)
    assert (intent.kind, intent.product_id, intent.missing) == ("which", product, missing)


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("take it off again", "remove"), ("please remove the rain jacket", "remove"), ("undo that", "remove"), ("doch nicht", "remove"),
        ("nimm es wieder raus", "remove"), ("I changed my mind", "remove"), ("I don't want it", "remove"), ("Bitte entfernen", "remove"),
        ("checkout", "checkout"), ("I'd like to pay", "checkout"), ("zur Kasse bitte", "checkout"), ("ich möchte bezahlen", "checkout"),
        ("thanks, that's all, can I pay?", "checkout"), ("Check out, please", "checkout"), ("where is the till?", "checkout"),
        ("bye", "goodbye"), ("Tschüss!", "goodbye"), ("that's all", "goodbye"), ("das war's", "goodbye"), ("Auf Wiedersehen", "goodbye"),
        ("thank you", "thanks"), ("danke schön", "thanks"), ("perfect", "thanks"), ("super", "thanks"),
        ("hello", "hello"), ("Hi there", "hello"), ("Guten Tag", "hello"), ("moin", "hello"),
        ("help", "help"), ("what can you do?", "help"), ("help please", "help"), ("Hilfe", "help"), ("was kannst du?", "help"),
        ("are you a robot?", "who"), ("bist du ein Mensch?", "who"), ("who are you", "who"),
        ("no", "no"), ("nein danke", "thanks"), ("don't add anything", "no"), ("bitte nicht hinzufügen", "no"), ("not now", "no"),
        ("", "unknown"), ("???", "unknown"), ("nice weather today", "unknown"), ("die Sonne scheint", "unknown"), ("42", "unknown"),
        ("I need", "which"), ("add", "which"),
    ],
)  # fmt: skip
def test_everything_else_that_is_said(text: str, kind: str) -> None:
    assert parse(text, JACKETS).kind == kind


@pytest.mark.parametrize(
    ("text", "goods", "expected"),
    [
        ("how much is it?", JACKETS, ("price", "rain")),
        ("How much is the pea coat?", JACKETS, ("price", "coat")),
        ("was kostet der Mantel", JACKETS, ("price", "coat")),
        ("was kostet das?", (MUG,), ("price", "mug")),
        ("how much is the navy in L", JACKETS, ("price", "rain-NAVY-L")),
        ("do you have it in L", JACKETS, ("stock", "rain")),
        ("do you have the navy in L?", JACKETS, ("stock", "rain-NAVY-L")),
        ("is there a moss one in M", JACKETS, ("stock", "rain-MOSS-M")),
        ("gibt es die in Größe XS", JACKETS, ("stock", "coat")),
        ("habt ihr die Schuhe in 41", (SHOE,), ("stock", "shoe")),
        ("do you have trousers?", JACKETS, ("show", "trousers")),
        ("haben Sie Hosen?", JACKETS, ("show", "trousers")),
        ("how much is it?", (), ("price", "")),
        ("show me something else", JACKETS, ("show", "")),
        ("zeig mir andere", JACKETS, ("show", "")),
        ("show me shoes", JACKETS, ("show", "shoes")),
        ("Zeig mir Pullover", JACKETS, ("show", "jumper")),
        ("ich suche einen Schal", JACKETS, ("show", "scarf")),
        ("a mug please", JACKETS, ("show", "mug")),
        ("I'm looking for a gift", JACKETS, ("show", "gift")),
        ("more please", JACKETS, ("show", "")),
    ],
)
def test_questions_and_things_to_look_for(
    text: str, goods: tuple[ProductView, ...], expected: tuple[str, str]
) -> None:
    intent = parse(text, goods)
    assert (intent.kind, intent.variant_id or intent.product_id or intent.query) == expected


def test_a_named_product_is_taken_out_and_the_last_one_where_none_is_named() -> None:
    assert parse("remove the coat", JACKETS) == Intent(kind="remove", product_id="coat")
    assert parse("take it off again", JACKETS) == Intent(kind="remove")


def test_without_goods_nothing_is_added() -> None:
    for text in ("add the blue one in M", "NAVY XL", "add it"):
        assert parse(text, ()).kind in ("which", "unknown", "show"), text


@pytest.mark.parametrize(
    ("text", "usual", "language"),
    [
        ("ich nehme die blaue in M", "en", "de"), ("add the blue one in M", "de", "en"), ("M", "de-AT", "de"), ("M", "fr", "en"),
        ("zur Kasse bitte", "en", "de"), ("checkout please", "de", "en"), ("", "de", "de"), ("OK", "en-GB", "en"),
    ],
)  # fmt: skip
def test_the_language_of_the_words_goes_before_that_of_the_call(text: str, usual: str, language: str) -> None:
    assert language_of(text, usual) == language


def test_words_are_bare() -> None:
    assert plain("I'd like Größe M, café-au-lait & a T-Shirt!") == [
        "id",
        "like",
        "groesse",
        "m",
        "cafe",
        "au",
        "lait",
        "a",
        "tshirt",
    ]


@pytest.mark.parametrize(
    ("text", "goods"),
    [
        ("Is the ink one dishwasher safe?", (MUG,)), ("Tell me about the mug in ink", (MUG,)), ("My sister has the ecru one", (MUG,)),
        ("tell me about the mug in ink please", (MUG,)), ("the ecru one?", (MUG,)), ("what about the ink mug", (MUG,)),
        ("My sister would like the ecru one", (MUG,)), ("can I put the ink one in the dishwasher?", (MUG,)), ("should I take it?", (CANDLE,)),
        ("would you take the candle", (CANDLE,)), ("Hello, is the ink one microwave proof", (MUG,)), ("thanks, I love the ecru one", (MUG,)),
        ("I already own the navy M", (RAIN,)), ("How long is the navy in M?", (RAIN,)), ("no, I have the navy M", (RAIN,)),
        ("no M in navy", (RAIN,)), ("should I take the navy in M", (RAIN,)), ("I need to know if the navy M is warm", (RAIN,)),
        ("My order was the navy M", (RAIN,)), ("I want to return the navy in M", (RAIN,)), ("I usually take the navy in M", (RAIN,)),
        ("the navy in M looks good on you", (RAIN,)), ("does the navy in M need ironing?", (RAIN,)), ("navy M?", (RAIN,)),
        ("navy M or mustard L", (RAIN,)), ("navy M, mustard L", (RAIN,)), ("the navy or the mustard in L please", (RAIN,)),
        ("Is the navy M warmer than the mustard M?", (RAIN,)), ("add the navy in M or L", (RAIN,)), ("please add the navy and the mustard in L", (RAIN,)),
        ("the navy in M will need ironing", (RAIN,)), ("the navy M would take up little room", (RAIN,)), ("the navy in M doesn't need ironing", (RAIN,)),
        ("order number 42 was navy M", (RAIN,)), ("nimm mal die blaue in M in die Hand", (RAIN,)), ("my navy M", (RAIN,)),
        ("a red candle please", (CANDLE,)), ("eine rote Kerze bitte", (CANDLE,)), ("Die blaue in M passt gut dazu", (RAIN,)),
        ("Ist der schwarze Becher spülmaschinenfest?", (MUG,)), ("Meine Schwester hat die in Ecru", (MUG,)), ("Erzähl mir was über den Becher in Ecru bitte", (MUG,)),
        ("Ich habe schon die blaue in M", (RAIN,)), ("Wie lang ist die blaue in M?", (RAIN,)), ("Soll ich die blaue in M nehmen?", (RAIN,)),
        ("Ich möchte wissen, ob die blaue in M warm ist", (RAIN,)), ("Die blaue in M steht mir gut", (RAIN,)), ("nein, ich trage die blaue in M", (RAIN,)),
        ("Kann ich die blaue in M in den Trockner legen?", (RAIN,)), ("Blau in M oder Senf in L", (RAIN,)), ("Blau in M?", (RAIN,)),
        ("Ich möchte die blaue in M umtauschen", (RAIN,)), ("die blaue und die senfgelbe in L bitte", (RAIN,)),
    ],
)  # fmt: skip
def test_what_is_only_spoken_of_is_never_added(text: str, goods: tuple[ProductView, ...]) -> None:
    assert parse(text, goods).kind != "add"
    assert parse(text, (*goods, SHOE, COAT)).kind != "add"


@pytest.mark.parametrize(
    ("text", "variants"),
    [
        ("add the blue one in M and the mustard one in L", ["rain-NAVY-M", "rain-MUSTARD-L"]),
        ("navy M & moss L", []),
        ("navy M and navy L please", ["rain-NAVY-M", "rain-NAVY-L"]),
        ("die blaue in M und die senfgelbe in L bitte", ["rain-NAVY-M", "rain-MUSTARD-L"]),
        ("Ich nehme die blaue in M und einen Becher in Ecru", ["rain-NAVY-M", "mug-ECRU"]),
        ("the candle and the ink mug please", ["candle-WHITE", "mug-INK"]),
        ("navy and M", ["rain-NAVY-M"]),
        ("one navy in M plus one mustard in L", ["rain-NAVY-M", "rain-MUSTARD-L"]),
        ("the candle and the mug please", []),
        ("light blue and yellow in M", []),
    ],
)
def test_two_wishes_are_taken_where_each_is_whole_and_asked_for_else(text: str, variants: list[str]) -> None:
    intent = parse(text, (RAIN, MUG, CANDLE))
    wishes = [intent, *intent.more] if intent.kind == "add" else []
    assert [wish.variant_id for wish in wishes] == variants
    if not variants:
        assert (intent.kind, intent.missing) == ("which", ("each",))


def test_two_wishes_have_each_its_number() -> None:
    intent = parse("two of the navy in M and three of the mustard in L", (RAIN,))
    assert [(each.variant_id, each.quantity) for each in (intent, *intent.more)] == [
        ("rain-NAVY-M", 2),
        ("rain-MUSTARD-L", 3),
    ]


@pytest.mark.parametrize(
    "text",
    [
        "can I have the navy in M?", "could you add the navy one in M to my bag?", "may I get the navy in M please?", "great, the navy in M",
        "kann ich die blaue in M haben?", "Legen Sie mir bitte die blaue in M in die Tasche", "Bitte die blaue Regenjacke in M in den Warenkorb", "Können Sie die blaue in M in meine Tasche legen?", "super, die blaue in M", "nein, lieber die blaue in M",
    ],
)  # fmt: skip
def test_a_wish_may_be_a_polite_question(text: str) -> None:
    assert asked(text, RAIN) == ("add", "rain-NAVY-M", 1)


def test_a_colour_in_the_title_is_none_that_is_chosen() -> None:
    coat = made("pea", "Navy pea coat", "Jackets", 100, ("Navy", "Charcoal"))
    assert asked("add the navy pea coat in charcoal", coat) == ("add", "pea-CHARCOAL", 1)
    assert asked("add the navy pea coat", coat) == ("add", "pea-NAVY", 1)


@settings(max_examples=80, deadline=None)
@given(st.text(max_size=120), st.lists(st.sampled_from(ALL), max_size=4))
def test_no_text_breaks_it_and_what_is_added_is_there(text: str, goods: list[ProductView]) -> None:
    intent = parse(text, goods)
    if intent.kind == "add":
        product = next(p for p in goods if p.product_id == intent.product_id)
        assert intent.variant_id in {v.variant_id for v in product.variants}
        assert 1 <= intent.quantity <= 99


WORDS = "add the blue navy red one in m l 42 two 0 99 500 please remove not pay how much show jacket schal groesse noch eine die".split()  # noqa: SIM905


@settings(max_examples=120, deadline=None)
@given(
    st.lists(st.sampled_from(WORDS), max_size=8),
    st.lists(st.sampled_from(ALL), max_size=4, unique_by=lambda p: p.product_id),
)
def test_no_run_of_known_words_breaks_it(said: list[str], goods: list[ProductView]) -> None:
    intent = parse(" ".join(said), goods)
    assert not (intent.kind == "add" and {"not", "remove", "pay"} & set(said))
