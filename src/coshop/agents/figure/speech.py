"""Spoken lines: finds a synthesiser on this machine and lets it speak, in a process of its own. It plays nothing.

eSpeak NG is used as the program `espeak-ng` where that is installed, else as the library in the package `espeakng-loader`
(`pip install coshop[speech]`), which espeak_library.py loads in a child. Neither needs anything at run time.
"""

from __future__ import annotations

import asyncio
import contextlib
import importlib.util
import io
import shutil
import sys
from collections.abc import Mapping, Sequence

import av

from coshop.agents.figure.voice import RATE

TIMEOUT_S = 20.0
TEXT_MAX_CHARS = 600
KEPT_MAX = 200
WORDS_A_MINUTE = 160
_VOICES: Mapping[str, str] = {"zh": "cmn", "no": "nb"}
"""Where eSpeak NG's voice has another name than the language."""


class SpeechFailed(Exception):
    """The synthesiser did not speak this line. The text says why."""


class Speech:
    """A synthesiser started with `command`, which reads the text from stdin and writes a WAV file to stdout."""

    def __init__(self, command: Sequence[str]) -> None:
        self._command = tuple(command)
        self._kept: dict[tuple[str, str], bytes] = {}
        self._turn = asyncio.Semaphore(1)

    async def line(self, text: str, language: str = "en") -> bytes:
        """The line as signed 16-bit mono samples at 48 kHz, rendered once. Raises SpeechFailed, also where no voice has the language."""
        key = (text[:TEXT_MAX_CHARS], language.split("-", maxsplit=1)[0].lower())
        async with self._turn:
            found = self._kept.get(key)
            if found is None:
                wave = await self._run(*key)
                try:
                    found = await asyncio.to_thread(resampled, wave)
                except (av.FFmpegError, ValueError, IndexError) as error:
                    raise SpeechFailed(f"what it wrote is no sound: {error}") from None
                if len(self._kept) < KEPT_MAX:
                    self._kept[key] = found
        return found

    async def _run(self, text: str, language: str) -> bytes:
        voice = _VOICES.get(language, language)
        try:
            process = await asyncio.create_subprocess_exec(
                *self._command, "-v", voice, "-s", str(WORDS_A_MINUTE),
                stdin=asyncio.subprocess.PIPE, stdout=asyncio.subprocess.PIPE, stderr=asyncio.subprocess.PIPE,
            )  # fmt: skip
        except OSError as error:
            raise SpeechFailed(f"it does not start: {error}") from None
        try:
            async with asyncio.timeout(TIMEOUT_S):
                wave, said = await process.communicate(text.encode())
        except TimeoutError:
            raise SpeechFailed(f"it spoke for more than {TIMEOUT_S:.0f} s") from None
        finally:
            if process.returncode is None:
                with contextlib.suppress(ProcessLookupError):
                    process.kill()
                await process.wait()
        if process.returncode or not wave:
            raise SpeechFailed(f"exit code {process.returncode}: {said.decode(errors='replace')[-200:]}")
        return wave


def resampled(wave: bytes) -> bytes:
    """A WAV file as mono samples at 48 kHz. Raises av.FFmpegError, ValueError, IndexError for what is none."""
    resampler = av.AudioResampler(format="s16", layout="mono", rate=RATE)
    made = bytearray()
    with av.open(io.BytesIO(wave), "r", format="wav") as file:
        for frame in [*file.decode(audio=0), None]:
            for part in resampler.resample(frame):
                made += bytes(part.planes[0])[: part.samples * 2]
    return bytes(made)


def find_speech() -> Speech | None:
    """The synthesiser of this machine, or None where there is none."""
    if (program := shutil.which("espeak-ng")) is not None:
        return Speech([program, "--stdin", "--stdout"])
    if importlib.util.find_spec("espeakng_loader") is not None:
        return Speech([sys.executable, "-m", "coshop.agents.figure.espeak_library"])
    return None
