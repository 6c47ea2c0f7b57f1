"""Makes the ICE servers of a welcome, with TURN credentials that are good for one person and some hours. It keeps nothing.

The scheme is coturn's `use-auth-secret`: the user name is `<expiry>:<id>`, the password its HMAC-SHA1. coturn counts quotas
by what follows the colon, so the id must be the same each time the same person asks.
"""

from __future__ import annotations

import base64
import hashlib
import hmac
from dataclasses import dataclass

from coshop.protocol.views import IceServer

CREDENTIAL_LIFETIME_S = 6 * 3600


@dataclass(frozen=True, slots=True, kw_only=True)
class TurnServer:
    """One TURN service (`turn:` and `turns:` addresses) and the secret it shares with us."""

    urls: tuple[str, ...]
    secret: str

    def credentials(self, person_id: str, now_s: int) -> IceServer:
        """What `person_id` may relay with until `now_s` + 6 h."""
        username = f"{now_s + CREDENTIAL_LIFETIME_S}:{person_id}"
        mac = hmac.new(self.secret.encode(), username.encode(), hashlib.sha1).digest()
        return IceServer(urls=self.urls, username=username, credential=base64.b64encode(mac).decode())
