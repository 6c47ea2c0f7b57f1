"""The export: a real child process makes an MP4 that ffmpeg plays; pauses are out of it, progress is told, cancelling leaves nothing."""

from __future__ import annotations

import asyncio
import os
from pathlib import Path

import av
import pytest
from av import VideoFrame

from coshop.agents.record.blend import kept_spans
from coshop.agents.record.export import export
from coshop.agents.record.picture import SideBySide
from coshop.agents.record.place import Place
from coshop.agents.record.reading import open_recording
from coshop.agents.record.vault import VaultWriter
from coshop.agents.record.webm import Webm
from coshop.core.cart_types import Side
from tests.agents.record.films import Played, film, play, tone

NAMES = ["rec_1/associate.webm", "rec_1/shopper.webm"]
PAIR: tuple[tuple[str, Side, int], ...] = ((NAMES[1], "shopper", 0), (NAMES[0], "associate", 0))
TARGET = "rec_1/export.mp4"


@pytest.fixture
def place(tmp_path: Path) -> Place:
    return Place(folder=str(tmp_path / "shelf"))


def keep(
    place: Place, name: str, seconds: int, *, width: int, height: int, loud_from_s: float, broken: int = 0
) -> None:
    """One side's file, as a recorder leaves it. From `broken` on, five pictures and ten packets of sound are junk."""
    webm = Webm()
    bad = range(broken, broken + 5) if broken else ()
    for index, data in enumerate(film(seconds, width=width, height=height)):
        junk = data[:10] + b"\xff" * 12  # a head that is right, and nothing behind it
        webm.add_video(index * 1000 / 15, junk if index in bad else data, keyframe=not data[0] & 1)
    bad = range(broken, broken + 10) if broken else ()
    for index, data in enumerate(tone(1)):
        webm.add_audio(loud_from_s * 1000 + index * 20, b"\xff\xff" if index in bad else data)
    pen = place.shelf().begin(name)
    vault = VaultWriter.begin(pen, place.master(), "rec_1")
    vault.append(webm.cut())
    data, patches = webm.finish(seconds * 1000)
    vault.append(data)
    for patch in patches:
        vault.patch(patch.offset, patch.data)
    vault.finish()
    pen.close()


def keep_both(place: Place, seconds: int = 4) -> None:
    keep(place, NAMES[1], seconds, width=160, height=120, loud_from_s=0)
    keep(place, NAMES[0], seconds, width=96, height=128, loud_from_s=3)


def exported(place: Place) -> Played:
    return play(open_recording(place.shelf(), TARGET, place.master()))


async def test_two_files_become_one_film_without_the_pause(place: Place) -> None:
    keep_both(place)
    told: list[tuple[int, int]] = []
    done = await export(
        place, "rec_1", PAIR, TARGET, pauses=((1000, 2000),), progress=lambda *each: told.append(each)
    )
    assert (done.fault, done.length_ms) == ("", 3000)
    assert told == [(1000, 3000), (2000, 3000), (3000, 3000), (3000, 3000)]
    played = exported(place)
    assert played.sizes[0] == (1280, 480)
    assert abs(len(played.pictures) - 75) <= 1
    assert abs(played.duration_ms - 3000) <= 60
    loud = [ms for ms, loud in zip(played.sound_ms, played.loud, strict=True) if loud]
    # The shopper speaks in the first second, the associate in the last; what was between is the pause and a silence.
    assert min(loud) < 60
    assert not [ms for ms in loud if 1100 < ms < 1950]
    assert max(loud) > 2900
    # Both halves move, and the upright picture has black beside it.
    first, last = (
        bytes(played.pictures[index].to_rgb().reformat(format="gray8").planes[0]) for index in (2, -2)
    )
    assert first != last
    row = last[240 * 1280 :][:1280]
    assert max(row[:640]) > 100
    assert max(row[650:750]) < 30
    assert max(row[900:1000]) > 100


async def test_pictures_and_sound_that_are_none_are_passed_over_and_the_film_is_made(place: Place) -> None:
    keep(place, NAMES[1], 3, width=160, height=120, loud_from_s=0, broken=16)
    keep(place, NAMES[0], 3, width=96, height=128, loud_from_s=2)
    done = await export(place, "rec_1", PAIR, TARGET)
    assert (done.fault, done.length_ms) == ("", 3000)
    played = exported(place)
    assert abs(len(played.pictures) - 75) <= 1
    loud = [ms for ms, loud in zip(played.sound_ms, played.loud, strict=True) if loud]
    assert not [ms for ms in loud if 360 < ms < 480], "as long a silence as what was no sound"
    assert [ms for ms in loud if 560 < ms < 960], "and then it is in its place again"
    assert not [ms for ms in loud if 1100 < ms < 1900]
    first, last = (
        bytes(played.pictures[index].to_rgb().reformat(format="gray8").planes[0]) for index in (2, -2)
    )
    assert first != last, "the picture goes on"


async def test_each_file_has_its_place_in_the_film(place: Place) -> None:
    keep_both(place)
    shopper, associate = PAIR
    late = ((*shopper[:2], 0), (*associate[:2], 1_500))
    alone = await export(place, "rec_1", PAIR, TARGET)
    place.shelf().delete(TARGET)
    done = await export(place, "rec_1", late, TARGET)
    assert (done.fault, done.length_ms) == ("", alone.length_ms + 1_500)
    played = exported(place)
    first = bytes(played.pictures[5].to_rgb().reformat(format="gray8").planes[0])[240 * 1280 :][:1280]
    last = bytes(played.pictures[-2].to_rgb().reformat(format="gray8").planes[0])[240 * 1280 :][:1280]
    assert max(first[:640]) > 100
    assert max(first[650:1280]) < 30, "the associate is not there yet"
    assert max(last[900:1000]) > 100


