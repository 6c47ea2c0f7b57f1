"""What the operator can set: environment variables `COSHOP_*` and a TOML file, as one frozen value read in app and cli.

docs/operate.md lists every setting; a test compares. It holds no behaviour beyond checking what was written.
"""

from __future__ import annotations

import os
import secrets
import ssl
from ipaddress import ip_network
from pathlib import Path
from typing import Annotated, Any, Literal
from urllib.parse import urlsplit

from pydantic import BeforeValidator, Field, SecretStr, ValidationError, field_validator, model_validator
from pydantic_settings import (
    BaseSettings,
    NoDecode,
    PydanticBaseSettingsSource,
    SettingsConfigDict,
    TomlConfigSettingsSource,
)

from coshop.identity import RateRules, origin_of
from coshop.settings_practice import PracticeSettings
from coshop.settings_recordings import SAMPLE_SECRETS, RecordingSettings

SECRET_MIN_CHARS = 16
AGENTS_MAX = 64


class SettingsError(Exception):
    """The settings cannot be used. The text says which, and what to do."""


def default_data_dir() -> Path:
    """`$XDG_DATA_HOME/coshop`, by default `~/.local/share/coshop`."""
    base = os.environ.get("XDG_DATA_HOME") or str(Path.home() / ".local" / "share")
    return Path(base) / "coshop"


def _listed(value: Any) -> Any:
    """In the environment a list is written with commas; in the file as a TOML array."""
    if isinstance(value, str):
        return tuple(part.strip() for part in value.split(",") if part.strip())
    return value


Words = Annotated[tuple[str, ...], NoDecode, BeforeValidator(_listed)]


