"""Which IP addresses are whose: anybody's on the internet, those of one's own network, or nobody's to be sent to.

What is listed here is from IANA's registries of special-purpose addresses. ``ipaddress``'s own ``is_global`` has said
otherwise from one version of Python to the next, and takes the forms that hold an IPv4 address for public.
"""

from __future__ import annotations

from collections.abc import Iterable
from enum import Enum
from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network, ip_network

Address = IPv4Address | IPv6Address


class Reach(Enum):
    """Whose an address is."""

    PUBLIC = "public"
    OWN = "own"
    """This machine's, or of a network that the internet does not lead to: loopback, private, shared (CGNAT)."""
    NEVER = "never"
    """Link-local, multicast, reserved, unspecified, for documentation, or where a cloud tells of a machine."""


def _networks(*written: str) -> tuple[IPv4Network | IPv6Network, ...]:
    return tuple(ip_network(one) for one in written)


_METADATA = _networks("100.100.100.200", "168.63.129.16", "fd00:ec2::/32", "fd20:ce::/32")
"""Where clouds tell a machine of itself, with its passwords, beside the link-local 169.254.169.254."""
_OWN = _networks("127.0.0.0/8", "10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16", "100.64.0.0/10", "::1", "fc00::/7")
_NEVER_4 = _networks(
    "0.0.0.0/8",  # "this network": connects to this machine on Linux
    "169.254.0.0/16",
    "192.0.0.0/24",
    "192.0.2.0/24",
    "192.88.99.0/24",
    "198.18.0.0/15",
    "198.51.100.0/24",
    "203.0.113.0/24",
    "224.0.0.0/4",
    "240.0.0.0/4",
)
_GLOBAL_UNICAST = IPv6Network("2000::/3")
"""All that has been given out of IPv6; what is not in here is special, or nobody's yet."""
_NEVER_6 = _networks("2001::/23", "2001:db8::/32", "3fff::/20")
_NAT64, _6TO4 = IPv6Network("64:ff9b::/96"), IPv6Network("2002::/16")
_ISATAP = (0x00005EFE, 0x02005EFE)
"""The middle of an address of a tunnel that leads to the IPv4 address at its end (RFC 5214)."""


def reach_of(address: Address) -> Reach:
    """Whose an address is; of one that holds an IPv4 address, which it leads to, whose that is."""
    if isinstance(address, IPv6Address):
        if address.ipv4_mapped is not None:  # the same address, written for IPv6
            return reach_of(address.ipv4_mapped)
        held = _held(address)
        if held is not None and reach_of(held) is not Reach.PUBLIC:
            return Reach.NEVER  # a translator must not lead there, and if it does it is not asked to
        if address in _NAT64:
            return Reach.PUBLIC
    if _is_in(address, _METADATA):
        return Reach.NEVER
    if _is_in(address, _OWN):
        return Reach.OWN
    if isinstance(address, IPv4Address):
        return Reach.NEVER if _is_in(address, _NEVER_4) else Reach.PUBLIC
    return Reach.PUBLIC if address in _GLOBAL_UNICAST and not _is_in(address, _NEVER_6) else Reach.NEVER


def _held(address: IPv6Address) -> IPv4Address | None:
    """The IPv4 address that an IPv6 address leads to by translation or tunnel, where its form tells."""
    if address in _6TO4:
        return address.sixtofour
    if address in _NAT64 or int(address) >> 32 & 0xFFFFFFFF in _ISATAP:
        return IPv4Address(int(address) & 0xFFFFFFFF)
    return None


def _is_in(address: Address, networks: Iterable[IPv4Network | IPv6Network]) -> bool:
    return any(address in network for network in networks)
