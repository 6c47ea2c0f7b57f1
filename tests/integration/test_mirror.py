"""[MIRROR1]–[MIRROR4] The mirror and a real aiortc peer with a drawn shop and a made-up voice, over the loopback network."""

from __future__ import annotations

import asyncio
import contextlib
import time
from array import array
from collections import deque
from collections.abc import AsyncIterator, Callable
from fractions import Fraction
from itertools import cycle
from pathlib import Path

import pytest
from aioice import TransportPolicy
from aiortc import MediaStreamTrack
from aiortc.mediastreams import MediaStreamError
from av import AudioFrame, VideoFrame

from coshop.agents.check import Mirror
from coshop.identity.turn import TurnServer
from coshop.peer.media import MediaConnection
from coshop.peer.noticeboard import Noticeboard
from coshop.peer.tracks import AUDIO_RATE, AUDIO_SAMPLES, ColourBars, Received, Tone, read_counter
from coshop.protocol.checks import CheckNote, CheckResult
from coshop.protocol.signals import Answer, Candidate, Candidates, Negotiate, Offer, SignalBody, Typing
from tests.agents.check.voices import mix
from tests.browser.relay import SECRET, coturn


class Microphone(MediaStreamTrack):
    """A voice, over and over; while `ear` says so, what a speaker beside it plays instead."""

    kind = "audio"

    def __init__(self, ear: Callable[[], array[int] | None] = lambda: None) -> None:
        super().__init__()
        self._voice = mix(3, voice_dbfs=-22, room_dbfs=-65)
        self._ear = ear
        self._sent = 0
        self._start_s = time.monotonic()

    async def recv(self) -> AudioFrame:
        await asyncio.sleep(
            max(0.0, self._start_s + self._sent * AUDIO_SAMPLES / AUDIO_RATE - time.monotonic())
        )
        at = self._sent * AUDIO_SAMPLES % (len(self._voice) - AUDIO_SAMPLES)
        samples = self._ear() or self._voice[at : at + AUDIO_SAMPLES]
        frame = AudioFrame(format="s16", layout="mono", samples=AUDIO_SAMPLES)
        frame.planes[0].update(samples.tobytes())
        frame.sample_rate, frame.pts = AUDIO_RATE, self._sent * AUDIO_SAMPLES
        frame.time_base = Fraction(1, AUDIO_RATE)
        self._sent += 1
        return frame


class Back(Received):
    """What comes back from the mirror: counters read from the pictures, and the sound, 20 ms a piece."""

    def __init__(self, on_frame: Callable[[], None]) -> None:
        super().__init__(on_frame)
        self.counters: list[int] = []
        self.heard: deque[array[int]] = deque()

    async def _read(self, track: MediaStreamTrack) -> None:
        with contextlib.suppress(MediaStreamError):
            while True:
                frame = await track.recv()
                if isinstance(frame, VideoFrame):
                    self.video_frames += 1
                    self.counters.append(read_counter(frame))
                elif isinstance(frame, AudioFrame):
                    self.audio_frames += 1
                    self.heard.append(array("h", bytes(frame.planes[0])[: frame.samples * 4])[::2])
                self._on_frame()


class RelayOnly(MediaConnection):
    """As a browser's connection with `iceTransportPolicy: "relay"`."""

    def _make_channel(self) -> None:
        super()._make_channel()
        assert self._pc.sctp is not None
        self._pc.sctp.transport.transport._connection._transport_policy = TransportPolicy.RELAY


