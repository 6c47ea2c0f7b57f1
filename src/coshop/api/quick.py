"""Reads and rewrites a signal in one microsecond with msgspec. What it takes, the pydantic words take with the same meaning.

Anything it does not take at once (an error, a lax spelling, a duplicate of nothing) goes the ordinary way, so it needs no
words for refusals. tests/api/test_quick.py holds both against each other.
"""

from __future__ import annotations

from typing import Annotated, Literal

import msgspec
from msgspec import Meta, Struct

from coshop.protocol import limits

_Id = Annotated[
    str,
    Meta(min_length=limits.ID_MIN_CHARS, max_length=limits.ID_MAX_CHARS, pattern=r"\A[A-Za-z0-9_\-]+\Z"),
]
_OptionalId = Annotated[str, Meta(max_length=limits.ID_MAX_CHARS, pattern=r"\A([A-Za-z0-9_\-]{8,64})?\Z")]
_Sdp = Annotated[str, Meta(min_length=1, max_length=limits.SDP_MAX_CHARS)]
_StoreKey = Annotated[
    str, Meta(min_length=1, max_length=limits.STORE_ID_MAX_CHARS, pattern=r"\A[^\x00-\x1f\x7f]+\Z")
]
_OptionalStoreKey = Annotated[
    str, Meta(max_length=limits.STORE_ID_MAX_CHARS, pattern=r"\A[^\x00-\x1f\x7f]*\Z")
]


class _Word(Struct, frozen=True, forbid_unknown_fields=True, gc=False):
    pass


class _Offer(_Word, frozen=True, tag_field="type", tag="offer"):
    connection_id: _Id
    sdp: _Sdp
    restart: bool = False


class _Answer(_Word, frozen=True, tag_field="type", tag="answer"):
    connection_id: _Id
    sdp: _Sdp


class _Candidate(_Word, frozen=True):
    candidate: Annotated[str, Meta(max_length=limits.CANDIDATE_MAX_CHARS)]
    sdp_mid: Annotated[str, Meta(max_length=limits.SDP_MID_MAX_CHARS)] = ""
    sdp_m_line_index: Annotated[int, Meta(ge=0, le=limits.SDP_M_LINE_INDEX_MAX)] = 0


class _Candidates(_Word, frozen=True, tag_field="type", tag="candidates"):
    connection_id: _Id
    candidates: Annotated[tuple[_Candidate, ...], Meta(min_length=1, max_length=limits.CANDIDATES_MAX)]


class _Negotiate(_Word, frozen=True, tag_field="type", tag="negotiate"):
    restart: bool = False


class _Typing(_Word, frozen=True, tag_field="type", tag="typing"):
    pass


class _ProductHint(_Word, frozen=True, tag_field="type", tag="product_hint"):
    product_id: _StoreKey
    variant_id: _OptionalStoreKey = ""


class _Signal(_Word, frozen=True, tag_field="type", tag="signal"):
    call_id: _Id
    body: _Offer | _Answer | _Candidates | _Negotiate | _Typing | _ProductHint
    guest_id: _OptionalId = ""
    to: Literal["shopper", "associate"] | None = None


_decode = msgspec.json.Decoder(_Signal).decode
_encode = msgspec.json.Encoder().encode
_KIND = {
    _Offer: "offer",
    _Answer: "answer",
    _Candidates: "candidates",
    _Negotiate: "negotiate",
    _Typing: "typing",
    _ProductHint: "product_hint",
}
SIGNAL_HEAD = b'{"type":"signal"'


def signal(data: bytes) -> tuple[str, str, bytes, str, str] | None:
    """Call id, kind and JSON of the body, guest id and whom the guest means; or None: go the ordinary way.

    The body is made anew; nothing of the sender's text is kept.
    """
    try:
        word = _decode(data)
    except msgspec.MsgspecError:
        return None
    return word.call_id, _KIND[type(word.body)], _encode(word.body), word.guest_id, word.to or ""
