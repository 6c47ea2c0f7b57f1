"""A client of coshop in Python, for anyone: a shopper or an associate with socket, media and cart. It imports no server.

    async with Shopper("https://coshop.example", "pk_7Q2mXw9LrT4c", origin="https://shop.example") as shopper:
        await shopper.request_call(mode="video", page=PageWord(url="https://shop.example/p/shirt-12"))
        await shopper.wait_for(lambda call: call.phase.phase == "live", timeout_s=30)

Rules in brackets, like [SOCK6], stand in docs/protocol.md. Each name is loaded when it is first used: what needs no media, such as the
doors, starts without WebRTC, which takes a second to load.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from coshop.peer.assembly import EncodedFrame
    from coshop.peer.associate import Associate
    from coshop.peer.cart import CartAdapter, CartRefused, MemoryCart
    from coshop.peer.doors import AssociateDoor, DoorRefused, ShopperDoor, WorkerDoor
    from coshop.peer.encoded import EncodedTap, ReceivedEncoded, ReceivedUnwatched
    from coshop.peer.guest import Guest
    from coshop.peer.raw import Ending, RawClient
    from coshop.peer.set_check import SetCheck, SetCheckFailed
    from coshop.peer.shopper import Shopper
    from coshop.peer.signalling import CommandRefused, Signalling, SocketStopped
    from coshop.peer.tracks import ColourBars, Tone

_ROOM_OF = {
    "EncodedFrame": "assembly",
    "Associate": "associate",
    "CartAdapter": "cart",
    "CartRefused": "cart",
    "MemoryCart": "cart",
    "AssociateDoor": "doors",
    "DoorRefused": "doors",
    "ShopperDoor": "doors",
    "WorkerDoor": "doors",
    "EncodedTap": "encoded",
    "ReceivedEncoded": "encoded",
    "ReceivedUnwatched": "encoded",
    "Guest": "guest",
    "Ending": "raw",
    "RawClient": "raw",
    "SetCheck": "set_check",
    "SetCheckFailed": "set_check",
    "Shopper": "shopper",
    "CommandRefused": "signalling",
    "Signalling": "signalling",
    "SocketStopped": "signalling",
    "ColourBars": "tracks",
    "Tone": "tracks",
}

__all__ = [
    "Associate",
    "AssociateDoor",
    "CartAdapter",
    "CartRefused",
    "ColourBars",
    "CommandRefused",
    "DoorRefused",
    "EncodedFrame",
    "EncodedTap",
    "Ending",
    "Guest",
    "MemoryCart",
    "RawClient",
    "ReceivedEncoded",
    "ReceivedUnwatched",
    "SetCheck",
    "SetCheckFailed",
    "Shopper",
    "ShopperDoor",
    "Signalling",
    "SocketStopped",
    "Tone",
    "WorkerDoor",
]


def __getattr__(name: str) -> Any:
    if name not in _ROOM_OF:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(f"{__name__}.{_ROOM_OF[name]}"), name)
