"""The canary: two participants make a real call through the real service, step by step, and say which step failed."""

from coshop.agents.canary.run import Canary, CanaryPair, run_canary
from coshop.agents.canary.steps import Result, StepTime

__all__ = ["Canary", "CanaryPair", "Result", "StepTime", "run_canary"]
