"""The rehearsal shopper: plays a written story against an associate who practises, and tells afterwards what was done and how fast."""

from coshop.agents.rehearsal.report import Report, report_of
from coshop.agents.rehearsal.shopper import rehearse
from coshop.agents.rehearsal.stories import Story, StoryError, read_story, shipped_stories

__all__ = ["Report", "Story", "StoryError", "read_story", "rehearse", "report_of", "shipped_stories"]
