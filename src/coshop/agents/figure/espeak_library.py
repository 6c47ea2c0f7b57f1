"""Speaks one text with eSpeak NG's library, as `espeak-ng --stdin --stdout -v VOICE -s SPEED` does: text in, WAV out.

Run as a program: the library keeps global state and may fail in native code, which ends this process and no other.
"""

from __future__ import annotations

import argparse
import ctypes
import importlib
import io
import sys
import wave

_SYNCHRONOUS = 2  # AUDIO_OUTPUT_SYNCHRONOUS, speak_lib.h
_UTF8 = 1  # espeakCHARS_UTF8
_SPEED = 1  # espeakRATE
_TAKE = ctypes.CFUNCTYPE(ctypes.c_int, ctypes.POINTER(ctypes.c_short), ctypes.c_int, ctypes.c_void_p)


def spoken(text: str, voice: str, words_a_minute: int) -> bytes:
    """The WAV file. Raises RuntimeError where the library refuses, ImportError and OSError where there is none."""
    loader = importlib.import_module("espeakng_loader")
    library = ctypes.CDLL(loader.get_library_path())
    rate = library.espeak_Initialize(_SYNCHRONOUS, 0, loader.get_data_path().encode(), 0)
    if rate <= 0:
        raise RuntimeError("eSpeak NG does not find its data")
    samples = bytearray()

    def take(data: object, count: int, _events: object) -> int:
        if data and count > 0:
            samples.extend(ctypes.string_at(data, count * 2))  # type: ignore[arg-type]
        return 0

    callback = _TAKE(take)
    library.espeak_SetSynthCallback(callback)
    if library.espeak_SetVoiceByName(voice.encode()):
        raise RuntimeError(f"eSpeak NG has no voice {voice!r}")
    library.espeak_SetParameter(_SPEED, words_a_minute, 0)
    data = text.encode() + b"\x00"
    if library.espeak_Synth(data, ctypes.c_size_t(len(data)), 0, 0, 0, _UTF8, None, None):
        raise RuntimeError("eSpeak NG did not speak")
    library.espeak_Synchronize()
    made = io.BytesIO()
    with wave.open(made, "wb") as file:
        file.setnchannels(1)
        file.setsampwidth(2)
        file.setframerate(rate)
        file.writeframes(bytes(samples))
    return made.getvalue()


def main() -> int:
    """Read stdin, write stdout; 1 with a sentence on stderr where it does not work."""
    parser = argparse.ArgumentParser()
    parser.add_argument("-v", dest="voice", default="en")
    parser.add_argument("-s", dest="speed", type=int, default=160)
    given = parser.parse_args()
    try:
        made = spoken(sys.stdin.read(), given.voice, given.speed)
    except (RuntimeError, ImportError, OSError) as error:
        print(error, file=sys.stderr)  # noqa: T201
        return 1
    sys.stdout.buffer.write(made)
    return 0


if __name__ == "__main__":
    sys.exit(main())
