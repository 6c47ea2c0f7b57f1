"""Where recordings are kept and what wraps their keys, as plain words: from settings to a worker, and from a worker to its child."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

from coshop.agents.record.bucket import Bucket, BucketShelf
from coshop.agents.record.keys import KeyCommand, KeyFile, MasterKey
from coshop.agents.record.shelf import DiskShelf, Shelf
from coshop.agents.record.sigv4 import Credentials


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """`folder` is on this machine; with a `bucket` it is where files wait to be sent. `key_command` goes before `key_file`."""

    folder: str
    key_file: str = ""
    key_command: tuple[str, ...] = ()
    endpoint: str = ""
    bucket: str = ""
    prefix: str = ""
    region: str = "us-east-1"
    access_key: str = ""
    secret_key: str = field(default="", repr=False)
    token: str = field(default="", repr=False)

    @classmethod
    def of(cls, words: Mapping[str, Any]) -> Place:
        """From JSON values. Raises TypeError for unknown or missing ones."""
        return cls(**{**words, "key_command": tuple(words.get("key_command", ()))})

    def words(self) -> dict[str, Any]:
        """As JSON values, secrets included: for a child's standard input, nowhere else."""
        return asdict(self)

    def shelf(self) -> Shelf:
        """Where files stand."""
        disk = DiskShelf(Path(self.folder))
        if not self.bucket:
            return disk
        who = Credentials(self.access_key, self.secret_key, self.region, self.token)
        return BucketShelf(Bucket(self.endpoint, self.bucket, who, prefix=self.prefix), disk)

    def master(self) -> MasterKey:
        """What wraps keys. A key file beside the folder is made where none is named and there is none."""
        if self.key_command:
            return KeyCommand(self.key_command)
        if self.key_file:
            return KeyFile(Path(self.key_file))
        keys = KeyFile(Path(self.folder).with_name("recordings.key"))
        keys.make()
        return keys
