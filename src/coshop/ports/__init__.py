"""What live/ and api/ need from outside, as Protocols over frozen values. It holds no behaviour.

Every implementation of a port passes the same contract tests (tests/contracts). Times are epoch milliseconds handed in
by the caller; every method raises `Unavailable` when the storage or bus cannot be reached now.
"""

from coshop.ports.goods import (
    Bus,
    Catalogue,
    ImportReport,
    Ready,
    Unavailable,
)
from coshop.ports.journal import (
    AlreadyAnswered,
    Append,
    Appended,
    Claim,
    Conflict,
    Journal,
    Occupy,
    PresenceState,
    Release,
    Same,
    StoredAnswer,
    StoredCall,
)
from coshop.ports.people import (
    Associate,
    Directory,
    Key,
    Keys,
    Role,
    Store,
)
from coshop.ports.presence import (
    ConnectionRow,
    Connections,
    PresenceRow,
    Presences,
    Servers,
)
from coshop.ports.work import (
    GoLiveRow,
    GoLives,
    JobRow,
    Jobs,
    SetCheckRow,
    SetChecks,
    WorkerKey,
    WorkerRow,
    Workers,
)

__all__ = [
    "AlreadyAnswered",
    "Append",
    "Appended",
    "Associate",
    "Bus",
    "Catalogue",
    "Claim",
    "Conflict",
    "ConnectionRow",
    "Connections",
    "Directory",
    "ImportReport",
    "GoLiveRow",
    "GoLives",
    "JobRow",
    "Jobs",
    "Journal",
    "Key",
    "Keys",
    "Occupy",
    "PresenceRow",
    "PresenceState",
    "Presences",
    "Ready",
    "Release",
    "Same",
    "Role",
    "Servers",
    "SetCheckRow",
    "SetChecks",
    "Store",
    "StoredAnswer",
    "StoredCall",
    "Unavailable",
    "WorkerKey",
    "WorkerRow",
    "Workers",
]
