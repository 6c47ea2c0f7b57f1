"""Rehearsals and canaries through a switchboard: whom they ring, who sees them, and that no figure counts them."""

from __future__ import annotations

from coshop.protocol import commands as w
from coshop.protocol import frames
from tests.live.client import Client, new_id, until_async
from tests.live.house import House, request


def lines(client: Client) -> list[frames.Line]:
    return client.seen(frames.Line)


async def test_LINE7_a_rehearsal_rings_for_its_associate_and_counts_nowhere(house: House) -> None:
    board = await house.board()
    mia, noa = await house.free(board, "Mia"), await house.free(board, "Noa")
    await noa.sees(lambda: any(line.available == 2 for line in lines(noa)))
    pupil = await house.shopper(board, kind="rehearsal", reserved_for=noa.person.person_id)
    call_id = new_id("call")
    assert await pupil.do(call_id, request()) == ""
    call = await noa.phase(call_id, "ringing")
    assert (call.kind, call.reserved_for) == ("rehearsal", noa.person.person_id)
    assert await noa.do(call_id, w.RingAccept()) == ""
    await pupil.phase(call_id, "live")
    await mia.sees(lambda: any(line.available == 1 for line in lines(mia)))
    assert all(not line.entries and line.live == 0 for line in lines(mia))
    assert await pupil.do(call_id, w.CallEnd()) == ""
    journal = house.storage.journal
    assert await journal.past_calls(noa.person.person_id, 10) == ()
    assert await journal.wait_seconds("store-one", 0, 10) == ()


async def test_LINE7_a_waiting_rehearsal_is_shown_to_its_associate_alone(house: House) -> None:
    board = await house.board()
    mia, noa = await house.associate(board, "Mia"), await house.associate(board, "Noa")
    first = await house.shopper(board, kind="rehearsal", reserved_for=noa.person.person_id)
    ringing = new_id("call")
    assert await first.do(ringing, request(name="First")) == ""
    await noa.phase(ringing, "ringing")
    pupil = await house.shopper(board, kind="rehearsal", reserved_for=noa.person.person_id)
    customer = await house.shopper(board)
    practice, real = new_id("call"), new_id("call")
    assert await pupil.do(practice, request(name="Pupil")) == ""
    assert await customer.do(real, request(name="Ana")) == ""

    def names(client: Client) -> list[str]:
        seen = lines(client)
        return [entry.name for entry in seen[-1].entries] if seen else []

    await noa.sees(lambda: sorted(names(noa)) == ["Ana", "First", "Pupil"])
    kinds = {entry.name: entry.kind for entry in lines(noa)[-1].entries}
    assert kinds == {"Ana": "customer", "First": "rehearsal", "Pupil": "rehearsal"}
    await mia.sees(lambda: names(mia) == ["Ana"])
    place = await customer.sees(lambda: customer.seen(frames.Place))
    assert [(each.position, each.waiting) for each in place] == [(1, 1)]
    place = await pupil.sees(lambda: pupil.seen(frames.Place))
    assert (place[-1].position, place[-1].waiting) == (1, 1)
    assert (await board.availability(house.stores["store-one"])).waiting == 1
    assert not any("Pupil" in [entry.name for entry in line.entries] for line in lines(mia))


async def test_LINE7_a_canary_answers_its_own_calls_and_nobody_counts_on_it(house: House) -> None:
    board = await house.board()
    robot = await house.free(board, "Robot", role="canary")
    store = house.stores["store-one"]
    answer = await board.availability(store)
    assert (answer.available, answer.associate_name) == (False, "")
    await robot.sees(lambda: lines(robot) and all(line.available == 0 for line in lines(robot)))
    customer = await house.shopper(board)
    real = new_id("call")
    assert await customer.do(real, request()) == ""
    await customer.sees(lambda: customer.seen(frames.Place))
    prober = await house.shopper(board, kind="canary", reserved_for=robot.person.person_id)
    probe = new_id("call")
    assert await prober.do(probe, request()) == ""
    await robot.phase(probe, "ringing")
    assert await robot.do(probe, w.RingAccept()) == ""
    await prober.phase(probe, "live")
    assert (await customer.phase(real, "waiting")).left_out == (), "it never rang for the customer"
    assert not (await board.availability(store)).available


async def test_LINE7_a_full_line_of_customers_does_not_keep_a_canary_out(house: House) -> None:
    board = await house.board()
    limit = house.stores["store-one"].line_limit
    for _ in range(limit):
        assert await (await house.shopper(board)).do(new_id("call"), request()) == ""
    assert await (await house.shopper(board)).do(new_id("call"), request()) == "line_full"
    prober = await house.shopper(board, kind="canary", reserved_for="assoc-robot")
    assert await prober.do(new_id("call"), request()) == ""

    async def counted() -> bool:
        return await house.storage.journal.count_waiting("store-one") == limit

    await until_async(counted)


async def test_REHEARSE1_practice_reaches_who_is_away_and_no_customer_does_meanwhile(house: House) -> None:
    board = await house.board()
    noa = await house.associate(board, "Noa")
    store = house.stores["store-one"]
    pupil = await house.shopper(board, kind="rehearsal", reserved_for=noa.person.person_id)
    customer = await house.shopper(board)
    practice, real = new_id("call"), new_id("call")
    assert await customer.do(real, request()) == ""
    await customer.sees(lambda: customer.seen(frames.Place))
    assert await pupil.do(practice, request()) == ""
    await noa.phase(practice, "ringing")
    assert not (await board.availability(store)).available, "who practises is not there for customers"
    assert await noa.do(practice, w.RingAccept()) == ""
    await pupil.phase(practice, "live")
    assert await pupil.do(practice, w.CallEnd()) == ""

    def states() -> list[str]:
        return [each.state for each in noa.seen(frames.Presence)]

    await noa.sees(lambda: states()[-1] == "away")
    assert states() == ["away", "ringing", "busy", "away"], "there is nothing to wrap up"
    assert (await customer.phase(real, "waiting")).left_out == ()
    assert await noa.do("", w.PresenceSet(state="available")) == ""
    await noa.phase(real, "ringing")


async def test_REHEARSE1_who_is_available_stays_so_and_a_customer_comes_first(house: House) -> None:
    board = await house.board()
    noa = await house.free(board, "Noa")
    pupil = await house.shopper(board, kind="rehearsal", reserved_for=noa.person.person_id)
    practice = new_id("call")
    assert await pupil.do(practice, request()) == ""
    await noa.phase(practice, "ringing")
    assert (await board.availability(house.stores["store-one"])).available
    assert await noa.do(practice, w.RingDecline()) == ""
    await pupil.phase(practice, "waiting")
    customer = await house.shopper(board)
    real = new_id("call")
    assert await customer.do(real, request()) == ""
    await noa.phase(real, "ringing")


async def test_CANARY1_a_canarys_call_never_rings_for_who_is_away(house: House) -> None:
    board = await house.board()
    robot = await house.associate(board, "Robot", role="canary")
    prober = await house.shopper(board, kind="canary", reserved_for=robot.person.person_id)
    probe = new_id("call")
    assert await prober.do(probe, request()) == ""
    await prober.sees(lambda: prober.seen(frames.Place))
    assert await robot.do("", w.PresenceSet(state="available")) == ""
    await robot.phase(probe, "ringing")
