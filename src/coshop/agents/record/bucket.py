"""Sealed recordings in a bucket of any S3-compatible store. They are written on this machine first and sent when they are whole.

A worker or a store that dies leaves the file here, and `leftovers.py` sends it later: nothing recorded waits for the network.
"""

from __future__ import annotations

import contextlib
import re
import time
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from html import unescape
from urllib.parse import quote

import httpx

from coshop.agents.record.shelf import DiskShelf, Pen, ShelfFault, checked_name, is_name
from coshop.agents.record.sigv4 import Credentials, canonical_query, signed_headers

PART_BYTES = 8 * 1024 * 1024
PART_BYTES_MIN = 5 * 1024 * 1024
TRIES = 3
PAUSE_S = 0.3
TIMEOUT = httpx.Timeout(60.0, connect=10.0)


class Bucket:
    """The few requests that are needed. Every one may raise ShelfFault; one for what is not there FileNotFoundError."""

    def __init__(
        self,
        endpoint: str,
        bucket: str,
        credentials: Credentials,
        *,
        prefix: str = "",
        client: httpx.Client | None = None,
    ) -> None:
        self._base = f"{endpoint.rstrip('/')}/{bucket}"
        self._prefix = prefix.strip("/") + "/" if prefix.strip("/") else ""
        self._credentials = credentials
        self._client = client or httpx.Client(timeout=TIMEOUT)

    def close(self) -> None:
        """End its connections."""
        self._client.close()

    def size(self, name: str) -> int:
        """Bytes of the object."""
        return int(self._ask("HEAD", name).headers["content-length"])

    def read(self, name: str, start: int, length: int) -> bytes:
        """Bytes from `start` on; fewer at the end."""
        if length <= 0:
            return b""
        answer = self._ask("GET", name, headers={"range": f"bytes={start}-{start + length - 1}"}, also=(416,))
        return b"" if answer.status_code == 416 else answer.content[:length]

    def put(self, name: str, data: bytes) -> None:
        """A small object in one request."""
        self._ask("PUT", name, body=data)

    def delete(self, name: str) -> bool:
        """Erase it; whether it was there. Somebody else may erase it at the same moment."""
        try:
            self.size(name)
            self._ask("DELETE", name)
        except FileNotFoundError:
            return False
        return True

    def names(self, prefix: str) -> Iterator[str]:
        """Every object whose name begins so, page by page. What others put there under other names is none of ours."""
        query = {"list-type": "2", "prefix": self._prefix + prefix}
        while True:
            try:
                page = self._ask("GET", "", query=query).text
            except FileNotFoundError as error:
                raise ShelfFault("there is no such bucket") from error
            for key in re.findall(r"<Key>([^<]*)</Key>", page):
                if is_name(name := unescape(key).removeprefix(self._prefix)):
                    yield name
            more = re.search(r"<NextContinuationToken>([^<]+)</NextContinuationToken>", page)
            if more is None:
                return
            query["continuation-token"] = unescape(more[1])

    def send(self, name: str, parts: Iterator[bytes]) -> None:
        """A large object in parts, each but the last at least 5 MiB. Broken off, it leaves nothing behind."""
        started = self._ask("POST", name, query={"uploads": ""}).text
        found = re.search(r"<UploadId>([^<]+)</UploadId>", started)
        if found is None:
            raise ShelfFault("the bucket gave no upload id")
        upload = {"uploadId": unescape(found[1])}
        try:
            tags = [
                self._ask("PUT", name, query={**upload, "partNumber": str(number)}, body=part).headers["etag"]
                for number, part in enumerate(parts, 1)
            ]
            listed = "".join(
                f"<Part><PartNumber>{number}</PartNumber><ETag>{tag}</ETag></Part>"
                for number, tag in enumerate(tags, 1)
            )
            body = f"<CompleteMultipartUpload>{listed}</CompleteMultipartUpload>".encode()
            # Answered with 200 before it is done: an error may stand in the text.
            joined = self._ask("POST", name, query=upload, body=body).text
        except BaseException:
            with contextlib.suppress(OSError):
                self._ask("DELETE", name, query=upload)
            raise
        if "<Error>" in joined:
            raise ShelfFault(f"the bucket could not join the parts: {joined[:200]}")

    def _ask(
        self,
        method: str,
        name: str,
        *,
        query: Mapping[str, str] | None = None,
        headers: Mapping[str, str] | None = None,
        body: bytes = b"",
        also: tuple[int, ...] = (),
    ) -> httpx.Response:
        url = f"{self._base}/{self._prefix}{name}" if name else self._base
        said = ""
        for attempt in range(TRIES):
            if attempt:
                time.sleep(PAUSE_S * 4 ** (attempt - 1))
            sent = signed_headers(
                self._credentials, method, url, at=datetime.now(UTC), body=body, query=query
            )
            address = quote(url, safe=":/-_.~") + (f"?{canonical_query(query)}" if query else "")
            try:
                answer = self._client.request(
                    method, address, headers={**sent, **(headers or {})}, content=body or None
                )
            except httpx.HTTPError as error:
                said = f"no answer: {type(error).__name__}"
                continue
            if answer.status_code == 404:
                raise FileNotFoundError(name)
            if answer.is_success or answer.status_code in also:
                return answer
            code = re.search(r"<Code>([^<]+)</Code>", answer.text)
            said = f"{answer.status_code} {code[1] if code else ''}".strip()
            if answer.status_code < 500 and answer.status_code != 429:
                break
        raise ShelfFault(f"the bucket refused {method}: {said}")


