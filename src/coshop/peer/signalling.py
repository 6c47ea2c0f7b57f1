"""A socket to coshop that resumes: positions, replay, heartbeat, unanswered commands. It knows no media and no screens."""

from __future__ import annotations

import asyncio
import logging
import ssl
import time
from collections.abc import Awaitable, Callable, Sequence
from typing import assert_never

from pydantic import ValidationError

from coshop.core.cart_types import Side
from coshop.core.events import Entry
from coshop.peer.doors import Door
from coshop.peer.followed import Followed
from coshop.peer.link import Link, SocketStopped
from coshop.peer.noticeboard import Noticeboard
from coshop.peer.pace import new_id
from coshop.peer.unanswered import CommandRefused, Unanswered
from coshop.protocol import frames, limits
from coshop.protocol.codec import decode_server_frame
from coshop.protocol.commands import CommandWord
from coshop.protocol.signals import SignalBody
from coshop.protocol.work import (
    ForWorkers,
    JobCancel,
    JobClosed,
    JobNote,
    JobOffer,
    WorkerFrame,
    WorkerRetire,
)

__all__ = ["CommandRefused", "Signalling", "SocketStopped"]

log = logging.getLogger("coshop.peer")

_Notice = (
    frames.Place | frames.Line | frames.Presence | frames.FrameRefused | frames.Draining | frames.Welcome
)
ASK_AGAIN_S = 2.0
RETRY_FIRST_S = 0.5
RETRY_LONGEST_S = 5.0


