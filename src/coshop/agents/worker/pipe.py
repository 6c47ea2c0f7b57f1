"""What parent and child say to each other, one JSON line each. It opens and closes nothing.

Parent to child, on the child's stdin: an `Errand` first, then `retire` or `stop`; its end means that the parent is gone.
Child to parent, on a pipe of its own: a `Beat` each second, made on the event loop that jobs share, so that a loop that
hangs is heard by its silence.
"""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, JsonValue, TypeAdapter

BEAT_S = 1.0
KEY_REFUSED_EXIT = 3
BAD_JOBS_EXIT = 4


class _Line(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Errand(_Line):
    """All that a child needs to know. `trust` is the text of a PEM certificate to trust, or empty."""

    base_urls: tuple[str, ...]
    key: str
    modules: tuple[str, ...]
    kinds: tuple[str, ...]
    capacity: int
    version: str
    trust: str = ""
    recordings: dict[str, JsonValue] = {}
    niceness: int = 5
    json_logs: bool = False


class Retire(_Line):
    """Take nothing new, and end when the last job has."""

    type: Literal["retire"] = "retire"


class Stop(_Line):
    """Take nothing new; end within `within_s` s: jobs that are not done by then go back."""

    type: Literal["stop"] = "stop"
    within_s: float


class Beat(_Line):
    """The event loop runs. `idle`: no job is there, not even one whose end is not stored yet."""

    connected: bool
    running: int
    jobs_done: int
    rss_bytes: int
    idle: bool


Order = Annotated[Retire | Stop, Field(discriminator="type")]
ORDER: TypeAdapter[Order] = TypeAdapter(Order)


def line(word: BaseModel) -> bytes:
    """One line of the pipe."""
    return word.model_dump_json().encode() + b"\n"
