"""What is said of a canary's call that failed: a code for screens, a sentence for logs."""

from __future__ import annotations

from pathlib import Path

import httpx
import pytest

from coshop.agents.canary import reasons
from coshop.agents.canary.reasons import REASONS, Failed, reason_of
from coshop.agents.worker.desk import FAULT
from coshop.core.refusal import Refused
from coshop.live.canary_desk import NOT_TOLD
from coshop.live.job_book import SENTENCES
from coshop.peer import CommandRefused, DoorRefused, SocketStopped
from coshop.protocol.refusals import to_word

ROOT = Path(__file__).parents[2]
CODES = (*REASONS, *SENTENCES, NOT_TOLD.partition(":")[0])


@pytest.mark.parametrize(
    ("error", "said"),
    [
        (TimeoutError(), "timeout: not within 15 s"),
        (TimeoutError("no welcome"), "timeout: no welcome"),
        (DoorRefused(502, None), "no_answer: HTTP 502"),
        (httpx.ConnectError("all attempts failed"), "no_answer: ConnectError: all attempts failed"),
        (SocketStopped("fenced", 4001), "closed: fenced"),
        (ValueError("not\njson"), "unreadable: ValueError: not json"),
        (KeyError("no such thing"), "fault: KeyError: 'no such thing'"),
        (reasons.no_picture("shopper"), "no_picture_shopper: no moving picture arrives at the shopper"),
        (reasons.no_tone("associate", 440.4), "no_tone_associate: the tone of 440 Hz does not arrive at the associate"),
        (reasons.backwards("shopper", [3, 1]), "picture_backwards_shopper: the pictures at the shopper run backwards: [3, 1]"),
    ],
)  # fmt: skip
def test_CANARY3_each_failure_has_a_code_and_a_sentence(error: Exception, said: str) -> None:
    assert reason_of(error, 15.0) == said


def test_CANARY3_a_refusal_keeps_its_code() -> None:
    no = to_word(Refused("line_full", "12"))
    for error in (CommandRefused("cmd_1", no), DoorRefused(409, no)):
        assert reason_of(error, 15.0) == f"line_full: {no.message} 12"


def test_people_who_read_how_a_job_ended_need_not_know_what_a_worker_is() -> None:
    for sentence in (*SENTENCES.values(), FAULT):
        assert "worker" not in sentence.lower()


def test_CANARY3_a_long_sentence_is_cut_and_fits_the_wire() -> None:
    assert len(reason_of(Failed("cart_differs", "x" * 900), 15.0)) < 300


@pytest.mark.parametrize("page", ["docs/protocol.md", "webclient/src/ui/texts/team_canary.en.ts"])
def test_CANARY3_every_code_is_documented_and_has_words(page: str) -> None:
    text = (ROOT / page).read_text(encoding="utf-8")
    around = "`{}`" if page.endswith(".md") else "    {}: "
    assert [code for code in CODES if around.format(code) not in text] == []
