"""Encryption at rest: a file of sealed chunks that only grows, each bound to its place, readable up to the last whole one.

    magic, length and text of the head (JSON: recording, wrapped key), then chunks: length, kind, number, nonce, AES-256-GCM.
    Kinds: data to append; a patch of what came before; the end, with the table of all chunks, whose length stands at the very end.

What is authenticated with each chunk is the head, the kind and the number: a chunk changed, moved, left out or taken from another
recording is refused. A file without its end is read as far as it goes, and says that it is not complete.
"""

from __future__ import annotations

import io
import json
import secrets
from collections.abc import Callable
from dataclasses import dataclass, field
from hashlib import sha256
from struct import Struct
from typing import Protocol

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from coshop.agents.record.keys import KEY_BYTES, MasterKey

MAGIC, TAIL_MAGIC = b"COSHOPV1", b"COSHOPVE"
CHUNK_MAX = 1024 * 1024
SEALED_MAX = CHUNK_MAX + 16
DATA, PATCH, END = 0, 1, 2
HEAD_MAX = 16 * 1024
TABLE_MAX = 64 * 1024 * 1024
CHUNK_HEAD, BOUND = Struct(">IBI12s"), Struct(">BI")
_ROW, _TAIL, _PLACE, _LENGTH = Struct(">BI"), Struct(">I8s"), Struct(">Q"), Struct(">I")


class Tampered(Exception):
    """A chunk is not what was written there, or the file is none of ours."""


class Out(Protocol):
    """Where sealed bytes go. Raises OSError where they cannot be kept."""

    def write(self, data: bytes, /) -> object:
        """All of these bytes, or none."""


@dataclass(slots=True)
class _Book:
    """What writer and reader both know of a file."""

    aead: AESGCM
    head: bytes
    table: list[tuple[int, int]] = field(default_factory=list)

    def bound(self, kind: int, number: int) -> bytes:
        return sha256(self.head).digest() + BOUND.pack(kind, number)


class VaultWriter:
    """Seals and writes. Not safe for use from two threads at once."""

    def __init__(self, out: Out, book: _Book, length: int) -> None:
        self._out, self._book = out, book
        self.length = length
        self.finished = False

    @classmethod
    def begin(cls, out: Out, master: MasterKey, recording_id: str) -> VaultWriter:
        """A new file with a key of its own. Raises KeyRefused, OSError."""
        key = secrets.token_bytes(KEY_BYTES)
        text = json.dumps({"recording": recording_id, "key": master.wrap(key, recording_id)}).encode()
        book = _Book(AESGCM(key), MAGIC + _LENGTH.pack(len(text)) + text)
        out.write(book.head)
        return cls(out, book, 0)

    @classmethod
    def go_on(cls, out: Out, reader: VaultReader) -> VaultWriter:
        """Go on with a file that has no end; `out` stands at `reader.end_at`. Raises ValueError for a complete one."""
        if reader.complete:
            raise ValueError("this recording is complete")
        return cls(out, reader.book, reader.length)

    def append(self, data: bytes) -> None:
        """Add to the end, all or nothing; kept once this returns. Raises OSError."""
        self._write([(DATA, data[at : at + CHUNK_MAX]) for at in range(0, len(data), CHUNK_MAX)])
        self.length += len(data)

    def patch(self, offset: int, data: bytes) -> None:
        """Put these bytes in the place of those at `offset`, at most 64 KiB. Raises OSError."""
        assert len(data) <= 65_536
        assert offset + len(data) <= self.length
        self._write([(PATCH, _PLACE.pack(offset) + data)])

    def finish(self) -> None:
        """Write the end. Raises OSError; the file stays readable without."""
        if not self.finished:
            table = self._book.table
            sealed = self._sealed(END, len(table), b"".join(_ROW.pack(*row) for row in table))
            self._out.write(sealed + _TAIL.pack(len(sealed), TAIL_MAGIC))
            self.finished = True

    def _write(self, parts: list[tuple[int, bytes]]) -> None:
        first = len(self._book.table)
        sealed = [self._sealed(kind, first + index, data) for index, (kind, data) in enumerate(parts)]
        self._out.write(b"".join(sealed))
        self._book.table.extend((kind, len(data) + 16) for kind, data in parts)

    def _sealed(self, kind: int, number: int, data: bytes) -> bytes:
        nonce = secrets.token_bytes(12)
        sealed = self._book.aead.encrypt(nonce, data, self._book.bound(kind, number))
        return CHUNK_HEAD.pack(len(sealed), kind, number, nonce) + sealed


