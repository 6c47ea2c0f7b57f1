"""Reads stories from YAML and says of each mistake the file, the line, and what is allowed. It plays nothing."""

from __future__ import annotations

from importlib import resources
from pathlib import Path
from typing import Any, TypeVar

import yaml
from pydantic import BaseModel, ValidationError

from coshop.agents.rehearsal.words import STEPS, Step, Story

__all__ = ["Story", "StoryError", "read_story", "shipped_stories", "story_of"]

MAX_CHARS = 64_000
Place = tuple[int | str, ...]
Shape = TypeVar("Shape", bound=BaseModel)


class StoryError(ValueError):
    """A story that cannot be played. The text names file, line and mistake."""

    def __init__(self, name: str, line: int, what: str) -> None:
        super().__init__(f"{name}, line {line}: {what}")
        self.line = line


def read_story(path: Path) -> Story:
    """The story in a file. Raises StoryError, OSError."""
    try:
        text = path.read_text(encoding="utf-8")
    except UnicodeDecodeError:
        raise StoryError(path.name, 1, "this is no text in UTF-8") from None
    return story_of(text, path.name)


def shipped_stories() -> dict[str, Story]:
    """The stories that come with coshop, by name, in the order of their files."""
    folder = resources.files(__package__) / "shipped"
    files = sorted((f for f in folder.iterdir() if f.name.endswith(".yaml")), key=lambda f: f.name)
    stories = [story_of(file.read_text(encoding="utf-8"), file.name) for file in files]
    return {story.story: story for story in stories}


def story_of(text: str, name: str) -> Story:
    """The story in a text; `name` stands in the mistakes. Raises StoryError."""
    if len(text) > MAX_CHARS:
        raise StoryError(name, 1, f"a story has at most {MAX_CHARS} characters")
    try:
        loader = yaml.SafeLoader(text)
        root = loader.get_single_node()
        lines = _lines(root, name)
        words = None if root is None else loader.construct_document(root)
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        raise StoryError(name, mark.line + 1 if mark else 1, f"this is no YAML: {error.problem}") from None
    except (yaml.YAMLError, RecursionError, ValueError) as error:
        if isinstance(error, StoryError):
            raise
        raise StoryError(name, 1, f"this is no YAML: {error}") from None
    if not isinstance(words, dict):
        raise StoryError(name, 1, "a story is a list of `name: value` lines; see docs/rehearsal.md")
    steps = words.get("steps")
    if isinstance(steps, list):
        words = {**words, "steps": [_step(step, number, lines, name) for number, step in enumerate(steps)]}
    return _checked(Story, words, (), lines, name)


def _step(word: Any, number: int, lines: dict[Place, int], name: str) -> Step:
    at: Place = ("steps", number)
    line = lines.get(at, 1)
    allowed = ", ".join(STEPS)
    if not isinstance(word, dict):
        raise StoryError(name, line, f"a step is one of {allowed} with its words, as `- say: Hello`")
    named = [each for each in STEPS if each in word]
    if not named:
        first = next(iter(word), "")
        raise StoryError(name, line, f"there is no step {first!r}; allowed are {allowed}")
    if len(named) > 1:
        raise StoryError(name, line, f"{' and '.join(named)} are two steps; write them one below the other")
    return _checked(STEPS[named[0]], word, at, lines, name)


def _checked(shape: type[Shape], words: Any, at: Place, lines: dict[Place, int], name: str) -> Shape:
    try:
        return shape.model_validate(words)
    except ValidationError as error:
        problem = error.errors(include_url=False)[0]
        place = (*at, *problem["loc"])
        while place and place not in lines:
            place = place[:-1]
        where = ".".join(str(part) for part in problem["loc"])
        text = problem["msg"].removeprefix("Value error, ")
        if problem["type"] == "extra_forbidden":
            allowed = ", ".join(_fields(shape, problem["loc"][:-1]))
            text = f"there is no {problem['loc'][-1]!r} here; allowed are {allowed}"
        elif problem["type"] == "missing":
            text = "it is missing"
        raise StoryError(name, lines.get(place, 1), f"{where}: {text}" if where else text) from None


def _fields(shape: Any, place: Place) -> list[str]:
    """The names that are allowed at a place of a shape."""
    for part in place:
        if isinstance(part, str) and part in shape.model_fields:
            inner = shape.model_fields[part].annotation
            shape = inner if hasattr(inner, "model_fields") else next((a for a in getattr(inner, "__args__", ()) if hasattr(a, "model_fields")), shape)  # fmt: skip
    return list(shape.model_fields)


def _lines(root: yaml.Node | None, name: str) -> dict[Place, int]:
    """The line of every place. Refuses what YAML would pass over: a key that comes twice, and aliases."""
    found: dict[Place, int] = {}
    seen: set[int] = set()

    def walk(node: yaml.Node, at: Place) -> None:
        found.setdefault(at, node.start_mark.line + 1)
        if isinstance(node, yaml.ScalarNode):
            return
        if id(node) in seen:
            raise StoryError(name, node.start_mark.line + 1, "aliases (`*name`) are not used in stories")
        seen.add(id(node))
        if isinstance(node, yaml.SequenceNode):
            for number, inner in enumerate(node.value):
                walk(inner, (*at, number))
        elif isinstance(node, yaml.MappingNode):
            keys: set[str] = set()
            for key, inner in node.value:
                line = key.start_mark.line + 1
                if not isinstance(key, yaml.ScalarNode):
                    raise StoryError(name, line, "a name is a plain word")
                if key.value in keys:
                    raise StoryError(name, line, f"{key.value!r} comes twice")
                keys.add(key.value)
                found[(*at, key.value)] = line
                walk(inner, (*at, key.value))

    if root is not None:
        walk(root, ())
    return found
