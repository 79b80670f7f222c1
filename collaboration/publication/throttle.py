"""How often one visitor may ask for something: counted in the database, over all hosts and processes."""

import hashlib
import hmac
import ipaddress
import time

from django.conf import settings
from django.db import connection
from django.http import HttpRequest

PER_MINUTE = 60
NETWORK_BITS = 64  # one household or office has that much of IPv6


def wait_needed(request: HttpRequest, *, purpose: str = "", most: int | None = None) -> int:
    """Count this try; the seconds to wait where the visitor has used up this minute, else 0.

    Every purpose is counted apart, and may have a limit of its own.
    """
    with connection.cursor() as cursor:
        cursor.execute("SELECT count_attempt(%s)", [_visitor(request, purpose)])
        count = cursor.fetchone()[0]
    allowed = PER_MINUTE if most is None else most
    return 60 - int(time.time()) % 60 if count > allowed else 0


def _visitor(request: HttpRequest, purpose: str) -> str:
    """A keyed digest of the network address: enough to count, useless to whoever reads the table."""
    message = purpose + _network(request)
    return hmac.new(settings.SECRET_KEY.encode(), message.encode(), hashlib.sha256).hexdigest()


def _network(request: HttpRequest) -> str:
    address = request.META.get("REMOTE_ADDR", "")
    proxies = getattr(settings, "ALLAUTH_TRUSTED_PROXY_COUNT", 0)
    forwarded = [part.strip() for part in request.META.get("HTTP_X_FORWARDED_FOR", "").split(",") if part.strip()]
    if proxies and len(forwarded) >= proxies:
        address = forwarded[-proxies]
    try:
        known = ipaddress.ip_address(address)
    except ValueError:
        return address
    if isinstance(known, ipaddress.IPv6Address) and known.ipv4_mapped:
        known = known.ipv4_mapped  # a server that listens on both sees every IPv4 visitor so
    return str(ipaddress.ip_network((known, NETWORK_BITS), strict=False)) if known.version == 6 else str(known)
