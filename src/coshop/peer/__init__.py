"""A client of coshop in Python, for anyone: a shopper or an associate with socket, media and cart. It imports no server.

    async with Shopper("https://coshop.example", "pk_7Q2mXw9LrT4c", origin="https://shop.example") as shopper:
        await shopper.request_call(mode="video", page=PageWord(url="https://shop.example/p/shirt-12"))
        await shopper.wait_for(lambda call: call.phase.phase == "live", timeout_s=30)

Rules in brackets, like [SOCK6], stand in docs/protocol.md.
"""

from coshop.peer.assembly import EncodedFrame
from coshop.peer.associate import Associate
from coshop.peer.cart import CartAdapter, CartRefused, MemoryCart
from coshop.peer.doors import AssociateDoor, DoorRefused, ShopperDoor, WorkerDoor
from coshop.peer.encoded import EncodedTap, ReceivedEncoded
from coshop.peer.guest import Guest
from coshop.peer.raw import Ending, RawClient
from coshop.peer.set_check import SetCheck, SetCheckFailed
from coshop.peer.shopper import Shopper
from coshop.peer.signalling import CommandRefused, Signalling, SocketStopped
from coshop.peer.tracks import ColourBars, Tone

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
    "SetCheck",
    "SetCheckFailed",
    "Shopper",
    "ShopperDoor",
    "Signalling",
    "SocketStopped",
    "Tone",
    "WorkerDoor",
]
