"""The life of a call, move by move."""

from __future__ import annotations

from dataclasses import replace

import pytest

from coshop.core import commands as c
from coshop.core import events as e
from coshop.core.call import (
    CHAT_MAX,
    LEFT_OUT_MS,
    LOST_MS,
    RING_MS,
    SHOWN_MAX,
    WAITING_LOST_MS,
    WAITING_MS,
    associate_of,
    deadline,
    evolve,
)
from coshop.core.call_types import ByAssociate, ByShopper, ChatMessage, Ended, Live, Mode, Ringing, Waiting
from coshop.core.cart_types import Side
from coshop.core.refusal import Refused
from tests.core.play import (
    ANNA,
    BEN,
    PAGE,
    REQUEST,
    RING_ANNA,
    RING_BEN,
    SERVER,
    SHOPPER,
    Played,
    ended,
    live,
    ringing,
    store_cart,
    waiting,
)


def code(decided: object) -> str:
    assert isinstance(decided, Refused), decided
    return decided.code


def test_CALL4_a_request_waits_with_a_deadline() -> None:
    played = waiting()
    assert isinstance(played.there.phase, Waiting)
    assert deadline(played.there) == played.now_ms + WAITING_MS
    assert associate_of(played.there) is None


@pytest.mark.parametrize(
    ("mode", "expected"), [("video", (True, True)), ("voice", (True, False)), ("text", (False, False))]
)
def test_CALL1_the_mode_says_which_media_start(mode: Mode, expected: tuple[bool, bool]) -> None:
    played = Played()
    played.must(replace(REQUEST, mode=mode), SHOPPER)
    assert (played.there.shopper.microphone, played.there.shopper.camera) == expected


def test_CALL4_waiting_ends_when_nobody_answers() -> None:
    played = waiting()
    played.now_ms += WAITING_MS - 1
    assert played.must(c.TimePass(), SERVER) == ()
    played.now_ms += 1
    played.must(c.TimePass(), SERVER)
    assert isinstance(played.there.phase, Ended)
    assert played.there.phase.reason == "nobody_answered"
    assert played.there.phase.associate is None
    assert deadline(played.there) is None


def test_CALL2_declined_goes_back_to_the_front_and_leaves_the_associate_out() -> None:
    played = ringing()
    played.must(c.RingDecline(), ANNA)
    phase = played.there.phase
    assert isinstance(phase, Waiting)
    assert phase.returned
    assert phase.deadline_ms == 1_000_000 + WAITING_MS
    assert code(played.do(RING_ANNA, SERVER)) == "not_allowed"
    played.must(RING_BEN, SERVER)
    played.must(c.RingDecline(), BEN)
    played.now_ms += LEFT_OUT_MS
    played.must(RING_ANNA, SERVER)
    played.must(c.RingDecline(), ANNA)
    assert sorted(x.associate_id for x in played.there.left_out) == ["anna", "ben"]


def test_CALL2_an_unanswered_ring_ends_after_20_s() -> None:
    played = ringing()
    assert deadline(played.there) == played.now_ms + RING_MS
    played.now_ms += RING_MS
    (event,) = played.must(c.TimePass(), SERVER)
    assert isinstance(event, e.RingEnded)
    assert event.reason == "unanswered"


def test_CALL7_a_withdrawn_call_can_no_longer_be_answered() -> None:
    played = ringing()
    played.must(c.CallWithdraw(), SHOPPER)
    assert code(played.do(c.RingAccept(), ANNA)) == "call_ended"
    assert isinstance(played.there.phase, Ended)
    assert not played.there.phase.answered
    assert code(played.do(c.CallWrapUp(outcome="helped"), ANNA)) == "unknown_call"


def test_CALL7_an_answered_call_can_no_longer_be_withdrawn() -> None:
    played = live()
    assert code(played.do(c.CallWithdraw(), SHOPPER)) == "call_not_waiting"
    assert isinstance(played.there.phase, Live)


