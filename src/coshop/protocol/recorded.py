"""What a recorder says of the files it kept, in the result of a job of kind `record` ([REV3]). Shapes only."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import ConfigDict, Field, StringConstraints

from coshop.core.cart_types import Side
from coshop.protocol.fields import Word

Ms = Annotated[int, Field(ge=0, le=2**53)]
Count = Annotated[int, Field(ge=0, le=2**53)]
FAULT_MAX_CHARS = 200


class PartGap(Word):
    """Nothing came of one kind in this time, which counts from the file's own start."""

    kind: Literal["audio", "video"]
    start_ms: Ms
    end_ms: Ms


class RecordedPart(Word):
    """One part of one side's recording. `name` is empty where it waits on another machine (`fault` `elsewhere`).

    Fields that a newer recorder adds are left out.
    """

    model_config = ConfigDict(extra="ignore")

    name: Annotated[str, StringConstraints(max_length=200)]
    side: Side
    part: Annotated[int, Field(ge=1, le=999)]
    start_ms: Ms
    duration_ms: Ms
    bytes: Count
    has_video: bool
    gaps: tuple[PartGap, ...] = ()
    lost_packets: Count = 0
    packets: Count = 0
    fault: Annotated[str, StringConstraints(max_length=FAULT_MAX_CHARS)] = ""
