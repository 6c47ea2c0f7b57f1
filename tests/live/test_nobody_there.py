"""Who waits while nobody takes calls is told so, and an associate who forgot a wrap-up counts as nobody."""

from __future__ import annotations

from dataclasses import replace

from coshop.core import hours
from coshop.protocol import commands as w
from coshop.protocol import frames
from tests.live.client import Client, new_id
from tests.live.house import House, request


def places(client: Client) -> list[frames.Place]:
    return client.seen(frames.Place)


async def test_LINE1_who_waits_with_nobody_there_is_told_so_and_no_span(house: House) -> None:
    board = await house.board()
    away = await house.associate(board, "Mia")
    shopper = await house.shopper(board)
    call_id = new_id("call")
    assert await shopper.do(call_id, request()) == ""
    place = (await shopper.sees(lambda: places(shopper)))[0]
    assert (place.position, place.nobody_there, place.opens_at_ms) == (1, True, 0)
    assert (place.wait_min_s, place.wait_max_s) == (0, 0)
    assert await away.do("", w.PresenceSet(state="available")) == ""
    await shopper.phase(call_id, "ringing")


async def test_LINE1_a_closed_store_says_when_its_hours_begin_again(house: House) -> None:
    now_ms = house.clock()
    closed: dict[int, tuple[tuple[str, str], ...]] = dict.fromkeys(range(1, 8), (("00:00", "00:01"),))
    if hours.open_now(closed, "UTC", now_ms):
        closed = dict.fromkeys(range(1, 8), (("12:00", "12:01"),))
    house.stores["store-one"] = replace(house.stores["store-one"], hours=closed, time_zone="UTC")
    board = await house.board()
    shopper = await house.shopper(board)
    assert await shopper.do(new_id("call"), request()) == ""
    place = (await shopper.sees(lambda: places(shopper)))[0]
    assert place.nobody_there
    assert place.opens_at_ms == hours.next_opening_ms(closed, "UTC", now_ms)


async def test_LINE5_a_forgotten_wrap_up_counts_as_nobody_until_it_is_done(house: House) -> None:
    board, store = await house.board(), house.stores["store-one"]
    mia, first, second = (
        await house.free(board, "Mia"),
        await house.shopper(board),
        await house.shopper(board),
    )
    done, waiting = await house.live_call(first, mia), new_id("call")
    assert await second.do(waiting, request()) == ""
    await second.sees(lambda: places(second))
    assert await first.do(done, w.CallEnd()) == ""
    await mia.phase(done, "ended")
    assert all(not place.nobody_there and place.wait_max_s > 0 for place in places(second))
    assert (await board.availability(store)).available
    house.clock.advance(181_000)
    await second.sees(lambda: places(second)[-1].nobody_there)
    answer = await board.availability(store)
    assert (answer.available, answer.associate_name) == (False, "")
    assert await mia.do(done, w.CallWrapUp(outcome="helped")) == ""
    await second.phase(waiting, "ringing")


async def test_LINE1_LINE7_of_a_reserved_call_nobody_there_is_not_said(house: House) -> None:
    board = await house.board()
    pupil = await house.shopper(board, kind="rehearsal", reserved_for="assoc_elsewhere")
    assert await pupil.do(new_id("call"), request()) == ""
    place = (await pupil.sees(lambda: places(pupil)))[0]
    assert not place.nobody_there
    assert place.wait_max_s > 0