class BucketPen:
    """Writes here; `close` sends."""

    def __init__(self, pen: Pen, shelf: BucketShelf, name: str) -> None:
        self._pen, self._shelf, self._name = pen, shelf, name
        self._closed = False

    def write(self, data: bytes, /) -> None:
        """Kept on this machine once it returns."""
        self._pen.write(data)

    def make_room(self) -> None:
        """As on a disk."""
        self._pen.make_room()

    def close(self) -> None:
        """Send it. Raises ShelfFault where the bucket does not take it; then it waits here."""
        if not self._closed:
            self._closed = True
            self._pen.close()
            self._shelf.send(self._name)

    def let_go(self, *, erase: bool = False) -> None:
        """As on a disk: nothing is sent."""
        self._closed = True
        self._pen.let_go(erase=erase)


class BucketShelf:
    """A bucket, and the folder on this machine where its files wait."""

    def __init__(self, bucket: Bucket, spool: DiskShelf) -> None:
        self._bucket, self._spool = bucket, spool

    def close(self) -> None:
        """End its connections."""
        self._bucket.close()

    def begin(self, name: str) -> Pen:
        """A new file."""
        return BucketPen(self._spool.begin(name), self, name)

    def go_on(self, name: str, at: int) -> Pen:
        """The file that waits here, cut to `at` bytes, written on from there."""
        return BucketPen(self._spool.go_on(name, at), self, name)

    def send(self, name: str) -> None:
        """Send one file that waits here, and erase it here; it is held meanwhile. Raises ShelfFault."""
        with self._spool.held(name):
            size = self._spool.size(name)
            if size <= PART_BYTES_MIN:
                self._bucket.put(name, self._spool.read(name, 0, size))
            else:
                starts = range(0, size, PART_BYTES)
                self._bucket.send(name, (self._spool.read(name, start, PART_BYTES) for start in starts))
            self._spool.delete(name)

    def stands(self) -> bool:
        """A bucket that is not there says so when it is asked for names."""
        return True

    def unfinished(self, prefix: str = "") -> Iterator[str]:
        """The files that wait on this machine and nobody writes."""
        return self._spool.unfinished(prefix)

    def size(self, name: str) -> int:
        """Bytes of the file, wherever it is."""
        with contextlib.suppress(FileNotFoundError):
            return self._spool.size(name)
        return self._bucket.size(checked_name(name))

    def read(self, name: str, start: int, length: int) -> bytes:
        """Bytes from `start` on; fewer at the end."""
        with contextlib.suppress(FileNotFoundError):
            return self._spool.read(name, start, length)
        return self._bucket.read(checked_name(name), start, length)

    def delete(self, name: str) -> bool:
        """Erase it in both places."""
        here = self._spool.delete(name)
        return self._bucket.delete(name) or here

    def names(self, prefix: str = "") -> Iterator[str]:
        """Every file whose name begins so, those that wait first."""
        here = list(self._spool.names(prefix))
        yield from here
        yield from (name for name in self._bucket.names(prefix) if name not in here)
