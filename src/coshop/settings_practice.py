"""The part of the settings that says where a store's own stories lie, and how often workers call as canaries."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

from pydantic import Field, SecretStr, field_validator
from pydantic_settings import BaseSettings

from coshop.agents.canary.alarm import is_web_address, key_of


class PracticeSettings(BaseSettings):
    """Read as a part of `Settings`. `canary_every` in minutes; 0: workers make no canary's calls."""

    stories_dir: Path | None = None
    canary_every: Annotated[float, Field(ge=0, le=1440)] = 0.0
    canary_webhook: str = ""
    canary_webhook_secret: SecretStr = SecretStr("")

    @field_validator("canary_webhook")
    @classmethod
    def _webhook(cls, value: str) -> str:
        if value and not is_web_address(value):
            raise ValueError("it is no web address; write https://alarm.example/hook")
        return value

    @field_validator("canary_webhook_secret")
    @classmethod
    def _webhook_secret(cls, value: SecretStr) -> SecretStr:
        if secret := value.get_secret_value():
            key_of(secret)
        return value
