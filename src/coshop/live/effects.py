"""What a step of a call means outside the call: who is tied or untied, and whether the line has to look. Pure."""

from __future__ import annotations

from dataclasses import dataclass

from coshop.core import events as e
from coshop.core.call_states import associate_of
from coshop.core.call_types import Call, Live, Ringing, Waiting
from coshop.ports import Claim, Occupy, Release, Same, StoredCall

Effect = Claim | Occupy | Release


@dataclass(frozen=True, slots=True)
class Meaning:
    """`effects` go into the journal's transaction; `line` says that the line or its screens may have changed."""

    effects: tuple[Effect, ...]
    line: bool

    @property
    def ties(self) -> tuple[str, ...]:
        """The associates whose presence changes."""
        return tuple({effect.associate_id: None for effect in self.effects})


_NOTHING = Meaning((), False)
_LINE_EVENTS = (
    e.CallRequested,
    e.RingStarted,
    e.RingEnded,
    e.CallAccepted,
    e.CallEnded,
    e.CallWrappedUp,
    e.ParticipantLost,
    e.ParticipantReturned,
)


def meaning(before: Call | None, events: tuple[e.Event, ...]) -> Meaning:
    """What these events of one step, which began with the call as `before`, mean for associates and the line."""
    effects: list[Effect] = []
    line = False
    for event in events:
        line = line or _concerns_line(before, event)
        match event:
            case e.RingStarted():
                practice = before is not None and before.kind == "rehearsal"
                effects.append(Claim(associate_id=event.associate.person_id, away_too=practice))
            case e.RingEnded():
                effects.append(Release(associate_id=event.associate_id))
            case e.CallAccepted():
                effects.append(Occupy(associate_id=event.associate_id, state="busy"))
            case e.CallEnded() if before is not None:
                effects.extend(_at_end(before))
            case e.CallWrappedUp():
                effects.append(Release(associate_id=event.associate_id))
            case _:
                pass
    return Meaning(tuple(effects), line) if effects or line else _NOTHING


def _concerns_line(before: Call | None, event: e.Event) -> bool:
    if isinstance(event, _LINE_EVENTS):
        return True
    in_line = before is not None and isinstance(before.phase, Waiting | Ringing)
    return in_line and isinstance(event, e.PageChanged)


def _at_end(before: Call) -> tuple[Effect, ...]:
    associate = associate_of(before)
    if associate is None:
        return ()
    if isinstance(before.phase, Live) and before.kind != "rehearsal":  # nothing is to be noted of a rehearsal
        return (Occupy(associate_id=associate.person_id, state="wrap_up"),)
    return (Release(associate_id=associate.person_id),)


def same_row(before: StoredCall | None, after: StoredCall) -> Same:
    """What of the call's row a step leaves as it was."""
    if before is None or type(before.call.phase) is not type(after.call.phase):
        return "nothing"
    there, now = associate_of(before.call), associate_of(after.call)
    if (there and there.person_id) != (now and now.person_id):
        return "nothing"
    return "people_and_deadline" if before.deadline_ms == after.deadline_ms else "people"
