"""What every journal of calls does: whole steps or none, guarded by seq, answers once, found again by who and when."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from typing import Literal

import pytest

from coshop.core import events as e
from coshop.core.refusal import Refused
from coshop.ports import (
    AlreadyAnswered,
    Appended,
    Claim,
    Conflict,
    Occupy,
    Release,
    Same,
    StoredAnswer,
    StoredCall,
)
from coshop.storage import Storage
from tests.contracts.samples import (
    EVERY_EVENT,
    answer,
    available,
    call,
    ended,
    entry,
    live,
    ringing,
    step,
    waiting,
)


async def state_of(storage: Storage, associate_id: str = "associate-ann") -> tuple[str, str]:
    row = await storage.presences.get(associate_id)
    assert row is not None
    return row.state, row.call_id


async def test_a_new_call_is_read_back_as_written(storage: Storage) -> None:
    written = call()
    assert await storage.journal.append(step(written, deadline_ms=9_000, answered=answer())) == Appended(1)
    assert await storage.journal.load(written.call_id) == StoredCall(
        call=written, epoch=41, seq=1, deadline_ms=9_000
    )
    assert await storage.journal.events(written.call_id, 0, 10) == (entry(1),)
    assert await storage.journal.answer(written.call_id, "command-00000001") == answer()
    assert await storage.journal.answer(written.call_id, "command-00000002") is None
    assert await storage.journal.answer("call-00000002", "command-00000001") is None
    assert await storage.journal.load("call-00000002") is None


@pytest.mark.parametrize("phase", [waiting(), ringing(), live(), ended(), ended(None, answered=False)])
async def test_every_phase_is_read_back_as_written(storage: Storage, phase: object) -> None:
    written = replace(call(), phase=phase)  # type: ignore[arg-type]
    await storage.journal.append(step(written))
    stored = await storage.journal.load(written.call_id)
    assert stored is not None
    assert stored.call == written


def test_there_is_a_sample_of_every_event() -> None:
    assert {type(event) for event in EVERY_EVENT} == set(e.EVENT_TYPES)


async def test_every_event_is_read_back_as_written(storage: Storage) -> None:
    first = step(call(), events=EVERY_EVENT)
    assert await storage.journal.append(first) == Appended(len(EVERY_EVENT))
    assert await storage.journal.events(call().call_id, 0, 100) == first.entries


async def test_events_are_given_in_order_after_a_seq_up_to_a_limit(storage: Storage) -> None:
    await storage.journal.append(step(call(), events=(None,) * 5))
    await storage.journal.append(step(call("call-00000002")))
    assert [each.seq for each in await storage.journal.events(call().call_id, 2, 2)] == [3, 4]
    assert await storage.journal.events(call().call_id, 5, 2) == ()


async def test_a_step_on_an_old_seq_writes_nothing(storage: Storage) -> None:
    await storage.journal.append(step(call(), deadline_ms=9_000))
    await available(storage)
    late = step(
        call(phase=live()),
        0,
        events=(None, None),
        answered=answer(),
        effects=(Claim(associate_id="associate-ann"),),
    )
    assert await storage.journal.append(late) == Conflict("stale")
    for after in (2, 7):
        assert await storage.journal.append(
            replace(late, expected_seq=after, entries=(entry(after + 1),))
        ) == Conflict("stale")
    assert await storage.journal.load(call().call_id) == StoredCall(
        call=call(), epoch=41, seq=1, deadline_ms=9_000
    )
    assert len(await storage.journal.events(call().call_id, 0, 10)) == 1
    assert await storage.journal.answer(call().call_id, "command-00000001") is None
    assert await state_of(storage) == ("available", "")


async def test_another_life_of_the_journal_is_a_conflict(storage: Storage) -> None:
    await storage.journal.append(step(call()))
    assert await storage.journal.append(step(call(), 1, epoch=42)) == Conflict("stale")
    assert await storage.journal.append(step(call(), 1)) == Appended(2)


async def test_a_command_is_answered_once(storage: Storage) -> None:
    await storage.journal.append(step(call(), answered=answer()))
    again = step(call(phase=live()), 1, answered=answer(seq=2, digest="other"))
    assert await storage.journal.append(again) == AlreadyAnswered(answer())
    stale = step(call(phase=live()), 0, answered=answer(seq=2, digest="other"))
    assert await storage.journal.append(stale) == AlreadyAnswered(answer())
    stored = await storage.journal.load(call().call_id)
    assert stored is not None
    assert (stored.seq, stored.call) == (1, call())


async def test_a_refused_command_stores_only_its_answer(storage: Storage) -> None:
    await storage.journal.append(step(call(), deadline_ms=9_000))
    refused = StoredAnswer(
        command_id="command-00000009", digest="d", seq=1, refused=Refused("sold_out", "P1-M", ("P1-L",))
    )
    no_events = step(call(phase=ended()), 1, events=(), answered=refused)
    assert await storage.journal.append(no_events) == Appended(1)
    assert await storage.journal.answer(call().call_id, "command-00000009") == refused
    assert await storage.journal.append(no_events) == AlreadyAnswered(refused)
    stored = await storage.journal.load(call().call_id)
    assert stored == StoredCall(call=call(), epoch=41, seq=1, deadline_ms=9_000)
    stale = step(call(), 0, events=(), answered=replace(refused, command_id="command-00000010"), epoch=40)
    assert await storage.journal.append(replace(stale, expected_seq=3)) == Conflict("stale")


async def test_a_refused_request_for_a_call_leaves_an_answer_and_no_call(storage: Storage) -> None:
    refused = replace(answer(seq=0), refused=Refused("line_full"))
    assert await storage.journal.append(step(call(), events=(), answered=refused)) == Appended(0)
    assert await storage.journal.load(call().call_id) is None
    assert await storage.journal.answer(call().call_id, "command-00000001") == refused


async def test_wrongly_numbered_entries_are_a_fault_of_the_caller(storage: Storage) -> None:
    wrong = replace(step(call()), entries=(entry(2),))
    with pytest.raises(ValueError, match="numbered"):
        await storage.journal.append(wrong)
    assert await storage.journal.load(call().call_id) is None


async def test_a_claim_ties_a_free_associate_in_the_same_step(storage: Storage) -> None:
    await available(storage)
    await storage.journal.append(step(call()))
    claim = (Claim(associate_id="associate-ann"),)
    assert await storage.journal.append(step(call(phase=ringing()), 1, at_ms=50, effects=claim)) == Appended(
        2
    )
    row = await storage.presences.get("associate-ann")
    assert row is not None
    assert (row.state, row.call_id, row.since_ms) == ("ringing", call().call_id, 50)


@pytest.mark.parametrize("why", ["tied", "away", "unknown", "disconnected"])
async def test_a_claim_on_an_associate_who_is_not_free_writes_nothing(storage: Storage, why: str) -> None:
    if why == "tied":
        await available(storage)
        other = step(call("call-00000009", ringing()), effects=(Claim(associate_id="associate-ann"),))
        await storage.journal.append(other)
    elif why == "away":
        await storage.presences.set_state(
            "associate-ann", "away", client_id="tablet-1", server_id="server-1", now_ms=10
        )
    elif why == "disconnected":
        await available(storage)
        await storage.presences.disconnected(
            "associate-ann", client_id="tablet-1", server_id="server-1", now_ms=11
        )
    before = await storage.presences.get("associate-ann")
    await storage.journal.append(step(call(), deadline_ms=9_000))
    ring = step(
        call(phase=ringing()),
        1,
        events=EVERY_EVENT[:2],
        answered=answer(),
        effects=(Claim(associate_id="associate-ann"),),
    )
    assert await storage.journal.append(ring) == Conflict("claim")
    assert await storage.presences.get("associate-ann") == before
    assert await storage.journal.load(call().call_id) == StoredCall(
        call=call(), epoch=41, seq=1, deadline_ms=9_000
    )
    assert len(await storage.journal.events(call().call_id, 0, 10)) == 1
    assert await storage.journal.answer(call().call_id, "command-00000001") is None


async def test_of_fifty_calls_that_claim_one_associate_one_gets_them(storage: Storage) -> None:
    await available(storage)
    claim = (Claim(associate_id="associate-ann"),)
    outcomes = await asyncio.gather(
        *(storage.journal.append(step(call(f"call-{n:08d}", ringing()), effects=claim)) for n in range(50))
    )
    assert outcomes.count(Appended(1)) == 1
    assert outcomes.count(Conflict("claim")) == 49
    assert len(await storage.journal.open_calls()) == 1


async def test_an_associate_goes_from_ringing_to_busy_to_wrap_up_and_is_free_again(storage: Storage) -> None:
    await available(storage)
    of = call().call_id
    steps: tuple[tuple[Claim | Occupy | Release, tuple[str, str]], ...] = (
        (Claim(associate_id="associate-ann"), ("ringing", of)),
        (Occupy(associate_id="associate-ann", state="busy"), ("busy", of)),
        (Occupy(associate_id="associate-ann", state="wrap_up"), ("wrap_up", of)),
        (Release(associate_id="associate-ann"), ("available", "")),
        (Occupy(associate_id="associate-ann", state="busy"), ("available", "")),
        (Release(associate_id="associate-ann", state="away"), ("available", "")),
    )
    for seq, (effect, expected) in enumerate(steps):
        assert await storage.journal.append(step(call(phase=live()), seq, effects=(effect,))) == Appended(
            seq + 1
        )
        assert await state_of(storage) == expected


@pytest.mark.parametrize("asked", ["available", "away"])
async def test_a_release_goes_where_the_associate_wants_to_be(
    storage: Storage, asked: Literal["available", "away"]
) -> None:
    await available(storage)
    await storage.journal.append(step(call(phase=ringing()), effects=(Claim(associate_id="associate-ann"),)))
    if asked == "available":  # went away in mid-call, and so does not come back
        await storage.presences.set_state(
            "associate-ann", "away", client_id="tablet-1", server_id="server-1", now_ms=20
        )
        assert await state_of(storage) == ("ringing", call().call_id)
    release = Release(associate_id="associate-ann", state=asked)
    await storage.journal.append(step(call(), 1, at_ms=30, effects=(release,)))
    assert await state_of(storage) == ("away", "")


async def test_effects_of_another_call_do_not_touch_an_associate(storage: Storage) -> None:
    await available(storage)
    await storage.journal.append(step(call(phase=ringing()), effects=(Claim(associate_id="associate-ann"),)))
    others = (
        Occupy(associate_id="associate-ann", state="busy"),
        Release(associate_id="associate-ann"),
    )
    assert await storage.journal.append(step(call("call-00000002"), effects=others)) == Appended(1)
    assert await state_of(storage) == ("ringing", call().call_id)


@pytest.mark.parametrize("same", ["nothing", "people", "people_and_deadline"])
async def test_a_step_that_leaves_columns_alone_is_read_back_as_written(storage: Storage, same: Same) -> None:
    await storage.journal.append(step(replace(call(), phase=live()), deadline_ms=500))
    after = replace(call(), phase=live(), chat=())
    deadline_ms = 500 if same == "people_and_deadline" else 700
    written = replace(step(after, 1, deadline_ms=deadline_ms), same=same)
    assert await storage.journal.append(written) == Appended(2)
    assert await storage.journal.load(after.call_id) == StoredCall(
        call=after, epoch=41, seq=2, deadline_ms=deadline_ms
    )
    assert await storage.journal.next_deadline() == deadline_ms
    assert await storage.journal.append(written) == Conflict("stale")
    assert [each.call.call_id for each in await storage.journal.open_calls_of(associate_id="associate-ann")]
