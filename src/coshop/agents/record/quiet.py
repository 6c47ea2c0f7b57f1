"""Whether nothing comes from somebody whose microphone or camera is on. Pure: it is told the time, and it tells nobody."""

from __future__ import annotations

from dataclasses import dataclass

from coshop.core.call_types import Call, Live
from coshop.core.cart_types import Side

NOTHING_CAME = "nothing_came"
QUIET_S = 60.0


def to_come(call: Call, side: Side) -> bool:
    """Whether something should come from this side now: live, recorded and not paused, connected, and a medium on."""
    if not isinstance(call.phase, Live) or call.recording is None or call.recording.state != "on":
        return False
    person = call.shopper if side == "shopper" else call.phase.associate
    return person.lost_at_ms == 0 and (person.microphone or (person.camera and call.mode == "video"))


@dataclass(slots=True)
class Quiet:
    """Counts, for one person, how long nothing came that should have."""

    packets: int = 0
    since_s: float | None = None
    told: bool = False

    def look(self, now_s: float, packets: int, *, due: bool) -> bool:
        """True once, when nothing has come for QUIET_S in one piece; again only after something came, or nothing was due."""
        if not due or self.since_s is None or packets != self.packets:
            self.packets, self.since_s, self.told = packets, now_s if due else None, False
            return False
        if self.told or now_s - self.since_s < QUIET_S:
            return False
        self.told = True
        return True
