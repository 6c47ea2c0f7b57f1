"""One canary call: socket, ring, accept, picture and sound both ways, push, cart, page change, end. Each step timed, the first failure named."""

from __future__ import annotations

import asyncio
import contextlib
import itertools
import logging
import ssl
import time
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field

from coshop.agents.canary.reasons import FAILURES, Failed, backwards, no_picture, no_tone, reason_of
from coshop.agents.canary.sound import left_of, tone_share
from coshop.agents.canary.steps import Result, Step, StepTime
from coshop.core.call_types import Call, Ended, Live, Ringing
from coshop.peer import (
    Associate,
    AssociateDoor,
    ColourBars,
    MemoryCart,
    Shopper,
    ShopperDoor,
    Tone,
)
from coshop.peer.tracks import read_counter
from coshop.protocol.values import PageWord
from coshop.protocol.views import ProductView, VariantView

SHOPPER_HERTZ, ASSOCIATE_HERTZ = 440.0, 660.0
TONE_MIN = 0.5
FRAMES_MIN = 5
LEAVE_TIMEOUT_S = 5.0
log = logging.getLogger("coshop.canary")
STOPPED = "stopped: the canary was stopped"


@dataclass(slots=True)
class CanaryPair:
    """Who calls whom: two doors that are the canary's own, so that its calls are of the kind `canary` and count nowhere.

    Without `shopper` the associate's account asks for one ([CANARY2]); `run_id` names the run then.
    """

    associate: AssociateDoor
    shopper: ShopperDoor | None = None
    run_id: str = ""


After = Callable[[CanaryPair, Result], Awaitable[None]]
"""Told of the result while the account is still signed in, whatever the result."""


async def nothing(_pair: CanaryPair, _result: Result) -> None:
    """Nobody is told."""


