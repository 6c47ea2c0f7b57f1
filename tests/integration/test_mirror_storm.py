"""[MIRROR2] Hostile packets in the middle of a set check: its result still comes."""

from __future__ import annotations

import asyncio
import random
from collections.abc import AsyncIterator

import pytest

from coshop.peer.tracks import ColourBars
from tests.integration.storm import storm
from tests.integration.test_mirror import Microphone, Person, codes

pytestmark = pytest.mark.timeout(300)


@pytest.fixture
async def person() -> AsyncIterator[Person]:
    made = Person(measure_s=8.0)
    yield made
    await made.close()


async def test_mirror2_ten_thousand_mutated_packets_keep_no_result_back(person: Person) -> None:
    running = asyncio.create_task(person.mirror.run())
    connection = await person.offer()
    connection.attach(audio=Microphone(), video=ColourBars(width=320, height=240, rate=15))
    await person.board.until(lambda: len(person.back.counters) >= 10, timeout_s=30)
    await storm(connection._pc, random.Random(7))
    async with asyncio.timeout(120):
        result = await running
    assert result.verdicts
    assert not {"no_picture", "no_sound"} & codes(result).keys(), "what came before the storm is judged"