def test_CALL3_it_goes_on_with_the_tablet_that_answered() -> None:
    played = ringing()
    played.must(c.RingAccept(camera=False), ByAssociate("anna", "tablet-9"))
    associate = associate_of(played.there)
    assert associate
    assert (associate.client_id, associate.camera, associate.microphone) == ("tablet-9", False, True)


def test_CALL5_losing_one_side_starts_a_minute_and_does_not_end_the_call() -> None:
    sides: list[tuple[Side, str]] = [("shopper", "tab-1"), ("associate", "tablet-1")]
    for side, actor_client in sides:
        played = live()
        played.must(c.ParticipantLose(side=side, client_id=actor_client, reason="connection"), SERVER)
        assert isinstance(played.there.phase, Live)
        assert deadline(played.there) == played.now_ms + LOST_MS
        played.now_ms += LOST_MS
        played.must(c.TimePass(), SERVER)
        assert isinstance(played.there.phase, Ended)
        assert played.there.phase.reason == f"{side}_lost"


def test_CALL6_a_return_stops_the_minute() -> None:
    played = live()
    lose = c.ParticipantLose(side="shopper", client_id="tab-1", reason="page_change")
    played.must(lose, SERVER)
    assert played.there.shopper.lost_reason == "page_change"
    assert played.must(lose, SERVER) == (), "losing twice is losing once"
    assert played.must(c.ParticipantReturn(side="shopper", client_id="tab-2"), SERVER) == ()
    played.must(c.ParticipantReturn(side="shopper", client_id="tab-1"), SERVER)
    assert played.there.shopper.lost_at_ms == 0
    assert played.must(c.ParticipantReturn(side="shopper", client_id="tab-1"), SERVER) == ()
    assert deadline(played.there) is None


def test_CALL9_the_wrap_up_is_the_last_event_whoever_comes_back_after_it() -> None:
    played = live()
    played.must(c.ParticipantLose(side="shopper", client_id="tab-1", reason="page_change"), SERVER)
    played.must(c.CallEnd(), ANNA)
    back = c.ParticipantReturn(side="shopper", client_id="tab-1")
    assert played.must(back, SERVER) == ()
    played.must(c.CallWrapUp(outcome="helped"), ANNA)
    assert played.must(back, SERVER) == ()


def test_CALL5_a_stale_socket_loses_nobody() -> None:
    played = live()
    assert (
        played.must(c.ParticipantLose(side="associate", client_id="old", reason="connection"), SERVER) == ()
    )


def test_CALL2_an_associate_lost_while_ringing_ends_the_ring() -> None:
    played = ringing()
    (event,) = played.must(
        c.ParticipantLose(side="associate", client_id="tablet-1", reason="connection"), SERVER
    )
    assert isinstance(event, e.RingEnded)
    assert event.reason == "lost"


def test_CALL5_a_lost_shopper_keeps_the_place_for_two_minutes_and_is_not_rung() -> None:
    played = waiting()
    played.must(c.ParticipantLose(side="shopper", client_id="tab-1", reason="connection"), SERVER)
    assert deadline(played.there) == played.now_ms + WAITING_LOST_MS
    assert code(played.do(RING_ANNA, SERVER)) == "no_other_participant"
    played.now_ms += WAITING_LOST_MS
    played.must(c.TimePass(), SERVER)
    assert isinstance(played.there.phase, Ended)
    assert played.there.phase.reason == "shopper_lost"


def test_CALL6_take_over_on_another_tablet() -> None:
    played = live()
    played.must(c.CallTakeOver(), ByAssociate("anna", "tablet-7"))
    associate = associate_of(played.there)
    assert associate
    assert associate.client_id == "tablet-7"
    assert played.must(c.CallTakeOver(), ByAssociate("anna", "tablet-7")) == ()
    played.must(c.CallTakeOver(), ByShopper("shopper-1", "tab-5"))
    assert played.there.shopper.client_id == "tab-5"


