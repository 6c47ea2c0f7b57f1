"""Random histories of a whole store, checked after every step: calls, associates, drops, returns, carts, in any order."""

from __future__ import annotations

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import Bundle, RuleBasedStateMachine, invariant, precondition, rule

from coshop.core import cart as carts
from coshop.core import commands as c
from coshop.core import events as e
from coshop.core import line
from coshop.core.call import GUESTS_MAX, associate_of, deadline, evolve
from coshop.core.call_types import (
    Actor,
    ByAssociate,
    ByShopper,
    BySupervisor,
    ByWorker,
    Ended,
    Live,
    Ringing,
)
from coshop.core.cart_types import Side
from coshop.core.guest_types import GuestChange, GuestJoin, GuestLeave, GuestLose, GuestRole
from coshop.core.refusal import Refused
from coshop.protocol.codec import dump_call, load_call
from tests.core.play import PAGE, SERVER, Played, takes_outcomes
from tests.core.store_model import StoreModel

ASSOCIATES = ("anna", "ben", "cleo")
VARIANTS = ("V1", "V2", "V3")


class Histories(RuleBasedStateMachine):
    """A store with three associates and any number of shoppers."""

    calls = Bundle("calls")

    def __init__(self) -> None:
        super().__init__()
        self.now_ms = 1_000_000
        self.played: dict[str, Played] = {}
        self.stores: dict[str, StoreModel] = {}
        self.available = dict.fromkeys(ASSOCIATES, 0)

    def do(self, call_id: str, command: c.Command, actor: object) -> object:
        played = self.played[call_id]
        played.now_ms = self.now_ms
        return played.do(command, actor)  # type: ignore[arg-type]

    def shopper(self, call_id: str) -> ByShopper:
        return ByShopper(f"shopper-of-{call_id}", f"tab-of-{call_id}")

    def busy(self) -> dict[str, str]:
        """Who is tied to which open call."""
        tied: dict[str, str] = {}
        for call_id, played in self.played.items():
            associate = associate_of(played.there)
            if associate and not isinstance(played.there.phase, Ended):
                assert associate.person_id not in tied, "never two offers to one associate"
                tied[associate.person_id] = call_id
        return tied

    @rule(target=calls, mode=st.sampled_from(["video", "voice", "text"]))
    def request(self, mode: str) -> str:
        call_id = f"call-{len(self.played)}"
        self.played[call_id] = Played(now_ms=self.now_ms)
        self.stores[call_id] = StoreModel()
        self.do(
            call_id,
            c.CallRequest(call_id=call_id, store_id="s", mode=mode, language="en", page=PAGE),  # type: ignore[arg-type]
            self.shopper(call_id),
        )
        return call_id

    @rule()
    def match(self) -> None:
        waiting = [w for p in self.played.values() if (w := line.waiting_call(p.there))]
        tied = self.busy()
        free = [
            line.FreeAssociate(associate_id=a, name=a, client_id=f"tablet-{a}", idle_since_ms=since)
            for a, since in self.available.items()
            if a not in tied
        ]
        for offer in line.match(waiting, free, self.now_ms):
            ring = c.RingStart(
                associate_id=offer.associate_id,
                associate_name=offer.associate_name,
                client_id=offer.client_id,
            )
            assert not isinstance(self.do(offer.call_id, ring, SERVER), Refused), "an offer can always ring"

    @rule(call_id=calls, associate=st.sampled_from(ASSOCIATES), accept=st.booleans())
    def answer(self, call_id: str, associate: str, accept: bool) -> None:
        before = self.played[call_id].there
        actor = ByAssociate(associate, f"tablet-{associate}")
        decided = self.do(call_id, c.RingAccept() if accept else c.RingDecline(), actor)
        mine = isinstance(before.phase, Ringing) and before.phase.associate.person_id == associate
        assert isinstance(decided, Refused) is not mine
        if mine:
            self.available[associate] = self.now_ms

    @rule(call_id=calls, by_shopper=st.booleans())
    def hang_up(self, call_id: str, by_shopper: bool) -> None:
        associate = associate_of(self.played[call_id].there)
        actor = (
            ByAssociate(associate.person_id, associate.client_id) if associate and not by_shopper else None
        )
        self.do(call_id, c.CallEnd(), actor or self.shopper(call_id))

    @rule(call_id=calls)
    def withdraw(self, call_id: str) -> None:
        self.do(call_id, c.CallWithdraw(), self.shopper(call_id))

    @rule(call_id=calls, outcome=st.sampled_from(["sold", "helped"]))
    def wrap_up(self, call_id: str, outcome: str) -> None:
        if associate := associate_of(self.played[call_id].there):
            actor = ByAssociate(associate.person_id, associate.client_id)
            self.do(call_id, c.CallWrapUp(outcome=outcome), actor)  # type: ignore[arg-type]

    @rule(
        call_id=calls, side=st.sampled_from(["shopper", "associate"]), lose=st.booleans(), page=st.booleans()
    )
    def connection(self, call_id: str, side: Side, lose: bool, page: bool) -> None:
        call = self.played[call_id].there
        there = call.shopper if side == "shopper" else associate_of(call)
        if there is None:
            return
        command: c.Command = (
            c.ParticipantLose(
                side=side, client_id=there.client_id, reason="page_change" if page else "connection"
            )
            if lose
            else c.ParticipantReturn(side=side, client_id=there.client_id)
        )
        self.do(call_id, command, SERVER)

    @rule(call_id=calls, associate=st.sampled_from(ASSOCIATES), tablet=st.integers(1, 3))
    def take_over(self, call_id: str, associate: str, tablet: int) -> None:
        self.do(call_id, c.CallTakeOver(), ByAssociate(associate, f"tablet-{associate}-{tablet}"))

    @rule(
        call_id=calls,
        variant=st.sampled_from(VARIANTS),
        quantity=st.sampled_from((1, 2, 3, 6, 99)),
        kind=st.sampled_from(["add", "set", "remove", "undo"]),
        pick=st.integers(0, 9),
        by_shopper=st.booleans(),
    )
    def change_cart(
        self, call_id: str, variant: str, quantity: int, kind: str, pick: int, by_shopper: bool
    ) -> None:
        call = self.played[call_id].there
        changes = call.cart.changes
        wish: c.Command
        match kind:
            case "add":
                wish = c.CartAdd(variant_id=variant, quantity=quantity)
            case "set":
                wish = c.CartSet(line_id=f"line-{variant}", quantity=quantity)
            case "remove":
                wish = c.CartRemove(line_id=f"line-{variant}")
            case _:
                wish = c.CartUndo(change_id=changes[pick % len(changes)].change_id if changes else "none")
        associate = associate_of(call)
        actor = (
            self.shopper(call_id)
            if by_shopper or not associate
            else ByAssociate(associate.person_id, associate.client_id)
        )
        self.do(call_id, wish, actor)

    @rule(call_id=calls, lies=st.booleans())
    def shop_answers(self, call_id: str, lies: bool) -> None:
        """The shopper's page tries the oldest unanswered change in the store and reports, also after the end."""
        call = self.played[call_id].there
        open_ = [change for change in call.cart.changes if carts.may_settle(change)]
        if not open_ or not takes_outcomes(call, self.now_ms):
            return
        store = self.stores[call_id]
        applied, reason = store.apply(open_[0])
        settle = c.CartSettle(
            change_id=open_[0].change_id,
            applied_quantity=10_000 if lies else applied,
            reason=reason,
            cart=store.cart(),  # type: ignore[arg-type]
        )
        assert not isinstance(self.do(call_id, settle, self.shopper(call_id)), Refused)
        after = self.played[call_id].there
        assert after.cart.store == store.cart(), "the store's own cart wins over whatever was claimed"
        done = carts.find(after.cart, open_[0].change_id)
        assert done
        assert done.applied_quantity <= carts.wanted(done)
        assert lies or done.applied_quantity == min(applied, carts.wanted(done)), "no unit that moved is lost"

    @rule(call_id=calls, product=st.sampled_from(["P1", "P2", "P3"]), show=st.booleans())
    def show(self, call_id: str, product: str, show: bool) -> None:
        if associate := associate_of(self.played[call_id].there):
            actor = ByAssociate(associate.person_id, associate.client_id)
            self.do(
                call_id,
                c.ProductShow(product_id=product) if show else c.ProductHide(product_id=product),
                actor,
            )

    @rule(
        call_id=calls,
        who=st.sampled_from(["sue", "tom", "anna"]),
        client=st.integers(1, 2),
        role=st.sampled_from(["listener", "whisperer", "speaker", "recorder"]),
        does=st.sampled_from(["join", "change", "leave", "lose"]),
        told=st.booleans(),
    )
    def guest(self, call_id: str, who: str, client: int, role: GuestRole, does: str, told: bool) -> None:
        """Supervisors (Anna is one, too) come, change and go in any order; a worker where the role is to record."""
        guest_id, client_id = f"guest-{who}-{client}", f"desk-{who}-{client}"
        actor: Actor = ByWorker(who, client_id) if role == "recorder" else BySupervisor(who, client_id)
        command: c.Command
        match does:
            case "join":
                command = GuestJoin(guest_id=guest_id, role=role, tell_listening=told)
            case "change":
                command = GuestChange(guest_id=guest_id, role=role, tell_listening=told)
            case "leave":
                command = GuestLeave(guest_id=guest_id)
            case _:
                command, actor = GuestLose(person_id=who, client_id=client_id), SERVER
        self.do(call_id, command, actor)

    @invariant()
    def guests_are_few_known_and_told_of_where_they_must_be(self) -> None:
        for played in self.played.values():
            call = played.there
            assert len(call.guests) <= GUESTS_MAX
            assert not call.guests or isinstance(call.phase, Live)
            for ids in ({g.guest_id for g in call.guests}, {(g.person_id, g.client_id) for g in call.guests}):
                assert len(ids) == len(call.guests)
            assert all(g.person_id != getattr(associate_of(call), "person_id", "") for g in call.guests)
            assert all(g.told for g in call.guests if g.role in ("speaker", "recorder"))

    @rule(call_id=calls, step=st.sampled_from(["started", "failed", "left", "paid"]))
    def checkout(self, call_id: str, step: str) -> None:
        self.do(call_id, c.CheckoutReport(step=step), self.shopper(call_id))  # type: ignore[arg-type]

    @rule(ms=st.sampled_from([10, 1_000, 15_000, 30_000, 61_000, 130_000]))
    def time(self, ms: int) -> None:
        self.now_ms += ms
        for call_id in self.played:
            for _ in range(10):
                due = deadline(self.played[call_id].there)
                if due is None or due > self.now_ms:
                    break
                assert self.do(call_id, c.TimePass(), SERVER), "what is due must change something"
            else:
                raise AssertionError("deadlines never settle")

    @precondition(lambda self: self.played)
    @rule()
    def everything_ends(self) -> None:
        """Left alone without its people, every call reaches its end."""
        for call_id, played in self.played.items():
            call = played.there
            for side, there in (("shopper", call.shopper), ("associate", associate_of(call))):
                if there:
                    lose = c.ParticipantLose(side=side, client_id=there.client_id, reason="connection")  # type: ignore[arg-type]
                    self.do(call_id, lose, SERVER)
        for _ in range(4):
            self.time(40 * 60_000)
        assert all(isinstance(p.there.phase, Ended) for p in self.played.values())

    @invariant()
    def no_associate_is_offered_twice(self) -> None:
        self.busy()

    @invariant()
    def state_equals_snapshot_plus_events(self) -> None:
        for played in self.played.values():
            half = len(played.entries) // 2
            state = None
            for entry in played.entries[:half]:
                state = evolve(state, entry)
            if state is not None:
                state = load_call(dump_call(state))
            for entry in played.entries[half:]:
                state = evolve(state, entry)
            assert state == played.call

    @invariant()
    def an_ended_call_holds_nothing_pending(self) -> None:
        for played in self.played.values():
            if isinstance(played.there.phase, Ended):
                assert not carts.pending(played.there.cart)
                assert deadline(played.there) is None
                assert sum(isinstance(entry.event, e.CallEnded) for entry in played.entries) == 1


Histories.TestCase.settings = settings(max_examples=60, stateful_step_count=40, deadline=None)
TestHistories = Histories.TestCase
