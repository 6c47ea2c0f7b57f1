"""Guests through switchboards: who gets in, what they follow, whose signals reach whom, and how they go."""

from __future__ import annotations

from dataclasses import replace
from functools import partial

from coshop.core.cart_types import Side
from coshop.live import Switchboard
from coshop.protocol import commands as w
from coshop.protocol import frames, signals
from coshop.protocol.guest_commands import GuestChange, GuestJoin, GuestLeave
from tests.live.client import Client, new_id
from tests.live.house import QUICK, House

OFFER = signals.Offer(connection_id="conn-0001", sdp="v=0")
ANSWER = signals.Answer(connection_id="conn-0001", sdp="v=0")
HOUR_OF_GRACE = replace(QUICK, grace_s=3600.0)
LISTEN = GuestJoin(guest_id="guest-0001", role="listener")


async def joined(house: House, board: Switchboard, call_id: str, word: GuestJoin = LISTEN) -> Client:
    """A supervisor who is a guest of the call."""
    guest = await house.associate(board, "Sue", role="supervisor")
    assert await guest.do(call_id, word) == ""
    await guest.sees(lambda: call_id in guest.calls)
    return guest


def relayed(client: Client) -> list[frames.SignalRelayed]:
    return client.seen(frames.SignalRelayed)


def refusals(client: Client) -> list[str]:
    return [frame.refusal.code for frame in client.seen(frames.FrameRefused)]


async def test_GUEST1_a_supervisor_follows_the_call_as_its_people_do(house: House) -> None:
    board = await house.board()
    associate, shopper = await house.free(board, "Mia"), await house.shopper(board)
    call_id = await house.live_call(shopper, associate)
    guest = await joined(house, board, call_id)
    call = guest.calls[call_id]
    (seen,) = call.guests
    assert (seen.name, seen.person_id, seen.client_id, seen.role, seen.told) == (
        "Sue", guest.person.person_id, guest.client_id, "listener", True,
    )  # fmt: skip
    await shopper.agrees(call)
    await associate.agrees(call)
    assert await shopper.do(call_id, w.ChatSend(text="hello")) == ""
    await guest.sees(lambda: guest.calls[call_id].chat)
    assert await guest.do(call_id, GuestChange(guest_id="guest-0001", role="speaker")) == ""
    await shopper.sees(lambda: shopper.calls[call_id].guests[0].role == "speaker")
    assert await guest.do(call_id, w.ChatSend(text="me too")) == "unknown_call"
    assert await guest.do(call_id, GuestLeave(guest_id="guest-0001")) == ""
    await guest.lets_go(call_id)
    await shopper.sees(lambda: not shopper.calls[call_id].guests)


async def test_GUEST1_who_may_not_come_in(house: House) -> None:
    board = await house.board()
    associate, shopper = await house.free(board, "Mia"), await house.shopper(board)
    call_id = await house.live_call(shopper, associate)
    colleague = await house.associate(board, "Noa")
    assert await colleague.do(call_id, LISTEN) == "not_allowed"
    assert await associate.do(call_id, LISTEN) == "not_allowed"
    assert await shopper.do(call_id, LISTEN) == "not_allowed"
    canary = await house.associate(board, "Robot", role="canary")
    assert await canary.do(call_id, LISTEN) == "not_allowed"
    foreign = await house.associate(board, "Eve", store="store-two", role="admin")
    assert await foreign.do(call_id, LISTEN) == "unknown_call"
    supervisor = await house.associate(board, "Sue", role="supervisor")
    record = GuestJoin(guest_id="guest-0001", role="recorder")
    assert await supervisor.do(call_id, record) == "not_allowed"
    assert await supervisor.do(new_id("call"), LISTEN) == "unknown_call"
    assert all(call_id not in client.calls for client in (colleague, foreign, supervisor, canary))


async def test_GUEST3_the_stores_setting_says_whether_listening_is_told(house: House) -> None:
    house.stores["store-one"] = replace(house.stores["store-one"], tell_listening=False)
    board = await house.board()
    associate, shopper = await house.free(board, "Mia"), await house.shopper(board)
    call_id = await house.live_call(shopper, associate)
    guest = await joined(house, board, call_id)
    assert not guest.calls[call_id].guests[0].told
    assert await guest.do(call_id, GuestChange(guest_id="guest-0001", role="speaker")) == ""
    await shopper.sees(lambda: shopper.calls[call_id].guests[0].told)
    assert await guest.do(call_id, GuestChange(guest_id="guest-0001", role="whisperer")) == ""
    await shopper.sees(lambda: not shopper.calls[call_id].guests[0].told)


async def test_GUEST7_signals_go_between_each_side_and_the_guest(house: House) -> None:
    board = await house.board()
    associate, shopper = await house.free(board, "Mia"), await house.shopper(board)
    call_id = await house.live_call(shopper, associate)
    guest = await joined(house, board, call_id)
    sides: tuple[tuple[Side, Client], ...] = (("shopper", shopper), ("associate", associate))
    for side, client in sides:
        client.signal(call_id, OFFER, guest_id="guest-0001")
        (got,) = await guest.sees(lambda: relayed(guest)[-1:])
        assert (got.sender, got.client_id, got.guest_id, got.body) == (
            side,
            client.client_id,
            "guest-0001",
            OFFER,
        )
        guest.signal(call_id, ANSWER, guest_id="guest-0001", to=side)
        (back,) = await client.sees(partial(relayed, client))
        assert (back.sender, back.client_id, back.guest_id, back.body) == (
            "guest", guest.client_id, "guest-0001", ANSWER,
        )  # fmt: skip
    assert len(relayed(guest)) == 2


