"""Every command in every phase by every kind of actor: allowed or refused as written down here, nothing by accident."""

from __future__ import annotations

import pytest

from coshop.core import commands as c
from coshop.core import recording_types as r
from coshop.core.call import decide
from coshop.core.call_types import Actor
from coshop.core.commands import COMMAND_TYPES
from coshop.core.guest_types import GuestChange, GuestJoin, GuestLeave, GuestLose
from coshop.core.refusal import Refused
from tests.core.play import (
    ANNA,
    ASK,
    BEN,
    LISTEN,
    PAGE,
    REQUEST,
    RING_BEN,
    SERVER,
    SHOPPER,
    SUE,
    WORKER,
    YES,
    ended,
    live,
    ringing,
    store_cart,
    waiting,
)

EXAMPLES: list[c.Command] = [
    REQUEST,
    c.CallWithdraw(),
    RING_BEN,
    c.RingAccept(),
    c.RingDecline(),
    c.CallEnd(),
    c.CallWrapUp(outcome="helped"),
    c.CallTakeOver(),
    c.ParticipantLose(side="shopper", client_id="tab-1", reason="connection"),
    c.ParticipantReturn(side="shopper", client_id="tab-1"),
    c.TimePass(),
    c.PageOpen(page=PAGE),
    c.MediaSet(microphone=False, camera=False),
    c.ProductShow(product_id="P1"),
    c.ProductHide(product_id="P1"),
    c.CartAdd(variant_id="V1", quantity=1),
    c.CartSet(line_id="L1", quantity=3),
    c.CartRemove(line_id="L1"),
    c.CartUndo(change_id="change-x"),
    c.CartSettle(change_id="change-x", applied_quantity=1),
    c.CartReport(cart=store_cart()),
    c.ChatSend(text="hello"),
    c.CheckoutOffer(),
    c.CheckoutReport(step="started"),
    LISTEN,
    GuestChange(guest_id="guest-sue", role="speaker"),
    GuestLeave(guest_id="guest-sue"),
    GuestLose(person_id="sue", client_id="desk-1"),
    ASK,
    YES,
    r.RecordingPause(),
    r.RecordingResume(),
    r.RecordingWithdraw(),
    r.RecordingFail(),
]

OK = "ok"
NO = "not_allowed"
_LIVE_ONLY = ["call_not_live", "call_not_live", OK, "call_ended"]
_OPEN = [OK, OK, OK, "call_ended"]


def _said(code: str) -> tuple[list[str], list[str]]:
    """Both sides get this answer in a live call."""
    return (
        ["call_not_live", "call_not_live", code, "call_ended"],
        ["unknown_call", "call_not_live", code, "call_ended"],
    )


# command: (shopper's answers, Anna's answers) in the phases waiting, ringing (for Anna), live (with Anna), ended
EXPECTED: dict[type[c.Command], tuple[list[str] | str, list[str] | str]] = {
    c.CallRequest: ("call_exists", NO),
    c.CallWithdraw: ([OK, OK, "call_not_waiting", "call_ended"], NO),
    c.RingStart: (NO, NO),
    c.RingAccept: (NO, ["call_taken", OK, "call_not_ringing", "call_ended"]),
    c.RingDecline: (NO, ["call_taken", OK, "call_not_ringing", "call_ended"]),
    c.CallEnd: (_LIVE_ONLY, ["unknown_call", "call_not_live", OK, "call_ended"]),
    c.CallWrapUp: (NO, ["unknown_call", "not_ended", "not_ended", OK]),
    c.CallTakeOver: (_OPEN, ["unknown_call", "call_not_live", OK, "call_ended"]),
    c.ParticipantLose: (NO, NO),
    c.ParticipantReturn: (NO, NO),
    c.TimePass: (NO, NO),
    c.PageOpen: (_OPEN, NO),
    c.MediaSet: (_OPEN, ["unknown_call", OK, OK, "call_ended"]),
    c.ProductShow: (NO, ["unknown_call", "call_not_live", OK, "call_ended"]),
    c.ProductHide: (
        ["call_not_live", "call_not_live", "not_shown", "call_ended"],
        ["unknown_call", "call_not_live", "not_shown", "call_ended"],
    ),
    c.CartAdd: (_LIVE_ONLY, ["unknown_call", *_LIVE_ONLY[1:]]),
    c.CartSet: (
        ["call_not_live", "call_not_live", "unknown_line", "call_ended"],
        ["unknown_call", "call_not_live", "unknown_line", "call_ended"],
    ),
    c.CartRemove: (
        ["call_not_live", "call_not_live", "unknown_line", "call_ended"],
        ["unknown_call", "call_not_live", "unknown_line", "call_ended"],
    ),
    c.CartUndo: (
        ["call_not_live", "call_not_live", "unknown_change", "call_ended"],
        ["unknown_call", "call_not_live", "unknown_change", "call_ended"],
    ),
    c.CartSettle: (["call_not_live", "call_not_live", "unknown_change", "unknown_change"], NO),
    c.CartReport: ([OK, OK, OK, OK], NO),
    c.ChatSend: (_LIVE_ONLY, ["unknown_call", *_LIVE_ONLY[1:]]),
    c.CheckoutOffer: (NO, ["unknown_call", *_LIVE_ONLY[1:]]),
    c.CheckoutReport: (_LIVE_ONLY, NO),
    GuestJoin: (NO, NO),
    GuestChange: (NO, NO),
    GuestLeave: (NO, NO),
    GuestLose: (NO, NO),
    r.RecordingAsk: (NO, ["unknown_call", *_LIVE_ONLY[1:]]),
    r.RecordingConsent: _said("not_asked"),
    r.RecordingPause: _said("not_recording"),
    r.RecordingResume: _said("not_recording"),
    r.RecordingWithdraw: _said("not_recording"),
    r.RecordingFail: (NO, NO),
}
# command: (Sue's answers, the worker's) in the same phases; every other command is not allowed to either
GUESTS: dict[type[c.Command], tuple[list[str] | str, list[str] | str]] = {
    GuestJoin: (_LIVE_ONLY, ["call_not_live", "call_not_live", NO, "call_ended"]),
    GuestChange: (["call_not_live", "call_not_live", "unknown_guest", "call_ended"], NO),
    GuestLeave: (
        ["call_not_live", "call_not_live", "unknown_guest", "call_ended"],
        ["call_not_live", "call_not_live", "unknown_guest", "call_ended"],
    ),
    r.RecordingFail: (NO, _LIVE_ONLY),
}
SERVER_COMMANDS: dict[type[c.Command], list[str]] = {
    c.RingStart: [OK, "call_not_waiting", "call_not_waiting", "call_ended"],
    r.RecordingFail: _LIVE_ONLY,
}
PHASES = [waiting, ringing, live, ended]


