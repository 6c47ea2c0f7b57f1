"""One call of the demo assistant from the answer to the end: takes what happens, does what talk.py says. It decides no wording."""

from __future__ import annotations

import asyncio
import contextlib
import logging
from collections.abc import Awaitable
from dataclasses import dataclass
from functools import partial

from coshop.agents.demo_associate.intents import Intent, parse
from coshop.agents.demo_associate.phrases import Language, listed, say
from coshop.agents.demo_associate.talk import (
    Action,
    Add,
    Look,
    OfferCheckout,
    RemoveLine,
    Say,
    Undo,
    answer,
    example,
    settled,
)
from coshop.agents.demo_associate.view import View
from coshop.agents.figure import Face, Speech, SpeechFailed, Voice
from coshop.core.call_types import Call, Ended
from coshop.core.events import CartChangeRequested, ChatSent, CheckoutMoved, MediaChanged, PageChanged
from coshop.peer import Associate, CommandRefused
from coshop.protocol.views import ProductView

log = logging.getLogger("coshop.agents.demo_associate")

SHOW_AT_ONCE = 2
SHOWN_KEPT = 4
SPOKEN_MAX_CHARS = 240
_OF_THE_SHOPPER = (ChatSent, PageChanged, CartChangeRequested, CheckoutMoved, MediaChanged)


@dataclass(frozen=True, slots=True, kw_only=True)
class Patience:
    """How long the assistant hears nothing before it asks, and before it ends the call; longer while somebody pays."""

    ask_s: float = 240.0
    end_s: float = 300.0
    paying: float = 3.0


