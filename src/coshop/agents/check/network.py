"""What the connection carried, from counters read once in a while. It reads no counters itself and judges nothing."""

from __future__ import annotations

from dataclasses import dataclass
from statistics import median

SETTLE_S = 2.0
"""The first seconds of a connection find their rate and are left out."""


@dataclass(frozen=True)
class NetworkSample:
    """Counters of a connection at one time; all count up from its beginning. None: not known yet."""

    at_s: float
    bytes_in: int = 0
    packets_in: int = 0
    lost_in: int = 0
    jitter_in_s: float | None = None
    bytes_out: int = 0
    packets_out: int = 0
    lost_out: int | None = None
    """Packets sent that the other side says it missed."""
    jitter_out_s: float | None = None
    round_trip_s: float | None = None


@dataclass(frozen=True)
class NetworkMeasure:
    """Up is from the person to the server, down is back. Loss from 0 to 1; None where nothing told."""

    seconds: float
    up_kbps: float
    up_loss: float
    up_jitter_s: float | None
    down_kbps: float
    down_loss: float | None
    down_jitter_s: float | None
    round_trip_s: float | None


def measure_network(samples: list[NetworkSample]) -> NetworkMeasure | None:
    """What lies between the first sample after the beginning and the last; None where that is less than half a second."""
    if not samples:
        return None
    settled = [s for s in samples if s.at_s - samples[0].at_s >= SETTLE_S]
    # A connection shorter than the settling is measured as it is.
    kept = settled if len(settled) > 1 else samples
    first, last = kept[0], kept[-1]
    seconds = last.at_s - first.at_s
    if seconds < 0.5:
        return None
    lost_out = None
    if last.lost_out is not None:
        lost_out = _share(last.lost_out - (first.lost_out or 0), last.packets_out - first.packets_out)
    lost_in = last.lost_in - first.lost_in
    return NetworkMeasure(
        seconds=seconds,
        up_kbps=(last.bytes_in - first.bytes_in) * 8 / 1000 / seconds,
        up_loss=_share(lost_in, last.packets_in - first.packets_in + lost_in),
        up_jitter_s=_typical([s.jitter_in_s for s in kept]),
        down_kbps=(last.bytes_out - first.bytes_out) * 8 / 1000 / seconds * (1 - (lost_out or 0.0)),
        down_loss=lost_out,
        down_jitter_s=_typical([s.jitter_out_s for s in kept]),
        round_trip_s=_typical([s.round_trip_s for s in kept]),
    )


def _share(lost: int, expected: int) -> float:
    return min(1.0, max(0.0, lost / expected)) if expected > 0 else 0.0


def _typical(values: list[float | None]) -> float | None:
    known = [value for value in values if value is not None]
    return median(known) if known else None
