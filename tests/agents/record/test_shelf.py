"""Shelves: one suite for the folder and for a bucket of a real S3 server that checks signatures, and the signature by AWS's example."""

from __future__ import annotations

import fcntl
import secrets
import threading
from collections.abc import Iterator
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path

import httpx
import pytest

import coshop.agents.record.bucket as bucket_module
from coshop.agents.record.bucket import Bucket, BucketShelf
from coshop.agents.record.keys import KeyFile
from coshop.agents.record.place import Place
from coshop.agents.record.reading import Files, open_recording
from coshop.agents.record.salvage import left_behind, salvage
from coshop.agents.record.shelf import DiskShelf, Shelf, ShelfFault
from coshop.agents.record.sigv4 import Credentials, canonical_query, signed_headers
from coshop.agents.record.vault import VaultWriter
from coshop.ports import Unavailable
from tests.agents.record.s3_server import BUCKET, KEY, SECRET, s3_server

ME = Credentials(KEY, SECRET)


@pytest.fixture(scope="module")
def s3(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    with s3_server(tmp_path_factory.mktemp("s3")) as address:
        yield address


@pytest.fixture
def bucket(s3: str, monkeypatch: pytest.MonkeyPatch) -> Iterator[Bucket]:
    monkeypatch.setattr(bucket_module, "PAUSE_S", 0.01)
    made = Bucket(s3, BUCKET, ME, prefix=f"calls {secrets.token_hex(4)}")
    yield made
    made.close()


@pytest.fixture(params=["disk", "bucket"])
def shelf(request: pytest.FixtureRequest, tmp_path: Path) -> Shelf:
    disk = DiskShelf(tmp_path / "shelf")
    return disk if request.param == "disk" else BucketShelf(request.getfixturevalue("bucket"), disk)


def put(shelf: Shelf, name: str, data: bytes) -> None:
    pen = shelf.begin(name)
    for at in range(0, len(data), 1_000_000):
        pen.write(data[at : at + 1_000_000])
    pen.close()
    pen.close()


def test_what_was_put_is_found_read_in_parts_listed_and_erased(shelf: Shelf) -> None:
    put(shelf, "rec_1/shopper.webm", b"0123456789")
    put(shelf, "rec_1/associate.webm", b"")
    assert shelf.size("rec_1/shopper.webm") == 10
    assert shelf.size("rec_1/associate.webm") == 0
    assert shelf.read("rec_1/shopper.webm", 3, 4) == b"3456"
    assert shelf.read("rec_1/shopper.webm", 8, 100) == b"89"
    assert shelf.read("rec_1/shopper.webm", 10, 5) == b""
    assert shelf.read("rec_1/shopper.webm", 0, 0) == b""
    assert sorted(shelf.names("rec_1/")) == ["rec_1/associate.webm", "rec_1/shopper.webm"]
    assert list(shelf.names("rec_2/")) == []
    assert shelf.delete("rec_1/shopper.webm")
    assert not shelf.delete("rec_1/shopper.webm")
    assert list(shelf.names()) == ["rec_1/associate.webm"]
    for look in (lambda: shelf.size("rec_1/shopper.webm"), lambda: shelf.read("rec_1/shopper.webm", 0, 1)):
        with pytest.raises(FileNotFoundError):
            look()


@pytest.mark.parametrize("name", ["", "../up", "a//b", "/a", "a/../b", "a b", "a\n", "x" * 201, "a.b.c"])
def test_a_name_cannot_leave_the_shelf(shelf: Shelf, name: str) -> None:
    for look in (shelf.begin, shelf.size, shelf.delete):
        with pytest.raises(ValueError, match="not a name"):
            look(name)


def test_one_writer_at_a_time_and_what_one_left_is_free(shelf: Shelf) -> None:
    pen = shelf.begin("rec_1/shopper.webm")
    pen.write(b"written")
    assert list(shelf.unfinished()) == []
    with pytest.raises(OSError, match="somebody else"):
        shelf.go_on("rec_1/shopper.webm", 3)
    assert shelf.read("rec_1/shopper.webm", 0, 99) == b"written"
    pen.close()
    disk = shelf if isinstance(shelf, DiskShelf) else None
    assert list(shelf.unfinished()) == (["rec_1/shopper.webm"] if disk else [])


def test_a_large_file_goes_to_the_bucket_in_parts(bucket: Bucket, tmp_path: Path) -> None:
    spool = DiskShelf(tmp_path)
    shelf, data = BucketShelf(bucket, spool), secrets.token_bytes(1000) * 18_000
    put(shelf, "rec_1/shopper.webm", data)
    assert list(spool.names()) == []
    assert shelf.size("rec_1/shopper.webm") == len(data)
    for start in (0, 8 * 1024 * 1024 - 500, len(data) - 1000):
        assert shelf.read("rec_1/shopper.webm", start, 1000) == data[start : start + 1000]


def test_a_bucket_that_is_away_leaves_the_file_here_until_it_is_sent(bucket: Bucket, tmp_path: Path) -> None:
    keys, spool = KeyFile(tmp_path / "k"), DiskShelf(tmp_path / "spool")
    keys.make()
    away = Bucket("http://127.0.0.1:9", BUCKET, ME)
    pen = BucketShelf(away, spool).begin("rec_1/shopper.webm")
    writer = VaultWriter.begin(pen, keys, "rec_1")
    writer.append(b"film")
    writer.finish()
    with pytest.raises(ShelfFault, match="no answer"):
        pen.close()
    shelf = BucketShelf(bucket, spool)
    assert list(left_behind(shelf)) == ["rec_1/shopper.webm"]
    assert salvage(BucketShelf(away, spool), "rec_1/shopper.webm", "shopper", keys).fault.startswith(
        "shelf_refused"
    )
    assert salvage(shelf, "rec_1/shopper.webm", "shopper", keys).fault == ""
    assert list(spool.names()) == []
    assert open_recording(shelf, "rec_1/shopper.webm", keys).readall() == b"film"
    away.close()


def test_a_wrong_secret_and_a_missing_bucket_are_refusals(s3: str) -> None:
    refused = pytest.raises(ShelfFault, match=r"403 SignatureDoesNotMatch")
    with closing(Bucket(s3, BUCKET, Credentials(KEY, "another"))) as wrong, refused:
        wrong.put("rec_1/shopper.webm", b"x")
    with closing(Bucket(s3, "nowhere", ME)) as missing, pytest.raises(FileNotFoundError):
        missing.put("rec_1/shopper.webm", b"x")


def test_an_upload_broken_off_leaves_nothing(bucket: Bucket) -> None:
    def parts() -> Iterator[bytes]:
        yield b"x" * 6_000_000
        raise OSError("the disk is gone")

    with pytest.raises(OSError, match="the disk is gone"):
        bucket.send("rec_1/shopper.webm", parts())
    assert list(bucket.names("")) == []


def test_the_signature_is_that_of_amazons_example() -> None:
    """From "Authenticating Requests: Using the Authorization Header", example GET Object, in Amazon's S3 documentation."""
    headers = signed_headers(
        Credentials("AKIAIOSFODNN7EXAMPLE", "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY"),
        "GET",
        "https://examplebucket.s3.amazonaws.com/test.txt",
        at=datetime(2013, 5, 24, tzinfo=UTC),
        headers={"range": "bytes=0-9"},
    )
    assert headers["authorization"].endswith(
        "SignedHeaders=host;range;x-amz-content-sha256;x-amz-date, "
        "Signature=f0e8bdb87c964420e857bd35b5d6ed310bd44f0170aba48dd91039c6036bdb41"
    )
    assert canonical_query({"prefix": "a b", "list-type": "2"}) == "list-type=2&prefix=a%20b"
    lent = signed_headers(
        Credentials("a", "b", token="t"), "GET", "https://h/", at=datetime(2013, 5, 24, tzinfo=UTC)
    )
    assert "x-amz-security-token" in lent["authorization"]
    assert "another" not in repr(Credentials("a", "another"))


def test_what_others_put_into_the_folder_is_none_of_ours(tmp_path: Path) -> None:
    shelf = DiskShelf(tmp_path)
    put(shelf, "rec_1/shopper.webm", b"film")
    for foreign in (".DS_Store", "notes of mine.txt", "rec_1/a.b.c", "rec_1/shopper.webm.reserve"):
        (tmp_path / foreign).write_bytes(b"x")
    assert list(shelf.names()) == list(shelf.unfinished()) == ["rec_1/shopper.webm"]
    assert list(shelf.names("rec_1/")) == ["rec_1/shopper.webm"]
    assert list(shelf.names("rec_")) == ["rec_1/shopper.webm"]


async def test_what_others_put_into_the_bucket_keeps_nothing_from_being_erased(
    bucket: Bucket, tmp_path: Path
) -> None:
    shelf, files = BucketShelf(bucket, DiskShelf(tmp_path)), Files(Place(folder=str(tmp_path)))
    files._shelf = shelf
    put(shelf, "rec_1/shopper.webm", b"film")
    bucket.put("rec_1/notes of mine.txt", b"x")
    assert list(shelf.names("rec_1/")) == ["rec_1/shopper.webm"]
    assert await files.erase("rec_1") == 1
    assert list(shelf.names()) == []


async def test_a_bucket_that_is_not_there_is_no_empty_one(s3: str, tmp_path: Path) -> None:
    files = Files(Place(folder=str(tmp_path)))
    files._shelf = BucketShelf(Bucket(s3, "nowhere", ME), DiskShelf(tmp_path))
    with pytest.raises(Unavailable, match="no such bucket"):
        await files.erase("rec_1")
    files.close()


def test_two_may_erase_the_same_at_the_same_moment() -> None:
    """Some stores answer the second with 404: it was there when it was looked for."""
    answers = httpx.MockTransport(
        lambda request: (
            httpx.Response(200, headers={"content-length": "5"})
            if request.method == "HEAD"
            else httpx.Response(404)
        )
    )
    with closing(Bucket("http://s3.example", BUCKET, ME, client=httpx.Client(transport=answers))) as bucket:
        assert bucket.delete("rec_1/shopper.webm") is False


def test_a_file_that_is_being_sent_is_nobody_elses(bucket: Bucket, tmp_path: Path) -> None:
    spool = DiskShelf(tmp_path)
    seen: list[str] = []

    class Looks(Bucket):
        def put(self, name: str, data: bytes) -> None:
            seen.extend(spool.unfinished())
            with pytest.raises(ShelfFault, match="somebody else"):
                BucketShelf(bucket, spool).send(name)
            super().put(name, data)

    looks = Looks(bucket._base.rpartition("/")[0], BUCKET, ME, prefix=bucket._prefix)
    put(BucketShelf(looks, spool), "rec_1/shopper.webm", b"film")
    looks.close()
    assert seen == list(spool.names()) == []
    assert bucket.read("rec_1/shopper.webm", 0, 9) == b"film"


def test_what_a_writer_lets_go_of_is_gone_on_with_or_erased(shelf: Shelf, tmp_path: Path) -> None:
    for erase in (False, True):
        pen = shelf.begin("rec_1/shopper.webm")
        pen.write(b"written")
        pen.let_go(erase=erase)
        pen.let_go()
        pen.close()
        assert list(shelf.unfinished()) == ([] if erase else ["rec_1/shopper.webm"])
        assert not list(tmp_path.rglob("*.reserve"))
        if not erase:
            shelf.go_on("rec_1/shopper.webm", 3).let_go(erase=True)


def test_who_only_looks_keeps_nobody_from_writing(tmp_path: Path) -> None:
    shelf = DiskShelf(tmp_path)
    put(shelf, "rec_1/shopper.webm", b"film")
    looks = (tmp_path / "rec_1/shopper.webm").open("rb")
    fcntl.flock(looks, fcntl.LOCK_EX)
    threading.Timer(0.05, looks.close).start()
    pen = shelf.go_on("rec_1/shopper.webm", 2)
    pen.write(b"st")
    pen.close()
    assert shelf.read("rec_1/shopper.webm", 0, 9) == b"fist"
