"""A server to be killed: appends steps to calls as fast as it can and prints each one only after it is acknowledged."""

from __future__ import annotations

import asyncio
import sys

from coshop.ports import Appended, Claim, Release
from coshop.storage import open_storage
from tests.contracts.samples import answer, call, step

LIFETIME_S = 30.0
EVENTS_PER_STEP = 3


async def append_for_ever(url: str, run: str, number: int) -> None:
    storage = open_storage(url)
    call_id = f"call-{run}-{number}"
    seq = 0
    tied = False
    while True:
        effects = (Release(associate_id="associate-ann"),) if tied else (Claim(associate_id="associate-ann"),)
        outcome = await storage.journal.append(
            step(
                call(call_id),
                seq,
                events=(None,) * EVENTS_PER_STEP,
                answered=answer(f"command-{seq}", seq + EVENTS_PER_STEP),
                effects=effects if number == 0 else (),
            )
        )
        assert isinstance(outcome, Appended), outcome
        seq, tied = outcome.seq, not tied
        sys.stdout.write(f"{call_id} {seq}\n")
        sys.stdout.flush()


async def main() -> None:
    url, run = sys.argv[1:]
    async with asyncio.timeout(LIFETIME_S):
        await asyncio.gather(*(append_for_ever(url, run, number) for number in range(4)))


if __name__ == "__main__":
    asyncio.run(main())
