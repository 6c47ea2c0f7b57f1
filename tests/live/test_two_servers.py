"""Two switchboards on one database and bus: a call whose sides are on different servers; resumption; fencing; death."""

from __future__ import annotations

import asyncio
from dataclasses import replace

from coshop.core.call import LOST_MS
from coshop.core.call_types import Ended, Live
from coshop.protocol import commands as w
from coshop.protocol import frames, signals
from coshop.protocol.close_codes import CloseCode
from tests.live.client import new_id, until, until_async
from tests.live.house import QUICK, House, request


async def test_a_call_across_two_servers(house: House) -> None:
    here, there = await house.board(), await house.board()
    shopper, associate = await house.shopper(here), await house.free(there, "Mia")
    call_id = await house.live_call(shopper, associate)
    shopper.signal(call_id, signals.Offer(connection_id="conn-0001", sdp="v=0"))
    assert (await until(lambda: associate.seen(frames.SignalRelayed)))[0].sender == "shopper"
    associate.signal(call_id, signals.Negotiate())
    assert (await until(lambda: shopper.seen(frames.SignalRelayed)))[0].sender == "associate"
    codes = await asyncio.gather(
        *(shopper.do(call_id, w.ChatSend(text=f"s{n}")) for n in range(20)),
        *(associate.do(call_id, w.ChatSend(text=f"a{n}")) for n in range(20)),
    )
    assert set(codes) == {""}
    stored = await house.storage.journal.load(call_id)
    assert stored is not None
    assert len(stored.call.chat) == 40
    for client in (shopper, associate):
        await client.agrees(stored.call)
    await shopper.do(call_id, w.CallEnd())
    await associate.phase(call_id, "ended")


async def test_a_dropped_socket_resumes_with_the_events_it_missed(house: House) -> None:
    patient = replace(QUICK, grace_s=5.0)
    here, there = await house.board(settings=patient), await house.board(settings=patient)
    shopper, associate = await house.shopper(here), await house.free(here, "Mia")
    call_id = await house.live_call(shopper, associate)
    shopper.pump()
    shopper.drop()
    for n in range(5):
        await associate.do(call_id, w.ChatSend(text=f"m{n}"))
    shopper.connect(there)
    welcome = await shopper.welcome()
    assert [position.call_id for position in welcome.streams] == [call_id]
    await shopper.sees(lambda: len(shopper.calls[call_id].chat) == 5)
    assert not shopper.seen(frames.Snapshot)
    associate.pump()
    shopper.drop()
    shopper.connect(there, known=False)
    await until(lambda: shopper.seen(frames.Snapshot))
    assert not shopper.seen(frames.Events)
    assert len(shopper.calls[call_id].chat) == 5


async def test_SOCK5_an_end_that_the_server_has_not_heard_of_is_told_all_the_same(house: House) -> None:
    here, there = await house.board(), await house.board(settings=replace(QUICK, repair_s=3600.0))
    shopper, associate = await house.shopper(here), await house.free(there, "Mia")
    call_id = await house.live_call(shopper, associate)
    await associate.agrees(shopper.calls[call_id])
    await there._bus.aclose()  # from here on it hears nothing of what happens elsewhere
    assert await shopper.do(call_id, w.ChatSend(text="bye")) == ""
    assert await shopper.do(call_id, w.CallEnd()) == ""
    shopper.drop()
    known = dict(shopper.positions)
    shopper.calls[call_id] = associate.calls[call_id]
    shopper.positions = {call_id: (known[call_id][0], known[call_id][1] - 2)}
    shopper.connect(there)
    await shopper.phase(call_id, "ended")
    assert shopper.positions == known
    assert len(shopper.seen(frames.Events)) == 1


async def test_up_to_date_means_nothing_is_sent(house: House) -> None:
    board = await house.board()
    shopper, associate = await house.shopper(board), await house.free(board, "Mia")
    call_id = await house.live_call(shopper, associate)
    associate.pump()
    associate.connect()
    await associate.welcome()
    await until(lambda: associate.seen(frames.Line))
    assert await associate.do(call_id, w.ChatSend(text="still here")) == ""
    assert not associate.seen(frames.Snapshot)
    assert [len(events.entries) for events in associate.seen(frames.Events)] == [1]


