"""The route of the list before going live: what is on it, what is ticked off today, and whether going available asks."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Depends, Request

from coshop.api.parts import Parts
from coshop.api.who import parts_of, signed_in
from coshop.core.go_live import DEFAULT_ITEMS, Check, asks_first, day_of, passed_today
from coshop.identity import SignIn
from coshop.protocol.work_views import GoLiveChange, GoLiveItemView, GoLiveView

router = APIRouter(prefix="/v1/console")
Who = Annotated[SignIn, Depends(signed_in)]
CHECK_KIND = "mirror"
CHECKS_LOOKED_AT = 10
"""The newest count alone; a few more, for servers' clocks differ and what is in the future does not count."""


@router.get("/go-live")
async def go_live(request: Request, who: Who) -> GoLiveView:
    """The list, and where this associate stands today."""
    return await _view(parts_of(request), who)


@router.post("/go-live")
async def change(request: Request, who: Who, body: GoLiveChange) -> GoLiveView:
    """Tick lines off, or say that going available has asked."""
    parts = parts_of(request)
    me = who.associate.associate_id
    if body.ticked is not None:
        items = DEFAULT_ITEMS if who.store.go_live is None else who.store.go_live
        known = [item.item_id for item in items if item.item_id in body.ticked]
        await parts.go_lives.tick(me, known, parts.clock())
    if body.asked:
        await parts.go_lives.asked(me, parts.clock())
    return await _view(parts, who)


async def _view(parts: Parts, who: SignIn) -> GoLiveView:
    now_ms, store, me = parts.clock(), who.store, who.associate.associate_id
    row = await parts.go_lives.get(me)
    rows = await parts.set_checks.list(store.store_id, associate_id=me, limit=CHECKS_LOOKED_AT)
    checks = [Check(each.at_ms, each.passed) for each in rows]
    can_check = any(
        CHECK_KIND in worker.kinds and worker.capacity > 0 for worker in await parts.workers.all()
    )
    items = DEFAULT_ITEMS if store.go_live is None else store.go_live
    of_today = row.ticked_at_ms > 0 and day_of(row.ticked_at_ms, store.time_zone) == day_of(
        now_ms, store.time_zone
    )
    asked_at_ms = row.asked_at_ms if row.asked_at_ms > 0 else None
    return GoLiveView(
        items=tuple(GoLiveItemView(item_id=i.item_id, kind=i.kind, text=i.text) for i in items),
        ticked=tuple(i.item_id for i in items if of_today and i.item_id in row.ticked),
        passed_today=passed_today(checks, store.time_zone, now_ms),
        asks=can_check and asks_first(checks, asked_at_ms, store.time_zone, now_ms),
        can_check=can_check,
    )
