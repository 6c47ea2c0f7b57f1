"""One set check of an associate's client, from `check_start` to the result: offers picture and sound, follows the notes. It judges nothing."""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import Callable, Sequence

from aiortc import MediaStreamTrack
from pydantic import JsonValue, ValidationError

from coshop.peer.media import MediaConnection
from coshop.peer.pace import new_id
from coshop.peer.signalling import Signalling
from coshop.peer.tracks import Received
from coshop.protocol.checks import CheckNote, CheckResult
from coshop.protocol.frames import SignalRelayed
from coshop.protocol.signals import Answer, Candidates, Negotiate, Offer, SignalBody
from coshop.protocol.views import IceServer
from coshop.protocol.work import CheckStart, CheckStop, JobNote

KIND = "mirror"
ANSWER_WAIT_S = 4.0
OFFERS_MAX = 6
Connect = Callable[[str, Sequence[IceServer]], MediaConnection]


class SetCheckFailed(Exception):
    """The check came to no result; the text is the server's sentence."""


class SetCheck:
    """While `run` lasts it takes this client's notes of set checks, and signals under the check's id; all others go on as before.

    `audio` and `video` are sent and not stopped. `notes` are the worker's, `states` the server's words, in order;
    `connection` is the one in use, None before the first offer.
    """

    def __init__(
        self,
        signalling: Signalling,
        *,
        audio: MediaStreamTrack | None,
        video: MediaStreamTrack | None,
        tone: bool = False,
        received: Received | None = None,
        relayed: Connect | None = None,
    ) -> None:
        """`relayed` makes a connection that allows itself nothing but the relay; with it the relayed path is tried ([MIRROR4])."""
        self._signalling = signalling
        self._audio, self._video, self._tone = audio, video, tone
        self._received = received or Received(signalling.board.notice)
        self._relayed = relayed
        self.job_id = ""
        self.states: list[str] = []
        self.notes: list[CheckNote] = []
        self.connection: MediaConnection | None = None
        self._relay: MediaConnection | None = None
        self._ended: tuple[str, str, JsonValue] | None = None
        self._runs = 0
        self._signals: asyncio.Queue[SignalBody] = asyncio.Queue()

    async def run(self, *, timeout_s: float = 90.0) -> CheckResult:
        """The result. Raises SetCheckFailed, CommandRefused, TimeoutError."""
        signalling = self._signalling
        before_note, before_signal = signalling.on_note, signalling.on_signal

        def note(word: JobNote) -> None:
            if not self._took_note(word):
                before_note(word)

        def signal(frame: SignalRelayed) -> None:
            if self.job_id and frame.call_id == self.job_id:
                self._signals.put_nowait(frame.body)
            else:
                before_signal(frame)

        signalling.on_note, signalling.on_signal = note, signal
        working = asyncio.create_task(self._connect_each_run(), name="set check")
        answering = asyncio.create_task(self._take_signals(), name="signals of a set check")
        try:
            async with asyncio.timeout(timeout_s):
                await signalling.command(
                    "", CheckStart(tone=self._tone, relay=self._relayed is not None), timeout_s=timeout_s
                )
                return await self._result(working, answering)
        finally:
            signalling.on_note, signalling.on_signal = before_note, before_signal
            for task in (working, answering):
                task.cancel()
            await asyncio.gather(working, answering, return_exceptions=True)
            await self._close()

    async def stop(self) -> None:
        """Enough: `run` raises SetCheckFailed."""
        if self.job_id:
            await self._signalling.command("", CheckStop(job_id=self.job_id))

    # ---- within

    def _took_note(self, word: JobNote) -> bool:
        if word.kind != KIND:
            return False
        state = word.note.get("state")
        if state == "queued" and not self.job_id:
            self.job_id = word.job_id
        if word.job_id != self.job_id:
            return False
        if isinstance(state, str):
            self.states.append(state)
            self._runs += state == "running"
            if state in ("done", "failed", "cancelled"):
                self._ended = (state, str(word.note.get("words", "")), word.note.get("result"))
        else:
            with contextlib.suppress(ValidationError):
                self.notes.append(CheckNote.model_validate(word.note))
        return True

    async def _result(self, *working: asyncio.Task[None]) -> CheckResult:
        board = self._signalling.board

        def over() -> bool:
            return self._ended is not None or any(task.done() for task in working)

        await board.until(over, timeout_s=3600)
        if self._ended is None:
            for task in working:
                if task.done():
                    task.result()
            raise SetCheckFailed("The set check went no further.")
        state, words, result = self._ended
        if state != "done":
            raise SetCheckFailed(words or f"The set check was {state}.")
        return CheckResult.model_validate(result)

    async def _connect_each_run(self) -> None:
        """Each worker that takes the check gets an offer, again while it does not answer."""
        board, served = self._signalling.board, 0
        while True:
            await board.until(lambda seen=served: self._runs > seen, timeout_s=3600)  # type: ignore[misc]
            served = self._runs
            for _ in range(OFFERS_MAX - 1):
                await self._offer()
                with contextlib.suppress(TimeoutError):
                    await board.until(
                        lambda seen=served: self._runs > seen or self._connected(),  # type: ignore[misc]
                        timeout_s=ANSWER_WAIT_S,
                    )
                    break

    def _connected(self) -> bool:
        return self.connection is not None and self.connection.state == "connected"

    def _ice_servers(self) -> tuple[IceServer, ...]:
        return self._signalling.welcome.ice_servers if self._signalling.welcome else ()

    async def _offer(self) -> None:
        await self._close()
        made = self.connection = MediaConnection(
            new_id("conn"),
            ice_servers=self._ice_servers(),
            mode="video",
            on_message=lambda _: None,
            on_change=self._signalling.board.notice,
            received=self._received,
        )
        made_offer = Offer(connection_id=made.connection_id, sdp=await made.offer())
        made.attach(audio=self._audio, video=self._video)
        self._signalling.signal(self.job_id, made_offer)
        if self._relayed is not None:
            relay = self._relay = self._relayed(new_id("conn"), self._ice_servers())
            offer = Offer(connection_id=relay.connection_id, sdp=await relay.offer())
            self._signalling.signal(self.job_id, offer)

    async def _take_signals(self) -> None:
        while True:
            body = await self._signals.get()
            if isinstance(body, Negotiate):
                continue  # an offer that was not understood would not be the next time either
            for each in (self.connection, self._relay):
                if each is None or getattr(body, "connection_id", "") != each.connection_id:
                    continue
                if isinstance(body, Answer):
                    await each.take_answer(body.sdp)
                elif isinstance(body, Candidates):
                    await each.take_candidates(body.candidates)

    async def _close(self) -> None:
        for each in (self.connection, self._relay):
            if each is not None:
                await each.close()
        self.connection = self._relay = None