async def test_a_replay_sends_the_events_after_a_number_again(house: House) -> None:
    board = await house.board()
    shopper, associate = await house.shopper(board), await house.free(board, "Mia")
    call_id = await house.live_call(shopper, associate)
    shopper.pump()
    epoch, seq = shopper.positions[call_id]
    shopper.frames = []
    shopper.positions[call_id] = (epoch, 1)
    shopper.attachment.receive(frames.Replay(call_id=call_id, epoch=epoch, seq=1))
    replayed = await until(lambda: [f for f in shopper.outbox.take() if b'"type":"events"' in f])
    assert len(replayed) == 1
    assert b'"seq":2' in replayed[0]
    assert f'"seq":{seq}'.encode() in replayed[0]
    shopper.attachment.receive(frames.Replay(call_id="call-unknown", epoch=epoch, seq=1))
    refused = await until(lambda: shopper.seen(frames.FrameRefused))
    assert refused[0].refusal.code == "unknown_call"


async def test_the_same_client_again_fences_the_older_socket_here_and_elsewhere(house: House) -> None:
    no_repair = replace(QUICK, repair_s=1000.0)
    here, there = await house.board(settings=no_repair), await house.board(settings=no_repair)
    shopper = await house.shopper(here)
    first = shopper.outbox
    shopper.connect(here)
    second = shopper.outbox
    assert first.close_code is CloseCode.FENCED
    await shopper.welcome()
    shopper.connect(there)
    await until(lambda: second.close_code is CloseCode.FENCED)
    await shopper.welcome()
    assert shopper.outbox.close_code is None


async def test_another_person_with_the_same_client_id_fences_nobody(house: House) -> None:
    board = await house.board()
    one, two = await house.shopper(board), await house.shopper(board)
    two.client_id = one.client_id
    two.connect()
    await two.welcome()
    assert one.outbox.close_code is None


async def test_a_lost_side_returns_and_a_side_that_stays_away_ends_the_call(house: House) -> None:
    board = await house.board()
    shopper, associate = await house.shopper(board), await house.free(board, "Mia")
    call_id = await house.live_call(shopper, associate)
    shopper.pump()
    shopper.goodbye("page_change")
    await associate.sees(lambda: associate.calls[call_id].shopper.lost_reason == "page_change")
    shopper.connect()
    await associate.sees(lambda: associate.calls[call_id].shopper.lost_at_ms == 0)
    await shopper.sees(lambda: shopper.calls[call_id].shopper.lost_at_ms == 0)
    shopper.drop()
    await associate.sees(lambda: associate.calls[call_id].shopper.lost_reason == "connection")
    house.clock.advance(LOST_MS)
    ended = (await associate.phase(call_id, "ended")).phase
    assert isinstance(ended, Ended)
    assert ended.reason == "shopper_lost"
    shopper.connect()
    await shopper.sees(lambda: shopper.calls[call_id].phase.phase == "ended")


async def test_a_short_drop_is_not_even_noticed(house: House) -> None:
    board = await house.board(settings=replace(QUICK, grace_s=0.4))
    shopper, associate = await house.shopper(board), await house.free(board, "Mia")
    call_id = await house.live_call(shopper, associate)
    shopper.pump()
    shopper.drop()
    shopper.connect()
    await shopper.welcome()
    await asyncio.sleep(0.6)
    associate.pump()
    assert all(
        entry.event.type != "participant_lost" for f in associate.seen(frames.Events) for entry in f.entries
    )
    assert board.counters.losses == 0
    assert associate.calls[call_id].phase.phase == "live"


async def test_the_tablet_that_rings_is_lost(house: House) -> None:
    board = await house.board()
    first, second = await house.free(board, "Mia"), await house.associate(board, "Noa")
    shopper = await house.shopper(board)
    call_id = new_id("call")
    await shopper.do(call_id, request())
    await first.phase(call_id, "ringing")
    first.drop()
    await shopper.phase(call_id, "waiting")
    await second.do("", w.PresenceSet(state="available"))
    await second.phase(call_id, "ringing")


