"""Keeps shoppers' sessions in memory: a bounded number, each with an end. It decides nothing about carts or orders."""

import secrets
import threading
import time
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass, field

from coshop.demo.carts import Cart
from coshop.demo.orders import Address, Order

SESSION_IDLE_S = 2 * 60 * 60
MOST_SESSIONS = 5_000


@dataclass(slots=True)
class Session:
    """What the store remembers of one shopper. Hold `lock` while reading and changing it."""

    token: str
    seen_s: float
    cart: Cart = field(default_factory=Cart)
    notice: tuple[str, str] | None = None  # ("good" or "bad", sentence), shown once
    address: Address | None = None
    payment_failure: str | None = None
    orders: dict[str, Order] = field(default_factory=dict)
    lock: threading.RLock = field(default_factory=threading.RLock)


class Sessions:
    """Sessions by their secret token; the longest unused goes when there are too many. Safe between threads.

    `clock` gives monotonic seconds.
    """

    def __init__(
        self,
        *,
        clock: Callable[[], float] = time.monotonic,
        idle_s: float = SESSION_IDLE_S,
        most: int = MOST_SESSIONS,
    ) -> None:
        self._clock = clock
        self._idle_s = idle_s
        self._most = most
        self._by_token: OrderedDict[str, Session] = OrderedDict()
        self._lock = threading.Lock()

    def find(self, token: str | None) -> Session | None:
        """The live session of this token, or None when there is none or it has run out."""
        now_s = self._clock()
        with self._lock:
            session = self._by_token.get(token) if token else None
            if session is None:
                return None
            if now_s - session.seen_s > self._idle_s:
                del self._by_token[session.token]
                return None
            session.seen_s = now_s
            self._by_token.move_to_end(session.token)
            return session

    def open(self) -> Session:
        """A new session with a token nobody can guess."""
        now_s = self._clock()
        session = Session(token=secrets.token_urlsafe(32), seen_s=now_s)
        with self._lock:
            while self._by_token:
                oldest = next(iter(self._by_token.values()))
                if len(self._by_token) < self._most and now_s - oldest.seen_s <= self._idle_s:
                    break
                self._by_token.popitem(last=False)
            self._by_token[session.token] = session
        return session

    def __len__(self) -> int:
        """How many sessions are held, run out or not."""
        with self._lock:
            return len(self._by_token)