def test_every_command_has_an_example_and_an_expectation() -> None:
    """A new command cannot be forgotten here."""
    assert {type(e) for e in EXAMPLES} == set(COMMAND_TYPES) == set(EXPECTED)


@pytest.mark.parametrize("command", EXAMPLES, ids=lambda command: type(command).__name__)
@pytest.mark.parametrize(("actor", "column"), [(SHOPPER, 0), (ANNA, 1)], ids=["shopper", "anna"])
def test_every_phase_and_command(command: c.Command, actor: Actor, column: int) -> None:
    expected = EXPECTED[type(command)][column]
    for n, make in enumerate(PHASES):
        decided = decide(make().there, command, actor, 1_000_000, "cmd-x")
        answer = decided.code if isinstance(decided, Refused) else OK
        assert answer == (expected if isinstance(expected, str) else expected[n]), make.__name__


@pytest.mark.parametrize("command", EXAMPLES, ids=lambda command: type(command).__name__)
@pytest.mark.parametrize(("actor", "column"), [(SUE, 0), (WORKER, 1)], ids=["supervisor", "worker"])
def test_GUEST1_a_supervisor_and_a_worker_do_a_guests_part_alone(
    command: c.Command, actor: Actor, column: int
) -> None:
    expected = GUESTS.get(type(command), (NO, NO))[column]
    for n, make in enumerate(PHASES):
        decided = decide(make().there, command, actor, 1_000_000, "cmd-x")
        answer = decided.code if isinstance(decided, Refused) else OK
        assert answer == (expected if isinstance(expected, str) else expected[n]), make.__name__


@pytest.mark.parametrize("command", EXAMPLES, ids=lambda command: type(command).__name__)
def test_the_server_sends_only_its_own_commands(command: c.Command) -> None:
    own = isinstance(
        command,
        c.RingStart | c.ParticipantLose | c.ParticipantReturn | c.TimePass | GuestLose | r.RecordingFail,
    )
    for n, make in enumerate(PHASES):
        decided = decide(make().there, command, SERVER, 1_000_000, "")
        answer = decided.code if isinstance(decided, Refused) else OK
        assert answer == (SERVER_COMMANDS.get(type(command), [OK] * 4)[n] if own else NO)


@pytest.mark.parametrize("command", EXAMPLES, ids=lambda command: type(command).__name__)
def test_CALL11_strangers_learn_nothing(command: c.Command) -> None:
    """Another shopper and an associate of no business here get no further than `unknown_call` or a plain refusal."""
    from coshop.core.call_types import ByShopper

    for make in PHASES:
        for stranger in (ByShopper("someone-else", "tab-9"), BEN):
            decided = decide(make().there, command, stranger, 1_000_000, "cmd-x")
            assert isinstance(decided, Refused)
            assert decided.code in {"unknown_call", "not_allowed", "call_taken", "call_ended", "call_exists"}


@pytest.mark.parametrize("command", EXAMPLES, ids=lambda command: type(command).__name__)
def test_CALL11_nothing_happens_to_a_call_that_does_not_exist(command: c.Command) -> None:
    for actor in (SHOPPER, ANNA, SUE, WORKER, SERVER):
        decided = decide(None, command, actor, 1_000_000, "cmd-x")
        if isinstance(command, c.CallRequest) and actor is SHOPPER:
            assert not isinstance(decided, Refused)
        else:
            assert isinstance(decided, Refused)
            assert decided.code in {"unknown_call", "not_allowed"}
