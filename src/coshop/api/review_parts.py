"""Which parts of a recording there are now, and whether a film was made of all of them ([REV3] [REV5]). It opens none and decides no right.

What is on record of a recording is what was known when it ended. A part that waited on a worker's machine may have come since.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import replace
from typing import Any

from coshop.core.recorded_parts import Part, part_of
from coshop.ports import JobRow, RecordingFiles, RecordingRow

File = Mapping[str, Any]
WHOLE = ("", "nothing_came")


async def parts_now(files: RecordingFiles, row: RecordingRow) -> tuple[RecordingRow, tuple[File, ...]]:
    """The recording with what has come since it ended, and those of its parts that a film can be made of now. Raises Unavailable.

    One that ended without any fault is whole, also where `nothing_came` to be kept: nothing is asked about it.
    """
    if row.state == "recording":
        return row, ()
    if row.state == "kept" and row.files and all(file.get("fault", "") in WHOLE for file in row.files):
        return row, as_on_record(row)
    names = await files.names(row.recording_id)
    row = replace(row, files=_with_late(row.files, names))
    return row, tuple(file for file in row.files if file["name"] in names and _may_play(file))


def as_on_record(row: RecordingRow) -> tuple[File, ...]:
    """Of which parts a film could be made when the recording ended."""
    return tuple(file for file in row.files if file["name"] and file["duration_ms"] > 0)


def lacks(film: JobRow, sources: tuple[File, ...]) -> bool:
    """Whether a film was made of fewer parts than there are: it is not handed out as the whole."""
    made_of = {source[0] for source in film.args.get("sources", ())}
    return any(file["name"] not in made_of for file in sources)


def _with_late(files: tuple[File, ...], names: Collection[str]) -> tuple[File, ...]:
    there = {(part.side, part.number): part for name in names if (part := part_of(name)) is not None}
    listed = [
        {**file, **_come(part)}
        if not file["name"] and (part := there.get((file["side"], file["part"])))
        else file
        for file in files
    ]
    known = {(file["side"], file["part"]) for file in files}
    unheard_of = [
        {
            "side": part.side,
            "part": part.number,
            "duration_ms": 0,
            "bytes": 0,
            "has_video": True,
            **_come(part),
        }
        for key, part in sorted(there.items())
        if key not in known
    ]
    return (*listed, *unheard_of)


def _come(part: Part) -> dict[str, Any]:
    return {"name": part.name, "start_ms": part.start_ms, "fault": "cut_off"}


def _may_play(file: File) -> bool:
    """Of a part whose recorder was lost, or that was mended later, nobody has told the length."""
    fault = str(file.get("fault", ""))
    return file["duration_ms"] > 0 or fault == "cut_off" or fault.startswith("shelf_refused")
