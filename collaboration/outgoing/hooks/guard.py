"""Where the portal may be made to connect: only to addresses of the public network, or to those the operator lists.

What counts is the address of the very connection, looked at as it is opened: a name that leads elsewhere the second
time, a number written in another base or an address inside another one gains nothing.
"""

import ipaddress
import socket
from functools import lru_cache

from django.conf import settings

Address = ipaddress.IPv4Address | ipaddress.IPv6Address
Network = ipaddress.IPv4Network | ipaddress.IPv6Network
NOT_FOR_US = (ipaddress.IPv6Network("fec0::/10"),)  # site-local, which nobody retired everywhere
NAT64 = (ipaddress.IPv6Network("64:ff9b::/96"), ipaddress.IPv6Network("64:ff9b:1::/48"))
COMPATIBLE = ipaddress.IPv6Network("::/96")


class NotPublic(OSError):
    """The address lies in a network that webhooks have no business in."""


def socket_for(info: tuple[int, int, int, str, tuple]) -> socket.socket:
    """A socket for this address, if it may be connected to. Raises ``NotPublic``."""
    family, kind, protocol, _name, address = info
    if not may_connect(address[0]):
        raise NotPublic(f"{address[0]} is no public address")
    return socket.socket(family=family, type=kind, proto=protocol)


def may_connect(text: str) -> bool:
    """Whether this IP address is public, or listed by the operator."""
    address = ipaddress.ip_address(text.partition("%")[0])
    if any(address.version == network.version and address in network for network in _listed(settings.WEBHOOK_NETWORKS)):
        return True
    return all(_is_public(one) for one in _all_forms(address))


def _is_public(one: Address) -> bool:
    if one.version == 6 and any(one in network for network in NOT_FOR_US):
        return False
    return one.is_global and not one.is_multicast and not one.is_reserved


def literal(host: str) -> str:
    """The address that a host name written as a number means, in whatever base; empty for a name."""
    text = host.strip("[]").partition("%")[0]
    try:
        return str(ipaddress.ip_address(text))
    except ValueError:
        pass
    try:
        return socket.inet_ntoa(socket.inet_aton(text))
    except (OSError, UnicodeError):
        return ""


def _all_forms(address: Address) -> list[Address]:
    """The address, and those that are written inside it."""
    if isinstance(address, ipaddress.IPv4Address):
        return [address]
    inner = [address.ipv4_mapped, address.sixtofour, *(address.teredo or ())]
    if any(address in network for network in (*NAT64, COMPATIBLE)):
        inner.append(ipaddress.IPv4Address(int(address) & 0xFFFFFFFF))
    found: list[Address] = [one for one in inner if one is not None]
    if address.ipv4_mapped is None:
        found.append(address)
    return found


@lru_cache
def _listed(networks: tuple[str, ...]) -> tuple[Network, ...]:
    return tuple(ipaddress.ip_network(network, strict=False) for network in networks)
