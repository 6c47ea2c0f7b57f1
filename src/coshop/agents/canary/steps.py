"""What a canary call is made of, what came of it, and the two forms in which that is written. Pure."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import Any, Literal, get_args

Step = Literal[
    "sign_in", "product", "shopper_socket", "ring", "accept", "shopper_sees", "associate_sees", "push", "cart", "page_change",
    "media_again", "end", "wrap_up",
]  # fmt: skip
STEPS: tuple[Step, ...] = get_args(Step)


@dataclass(frozen=True, slots=True)
class StepTime:
    """A step that was done, and how long it took."""

    step: Step
    seconds: float


@dataclass(frozen=True, slots=True)
class Result:
    """A whole run. `failed_step` is empty where all went well; `at_s` is the wall clock's time of the start."""

    url: str
    store: str
    at_s: float
    steps: tuple[StepTime, ...]
    failed_step: str = ""
    reason: str = ""

    @property
    def ok(self) -> bool:
        """Whether every step was done."""
        return not self.failed_step

    @property
    def seconds(self) -> float:
        """How long the steps took together."""
        return sum(each.seconds for each in self.steps)

    def words(self) -> dict[str, Any]:
        """As JSON."""
        return {**asdict(self), "ok": self.ok, "seconds": round(self.seconds, 3)}

    def line(self) -> str:
        """On one line, for people and logs."""
        times = " ".join(f"{each.step}={each.seconds * 1000:.0f}ms" for each in self.steps)
        if self.ok:
            return f"ok {self.url} {self.store} in {self.seconds:.1f} s: {times}"
        return f"FAILED at {self.failed_step} {self.url} {self.store}: {self.reason} ({times or 'nothing before'})"

    def metrics(self) -> str:
        """For Prometheus, as its textfile collector reads it."""
        labels = f'store="{_escaped(self.store)}"'
        lines = [
            "# HELP coshop_canary_ok Whether the last canary call went well.",
            "# TYPE coshop_canary_ok gauge",
            f"coshop_canary_ok{{{labels}}} {int(self.ok)}",
            "# HELP coshop_canary_last_run_timestamp_seconds When the last canary call began.",
            "# TYPE coshop_canary_last_run_timestamp_seconds gauge",
            f"coshop_canary_last_run_timestamp_seconds{{{labels}}} {self.at_s:.3f}",
            "# HELP coshop_canary_step_seconds How long a step of the last canary call took.",
            "# TYPE coshop_canary_step_seconds gauge",
            *(
                f'coshop_canary_step_seconds{{{labels},step="{each.step}"}} {each.seconds:.4f}'
                for each in self.steps
            ),
        ]
        return "\n".join(lines) + "\n"


def _escaped(value: str) -> str:
    return value.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n")
