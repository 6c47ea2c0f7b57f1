"""Settings: what is refused and in which words, what is kept, and that docs/operate.md lists every one."""

from __future__ import annotations

import re
import stat
from pathlib import Path
from typing import Any

import pytest

from coshop.cli.certificate import certificate_for
from coshop.settings import Settings, SettingsError, load

OPERATE = Path(__file__).parents[2] / "docs" / "operate.md"


@pytest.fixture(autouse=True)
def _bare(monkeypatch: pytest.MonkeyPatch) -> None:
    import os

    for name in list(os.environ):
        if name.startswith("COSHOP_"):
            monkeypatch.delenv(name)


@pytest.mark.parametrize(
    ("name", "value", "said"),
    [
        ("SECRET_KEY", "change-me", "sample secret"),
        ("SECRET_KEY", "Change-Me", "sample secret"),
        ("SECRET_KEY", "short", "at least 16"),
        ("TURN_SECRET", "changeme", "sample secret"),
        ("PORT", "seventy", "PORT"),
        ("PORT", "70000", "PORT"),
        ("PUBLIC_URL", "https://x.example/path", "no path"),
        ("PUBLIC_URL", "x.example", "not a web address"),
        ("ICE_SERVERS", "turn:x", "stun:"),
        ("TURN_URL", "turn:x.example", "together"),
        ("TLS_CERT", "/nowhere.pem", "together"),
        ("LIMIT_TOKENS_PER_STORE", "lots", "tokens_per_store"),
        ("LOG_FORMAT", "xml", "LOG_FORMAT"),
        ("REDIS_URL", "http://x", "COSHOP_REDIS_URL (redis_url): it is no address of a Redis"),
        ("REDIS_URL", "redis://x:port", "host or port cannot be read"),
        ("REDIS_URL", "redis://x:99999", "host or port cannot be read"),
        ("REDIS_URL", "redis://", "no address of a Redis"),
        ("REDIS_URL", "unix://", "no address of a Redis"),
        (
            "TRUSTED_PROXIES",
            "127.0.0.1, abc",
            "COSHOP_TRUSTED_PROXIES (trusted_proxies): 'abc' is no address",
        ),
        ("TRUSTED_PROXIES", "10.0.0.0/99", "is no address or network"),
        ("RECORDINGS_BUCKET_SECRET", "minioadmin", "sample secret"),
        ("RECORDINGS_BUCKET_SECRET", "Change-Me", "sample secret"),
        ("RECORDINGS_BUCKET", "calls", "set together or not at all"),
        ("RECORDINGS_BUCKET_URL", "s3.example", "no address of a store"),
        ("RECORDINGS_BUCKET_URL", "https://s3.example/?x=1", "no address of a store"),
        ("CANARY_WEBHOOK", "alarm.example/hook", "no web address"),
        ("CANARY_WEBHOOK", "https://alarm.example:99999/hook", "no web address"),
        ("CANARY_WEBHOOK_SECRET", "not base64", "whsec_"),
        ("RECORDINGS_KEY_COMMAND", "ask-kms 'unclosed", "no command line"),
    ],
)
def test_a_value_that_makes_no_sense_stops_with_its_name(
    monkeypatch: pytest.MonkeyPatch, name: str, value: str, said: str
) -> None:
    monkeypatch.setenv(f"COSHOP_{name}", value)
    with pytest.raises(SettingsError, match=re.escape(said)):
        load()


