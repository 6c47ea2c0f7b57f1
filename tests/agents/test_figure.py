"""The drawn face and the spoken lines: they move, they are cheap to send, they never hold up the loop, and failures are told."""

from __future__ import annotations

import asyncio
import sys
import time

import pytest

from coshop.agents.figure import Face, Speech, SpeechFailed, Voice, find_speech
from coshop.agents.figure.face import MOUTHS, STEPS, pose_at
from coshop.agents.figure.letters import lines, strokes
from coshop.agents.figure.speech import resampled
from coshop.agents.figure.voice import FRAME_BYTES


@pytest.fixture(autouse=True)
def _a_busy_machine(monkeypatch: pytest.MonkeyPatch) -> None:
    """The synthesiser gets its time where other work has the processors."""
    monkeypatch.setattr("coshop.agents.figure.speech.TIMEOUT_S", 120.0)


async def test_the_picture_moves_and_the_card_is_written() -> None:
    face = Face(banner="Demonstration", rate=100)
    first = bytes((await face.recv()).planes[0])
    frames = [await face.recv() for _ in range(40)]
    assert (frames[0].width, frames[0].height, frames[0].format.name) == (320, 240, "yuv420p")
    times = [f.pts or 0 for f in frames]
    assert times == sorted(set(times))
    assert any(bytes(f.planes[0]) != first for f in frames)
    bare = face.draw((0, 0, False))
    face.card = "Größe 42"
    written = face.draw((0, 0, False))
    assert written != bare
    line = bare[0][1]
    card = slice(line * 64, line * 100)
    assert written[0][0][card] != bare[0][0][card]


async def test_each_pose_is_drawn_once() -> None:
    face = Face(banner="Rehearsal")
    poses = [
        (step, mouth, shut) for step in range(STEPS) for mouth in range(MOUTHS) for shut in (False, True)
    ]
    first = {pose: face.draw(pose) for pose in poses}
    assert len(set(first.values())) == len(poses)
    drawn = time.process_time()
    for _ in range(10):
        for pose in poses:
            assert face._kept[pose] is first[pose]
    assert time.process_time() - drawn < 0.5


def test_the_mouth_follows_the_voice_and_eyes_blink() -> None:
    assert [pose_at(1.0, loud)[1] for loud in (0.0, 0.1, 0.9)] == [0, 1, 2]
    assert {pose_at(t / 10, 0)[2] for t in range(60)} == {True, False}
    assert {pose_at(t / 10, 0)[0] for t in range(60)} == set(range(STEPS))


def test_letters_of_any_text() -> None:
    assert strokes("") == []
    assert len(strokes("Ä")) == len(strokes("A")) + 2
    assert strokes("é") == strokes("E")
    assert strokes("☂") == []
    assert lines("Harbour rain jacket", 12, 4) == ["Harbour rain", "jacket"]
    assert lines("Straßenbahnhaltestelle", 8, 2) == ["Strassen", "bahnhalt"]


async def test_lines_are_played_one_after_another_with_silence_between() -> None:
    voice = Voice()
    assert bytes((await voice.recv()).planes[0]) == bytes(FRAME_BYTES)
    voice.say(b"\x00\x40" * 960 + b"\x00\x20" * 10)
    assert voice.speaking
    loud = [(await voice.recv(), voice.loudness) for _ in range(3)]
    assert [round(each, 2) for _, each in loud] == [0.5, 0.25, 0.0]
    assert not voice.speaking
    voice.say(bytes(FRAME_BYTES * 50))
    voice.hush()
    assert not voice.speaking


@pytest.mark.parametrize(
    ("text", "language"), [("Hello, this is a demonstration.", "en"), ("Guten Tag, schöne Größe.", "de-AT")]
)
async def test_a_line_is_spoken_by_a_real_synthesiser_off_the_loop(text: str, language: str) -> None:
    speech = find_speech()
    assert speech is not None, "no synthesiser: install espeak-ng, or make install"
    worst_s, done = 0.0, False

    async def watch() -> None:
        nonlocal worst_s
        while not done:
            before_s = time.monotonic()
            await asyncio.sleep(0.005)
            worst_s = max(worst_s, time.monotonic() - before_s)

    watching = asyncio.create_task(watch())
    samples = await speech.line(text, language)
    done = True
    await watching
    assert 1.0 < len(samples) / 96_000 < 8.0
    assert max(memoryview(samples).cast("h")) > 3_000
    assert await speech.line(text, language) is samples
    assert worst_s < 2.0, f"the loop stood still for {worst_s:.2f} s"


async def test_each_language_has_its_own_voice_and_one_without_a_voice_is_told() -> None:
    speech = find_speech()
    assert speech is not None, "no synthesiser: install espeak-ng, or make install"
    spoken = {
        language: await speech.line("Un petit mot", language) for language in ("en", "fr-CA", "zh-CN", "no")
    }
    assert len(set(spoken.values())) == 4
    with pytest.raises(SpeechFailed, match="voice"):
        await speech.line("Hello", "xx")


@pytest.mark.parametrize(
    ("command", "why"),
    [
        (["/nowhere/espeak"], "does not start"),
        ([sys.executable, "-c", "import sys; sys.exit(3)"], "exit code 3"),
        ([sys.executable, "-c", "import os; os.kill(os.getpid(), 11)"], "exit code -11"),
        ([sys.executable, "-c", "print('no sound' * 99)"], "is no sound"),
        ([sys.executable, "-c", ""], "exit code 0"),
    ],
)
async def test_a_synthesiser_that_fails_is_told_and_no_more(command: list[str], why: str) -> None:
    with pytest.raises(SpeechFailed, match=why):
        await Speech(command).line("Hello")


async def test_a_synthesiser_that_hangs_is_ended(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("coshop.agents.figure.speech.TIMEOUT_S", 0.3)
    with pytest.raises(SpeechFailed, match="more than"):
        await Speech([sys.executable, "-c", "import time; time.sleep(60)"]).line("Hello")


def test_a_wav_with_an_open_end_is_read() -> None:
    import io
    import wave

    made = io.BytesIO()
    with wave.open(made, "wb") as file:
        file.setnchannels(1)
        file.setsampwidth(2)
        file.setframerate(22_050)
        file.writeframes(b"\x00\x10" * 22_050)
    data = bytearray(made.getvalue())
    data[4:8] = data[40:44] = b"\x00\xf0\xff\x7f"  # what espeak-ng writes into a pipe
    assert abs(len(resampled(bytes(data))) / 96_000 - 1.0) < 0.05