class VaultReader(io.RawIOBase):
    """The plain content as a seekable file. `read_at(start, length)` gives sealed bytes, fewer at the end; `size` is their number.

    Raises Tampered, KeyRefused, and whatever `read_at` raises.
    """

    def __init__(self, read_at: Callable[[int, int], bytes], size: int, master: MasterKey) -> None:
        self._read_at, self._size = read_at, size
        start = read_at(0, len(MAGIC) + _LENGTH.size)
        if len(start) < len(MAGIC) + _LENGTH.size or not start.startswith(MAGIC):
            raise Tampered("this is no recording of coshop")
        (length,) = _LENGTH.unpack(start[len(MAGIC) :])
        text = read_at(len(start), min(length, HEAD_MAX))
        try:
            about = json.loads(text)
            self.recording_id, wrapped = str(about["recording"]), str(about["key"])
        except (ValueError, KeyError, TypeError) as error:
            raise Tampered("the head of this recording was changed") from error
        self.book = _Book(AESGCM(master.unwrap(wrapped, self.recording_id)), start + text)
        self.complete = self._take_end() or self._walk()
        self._starts, self._places = [0], [len(self.book.head)]
        self._data: list[int] = []
        patches: list[int] = []
        for number, (kind, sealed) in enumerate(self.book.table):
            (self._data if kind == DATA else patches).append(number)
            if kind == DATA:
                self._starts.append(self._starts[-1] + sealed - 16)
            self._places.append(self._places[-1] + CHUNK_HEAD.size + sealed)
        self.length = self._starts[-1]
        self.end_at = self._places[-1]
        self._at = 0
        self._kept = -1, b""
        self._patches = [self._opened(number) for number in patches]

    def _take_end(self) -> bool:
        """Whether the table at the end is there and genuine."""
        tail = self._read_at(max(0, self._size - _TAIL.size), _TAIL.size)
        if len(tail) < _TAIL.size or _TAIL.unpack(tail)[1] != TAIL_MAGIC:
            return False
        length = _TAIL.unpack(tail)[0]
        at = self._size - _TAIL.size - length
        if not CHUNK_HEAD.size < length <= TABLE_MAX or at < len(self.book.head):
            raise Tampered("the end of this recording was changed")
        chunk = self._read_at(at, length)
        sealed, kind, number, nonce = CHUNK_HEAD.unpack(chunk[: CHUNK_HEAD.size])
        table = self._open(kind, number, nonce, chunk[CHUNK_HEAD.size :])
        rows = [_ROW.unpack_from(table, row) for row in range(0, len(table), _ROW.size)]
        end_at = len(self.book.head) + sum(CHUNK_HEAD.size + size for _, size in rows)
        if (sealed, kind, number, at) != (length - CHUNK_HEAD.size, END, len(rows), end_at):
            raise Tampered("chunks of this recording are missing")
        self.book.table.extend(rows)
        return True

    def _walk(self) -> bool:
        """Go from chunk to chunk as far as they are whole; never complete."""
        at = len(self.book.head)
        while at + CHUNK_HEAD.size <= self._size:
            sealed, kind, number, _ = CHUNK_HEAD.unpack(self._read_at(at, CHUNK_HEAD.size))
            if kind == END or at + CHUNK_HEAD.size + sealed > self._size:
                break
            if not 16 <= sealed <= SEALED_MAX or kind not in (DATA, PATCH) or number != len(self.book.table):
                raise Tampered(f"chunk {len(self.book.table)} of this recording was changed")
            self.book.table.append((kind, sealed))
            at += CHUNK_HEAD.size + sealed
        return False

    def _open(self, kind: int, number: int, nonce: bytes, sealed: bytes) -> bytes:
        try:
            return self.book.aead.decrypt(nonce, sealed, self.book.bound(kind, number))
        except InvalidTag as error:
            raise Tampered(f"chunk {number} of this recording was changed") from error

    def _opened(self, number: int) -> bytes:
        kind, sealed = self.book.table[number]
        chunk = self._read_at(self._places[number], CHUNK_HEAD.size + sealed)
        if len(chunk) < CHUNK_HEAD.size + sealed:
            raise Tampered(f"chunk {number} of this recording is missing")
        *said, nonce = CHUNK_HEAD.unpack_from(chunk)
        if said != [sealed, kind, number]:
            raise Tampered(f"chunk {number} of this recording was changed")
        return self._open(kind, number, nonce, chunk[CHUNK_HEAD.size :])

    def _chunk_at(self, offset: int) -> tuple[int, bytes]:
        """Where the chunk with this byte starts, and its plain content."""
        low, high = 0, len(self._data) - 1
        while low < high:
            middle = (low + high + 1) // 2
            low, high = (middle, high) if self._starts[middle] <= offset else (low, middle - 1)
        if self._kept[0] != low:
            self._kept = low, self._opened(self._data[low])
        return self._starts[low], self._kept[1]

    def readable(self) -> bool:
        return True

    def seekable(self) -> bool:
        return True

    def tell(self) -> int:
        return self._at

    def seek(self, offset: int, whence: int = 0, /) -> int:
        self._at = max(0, offset + (0, self._at, self.length)[whence])
        return self._at

    def readinto(self, buffer: bytearray | memoryview, /) -> int:  # type: ignore[override]  # as RawIOBase calls it
        if self._at >= self.length or not len(buffer):
            return 0
        start, chunk = self._chunk_at(self._at)
        data = bytearray(chunk[self._at - start :][: len(buffer)])
        for patch in self._patches:
            (at,), new = _PLACE.unpack_from(patch), patch[_PLACE.size :]
            first, last = max(at, self._at), min(at + len(new), self._at + len(data))
            if first < last:
                data[first - self._at : last - self._at] = new[first - at : last - at]
        buffer[: len(data)] = data
        self._at += len(data)
        return len(data)
