"""Files that a recorder left when it died: each gets its end and its place on the shelf. Waits for the disk: use it in a thread."""

from __future__ import annotations

from collections.abc import Iterator

from coshop.agents.record.keys import KeyRefused, MasterKey
from coshop.agents.record.mend import mend
from coshop.agents.record.person import RecordedFile
from coshop.agents.record.reading import open_recording
from coshop.agents.record.shelf import Pen, Shelf
from coshop.agents.record.vault import Tampered, VaultReader, VaultWriter
from coshop.agents.record.webm import HEADER, said_in_front
from coshop.core.cart_types import Side

FRONT_BYTES = 2048


def salvage(shelf: Shelf, name: str, side: Side, master: MasterKey) -> RecordedFile:
    """Mend one file that nobody writes any more; one that is complete is only sent. Safe to call again. Raises nothing.

    Gaps and pauses are not known any more; `fault` is `empty` where nothing can be played, and else as for a recording.
    """
    duration_ms, size, has_video, fault = 0, 0, False, ""
    pen: Pen | None = None
    try:
        reader = open_recording(shelf, name, master)
        mended = None if reader.complete else mend(reader, reader.length)
        pen = shelf.go_on(name, shelf.size(name) if reader.complete else reader.end_at)
        if mended is not None:
            writer = VaultWriter.go_on(pen, reader)
            writer.append(mended.append)
            for patch in mended.patches:
                writer.patch(patch.offset, patch.data)
            writer.finish()
            duration_ms, has_video, size = mended.duration_ms, mended.has_video, writer.length
        else:
            size, fault = reader.length, "" if reader.complete else "empty"
            if reader.complete:
                reader.seek(0)
                duration_ms, has_video = said_in_front(reader.read(FRONT_BYTES))
        pen.close()
    except (Tampered, KeyRefused) as error:
        fault = f"unreadable: {error}"
    except OSError as error:
        fault = f"shelf_refused: {error}"
    finally:
        if pen is not None:
            pen.let_go()
    return RecordedFile(name, side, duration_ms, size, has_video, fault=fault)


def as_it_is(shelf: Shelf, name: str, side: Side, master: MasterKey) -> RecordedFile:
    """What a file says of itself, changed in nothing. One without its end can be played as far as it goes: `cut_off`. Raises nothing."""
    duration_ms, size, has_video, fault = 0, 0, True, "cut_off"
    try:
        reader = open_recording(shelf, name, master)
        size = reader.length
        if reader.complete:
            duration_ms, has_video = said_in_front(reader.read(FRONT_BYTES))
            fault = ""
    except (Tampered, KeyRefused) as error:
        fault = f"unreadable: {error}"
    except OSError as error:
        fault = f"shelf_refused: {error}"
    return RecordedFile(name, side, duration_ms, size, has_video, fault=fault)


def holds_nothing(reader: VaultReader) -> bool:
    """Whether its recorder kept nothing in it. A file that is none of a recorder's is not said to be empty."""
    reader.seek(0)
    front = reader.read(FRONT_BYTES)
    reader.seek(0)
    if not reader.complete:
        return not front or (front.startswith(HEADER[:4]) and mend(reader, reader.length) is None)
    return front.startswith(HEADER[:4]) and said_in_front(front)[0] == 0


def left_behind(shelf: Shelf, prefix: str = "") -> Iterator[str]:
    """The names of files on this machine that nobody writes and that may need `salvage`."""
    return shelf.unfinished(prefix)
