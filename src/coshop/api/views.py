"""The words for screens made from what the directory knows. Nothing secret passes here."""

from __future__ import annotations

from coshop.identity import SignIn
from coshop.live.wording import store_view
from coshop.protocol.views import AssociateView, SignedIn

__all__ = ["signed_in_view", "store_view"]


def signed_in_view(sign_in: SignIn) -> SignedIn:
    """Who is signed in, and for which store."""
    associate = sign_in.associate
    return SignedIn(
        associate=AssociateView(
            associate_id=associate.associate_id,
            name=associate.name,
            email=associate.email,
            role=associate.role,
            languages=associate.languages,
        ),
        store=store_view(sign_in.store),
    )
