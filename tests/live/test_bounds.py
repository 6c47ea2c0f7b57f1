"""What is bounded stays bounded, and what storage could not take while it was away is made up for."""

from __future__ import annotations

import asyncio
import contextlib
import sqlite3
from collections.abc import Iterator
from dataclasses import replace

from coshop.bus import InProcessBus
from coshop.live import Switchboard
from coshop.protocol import commands as w
from coshop.protocol import frames
from coshop.protocol.close_codes import CloseCode
from tests.live.client import new_id, until
from tests.live.house import QUICK, House


@contextlib.contextmanager
def calls_away(house: House) -> Iterator[None]:
    """The journal can neither be read nor written: its table is out of reach."""
    with contextlib.closing(sqlite3.connect(house.path, isolation_level=None)) as direct:
        direct.execute("ALTER TABLE calls RENAME TO calls_away")
        try:
            yield
        finally:
            direct.execute("ALTER TABLE calls_away RENAME TO calls")


async def test_a_loss_and_a_return_wait_for_storage(house: House) -> None:
    board = await house.board()
    shopper, associate = await house.shopper(board), await house.free(board, "Mia")
    call_id = await house.live_call(shopper, associate)
    associate.pump()
    with calls_away(house):
        before = board.counters.unavailable
        shopper.drop()
        associate.connect()
        await until(lambda: board.counters.unavailable > before + 3)
        assert associate.seen(frames.Welcome) == []
    await associate.welcome()
    await associate.sees(lambda: associate.calls[call_id].shopper.lost_reason == "connection")
    assert board.counters.failures == 0


async def test_too_many_commands_for_one_call_are_refused(house: House) -> None:
    board = await house.board(settings=replace(QUICK, room_inbox_max=3))
    shopper, associate = await house.shopper(board), await house.free(board, "Mia")
    call_id = await house.live_call(shopper, associate)
    sent = [shopper.send(call_id, w.ChatSend(text=f"m{n}")) for n in range(10)]
    answers = [await shopper.answer(command_id) for command_id in sent]
    codes = [answer.refusal.code for answer in answers if answer.refusal]
    assert set(codes) == {"rate_limited"}
    assert 0 < len(codes) < 10
    stored = await house.storage.journal.load(call_id)
    assert stored is not None
    assert len(stored.call.chat) == 10 - len(codes)


async def test_too_much_before_the_welcome_closes_the_socket(house: House) -> None:
    board = await house.board()
    shopper = await house.shopper(board)
    shopper.connect()
    for n in range(101):
        shopper.send(new_id("call"), w.ChatSend(text=f"m{n}"))
    assert shopper.outbox.close_code is CloseCode.TOO_MANY_FRAMES


async def test_a_long_gap_is_closed_with_a_snapshot(house: House) -> None:
    few = replace(QUICK, replay_max=3)
    here = await house.board(settings=few)
    shopper, associate = await house.shopper(here), await house.free(here, "Mia")
    call_id = await house.live_call(shopper, associate)
    house.bus = InProcessBus()
    deaf = Switchboard(ports=house.ports(), settings=few, clock=house.clock, server_id="deaf-server")
    await deaf.start()
    house.boards.append(deaf)
    associate.connect(deaf, known=False)
    await associate.phase(call_id, "live")
    before = len(shopper.seen(frames.Snapshot))
    said = await asyncio.gather(*(associate.do(call_id, w.ChatSend(text=f"m{n}")) for n in range(6)))
    assert said == [""] * 6
    await shopper.sees(lambda: len(shopper.calls[call_id].chat) == 6)
    assert len(shopper.seen(frames.Snapshot)) > before
    shopper.pump()
    shopper.positions[call_id] = (shopper.positions[call_id][0], 2)
    shopper.connect()
    await until(lambda: shopper.seen(frames.Snapshot))
    assert not [events for events in shopper.seen(frames.Events) if events.entries[0].seq < 9]


async def test_a_second_hello_is_refused_and_harms_nothing(house: House) -> None:
    board = await house.board()
    shopper = await house.shopper(board)
    shopper.attachment.receive(frames.Hello(protocol=1, ticket="t", client_id=shopper.client_id))
    refused = await until(lambda: shopper.seen(frames.FrameRefused))
    assert refused[0].refusal.code == "malformed"
    assert shopper.outbox.close_code is None


async def test_nothing_runs_after_stop_and_sockets_are_told_to_come_back(house: House) -> None:
    board = await house.board()
    shopper, associate = await house.shopper(board), await house.free(board, "Mia")
    call_id = await house.live_call(shopper, associate)
    sent = shopper.send(call_id, w.ChatSend(text="last words"))
    await board.stop()
    assert (await shopper.answer(sent)).refusal is None
    assert shopper.outbox.close_code is CloseCode.SERVER_RESTART
    assert board._floor._tasks == set()
    shopper.drop()
    again = await house.board()
    shopper.connect(again)
    await shopper.welcome()
    assert await shopper.do(call_id, w.ChatSend(text="back")) == ""
