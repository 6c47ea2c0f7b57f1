"""Where an associate stands, on every tablet of theirs, before, in and after a call; and taking a call over."""

from __future__ import annotations

import asyncio
from dataclasses import replace

from coshop.bus import InProcessBus
from coshop.core.call_types import Live
from coshop.live import Switchboard
from coshop.protocol import commands as w
from coshop.protocol import frames
from coshop.protocol.close_codes import CloseCode
from tests.live.client import Client, new_id, until, until_async
from tests.live.house import QUICK, House, request


def last(client: Client) -> tuple[str, bool]:
    """The newest word on presence: the state, and whether it rings here."""
    found = client.seen(frames.Presence)
    return (found[-1].state, found[-1].here) if found else ("", False)


async def test_every_tablet_of_an_associate_knows_and_one_rings(house: House) -> None:
    here, there = await house.board(), await house.board()
    tablet = await house.associate(here, "Mia")
    phone = Client(there, tablet.person, new_id("phone")).connect()
    await phone.welcome()
    assert await tablet.do("", w.PresenceSet(state="available")) == ""
    await until(lambda: last(tablet) == ("available", True))
    await until(lambda: last(phone) == ("available", False))
    shopper = await house.shopper(here)
    call_id = new_id("call")
    await shopper.do(call_id, request())
    ringing = await phone.phase(call_id, "ringing")
    assert ringing == await tablet.phase(call_id, "ringing")
    await until(lambda: last(tablet) == ("ringing", True))
    assert await phone.do(call_id, w.RingAccept()) == ""
    live = (await shopper.phase(call_id, "live")).phase
    assert isinstance(live, Live)
    assert live.associate.client_id == phone.client_id
    assert await tablet.do(call_id, w.CallTakeOver()) == ""
    await shopper.sees(lambda: shopper.calls[call_id].phase.associate.client_id == tablet.client_id)  # type: ignore[union-attr]
    await until(lambda: last(phone) == ("busy", False))


async def test_who_goes_away_in_a_call_is_away_after_it(house: House) -> None:
    board = await house.board()
    associate, shopper = await house.free(board, "Mia"), await house.shopper(board)
    call_id = await house.live_call(shopper, associate)
    assert await associate.do("", w.PresenceSet(state="away")) == ""
    assert await shopper.do(call_id, w.CallEnd()) == ""
    await associate.phase(call_id, "ended")
    await until(lambda: last(associate)[0] == "wrap_up")
    assert await associate.do(call_id, w.CallWrapUp(outcome="helped")) == ""
    await until(lambda: last(associate)[0] == "away")
    other = await house.shopper(board)
    waiting = new_id("call")
    assert await other.do(waiting, request()) == ""
    await until(lambda: other.seen(frames.Place))
    assert other.calls[waiting].phase.phase == "waiting"


async def test_SOCK12_LINE5_going_available_instead_of_wrapping_up_lets_go_of_the_call(house: House) -> None:
    here, there = await house.board(), await house.board()
    associate, shopper = await house.free(here, "Mia"), await house.shopper(here)
    phone = Client(there, associate.person, new_id("phone")).connect()
    await phone.welcome()
    call_id = await house.live_call(shopper, associate)
    await shopper.do(call_id, w.CallEnd())
    await phone.phase(call_id, "ended")
    await associate.phase(call_id, "ended")
    await until(lambda: last(associate)[0] == "wrap_up")
    assert await associate.do("", w.PresenceSet(state="available")) == ""
    await associate.lets_go(call_id)
    await phone.lets_go(call_id)
    await until(lambda: last(associate) == ("available", True))


async def test_an_ended_call_waits_for_its_wrap_up_over_a_reload(house: House) -> None:
    board = await house.board()
    associate, shopper = await house.free(board, "Mia"), await house.shopper(board)
    call_id = await house.live_call(shopper, associate)
    await shopper.do(call_id, w.CallEnd())
    await associate.phase(call_id, "ended")
    associate.goodbye("page_change")
    associate.connect(known=False)
    await associate.phase(call_id, "ended")
    assert await associate.do(call_id, w.CallWrapUp(outcome="sold", note="secret note")) == ""
    await associate.lets_go(call_id)
    shopper.pump()
    for known in (True, False):
        shopper.connect(known=known)
        welcome = await shopper.welcome()
        seqs = {position.call_id: position.seq for position in welcome.streams}
        if known:
            assert seqs == {call_id: shopper.positions[call_id][1]}
    shopper.positions[call_id] = (1, 1)  # an epoch of long ago: the whole call is sent, without the note
    shopper.connect()
    await shopper.phase(call_id, "ended")
    assert "secret note" not in repr(shopper.frames)