class Signalling:
    """One client's socket, kept up over drops, on any of `base_urls` (tried in turn after a failure).

    Callbacks are plain functions, called in the order of arrival: `on_entries(call_id, entries)` after new events were
    applied, `on_snapshot(call_id)` after a state was replaced or forgotten, `on_signal`, and `on_welcome` after each (re)connect.
    `on_note` hears of jobs made for this person; a worker's `on_work` hears what the server wants of it.
    """

    def __init__(
        self,
        base_urls: str | Sequence[str],
        door: Door,
        *,
        client_id: str = "",
        tls: ssl.SSLContext | None = None,
    ) -> None:
        self.client_id = client_id or new_id("tab")
        self.followed = Followed()
        self.unanswered = Unanswered()
        self.board = Noticeboard()
        self.link = Link(
            base_urls,
            door,
            hello=self._hello,
            welcomed=self._welcomed,
            take=self._take,
            changed=self.board.notice,
            ended=self._ended,
            tls=tls,
        )
        self.welcome: frames.Welcome | None = None
        self.place: frames.Place | None = None
        self.line: frames.Line | None = None
        self.presence: frames.Presence | None = None
        self.refused: list[frames.FrameRefused] = []
        self.stopped: SocketStopped | None = None
        self.on_entries: Callable[[str, tuple[Entry, ...]], None] = lambda _id, _entries: None
        self.on_snapshot: Callable[[str], None] = lambda _id: None
        self.on_signal: Callable[[frames.SignalRelayed], None] = lambda _signal: None
        self.on_welcome: Callable[[], None] = lambda: None
        self.on_note: Callable[[JobNote], None] = lambda _note: None
        self.on_work: Callable[[ForWorkers], None] = lambda _frame: None
        self._asked: dict[str, float] = {}
        self._ahead_ms = 0.0

    # ---- life

    async def start(self, timeout_s: float = 30.0) -> frames.Welcome:
        """Connect and wait for the first welcome. Raises TimeoutError or SocketStopped."""
        self.link.start()
        await self.board.until(lambda: self.link.connected or self.stopped, timeout_s=timeout_s)
        if self.stopped:
            raise self.stopped
        assert self.welcome is not None
        return self.welcome

    async def stop(self) -> None:
        """Say goodbye and close for good. Commands that wait are given up."""
        await self.link.stop()

    # ---- sending

    def send_command(
        self, call_id: str, body: CommandWord, command_id: str = ""
    ) -> tuple[str, Awaitable[frames.AnswerFrame]]:
        """Take a command in charge until it is answered; it may be sent more than once and takes effect once."""
        if self.stopped:
            raise self.stopped
        command_id = command_id or new_id("cmd")
        fresh = not self.unanswered.holds(command_id)
        waiting = self.unanswered.add(command_id, call_id, body)
        if fresh:
            self._put(waiting.frame)
        return command_id, waiting.answered

    async def command(
        self, call_id: str, body: CommandWord, *, command_id: str = "", timeout_s: float = 30.0
    ) -> frames.AnswerFrame:
        """Send a command and wait. Raises CommandRefused; TimeoutError leaves it on its way, it may still take effect."""
        made_id, answered = self.send_command(call_id, body, command_id)
        async with asyncio.timeout(timeout_s):
            answer = await asyncio.shield(asyncio.ensure_future(answered))
        if answer.refusal is not None:
            raise CommandRefused(made_id, answer.refusal)
        return answer

    def signal(
        self,
        call_id: str,
        body: SignalBody,
        *,
        guest_id: str = "",
        to: Side | None = None,
    ) -> bool:
        """Send to the other side, unstored; false when there is no connection to send it on.

        With `guest_id` it goes to that guest; from the guest itself to the side that `to` names.
        """
        return self._put(frames.SignalFrame(call_id=call_id, body=body, guest_id=guest_id, to=to))

    def server_ms(self) -> int:
        """The server's clock now (epoch ms), by the least delayed of the times that it said on this connection."""
        return round(time.time() * 1000 + self._ahead_ms)

    def work(self, frame: WorkerFrame) -> bool:
        """A worker's word; false when there is no connection to send it on."""
        return self._put(frame)

    def _put(
        self,
        frame: frames.CommandFrame
        | frames.SignalFrame
        | frames.ClientHeartbeat
        | frames.Replay
        | WorkerFrame,
    ) -> bool:
        return self.link.put(frame)

    # ---- coming and going

    def _hello(self, ticket: str) -> frames.Hello:
        return frames.Hello(
            protocol=limits.PROTOCOL_VERSION,
            ticket=ticket,
            client_id=self.client_id,
            streams=self.followed.positions(),
        )

    def _welcomed(self, welcome: frames.Welcome) -> Sequence[frames.CommandFrame]:
        self.welcome = welcome
        self._ahead_ms = welcome.server_time_ms - time.time() * 1000
        self._asked.clear()
        for call_id in self.followed.forget_unlisted(welcome.streams):
            self.on_snapshot(call_id)
        self.on_welcome()
        return self.unanswered.frames()

    def _ended(self, stopped: SocketStopped) -> None:
        self.stopped = self.stopped or stopped
        self.unanswered.give_up(self.stopped)
        self.board.notice()

    # ---- what arrives

    def _take(self, data: str | bytes) -> None:
        try:
            frame = decode_server_frame(data)
        except ValidationError as error:
            log.warning("a frame of the server that this client does not know: %s", error)
            return
        match frame:
            case frames.Snapshot():
                self._asked.pop(frame.call.call_id, None)
                if self.followed.take_snapshot(frame):
                    self.on_snapshot(frame.call.call_id)
            case frames.Events():
                self._take_events(frame)
            case frames.AnswerFrame():
                self._take_answer(frame)
            case frames.SignalRelayed():
                self.on_signal(frame)
            case frames.StreamClosed():
                if self.followed.forget(frame.call_id):
                    self.on_snapshot(frame.call_id)
            case frames.Heartbeat():
                self._put(frames.ClientHeartbeat())
                self._ahead_ms = max(self._ahead_ms, frame.server_time_ms - time.time() * 1000)
                for mine in self.followed.behind(frame.streams):
                    self._ask(mine)
                for late in self.unanswered.overdue():
                    self._put(late)
            case JobNote():
                self.on_note(frame)
            case JobOffer() | JobCancel() | JobClosed() | WorkerRetire():
                self.on_work(frame)
            case _:
                self._keep(frame)
        self.board.notice()

    def _keep(self, frame: _Notice) -> None:
        """Frames that each replace the last of their kind."""
        match frame:
            case frames.Place():
                self.place = frame
            case frames.Line():
                self.line = frame
            case frames.Presence():
                self.presence = frame
            case frames.FrameRefused():
                self.refused.append(frame)
            case frames.Draining() | frames.Welcome():
                pass
            case _ as never:
                assert_never(never)

    def _take_events(self, frame: frames.Events) -> None:
        self._asked.pop(frame.call_id, None)
        taken = self.followed.take_events(frame)
        if taken.entries:
            self.on_entries(frame.call_id, taken.entries)
        if taken.gap:
            self._ask(self.followed.position(frame.call_id))

    def _take_answer(self, frame: frames.AnswerFrame) -> None:
        known = self.followed.calls.get(frame.call_id)
        if known and frame.refusal is None and frame.seq > known.seq:
            self._ask(known.position)
        again = self.unanswered.take_answer(frame)
        if again is not None:
            wait_s = min(RETRY_LONGEST_S, RETRY_FIRST_S * 2 ** (again.put_off - 1))
            asyncio.get_running_loop().call_later(wait_s, self._send_again, again.frame)

    def _send_again(self, frame: frames.CommandFrame) -> None:
        if self.unanswered.holds(frame.id):
            self._put(frame)

    def _ask(self, mine: frames.StreamPosition) -> None:
        """Ask for what is missing, once in two seconds."""
        now_s = asyncio.get_running_loop().time()
        if now_s - self._asked.get(mine.call_id, -ASK_AGAIN_S) >= ASK_AGAIN_S:
            self._asked[mine.call_id] = now_s
            self._put(frames.Replay(call_id=mine.call_id, epoch=mine.epoch, seq=mine.seq))
