"""The commands that wait for an answer, in their order, each exactly as it was first sent ([CMD1]). It sends nothing."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass

from coshop.protocol.commands import CommandWord
from coshop.protocol.frames import AnswerFrame, CommandFrame
from coshop.protocol.refusals import Refusal

POSTPONED = ("retry_later", "rate_limited")


class CommandRefused(Exception):
    """The server refused a command, finally. `refusal.code` says why; `command_id` which."""

    def __init__(self, command_id: str, refusal: Refusal) -> None:
        super().__init__(f"{refusal.code}: {refusal.message} {refusal.detail}".strip())
        self.command_id = command_id
        self.refusal = refusal

    @property
    def code(self) -> str:
        """The refusal's code."""
        return self.refusal.code


@dataclass
class Waiting:
    """One command on its way."""

    frame: CommandFrame
    answered: asyncio.Future[AnswerFrame]
    put_off: int = 0
    heartbeats: int = 0


class Unanswered:
    """Commands by id, oldest first."""

    def __init__(self) -> None:
        self._waiting: dict[str, Waiting] = {}

    def add(self, command_id: str, call_id: str, body: CommandWord) -> Waiting:
        """Take a command in charge. The same id again is the same command."""
        if (known := self._waiting.get(command_id)) is not None:
            return known
        frame = CommandFrame(id=command_id, call_id=call_id, body=body)
        waiting = Waiting(frame, asyncio.get_running_loop().create_future())
        self._waiting[command_id] = waiting
        return waiting

    def frames(self) -> tuple[CommandFrame, ...]:
        """All that must be sent again after a `welcome`."""
        return tuple(waiting.frame for waiting in self._waiting.values())

    def overdue(self) -> tuple[CommandFrame, ...]:
        """Called at each heartbeat: what has waited through a whole one is worth sending again."""
        for waiting in self._waiting.values():
            waiting.heartbeats += 1
        return tuple(w.frame for w in self._waiting.values() if w.heartbeats > 1 and not w.put_off)

    def take_answer(self, answer: AnswerFrame) -> Waiting | None:
        """Settle a command. Returns it only when it is to be sent again in a moment ([CMD4])."""
        waiting = self._waiting.get(answer.id)
        if waiting is None:
            return None
        if answer.refusal is not None and answer.refusal.code in POSTPONED:
            waiting.put_off += 1
            return waiting
        del self._waiting[answer.id]
        if not waiting.answered.done():
            waiting.answered.set_result(answer)
        return None

    def holds(self, command_id: str) -> bool:
        """Whether a command still waits."""
        return command_id in self._waiting

    def give_up(self, error: Exception) -> None:
        """No answer will come any more."""
        for waiting in self._waiting.values():
            if not waiting.answered.done():
                waiting.answered.set_exception(error)
                waiting.answered.exception()
        self._waiting.clear()
