"""`coshop stores go-live`: shows the list in the store's language, changes it, and refuses one that cannot be used."""

from __future__ import annotations

import asyncio
import re
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from coshop.cli import app
from coshop.cli.go_live import WORDS
from coshop.core.go_live import GoLiveItem
from coshop.storage import open_storage

ROOT = Path(__file__).parents[2]


@pytest.fixture(autouse=True)
def _store(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("COSHOP_DATA_DIR", str(tmp_path))
    coshop("stores", "add", "Kai", "--origin", "https://kai.example", "--language", "de-AT")


def coshop(*words: str, code: int = 0) -> Result:
    result = CliRunner().invoke(app, list(words))
    assert result.exit_code == code, result.output
    assert "Traceback" not in result.output
    return result


def kept(tmp_path: Path) -> tuple[GoLiveItem, ...] | None:
    async def look() -> tuple[GoLiveItem, ...] | None:
        storage = open_storage(f"sqlite:///{tmp_path / 'coshop.db'}")
        try:
            return (await storage.directory.stores())[0].go_live
        finally:
            await storage.close()

    return asyncio.run(look())


def test_the_usual_list_is_shown_in_the_stores_language(tmp_path: Path) -> None:
    shown = coshop("stores", "go-live", "Kai").output
    assert "- Ringlicht an (ring_light)" in shown
    assert "- „Nicht stören“ ist an (do_not_disturb)" in shown
    assert kept(tmp_path) is None


def test_a_list_is_set_emptied_and_put_back(tmp_path: Path) -> None:
    shown = coshop("stores", "go-live", "Kai", "Backdrop", " Kasse   offen ", "do_not_disturb").output
    assert shown.splitlines()[1:] == [
        "- Hintergrund aufgeräumt (backdrop)",
        "- Kasse offen",
        "- „Nicht stören“ ist an (do_not_disturb)",
    ]
    items = kept(tmp_path)
    assert items is not None
    assert [(item.kind, item.text) for item in items] == [
        ("backdrop", ""), ("own", "Kasse offen"), ("do_not_disturb", ""),
    ]  # fmt: skip
    coshop("stores", "go-live", "Kai", "Kasse offen")
    again = kept(tmp_path)
    assert again is not None
    assert again[0].item_id == items[1].item_id, "the same words are the same line"
    assert "nothing to tick off" in coshop("stores", "go-live", "Kai", "--none").output
    assert kept(tmp_path) == ()
    coshop("stores", "go-live", "Kai", "--usual")
    assert kept(tmp_path) is None


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["x" * 121], "at most 120 characters"),
        ([" "], "needs a text"),
        (["backdrop", "Backdrop"], "same id"),
        ([f"line {n}" for n in range(21)], "at most 20"),
        (["backdrop", "--none"], "Give either"),
        (["--usual", "--none"], "Give either"),
    ],
)
def test_a_list_that_cannot_be_used_is_refused_with_a_sentence(words: list[str], said: str) -> None:
    assert said in coshop("stores", "go-live", "Kai", *words, code=1).output


def test_the_words_are_those_of_the_screens() -> None:
    for language, words in WORDS.items():
        texts = (ROOT / f"webclient/src/ui/texts/check.{language}.ts").read_text(encoding="utf-8")
        items = re.search(r"items: \{(.*?)\}", texts, re.DOTALL)
        assert items is not None
        assert dict(re.findall(r'(\w+): "(.*?)"', items[1])) == words
