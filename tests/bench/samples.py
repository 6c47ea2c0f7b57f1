"""What is measured of calls between two browsers, step by step, for coshop and for PeerJS alike. Milliseconds."""

from __future__ import annotations

from dataclasses import dataclass, field

RING_PAUSE_MS = 1_000
"""How long the associate lets it ring before the tap: nobody answers faster."""
PRESS_MS = 80
"""How long a finger or button stays down; the click that is measured from comes at its end."""


@dataclass
class Samples:
    """Lists of samples. The PeerJS application has no cart."""

    ring: list[float] = field(default_factory=list)
    shopper_sees: list[float] = field(default_factory=list)
    associate_sees: list[float] = field(default_factory=list)
    push: list[float] = field(default_factory=list)
    cart_pending: list[float] = field(default_factory=list)
    cart_settled: list[float] = field(default_factory=list)
    shopper_sees_again: list[float] = field(default_factory=list)
    associate_sees_again: list[float] = field(default_factory=list)

    failed: int = 0
    """Calls that broke off; what they had measured is left out."""

    def lengths(self) -> dict[str, int]:
        """How many samples each list has now."""
        return {name: len(value) for name, value in vars(self).items() if isinstance(value, list)}

    def cut(self, lengths: dict[str, int]) -> None:
        """Forget what came after `lengths` was taken, and count a failure."""
        for name, length in lengths.items():
            del getattr(self, name)[length:]
        self.failed += 1

    @property
    def both_see(self) -> list[float]:
        """Until both see each other."""
        return [max(two) for two in zip(self.shopper_sees, self.associate_sees, strict=True)]

    @property
    def both_see_again(self) -> list[float]:
        """The same after the page change."""
        return [max(two) for two in zip(self.shopper_sees_again, self.associate_sees_again, strict=True)]
