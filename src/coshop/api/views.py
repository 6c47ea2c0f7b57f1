"""The words for screens made from what the directory knows. Nothing secret passes here."""

from __future__ import annotations

from coshop.identity import SignIn
from coshop.ports import Store
from coshop.protocol.views import AssociateView, SignedIn, StoreView


def store_view(store: Store) -> StoreView:
    """What screens need to know of a store."""
    return StoreView(
        public_key=store.public_key,
        name=store.name,
        language=store.language,
        currency=store.currency,
        accent=store.accent,
    )


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
