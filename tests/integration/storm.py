"""Ten thousand hostile packets for whoever takes a person's picture and sound: RTP, RTCP, SCTP, STUN, DTLS, mutated with a seed."""

from __future__ import annotations

import asyncio
import contextlib
import gc
import random
import socket
import warnings
from collections import Counter
from typing import Any

from aiortc.rtcsctptransport import CHUNK_TYPES, AbortChunk
from google_crc32c import value as crc32c

PACKETS = 10_000


async def storm(pc: Any, chance: random.Random) -> None:
    """Through a person's own encrypted path (so that they arrive), and beside it from a stranger's socket. So many must go out."""
    sent: Counter[int] = Counter()
    dtls = pc.getTransceivers()[0].sender.transport
    (pair,) = {id(p): p for p in dtls.transport._connection._nominated.values()}.values()
    remote = (pair.remote_candidate.host, pair.remote_candidate.port)
    codecs = [codec.payloadType for t in pc.getTransceivers() for codec in t._codecs]
    stranger = socket.socket(socket.AF_INET6 if ":" in remote[0] else socket.AF_INET, socket.SOCK_DGRAM)
    ssrcs = [t.sender._ssrc for t in pc.getTransceivers()]
    with contextlib.closing(stranger):
        for number in range(PACKETS):
            noise = chance.randbytes(chance.choice((0, 1, 3, 12, 40, 200, 1100)))
            match number % 5:
                case (
                    0
                ):  # RTP of a known payload type, some of it of a known source, with anything as its payload
                    head = bytes((0x80 | chance.choice((0, 0x10, 0x20, 0x0F)), chance.choice(codecs) | 0x80))
                    # A source of its own each time: our own end lets out no number of a known one that it has passed.
                    source = chance.choice(ssrcs) if chance.random() < 0.04 else chance.getrandbits(32)
                    fits = head[0] in (0x80, 0xA0) or len(noise) >= 200
                    head = (
                        head if fits else b"\x80" + head[1:]
                    )  # what our own end could not seal would not arrive
                    head += chance.randbytes(2) + chance.randbytes(4) + source.to_bytes(4, "big")
                    if head[0] == 0x90:
                        words = chance.randrange(40)
                        head += chance.choice((b"\xbe\xde", b"\x10\x00", chance.randbytes(2)))
                        head += words.to_bytes(2, "big")
                    sent[0] += await _sent(dtls._send_rtp, head + noise)
                case 1:  # RTCP of every type and length
                    kind = chance.choice((200, 201, 202, 203, 205, 206, 192, 255))
                    length = chance.choice((len(noise) // 4, 0, 1, 0xFFFF))
                    head = bytes((0x80 | chance.randrange(32), kind)) + length.to_bytes(2, "big")
                    sent[1] += await _sent(dtls._send_rtp, head + chance.randbytes(8) + noise)
                case (
                    2
                ):  # SCTP of every kind of chunk, some of it with the checksum and the tag of the association
                    sent[2] += await _sent(dtls._send_data, _sctp(pc.sctp, chance, noise))
                case 3:  # STUN: the cookie is right, the rest is not
                    method = chance.choice((b"\x00\x01", b"\x01\x01", b"\x01\x11", b"\x00\x11"))
                    told = chance.choice((len(noise), 0, 0xFFFF)).to_bytes(2, "big")
                    stun = method + told + b"\x21\x12\xa4\x42" + chance.randbytes(12) + noise
                    sent[3] += stranger.sendto(stun, remote) > 0
                case _:  # DTLS and whatever
                    first = chance.choice((20, 21, 22, 23, 128, 0, 255))
                    sent[4] += stranger.sendto(bytes((first,)) + noise, remote) > 0
            if number % 100 == 0:
                await asyncio.sleep(0.02)
    # Where both cores are full the path may end before the storm does; what has gone out by then must be enough all the same.
    # A connection that the storm has torn may leave sockets to the collector: here, and not in the middle of another test.
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", ResourceWarning)
        gc.collect()
    assert all(sent[kind] >= 0.2 * PACKETS / 5 for kind in range(5)), sent


def _sctp(sctp: Any, chance: random.Random, noise: bytes) -> bytes:
    if chance.random() < 0.3:
        return b"\x13\x88\x13\x88" + chance.randbytes(8) + noise
    kinds = [*CHUNK_TYPES, 64, 255]
    kinds.remove(AbortChunk.type)  # a right one ends the association, as it should
    length = chance.choice((len(noise) + 4, len(noise) + 4, 0, 4, 0xFFFF))
    chunk = bytes((chance.choice(kinds), chance.randrange(256))) + length.to_bytes(2, "big") + noise
    chunk += bytes(-len(chunk) % 4)
    tag = chance.choice((sctp._remote_verification_tag, sctp._remote_verification_tag, 0))
    head = b"\x13\x88\x13\x88" + tag.to_bytes(4, "big")
    checksum: int = crc32c(head + bytes(4) + chunk)
    return head + checksum.to_bytes(4, "little") + chunk


async def _sent(send: Any, data: bytes) -> bool:
    try:
        await send(data)
    except Exception:  # our own end does not let it out, for whichever reason: not sent, and counted so
        return False
    return True
