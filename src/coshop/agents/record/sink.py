"""A seekable file to write into a vault: what goes back over bytes already written becomes patches. For writers of containers."""

from __future__ import annotations

from coshop.agents.record.vault import VaultWriter

BLOCK_BYTES = 512 * 1024
PATCH_MAX = 65_536


class Sink:
    """Buffers up to 512 KB; `finish` writes the rest and the end."""

    def __init__(self, vault: VaultWriter) -> None:
        self._vault = vault
        self._block = bytearray()
        self._at = vault.length

    @property
    def length(self) -> int:
        """Bytes written so far."""
        return self._vault.length + len(self._block)

    def write(self, data: bytes) -> int:
        """At the present place. Raises OSError."""
        data = bytes(data)
        over = data[: max(0, self.length - self._at)]
        if over:
            self._flush()
            for at in range(0, len(over), PATCH_MAX):
                self._vault.patch(self._at + at, over[at : at + PATCH_MAX])
        self._block += data[len(over) :]
        self._at += len(data)
        if len(self._block) >= BLOCK_BYTES:
            self._flush()
        return len(data)

    def seek(self, offset: int, whence: int = 0) -> int:
        """Not beyond the end. Raises ValueError."""
        at = offset + (0, self._at, self.length)[whence]
        if not 0 <= at <= self.length:
            raise ValueError(f"{at} is not within what was written")
        self._at = at
        return at

    def tell(self) -> int:
        """The present place."""
        return self._at

    def finish(self) -> None:
        """Nothing more comes. Raises OSError."""
        self._flush()
        self._vault.finish()

    def _flush(self) -> None:
        if self._block:
            self._vault.append(bytes(self._block))
            self._block.clear()
