"""Plays a story on a real call: turns what happens into events for the engine, and the engine's deeds into speech, chat and pages."""

from __future__ import annotations

import asyncio
import contextlib
import logging
import ssl
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from typing import Any, Literal, assert_never

import httpx

from coshop.agents.figure import Face, Speech, SpeechFailed, Voice
from coshop.agents.rehearsal import engine
from coshop.agents.rehearsal.cast import Cast, cast_for, matches
from coshop.agents.rehearsal.report import Report, report_of
from coshop.agents.rehearsal.words import Step, Story
from coshop.core.call_types import Ended, Live
from coshop.core.cart_types import CartChange
from coshop.peer import CommandRefused, DoorRefused, MemoryCart, ReceivedUnwatched, Shopper, ShopperDoor
from coshop.protocol.values import PageWord
from coshop.protocol.views import ProductView

log = logging.getLogger("coshop.agents.rehearsal")

TICK_S = 0.25
LINES_WAIT_S = 15.0
NO_VOICE = {
    "en": "(I have no voice on this server, so I write.)",
    "de": "(Ich habe auf diesem Server keine Stimme, deshalb schreibe ich.)",
}
_COAT = (140, 74, 92)


class Stopped(Exception):
    """The rehearsal was stopped before it was over; the shopper has hung up."""


@dataclass
class _Seen:
    """What of the call has been told to the engine."""

    accepted: bool = False
    shown: set[tuple[str, int]] = field(default_factory=set)
    chat: int = 0
    changes: set[str] = field(default_factory=set)
    checkout: bool = False
    over: bool = False


async def rehearse(
    base_url: str | Sequence[str],
    public_key: str,
    *,
    origin: str,
    story: Story,
    goods: Sequence[ProductView],
    door: ShopperDoor | None = None,
    speech: Speech | None = None,
    note: Callable[[dict[str, Any]], None] = lambda _note: None,
    pace: float = 1.0,
    stop: asyncio.Event | None = None,
    tls: ssl.SSLContext | None = None,
) -> Report:
    """Call the store as the story's shopper and play it to its end. `goods` is the store's catalogue, or some of it.

    `door` brings a token of its own kind; `note` is told of each line and step; once `stop` is set the shopper hangs up.
    Raises NoCast, CommandRefused, SocketStopped, Stopped.
    """
    cast = cast_for(story, goods)
    prices = {v.variant_id: v.price_minor for p in goods for v in p.variants}
    voice = Voice()
    player = _Player(story, cast, goods, voice, speech, note, pace, stop or asyncio.Event())
    face = Face(banner=f"Rehearsal: {story.caller.name}", coat=_COAT, loudness=lambda: voice.loudness)
    shopper = Shopper(
        base_url,
        public_key,
        origin=origin,
        cart=MemoryCart(prices_minor=prices),
        media=story.caller.mode != "text",
        video=face,
        audio=voice,
        door=door,
        tls=tls,
    )
    shopper.make_received = ReceivedUnwatched
    async with shopper:
        return await player.play(shopper)


