"""Names of a recording's parts, read back as they were written."""

from __future__ import annotations

import pytest

from coshop.core.recorded_parts import Part, film_of, is_film, part_of


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


def test_each_worker_that_makes_a_film_has_a_name_of_its_own() -> None:
    names = [film_of("rec_1/film_a-B_9.mp4", attempt) for attempt in (0, 1, 2, 3)]
    assert names == ["rec_1/film_a-B_9.mp4"] * 2 + ["rec_1/film_a-B_9-2.mp4", "rec_1/film_a-B_9-3.mp4"]
    assert all(is_film(name, "rec_1") for name in names)
    for other in (
        "",
        "rec_2/film_x.mp4",
        "rec_1/../rec_2/film_x.mp4",
        "rec_1/timeline.json",
        "rec_1/film_x.mp4.reserve",
    ):
        assert not is_film(other, "rec_1")