class Conversation:
    """Use once, for a call that `me` is in. `resumed`: it goes on with a call that an earlier process answered."""

    def __init__(
        self,
        me: Associate,
        *,
        face: Face,
        voice: Voice,
        speech: Speech | None,
        patience: Patience,
        resumed: bool = False,
    ) -> None:
        self._me, self._face, self._voice, self._speech = me, face, voice, speech
        self._patience, self._resumed = patience, resumed
        self._view = View(me)
        self._language: Language = "en"
        self._left_open = ""
        self._offered: Intent | None = None
        self._answered: set[str] = set()
        self._changes: dict[str, Language] = {}
        self._step = ""
        self._entries = 0
        self._heard_s = self._now_s()
        self._asked = False
        self._speaking: set[asyncio.Task[None]] = set()

    async def run(self) -> None:
        """Serve until the call is over, or no longer ours. Failures of single steps are told to the shopper and forgotten."""
        try:
            if (call := self._me.call) is not None:
                self._begin(call)
                if not self._resumed:
                    await self._step_of(self._greet(call))
            seen: Call | None = None
            while (call := self._current()) is not None:
                if call is not seen:
                    seen = call
                    await self._take(call)
                    continue
                with contextlib.suppress(TimeoutError):
                    await self._me.until(partial(self._moved, call), timeout_s=1.0)
                await self._mind_silence()
        finally:
            for task in self._speaking:
                task.cancel()
            self._voice.hush()
            self._face.card = ""

    def _moved(self, known: Call) -> bool:
        return self._me.call is not known or self._current() is None

    def _current(self) -> Call | None:
        """The call while it is ours and not over."""
        call = self._me.call
        lost = not self._me.is_followed and self._me.signalling.link.connected
        stopped = self._me.signalling.stopped is not None
        return None if call is None or isinstance(call.phase, Ended) or lost or stopped else call

    def _begin(self, call: Call) -> None:
        self._language = "de" if call.language.lower().startswith("de") else "en"
        self._view.focus = call.page.product_id
        if self._resumed:
            mine = [number for number, message in enumerate(call.chat, 1) if message.by == "associate"]
            self._answered = {message.message_id for message in call.chat[: max(mine, default=0)]}
            self._step = call.checkout.step if call.checkout is not None else ""

    async def _greet(self, call: Call) -> None:
        store = self._me.signalling.welcome.store.name if self._me.signalling.welcome else ""
        self._face.card = say(self._language, "card")
        key = "greeting_name" if call.shopper.name else "greeting"
        await self._me.chat(say(self._language, key, store=store, name=call.shopper.name))
        if self._speech is None and call.mode != "text":
            await self._me.chat(say(self._language, "no_speech"))
        self._speak(say(self._language, "spoken", store=store))
        await self._show(await self._view.like_page(call, SHOW_AT_ONCE), "showing")
        goods = await self._view.goods(self._me.call or call)
        hint = say(self._language, "try", example=f"\u201c{example(goods, self._language)}\u201d")
        size = next((v.options["size"] for p in goods[:1] for v in p.variants if "size" in v.options), "M")
        await self._me.chat(f"{hint}\n{say(self._language, 'try_more', size=size)}")
        if call.question and parse(call.question, goods).kind != "unknown":
            await self._answer(call.question)

    # ---- what happens

    async def _take(self, call: Call) -> None:
        self._note_signs_of_life()
        for message in call.chat:
            if message.by == "shopper" and message.message_id not in self._answered:
                self._answered.add(message.message_id)
                await self._step_of(self._answer(message.text))
        for change in call.cart.changes:
            language = self._changes.get(change.change_id)
            if language is not None and change.state != "pending":
                del self._changes[change.change_id]
                if line := settled(change, language):
                    await self._step_of(self._say(line))
        step = call.checkout.step if call.checkout is not None else ""
        if step != self._step:
            self._step = step
            if step in ("paid", "failed"):
                await self._step_of(
                    self._say(say(self._language, "paid" if step == "paid" else "pay_failed"))
                )

    def _note_signs_of_life(self) -> None:
        entries = self._me.entries
        for entry in entries[self._entries :]:
            if entry.by == "shopper" and isinstance(entry.event, _OF_THE_SHOPPER):
                self._heard_s, self._asked = self._now_s(), False
            if isinstance(entry.event, PageChanged) and entry.event.page.product_id:
                self._view.focus = entry.event.page.product_id
        self._entries = len(entries)

    async def _answer(self, text: str) -> None:
        call = self._me.call
        if call is None:
            return
        self._me.typing()
        made = answer(text, await self._view.goods(call), call, self._left_open, self._offered)
        self._language, self._left_open, self._offered = made.language, made.left_open, made.offered
        if made.product_id:
            self._view.focus = made.product_id
        for action in made.actions:
            await self._do(action)

    async def _do(self, action: Action) -> None:
        match action:
            case Say():
                await self._say(action.text)
            case Add():
                if (product := await self._view.product(action.product_id)) is not None:
                    self._face.card = product.title
                change_id = await self._me.add_to_cart(action.variant_id, action.quantity)
                self._changes[change_id] = self._language
            case Undo():
                self._changes[await self._me.undo(action.change_id)] = self._language
            case RemoveLine():
                self._changes[await self._me.remove_from_cart(action.line_id)] = self._language
            case Look():
                await self._look(action)
            case OfferCheckout():
                await self._me.offer_checkout()

    async def _look(self, action: Look) -> None:
        call = self._me.call
        if call is None:
            return
        if not action.query:
            found = await self._view.like_page(call, SHOW_AT_ONCE)
            await self._show(found, "found")
            if not found:
                await self._say(say(action.language, "no_more"))
            return
        there = [p for p in await self._view.search(action.query) if any(v.in_stock for v in p.variants)]
        await self._show(tuple(there[:SHOW_AT_ONCE]), "found")
        if there:
            self._view.focus = there[0].product_id
        else:
            await self._say(say(action.language, "found_none", query=action.query))

    async def _show(self, products: tuple[ProductView, ...], phrase: str) -> None:
        call = self._me.call
        if not products or call is None:
            return
        new = {p.product_id for p in products}
        before = [each.product_id for each in call.shown if each.product_id not in new]
        for product_id in before[: max(0, len(before) + len(products) - SHOWN_KEPT)]:
            with contextlib.suppress(CommandRefused):  # the shopper put it away meanwhile
                await self._me.hide(product_id)
        for product in products:
            await self._me.show(product.product_id)
        if self._answered:
            self._face.card = products[0].title
        key = "showing_one" if phrase == "showing" and len(products) == 1 else phrase
        await self._say(say(self._language, key, titles=listed(self._language, [p.title for p in products])))

    async def _say(self, text: str) -> None:
        await self._me.chat(text)
        if not self._speaking:
            self._speak(text)

    # ---- voice, silence, failures

    def _speak(self, text: str) -> None:
        call = self._me.call
        if self._speech is None or call is None or call.mode == "text" or len(text) > SPOKEN_MAX_CHARS:
            return
        task = asyncio.create_task(self._render(self._speech, text))
        self._speaking.add(task)
        task.add_done_callback(self._speaking.discard)

    async def _render(self, speech: Speech, text: str) -> None:
        try:
            self._voice.say(await speech.line(text.translate(_UNSPOKEN), self._language))
        except SpeechFailed as failed:
            log.warning("a line was not spoken: %s", failed)

    async def _mind_silence(self) -> None:
        call = self._me.call
        times = self._patience.paying if call and call.checkout and call.checkout.step == "started" else 1.0
        silent_s = self._now_s() - self._heard_s
        if silent_s > self._patience.end_s * times:
            await self._step_of(self._say(say(self._language, "silence")))
            await self._step_of(self._me.end())
        elif silent_s > self._patience.ask_s * times and not self._asked:
            self._asked = True
            await self._step_of(self._say(say(self._language, "still_there")))

    async def _step_of(self, work: Awaitable[None]) -> None:
        """One step; where it fails, the shopper is told once and the call goes on."""
        try:
            await work
        except CommandRefused as refused:
            log.warning("refused: %s", refused)
            if refused.code not in ("call_not_live", "call_ended", "unknown_call", "chat_full"):
                with contextlib.suppress(CommandRefused, TimeoutError):
                    await self._me.chat(say(self._language, "failed"))
        except TimeoutError as error:
            log.warning("no answer: %s", error)

    def _now_s(self) -> float:
        return asyncio.get_running_loop().time()


_UNSPOKEN = str.maketrans({"\u201c": " ", "\u201d": " ", "\u201e": " ", "–": ",", "×": " "})