async def test_a_dead_server_is_noticed_and_its_people_are_lost_until_they_return(house: House) -> None:
    dying, living = await house.board(), await house.board()
    shopper, associate = await house.shopper(dying), await house.free(living, "Mia")
    call_id = await house.live_call(shopper, associate)
    shopper.pump()
    await house.kill(dying)
    house.clock.advance(round(QUICK.lease_s * 1000) + 1)
    await associate.sees(lambda: associate.calls[call_id].shopper.lost_reason == "connection")

    async def forgotten() -> bool:
        rows = await house.storage.connections.of_person(shopper.person.person_id)
        servers = await house.storage.servers.expired(house.clock() + 100_000)
        return not rows and dying._floor.server_id not in servers

    await until_async(forgotten)
    shopper.connect(living)
    await shopper.sees(lambda: shopper.calls[call_id].shopper.lost_at_ms == 0)
    assert isinstance(shopper.calls[call_id].phase, Live)


async def test_a_server_that_starts_again_finds_its_own_leftovers(house: House) -> None:
    dying = await house.board("server-one")
    shopper, associate = await house.shopper(dying), await house.free(dying, "Mia")
    call_id = await house.live_call(shopper, associate)
    associate.pump()
    await house.kill(dying)
    again = await house.board("server-one")
    associate.connect(again)
    await associate.sees(lambda: associate.calls[call_id].shopper.lost_reason == "connection")
    assert associate.calls[call_id].phase.phase == "live"
    house.clock.advance(LOST_MS)
    await associate.phase(call_id, "ended")


async def test_revoked_means_out_on_every_server(house: House) -> None:
    here, there = await house.board(), await house.board()
    one = await house.associate(here, "Mia")
    other = type(one)(there, one.person, new_id("tablet")).connect()
    await other.welcome()
    await here.revoke(one.person.person_id)
    assert one.outbox.close_code is CloseCode.REVOKED
    await until(lambda: other.outbox.close_code is CloseCode.REVOKED, 2.0)


async def test_SOCK11_draining_asks_everybody_to_go_elsewhere(house: House) -> None:
    leaving, staying = await house.board(), await house.board()
    clients = [await house.shopper(leaving) for _ in range(3)]
    await leaving.drain(spread_s=0.2)
    delays = [client.seen(frames.Draining)[0].reconnect_after_ms for client in clients]
    assert delays == sorted(delays)
    assert delays[-1] > delays[0]
    assert {client.outbox.close_code for client in clients} == {CloseCode.SERVER_RESTART}
    for client in clients:
        client.drop()
        client.connect(staying)
        await client.welcome()
    late = clients[0].connect(leaving)
    assert late.outbox.close_code is CloseCode.SERVER_RESTART


async def test_a_server_whose_clock_is_behind_is_not_taken_for_dead(house: House) -> None:
    calm = replace(
        QUICK, lease_s=3.0
    )  # a full machine may hold up a beat for longer than the usual half second
    behind = await house.board(settings=calm)
    shopper, associate = await house.shopper(behind), await house.free(behind, "Mia")
    call_id = await house.live_call(
        shopper, associate
    )  # before: to a clock ten minutes ahead its ring is over
    ahead = await house.board(settings=calm, ahead_ms=600_000)
    associate.connect(ahead)
    await associate.welcome()
    await asyncio.sleep(calm.lease_s * 1.5)
    associate.pump()
    assert associate.calls[call_id].shopper.lost_at_ms == 0
    assert ahead.counters.reaped == 0
    shopper.pump()
    await house.kill(behind)
    await associate.sees(lambda: associate.calls[call_id].shopper.lost_reason == "connection")


async def test_CALL1_two_tabs_on_two_servers_get_one_open_call(house: House) -> None:
    here, there = await house.board(), await house.board()
    for _ in range(10):
        one = await house.shopper(here)
        other = type(one)(there, one.person, new_id("tab")).connect()
        await other.welcome()
        ids = [new_id("call"), new_id("call")]
        codes = await asyncio.gather(one.do(ids[0], request()), other.do(ids[1], request()))
        assert sorted(codes) == ["", "already_in_call"]
        won = ids[codes.index("")]
        await one.phase(won, "waiting")
        assert await one.do(won, w.CallWithdraw()) == ""


async def test_LINE6_a_line_of_three_takes_three_on_two_servers(house: House) -> None:
    boards = await house.board(), await house.board()
    shoppers = [await house.shopper(boards[n % 2]) for n in range(8)]
    codes = await asyncio.gather(*(shopper.do(new_id("call"), request()) for shopper in shoppers))
    assert sorted(codes) == ["", "", "", *["line_full"] * 5]
