"""Reads a Google Merchant feed, XML or tab-separated, as a stream of raw rows. It judges the form, not the values.

Feeds come from outside: document types and entities are refused, every row and field is bounded.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from dataclasses import dataclass
from typing import BinaryIO
from xml.parsers import expat

BLOCK_BYTES = 256 * 1024
FIELD_MAX_CHARS = 64 * 1024
ROW_MAX_FIELDS = 500
_ITEM = ("item", "entry")
_GOOGLE = "http://base.google.com/ns/1.0"


class BrokenFeed(Exception):
    """The feed cannot be read on: not a feed at all, or broken in the middle. The text says where and why."""


@dataclass(frozen=True, slots=True)
class RawRow:
    """One item as written: lower-case attribute names to their values. `line` is where it begins."""

    line: int
    fields: dict[str, list[str]]


def read_rows(feed: BinaryIO) -> Iterator[RawRow]:
    """The rows of a feed opened for reading bytes. Raises BrokenFeed where it cannot go on."""
    start = feed.read(BLOCK_BYTES)
    if not start.strip():
        raise BrokenFeed("The feed is empty.")
    if start.lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"<") or start[:2] in (b"\xff\xfe", b"\xfe\xff"):
        return _read_xml(feed, start)
    return _read_tsv(feed, start)


class _Items:
    """Collects the items that expat reports. Only an item's direct children count: g:shipping has a price as well."""

    def __init__(self, parser: expat.XMLParserType) -> None:
        self.done: list[RawRow] = []
        self._parser = parser
        self._depth = 0
        self._item_depth = 0
        self._line = 0
        self._fields: dict[str, list[str]] = {}
        self._google: set[str] = set()
        self._name = ""
        self._namespace = ""
        self._text: list[str] = []
        self._length = 0

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        self._depth += 1
        namespace, _, name = tag.rpartition(" ")
        if not self._item_depth:
            if name in _ITEM:
                self._item_depth = self._depth
                self._line = self._parser.CurrentLineNumber
                self._fields = {}
                self._google = set()
        elif self._depth == self._item_depth + 1:
            self._name, self._namespace, self._text, self._length = name.lower(), namespace, [], 0
            if name == "link" and "href" in attributes:
                self._text.append(attributes["href"])

    def text(self, data: str) -> None:
        if self._item_depth and self._depth == self._item_depth + 1:
            self._length += len(data)
            if self._length > FIELD_MAX_CHARS:
                raise BrokenFeed(
                    f"Line {self._line}: {self._name} is longer than {FIELD_MAX_CHARS} characters."
                )
            self._text.append(data)

    def end(self, _tag: str) -> None:
        if self._item_depth:
            if self._depth == self._item_depth:
                self.done.append(RawRow(self._line, self._fields))
                self._item_depth = 0
            elif self._depth == self._item_depth + 1:
                self._keep("".join(self._text).strip())
        self._depth -= 1

    def _keep(self, value: str) -> None:
        """RSS has title, link and description of its own; Google's of the same name win."""
        google = self._namespace == _GOOGLE
        if not value or (self._name in self._google and not google):
            return
        if google and self._name not in self._google:
            self._google.add(self._name)
            self._fields[self._name] = []
        values = self._fields.setdefault(self._name, [])
        if sum(map(len, self._fields.values())) >= ROW_MAX_FIELDS:
            raise BrokenFeed(f"Line {self._line}: the item has more than {ROW_MAX_FIELDS} fields.")
        values.append(value)


def _read_xml(feed: BinaryIO, block: bytes) -> Iterator[RawRow]:
    parser = expat.ParserCreate(namespace_separator=" ")
    parser.buffer_text = True
    items = _Items(parser)
    parser.StartElementHandler = items.start
    parser.EndElementHandler = items.end
    parser.CharacterDataHandler = items.text

    def refuse(*_: object) -> int:
        raise BrokenFeed(
            f"Line {parser.CurrentLineNumber}: the feed declares a document type or entities, which no feed needs."
        )

    parser.StartDoctypeDeclHandler = refuse
    parser.EntityDeclHandler = refuse
    parser.ExternalEntityRefHandler = refuse
    try:
        while block:
            parser.Parse(block, False)
            yield from items.done
            items.done.clear()
            block = feed.read(BLOCK_BYTES)
        parser.Parse(b"", True)
        yield from items.done
    except BrokenFeed:
        yield from items.done
        raise
    except expat.ExpatError as error:
        yield from items.done
        reason = expat.ErrorString(error.code)
        raise BrokenFeed(
            f"Line {error.lineno}, column {error.offset + 1}: the XML is broken ({reason})."
        ) from None


def _read_tsv(feed: BinaryIO, start: bytes) -> Iterator[RawRow]:
    text = io.TextIOWrapper(
        io.BufferedReader(_Rejoined(start, feed)), encoding="utf-8-sig", errors="strict", newline=""
    )
    reader = csv.reader(text, delimiter="\t", strict=False)
    line = 1
    try:
        names = [name.strip().lower().removeprefix("g:").replace(" ", "_") for name in next(reader)]
        missing = [name for name in ("id", "title", "price") if name not in names]
        if missing:
            raise BrokenFeed(
                f"Line 1: the columns {', '.join(missing)} are missing. Is it a tab-separated feed?"
            )
        line = reader.line_num + 1
        for values in reader:
            if any(values):
                yield RawRow(line, _columns(names, values))
            line = reader.line_num + 1
    except csv.Error as error:
        raise BrokenFeed(f"Line {line}: {error}.") from None
    except UnicodeDecodeError:
        raise BrokenFeed(f"After line {line}: the feed is not UTF-8.") from None


def _columns(names: list[str], values: list[str]) -> dict[str, list[str]]:
    fields: dict[str, list[str]] = {}
    for name, value in zip(names, values, strict=False):
        if value.strip():
            parts = value.split(",") if name == "additional_image_link" else [value]
            fields.setdefault(name, []).extend(part.strip() for part in parts if part.strip())
    if len(values) > len(names):
        fields["too_many_columns"] = [f"{len(values)} instead of {len(names)}"]
    return fields


class _Rejoined(io.RawIOBase):
    """The block that was read to look at the feed's first bytes, and then the rest of it."""

    def __init__(self, start: bytes, rest: BinaryIO) -> None:
        self._start = start
        self._rest = rest

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: memoryview) -> int:  # type: ignore[override]
        data = self._start[: len(buffer)] if self._start else self._rest.read(len(buffer))
        self._start = self._start[len(buffer) :]
        buffer[: len(data)] = data
        return len(data)
