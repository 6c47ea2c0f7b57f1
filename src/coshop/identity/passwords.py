"""Makes and checks password hashes (argon2id), off the event loop and two at a time. It knows no people."""

from __future__ import annotations

import asyncio
from concurrent.futures import ThreadPoolExecutor

from argon2 import PasswordHasher, Type
from argon2.exceptions import InvalidHashError, VerificationError
from argon2.profiles import RFC_9106_LOW_MEMORY

from coshop.protocol.limits import PASSWORD_MAX_CHARS

PASSWORD_MIN_CHARS = 10


class Passwords:
    """argon2id with RFC 9106's second profile: 64 MiB, 3 passes, about 60 ms.

    At most two hashes are made at once: a storm of sign-ins costs a queue, not the memory of the machine.
    """

    def __init__(self, hasher: PasswordHasher | None = None) -> None:
        self._hasher = hasher or PasswordHasher.from_parameters(RFC_9106_LOW_MEMORY)
        if self._hasher.type is not Type.ID:
            raise ValueError("Passwords are hashed with argon2id only.")
        self._pool = ThreadPoolExecutor(max_workers=2, thread_name_prefix="argon2")
        self._nobody = ""

    async def make(self, password: str) -> str:
        """The hash to store. Raises ValueError where the password is too short or too long."""
        if not PASSWORD_MIN_CHARS <= len(password) <= PASSWORD_MAX_CHARS:
            raise ValueError(f"A password has {PASSWORD_MIN_CHARS} to {PASSWORD_MAX_CHARS} characters.")
        return await self.remake(password)

    async def remake(self, password: str) -> str:
        """The hash of a password that is in use already, however long it is."""
        return await asyncio.get_running_loop().run_in_executor(self._pool, self._hasher.hash, password)

    async def fits(self, password: str, stored: str | None) -> bool:
        """Whether the password has this hash. Without one (nobody of that name) it takes the same time and is false."""
        return await asyncio.get_running_loop().run_in_executor(self._pool, self._fits, password, stored)

    def outdated(self, stored: str) -> bool:
        """Whether the hash was made with weaker parameters than today's."""
        try:
            return self._hasher.check_needs_rehash(stored)
        except InvalidHashError:
            return False

    def close(self) -> None:
        """End the threads."""
        self._pool.shutdown(wait=False, cancel_futures=True)

    def _fits(self, password: str, stored: str | None) -> bool:
        if stored is None and not self._nobody:
            self._nobody = self._hasher.hash("the password of nobody")
        try:
            self._hasher.verify(stored or self._nobody, password)
        except (VerificationError, InvalidHashError):
            return False
        return stored is not None
