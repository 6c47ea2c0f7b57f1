"""Encryption at rest: what was kept is readable to the last whole chunk, and nothing that was changed or moved is."""

from __future__ import annotations

import random
import resource
import secrets
import stat
import sys
from base64 import b64encode
from io import BytesIO
from pathlib import Path

import pytest

from coshop.agents.record.keys import KeyCommand, KeyFile, KeyRefused
from coshop.agents.record.vault import CHUNK_HEAD, CHUNK_MAX, Tampered, VaultReader, VaultWriter

HEAD = CHUNK_HEAD.size


@pytest.fixture
def master(tmp_path: Path) -> KeyFile:
    keys = KeyFile(tmp_path / "recording.key")
    assert keys.make()
    return keys


def sealed(
    master: KeyFile, parts: list[bytes], *, finish: bool = True, name: str = "rec_1"
) -> tuple[bytes, list[int]]:
    """The file, and where each of its chunks begins (the end included)."""
    out = BytesIO()
    writer = VaultWriter.begin(out, master, name)
    starts = [out.tell()]
    for part in parts:
        writer.append(part)
        starts.append(out.tell())
    if finish:
        writer.finish()
    return out.getvalue(), starts


def reader(data: bytes, master: KeyFile) -> VaultReader:
    return VaultReader(lambda start, length: data[start : start + length], len(data), master)


def test_what_is_written_is_read_at_any_place_and_never_stands_in_the_file(master: KeyFile) -> None:
    parts = [secrets.token_bytes(size) for size in (10, 70_000, 1, CHUNK_MAX + 5, 333)]
    data, _ = sealed(master, parts)
    plain, file = b"".join(parts), reader(data, master)
    assert file.complete
    assert file.length == len(plain)
    assert file.readall() == plain
    dice = random.Random(2)
    for _ in range(50):
        at, size = dice.randrange(len(plain)), dice.randrange(1, 100_000)
        file.seek(at)
        got = b""
        while len(got) < size and (more := file.read(size - len(got))):
            got += more
        assert got == plain[at : at + size]
    assert parts[1][:32] not in data
    assert sealed(master, parts)[0] != data


def test_patches_stand_in_the_place_of_what_was_there(master: KeyFile) -> None:
    out = BytesIO()
    writer = VaultWriter.begin(out, master, "rec_1")
    writer.append(b"a" * 1000)
    writer.append(b"b" * 1000)
    writer.patch(990, b"X" * 20)
    writer.patch(0, b"start")
    for finish in (False, True):
        if finish:
            writer.finish()
        file = reader(out.getvalue(), master)
        assert file.readall() == b"start" + b"a" * 985 + b"X" * 20 + b"b" * 990
        assert file.complete is finish


def test_a_file_cut_anywhere_reads_to_its_last_whole_chunk_and_says_so(master: KeyFile) -> None:
    parts = [bytes([n]) * (300 + n) for n in range(20)]
    data, starts = sealed(master, parts)
    for cut in (*range(starts[0], len(data), 97), len(data) - 1):
        file = reader(data[:cut], master)
        whole = sum(start <= cut for start in starts[1:])
        assert not file.complete
        assert file.readall() == b"".join(parts[:whole])


def test_a_file_without_its_end_is_gone_on_with(master: KeyFile) -> None:
    data, starts = sealed(master, [b"one", b"two", b"three"], finish=False)
    left = reader(data[: starts[2] + 5], master)
    out = BytesIO(data[: left.end_at])
    out.seek(left.end_at)
    writer = VaultWriter.go_on(out, left)
    writer.append(b"four")
    writer.finish()
    whole = reader(out.getvalue(), master)
    assert whole.complete
    assert whole.readall() == b"onetwofour"
    with pytest.raises(ValueError, match="complete"):
        VaultWriter.go_on(out, whole)


def _read_or_cut(file: VaultReader, parts: list[bytes]) -> bytes:
    """What it holds. A length that was made too long cuts the file short, which the reader says; what is left is genuine."""
    plain = file.readall()
    if (
        not file.complete
        and plain == b"".join(parts[: len(file.book.table)])
        and len(file.book.table) < len(parts)
    ):
        raise Tampered("cut short")
    return plain


@pytest.mark.parametrize("finish", [True, False])
def test_every_changed_byte_is_noticed(master: KeyFile, finish: bool) -> None:
    parts = [b"x" * 50, b"y" * 60, b"z" * 70]
    data, _ = sealed(master, parts, finish=finish)
    tail = 12 if finish else 0  # changed, the tail's own bytes only hide the end
    for at in range(len(data) - tail):
        changed = bytearray(data)
        changed[at] ^= 0x10
        with pytest.raises((Tampered, KeyRefused)):
            _ = _read_or_cut(reader(bytes(changed), master), parts)


@pytest.mark.parametrize("finish", [True, False])
def test_chunks_moved_doubled_left_out_or_from_elsewhere_are_noticed(master: KeyFile, finish: bool) -> None:
    parts = [b"1" * 50, b"2" * 50, b"3" * 50]
    data, s = sealed(master, parts, finish=finish)
    other, _ = sealed(master, [b"9" * 50, b"8" * 50, b"7" * 50], finish=finish, name="rec_2")

    def moved(chunk: bytes, number: int) -> bytes:
        """With the number in front that its new place asks for."""
        length, kind, _, nonce = CHUNK_HEAD.unpack_from(chunk)
        return CHUNK_HEAD.pack(length, kind, number, nonce) + chunk[HEAD:]

    for changed in (
        data[: s[0]] + data[s[1] : s[2]] + data[s[0] : s[1]] + data[s[2] :],
        data[: s[0]] + moved(data[s[1] : s[2]], 0) + moved(data[s[0] : s[1]], 1) + data[s[2] :],
        data[: s[1]] + moved(data[s[0] : s[1]], 1) + data[s[2] :],
        data[: s[1]] + moved(data[s[2] : s[3]], 1) + data[s[3] :],
        data[: s[1]] + data[s[0] : s[1]] + data[s[1] :],
        data[: s[1]] + data[s[2] :],
        data[: s[1]] + other[s[1] + len(other) - len(data) :][: s[2] - s[1]] + data[s[2] :],
        other[: other.index(b"}") + 1] + data[data.index(b"}") + 1 :],
    ):
        with pytest.raises(Tampered):
            reader(changed, master).readall()