class _Player:
    def __init__(
        self,
        story: Story,
        cast: Cast,
        goods: Sequence[ProductView],
        voice: Voice,
        speech: Speech | None,
        note: Callable[[dict[str, Any]], None],
        pace: float,
        stop: asyncio.Event,
    ) -> None:
        self._story, self._cast, self._voice, self._note, self._pace = story, cast, voice, note, pace
        self._stop = stop
        by_voice = story.caller.speaks == "voice" and story.caller.mode != "text"
        self._speech = speech if by_voice else None
        self._lacks_voice = by_voice and speech is None
        self._products: dict[str, ProductView | None] = {p.product_id: p for p in goods}
        self._seen = _Seen()

    async def play(self, me: Shopper) -> Report:
        """From the request to the end."""
        caller = self._story.caller
        self._note({"step": "preparing"})
        await self._render_ahead()
        if self._stop.is_set():
            raise Stopped
        state = engine.State(story=self._story, cast=self._cast, requested_s=self._now_s(), pace=self._pace)
        await me.request_call(
            mode=caller.mode,
            page=self._page(me, "page"),
            language=self._story.language,
            name=caller.name,
            question=self._cast.line(caller.question) if caller.question else "",
        )
        voice = "missing" if self._lacks_voice else "spoken" if self._speech is not None else "written"
        self._note({"step": "calling", "call_id": me.call_id, "voice": voice})
        while not state.over:
            if self._stop.is_set():
                await self._do(me, engine.HangUp(), at_once=True)
                raise Stopped
            for event in [*await self._news(me), engine.Tick()]:
                state, deeds = engine.decide(state, event, self._now_s())
                for deed in deeds:
                    await self._do(me, deed)
            if me.signalling.stopped is not None:
                raise me.signalling.stopped
            with contextlib.suppress(TimeoutError):
                call = me.call
                await me.until(lambda: me.call is not call, timeout_s=TICK_S)  # noqa: B023
        report = replace(report_of(state, self._now_s()), voice=voice)
        self._note({"report": report.words()})
        return report

    # ---- what happens

    async def _news(self, me: Shopper) -> list[engine.Happening]:
        """What the call's state says that the engine has not heard. Read from the state, so that a snapshot loses nothing."""
        call, seen = me.call, self._seen
        if call is None or seen.over:
            return []
        told: list[engine.Happening] = []
        if not seen.accepted and isinstance(call.phase, Live):
            seen.accepted = True
            told.append(engine.Accepted())
            if self._lacks_voice:
                await me.chat(NO_VOICE.get(self._story.language.split("-")[0].lower(), NO_VOICE["en"]))
        for shown in call.shown:
            if (key := (shown.product_id, shown.at_ms)) not in seen.shown:
                seen.shown.add(key)
                product = await self._product(me, shown.product_id)
                told.append(engine.Shown(product is not None and matches(self._story, self._cast, product)))
        told += [engine.Wrote(m.text) for m in call.chat[seen.chat :] if m.by == "associate"]
        seen.chat = len(call.chat)
        for change in call.cart.changes:
            if (
                change.by == "associate"
                and change.state != "pending"
                and change.change_id not in seen.changes
            ):
                seen.changes.add(change.change_id)
                told += await self._changed(me, change)
        if not seen.checkout and call.checkout is not None and call.checkout.step == "offered":
            seen.checkout = True
            told.append(engine.CheckoutOffered())
        if isinstance(call.phase, Ended) or self._lost(me):
            seen.over = True
            told.append(engine.Over(call.phase.reason if isinstance(call.phase, Ended) else "lost"))
        return told

    def _lost(self, me: Shopper) -> bool:
        return not me.is_followed and me.signalling.link.connected

    async def _changed(self, me: Shopper, change: CartChange) -> list[engine.Happening]:
        if change.state == "rejected":
            return []
        if change.kind in ("remove", "subtract"):
            return [engine.Removed()]
        product = await self._product(me, change.product_id)
        variant = (
            next((v for v in product.variants if v.variant_id == change.variant_id), None)
            if product
            else None
        )
        right = (
            product is not None and variant is not None and matches(self._story, self._cast, product, variant)
        )
        return [engine.Added(right)]

    async def _product(self, me: Shopper, product_id: str) -> ProductView | None:
        if product_id and product_id not in self._products:
            try:
                self._products[product_id] = await me.door.product(me.signalling.link.base_url, product_id)
            except (DoorRefused, httpx.TransportError):
                return None
        return self._products.get(product_id)

    # ---- what is done

    async def _do(self, me: Shopper, deed: engine.Deed, *, at_once: bool = False) -> None:
        call = me.call
        try:
            match deed:
                case engine.Speak(text):
                    self._note({"line": text})
                    await self._speak(me, text)
                case engine.GoTo(which):
                    await me.change_page(self._page(me, which))
                case engine.AtTill(step):
                    await me.report_checkout(step, order_number="R-1" if step == "paid" else "")
                case engine.HangUp():
                    if not at_once:
                        await self._finish_speaking()
                    await (me.end() if call is not None and isinstance(call.phase, Live) else me.withdraw())
                case _ as never:
                    assert_never(never)
        except CommandRefused as refused:  # the associate was quicker: the state will say so
            log.info("%s was refused: %s", deed, refused)

    async def _speak(self, me: Shopper, text: str) -> None:
        if self._speech is not None:
            try:
                self._voice.say(await self._speech.line(text, self._story.language))
            except SpeechFailed as failed:
                log.warning("written instead of spoken: %s", failed)
            else:
                return
        await me.chat(text)

    async def _finish_speaking(self) -> None:
        """The last words are heard before the line goes dead."""
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(LINES_WAIT_S):
                while self._voice.speaking:  # noqa: ASYNC110 the track plays on its own
                    await asyncio.sleep(0.05)

    async def _render_ahead(self) -> None:
        """All lines of the story, before the call: no line waits for the synthesiser later."""
        if self._speech is None:
            return
        lines = [line for step in self._story.steps for line in _lines_of(step)]
        for line in [*lines, *(reply.say for reply in self._story.replies)]:
            try:
                await self._speech.line(self._cast.line(line), self._story.language)
            except SpeechFailed as failed:
                log.warning("the synthesiser fails, so lines are written: %s", failed)
                self._speech, self._lacks_voice = None, True
                return

    def _page(self, me: Shopper, which: Literal["page", "other"]) -> PageWord:
        product = self._cast.other if which == "other" else self._cast.page
        if product is None:
            return PageWord(url=f"{me.origin}/", title="Home")
        url = product.url if product.url.startswith(("http://", "https://")) else f"{me.origin}/"
        return PageWord(url=url, title=product.title, product_id=product.product_id)

    def _now_s(self) -> float:
        return asyncio.get_running_loop().time()


def _lines_of(step: Step) -> tuple[str, ...]:
    words = step.model_dump()
    spoken = [words[key] for key in ("say", "end") if key in words]
    return (*spoken, *words.get("nudges", ()))