class Person:
    """The other end of a check: offers, answers signals, and looks at what comes back."""

    def __init__(self, **options: bool | float) -> None:
        self.board = Noticeboard()
        self.back = Back(self.board.notice)
        self.notes: list[CheckNote] = []
        self.signals: list[SignalBody] = []
        self.connections: dict[str, MediaConnection] = {}
        self.tasks: set[asyncio.Task[None]] = set()
        self.mirror = Mirror(on_signal=self._on_signal, on_note=self._on_note, **options)  # type: ignore[arg-type]

    def _on_signal(self, body: SignalBody) -> None:
        self.signals.append(body)
        if isinstance(body, Answer):
            task = asyncio.create_task(self.connections[body.connection_id].take_answer(body.sdp))
            self.tasks.add(task)
            task.add_done_callback(self.tasks.discard)
        self.board.notice()

    def _on_note(self, note: CheckNote) -> None:
        self.notes.append(note)
        self.board.notice()

    async def offer(self, name: str = "conn_001", *, text: bool = False) -> MediaConnection:
        connection = self.connections[name] = MediaConnection(
            name,
            ice_servers=(),
            mode="text" if text else "video",
            on_message=lambda _: None,
            on_change=self.board.notice,
            received=self.back,
        )
        sdp = await connection.offer()
        await self.mirror.take_signal(Offer(connection_id=name, sdp=sdp))
        return connection

    async def close(self) -> None:
        for connection in self.connections.values():
            await connection.close()


@pytest.fixture
async def people() -> AsyncIterator[Callable[..., Person]]:
    made: list[Person] = []

    def make(**options: bool | float) -> Person:
        made.append(Person(**options))
        return made[-1]

    yield make
    for person in made:
        await person.close()


def codes(result: CheckResult) -> dict[str, str]:
    return {verdict.code: verdict.level for verdict in result.verdicts}


async def test_mirror1_picture_and_sound_come_back_as_they_came_and_verdicts_arrive(
    people: Callable[..., Person],
) -> None:
    person = people(measure_s=4.0)
    running = asyncio.create_task(person.mirror.run())
    bars = ColourBars(width=640, height=480, rate=20)
    (await person.offer()).attach(audio=Microphone(), video=bars)
    await person.board.until(lambda: len(person.back.counters) >= 30, timeout_s=30)
    assert person.back.counters == sorted(set(person.back.counters)), "each picture once, in order"
    assert person.back.counters[-1] <= bars.sent
    result = await running
    found = codes(result)
    assert found.keys() >= {"light_good", "sharp", "sound_good"}, found
    assert {"rate_good", "rate_low"} & found.keys()
    assert found["size_good"] == "ok"
    assert not {"up_loss", "down_loss", "speaker_heard", "relay_blocked"} & found.keys()
    assert result.loop_ms is not None
    assert 0 < result.loop_ms < 5000
    assert not result.relayed
    assert person.back.audio_frames > 20
    assert person.notes[0].step == "waiting"
    assert any(note.verdicts for note in person.notes)
    assert any(note.level_dbfs is not None and note.level_dbfs > -40 for note in person.notes)


