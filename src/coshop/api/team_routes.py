"""The route of the team's view: a store's calls and people as they are now, for its supervisors. It only reads."""

from __future__ import annotations

import hashlib
from typing import Annotated

from fastapi import APIRouter, Depends, Request, Response

from coshop.api.who import parts_of, supervising
from coshop.core.call_states import associate_of
from coshop.core.call_types import Call, Ended, Ringing, Waiting
from coshop.identity import SignIn
from coshop.ports import PresenceRow
from coshop.protocol import codec
from coshop.protocol.team_views import TeamCall, TeamGuest, TeamPerson, TeamRecording, TeamView

router = APIRouter()
Who = Annotated[SignIn, Depends(supervising)]


@router.get("/v1/console/team", response_model=TeamView)
async def team(request: Request, who: Who) -> Response:
    """The calls that have not ended, longest first, and who is not away. 304 where nothing changed since the ETag."""
    parts = parts_of(request)
    calls = await parts.journal.open_calls(who.store.store_id)
    rows = await parts.presences.of_store(who.store.store_id)
    seen = (_call(stored.call) for stored in calls)
    people = (_person(row) for row in sorted(rows, key=lambda row: (row.name.casefold(), row.associate_id)))
    body = codec.encode(
        TeamView(
            calls=tuple(call for call in seen if call is not None),
            people=tuple(person for person in people if person is not None),
        )
    )
    tag = f'"{hashlib.sha256(body).hexdigest()[:32]}"'
    headers = {"etag": tag, "cache-control": "no-store", "vary": "cookie"}
    if tag in [each.strip() for each in request.headers.get("if-none-match", "").split(",")]:
        return Response(status_code=304, headers=headers)
    return Response(body, media_type="application/json", headers=headers)


def _call(call: Call) -> TeamCall | None:
    """A call as supervisors see it; None for one that ended while it was being read."""
    phase = call.phase
    if isinstance(phase, Ended):
        return None
    associate = associate_of(call)
    if isinstance(phase, Waiting):
        since_ms = call.requested_at_ms
    else:
        since_ms = phase.rang_at_ms if isinstance(phase, Ringing) else phase.accepted_at_ms
    return TeamCall(
        call_id=call.call_id,
        kind=call.kind,
        phase=phase.phase,
        since_ms=since_ms,
        requested_at_ms=call.requested_at_ms,
        mode=call.mode,
        language=call.language,
        question=call.question,
        shopper_name=call.shopper.name,
        shopper_lost=call.shopper.lost_at_ms > 0,
        associate_id=associate.person_id if associate else "",
        associate_name=associate.name if associate else "",
        associate_lost=associate is not None and associate.lost_at_ms > 0,
        page_title=call.page.title,
        product_id=call.page.product_id,
        guests=tuple(
            TeamGuest(
                guest_id=guest.guest_id,
                role=guest.role,
                person_id=guest.person_id,
                name=guest.name,
                told=guest.told,
                joined_at_ms=guest.joined_at_ms,
            )
            for guest in call.guests
        ),
        recording=_recording(call),
    )


def _recording(call: Call) -> TeamRecording | None:
    """What supervisors are told of it: who answered what stays between the people of the call."""
    recording = call.recording
    if recording is None or (recording.state != "on" and recording.state != "paused"):
        return None
    return TeamRecording(
        state=recording.state,
        recorded=recording.recorded,
        paused_by=recording.paused_by,
        pause_reason=recording.pause_reason,
        at_checkout=call.checkout is not None and call.checkout.step == "started",
    )


def _person(row: PresenceRow) -> TeamPerson | None:
    """Somebody who works now; None for who is away, and for programs that check the service."""
    if row.state == "away" or row.role == "canary":
        return None
    return TeamPerson(
        associate_id=row.associate_id,
        name=row.name,
        languages=row.languages,
        state=row.state,
        since_ms=row.since_ms,
        call_id=row.call_id,
        connected=row.connected,
    )