def test_CALL8_an_end_settles_what_is_still_pending() -> None:
    played = live()
    played.must(c.CartAdd(variant_id="V1", quantity=2), ANNA, "change-1")
    settled, over = played.must(c.CallEnd(), ANNA)
    assert isinstance(settled, e.CartChangeSettled)
    assert settled.reason == "call_ended"
    assert isinstance(over, e.CallEnded)
    assert over.reason == "ended_by_associate"
    assert played.there.cart.changes[0].state == "rejected"


def test_CALL9_wrap_up_once() -> None:
    played = ended()
    played.must(c.CallWrapUp(outcome="sold", note="two jackets"), ANNA)
    assert isinstance(played.there.phase, Ended)
    assert (played.there.phase.outcome, played.there.phase.note) == ("sold", "two jackets")
    assert code(played.do(c.CallWrapUp(outcome="helped"), ANNA)) == "already_wrapped_up"


def test_what_changes_nothing_makes_no_event() -> None:
    played = live()
    assert played.must(c.PageOpen(page=PAGE), SHOPPER) == ()
    assert played.must(c.MediaSet(microphone=True, camera=True), ANNA) == ()
    played.must(c.MediaSet(microphone=True, camera=False), ANNA)
    played.must(c.PageOpen(page=replace(PAGE, url="https://shop.example/bag")), SHOPPER)
    assert played.there.page.url.endswith("/bag")


def test_CALL10_the_newest_stands_last_and_no_product_twice() -> None:
    played = live()
    for product in ("P1", "P2", "P1"):
        played.must(c.ProductShow(product_id=product, variant_id="V"), ANNA)
    assert [s.product_id for s in played.there.shown] == ["P2", "P1"]
    played.must(c.ProductHide(product_id="P2"), SHOPPER)
    assert [s.product_id for s in played.there.shown] == ["P1"]


def test_CALL10_at_most_twelve() -> None:
    played = live()
    for n in range(SHOWN_MAX):
        played.must(c.ProductShow(product_id=f"P{n}"), ANNA)
    assert code(played.do(c.ProductShow(product_id="P99"), ANNA)) == "too_many_shown"
    played.must(c.ProductShow(product_id="P3"), ANNA)


def test_CALL10_messages_are_kept_and_bounded() -> None:
    played = live()
    played.must(c.ChatSend(text="Hello"), SHOPPER, "message-1")
    assert played.there.chat[0].by == "shopper"
    full = ChatMessage(message_id="m", by="shopper", text="x", at_ms=1)
    played.call = replace(played.there, chat=(full,) * CHAT_MAX)
    assert code(played.do(c.ChatSend(text="more"), ANNA)) == "chat_full"


def test_CART8_the_shoppers_cart_is_known_while_it_rings() -> None:
    played = ringing()
    played.must(c.CartReport(cart=store_cart(("L1", "V1", 1))), SHOPPER)
    assert played.must(c.CartReport(cart=store_cart(("L1", "V1", 1))), SHOPPER) == ()


def test_CALL5_a_shopper_who_vanishes_while_it_rings_is_waited_for() -> None:
    played = ringing()
    played.must(c.ParticipantLose(side="shopper", client_id="tab-1", reason="connection"), SERVER)
    assert isinstance(played.there.phase, Ringing)
    assert deadline(played.there) == played.now_ms + RING_MS


@pytest.mark.parametrize(
    ("make", "event"),
    [
        (waiting, e.CallAccepted(associate_id="anna", client_id="t")),
        (waiting, e.MediaChanged(side="associate", microphone=True, camera=True)),
        (live, e.RingStarted(associate=waiting().there.shopper, deadline_ms=1)),
    ],
)
def test_an_impossible_history_is_an_error(make: object, event: e.Event) -> None:
    assert callable(make)
    entry = e.Entry(seq=9, at_ms=1, by="server", command_id="", event=event)
    with pytest.raises(ValueError, match=r"cannot follow|no associate"):
        evolve(make().there, entry)
    with pytest.raises(ValueError, match="begins with"):
        evolve(None, entry)
