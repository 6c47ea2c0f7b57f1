"""The shapes of a story: who calls, what happens in which order, and what the associate should reach. No reading, no playing."""

from __future__ import annotations

import string
from typing import Annotated, Literal

from pydantic import AfterValidator, Field, StringConstraints, model_validator

from coshop.protocol import limits
from coshop.protocol.fields import Language, ModeWord, Word

PLACES = ("title", "other", "size", "other_size", "colour", "group")
"""What may stand in braces in a line: of the page's product and of the other one."""

Condition = Literal["answer", "shown", "matching_shown", "added", "matching_added", "removed", "checkout"]
Seconds = Annotated[float, Field(gt=0, le=3600)]


def _known_places(line: str) -> str:
    try:
        places = [part[1:] for part in string.Formatter().parse(line) if part[1] is not None]
    except ValueError as error:
        raise ValueError(f"the braces do not fit together ({error})") from None
    for name, shape, conversion in places:
        if name not in PLACES:
            raise ValueError(f"there is no {{{name}}}; allowed are {', '.join(f'{{{x}}}' for x in PLACES)}")
        if shape or conversion:
            after = f"!{conversion}" if conversion else f":{shape}"
            raise ValueError(f"a place is a name alone: {{{name}}}, not {{{name}{after}}}")
    return line


Line = Annotated[
    str, StringConstraints(min_length=1, max_length=limits.QUESTION_MAX_CHARS), AfterValidator(_known_places)
]


NonEmpty = Annotated[str, StringConstraints(min_length=1, max_length=100)]


class Caller(Word):
    """Who calls and how. `speaks`: by voice where there is a synthesiser, or only in writing."""

    name: Annotated[str, StringConstraints(min_length=1, max_length=limits.NAME_MAX_CHARS)]
    mode: ModeWord = "video"
    speaks: Literal["voice", "text"] = "voice"
    question: Line | None = None
    patience_s: Seconds = 90
    """How long they wait for an answer before they leave."""


class Scene(Word):
    """Which products the story needs: where the shopper stands, and a second one of the same group."""

    page: Literal["any", "with_sizes", "none"] = "any"
    other: bool = False
    price_over_minor: Annotated[int, Field(ge=0)] = 0
    """The page's product costs more than this, in minor units of the store's currency."""


class Match(Word):
    """What counts as the right product: all that is given here must hold for one of its variants."""

    product: Literal["any", "page", "not_page", "other"] = "any"
    price_max_minor: Annotated[int, Field(ge=1)] | None = None
    size: Line | None = None
    in_stock: bool = True


class Goals(Word):
    """What the associate should reach, in seconds: the answer from the ring's start, all else from the answer on."""

    answer_s: Seconds | None = None
    first_words_s: Seconds | None = None
    first_shown_s: Seconds | None = None
    matching_shown_s: Seconds | None = None
    matching_added_s: Seconds | None = None
    checkout_s: Seconds | None = None


class Say(Word):
    """The shopper says this."""

    say: Line


class Wait(Word):
    """Until the associate has done something. After each `within_s` a nudge is said; after the last, `otherwise`."""

    wait: Condition
    containing: Annotated[tuple[Line, ...], Field(max_length=20)] = ()
    within_s: Seconds = 60
    nudges: Annotated[tuple[Line, ...], Field(max_length=5)] = ()
    otherwise: Literal["go_on", "end"] = "go_on"

    @model_validator(mode="after")
    def _only_answers_contain(self) -> Wait:  # noqa: N804 an instance, after validation
        if self.containing and self.wait != "answer":
            raise ValueError("`containing` goes with `wait: answer` only")
        return self


class Open(Word):
    """The shopper goes to another page: the page's product, or the other one."""

    open: Literal["page", "other"]


class Till(Word):
    """The shopper moves on in the store's till."""

    checkout: Literal["started", "failed", "paid"]


class End(Word):
    """The shopper hangs up, with these last words."""

    end: Line


Step = Say | Wait | Open | Till | End
STEPS: dict[str, type[Step]] = {"say": Say, "wait": Wait, "open": Open, "checkout": Till, "end": End}


class Reply(Word):
    """When the associate writes one of these words, the shopper says this, once."""

    when: Annotated[tuple[NonEmpty, ...], Field(min_length=1, max_length=20)]
    say: Line


class Story(Word):
    """A whole story. `brief` is for the associate, before they start."""

    story: Annotated[str, StringConstraints(pattern=r"^[a-z0-9_]{1,60}$")]
    title: Annotated[str, StringConstraints(min_length=1, max_length=120, pattern=r"^[^\x00-\x1f\x7f]+$")]
    brief: Annotated[str, StringConstraints(min_length=1, max_length=1000)]
    language: Language = "en"
    caller: Caller
    scene: Scene = Scene()
    match: Match = Match()
    goals: Goals = Goals()
    replies: Annotated[tuple[Reply, ...], Field(max_length=20)] = ()
    steps: Annotated[tuple[Step, ...], Field(min_length=1, max_length=60)]