def test_command_line_before_environment_before_file(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    file = tmp_path / "coshop.toml"
    file.write_text(
        'host = "10.0.0.1"\nport = 1\npublic_url = "https://A.example"\nice_servers = ["stun:a"]\n'
    )
    monkeypatch.setenv("COSHOP_PORT", "2")
    monkeypatch.setenv("COSHOP_HOST", "10.0.0.2")
    settings = load(file, host="10.0.0.3", port=None)
    assert (settings.host, settings.port) == ("10.0.0.3", 2)
    assert (settings.public_url, settings.ice_servers) == ("https://a.example", ("stun:a",))
    monkeypatch.setenv("COSHOP_CONFIG", str(file))
    monkeypatch.setenv("COSHOP_ICE_SERVERS", "stun:b, stun:c")
    assert load().ice_servers == ("stun:b", "stun:c")


def test_a_file_with_an_unknown_word_or_missing_is_refused(tmp_path: Path) -> None:
    file = tmp_path / "coshop.toml"
    file.write_text('hosst = "x"\n')
    with pytest.raises(SettingsError, match="hosst: there is no such setting"):
        load(file)
    file.write_text("host = \n")
    with pytest.raises(SettingsError, match="cannot be read"):
        load(file)
    with pytest.raises(SettingsError, match="no settings file"):
        load(tmp_path / "none.toml")


def test_the_secret_is_made_once_and_for_this_user_only(tmp_path: Path) -> None:
    settings = load(data_dir=tmp_path / "new" / "folder")
    secret = settings.secret()
    assert len(secret) >= 40
    assert load(data_dir=settings.data_dir).secret() == secret
    assert stat.S_IMODE((settings.data_dir / "secret").stat().st_mode) == 0o600
    (settings.data_dir / "secret").write_text("change-me\n")
    with pytest.raises(SettingsError, match="no usable secret"):
        settings.secret()


def test_certificate_and_key_are_read_before_anything_listens(tmp_path: Path) -> None:
    cert, key = certificate_for(tmp_path, "127.0.0.1")
    other = certificate_for(tmp_path / "other", "127.0.0.2")
    words = tmp_path / "words.pem"
    words.write_text("no certificate")
    assert load(tls_cert=cert, tls_key=key).tls() == (cert, key)
    assert load().tls() is None
    with pytest.raises(SettingsError, match=r"COSHOP_TLS_CERT names .*none\.pem, which cannot be read"):
        load(tls_cert=tmp_path / "none.pem", tls_key=key).tls()
    with pytest.raises(SettingsError, match="COSHOP_TLS_KEY names"):
        load(tls_cert=cert, tls_key=tmp_path).tls()
    for wrong in ((words, key), (cert, words), (cert, other[1])):
        with pytest.raises(SettingsError, match="no certificate and its key"):
            load(tls_cert=wrong[0], tls_key=wrong[1]).tls()


BUCKET: dict[str, Any] = {
    "recordings_bucket_url": "https://s3.example/",
    "recordings_bucket": "calls",
    "recordings_bucket_key_id": "AKID",
    "recordings_bucket_secret": "a secret of our own",
}


def test_a_bucket_needs_a_key_that_every_machine_has(tmp_path: Path) -> None:
    with pytest.raises(SettingsError, match="need the same key"):
        load(**BUCKET)
    with pytest.raises(SettingsError, match="exclude each other"):
        load(recordings_key_file=tmp_path / "keys", recordings_key_command="ask-kms")
    settings = load(**BUCKET, recordings_key_command="ask-kms --key 'the calls'")
    words = settings.recordings(tmp_path)
    assert (words["endpoint"], words["bucket"]) == ("https://s3.example", "calls")
    assert words["key_command"] == ["ask-kms", "--key", "the calls"]
    assert "of our own" not in repr(settings)


def test_workers_beside_a_server_are_told_the_same_place(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert not load().recordings_given()
    assert load().recordings(tmp_path)["folder"] == str(tmp_path / "recordings")
    given = load(**BUCKET, recordings_key_file=tmp_path / "keys", recordings_bucket_prefix="eu")
    assert given.recordings_given()
    for name, value in given.recordings_environment(tmp_path).items():
        monkeypatch.setenv(name, value)
    there = load()
    assert there.recordings_given()
    assert there.recordings(Path("/nowhere")) == given.recordings(tmp_path)


def test_settings_are_frozen_and_hide_secrets() -> None:
    settings = load(secret_key="x" * 20, turn_url=("turn:a",), turn_secret="another long secret")
    addresses = load(
        database_url="postgresql://coshop:hidden-word@db.example/coshop",
        redis_url="redis://:hidden-word@redis.example:6379/0",
    )
    for shown in (repr(settings), repr(addresses), str(addresses), str(addresses.model_dump())):
        assert "x" * 20 not in shown
        assert "another long" not in shown
        assert "hidden-word" not in shown
    assert addresses.database().startswith("postgresql://coshop:hidden-word@")
    with pytest.raises(SettingsError) as told:
        load(redis_url="http://:hidden-word@redis.example:6379/0")
    assert "hidden-word" not in str(told.value)
    with pytest.raises(ValueError, match="frozen"):
        settings.port = 1  # type: ignore[misc]


def test_operate_lists_every_setting_with_its_default() -> None:
    rows = dict(re.findall(r"^\| (`COSHOP_.+?) \| (.+?) \|", OPERATE.read_text(), re.MULTILINE))
    listed = {
        name: default for names, default in rows.items() for name in re.findall(r"COSHOP_([A-Z_]+)", names)
    }
    assert set(listed) == {name.upper() for name in Settings.model_fields}
    for name, field in Settings.model_fields.items():
        if isinstance(field.default, (int, float)) or (isinstance(field.default, str) and field.default):
            shown = f"{field.default:g}" if isinstance(field.default, float) else str(field.default)
            assert listed[name.upper()] == f"`{shown}`", name