@pytest.mark.parametrize("hears", [True, False])
async def test_mirror3_the_tune_is_found_where_the_speaker_reaches_the_microphone(
    people: Callable[..., Person], hears: bool
) -> None:
    person = people(measure_s=5.6, tone=True)
    running = asyncio.create_task(person.mirror.run())

    def ear() -> array[int] | None:
        """A room: what the speaker plays comes back quieter, with a little hiss."""
        if not any(note.step == "tone" for note in person.notes):
            person.back.heard.clear()
            return None
        played = person.back.heard.popleft() if hears and person.back.heard else array("h", bytes(1920))
        return array(
            "h", (sample // 5 + hiss for sample, hiss in zip(played, cycle((9, -7, 4)), strict=False))
        )

    (await person.offer()).attach(audio=Microphone(ear), video=ColourBars(width=640, height=360, rate=20))
    found = codes(await running)
    assert ("speaker_heard" in found) == hears, found
    assert ("speaker_not_heard" in found) != hears
    assert "sound_good" in found, (sorted(found.items()), "the tune is not taken for the voice")


async def test_mirror2_nobody_comes_and_the_result_says_so(people: Callable[..., Person]) -> None:
    person = people(first_frame_wait_s=0.2)
    result = await person.mirror.run()
    assert codes(result) == {"no_picture": "fail", "no_sound": "fail"}
    assert not result.passed


async def test_mirror2_sound_alone_is_told_from_a_picture_that_is_missing(
    people: Callable[..., Person],
) -> None:
    person = people(measure_s=1.5)
    running = asyncio.create_task(person.mirror.run())
    (await person.offer()).attach(audio=Tone(), video=None)
    result = await running
    assert "no_picture" in codes(result)
    assert "no_sound" not in codes(result)
    assert not result.passed


async def test_mirror2_offers_that_are_none_are_asked_for_again_and_other_signals_left_alone(
    people: Callable[..., Person],
) -> None:
    person = people(measure_s=1.0)
    running = asyncio.create_task(person.mirror.run())
    await person.mirror.take_signal(Offer(connection_id="conn_bad", sdp="m=video nonsense"))
    await person.mirror.take_signal(Offer(connection_id="conn_bad", sdp="nonsense"))
    assert [type(s) for s in person.signals] == [Negotiate, Negotiate]
    await person.mirror.take_signal(Typing())
    strange = (Candidate(candidate="candidate:nonsense"),)
    await person.mirror.take_signal(Candidates(connection_id="conn_bad", candidates=strange))
    (await person.offer()).attach(audio=None, video=ColourBars())
    found = codes(await running)
    assert {"size_small", "no_sound"} <= found.keys()
    # Over: nothing is answered any more.
    said = len(person.signals)
    await person.offer("conn_late")
    assert len(person.signals) == said


async def test_mirror4_a_relayed_path_is_asked_of_a_relay_alone(people: Callable[..., Person]) -> None:
    person = people(measure_s=0.5, relay=True)
    running = asyncio.create_task(person.mirror.run())
    await person.offer("conn_text", text=True)
    assert [type(s) for s in person.signals] == [Negotiate], "a path without the relay proves nothing"
    (await person.offer()).attach(audio=None, video=ColourBars())
    assert codes(await running)["relay_blocked"] == "warn"


async def test_mirror4_a_path_through_a_real_relay_opens(
    people: Callable[..., Person], tmp_path: Path
) -> None:
    with coturn(tmp_path) as relay:
        server = TurnServer(urls=(relay.url,), secret=SECRET).credentials("anna", int(time.time()))
        person = people(measure_s=0.5, relay=True)
        running = asyncio.create_task(person.mirror.run())
        connection = RelayOnly(
            "conn_relay",
            ice_servers=(server,),
            mode="text",
            on_message=lambda _: None,
            on_change=person.board.notice,
        )
        person.connections["conn_relay"] = connection
        sdp = await connection.offer()
        assert " typ relay" in sdp
        assert " typ host" not in sdp
        await person.mirror.take_signal(Offer(connection_id="conn_relay", sdp=sdp))
        (await person.offer()).attach(audio=None, video=ColourBars())
        assert codes(await running)["relay_works"] == "ok"


async def test_mirror2_a_second_offer_takes_the_place_of_the_first(people: Callable[..., Person]) -> None:
    person = people(measure_s=60.0)
    running = asyncio.create_task(person.mirror.run())
    (await person.offer()).attach(audio=None, video=ColourBars(rate=20))
    await person.board.until(lambda: person.back.video_frames >= 5, timeout_s=30)
    await person.connections["conn_001"].close()
    before = person.back.video_frames
    (await person.offer("conn_002")).attach(audio=None, video=ColourBars(rate=20))
    await person.board.until(lambda: person.back.video_frames >= before + 5, timeout_s=30)
    running.cancel()
    await asyncio.gather(running, return_exceptions=True)


async def test_mirror2_cancelling_it_leaves_nothing_open(people: Callable[..., Person]) -> None:
    person = people()
    running = asyncio.create_task(person.mirror.run())
    connection = await person.offer()
    connection.attach(audio=None, video=ColourBars())
    await person.board.until(lambda: person.back.video_frames > 0, timeout_s=30)
    running.cancel()
    with pytest.raises(asyncio.CancelledError):
        await running
    await person.board.until(
        lambda: connection.state in ("closed", "failed", "disconnected") or None, timeout_s=30
    )
