"""The rehearsal shopper: plays a written story against an associate who practises, and tells afterwards what was done and how fast.

`rehearse` itself is in `shopper.py`, apart from the rest: it brings WebRTC with it, and a server that lists stories needs none.
"""

from coshop.agents.rehearsal.report import Report, report_of
from coshop.agents.rehearsal.stories import Story, StoryError, read_story, shipped_stories

__all__ = ["Report", "Story", "StoryError", "read_story", "report_of", "shipped_stories"]
