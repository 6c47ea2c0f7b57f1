"""The processes that run jobs: a parent that looks after its children, and children that each hold one socket.

`Parent` starts, watches, replaces and drains; `Child` (`python -m coshop.agents.worker`) says what it can do, takes jobs and
reports them. Between them is a pipe each way (`pipe.py`), over which the child gets its key: it stands in no argument list.
"""

from coshop.agents.worker.parent import KeyRefused, Parent, Staffing

__all__ = ["KeyRefused", "Parent", "Staffing"]
