"""The journal's questions: deadlines, open and past calls, counts and waits, on both databases."""

from __future__ import annotations

from dataclasses import replace

from coshop.core import events as e
from coshop.core.call_types import CallKind
from coshop.core.guest_types import GuestJoined, GuestLeft
from coshop.ports import (
    Claim,
    Occupy,
    Release,
)
from coshop.storage import Storage
from tests.contracts.samples import (
    ANN,
    BEN,
    GUEST,
    available,
    call,
    ended,
    live,
    ringing,
    step,
)

OTHER_KINDS: tuple[tuple[int, CallKind], ...] = ((7, "rehearsal"), (8, "canary"))


async def test_deadlines_are_found_longest_overdue_first(storage: Storage) -> None:
    journal = storage.journal
    assert await journal.next_deadline() is None
    for n, deadline in ((1, 500), (2, 300), (3, None), (4, 900)):
        await journal.append(step(call(f"call-0000000{n}"), deadline_ms=deadline))
    assert await journal.next_deadline() == 300
    assert await journal.due(500, 10) == ("call-00000002", "call-00000001")
    assert await journal.due(500, 1) == ("call-00000002",)
    assert await journal.due(299, 10) == ()
    await journal.append(step(call("call-00000002"), 1, deadline_ms=None))
    assert await journal.next_deadline() == 500


async def test_open_calls_are_found_by_store_oldest_first(storage: Storage) -> None:
    journal = storage.journal
    await journal.append(step(call("call-0000000b", requested_at_ms=20)))
    await journal.append(step(call("call-0000000a", requested_at_ms=30)))
    await journal.append(step(call("call-0000000c", requested_at_ms=10, store_id="store-two")))
    await journal.append(step(call("call-0000000d", ended())))
    assert [each.call.call_id for each in await journal.open_calls()] == [
        "call-0000000c", "call-0000000b", "call-0000000a",
    ]  # fmt: skip
    of_store = await journal.open_calls("store-one")
    assert [each.call.call_id for each in of_store] == ["call-0000000b", "call-0000000a"]
    assert await journal.open_calls("store-three") == ()


async def test_open_calls_of_a_person(storage: Storage) -> None:
    journal = storage.journal
    await available(storage)
    await available(storage, "associate-ben")
    claim = (Claim(associate_id="associate-ann"),)
    await journal.append(step(call("call-00000001", ringing()), effects=claim))
    await journal.append(step(call("call-00000002", shopper_id="shopper-tom")))
    await journal.append(step(call("call-00000003", ended(BEN), requested_at_ms=1)))

    async def of(shopper_id: str = "", associate_id: str = "") -> list[str]:
        found = await journal.open_calls_of(shopper_id=shopper_id, associate_id=associate_id)
        return [each.call.call_id for each in found]

    assert await of(shopper_id="shopper-sue") == ["call-00000001"]
    assert await of(shopper_id="shopper-tom") == ["call-00000002"]
    assert await of(associate_id="associate-ann") == ["call-00000001"]
    assert await of(associate_id="associate-ben") == []
    assert await of() == []
    # Ended, but still to be wrapped up by Ann: hers, and no longer the shopper's.
    wrap_up = (Occupy(associate_id="associate-ann", state="wrap_up"),)
    await journal.append(step(call("call-00000001", ended()), 1, effects=wrap_up))
    assert await of(associate_id="associate-ann") == ["call-00000001"]
    assert await of(shopper_id="shopper-sue") == []
    release = (Release(associate_id="associate-ann"),)
    await journal.append(step(call("call-00000001", ended()), 2, effects=release))
    assert await of(associate_id="associate-ann") == []


async def test_past_calls_are_the_answered_ones_newest_first(storage: Storage) -> None:
    journal = storage.journal
    accepted = e.CallAccepted(associate_id="associate-ann", client_id="tablet-1")
    for n in (1, 2, 3):
        await journal.append(step(call(f"call-0000000{n}", live(), requested_at_ms=n), events=(accepted,)))
        await journal.append(step(call(f"call-0000000{n}", ended(), requested_at_ms=n), 1))
    await journal.append(step(call("call-00000004", ended(answered=False))))
    await journal.append(step(call("call-00000005", live()), events=(accepted,)))
    for n, kind in OTHER_KINDS:
        await journal.append(
            step(call(f"call-0000000{n}", ended(), requested_at_ms=9, kind=kind), events=(accepted,))
        )
    past = await journal.past_calls("associate-ann", 2)
    assert [each.call_id for each in past] == ["call-00000003", "call-00000002"]
    assert past[0].model_dump() == {
        "call_id": "call-00000003",
        "requested_at_ms": 3,
        "ended_at_ms": 8_000,
        "shopper_name": "Sue",
        "end_reason": "ended_by_shopper",
        "outcome": "sold",
        "note": "likes navy",
    }
    assert await journal.past_calls("associate-ben", 10) == ()


async def test_waiting_calls_are_counted_and_past_waits_measured(storage: Storage) -> None:
    journal = storage.journal
    accepted = e.CallAccepted(associate_id="associate-ann", client_id="tablet-1")
    await journal.append(step(call("call-00000001")))
    await journal.append(step(call("call-00000002", ringing())))
    await journal.append(step(call("call-00000003", store_id="store-two")))
    for n, at_ms in ((4, 4_000), (5, 3_500), (6, 2_000)):
        await journal.append(
            step(call(f"call-0000000{n}", live(ANN, at_ms)), events=(accepted,), at_ms=at_ms)
        )
    await journal.append(step(call("call-00000005", ended()), 1, at_ms=99_000))
    for n, kind in OTHER_KINDS:
        await journal.append(step(call(f"call-0000000{n}", kind=kind)))
        await journal.append(
            step(call(f"call-0000009{n}", live(ANN, 3_900), kind=kind), events=(accepted,), at_ms=3_900)
        )
    assert await journal.count_waiting("store-one") == 2
    # What the operator counts are calls of every kind; the line and the waits are customers' alone.
    assert await journal.count_open() == {"waiting": 4, "ringing": 1, "live": 4}
    assert await journal.wait_seconds("store-one", 3_000, 10) == (3.0, 2.5)
    assert await journal.wait_seconds("store-one", 0, 1) == (3.0,)
    assert await journal.wait_seconds("store-two", 0, 10) == ()


async def test_the_calls_in_which_somebody_is_a_guest_are_theirs_while_they_are_open(
    storage: Storage,
) -> None:
    journal = storage.journal
    other = replace(GUEST, guest_id="guest-00000002", client_id="desk-2")
    for n in (1, 2):
        await journal.append(step(call(f"call-0000000{n}", live())))
    joined = (GuestJoined(guest=GUEST), GuestJoined(guest=other))
    await journal.append(step(call("call-00000001", live(), guests=(GUEST, other)), 1, events=joined))

    async def of_ben() -> list[str]:
        return [each.call.call_id for each in await journal.open_calls_of(associate_id="associate-ben")]

    assert await of_ben() == ["call-00000001"]
    left = GuestLeft(guest_id=GUEST.guest_id, reason="lost")
    await journal.append(step(call("call-00000001", live(), guests=(other,)), 3, events=(left,)))
    assert await of_ben() == ["call-00000001"]
    gone = (GuestLeft(guest_id=other.guest_id, reason="call_ended"), e.CallEnded(reason="ended_by_shopper"))
    await journal.append(step(call("call-00000001", ended()), 4, events=gone))
    assert await of_ben() == []
