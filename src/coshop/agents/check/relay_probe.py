"""Whether a path through the relay opens: answers an offer of a data channel alone whose maker allows itself nothing but the relay."""

from __future__ import annotations

import re
from collections.abc import Sequence

from coshop.peer.media import MediaConnection
from coshop.protocol.signals import Offer
from coshop.protocol.views import IceServer


class RelayProbe:
    """At most one connection at a time; it carries nothing."""

    def __init__(self, ice_servers: Sequence[IceServer]) -> None:
        self._ice_servers = tuple(ice_servers)
        self.connection: MediaConnection | None = None
        self.works = False

    async def answer(self, offer: Offer) -> str:
        """The SDP of the answer. Raises ValueError for an offer that is none, or that names candidates other than a relay's."""
        if "m=application" not in offer.sdp:
            raise ValueError("nothing is offered")
        if re.search(r"^a=candidate:.* typ (?!relay\b)", offer.sdp, re.MULTILINE):
            raise ValueError("only a relay's candidates prove a relay")
        await self.close()
        connection = self.connection = MediaConnection(
            offer.connection_id,
            ice_servers=self._ice_servers,
            mode="text",
            on_message=lambda _: None,
            on_change=self._look,
        )
        try:
            return await connection.answer(offer.sdp)
        except Exception as broken:
            # aiortc trips over a bad description in many ways, from KeyError to AssertionError.
            raise ValueError(f"no offer: {broken!r}") from broken

    def _look(self) -> None:
        if self.connection is not None and self.connection.channel_open and self.connection.relayed:
            self.works = True

    async def close(self) -> None:
        """Close it."""
        if self.connection is not None:
            await self.connection.close()
