"""Names of a recording's parts, read back as they were written."""

from __future__ import annotations

import pytest

from coshop.core.recorded_parts import Part, part_of


@pytest.mark.parametrize(
    "part", [Part("rec_a-B_9", "shopper", 1, 0), Part("rec_1", "associate", 3, 86_400_000)], ids=str
)
def test_a_name_says_what_part_it_is(part: Part) -> None:
    assert part_of(part.name) == part


@pytest.mark.parametrize(
    "name",
    [
        "rec_1/timeline.json",
        "rec_1/film_x.mp4",
        "rec_1/shopper-1.webm",
        "rec_1/guest-1-0.webm",
        "rec_1/shopper-0-0.webm",
        "../shopper-1-0.webm",
        "rec_1/shopper-1-0.webm.reserve",
        "",
    ],
)
def test_other_files_are_no_parts(name: str) -> None:
    assert part_of(name) is None
