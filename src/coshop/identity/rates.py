"""Counts requests per address, token, e-mail and store, and says when it is too many. It keeps at most 100,000 counters.

The rules are written as `limits` writes them ("30/minute"). The counting is our own generic cell rate algorithm: its memory
is one number per key and bounded, where the library's memory storage walks over every key at each hit.
"""

from __future__ import annotations

import math
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass, fields

from limits import RateLimitItem, parse

KEYS_MAX = 100_000


@dataclass(frozen=True, slots=True, kw_only=True)
class RateRules:
    """How much is taken, each as `<count>/<second|minute|hour|day>`. Spread evenly, with the whole count as burst."""

    requests_per_address: str = "1200/minute"
    tokens_per_address: str = "60/minute"
    tokens_per_store: str = "3000/minute"
    tickets_per_token: str = "60/minute"  # noqa: S105 a rate, no secret
    products_per_token: str = "600/minute"  # noqa: S105
    sockets_per_address: str = "240/minute"
    sign_ins_per_address: str = "20/minute"
    sign_ins_per_email: str = "10/minute"
    rehearsals_per_associate: str = "10/minute"

    def __post_init__(self) -> None:
        for field in fields(self):
            text = getattr(self, field.name)
            try:
                parse(text)
            except ValueError:
                raise ValueError(f"{field.name}: {text!r} is not a rate such as 30/minute.") from None


class Rates:
    """The counters. `clock` gives seconds that never go back."""

    def __init__(self, rules: RateRules, clock: Callable[[], float]) -> None:
        self._clock = clock
        self._items: dict[str, RateLimitItem] = {f.name: parse(getattr(rules, f.name)) for f in fields(rules)}
        self._due: OrderedDict[tuple[str, str], float] = OrderedDict()

    def hit(self, rule: str, key: str) -> int:
        """Count one. 0 where it is within the rule, else the whole seconds after which one more will be taken."""
        item = self._items[rule]
        span = float(item.get_expiry())
        step = span / item.amount
        now = self._clock()
        slot = (rule, key)
        due = max(self._due.get(slot, now), now)
        if due - now > span - step + 1e-9:
            return max(1, math.ceil(due - now - (span - step)))
        self._due[slot] = due + step
        self._due.move_to_end(slot)
        while len(self._due) > KEYS_MAX:
            self._due.popitem(last=False)
        return 0