async def test_a_shopper_who_missed_the_end_hears_of_it_but_not_of_the_wrap_up(house: House) -> None:
    board = await house.board(settings=replace(QUICK, grace_s=5.0))
    associate, shopper = await house.free(board, "Mia"), await house.shopper(board)
    call_id = await house.live_call(shopper, associate)
    shopper.pump()
    shopper.drop()
    assert await associate.do(call_id, w.CallEnd()) == ""
    assert await associate.do(call_id, w.CallWrapUp(outcome="sold", note="secret note")) == ""
    shopper.connect()
    await shopper.phase(call_id, "ended")
    assert not shopper.seen(frames.Snapshot)
    assert "secret note" not in repr(shopper.frames)
    assert "sold" not in repr(shopper.frames)


async def test_a_tab_that_opens_while_it_begins_to_ring_rings_too(house: House) -> None:
    board = await house.board(settings=replace(QUICK, repair_s=1000.0))
    associate, shopper = await house.free(board, "Mia"), await house.shopper(board)
    for delay_ms in range(0, 30, 2):
        call_id = new_id("call")
        asked = shopper.send(call_id, request())
        await asyncio.sleep(delay_ms / 1000)
        phone = Client(board, associate.person, new_id("phone")).connect()
        await shopper.answer(asked)
        await phone.phase(call_id, "ringing")
        assert isinstance(phone.frames[0], frames.Welcome)
        assert len([s for s in phone.seen(frames.Snapshot) if s.call.call_id == call_id]) == 1
        assert await shopper.do(call_id, w.CallWithdraw()) == ""
        await associate.lets_go(call_id)
        await phone.lets_go(call_id)
        phone.goodbye("closed")
        await until(lambda: last(associate)[0] == "available")


async def test_presence_set_is_for_associates_and_belongs_to_no_call(house: House) -> None:
    board = await house.board()
    shopper, associate = await house.shopper(board), await house.associate(board, "Mia")
    assert await shopper.do("", w.PresenceSet(state="available")) == "not_allowed"
    assert await associate.do(new_id("call"), w.PresenceSet(state="available")) == "invalid_field"
    assert await associate.do("", w.ChatSend(text="where?")) == "invalid_field"


async def test_an_associate_whose_tablet_is_gone_is_not_rung(house: House) -> None:
    board = await house.board()
    associate, shopper = await house.free(board, "Mia"), await house.shopper(board)
    associate.drop()

    async def gone() -> bool:
        row = await house.storage.presences.get(associate.person.person_id)
        return row is not None and not row.connected

    await until_async(gone)
    call_id = new_id("call")
    await shopper.do(call_id, request())
    await until(lambda: shopper.seen(frames.Place))
    assert shopper.calls[call_id].phase.phase == "waiting"
    assert board.counters.conflicts == 0
    associate.connect()
    await associate.phase(call_id, "ringing")


async def test_the_heartbeat_tells_the_newest_number_of_each_stream(house: House) -> None:
    board = await house.board()
    associate, shopper = await house.free(board, "Mia"), await house.shopper(board)
    call_id = await house.live_call(shopper, associate)
    shopper.pump()
    shopper.frames = []
    beat = (await until(lambda: [b for b in shopper.seen(frames.Heartbeat) if b.streams]))[0]
    epoch, seq = shopper.positions[call_id]
    assert beat.streams == (frames.StreamPosition(call_id=call_id, epoch=epoch, seq=seq),)


async def test_what_the_bus_loses_is_repaired(house: House) -> None:
    """Each server has a bus of its own: no wake ever arrives, as if the one between them were down."""
    here = await house.board()
    house.bus = InProcessBus()
    there = Switchboard(ports=house.ports(), settings=QUICK, clock=house.clock, server_id="deaf-server")
    await there.start()
    house.boards.append(there)
    associate, shopper = await house.free(there, "Mia"), await house.shopper(here)
    call_id = new_id("call")
    assert await shopper.do(call_id, request()) == ""
    await associate.phase(call_id, "ringing")
    assert await associate.do(call_id, w.RingAccept()) == ""
    await shopper.phase(call_id, "live")
    assert await shopper.do(call_id, w.ChatSend(text="hello")) == ""
    await associate.sees(lambda: associate.calls[call_id].chat)
    assert await associate.do(call_id, w.CallEnd()) == ""
    await shopper.phase(call_id, "ended")


async def test_an_older_socket_is_fenced_though_the_bus_lost_the_word(house: House) -> None:
    here = await house.board()
    house.bus = InProcessBus()
    there = Switchboard(ports=house.ports(), settings=QUICK, clock=house.clock, server_id="deaf-server")
    await there.start()
    house.boards.append(there)
    shopper = await house.shopper(here)
    older = shopper.outbox
    shopper.connect(there)
    await shopper.welcome()
    await until(lambda: older.close_code is CloseCode.FENCED)
    assert shopper.outbox.close_code is None


async def test_a_living_socket_whose_row_was_reaped_is_entered_again(house: House) -> None:
    here = await house.board()
    await house.board()
    shopper = await house.shopper(here)
    row = (await house.storage.connections.of_person(shopper.person.person_id))[0]
    assert await house.storage.connections.close(row.client_id, row.connection_no, row.server_id)

    async def entered() -> bool:
        return await house.storage.connections.of_person(shopper.person.person_id) == (row,)

    await until_async(entered)
    assert shopper.outbox.close_code is None
