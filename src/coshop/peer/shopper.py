"""A shopper: asks for a call, changes pages, puts things into a real cart when told, and sees what is shown."""

from __future__ import annotations

import ssl
from collections.abc import Sequence

import httpx
from aiortc import MediaStreamTrack

from coshop.core.call_types import Call, Live, Mode, Ringing
from coshop.peer.cart import CartAdapter, CartWorker, MemoryCart
from coshop.peer.channel import product_id_of
from coshop.peer.doors import DoorRefused, ShopperDoor
from coshop.peer.pace import new_id
from coshop.peer.participant import Participant
from coshop.peer.signalling import CommandRefused
from coshop.protocol import commands as c
from coshop.protocol import signals
from coshop.protocol.signals import SignalBody
from coshop.protocol.values import PageWord

PRODUCTS_MAX = 200


class Shopper(Participant):
    """One shopper in one tab.

    `base_urls` are servers of one installation; `origin` is one of the store's allowed origins. `cart` is the store's cart as this
    shopper has it. `client_id` continues an earlier tab.
    """

    side = "shopper"
    other_side = "associate"
    door: ShopperDoor

    def __init__(
        self,
        base_urls: str | Sequence[str],
        public_key: str,
        *,
        origin: str,
        cart: CartAdapter | None = None,
        client_id: str = "",
        media: bool = True,
        video: MediaStreamTrack | None = None,
        audio: MediaStreamTrack | None = None,
        door: ShopperDoor | None = None,
        tls: ssl.SSLContext | None = None,
    ) -> None:
        super().__init__(
            base_urls,
            door or ShopperDoor(public_key, origin=origin),
            client_id=client_id,
            media=media,
            video=video,
            audio=audio,
            tls=tls,
        )
        self.origin = origin
        self.cart = cart if cart is not None else MemoryCart()
        self._worker = CartWorker(self.cart, self._settle)
        self._reported_for = ""

    async def __aexit__(self, *exc: object) -> None:
        await self._worker.stop()
        await super().__aexit__(*exc)

    async def request_call(
        self,
        *,
        mode: Mode = "video",
        page: PageWord | None = None,
        language: str = "en",
        name: str = "",
        question: str = "",
        call_id: str = "",
    ) -> Call:
        """Ask for a call from a page and stand in the line. Raises CommandRefused (`line_full`, `already_in_call`)."""
        before, self.call_id = self.call_id, call_id or new_id("call")
        request = c.CallRequest(
            mode=mode,
            language=language,
            page=page or PageWord(url=f"{self.origin}/", title="Home"),
            name=name,
            question=question,
            microphone=mode != "text",
            camera=mode == "video",
        )
        try:
            await self.send(request)
        except CommandRefused:
            self.call_id = before
            raise
        return await self.wait_for(lambda _call: True)

    async def withdraw(self) -> None:
        """Leave the line."""
        await self.send(c.CallWithdraw())

    async def change_page(self, page: PageWord) -> None:
        """Go to another page of the store, as a link does: the socket and the connection go, and come again there."""
        async with self._turn:
            await self._close_media()
            await self.guest_links.close()
            await self.signalling.link.change_page()
        await self.send(c.PageOpen(page=page))

    async def report_cart(self) -> None:
        """Say what the cart holds now ([CART8])."""
        await self.send(c.CartReport(cart=await self.cart.get()))

    async def report_checkout(self, step: str, *, order_number: str = "", reason: str = "") -> None:
        """Say where the shopper stands in the store's till: `started`, `failed` or `paid`."""
        await self.send(
            c.CheckoutReport.model_validate({"step": step, "order_number": order_number, "reason": reason})
        )

    def _settle(self, outcome: c.CartSettle) -> None:
        self.signalling.send_command(self.call_id, outcome)

    def _changed(self, call: Call) -> None:
        if isinstance(call.phase, Live) and self._mine(call):
            if self._reported_for != call.call_id:
                self._reported_for = call.call_id
                self._spawn(self.report_cart())
            self._worker.take(call.cart.changes)

    def _mine(self, call: Call) -> bool:
        return call.shopper.client_id == self.client_id

    async def _look_up(self, data: str | bytes) -> None:
        product_id = product_id_of(data)
        if product_id in self.products or len(self.products) >= PRODUCTS_MAX:
            return
        try:
            self.products[product_id] = await self.door.product(self.signalling.link.base_url, product_id)
        except DoorRefused:
            self.products[product_id] = None
            return
        except httpx.TransportError:
            return
        self.inbox.take(data)

    # ---- media: the shopper offers [SIG2]

    async def _want_media(self, call: Call) -> None:
        if self.media is None and self.signalling.link.connected:
            await self._offer(call)

    async def _offer(self, call: Call) -> None:
        await self._close_media()
        connection = self._new_connection(new_id("conn"), call)
        self.media = connection
        sdp = await connection.offer()
        self.signal(signals.Offer(connection_id=connection.connection_id, sdp=sdp))

    async def _connect_again(self) -> None:
        if (call := self.call) is not None:
            await self._offer(call)
            self._attach(call)

    async def _on_signal(self, body: SignalBody) -> None:
        match body:
            case signals.Answer() if self.media and body.connection_id == self.media.connection_id:
                await self.media.take_answer(body.sdp)
            case signals.Negotiate():
                # aiortc cannot restart ICE: asked for a restart, too, it offers a new connection [SIG10].
                call = self.call
                if call is not None and isinstance(call.phase, Ringing | Live) and self._mine(call):
                    await self._connect_again()
            case _:
                await super()._on_signal(body)