@pytest.mark.parametrize(
    "data", [b"", b"COSHOPV1", b"\x1aE\xdf\xa3" * 30, b"COSHOPV1\x00\x00\x00\x02{}" + b"\0" * 60]
)
def test_what_is_no_recording_is_refused(master: KeyFile, data: bytes) -> None:
    with pytest.raises(Tampered):
        reader(data, master)


def test_a_key_file_is_private_and_may_get_a_new_key_on_top(tmp_path: Path, master: KeyFile) -> None:
    path = tmp_path / "recording.key"
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert not master.make()
    old, _ = sealed(master, [b"old"])
    path.write_text(b64encode(secrets.token_bytes(32)).decode() + "\n" + path.read_text())
    new, _ = sealed(master, [b"new"])
    assert reader(old, master).readall() + reader(new, master).readall() == b"oldnew"
    path.write_text(path.read_text().split()[1])
    assert reader(old, master).readall() == b"old"
    with pytest.raises(KeyRefused, match="no master key"):
        reader(new, master)


@pytest.mark.parametrize("text", ["", "short", b64encode(b"k" * 31).decode(), "%%%"])
def test_a_bad_key_file_is_refused_in_words(tmp_path: Path, text: str) -> None:
    (tmp_path / "k").write_text(text)
    with pytest.raises(KeyRefused, match="key file k"):
        KeyFile(tmp_path / "k").wrap(b"x" * 32, "rec_1")
    with pytest.raises(KeyRefused, match="key file none"):
        KeyFile(tmp_path / "none").wrap(b"x" * 32, "rec_1")


def test_a_wrapped_key_belongs_to_its_recording(master: KeyFile) -> None:
    wrapped = master.wrap(b"k" * 32, "rec_1")
    assert master.unwrap(wrapped, "rec_1") == b"k" * 32
    with pytest.raises(KeyRefused):
        master.unwrap(wrapped, "rec_2")


KMS = """
import base64, sys
verb, line, about = sys.argv[-1], *sys.stdin.read().split("\\n")[:2]
flip = lambda data: bytes(a ^ 0x5A for a in data)
if verb == "wrap":
    print("v1:" + base64.b64encode(flip(base64.b64decode(line)) + about.encode()).decode())
else:
    data = base64.b64decode(line.removeprefix("v1:"))
    if data[32:].decode() != about:
        sys.exit(3)
    print(base64.b64encode(flip(data[:32])).decode())
"""


def test_a_key_command_wraps_and_unwraps_through_its_standard_streams(tmp_path: Path) -> None:
    (tmp_path / "kms.py").write_text(KMS)
    command = KeyCommand([sys.executable, str(tmp_path / "kms.py")])
    wrapped = command.wrap(b"\x01" * 32, "rec_1")
    assert wrapped.startswith("v1:")
    assert command.unwrap(wrapped, "rec_1") == b"\x01" * 32
    with pytest.raises(KeyRefused, match="exit 3"):
        command.unwrap(wrapped, "rec_2")


@pytest.mark.parametrize(
    "command", [["/nowhere/kms"], ["false"], ["true"], ["echo", "two words"], ["sleep", "9"]]
)
def test_a_key_command_that_fails_is_a_refusal(command: list[str]) -> None:
    with pytest.raises(KeyRefused):
        KeyCommand(command, timeout_s=0.2).unwrap("x", "rec_1")


def test_a_key_file_that_could_not_be_written_does_not_stand_there_empty(tmp_path: Path) -> None:
    keys, before = KeyFile(tmp_path / "new.key"), resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, before[1]))  # the disk says that it is full
    try:
        with pytest.raises(OSError, match="File too large"):
            keys.make()
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)
    assert keys.make(), "there is room again"
    assert keys.unwrap(keys.wrap(b"k" * 32, "rec_1"), "rec_1") == b"k" * 32


def test_a_key_file_has_its_name_once_it_is_whole(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A worker that looks at the same moment would take an empty one for the operator's mistake."""
    path, made = tmp_path / "new.key", secrets.token_bytes
    there: list[bool] = []

    def looks_first(size: int) -> bytes:
        there.append(path.exists())
        return made(size)

    monkeypatch.setattr("coshop.agents.record.keys.secrets.token_bytes", looks_first)
    assert KeyFile(path).make()
    assert there == [False]
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert [each.name for each in tmp_path.iterdir()] == ["new.key"]


def test_a_key_file_is_made_where_there_are_no_links(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object) -> None:
        raise PermissionError(1, "Operation not permitted")

    monkeypatch.setattr("os.link", refuse)
    keys = KeyFile(tmp_path / "new.key")
    assert keys.make()
    assert not keys.make()
    assert keys.unwrap(keys.wrap(b"k" * 32, "rec_1"), "rec_1") == b"k" * 32
    assert stat.S_IMODE((tmp_path / "new.key").stat().st_mode) == 0o600
