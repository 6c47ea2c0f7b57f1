"""What servers tell each other over the bus: something moved, come and look; and signals that must cross. No truth here.

Whatever the bus loses, the journal repairs: a wake carries no state but the ids to look up.
"""

from __future__ import annotations

import msgspec

TOPIC = "coshop.live"


class CallMoved(msgspec.Struct, tag="call", frozen=True, array_like=True):
    """A call has new events up to `seq`. `people` are those concerned; `ties` the associates whose presence changed."""

    server: str
    call_id: str
    seq: int
    store_id: str
    people: tuple[str, ...]
    ties: tuple[str, ...]
    line: bool


class PresenceMoved(msgspec.Struct, tag="presence", frozen=True, array_like=True):
    """An associate went available or away, came or left. `left_call` is a call they need not wrap up any more."""

    server: str
    store_id: str
    associate_id: str
    left_call: str = ""


class Fence(msgspec.Struct, tag="fence", frozen=True, array_like=True):
    """A client has a newer socket, of number `connection_no`: close the older one."""

    server: str
    person_id: str
    client_id: str
    connection_no: int


class Revoke(msgspec.Struct, tag="revoke", frozen=True, array_like=True):
    """Close every socket of this person."""

    server: str
    person_id: str


class SignalAcross(msgspec.Struct, tag="signal", frozen=True, array_like=True):
    """A signal or note for a client that is attached elsewhere; for a worker `client_id` is empty."""

    server: str
    person_id: str
    client_id: str
    frame: bytes


class JobMoved(msgspec.Struct, tag="job", frozen=True, array_like=True):
    """A job was made, taken, given back or ended. `person_id` and `client_id` are whom it is for, if anybody."""

    server: str
    job_id: str
    state: str
    worker_id: str
    person_id: str
    client_id: str


class Beat(msgspec.Struct, tag="beat", frozen=True, array_like=True):
    """This server lives, whatever its clock says; or (`leaving`) it stops."""

    server: str
    leaving: bool = False


Wake = Beat | CallMoved | PresenceMoved | Fence | Revoke | SignalAcross | JobMoved

_encoder = msgspec.msgpack.Encoder()
_decoder: msgspec.msgpack.Decoder[Wake] = msgspec.msgpack.Decoder(Wake)


def encode_wake(wake: Wake) -> bytes:
    """The bus's bytes of a wake."""
    return _encoder.encode(wake)


def decode_wake(data: bytes) -> Wake | None:
    """A wake; None for bytes of another version or of somebody else."""
    try:
        return _decoder.decode(data)
    except (msgspec.MsgspecError, ValueError):
        return None
