"""Keys of recordings, wrapped by a master key: from a key file of the operator, or by a command that asks their key service.

A wrapped key is of no use without the master, and is bound to its recording. Neither form writes a key to a log or a command line.
"""

from __future__ import annotations

import os
import secrets
import subprocess
import tempfile
from base64 import b64decode, b64encode
from binascii import Error as NotBase64
from collections.abc import Sequence
from hashlib import sha256
from pathlib import Path
from typing import Protocol

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

KEY_BYTES = 32
COMMAND_TIMEOUT_S = 10.0


class KeyRefused(Exception):
    """The master key is not there, is another one, or its service refused."""


class MasterKey(Protocol):
    """What wraps the keys of recordings. Both raise KeyRefused. `about` names the recording and must be the same both times."""

    def wrap(self, key: bytes, about: str) -> str: ...

    def unwrap(self, wrapped: str, about: str) -> bytes: ...


class KeyFile:
    """Master keys in a file, one a line, each 32 bytes in base64: the first wraps, all unwrap, so that a new one goes on top."""

    def __init__(self, path: Path) -> None:
        self._path = path

    def make(self) -> bool:
        """Write a file with a new key, for this user only, where there is none; whether one was made."""
        if self._path.exists():
            return False
        folder = self._path.parent
        folder.mkdir(parents=True, exist_ok=True)
        # Whole, and on the disk itself, before it has its name: others may look at the same moment, and nothing opens without it.
        number, draft = tempfile.mkstemp(prefix=f".{self._path.name}.", dir=folder)  # for this user only
        try:
            with os.fdopen(number, "wb") as file:
                file.write(b64encode(secrets.token_bytes(KEY_BYTES)) + b"\n")
                file.flush()
                os.fsync(file.fileno())
            made = _named(Path(draft), self._path)
        finally:
            Path(draft).unlink()
        _keep_names(folder)
        return made

    def wrap(self, key: bytes, about: str) -> str:
        """As `name.nonce+sealed`, where the name tells the master key."""
        name, master = next(iter(self._masters().items()))
        nonce = secrets.token_bytes(12)
        return f"{name}.{b64encode(nonce + AESGCM(master).encrypt(nonce, key, about.encode())).decode()}"

    def unwrap(self, wrapped: str, about: str) -> bytes:
        """The key that was wrapped for this recording."""
        name, _, sealed = wrapped.partition(".")
        master = self._masters().get(name)
        if master is None:
            raise KeyRefused(f"The key file {self._path.name} has no master key {name[:16]}")
        try:
            data = b64decode(sealed, validate=True)
            return AESGCM(master).decrypt(data[:12], data[12:], about.encode())
        except (InvalidTag, NotBase64, ValueError) as error:
            raise KeyRefused("The wrapped key of this recording was changed") from error

    def _masters(self) -> dict[str, bytes]:
        try:
            lines = self._path.read_text().split()
            masters = [b64decode(line, validate=True) for line in lines]
        except (OSError, NotBase64, ValueError) as error:
            raise KeyRefused(f"The key file {self._path.name} cannot be read") from error
        if not masters or any(len(master) != KEY_BYTES for master in masters):
            raise KeyRefused(f"The key file {self._path.name} must hold keys of {KEY_BYTES} bytes in base64")
        return {sha256(master).hexdigest()[:12]: master for master in masters}


def _named(draft: Path, path: Path) -> bool:
    """Give it its name, unless there is one of that name."""
    try:
        os.link(draft, path)
    except FileExistsError:
        return False
    except OSError:  # a file system without links
        try:
            with open(path, "xb", opener=lambda name, flags: os.open(name, flags, 0o600)) as file:
                file.write(draft.read_bytes())
                file.flush()
                os.fsync(file.fileno())
        except FileExistsError:
            return False
    return True


def _keep_names(folder: Path) -> None:
    number = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(number)
    finally:
        os.close(number)


class KeyCommand:
    """A command of the operator's that asks their key service.

    It is run with `wrap` or `unwrap` as its last argument, and gets two lines: base64, and what it is about (for the service's
    own context). It answers with one line, base64 for `unwrap` and anything without spaces for `wrap`, within 10 s.
    """

    def __init__(self, command: Sequence[str], timeout_s: float = COMMAND_TIMEOUT_S) -> None:
        self._command = list(command)
        self._timeout_s = timeout_s

    def wrap(self, key: bytes, about: str) -> str:
        """The service's own form of the key."""
        return self._ask("wrap", b64encode(key).decode(), about)

    def unwrap(self, wrapped: str, about: str) -> bytes:
        """The key that was wrapped."""
        try:
            key = b64decode(self._ask("unwrap", wrapped, about), validate=True)
        except (NotBase64, ValueError) as error:
            raise KeyRefused("The key command answered something that is no base64") from error
        if len(key) != KEY_BYTES:
            raise KeyRefused("The key command answered a key of another length")
        return key

    def _ask(self, verb: str, line: str, about: str) -> str:
        try:
            done = subprocess.run(  # noqa: S603 the operator's own setting
                [*self._command, verb],
                input=f"{line}\n{about}\n",
                capture_output=True,
                text=True,
                timeout=self._timeout_s,
                check=False,
            )
        except (OSError, subprocess.TimeoutExpired) as error:
            raise KeyRefused(f"The key command did not answer: {type(error).__name__}") from error
        answer = done.stdout.strip()
        if done.returncode != 0 or not answer or " " in answer:
            raise KeyRefused(f"The key command refused to {verb} (exit {done.returncode})")
        return answer
