"""One step of a call inside one transaction: guard, claims, events, state, answer. It opens and commits nothing.

The guard comes first: it takes the call's row, so of two racing steps the second finds the `seq` moved on. Whatever
fails after it is taken back whole by `Undo`.
"""

from __future__ import annotations

from typing import Any

from pydantic import TypeAdapter
from sqlalchemy import Connection, bindparam, delete, func, insert, select, update

from coshop.core.call_types import Call, Ended, Live, Ringing
from coshop.core.events import CallAccepted
from coshop.core.guest_types import GuestJoined, GuestLeft
from coshop.core.refusal import Refused
from coshop.ports import AlreadyAnswered, Append, Appended, Claim, Conflict, Occupy, Release, StoredAnswer
from coshop.protocol import codec
from coshop.storage.dialect import ignoring, insert_or_ignore
from coshop.storage.prepared import Prepared
from coshop.storage.tables import OPEN, answers, call_guests, calls, entries, presences, stores
from coshop.storage.work import Undo

_refused: TypeAdapter[Refused] = TypeAdapter(Refused)

_GUARDED = (
    (calls.c.call_id == bindparam("the_call"))
    & (calls.c.epoch == bindparam("the_epoch"))
    & (calls.c.seq == bindparam("the_seq"))
)
_ADVANCE = Prepared(
    update(calls)
    .where(_GUARDED)
    .values(
        seq=bindparam("new_seq"),
        phase=bindparam("phase"),
        shopper_id=bindparam("shopper_id"),
        associate_id=bindparam("associate_id"),
        accepted_at_ms=func.coalesce(calls.c.accepted_at_ms, bindparam("accepted_at_ms")),
        deadline_ms=bindparam("deadline_ms"),
        state=bindparam("state"),
    )
)
_ADVANCE_DEADLINE = Prepared(
    update(calls)
    .where(_GUARDED)
    .values(seq=bindparam("new_seq"), deadline_ms=bindparam("deadline_ms"), state=bindparam("state"))
)
_ADVANCE_STATE = Prepared(
    update(calls).where(_GUARDED).values(seq=bindparam("new_seq"), state=bindparam("state"))
)
_HOLD = update(calls).where(_GUARDED).values(seq=calls.c.seq)
_ENTRIES = Prepared(insert(entries))
_ANSWER = {dialect: Prepared(ignoring(dialect, answers)) for dialect in ("sqlite", "postgresql")}
_ANSWER_BY_ID = select(answers.c.digest, answers.c.seq, answers.c.refused).where(
    answers.c.call_id == bindparam("call_id"), answers.c.command_id == bindparam("command_id")
)
_IS_THERE = select(calls.c.call_id).where(calls.c.call_id == bindparam("call_id"))
_LOCK_LINE = select(stores.c.store_id).where(stores.c.store_id == bindparam("store_id")).with_for_update()
_COUNT_LINE = (
    select(func.count())
    .select_from(calls)
    .where(
        OPEN, calls.c.store_id == bindparam("store_id"), calls.c.phase != "live", calls.c.kind == "customer"
    )
)
_NO_GUESTS = delete(call_guests).where(call_guests.c.call_id == bindparam("the_call"))
_CLAIM_AWAY_TOO = (
    update(presences)
    .where(
        presences.c.associate_id == bindparam("the_associate"),
        presences.c.state.in_(("available", "away")),
        presences.c.call_id == "",
        presences.c.connected,
    )
    .values(state="ringing", call_id=bindparam("the_call"), since_ms=bindparam("now_ms"))
)
_CLAIM = _CLAIM_AWAY_TOO.where(presences.c.state == "available")
_TIED = (presences.c.associate_id == bindparam("the_associate")) & (
    presences.c.call_id == bindparam("the_call")
)
_OCCUPY = update(presences).where(_TIED).values(state=bindparam("new_state"), since_ms=bindparam("now_ms"))
_RELEASE = (
    update(presences)
    .where(_TIED)
    .values(
        state=presences.c.wanted,
        call_id="",
        since_ms=bindparam("now_ms"),
    )
)
_RELEASE_AWAY = (
    update(presences)
    .where(_TIED)
    .values(state="away", wanted="away", call_id="", since_ms=bindparam("now_ms"))
)


def write_step(connection: Connection, step: Append) -> Appended | Conflict | AlreadyAnswered:
    """Write the step, or raise Undo with the Conflict or AlreadyAnswered that stands in its way."""
    new_seq = step.expected_seq + len(step.entries)
    numbers = [entry.seq for entry in step.entries]
    if numbers != list(range(step.expected_seq + 1, new_seq + 1)):
        raise ValueError(f"entries are numbered {numbers} after seq {step.expected_seq}")
    call_id = step.call.call_id
    if not _take(connection, step, new_seq):
        raise Undo(find_answer(connection, step) or Conflict("stale"))
    if step.answer is not None:
        row = {
            "call_id": call_id,
            "command_id": step.answer.command_id,
            "digest": step.answer.digest,
            "seq": step.answer.seq,
            "refused": None if step.answer.refused is None else dump_refused(step.answer.refused),
        }
        if _ANSWER[connection.dialect.name].run(connection, row) == 0:
            found = find_answer(connection, step)
            assert found is not None
            raise Undo(found)
    if step.entries:
        _ENTRIES.run_all(
            connection,
            [
                {
                    "call_id": call_id,
                    "seq": entry.seq,
                    "at_ms": entry.at_ms,
                    "by": entry.by,
                    "command_id": entry.command_id,
                    "type": entry.event.type,
                    "event": codec.dump_event(entry.event).decode(),
                }
                for entry in step.entries
            ],
        )
    if any(isinstance(entry.event, GuestJoined | GuestLeft) for entry in step.entries):
        _write_guests(connection, step.call)
    for effect in step.effects:
        _apply(connection, effect, call_id, step.now_ms)
    return Appended(new_seq)


