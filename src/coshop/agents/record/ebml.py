"""The binary form of Matroska: elements as bytes and back (RFC 8794). It knows no element's meaning."""

from __future__ import annotations

from collections.abc import Iterator
from struct import pack

UNKNOWN_SIZE = b"\x01" + b"\xff" * 7
VOID = 0xEC


def identity(number: int) -> bytes:
    """The id of an element as it is written."""
    return number.to_bytes((number.bit_length() + 7) // 8, "big")


def size_of(size: int, width: int = 0) -> bytes:
    """A length as a variable-size integer; `width` bytes wide where given (else as short as can be)."""
    width = width or next(n for n in range(1, 9) if size < (1 << 7 * n) - 1)
    return (size | 1 << 7 * width).to_bytes(width, "big")


def element(number: int, *content: bytes, width: int = 0) -> bytes:
    """An element of these contents."""
    data = b"".join(content)
    return identity(number) + size_of(len(data), width) + data


def unsigned(number: int, value: int, width: int = 0) -> bytes:
    """An element that holds a number, in `width` bytes where given."""
    return element(number, value.to_bytes(width or max(1, (value.bit_length() + 7) // 8), "big"))


def double(number: int, value: float) -> bytes:
    """An element that holds a number in eight bytes."""
    return element(number, pack(">d", value))


def text(number: int, value: str) -> bytes:
    """An element that holds text."""
    return element(number, value.encode())


def void(length: int) -> bytes:
    """`length` bytes that say nothing (at least 2, at most 128 or so: its size takes one byte)."""
    return element(VOID, bytes(length - 2))


def elements(data: bytes, at: int = 0) -> Iterator[tuple[int, int, bytes]]:
    """Each whole element in `data` from `at` on: id, where it starts, content. Stops at the first that is not whole."""
    while at < len(data):
        start = at
        id_width = 9 - data[at].bit_length()
        number, at = int.from_bytes(data[at : at + id_width], "big"), at + id_width
        if id_width > 4 or at >= len(data):
            return
        width = 9 - data[at].bit_length()
        if width > 8 or at + width > len(data):
            return
        size = int.from_bytes(data[at : at + width], "big") & (1 << 7 * width) - 1
        at += width
        if at + size > len(data):
            return
        yield number, start, data[at : at + size]
        at += size
