"""The canary: two participants make a real call through the real service, step by step, and say which step failed.

The call is in `run.py`, apart from the rest: it brings WebRTC with it, and a server that tells a webhook needs none.
"""

from coshop.agents.canary.steps import Result, StepTime

__all__ = ["Result", "StepTime"]
