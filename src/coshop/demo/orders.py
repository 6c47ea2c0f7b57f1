"""Decides whether an address will do and whether a test payment succeeds, and gives orders their numbers.

No card number is ever typed or taken: the shopper picks one of three test cards.
"""

import threading
from collections.abc import Mapping
from dataclasses import dataclass

FIRST_ORDER_NUMBER = 10_417
MOST_FIELD_CHARS = 120
COUNTRIES = (
    "Austria",
    "Belgium",
    "Denmark",
    "France",
    "Germany",
    "Ireland",
    "Italy",
    "Netherlands",
    "Portugal",
    "Spain",
)


@dataclass(frozen=True, slots=True)
class TestCard:
    """One of the cards on the test payment page; `refusal` is the bank's sentence, or None when it pays."""

    __test__ = False  # not a test case, whatever its name

    id: str
    title: str
    ending: str
    hint: str
    refusal: str | None


TEST_CARDS = (
    TestCard("pays", "Harbour Bank", "4242", "This card pays.", None),
    TestCard("declined", "Fog Bank", "0002", "This card is declined.", "The bank declined this card."),
    TestCard(
        "no_money", "Low Tide Bank", "9995", "Not enough money.", "There is not enough money on this card."
    ),
)


@dataclass(frozen=True, slots=True)
class Address:
    """Where an order goes; every field is trimmed, filled in and of bounded length."""

    email: str
    name: str
    street: str
    postcode: str
    city: str
    country: str


@dataclass(frozen=True, slots=True)
class OrderLine:
    """A line of an order as it was sold; money in cents."""

    variant_id: str
    product_id: str
    title: str
    variant_title: str
    colour_id: str
    quantity: int
    total_minor: int


@dataclass(frozen=True, slots=True)
class Order:
    """A paid order; money in cents."""

    number: str
    address: Address
    lines: tuple[OrderLine, ...]
    subtotal_minor: int
    discount_minor: int
    total_minor: int
    coupon: str | None
    card: TestCard


ADDRESS_FIELDS: dict[str, str] = {
    "email": "your e-mail address",
    "name": "your name",
    "street": "street and number",
    "postcode": "the postcode",
    "city": "the town",
    "country": "the country",
}


def read_address(form: Mapping[str, str]) -> tuple[Address | None, dict[str, str]]:
    """The address in a submitted form, or None and a sentence for each field that will not do."""
    values = {name: form.get(name, "").strip() for name in ADDRESS_FIELDS}
    wrong: dict[str, str] = {}
    for name, words in ADDRESS_FIELDS.items():
        if not values[name]:
            wrong[name] = f"Please fill in {words}."
        elif len(values[name]) > MOST_FIELD_CHARS:
            wrong[name] = f"Please keep this under {MOST_FIELD_CHARS} characters."
    before, _, after = values["email"].rpartition("@")
    if "email" not in wrong and (not before or "." not in after or any(c.isspace() for c in values["email"])):
        wrong["email"] = "This does not look like an e-mail address. It should read like name@example.com."
    if "country" not in wrong and values["country"] not in COUNTRIES:
        wrong["country"] = "We do not deliver there yet. Choose a country from the list."
    return (None, wrong) if wrong else (Address(**values), {})


def find_card(card_id: str) -> TestCard | None:
    """The test card of this id, or None."""
    return next((card for card in TEST_CARDS if card.id == card_id), None)


class OrderNumbers:
    """Gives each order of one store its number, in order; safe between threads."""

    def __init__(self) -> None:
        self._next = FIRST_ORDER_NUMBER
        self._lock = threading.Lock()

    def draw(self) -> str:
        """The next number, such as `HO-10417`. It is no secret and proves nothing about who ordered."""
        with self._lock:
            number = f"HO-{self._next}"
            self._next += 1
            return number
