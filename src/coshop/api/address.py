"""Finds the client's network address. Forwarding headers count only where a trusted proxy set them."""

from __future__ import annotations

import ipaddress
from collections.abc import Iterable

_Network = ipaddress.IPv4Network | ipaddress.IPv6Network


class Addresses:
    """`trusted` lists the proxies' addresses or networks, such as `127.0.0.1` or `10.0.0.0/8`."""

    def __init__(self, trusted: Iterable[str] = ()) -> None:
        self._trusted: tuple[_Network, ...] = tuple(
            ipaddress.ip_network(text, strict=False) for text in trusted
        )

    def client(self, peer: str, forwarded_for: str) -> str:
        """The last address of X-Forwarded-For that no trusted proxy stands for, else the peer's own."""
        if not self._trusted or not forwarded_for or not self.trusts(peer):
            return peer
        for hop in reversed(forwarded_for.split(",")):
            address = hop.strip().strip("[]")
            try:
                ipaddress.ip_address(address)
            except ValueError:
                return peer
            if not self.trusts(address):
                return address
        return peer

    def secure(self, peer: str, own: bool, forwarded_proto: str) -> bool:
        """Whether the client came by https."""
        return own or (forwarded_proto.strip().lower() == "https" and self.trusts(peer))

    def trusts(self, address: str) -> bool:
        """Whether this is one of the trusted proxies."""
        try:
            parsed = ipaddress.ip_address(address)
        except ValueError:
            return False
        return any(parsed in network for network in self._trusted if network.version == parsed.version)


def rate_key(address: str) -> str:
    """What is counted as one address: an IPv4 address, or the /64 network of an IPv6 one."""
    try:
        parsed = ipaddress.ip_address(address)
    except ValueError:
        return address
    if isinstance(parsed, ipaddress.IPv6Address):
        if parsed.ipv4_mapped is not None:
            return str(parsed.ipv4_mapped)
        return str(ipaddress.ip_network((parsed, 64), strict=False))
    return address
