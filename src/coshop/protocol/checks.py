"""The words of the set check: what was measured before an associate goes live, judged. Sentences for people stand with the screens."""

from __future__ import annotations

from typing import Annotated, Literal, get_args

from pydantic import Field

from coshop.protocol.fields import Word

VerdictCode = Literal[
    "no_picture", "picture_stuck",
    "light_good", "too_dark", "too_bright", "backlit",
    "sharp", "blurred",
    "steady", "shaking",
    "rate_good", "rate_low",
    "size_good", "size_small",
    "no_sound",
    "sound_good", "silent", "too_quiet", "clipping", "noisy",
    "speaker_heard", "speaker_not_heard",
    "up_good", "up_slow", "up_loss", "up_jitter",
    "down_good", "down_loss", "down_jitter",
    "round_trip_good", "round_trip_long",
    "relay_works", "relay_blocked",
]  # fmt: skip
VERDICT_CODES: tuple[VerdictCode, ...] = get_args(VerdictCode)
Level = Literal["ok", "warn", "fail"]
Step = Literal["waiting", "measuring", "tone", "relay"]


class MirrorArgs(Word):
    """The `args` of a job of kind `mirror`."""

    tone: Annotated[bool, Field(strict=True)] = False
    """The person agreed to a short tune from their speaker ([MIRROR3])."""
    relay: Annotated[bool, Field(strict=True)] = False
    """They will offer a relayed connection too ([MIRROR4])."""


class Verdict(Word):
    """One thing that was judged. docs/protocol.md names the unit of `measured` and `wanted` for each code ([MIRROR5])."""

    code: VerdictCode
    level: Level
    measured: float | None = None
    """What it came to; none where nothing could be measured."""
    wanted: float | None = None
    """The bound it had to keep to be good."""


class CheckNote(Word):
    """How far a running check is, with what can be said by now."""

    step: Step
    elapsed_ms: Annotated[int, Field(ge=0)] = 0
    """Since the first picture or sound arrived."""
    total_ms: Annotated[int, Field(ge=0)] = 0
    level_dbfs: float | None = None
    """How loud the last fifth of a second was, for a meter on the screen."""
    loop_ms: float | None = None
    """How late the mirror shows what happens. It is not judged."""
    verdicts: Annotated[tuple[Verdict, ...], Field(max_length=32)] = ()


class CheckResult(Word):
    """What a whole check came to. It passed when nothing failed; a warning is advice."""

    passed: bool
    verdicts: Annotated[tuple[Verdict, ...], Field(max_length=32)]
    loop_ms: float | None = None
    held_up_ms: float = 0.0
    """The longest the mirror itself was late. What that could have caused is not judged."""
    relayed: bool = False
    """Whether picture and sound themselves came through a relay."""
