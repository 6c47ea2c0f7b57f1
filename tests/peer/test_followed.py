"""[SOCK6] and [SOCK7]: what a client does with events, snapshots and positions, in order, twice, and with holes."""

from __future__ import annotations

import random

from coshop.core.call import evolve
from coshop.core.call_types import Page, Participant
from coshop.core.events import CallRequested, ChatSent, Entry, Event
from coshop.peer.followed import Followed
from coshop.protocol.frames import Events, Snapshot, StreamPosition

CALL = "call_00000001"


def history(length: int) -> tuple[Entry, ...]:
    shopper = Participant(person_id="shopper_1", name="", client_id="tab_0001")
    first = CallRequested(
        call_id=CALL, store_id="store_1", mode="text", language="en", question="", shopper=shopper,
        page=Page(url="https://shop.example/", title=""), waiting_deadline_ms=10,
    )  # fmt: skip
    said: list[Event] = [
        ChatSent(message_id=f"message_{n}", side="shopper", text=str(n)) for n in range(2, length + 1)
    ]
    return tuple(
        Entry(seq=seq, at_ms=seq, by="shopper", command_id=f"command_{seq}", event=event)
        for seq, event in enumerate([first, *said], start=1)
    )


def events(*entries: Entry, epoch: int = 1) -> Events:
    return Events(call_id=CALL, epoch=epoch, entries=entries)


def state_after(entries: tuple[Entry, ...]) -> Snapshot:
    call = None
    for entry in entries:
        call = evolve(call, entry)
    assert call is not None
    return Snapshot(epoch=1, seq=entries[-1].seq, call=call)


def test_sock6_events_are_applied_in_order_and_once() -> None:
    known, entries = Followed(), history(5)
    assert known.take_events(events(*entries[:3])).entries == entries[:3]
    assert known.take_events(events(*entries[1:4])).entries == entries[3:4]
    assert known.take_events(events(entries[0])).entries == ()
    assert known.take_events(events(entries[4])).entries == entries[4:]
    assert known.calls[CALL].entries == list(entries)
    assert known.calls[CALL].call == state_after(entries).call


def test_sock6_a_hole_or_another_epoch_is_a_gap_and_changes_nothing_after_it() -> None:
    known, entries = Followed(), history(6)
    known.take_events(events(*entries[:2]))
    taken = known.take_events(events(entries[2], entries[4]))
    assert (taken.entries, taken.gap) == (entries[2:3], True)
    assert known.take_events(events(*entries[5:])).gap
    assert known.take_events(events(*entries, epoch=2)).gap
    assert known.position(CALL) == StreamPosition(call_id=CALL, epoch=1, seq=3)


def test_sock6_a_call_that_is_not_known_begins_with_its_first_event_or_with_a_gap() -> None:
    known, entries = Followed(), history(3)
    assert known.take_events(events(*entries[1:])).gap
    assert known.position(CALL) == StreamPosition(call_id=CALL, epoch=0, seq=0)
    assert not known.take_events(events(*entries)).gap


def test_sock6_a_snapshot_replaces_what_was_known_unless_it_is_older() -> None:
    known, entries = Followed(), history(6)
    known.take_events(events(*entries[:4]))
    assert not known.take_snapshot(state_after(entries[:2]))
    assert known.take_snapshot(state_after(entries))
    assert known.calls[CALL].seq == 6
    assert known.take_snapshot(Snapshot(epoch=2, seq=1, call=state_after(entries[:1]).call))


def test_sock6_any_order_with_doubles_and_losses_ends_in_the_same_state() -> None:
    entries = history(30)
    for seed in range(50):
        dice, known = random.Random(seed), Followed()
        frames = [events(*entries[at : at + 3]) for at in range(0, 30, 2)]
        frames += dice.choices(frames, k=10)
        dice.shuffle(frames)
        for frame in frames:
            known.take_events(frame)
        known.take_events(events(*entries[known.position(CALL).seq :]))
        assert known.calls[CALL].call == state_after(entries).call
        assert known.calls[CALL].entries == list(entries)


def test_sock4_a_call_that_welcome_does_not_list_is_forgotten() -> None:
    known = Followed()
    known.take_events(events(*history(2)))
    assert known.forget_unlisted((known.position(CALL),)) == ()
    assert known.forget_unlisted(()) == (CALL,)
    assert known.calls == {}


def test_sock7_a_heartbeat_that_is_ahead_says_where_we_stand() -> None:
    known = Followed()
    known.take_events(events(*history(2)))
    mine = known.position(CALL)
    other = StreamPosition(call_id="call_00000002", epoch=1, seq=4)
    assert known.behind((mine, StreamPosition(call_id=CALL, epoch=1, seq=1))) == ()
    assert known.behind((StreamPosition(call_id=CALL, epoch=1, seq=3),)) == (mine,)
    assert known.behind((other,)) == (StreamPosition(call_id="call_00000002", epoch=0, seq=0),)