async def test_GUEST7_signals_that_are_not_relayed_say_why(house: House) -> None:
    board = await house.board()
    associate, shopper = await house.free(board, "Mia"), await house.shopper(board)
    call_id = await house.live_call(shopper, associate)
    guest = await joined(house, board, call_id)
    guest.signal(call_id, ANSWER, guest_id="guest-0001")
    guest.signal(call_id, OFFER, guest_id="guest-0001", to="shopper")
    guest.signal(call_id, ANSWER)
    guest.signal(call_id, ANSWER, guest_id="guest-9999", to="shopper")
    await guest.sees(lambda: len(refusals(guest)) == 4)
    assert refusals(guest) == ["invalid_field", "not_allowed", "no_other_participant", "unknown_guest"]
    shopper.signal(call_id, ANSWER, guest_id="guest-0001")
    shopper.signal(call_id, signals.Typing(), guest_id="guest-0001")
    await shopper.sees(lambda: refusals(shopper) == ["not_allowed", "not_allowed"])
    second = Client(board, associate.person, new_id("tablet")).connect()
    await second.sees(lambda: call_id in second.calls)
    second.signal(call_id, OFFER, guest_id="guest-0001")
    await second.sees(lambda: refusals(second) == ["no_other_participant"])
    assert relayed(shopper) == relayed(associate) == relayed(guest) == []


async def test_GUEST5_a_lost_guest_is_gone_at_once_and_a_lost_side_is_not(house: House) -> None:
    board = await house.board(settings=HOUR_OF_GRACE)
    associate, shopper = await house.free(board, "Mia"), await house.shopper(board)
    call_id = await house.live_call(shopper, associate)
    guest = await joined(house, board, call_id)
    guest.drop()
    await shopper.sees(lambda: not shopper.calls[call_id].guests)
    assert shopper.calls[call_id].phase.phase == "live"
    guest.connect()
    assert (await guest.welcome()).streams == ()
    assert await guest.do(call_id, LISTEN) == "", "and may come again under the same id"


async def test_GUEST5_a_newer_socket_of_the_same_client_stays_the_guest(house: House) -> None:
    board = await house.board(settings=HOUR_OF_GRACE)
    associate, shopper = await house.free(board, "Mia"), await house.shopper(board)
    call_id = await house.live_call(shopper, associate)
    guest = await joined(house, board, call_id)
    other = Client(board, guest.person, new_id("desk")).connect()
    assert (await other.welcome()).streams == (), "another client of the same person is no guest"
    guest.connect()
    assert [stream.call_id for stream in (await guest.welcome()).streams] == [call_id]
    assert await shopper.do(call_id, w.ChatSend(text="still there?")) == ""
    await guest.sees(lambda: guest.calls[call_id].chat)
    assert len(guest.calls[call_id].guests) == 1
    other.pump()
    assert call_id not in other.calls


async def test_GUEST6_the_calls_end_lets_the_guest_go(house: House) -> None:
    board = await house.board()
    associate, shopper = await house.free(board, "Mia"), await house.shopper(board)
    call_id = await house.live_call(shopper, associate)
    guest = await joined(house, board, call_id)
    assert await shopper.do(call_id, w.CallEnd()) == ""
    await guest.lets_go(call_id)
    ends = [entry.event for frame in guest.seen(frames.Events) for entry in frame.entries]
    assert [event.type for event in ends] == ["guest_left", "call_ended"]
    call = await associate.phase(call_id, "ended")
    assert call.guests == ()


async def test_GUEST7_a_guest_on_another_server_follows_and_is_reached_there(house: House) -> None:
    one, two = await house.board("server-1"), await house.board("server-2")
    associate, shopper = await house.free(one, "Mia"), await house.shopper(two)
    call_id = await house.live_call(shopper, associate)
    guest = await joined(house, two, call_id)
    await associate.sees(lambda: associate.calls[call_id].guests)
    associate.signal(call_id, OFFER, guest_id="guest-0001")
    (got,) = await guest.sees(lambda: relayed(guest))
    assert (got.sender, got.guest_id) == ("associate", "guest-0001")
    guest.signal(call_id, ANSWER, guest_id="guest-0001", to="associate")
    (back,) = await associate.sees(lambda: relayed(associate))
    assert (back.sender, back.guest_id, back.body) == ("guest", "guest-0001", ANSWER)
    assert await associate.do(call_id, w.ChatSend(text="hi")) == ""
    await guest.sees(lambda: guest.calls[call_id].chat)


async def test_GUEST5_a_guest_whose_server_dies_is_found_gone_by_the_others(house: House) -> None:
    one, two = await house.board("server-1"), await house.board("server-2")
    associate, shopper = await house.free(one, "Mia"), await house.shopper(one)
    call_id = await house.live_call(shopper, associate)
    await joined(house, two, call_id)
    await shopper.sees(lambda: shopper.calls[call_id].guests)
    await house.kill(two)
    await one._losses.reap("server-2")
    await shopper.sees(lambda: not shopper.calls[call_id].guests)
    left = [entry.event for frame in shopper.seen(frames.Events) for entry in frame.entries][-1]
    assert left.type == "guest_left"
    assert left.reason == "lost"
