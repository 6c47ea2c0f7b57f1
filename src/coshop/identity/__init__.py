"""Who may come in: passwords, tokens, sessions, tickets, origins and rates. It knows no HTTP and no call."""

from coshop.identity.keyring import Keyring, Shopper, SignIn, TicketHolder
from coshop.identity.origins import KnownOrigins, is_origin, origin_of
from coshop.identity.passwords import Passwords
from coshop.identity.rates import RateRules, Rates
from coshop.identity.tokens import digest, new_id, new_token, pseudonym
from coshop.identity.turn import TurnServer
from coshop.identity.worker_keys import WorkerHolder, WorkerKeys, worker_id

__all__ = [
    "Keyring",
    "KnownOrigins",
    "Passwords",
    "RateRules",
    "Rates",
    "Shopper",
    "SignIn",
    "TicketHolder",
    "TurnServer",
    "WorkerHolder",
    "WorkerKeys",
    "digest",
    "is_origin",
    "new_id",
    "new_token",
    "origin_of",
    "pseudonym",
    "worker_id",
]