@dataclass(kw_only=True)
class Canary:
    """What one run needs. `product_id` and `variant_id` name the test product; by default the first one that can be had.

    `url` may list several servers of one installation, with blanks between: the associate begins at the second one then.
    """

    url: str
    store: str
    pair: CanaryPair
    tls: ssl.SSLContext | None = None
    product_id: str = ""
    variant_id: str = ""
    step_timeout_s: float = 15.0
    after: After = nothing
    times: list[StepTime] = field(default_factory=list)
    _step: Step = "sign_in"

    @asynccontextmanager
    async def _timed(self, step: Step) -> AsyncIterator[None]:
        self._step = step
        began_s = time.monotonic()
        async with asyncio.timeout(self.step_timeout_s):
            yield
        self.times.append(StepTime(step, time.monotonic() - began_s))

    async def run(self) -> Result:
        """Make the call. Raises neither for what the service does nor for a fault of ours; the result says which step failed and why.

        Cancelled, it tells `after` that it was stopped: the run is over, and nobody waits for its end.
        """
        at_s = time.time()
        result: Result | None = None
        try:
            async with contextlib.AsyncExitStack() as open_parts:
                try:
                    await self._run(open_parts)
                    result = self._result(at_s, "", "")
                except asyncio.CancelledError:
                    with contextlib.suppress(TimeoutError):
                        async with asyncio.timeout(LEAVE_TIMEOUT_S):
                            await self.after(self.pair, self._result(at_s, self._step, STOPPED))
                    raise
                except Exception as error:
                    if not isinstance(error, (*FAILURES, Failed)):
                        log.exception("a fault of the canary's own at the step %s", self._step)
                    result = self._result(at_s, self._step, reason_of(error, self.step_timeout_s))
                await self.after(self.pair, result)
        except Exception:
            if result is None:
                raise
            log.exception("a fault after the canary's call")
        return result

    def _result(self, at_s: float, failed: str, reason: str) -> Result:
        return Result(self.url, self.store, at_s, tuple(self.times), failed, reason)

    async def _run(self, open_parts: contextlib.AsyncExitStack) -> None:
        urls = self.url.split()
        associate = Associate(
            [*urls[1:], *urls[:1]],
            "",
            "",
            video=ColourBars(),
            audio=Tone(hertz=ASSOCIATE_HERTZ),
            door=self.pair.associate,
            tls=self.tls,
        )
        async with self._timed("sign_in"):
            await open_parts.enter_async_context(associate)
            door = await self._shopper_door(associate)
            await associate.go_available(timeout_s=self.step_timeout_s)
        open_parts.push_async_callback(_go_away, associate)
        cart = MemoryCart()
        shopper = Shopper(
            urls, self.store, origin=door.origin, cart=cart, video=ColourBars(), audio=Tone(hertz=SHOPPER_HERTZ),
            door=door, tls=self.tls,
        )  # fmt: skip
        async with self._timed("product"):
            product, variant = await self._product(associate)
        page = PageWord(
            url=product.url or f"{door.origin}/", title=product.title, product_id=product.product_id
        )
        async with self._timed("shopper_socket"):
            await open_parts.enter_async_context(shopper)
        open_parts.push_async_callback(_hang_up, shopper)
        async with self._timed("ring"):
            await shopper.request_call(mode="video", page=page, name="Canary")
            await associate.wait_for(lambda call: self._rings(call, shopper), timeout_s=self.step_timeout_s)
        async with self._timed("accept"):
            await associate.accept()
            await shopper.wait_for(lambda call: isinstance(call.phase, Live), timeout_s=self.step_timeout_s)
        async with self._timed("shopper_sees"):
            await self._media(shopper, ASSOCIATE_HERTZ)
        async with self._timed("associate_sees"):
            await self._media(associate, SHOPPER_HERTZ)
        async with self._timed("push"):
            await associate.show(product.product_id)
            await shopper.wait_for(
                lambda call: any(s.product_id == product.product_id for s in call.shown),
                timeout_s=self.step_timeout_s,
            )
        async with self._timed("cart"):
            await self._cart(associate, cart, variant)
        async with self._timed("page_change"):
            await shopper.change_page(PageWord(url=f"{door.origin}/", title="Home"))
            await associate.wait_for(
                lambda call: call.page.title == "Home" and not call.shopper.lost_at_ms,
                timeout_s=self.step_timeout_s,
            )
        async with self._timed("media_again"):
            await self._media(shopper, ASSOCIATE_HERTZ)
            await self._media(associate, SHOPPER_HERTZ)
        async with self._timed("end"):
            await shopper.end()
            await associate.wait_for(
                lambda call: isinstance(call.phase, Ended), timeout_s=self.step_timeout_s
            )
        async with self._timed("wrap_up"):
            await associate.wrap_up("technical", "Canary")
            await associate.until(lambda: not associate.is_followed, timeout_s=self.step_timeout_s)

    async def _shopper_door(self, associate: Associate) -> ShopperDoor:
        """Whose calls are of the canary's own kind, and ring for this account alone."""
        if self.pair.shopper is None:
            signed_in = associate.door.signed_in
            if signed_in is not None and signed_in.store.public_key != self.store:
                works_for = signed_in.store.public_key
                raise Failed("wrong_store", f"the account works for the store {works_for}, not {self.store}")
            given = await associate.door.canary_shopper(associate.signalling.link.base_url)
            self.pair.run_id = given.run_id
            self.pair.shopper = ShopperDoor(
                self.store, origin=given.origin, given=given.shopper, verify=self.tls or True
            )
        return self.pair.shopper

    async def _product(self, associate: Associate) -> tuple[ProductView, VariantView]:
        base_url = associate.signalling.link.base_url
        if self.product_id:
            found: tuple[ProductView, ...] = (await associate.door.product(base_url, self.product_id),)
        else:
            found = (await associate.door.search(base_url, "", 20)).products
        for product in found:
            for variant in product.variants:
                if variant.variant_id == self.variant_id or (not self.variant_id and variant.in_stock):
                    return product, variant
        which = self.product_id or "that can be had"
        raise Failed("no_product", f"the store has no product {which}, so none can be shown")

    def _rings(self, call: Call, shopper: Shopper) -> bool:
        return isinstance(call.phase, Ringing) and call.call_id == shopper.call_id

    async def _media(self, who: Shopper | Associate, hertz: float) -> None:
        """Pictures whose counter grows, and the other side's tone."""
        seen: list[int] = []

        def sees() -> bool:
            media = who.media
            if (
                media is None
                or media.received.last_picture is None
                or media.received.video_frames < FRAMES_MIN
            ):
                return False
            number = read_counter(media.received.last_picture)
            if not seen or number != seen[-1]:
                seen.append(number)
            return len(seen) >= 3

        def hears() -> bool:
            sound = who.media.received.last_sound if who.media is not None else None
            return sound is not None and tone_share(left_of(sound), sound.sample_rate, hertz) >= TONE_MIN

        try:
            await who.until(sees, timeout_s=self.step_timeout_s * 0.6)
        except TimeoutError:
            raise no_picture(who.side) from None
        if any((after - before) % 65_536 > 32_768 for before, after in itertools.pairwise(seen)):
            raise backwards(who.side, seen)
        try:
            await who.until(hears, timeout_s=self.step_timeout_s * 0.4)
        except TimeoutError:
            raise no_tone(who.side, hertz) from None

    async def _cart(self, associate: Associate, cart: MemoryCart, variant: VariantView) -> None:
        change_id = await associate.add_to_cart(variant.variant_id, 1)
        call = await associate.wait_for(
            lambda call: any(x.change_id == change_id and x.state != "pending" for x in call.cart.changes),
            timeout_s=self.step_timeout_s,
        )
        change = next(x for x in call.cart.changes if x.change_id == change_id)
        if change.state != "applied" or cart.quantities != {variant.variant_id: 1}:
            sentence = f"the change is {change.state} ({change.reason}), the cart holds {cart.quantities}"
            raise Failed("cart_differs", sentence)


# Whatever happened: nobody is left waiting, ringing or available.


async def _hang_up(shopper: Shopper) -> None:
    with contextlib.suppress(*FAILURES):
        async with asyncio.timeout(LEAVE_TIMEOUT_S):
            call = shopper.call
            if call is not None and not isinstance(call.phase, Ended):
                await (shopper.end() if isinstance(call.phase, Live) else shopper.withdraw())


async def _go_away(associate: Associate) -> None:
    with contextlib.suppress(*FAILURES):
        async with asyncio.timeout(LEAVE_TIMEOUT_S):
            await associate.go_away()


async def run_canary(canary: Canary) -> Result:
    """One run, with its doors closed afterwards."""
    try:
        return await canary.run()
    finally:
        if canary.pair.shopper is not None:
            await canary.pair.shopper.close()
        await canary.pair.associate.close()
