"""The kind of a call comes from the token that the server gave out, through the HTTP ticket and the socket."""

from __future__ import annotations

import pytest

from coshop.api.views import store_view
from coshop.core.call_types import Live
from coshop.peer import CommandRefused, ShopperDoor
from coshop.protocol import commands as c
from coshop.protocol.views import ShopperToken
from tests.integration.conftest import Shop
from tests.servers import STORE_ORIGIN


async def test_LINE7_a_rehearsals_token_makes_a_rehearsal_for_its_associate(shop: Shop) -> None:
    keyring = shop.server.coshop.parts.keyring
    admitted = keyring.admit_shopper(
        shop.store, STORE_ORIGIN, kind="rehearsal", reserved_for=shop.row.associate_id
    )
    shopper_id, token = shop.server.on_loop(admitted)
    door = ShopperDoor(shop.store.public_key, origin=STORE_ORIGIN)
    door.token = ShopperToken(token=token, shopper_id=shopper_id, store=store_view(shop.store), ticket="")
    associate = await shop.associate()
    await associate.go_available()
    other = await shop.associate(shop.server.add_associate(shop.store))
    await other.go_available()
    pupil = await shop.shopper(door=door)
    call = await pupil.request_call(mode="text", page=shop.page)
    assert (call.kind, call.reserved_for) == ("rehearsal", shop.row.associate_id)
    await associate.wait_ring()
    await associate.accept()
    await pupil.wait_for(lambda call: isinstance(call.phase, Live))
    with pytest.raises(CommandRefused, match="call_taken"):
        await other.signalling.command(call.call_id, c.RingAccept())
