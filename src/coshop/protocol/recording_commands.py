"""The commands about a call's recording: asking, answering, pausing, stopping."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import StringConstraints

from coshop.core import recording_types as core
from coshop.protocol import limits
from coshop.protocol.fields import NO_CONTROLS, Language, Word

TextVersion = Annotated[
    str, StringConstraints(min_length=1, max_length=limits.TEXT_VERSION_MAX_CHARS, pattern=NO_CONTROLS)
]


class RecordingAsk(Word):
    """Associate: ask everybody whether the call may be recorded, with the text of this version."""

    type: Literal["recording_ask"] = "recording_ask"
    text_version: TextVersion


class RecordingConsent(Word):
    """Either side: yes or no, to the text of this version as I read it in this language."""

    type: Literal["recording_consent"] = "recording_consent"
    agreed: bool
    text_version: TextVersion
    language: Language


class RecordingPause(Word):
    """Either side: keep nothing for the moment."""

    type: Literal["recording_pause"] = "recording_pause"


class RecordingResume(Word):
    """Either side: go on."""

    type: Literal["recording_resume"] = "recording_resume"


class RecordingWithdraw(Word):
    """Either side: stop it for good."""

    type: Literal["recording_withdraw"] = "recording_withdraw"


RecordingCommandWord = RecordingAsk | RecordingConsent | RecordingPause | RecordingResume | RecordingWithdraw
_MADE: dict[type[Word], type[core.RecordingPause | core.RecordingResume | core.RecordingWithdraw]] = {
    RecordingPause: core.RecordingPause,
    RecordingResume: core.RecordingResume,
    RecordingWithdraw: core.RecordingWithdraw,
}


def recording_to_core(
    word: RecordingCommandWord,
) -> (
    core.RecordingAsk
    | core.RecordingConsent
    | core.RecordingPause
    | core.RecordingResume
    | core.RecordingWithdraw
):
    """The command of `core`. Whether the store lets calls be recorded is filled in by whoever knows it."""
    match word:
        case RecordingAsk():
            return core.RecordingAsk(text_version=word.text_version)
        case RecordingConsent():
            return core.RecordingConsent(
                agreed=word.agreed, text_version=word.text_version, language=word.language
            )
        case _:
            return _MADE[type(word)]()
