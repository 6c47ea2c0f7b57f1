"""The mirror: somebody offers, sees and hears what arrived, and is told after ten seconds how it was. Whoever calls it carries the signals.

Rules in brackets, like [MIRROR2], stand in docs/protocol.md.
"""

from __future__ import annotations

import asyncio
import time
from array import array
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace

from av import AudioFrame, VideoFrame

from coshop.agents.check.connection import MirrorConnection
from coshop.agents.check.network import NetworkSample, measure_network
from coshop.agents.check.pass_on import encode_sound
from coshop.agents.check.picture import PictureWatch
from coshop.agents.check.relay_probe import RelayProbe
from coshop.agents.check.sound import BLOCK, SoundWatch
from coshop.agents.check.tone import DELAY_MAX_S, SECONDS, ToneListener, tone_samples
from coshop.agents.check.verdicts import JITTER_MS, Measurements, judge, passed
from coshop.protocol.checks import CheckNote, CheckResult, Step
from coshop.protocol.signals import Answer, Candidates, Negotiate, Offer, SignalBody
from coshop.protocol.views import IceServer

MEASURE_S = 10.0
FIRST_FRAME_WAIT_S = 20.0
NOTE_EVERY_S = 1 / 3
VERDICTS_AFTER_S = 3.0
COUNTERS_EVERY_S = 0.5
CONNECTIONS_MAX = 6
RELAY_WAIT_S = 5.0
PAUSE = array("h", bytes(2 * 8 * BLOCK))
"""Sent after the tune: who buffers lets the end of something out only when something follows."""


