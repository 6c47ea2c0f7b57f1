"""[REV3] What a recorder may say of its files: the shapes, and that a newer one may say more."""

from __future__ import annotations

from typing import Any

import pytest
from pydantic import ValidationError

from coshop.protocol.recorded import RecordedPart

FILE: dict[str, Any] = {
    "name": "rec_1/shopper-1-420.webm", "side": "shopper", "part": 1, "start_ms": 420, "duration_ms": 9_000, "bytes": 70,
    "has_video": True, "gaps": [{"kind": "audio", "start_ms": 5, "end_ms": 9}], "lost_packets": 1, "packets": 2, "fault": "",
}  # fmt: skip


def test_REV3_a_file_is_taken_as_it_was_said_and_what_a_newer_recorder_adds_is_left_out() -> None:
    assert RecordedPart.model_validate({**FILE, "of_a_newer_one": 1}).model_dump(mode="json") == FILE


@pytest.mark.parametrize(
    "wrong",
    [
        {"side": "nobody"},
        {"part": 0},
        {"bytes": "a lot"},
        {"start_ms": -1},
        {"gaps": [{}]},
        {"fault": "x" * 201},
    ],
)
def test_REV3_a_file_of_nonsense_is_refused(wrong: dict[str, Any]) -> None:
    with pytest.raises(ValidationError):
        RecordedPart.model_validate({**FILE, **wrong})