async def test_one_side_alone_in_two_files_of_two_recorders_can_be_exported(place: Place) -> None:
    keep_both(place, 1)
    keep(place, "rec_1/associate-2.webm", 2, width=96, height=128, loud_from_s=1.5)
    parts: tuple[tuple[str, Side, int], ...] = (PAIR[1], ("rec_1/associate-2.webm", "associate", 0))
    done = await export(place, "rec_1", parts, TARGET)
    assert done.fault == ""
    played = exported(place)
    assert abs(played.duration_ms - 4000) <= 60  # the first has a second of sound from 3.0 s on
    row = bytes(played.pictures[-1].to_rgb().reformat(format="gray8").planes[0])[240 * 1280 :][:1280]
    assert max(row[:630]) < 30
    assert max(row[900:1000]) > 100


async def test_what_a_lost_worker_left_of_the_film_is_in_nobodys_way(place: Place) -> None:
    keep_both(place, 1)
    left = place.shelf().begin(TARGET)
    left.write(b"the beginning of a film")
    left.close()
    assert (await export(place, "rec_1", PAIR, TARGET)).fault == ""
    assert exported(place).pictures


async def test_a_film_takes_the_place_of_those_before_it_and_empty_parts_are_left_out(place: Place) -> None:
    keep_both(place, 1)
    shelf = place.shelf()
    for name in ("rec_1/film_old.mp4", "rec_10/film_other.mp4", "rec_1/shopper-2-900.webm"):
        pen = shelf.begin(name)
        VaultWriter.begin(pen, place.master(), name.partition("/")[0])  # of a recorder that was lost at once
        pen.close()
    empty: tuple[tuple[str, Side, int], ...] = (("rec_1/shopper-2-900.webm", "shopper", 900),)
    assert (
        await export(place, "rec_1", empty, "rec_1/film_new.mp4")
    ).fault == "not_there: every part is empty"
    done = await export(place, "rec_1", (*PAIR, *empty), "rec_1/film_new.mp4")
    assert (done.name, done.fault) == ("rec_1/film_new.mp4", "")
    assert [name for name in shelf.names() if "film" in name] == [
        "rec_1/film_new.mp4",
        "rec_10/film_other.mp4",
    ]


async def test_cancelled_it_leaves_no_file_and_no_process(place: Place) -> None:
    keep_both(place, 4)
    begun = asyncio.Event()
    task = asyncio.create_task(
        export(place, "rec_1", PAIR, TARGET, progress=lambda _done_ms, _total_ms: begun.set())
    )
    async with asyncio.timeout(100):
        await begun.wait()
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task
    assert list(place.shelf().names()) == NAMES
    children = await asyncio.to_thread(Path(f"/proc/self/task/{os.getpid()}/children").read_text)
    assert children.split() == []


async def test_what_is_missing_changed_or_no_film_is_a_fault(place: Place) -> None:
    keep_both(place, 1)
    missing = await export(place, "rec_1", (*PAIR, ("rec_1/shopper-2-0.webm", "shopper", 0)), TARGET)
    assert missing.fault == "not_there: rec_1/shopper-2-0.webm"
    pen = place.shelf().begin("rec_3/shopper.webm")
    vault = VaultWriter.begin(pen, place.master(), "rec_3")
    vault.append(b"no film at all" * 100)
    vault.finish()
    pen.close()
    assert (await export(place, "rec_3", (("rec_3/shopper.webm", "shopper", 0),), TARGET)).fault.startswith(
        "not_a_film"
    )
    path = Path(place.folder) / NAMES[0]
    path.write_bytes(path.read_bytes()[:300] + b"x" + path.read_bytes()[301:])
    assert (await export(place, "rec_1", PAIR, TARGET)).fault.startswith("unreadable")
    assert TARGET not in list(place.shelf().names())


@pytest.mark.parametrize(
    ("pauses", "kept"),
    [
        ((), [(0, 1000)]),
        (((200, 300), (900, 5000)), [(0, 200), (300, 900)]),
        (((-5, 100), (50, 400), (300, 350)), [(400, 1000)]),
        (((0, 1000),), []),
    ],
)
def test_what_is_left_without_the_pauses(
    pauses: tuple[tuple[int, int], ...], kept: list[tuple[int, int]]
) -> None:
    assert kept_spans(1000, pauses) == kept


@pytest.mark.parametrize("size", [(2, 2), (1280, 720), (100, 1000), (641, 481)])
def test_every_size_fits_its_half(size: tuple[int, int]) -> None:
    two = SideBySide()
    frame = VideoFrame(*size, "yuv420p")
    for plane in frame.planes:
        plane.update(b"\xc0" * plane.buffer_size)
    two.put(1, frame)
    luma = bytes(two.frame().planes[0])
    assert luma[240 * 1280 + 320] == 16
    assert luma[240 * 1280 + 960] > 100


def test_the_codecs_of_the_film_are_there() -> None:
    assert {"libx264", "aac"} <= av.codecs_available
