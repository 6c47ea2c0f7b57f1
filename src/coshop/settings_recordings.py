"""The part of the settings that says where recordings are kept and what wraps their keys. Server and workers read it alike."""

from __future__ import annotations

import shlex
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from pydantic import SecretStr, field_validator, model_validator
from pydantic_settings import BaseSettings

SAMPLE_SECRETS = frozenset(
    {"change-me", "changeme", "change_me", "secret", "example", "sample", "minioadmin"}
)


class RecordingSettings(BaseSettings):
    """Read as a part of `Settings`. Without any of them recordings stand in the data folder, on this machine."""

    recordings_dir: Path | None = None
    recordings_key_file: Path | None = None
    recordings_key_command: str = ""
    recordings_bucket_url: str = ""
    recordings_bucket: str = ""
    recordings_bucket_prefix: str = ""
    recordings_bucket_region: str = "us-east-1"
    recordings_bucket_key_id: str = ""
    recordings_bucket_secret: SecretStr = SecretStr("")
    recordings_bucket_token: SecretStr = SecretStr("")

    @field_validator("recordings_key_command")
    @classmethod
    def _command(cls, value: str) -> str:
        try:
            shlex.split(value)
        except ValueError as error:
            raise ValueError(f"it is no command line: {error}") from None
        return value

    @field_validator("recordings_bucket_url")
    @classmethod
    def _bucket_url(cls, value: str) -> str:
        parts = urlsplit(value)
        if value and (parts.scheme not in ("http", "https") or not parts.hostname or parts.query):
            raise ValueError(
                f"{value!r} is no address of a store: write https://s3.example, without the bucket"
            )
        return value.rstrip("/")

    @field_validator("recordings_bucket_secret")
    @classmethod
    def _bucket_secret(cls, value: SecretStr) -> SecretStr:
        if value.get_secret_value().strip().lower() in SAMPLE_SECRETS:
            raise ValueError(
                "this is a sample secret that everybody knows. Make a key of your own for this bucket"
            )
        return value

    @model_validator(mode="after")
    def _recordings_together(self) -> RecordingSettings:  # noqa: N804 an instance, after validation
        needed = (
            self.recordings_bucket_url,
            self.recordings_bucket,
            self.recordings_bucket_key_id,
            self.recordings_bucket_secret.get_secret_value(),
        )
        if any(needed) and not all(needed):
            raise ValueError(
                "recordings_bucket_url, recordings_bucket, recordings_bucket_key_id and recordings_bucket_secret are set "
                "together or not at all"
            )
        if self.recordings_key_file is not None and self.recordings_key_command:
            raise ValueError(
                "recordings_key_file and recordings_key_command exclude each other: one wraps the keys"
            )
        if self.recordings_bucket and self.recordings_key_file is None and not self.recordings_key_command:
            raise ValueError(
                "with recordings_bucket set recordings_key_file or recordings_key_command too: the server and every machine "
                "with workers need the same key"
            )
        return self

    def recordings_given(self) -> bool:
        """Whether any of these was set: a worker that was told nothing keeps no recordings."""
        return any(name.startswith("recordings_") for name in self.model_fields_set)

    def recordings(self, data_dir: Path) -> dict[str, Any]:
        """The words of `agents.record.place.Place`, secrets included."""
        folder = (self.recordings_dir or data_dir / "recordings").resolve()
        return {
            "folder": str(folder),
            "key_file": str(self.recordings_key_file.resolve()) if self.recordings_key_file else "",
            "key_command": shlex.split(self.recordings_key_command),
            "endpoint": self.recordings_bucket_url,
            "bucket": self.recordings_bucket,
            "prefix": self.recordings_bucket_prefix,
            "region": self.recordings_bucket_region,
            "access_key": self.recordings_bucket_key_id,
            "secret_key": self.recordings_bucket_secret.get_secret_value(),
            "token": self.recordings_bucket_token.get_secret_value(),
        }

    def recordings_environment(self, data_dir: Path) -> dict[str, str]:
        """The same as variables, for the workers that a server starts beside itself."""
        words = self.recordings(data_dir)
        named = {
            "recordings_dir": words["folder"],
            "recordings_key_file": words["key_file"],
            "recordings_key_command": self.recordings_key_command,
            "recordings_bucket_url": words["endpoint"],
            "recordings_bucket": words["bucket"],
            "recordings_bucket_prefix": words["prefix"],
            "recordings_bucket_region": words["region"],
            "recordings_bucket_key_id": words["access_key"],
            "recordings_bucket_secret": words["secret_key"],
            "recordings_bucket_token": words["token"],
        }
        if not words["bucket"]:
            named = {name: value for name, value in named.items() if "_bucket" not in name}
        return {f"COSHOP_{name.upper()}": value for name, value in named.items() if value}
