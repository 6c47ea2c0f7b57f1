"""What the two sides of a call say to each other through the server without it being journalled."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field, StringConstraints

from coshop.protocol import limits
from coshop.protocol.fields import Id, OptionalStoreKey, StoreKey, Word

Sdp = Annotated[str, StringConstraints(min_length=1, max_length=limits.SDP_MAX_CHARS)]


class Offer(Word):
    """Shopper -> associate: a new connection, or (`restart`) new ICE credentials for the one named."""

    type: Literal["offer"] = "offer"
    connection_id: Id
    sdp: Sdp
    restart: bool = False


class Answer(Word):
    """Associate -> shopper: the answer to the offer of `connection_id`."""

    type: Literal["answer"] = "answer"
    connection_id: Id
    sdp: Sdp


class Candidate(Word):
    """One ICE candidate, as `RTCIceCandidate.toJSON` names its fields. An empty `candidate` ends them."""

    candidate: Annotated[str, StringConstraints(max_length=limits.CANDIDATE_MAX_CHARS)]
    sdp_mid: Annotated[str, StringConstraints(max_length=limits.SDP_MID_MAX_CHARS)] = ""
    sdp_m_line_index: Annotated[int, Field(ge=0, le=limits.SDP_M_LINE_INDEX_MAX)] = 0


class Candidates(Word):
    """Either way: a batch of candidates of one connection."""

    type: Literal["candidates"] = "candidates"
    connection_id: Id
    candidates: Annotated[tuple[Candidate, ...], Field(min_length=1, max_length=limits.CANDIDATES_MAX)]


class Negotiate(Word):
    """Associate -> shopper: please offer anew (my page was reloaded, or the path broke). `restart` keeps the connection."""

    type: Literal["negotiate"] = "negotiate"
    restart: bool = False


class Typing(Word):
    """Either way: I am writing. Forgotten by the receiver after 4 s."""

    type: Literal["typing"] = "typing"


class ProductHint(Word):
    """Associate -> shopper: this product may be shown next; fetch its card and picture."""

    type: Literal["product_hint"] = "product_hint"
    product_id: StoreKey
    variant_id: OptionalStoreKey = ""


SignalBody = Annotated[
    Offer | Answer | Candidates | Negotiate | Typing | ProductHint, Field(discriminator="type")
]
