"""The stories a store can choose from: those that come with coshop, and the files in the operator's folder. It plays nothing."""

from __future__ import annotations

import asyncio
import re
from collections.abc import AsyncIterator
from importlib import resources
from pathlib import Path

from coshop.agents.rehearsal.cast import NoCast, cast_for
from coshop.agents.rehearsal.stories import MAX_CHARS, StoryError, story_of
from coshop.agents.rehearsal.words import Story
from coshop.ports import Store, StoryEntry
from coshop.protocol.views import ProductView

FILES_MAX = 100
FILE_MAX_BYTES = 4 * MAX_CHARS
_FOLDER = re.compile(r"[A-Za-z0-9_-]{1,64}")
_NAME = re.compile(r"[^a-z0-9_]+")


class StoryLibrary:
    """`ports.Stories`. In `folder` lie `*.yaml` for every store, and in a folder named as a store's key those of that store.

    Files are read again when they change; one with a mistake is listed with it.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._shipped: dict[str, StoryEntry] = {}
        self._read: dict[Path, tuple[tuple[int, int], StoryEntry]] = {}

    async def all(self, store: Store) -> tuple[StoryEntry, ...]:
        """Those of the store's language first, each in the order of their files; one's own before shipped ones."""
        found = await asyncio.to_thread(self._all, store.public_key)
        spoken = _base(store.language)
        return tuple(sorted(found, key=lambda each: (_base(each.language) != spoken, not each.own)))

    async def cast(
        self, story: StoryEntry, pages: AsyncIterator[tuple[ProductView, ...]]
    ) -> tuple[ProductView, ...]:
        """The page's product first, then the other one; none where the pages have none that fit."""
        played = story_of(story.text, story.file)
        goods: list[ProductView] = []
        async for page in pages:
            goods += page
            try:
                cast = await asyncio.to_thread(cast_for, played, goods)
            except NoCast:
                continue
            return tuple(product for product in (cast.page, cast.other) if product is not None)
        return ()

    def _all(self, public_key: str) -> list[StoryEntry]:
        if not self._shipped:
            self._shipped = _shipped()
        stories = dict(self._shipped)
        folders = [self._folder]
        if _FOLDER.fullmatch(public_key):
            folders.append(self._folder / public_key)
        for folder in folders:
            for path in _files(folder):
                entry = self._entry(path)
                stories[entry.story] = entry
        return list(stories.values())

    def _entry(self, path: Path) -> StoryEntry:
        try:
            stat = path.stat()
            stamp = (stat.st_mtime_ns, stat.st_size)
            kept = self._read.get(path)
            if kept is not None and kept[0] == stamp:
                return kept[1]
            if stat.st_size > FILE_MAX_BYTES:
                return _broken(path.name, f"{path.name}, line 1: a story has at most {FILE_MAX_BYTES} bytes")
            entry = _checked(path.read_text(encoding="utf-8"), path.name)
        except UnicodeDecodeError:
            return _broken(path.name, f"{path.name}, line 1: this is no text in UTF-8")
        except OSError as error:
            return _broken(path.name, f"{path.name} cannot be read: {error.strerror}")
        self._read[path] = (stamp, entry)
        return entry


def _files(folder: Path) -> list[Path]:
    try:
        found = sorted(each for each in folder.iterdir() if each.suffix == ".yaml" and each.is_file())
    except OSError:
        return []
    return found[:FILES_MAX]


def _shipped() -> dict[str, StoryEntry]:
    folder = resources.files(__package__) / "shipped"
    files = sorted((each for each in folder.iterdir() if each.name.endswith(".yaml")), key=lambda f: f.name)
    read = ((file.name, file.read_text(encoding="utf-8")) for file in files)
    return {
        entry.story: entry for entry in (_entry_of(story_of(text, name), name, text) for name, text in read)
    }


def _checked(text: str, name: str) -> StoryEntry:
    """A story of one's own; with its mistake where it has one."""
    try:
        return _entry_of(story_of(text, name), name, text, own=True)
    except StoryError as error:
        return _broken(name, str(error))


def _entry_of(story: Story, file: str, text: str, *, own: bool = False) -> StoryEntry:
    goals = {name: seconds for name, seconds in story.goals.model_dump().items() if seconds is not None}
    return StoryEntry(
        story=story.story,
        title=story.title,
        brief=story.brief.strip(),
        language=story.language,
        mode=story.caller.mode,
        goals=goals,
        own=own,
        file=file,
        text=text,
    )


def _broken(file: str, problem: str) -> StoryEntry:
    """A file that is no story goes by the file's name."""
    name = _NAME.sub("_", file.removesuffix(".yaml").lower()).strip("_")[:60] or "story"
    return StoryEntry(
        story=name, title=file, brief="", language="", mode="", own=True, problem=problem, file=file
    )


def _base(language: str) -> str:
    return language.split("-", maxsplit=1)[0].lower()