def _write_guests(connection: Connection, call: Call) -> None:
    """Whose guests the call has, so that a lost socket's calls are found."""
    connection.execute(_NO_GUESTS, {"the_call": call.call_id})
    rows = [{"call_id": call.call_id, "guest_id": g.guest_id, "person_id": g.person_id} for g in call.guests]
    if rows:
        connection.execute(insert(call_guests), rows)


def find_answer(connection: Connection, step: Append) -> AlreadyAnswered | None:
    """The answer that the step's command has already, if any."""
    if step.answer is None:
        return None
    found = read_answer(connection, step.call.call_id, step.answer.command_id)
    return None if found is None else AlreadyAnswered(found)


def read_answer(connection: Connection, call_id: str, command_id: str) -> StoredAnswer | None:
    """The stored answer to a command of a call."""
    row = connection.execute(_ANSWER_BY_ID, {"call_id": call_id, "command_id": command_id}).first()
    if row is None:
        return None
    refused = None if row.refused is None else _refused.validate_json(row.refused)
    return StoredAnswer(command_id=command_id, digest=row.digest, seq=row.seq, refused=refused)


def dump_refused(refused: Refused) -> str:
    """The JSON of a refusal."""
    return _refused.dump_json(refused).decode()


def _take(connection: Connection, step: Append, new_seq: int) -> bool:
    """Pass the guard: take the call's row and bring it to its new state; false where somebody else moved it on."""
    guard = {"the_call": step.call.call_id, "the_epoch": step.epoch, "the_seq": step.expected_seq}
    if not step.entries:
        # A refused first command leaves an answer but no call.
        return step.expected_seq == 0 or connection.execute(_HOLD, guard).rowcount == 1
    call = step.call
    if step.same != "nothing":
        # A column that is not named leaves its indexes alone: most steps of a call change no column but these.
        row = guard | {"new_seq": new_seq, "state": codec.dump_call(call).decode()}
        if step.same == "people_and_deadline":
            return _ADVANCE_STATE.run(connection, row) == 1
        return _ADVANCE_DEADLINE.run(connection, row | {"deadline_ms": step.deadline_ms}) == 1
    columns: dict[str, Any] = {
        "phase": call.phase.phase,
        "shopper_id": call.shopper.person_id,
        "associate_id": _associate_id(step),
        "accepted_at_ms": _accepted_at_ms(step),
        "deadline_ms": step.deadline_ms,
        "state": codec.dump_call(call).decode(),
    }
    if step.expected_seq > 0:
        return _ADVANCE.run(connection, guard | columns | {"new_seq": new_seq}) == 1
    columns |= {
        "call_id": call.call_id,
        "store_id": call.store_id,
        "epoch": step.epoch,
        "seq": new_seq,
        "requested_at_ms": call.requested_at_ms,
        "kind": call.kind,
    }
    if connection.execute(insert_or_ignore(connection, calls), columns).rowcount == 0:
        if connection.execute(_IS_THERE, {"call_id": call.call_id}).first() is None:
            raise Undo(Conflict("open_call"))
        return False
    if step.line_limit is not None and count_line(connection, call.store_id, lock=True) > step.line_limit:
        raise Undo(Conflict("line_full"))
    return True


def count_line(connection: Connection, store_id: str, *, lock: bool = False) -> int:
    """Calls that wait or ring in a store's line. `lock` keeps other new calls of the store out until the commit."""
    if lock and connection.dialect.name != "sqlite":  # SQLite has one writer at a time anyway
        connection.execute(_LOCK_LINE, {"store_id": store_id})
    return connection.execute(_COUNT_LINE, {"store_id": store_id}).scalar_one()


def _apply(connection: Connection, effect: Claim | Occupy | Release, call_id: str, now_ms: int) -> None:
    values: dict[str, Any] = {
        "the_associate": effect.associate_id,
        "the_call": call_id,
        "now_ms": now_ms,
    }
    match effect:
        case Claim(away_too=away_too):
            if connection.execute(_CLAIM_AWAY_TOO if away_too else _CLAIM, values).rowcount != 1:
                raise Undo(Conflict("claim"))
        case Occupy(state=state):
            connection.execute(_OCCUPY, values | {"new_state": state})
        case Release(state="away"):
            connection.execute(_RELEASE_AWAY, values)
        case Release():
            connection.execute(_RELEASE, values)


def _associate_id(step: Append) -> str:
    match step.call.phase:
        case Ringing(associate=associate) | Live(associate=associate):
            return associate.person_id
        case Ended(associate=associate) if associate is not None:
            return associate.person_id
    return ""


def _accepted_at_ms(step: Append) -> int | None:
    for entry in step.entries:
        if isinstance(entry.event, CallAccepted):
            return entry.at_ms
    return step.call.phase.accepted_at_ms if isinstance(step.call.phase, Live) else None
