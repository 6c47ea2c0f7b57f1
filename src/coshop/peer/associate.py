"""An associate: goes available, is rung, accepts or declines, shows products, fills the cart, wraps up."""

from __future__ import annotations

import ssl
from collections.abc import Sequence

from aiortc import MediaStreamTrack

from coshop.core.call_types import Call, CallOutcome, Ended, Live, Ringing
from coshop.peer.doors import AssociateDoor
from coshop.peer.participant import Participant
from coshop.protocol import commands as c
from coshop.protocol import signals
from coshop.protocol.frames import ChannelSignal
from coshop.protocol.signals import SignalBody


class Associate(Participant):
    """One associate on one tablet. Several with the same e-mail are tabs of one person."""

    side = "associate"
    other_side = "shopper"
    door: AssociateDoor

    def __init__(
        self,
        base_urls: str | Sequence[str],
        email: str,
        password: str,
        *,
        origin: str = "",
        client_id: str = "",
        media: bool = True,
        video: MediaStreamTrack | None = None,
        audio: MediaStreamTrack | None = None,
        door: AssociateDoor | None = None,
        tls: ssl.SSLContext | None = None,
    ) -> None:
        super().__init__(
            base_urls,
            door or AssociateDoor(email, password, origin=origin),
            client_id=client_id,
            media=media,
            video=video,
            audio=audio,
            tls=tls,
        )
        self._rang = ""

    async def go_available(self, *, timeout_s: float = 30.0) -> None:
        """Be rung on this client from now on."""
        await self.signalling.command("", c.PresenceSet(state="available"), timeout_s=timeout_s)

    async def go_away(self) -> None:
        """Not be rung any more."""
        await self.signalling.command("", c.PresenceSet(state="away"))

    async def wait_ring(self, *, timeout_s: float = 30.0) -> Call:
        """The call that rings for this associate now."""
        return await self.wait_for(lambda call: isinstance(call.phase, Ringing), timeout_s=timeout_s)

    async def accept(self, *, microphone: bool = True, camera: bool = True) -> Call:
        """Answer the ring on this client. Raises CommandRefused (`call_not_ringing`, `call_taken`, `call_ended`)."""
        await self.send(c.RingAccept(microphone=microphone, camera=camera))
        return await self.wait_for(lambda call: isinstance(call.phase, Live | Ended))

    async def decline(self) -> None:
        """Not now."""
        await self.send(c.RingDecline())

    async def show(self, product_id: str, variant_id: str = "") -> None:
        """Put a product on the shopper's screen."""
        await self.send(c.ProductShow(product_id=product_id, variant_id=variant_id))

    def hint(self, product_id: str, variant_id: str = "") -> None:
        """This product may be shown next: fetch it."""
        word = signals.ProductHint(product_id=product_id, variant_id=variant_id)
        if not self.channel_send(ChannelSignal(body=word).model_dump_json()):
            self.signal(word)

    async def offer_checkout(self) -> None:
        """Put the way to the till in front of the shopper."""
        await self.send(c.CheckoutOffer())

    async def wrap_up(self, outcome: CallOutcome, note: str = "") -> None:
        """Say what came of the call; free for the next one after."""
        await self.send(c.CallWrapUp(outcome=outcome, note=note))

    def _adopt(self, call_id: str) -> bool:
        """The newest call that is not over takes this client's attention."""
        if call_id == self.call_id:
            return True
        known = self.signalling.followed.calls.get(call_id)
        mine = self.signalling.followed.calls.get(self.call_id)
        busy = mine is not None and not isinstance(mine.call.phase, Ended)
        if known is None or isinstance(known.call.phase, Ended) or busy:
            return False
        self.call_id = call_id
        return True

    def _mine(self, call: Call) -> bool:
        return isinstance(call.phase, Ringing | Live) and call.phase.associate.client_id == self.client_id

    # ---- media: the associate answers [SIG4]

    async def _want_media(self, call: Call) -> None:
        if isinstance(call.phase, Ringing):
            self._rang = call.call_id
        elif self.media is None and self._rang != call.call_id:
            # Here by a take-over or a reload: nobody has offered to this client yet [SIG9].
            self._rang = call.call_id
            await self._connect_again()

    async def _on_signal(self, body: SignalBody) -> None:
        call = self.call
        match body:
            case signals.Offer() if call is not None and self._mine(call):
                if self.media is not None and self.media.connection_id == body.connection_id:
                    # A restart on the same connection: aiortc has none, so ask for a new one [SIG10].
                    self.signal(signals.Negotiate())
                    return
                await self._close_media()
                self.media = self._new_connection(body.connection_id, call)
                sdp = await self.media.answer(body.sdp)
                self.signal(signals.Answer(connection_id=body.connection_id, sdp=sdp))
                self._attach(call)
            case _:
                await super()._on_signal(body)

    async def _connect_again(self) -> None:
        self.signal(signals.Negotiate())
