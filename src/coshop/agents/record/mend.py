"""Gives a recording whose writer died its end: reads what is whole, and says what to append and what to put right. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol

from coshop.agents.record import ebml
from coshop.agents.record.webm import CLUSTER, CLUSTER_TIME, HEADER, SIMPLE_BLOCK, Index, Patch

_CLUSTER_HEAD = 12
_VOID_HEAD = 9


class Readable(Protocol):
    """A seekable file, or anything like it."""

    def seek(self, offset: int, whence: int = 0, /) -> int: ...

    def read(self, size: int = -1, /) -> bytes: ...


@dataclass(frozen=True, slots=True)
class Mended:
    """What a whole file needs further. `has_video` and `duration_ms` say what is in it."""

    append: bytes
    patches: list[Patch]
    duration_ms: int
    has_video: bool


def mend(file: Readable, length: int) -> Mended | None:
    """Look through a file of `length` bytes that `Webm` began, one cluster in memory at a time. None where it holds nothing."""
    at, index = len(HEADER), Index()
    while at + _CLUSTER_HEAD <= length:
        file.seek(at)
        head = file.read(_CLUSTER_HEAD)
        size = int.from_bytes(head[5:], "big") & (1 << 56) - 1
        if head[:4] != ebml.identity(CLUSTER) or at + _CLUSTER_HEAD + size > length:
            break
        start = 0
        for number, _, content in ebml.elements(file.read(size)):
            if number == CLUSTER_TIME:
                start = int.from_bytes(content, "big")
            elif number == SIMPLE_BLOCK and len(content) > 4:
                ms = start + int.from_bytes(content[1:3], "big", signed=True)
                index.note(content[0] & 0x7F, ms, at, key=bool(content[3] & 0x80), data=content[4:])
        at += _CLUSTER_HEAD + size
    if not index.end_ms:
        return None
    left = length - at
    padding = bytes(max(0, _VOID_HEAD - left)) if left else b""
    blank = [Patch(at, b"\xec" + ebml.size_of(left + len(padding) - _VOID_HEAD, 8))] if left else []
    append, patches = index.end(length + len(padding))
    return Mended(padding + append, [*blank, *patches], index.end_ms, index.size is not None)