class Settings(RecordingSettings, PracticeSettings):
    """The settings of `coshop serve`. Made by `load`."""

    model_config = SettingsConfigDict(
        env_prefix="COSHOP_", frozen=True, extra="forbid", case_sensitive=False, env_ignore_empty=True
    )

    host: str = "127.0.0.1"
    port: Annotated[int, Field(ge=0, le=65535)] = 8080
    public_url: str = ""
    data_dir: Path = Field(default_factory=default_data_dir)
    database_url: SecretStr = SecretStr("")
    redis_url: SecretStr = SecretStr("")
    secret_key: SecretStr = SecretStr("")
    ice_servers: Words = ()
    turn_url: Words = ()
    turn_secret: SecretStr = SecretStr("")
    trusted_proxies: Words = ()
    tls_cert: Path | None = None
    tls_key: Path | None = None
    log_format: Literal["auto", "console", "json"] = "auto"
    log_level: Literal["debug", "info", "warning", "error"] = "info"
    drain_s: Annotated[float, Field(ge=0, le=20)] = 10.0
    web_dir: Path | None = None
    connections_per_address: Annotated[int, Field(ge=10, le=1_000_000)] = 500
    agents: str = "1"
    limit_requests_per_address: str = RateRules().requests_per_address
    limit_tokens_per_address: str = RateRules().tokens_per_address
    limit_tokens_per_store: str = RateRules().tokens_per_store
    limit_tickets_per_token: str = RateRules().tickets_per_token
    limit_products_per_token: str = RateRules().products_per_token
    limit_sockets_per_address: str = RateRules().sockets_per_address
    limit_sign_ins_per_address: str = RateRules().sign_ins_per_address
    limit_sign_ins_per_email: str = RateRules().sign_ins_per_email
    limit_rehearsals_per_associate: str = RateRules().rehearsals_per_associate

    @field_validator("public_url")
    @classmethod
    def _public(cls, value: str) -> str:
        if not value:
            return ""
        origin = origin_of(value)
        if value.rstrip("/").lower() != origin and value.rstrip("/") != origin:
            raise ValueError(f"public_url has no path: write {origin}")
        return origin

    @field_validator("agents", mode="before")
    @classmethod
    def _agents(cls, value: object) -> str:
        text = "off" if value is False else str(value).strip().lower()
        if text != "off" and not (text.isdecimal() and int(text) <= AGENTS_MAX):
            raise ValueError(f"{value!r} is no number of worker processes: write off, or 1 to {AGENTS_MAX}")
        return text

    @field_validator("ice_servers")
    @classmethod
    def _stun(cls, value: tuple[str, ...]) -> tuple[str, ...]:
        for url in value:
            if not url.startswith(("stun:", "stuns:")):
                raise ValueError(
                    f"{url!r} is no stun: address; a TURN server goes into turn_url and turn_secret"
                )
        return value

    @field_validator("turn_url")
    @classmethod
    def _turn(cls, value: tuple[str, ...]) -> tuple[str, ...]:
        for url in value:
            if not url.startswith(("turn:", "turns:")):
                raise ValueError(f"{url!r} is no turn: or turns: address")
        return value

    @field_validator("redis_url")
    @classmethod
    def _redis(cls, value: SecretStr) -> SecretStr:
        """What is said names no part of the address: there may be a password in it."""
        url = value.get_secret_value()
        usual = "write redis://host:6379/0, or rediss:// for TLS"
        try:
            parts = urlsplit(url)
            where = parts.path if parts.scheme == "unix" else parts.hostname
            port = parts.port
        except ValueError:
            raise ValueError(f"its host or port cannot be read; {usual}") from None
        if url and (parts.scheme not in ("redis", "rediss", "unix") or not where or port == 0):
            raise ValueError(f"it is no address of a Redis; {usual}")
        return value

    @field_validator("trusted_proxies")
    @classmethod
    def _proxies(cls, value: tuple[str, ...]) -> tuple[str, ...]:
        for text in value:
            try:
                ip_network(text, strict=False)
            except ValueError:
                raise ValueError(
                    f"{text!r} is no address or network such as 127.0.0.1 or 10.0.0.0/8"
                ) from None
        return value

    @field_validator("secret_key", "turn_secret")
    @classmethod
    def _no_sample(cls, value: SecretStr) -> SecretStr:
        text = value.get_secret_value()
        if text and text.strip().lower() in SAMPLE_SECRETS:
            raise ValueError(
                "this is the sample secret that everybody knows. Put in one of your own, made for example by "
                "`openssl rand -base64 32`, or leave secret_key out and coshop makes and keeps one"
            )
        return value

    @field_validator("secret_key")
    @classmethod
    def _long_enough(cls, value: SecretStr) -> SecretStr:
        if 0 < len(value.get_secret_value()) < SECRET_MIN_CHARS:
            raise ValueError(f"it needs at least {SECRET_MIN_CHARS} characters")
        return value

    @model_validator(mode="after")
    def _together(self) -> Settings:  # noqa: N804 an instance, after validation
        if bool(self.turn_url) != bool(self.turn_secret.get_secret_value()):
            raise ValueError("turn_url and turn_secret are set together or not at all")
        if bool(self.tls_cert) != bool(self.tls_key):
            raise ValueError("tls_cert and tls_key are set together or not at all")
        self.rates()
        return self

    @classmethod
    def settings_customise_sources(
        cls,
        settings_cls: type[BaseSettings],
        init_settings: PydanticBaseSettingsSource,
        env_settings: PydanticBaseSettingsSource,
        dotenv_settings: PydanticBaseSettingsSource,  # noqa: ARG003 the signature is pydantic's
        file_secret_settings: PydanticBaseSettingsSource,  # noqa: ARG003
    ) -> tuple[PydanticBaseSettingsSource, ...]:
        """Command line before environment before file."""
        return init_settings, env_settings, TomlConfigSettingsSource(settings_cls)

    # ---- derived

    def database(self) -> str:
        """The database's address: what is set, or SQLite in the data folder."""
        return self.database_url.get_secret_value() or f"sqlite:///{self.data_dir.resolve() / 'coshop.db'}"

    def tls(self) -> tuple[Path, Path] | None:
        """The certificate and its key, read once to see that they are usable together. Raises SettingsError."""
        if self.tls_cert is None or self.tls_key is None:
            return None
        for name, path in (("COSHOP_TLS_CERT", self.tls_cert), ("COSHOP_TLS_KEY", self.tls_key)):
            try:
                path.read_bytes()
            except OSError as error:
                raise SettingsError(f"{name} names {path}, which cannot be read: {error.strerror}.") from None
        try:
            ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER).load_cert_chain(self.tls_cert, self.tls_key, password="")
        except (ssl.SSLError, ValueError):
            raise SettingsError(
                f"{self.tls_cert} (COSHOP_TLS_CERT) and {self.tls_key} (COSHOP_TLS_KEY) are no certificate and its key in "
                "PEM form, or the key has a passphrase, or it belongs to another certificate."
            ) from None
        return self.tls_cert, self.tls_key

    def worker_processes(self) -> int:
        """How many worker processes run beside the server; 0 for none."""
        return 0 if self.agents == "off" else int(self.agents)

    def rates(self) -> RateRules:
        """The rate rules. Raises ValueError naming the one that cannot be read."""
        prefix = "limit_"
        rules = {
            name.removeprefix(prefix): getattr(self, name)
            for name in Settings.model_fields
            if name.startswith(prefix)
        }
        return RateRules(**rules)

    def secret(self) -> str:
        """The server's secret: what is set, or the one kept in the data folder, made at the first start (mode 0600)."""
        given = self.secret_key.get_secret_value()
        if given:
            return given
        path = self.data_dir / "secret"
        try:
            self.data_dir.mkdir(parents=True, exist_ok=True, mode=0o700)
            try:
                handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
            except FileExistsError:
                kept = path.read_text(encoding="utf-8").strip()
            else:
                kept = secrets.token_urlsafe(48)
                with os.fdopen(handle, "w", encoding="utf-8") as file:
                    file.write(kept + "\n")
        except OSError as error:
            raise SettingsError(
                f"The data folder {self.data_dir} cannot be used: {error.strerror}. Set COSHOP_DATA_DIR to a folder that "
                "coshop may write to."
            ) from None
        if len(kept) < SECRET_MIN_CHARS or kept.lower() in SAMPLE_SECRETS:
            raise SettingsError(
                f"{path} holds no usable secret. Delete it, and the next start makes a new one."
            )
        return kept


def load(config: Path | None = None, **given: Any) -> Settings:
    """Read the settings: `given` (command line; None means not given) before environment before the TOML file.

    `config` or the variable COSHOP_CONFIG names the file. Raises SettingsError with one line per mistake.
    """
    named = config or (Path(os.environ["COSHOP_CONFIG"]) if os.environ.get("COSHOP_CONFIG") else None)
    if named is not None and not named.is_file():
        raise SettingsError(f"There is no settings file {named}.")

    class _FromFile(Settings):
        model_config = SettingsConfigDict(toml_file=named)

    try:
        return _FromFile(**{key: value for key, value in given.items() if value is not None})
    except ValidationError as error:
        lines = [_line(dict(problem)) for problem in error.errors(include_url=False, include_input=False)]
        raise SettingsError("\n".join(lines)) from None
    except ValueError as error:  # a TOML file that cannot be read
        raise SettingsError(f"The settings cannot be read: {error}") from None


def _line(problem: dict[str, Any]) -> str:
    name = ".".join(str(part) for part in problem["loc"])
    text = str(problem["msg"]).removeprefix("Value error, ").rstrip(".")
    if problem["type"] == "extra_forbidden":
        return f"{name}: there is no such setting. docs/operate.md lists them."
    return f"COSHOP_{name.upper()} ({name}): {text}." if name else f"{text}."
