"""Decides what a cart holds: adding within the stock, changing, removing, the coupon and the sums. It knows no HTTP."""

from dataclasses import dataclass, field

from coshop.demo.catalogue import Catalogue, Variant
from coshop.demo.stock import Shelf

MOST_PER_LINE = 99
COUPONS = {"HARBOUR10": 10}  # code -> per cent off


@dataclass(slots=True)
class Line:
    """One variant in a cart. `line_id` is unique within its cart and never used again."""

    line_id: str
    variant: Variant
    quantity: int

    @property
    def total_minor(self) -> int:
        """Price of the whole line in cents, before any coupon."""
        return self.quantity * self.variant.price_minor


@dataclass(frozen=True, slots=True)
class Outcome:
    """What came of one wish: how many were asked for, how many came, and why not all of them.

    `reason` is None, `limited_stock`, `sold_out`, `bad_quantity`, `unknown_variant` or `unknown_line`; `message` is a
    sentence for the shopper; `possible` is how many of the variant this cart could hold in all.
    """

    requested: int
    added: int
    reason: str | None = None
    message: str | None = None
    possible: int | None = None
    line_id: str | None = None
    alternatives: tuple[Variant, ...] = ()

    @property
    def nothing_done(self) -> bool:
        """True when the wish was refused as a whole."""
        return self.reason is not None and self.added == 0


@dataclass(slots=True)
class Cart:
    """The lines of one shopper in the order they came, and the coupon in use."""

    lines: list[Line] = field(default_factory=list)
    coupon: str | None = None
    next_number: int = 1

    @property
    def count(self) -> int:
        """Pieces in the cart."""
        return sum(line.quantity for line in self.lines)

    @property
    def subtotal_minor(self) -> int:
        """Sum of the lines in cents, before the coupon."""
        return sum(line.total_minor for line in self.lines)

    @property
    def discount_minor(self) -> int:
        """What the coupon takes off in cents, half a cent rounded up."""
        return (self.subtotal_minor * COUPONS[self.coupon] + 50) // 100 if self.coupon else 0

    @property
    def total_minor(self) -> int:
        """What is to be paid in cents; delivery is free."""
        return self.subtotal_minor - self.discount_minor

    def line(self, line_id: str) -> Line | None:
        """The line of this id, or None."""
        return next((line for line in self.lines if line.line_id == line_id), None)

    def use_coupon(self, code: str) -> bool:
        """Puts a coupon on the cart; False when there is no such coupon, and then nothing changes."""
        code = code.strip().upper()
        if code not in COUPONS:
            return False
        self.coupon = code
        return True


def _bad_quantity(quantity: int) -> Outcome:
    message = f"Choose between 1 and {MOST_PER_LINE} pieces."
    return Outcome(requested=quantity, added=0, reason="bad_quantity", message=message)


def _alternatives(catalogue: Catalogue, shelf: Shelf, variant: Variant) -> tuple[Variant, ...]:
    """Up to three variants of the same product that are in stock, the same colour first."""
    product = catalogue.products[variant.product_id]
    there = [other for other in product.variants if other.id != variant.id and shelf.left(other.id)]
    same_first = sorted(there, key=lambda other: (other.colour != variant.colour, other.size != variant.size))
    return tuple(same_first[:3])


def add_to_cart(cart: Cart, catalogue: Catalogue, shelf: Shelf, variant_id: str, quantity: int) -> Outcome:
    """Adds pieces of a variant, as many as the stock still allows, and says how many came and why not more."""
    variant = catalogue.variants.get(variant_id)
    if variant is None:
        return Outcome(quantity, 0, "unknown_variant", "The shop does not have this product any more.")
    if not 1 <= quantity <= MOST_PER_LINE:
        return _bad_quantity(quantity)
    left = shelf.left(variant_id)
    if left == 0:
        others = _alternatives(catalogue, shelf, variant)
        hint = f" Still here: {'; '.join(other.title for other in others)}." if others else ""
        message = f"Sold out in {variant.title}.{hint}"
        return Outcome(quantity, 0, "sold_out", message, possible=0, alternatives=others)
    line = next((line for line in cart.lines if line.variant.id == variant_id), None)
    held = line.quantity if line else 0
    possible = min(left, MOST_PER_LINE)
    added = max(0, min(quantity, possible - held))
    if added and line is None:
        line = Line(f"L{cart.next_number}", variant, 0)
        cart.next_number += 1
        cart.lines.append(line)
    if line:
        line.quantity += added
    line_id = line.line_id if line else None
    if added == quantity:
        return Outcome(quantity, added, possible=possible, line_id=line_id)
    return Outcome(quantity, added, "limited_stock", _limit_message(left, possible, added), possible, line_id)


def _limit_message(left: int, possible: int, added: int) -> str:
    if possible < left:
        return f"The bag holds at most {possible} of one thing."
    if added:
        return f"Only {left} left: we put {added} in your bag."
    return (
        "There is one left, and it is in your bag."
        if left == 1
        else f"All {left} left are in your bag already."
    )


def update_line(cart: Cart, shelf: Shelf, line_id: str, quantity: int) -> Outcome:
    """Sets the quantity of a line (1 to 99), or as many as the stock allows. `added` is the change, and may be negative."""
    line = cart.line(line_id)
    if line is None:
        return Outcome(quantity, 0, "unknown_line", "This line is not in the bag any more.")
    if not 1 <= quantity <= MOST_PER_LINE:
        return _bad_quantity(quantity)
    left = shelf.left(line.variant.id)
    if left == 0:
        return Outcome(
            quantity, 0, "sold_out", f"Sold out in {line.variant.title}.", possible=0, line_id=line_id
        )
    before, line.quantity = line.quantity, min(quantity, left)
    change = line.quantity - before
    if line.quantity == quantity:
        return Outcome(quantity, change, possible=min(left, MOST_PER_LINE), line_id=line_id)
    message = f"Only {left} left, so the bag holds {left}."
    return Outcome(quantity, change, "limited_stock", message, possible=left, line_id=line_id)


def remove_line(cart: Cart, line_id: str) -> Outcome:
    """Takes a line out of the cart. `added` is minus the pieces that went; removing a line that is gone says so."""
    line = cart.line(line_id)
    if line is None:
        return Outcome(0, 0, "unknown_line", "This line is not in the bag any more.")
    cart.lines.remove(line)
    return Outcome(0, -line.quantity, line_id=line_id)
