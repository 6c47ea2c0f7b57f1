"""docs/protocol.md against the code: every example is read by the models, and every table is equal to the one it describes."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any, get_args, get_type_hints

import pytest
from pydantic import BaseModel, TypeAdapter

from coshop.core.events import EVENT_TYPES, Event
from coshop.core.refusal import RefusalCode
from coshop.protocol import (
    codec,
    frames,
    limits,
    practice_views,
    review_views,
    signals,
    team_views,
    views,
    work_views,
)
from coshop.protocol.close_codes import CloseCode
from coshop.protocol.commands import CommandWord
from coshop.protocol.refusals import SENTENCES

ROOT = Path(__file__).parents[2]
PAGE = ROOT / "docs" / "protocol.md"
TEXT = PAGE.read_text(encoding="utf-8")
FENCE = re.compile(r"^```json ([^\n]+)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
EVENT: TypeAdapter[Event] = TypeAdapter(Event)
EVENT_NAMES = sorted(get_args(get_type_hints(event)["type"])[0] for event in EVENT_TYPES)


def examples(kind: str = "") -> Iterator[tuple[str, str]]:
    for match in FENCE.finditer(TEXT):
        if not kind or match.group(1).split()[0] == kind:
            yield match.group(1), match.group(2)


def table(heading: str) -> list[list[str]]:
    section = TEXT.split(f"\n## {heading}\n", 1)[1].split("\n## ", 1)[0]
    rows = [line for line in section.splitlines() if line.startswith("|")]
    return [[cell.strip() for cell in row.strip("|").split("|")] for row in rows[2:]]


def tags(union: Any) -> set[str]:
    members = get_args(get_args(union)[0]) if not isinstance(union, tuple) else union
    return {str(getattr(m.model_fields["type"], "default", "")) for m in members}


def read(kind: str, text: str) -> None:
    value = json.loads(text)
    first, *rest = kind.split()
    match first:
        case "client":
            codec.decode_client_frame(text)
        case "server":
            frame = codec.decode_server_frame(text)
            assert json.loads(codec.encode(frame)) == value, (
                "every field of a server frame stands in its example"
            )
        case "channel":
            codec.decode_channel_frame(text)
        case "event":
            event = codec.load_event(text)
            assert json.loads(codec.dump_event(event)) == value
        case "http":
            homes = (views, work_views, team_views, review_views, practice_views)
            model: type[BaseModel] = next(getattr(home, rest[0]) for home in homes if hasattr(home, rest[0]))
            assert json.loads(model.model_validate_json(text).model_dump_json()) == value
        case _:
            pytest.fail(f"a fenced example of an unknown kind: {kind}")


@pytest.mark.parametrize(("kind", "text"), list(examples()), ids=lambda v: str(v)[:60])
def test_every_example_is_taken_by_the_models(kind: str, text: str) -> None:
    read(kind, text)


def test_every_fenced_json_says_what_it_is() -> None:
    assert TEXT.count("```json") == len(list(examples()))


def test_every_frame_command_signal_and_event_has_an_example() -> None:
    client = [json.loads(text) for _, text in examples("client")]
    server = [json.loads(text) for _, text in examples("server")]
    assert {f["type"] for f in client} == tags(frames.ClientFrame)
    assert {f["type"] for f in server} == tags(frames.ServerFrame)
    assert {f["body"]["type"] for f in client if f["type"] == "command"} == tags(CommandWord)
    bodies = {f["body"]["type"] for f in client if f["type"] == "signal"}
    assert bodies == tags(signals.SignalBody)
    assert {json.loads(text)["type"] for _, text in examples("channel")} == tags(frames.ChannelFrame)
    shown = [EVENT.validate_json(text).type for _, text in examples("event")]
    assert sorted(shown) == EVENT_NAMES


def test_evt1_the_table_names_every_event() -> None:
    assert {row[0].strip("`") for row in table("Events")} == set(EVENT_NAMES)


def test_every_command_is_in_the_table_of_commands() -> None:
    named = {name for row in table("Commands") for name in re.findall(r"`([a-z_]+)`", row[1])}
    assert named == tags(CommandWord)


def test_ref1_the_codes_and_sentences_are_those_of_the_server() -> None:
    documented = {row[0].strip("`"): row[1] for row in table("Refusals")}
    assert documented == SENTENCES
    assert set(documented) == set(get_args(RefusalCode))


def test_close1_the_codes_and_actions_are_those_of_the_server() -> None:
    documented = {int(row[0]): (row[1].strip("`"), row[2].strip("`")) for row in table("Close codes")}
    assert documented == {int(code): (code.name, code.action) for code in CloseCode}


def test_lim1_the_limits_are_those_of_the_server() -> None:
    documented = {row[0].strip("`"): float(row[1]) for row in table("Limits")}
    assert documented == {key: float(value) for key, value in vars(limits).items() if key.isupper()}


def test_rules_are_numbered_once_and_without_gaps() -> None:
    rules = re.findall(r"\*\*\[([A-Z]+)(\d+)\]\*\*", TEXT)
    for family in {name for name, _ in rules}:
        numbers = [int(number) for name, number in rules if name == family]
        assert numbers == list(range(1, len(numbers) + 1)), family


def test_every_rule_that_is_referred_to_exists() -> None:
    rules = set(re.findall(r"\*\*\[([A-Z]+\d+)\]\*\*", TEXT))
    assert set(re.findall(r"\[([A-Z]+\d+)\]", TEXT)) == rules


def test_every_rule_has_a_test_of_its_number_and_every_number_a_rule() -> None:
    rules = set(re.findall(r"\*\*\[([A-Z]+\d+)\]\*\*", TEXT))
    families = "|".join(sorted({re.sub(r"\d", "", rule) for rule in rules}))
    named: dict[str, str] = {}
    for file in (ROOT / "tests").rglob("test_*.py"):
        for name in re.findall(r"def test_(\w+)", file.read_text()):
            for part in name.split("_"):
                if re.fullmatch(rf"[A-Z]{{3,}}\d+|(?:{families})\d+", part) or re.fullmatch(
                    rf"(?:{families.lower()})\d+", part
                ):
                    named[part.upper()] = f"{file.name}: test_{name}"
    for file in (ROOT / "webclient" / "src").rglob("*.test.ts"):
        for title in re.findall(r"\b(?:it|describe)\(\s*[\"\x60](.+?)[\"\x60]", file.read_text()):
            named |= dict.fromkeys(re.findall(r"\[([A-Z]{3,}\d+)\]", title), f"{file.name}: {title}")
    assert {rule: where for rule, where in named.items() if rule not in rules} == {}, (
        "a number without a rule"
    )
    assert sorted(rules - named.keys()) == [], "a rule without a test of its number"
