"""A real listener and speaker in a real call: media from peer to peer between all three, and nothing of it on the server."""

from __future__ import annotations

from typing import Any

import pytest

from coshop.core.cart_types import Side
from coshop.peer import AssociateDoor, ColourBars, CommandRefused, Guest, Tone
from coshop.peer.media import MediaConnection
from tests.integration.conftest import Shop
from tests.servers import PASSWORD

SIDES: tuple[Side, Side] = ("shopper", "associate")


async def supervisor(shop: Shop, **tracks: Any) -> Guest:
    row = shop.server.add_associate(shop.store, role="supervisor", name="Sue")
    door = AssociateDoor(row.email, PASSWORD)
    return await shop.open_clients.enter_async_context(Guest(shop.server.url, door, **tracks))


def hears(connection: MediaConnection | None, *, frames: int = 8) -> bool:
    return connection is not None and connection.received.audio_frames >= frames


def sees(connection: MediaConnection | None, *, frames: int = 3) -> bool:
    return connection is not None and connection.received.video_frames >= frames


async def test_GUEST8_a_listener_gets_both_sides_and_a_speaker_reaches_both(shop: Shop) -> None:
    media: dict[str, Any] = {"media": True}
    shopper, associate = await shop.live_call(
        mode="video",
        shopper={**media, "video": ColourBars(), "audio": Tone()},
        associate={**media, "video": ColourBars(), "audio": Tone(hertz=660)},
    )
    guest = await supervisor(shop, video=ColourBars(), audio=Tone(hertz=880))
    await guest.join(shopper.call_id, "listener")
    assert guest.me is not None
    assert (guest.me.name, guest.me.told) == ("Sue", True)
    await guest.until(
        lambda: all(
            hears(guest.connections.get(side)) and sees(guest.connections.get(side)) for side in SIDES
        ),
        timeout_s=30,
    )
    before = shopper.media.received.video_frames if shopper.media else 0
    await shopper.until(lambda: shopper.media and shopper.media.received.video_frames > before + 3)
    links = shopper.guest_links.connections, associate.guest_links.connections
    assert [link[guest.guest_id].received.audio_frames for link in links] == [0, 0], (
        "a listener sends nothing"
    )

    await guest.change("whisperer")
    await associate.until(lambda: hears(links[1][guest.guest_id]), timeout_s=30)
    assert links[0][guest.guest_id].received.audio_frames == 0, "a whisper is for the associate alone"
    assert links[1][guest.guest_id].received.video_frames == 0

    await guest.change("speaker")
    await shopper.until(
        lambda: hears(links[0][guest.guest_id]) and sees(links[0][guest.guest_id]), timeout_s=30
    )
    await associate.until(lambda: sees(links[1][guest.guest_id]), timeout_s=30)

    await guest.leave()
    await shopper.until(lambda: not shopper.guest_links.connections)
    await associate.until(lambda: not associate.guest_links.connections)
    assert guest.connections == {}
    await associate.end()


async def test_GUEST5_a_guest_whose_socket_breaks_comes_back_by_itself(shop: Shop) -> None:
    shopper, associate = await shop.live_call(
        mode="video",
        shopper={"media": True, "audio": Tone()},
        associate={"media": True, "audio": Tone()},
    )
    guest = await supervisor(shop)
    await guest.join(shopper.call_id, "listener")
    first = guest.me
    await guest.until(lambda: all(hears(guest.connections.get(side)) for side in SIDES), timeout_s=30)
    guest.signalling.link.drop()
    await guest.until(lambda: guest.me is not None and guest.me != first, timeout_s=30)
    old = dict(guest.connections)
    await guest.until(
        lambda: all(
            hears(guest.connections.get(side)) and guest.connections.get(side) is not old.get(side)
            for side in SIDES
        ),
        timeout_s=30,
    )
    ends = [e.event.type for e in shopper.entries if e.event.type.startswith("guest")]
    assert ends == ["guest_joined", "guest_left", "guest_joined"]
    await associate.end()
    await guest.until(lambda: guest.me is None and not guest.connections)


async def test_GUEST8_a_new_page_offers_to_the_guests_anew(shop: Shop) -> None:
    shopper, associate = await shop.live_call(
        mode="voice",
        shopper={"media": True, "audio": Tone()},
        associate={"media": True, "audio": Tone()},
    )
    guest = await supervisor(shop)
    await guest.join(shopper.call_id, "listener")
    await guest.until(lambda: hears(guest.connections.get("shopper")), timeout_s=30)
    old = guest.connections["shopper"]
    await shopper.change_page(shop.page.model_copy(update={"url": "https://shop.example/p/shoe"}))
    await guest.until(
        lambda: guest.connections.get("shopper") is not old and hears(guest.connections.get("shopper")),
        timeout_s=30,
    )
    await associate.end()


async def test_GUEST1_an_associate_without_the_role_is_no_guest(shop: Shop) -> None:
    shopper, associate = await shop.live_call()
    row = shop.server.add_associate(shop.store)
    colleague = await shop.open_clients.enter_async_context(
        Guest(shop.server.url, AssociateDoor(row.email, PASSWORD))
    )
    with pytest.raises(CommandRefused, match="not_allowed"):
        await colleague.join(shopper.call_id, "listener")
    await associate.end()
