"""Prints histories of calls as JSON: each entry with the state after it. The web client's tests replay them.

`python -m tests.core.print_histories SEED COUNT` plays COUNT random calls; the first one has every type of event.
"""

from __future__ import annotations

import json
import random
import sys
from dataclasses import replace
from typing import Any

from coshop.core import commands as c
from coshop.core import recording_types as r
from coshop.core.call import evolve
from coshop.core.call_types import Actor
from coshop.core.events import Entry
from coshop.core.guest_types import GuestChange, GuestLeave, GuestLose
from coshop.protocol.codec import dump_call, dump_entries
from tests.core.play import (
    ANNA,
    ASK,
    BEN,
    LISTEN,
    NO,
    PAGE,
    REQUEST,
    RING_ANNA,
    RING_BEN,
    SERVER,
    SHOPPER,
    SUE,
    YES,
    Played,
    store_cart,
)
from tests.core.test_snapshots import STORY

STEPS = 80


def _wish(chance: random.Random, played: Played) -> tuple[c.Command, Actor]:
    """Any command of anybody, most of them possible."""
    changes = played.call.cart.changes if played.call else ()
    change_id = chance.choice(changes).change_id if changes else "none"
    variant, line, side = chance.choice("VW"), chance.choice(("L1", "L2")), chance.choice((SHOPPER, ANNA))
    cart = store_cart(*((name, chance.choice("VW"), chance.randint(1, 4)) for name in ("L1", "L2")))
    wishes: list[tuple[c.Command, Actor]] = [
        (RING_ANNA, SERVER),
        (RING_BEN, SERVER),
        (c.RingDecline(), BEN),
        (c.RingAccept(camera=chance.random() < 0.5), ANNA),
        (c.MediaSet(microphone=chance.random() < 0.5, camera=chance.random() < 0.5), side),
        (
            c.PageOpen(page=PAGE.__class__(url=f"https://shop.example/{chance.randint(1, 9)}", title="")),
            SHOPPER,
        ),
        (c.ProductShow(product_id=chance.choice(("P1", "P2", "P3")), variant_id=variant), ANNA),
        (c.ProductHide(product_id=chance.choice(("P1", "P2", "P3"))), side),
        (c.CartAdd(variant_id=variant, quantity=chance.randint(1, 3), product_id="P1"), side),
        (c.CartSet(line_id=line, quantity=chance.randint(1, 5)), side),
        (c.CartRemove(line_id=line), side),
        (c.CartUndo(change_id=change_id), side),
        (
            c.CartSettle(
                change_id=change_id,
                applied_quantity=chance.randint(0, 3),
                reason=chance.choice((None, "sold_out", "store_no_answer")),
                cart=chance.choice((None, cart)),
            ),
            SHOPPER,
        ),
        (c.CartReport(cart=cart), SHOPPER),
        (c.ChatSend(text="Grüße 👋"), side),
        (c.CheckoutOffer(), ANNA),
        (c.CheckoutReport(step=chance.choice(("started", "failed", "paid")), order_number="A1"), SHOPPER),
        (c.ParticipantLose(side="shopper", client_id="tab-1", reason="page_change"), SERVER),
        (c.ParticipantReturn(side="shopper", client_id="tab-1"), SERVER),
        (c.CallTakeOver(), ANNA),
        (c.TimePass(), SERVER),
        (ASK, ANNA),
        (chance.choice((YES, NO)), side),
        (chance.choice((r.RecordingPause(), r.RecordingResume())), side),
        (r.RecordingFail() if chance.random() < 0.2 else c.TimePass(), SERVER),
        (replace(LISTEN, role=chance.choice(("listener", "whisperer", "speaker"))), SUE),
        (GuestChange(guest_id="guest-sue", role="speaker"), SUE),
        (GuestLeave(guest_id="guest-sue"), SUE),
        (GuestLose(person_id="sue", client_id="desk-1"), SERVER),
    ]
    return chance.choice(wishes)


def _random_call(chance: random.Random) -> Played:
    played = Played()
    played.must(REQUEST, SHOPPER)
    for _ in range(STEPS):
        command, actor = _wish(chance, played)
        played.now_ms += chance.randint(1, 400)
        played.do(command, actor)
    played.do(chance.choice((c.CallEnd(), c.CallWithdraw())), SHOPPER)
    played.do(c.CallWrapUp(outcome="helped", note="n"), ANNA)
    return played


def _told(played: Played) -> list[dict[str, Any]]:
    rows, call = [], None
    for entry in played.entries:
        call = evolve(call, entry)
        rows.append({"entry": _json(entry), "state": json.loads(dump_call(call))})
    return rows


def _json(entry: Entry) -> Any:
    return json.loads(dump_entries((entry,)))[0]


def main(seed: int, count: int) -> None:
    """Write the histories to standard output."""
    chance = random.Random(seed)
    histories = [_told(STORY), *(_told(_random_call(chance)) for _ in range(count))]
    json.dump(histories, sys.stdout)


if __name__ == "__main__":
    main(int(sys.argv[1]), int(sys.argv[2]))