class Mirror:
    """One set check. `run` once; `take_signal` as signals come. Raises nothing for what the other side does."""

    def __init__(
        self,
        *,
        on_signal: Callable[[SignalBody], object],
        on_note: Callable[[CheckNote], None],
        ice_servers: Sequence[IceServer] = (),
        tone: bool = False,
        relay: bool = False,
        measure_s: float = MEASURE_S,
        first_frame_wait_s: float = FIRST_FRAME_WAIT_S,
    ) -> None:
        """`tone`: the person agreed to a short tune from their speaker. `relay`: they will offer a relayed connection too ([MIRROR4])."""
        self._on_signal, self._on_note = on_signal, on_note
        self._ice_servers = tuple(ice_servers)
        self._tone, self._relay = tone, relay
        self._measure_s, self._first_frame_wait_s = measure_s, first_frame_wait_s
        self._connection: MirrorConnection | None = None
        self._connections = 0
        self._probe = RelayProbe(self._ice_servers)
        self._picture, self._sound = PictureWatch(), SoundWatch()
        self._listener: ToneListener | None = None
        self._began_s: float | None = None
        self._began = asyncio.Event()
        self._counters: list[NetworkSample] = []
        self._held_up_s = 0.0
        self._looking: asyncio.Future[None] | None = None
        self._threads = ThreadPoolExecutor(1, thread_name_prefix="set check")
        self._over = False

    # ---- signals

    async def take_signal(self, body: SignalBody) -> None:
        """A signal of the person who is checked. What makes no sense here is left alone."""
        match body:
            case Offer() if not self._over and self._connections < CONNECTIONS_MAX:
                self._connections += 1
                await self._take_offer(body)
            case Candidates():
                for connection in (self._connection, self._probe.connection):
                    if connection is not None and connection.connection_id == body.connection_id:
                        await connection.take_candidates(body.candidates)
            case _:
                pass

    async def _take_offer(self, offer: Offer) -> None:
        with_media = "m=audio" in offer.sdp or "m=video" in offer.sdp
        try:
            sdp = await (self._answer_media(offer) if with_media else self._probe.answer(offer))
        except ValueError:
            # Not to be understood: perhaps the next one is.
            self._on_signal(Negotiate())
            return
        self._on_signal(Answer(connection_id=offer.connection_id, sdp=sdp))

    async def _answer_media(self, offer: Offer) -> str:
        old, self._connection = self._connection, None
        if old is not None:
            await old.close()
        self._counters.clear()
        connection = self._connection = MirrorConnection(
            offer.connection_id,
            ice_servers=self._ice_servers,
            on_change=lambda: None,
            on_picture=self._see,
            on_sound=self._hear,
        )
        try:
            return await connection.answer(offer.sdp)
        except ValueError:
            self._connection = None
            await connection.close()
            raise

    # ---- frames, on the event loop: counted at once, looked at in a thread

    def _begin(self, at_s: float) -> None:
        if self._began_s is None:
            self._began_s = at_s
            self._began.set()

    def _see(self, frame: VideoFrame, at_s: float) -> None:
        self._begin(at_s)
        taken_s = frame.pts * float(frame.time_base) if frame.pts is not None and frame.time_base else None
        if self._over or not self._picture.count(frame.width, frame.height, at_s, taken_s):
            return
        if self._looking is None or self._looking.done():
            self._looking = asyncio.get_running_loop().run_in_executor(self._threads, self._look, frame)

    def _look(self, frame: VideoFrame) -> None:
        try:
            self._picture.look(frame)
        except ValueError:
            # A picture that cannot be looked at still counts as one that came.
            return

    def _hear(self, frame: AudioFrame, at_s: float) -> None:
        self._begin(at_s)
        if self._over:
            return
        if self._listener is not None:
            self._listener.hear(self._sound.samples(frame))
        else:
            self._sound.take(frame)

    # ---- the check

    async def run(self) -> CheckResult:
        """Wait for the first frame, measure, judge. Being cancelled leaves nothing open."""
        try:
            self._note("waiting")
            try:
                async with asyncio.timeout(self._first_frame_wait_s):
                    await self._began.wait()
            except TimeoutError:
                return self._result()
            ends_s = time.monotonic() + self._measure_s
            tone_s = (SECONDS + DELAY_MAX_S) if self._tone else 0.0
            await self._watch(ends_s - min(tone_s, self._measure_s / 2))
            if self._tone:
                await self._play_tone()
            await self._watch_relay()
            return self._result()
        finally:
            await self._close()

    async def _watch(self, until_s: float) -> None:
        counters_s = 0.0
        while (now_s := time.monotonic()) < until_s:
            if now_s - counters_s >= COUNTERS_EVERY_S:
                counters_s = now_s
                await self._count()
            self._note("measuring")
            pause_s = min(NOTE_EVERY_S, max(0.0, until_s - now_s))
            await asyncio.sleep(pause_s)
            self._held_up_s = max(self._held_up_s, time.monotonic() - now_s - pause_s)
        await self._count()

    async def _count(self) -> None:
        if self._connection is not None and not self._connection.closed:
            self._counters.append(await self._connection.sample(time.monotonic()))

    async def _play_tone(self) -> None:
        """Play the tune in the place of the person's own sound, and listen for it. What is heard now is not the voice ([MIRROR3])."""
        if self._connection is None:
            return
        back = self._connection.sound_back
        loop = asyncio.get_running_loop()
        payloads = await loop.run_in_executor(self._threads, encode_sound, tone_samples() + PAUSE)
        self._note("tone")
        listener = self._listener = ToneListener()
        back.silenced = True
        try:
            await back.play(payloads)
            await listener.until_full(timeout_s=DELAY_MAX_S + (self._loop_s() or 0.0))
        finally:
            back.silenced = False

    async def _watch_relay(self) -> None:
        ends_s = time.monotonic() + RELAY_WAIT_S
        while self._relay and not self._probe.works and time.monotonic() < ends_s:
            self._note("relay")
            await asyncio.sleep(NOTE_EVERY_S)

    def _loop_s(self) -> float | None:
        """How late the mirror shows what happens: what frames wait here and the way there and back. None while unknown."""
        here_s = self._connection.loop_s if self._connection else None
        network = measure_network(self._counters)
        way_s = network.round_trip_s if network else None
        return None if here_s is None else here_s + (way_s or 0.0)

    def _measured(self) -> Measurements:
        now_s = time.monotonic()
        # The last picture is still on its way through here: that wait is the mirror's, not the person's.
        seen_s = now_s - ((self._connection.loop_s if self._connection else None) or 0.0)
        network = measure_network(self._counters)
        if network is not None and self._held_up_s * 1000 > JITTER_MS:
            # Whoever reads late takes every packet for late.
            network = replace(network, up_jitter_s=None, round_trip_s=None)
        return Measurements(
            picture=self._picture.measure(max(seen_s, self._picture.last_s), held_up_s=self._held_up_s),
            sound=self._sound.measure(),
            network=network,
            tone_played=self._listener is not None,
            tone=self._listener.measure() if self._listener else None,
            relay_works=self._probe.works if self._relay else None,
        )

    def _result(self) -> CheckResult:
        self._over = True
        verdicts, loop_s = judge(self._measured()), self._loop_s()
        return CheckResult(
            passed=passed(verdicts),
            verdicts=verdicts,
            loop_ms=None if loop_s is None else round(loop_s * 1000, 1),
            held_up_ms=round(self._held_up_s * 1000, 1),
            relayed=self._connection is not None and self._connection.relayed,
        )

    def _note(self, step: Step) -> None:
        elapsed_s = 0.0 if self._began_s is None else time.monotonic() - self._began_s
        loop_s, level = self._loop_s(), self._sound.recent_dbfs
        measuring = step == "measuring" and elapsed_s >= VERDICTS_AFTER_S
        self._on_note(
            CheckNote(
                step=step,
                elapsed_ms=round(elapsed_s * 1000),
                total_ms=round(self._measure_s * 1000),
                level_dbfs=None if level is None else round(level, 1),
                loop_ms=None if loop_s is None else round(loop_s * 1000, 1),
                verdicts=judge(self._measured()) if measuring else (),
            )
        )

    async def _close(self) -> None:
        self._over = True
        if self._connection is not None:
            await self._connection.close()
        await self._probe.close()
        self._threads.shutdown(wait=False, cancel_futures=True)
