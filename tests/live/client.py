"""A client of live/ without a socket: it reads an Outbox and fails when an event is doubled or missing."""

from __future__ import annotations

import asyncio
import itertools
from collections.abc import Awaitable, Callable
from typing import Any, TypeVar

from coshop.core.call_states import evolve
from coshop.core.call_types import Call
from coshop.core.cart_types import Side
from coshop.live import Attachment, Outbox, Person, Switchboard
from coshop.protocol import frames, signals
from coshop.protocol.codec import decode_server_frame

T = TypeVar("T")
_numbers = itertools.count(1)


def new_id(kind: str = "id") -> str:
    """An id as a client makes it."""
    return f"{kind}-{next(_numbers):08d}"


async def until(seen: Callable[[], T], timeout_s: float = 30.0) -> T:
    """Poll until `seen()` is true; fails after the time."""
    deadline = asyncio.get_running_loop().time() + timeout_s
    while not (value := seen()):
        assert asyncio.get_running_loop().time() < deadline, "did not happen in time"
        await asyncio.sleep(0.005)
    return value


async def until_async(seen: Callable[[], Awaitable[T]], timeout_s: float = 30.0) -> T:
    """Poll until what `seen()` awaits is true; fails after the time."""
    deadline = asyncio.get_running_loop().time() + timeout_s
    while not (value := await seen()):
        assert asyncio.get_running_loop().time() < deadline, "did not happen in time"
        await asyncio.sleep(0.005)
    return value


class Client:
    """A browser's side of one socket. `calls` are its copies, made from events and snapshots alone."""

    def __init__(
        self, board: Switchboard, person: Person, client_id: str, outbox: Outbox | None = None
    ) -> None:
        self.board = board
        self.person = person
        self.client_id = client_id
        self.frames: list[Any] = []
        self.calls: dict[str, Call] = {}
        self.positions: dict[str, tuple[int, int]] = {}
        self.outbox = outbox or Outbox()
        self.attachment: Attachment

    def connect(self, board: Switchboard | None = None, *, known: bool = True) -> Client:
        """Say hello, again or for the first time, with what this client knows."""
        self.board = board or self.board
        self.outbox = Outbox()
        self.frames = []
        positions = self.positions if known else {}
        if not known:
            self.calls, self.positions = {}, {}
        hello = frames.Hello(
            protocol=1, ticket="t", client_id=self.client_id,
            streams=tuple(
                frames.StreamPosition(call_id=call_id, epoch=epoch, seq=seq)
                for call_id, (epoch, seq) in positions.items()
            ),
        )  # fmt: skip
        self.attachment = self.board.attach(self.person, hello, self.outbox)
        return self

    def pump(self) -> None:
        """Take in what has been sent."""
        for data in self.outbox.take():
            frame = decode_server_frame(data)
            self.frames.append(frame)
            if isinstance(frame, frames.Snapshot):
                self.calls[frame.call.call_id] = frame.call
                self.positions[frame.call.call_id] = (frame.epoch, frame.seq)
            elif isinstance(frame, frames.Events):
                self._apply(frame)
            elif isinstance(frame, frames.StreamClosed):
                self.calls.pop(frame.call_id, None)
                self.positions.pop(frame.call_id, None)

    def _apply(self, frame: frames.Events) -> None:
        for entry in frame.entries:
            epoch, seq = self.positions.get(frame.call_id, (frame.epoch, 0))
            assert (epoch, seq + 1) == (frame.epoch, entry.seq), self._story(frame, entry.seq)
            self.calls[frame.call_id] = evolve(self.calls.get(frame.call_id), entry)
            self.positions[frame.call_id] = (epoch, entry.seq)

    def _story(self, frame: frames.Events, seq: int) -> str:
        """What a failure says: how this client came to hold what it holds of the call."""
        told = [
            f"{each.type} {getattr(each, 'seq', '')} {[e.seq for e in getattr(each, 'entries', ())]}"
            for each in self.frames
            if frame.call_id in str(each)
        ]
        held = self.positions.get(frame.call_id)
        return f"an event of {frame.call_id} is doubled or missing: {self.client_id} holds {held} and got {seq}; since its hello: {told}"

    async def sees(self, look: Callable[[], T]) -> T:
        """Poll until `look()` is true, taking in frames before each look."""

        def pumped() -> T:
            self.pump()
            return look()

        return await until(pumped)

    def seen(self, kind: type[T]) -> list[T]:
        """All frames of a kind so far."""
        self.pump()
        return [frame for frame in self.frames if isinstance(frame, kind)]

    async def welcome(self) -> frames.Welcome:
        """Wait for it; it must be the first frame."""
        await until(lambda: self.seen(frames.Welcome))
        assert isinstance(self.frames[0], frames.Welcome)
        return self.frames[0]

    def send(self, call_id: str, body: Any, command_id: str = "") -> str:
        """Send a command; returns its id."""
        command_id = command_id or new_id("cmd")
        self.attachment.receive(frames.CommandFrame(id=command_id, call_id=call_id, body=body))
        return command_id

    def answers(self, command_id: str) -> list[frames.AnswerFrame]:
        return [answer for answer in self.seen(frames.AnswerFrame) if answer.id == command_id]

    async def answer(self, command_id: str, count: int = 1) -> frames.AnswerFrame:
        """Wait for the answer to a command (the `count`th)."""
        return (await until(lambda: self.answers(command_id)[count - 1 :]))[0]

    async def do(self, call_id: str, body: Any, command_id: str = "") -> str:
        """Send a command and return the refusal's code, or nothing."""
        answer = await self.answer(self.send(call_id, body, command_id))
        return answer.refusal.code if answer.refusal else ""

    def signal(
        self, call_id: str, body: signals.SignalBody, *, guest_id: str = "", to: Side | None = None
    ) -> None:
        self.attachment.receive(frames.SignalFrame(call_id=call_id, body=body, guest_id=guest_id, to=to))

    async def phase(self, call_id: str, phase: str) -> Call:
        """Wait until this client sees the call in a phase."""

        def there() -> Call | None:
            self.pump()
            call = self.calls.get(call_id)
            return call if call is not None and call.phase.phase == phase else None

        call = await until(there)
        assert call is not None
        return call

    async def lets_go(self, call_id: str) -> None:
        """Wait until this client has let go of the call."""
        await self.sees(lambda: call_id not in self.calls)

    async def agrees(self, call: Call) -> None:
        """Wait until this client's copy equals the journal's call."""
        await self.sees(lambda: self.calls.get(call.call_id) == call)

    def drop(self) -> None:
        """The socket breaks."""
        self.attachment.detach()

    def goodbye(self, reason: Any) -> None:
        """Leave politely."""
        self.attachment.receive(frames.Goodbye(reason=reason))
        self.attachment.detach()
