"""Where a page leads, and where a request comes from."""

from __future__ import annotations

import functools
import ipaddress
import uuid

from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse

_ANY = uuid.UUID(int=0)


def to(name: str, row_id: uuid.UUID) -> str:
    """The address of one row's page. Each name is resolved once: a list asks for it on every line."""
    return _pattern(name).replace(str(_ANY), str(row_id))


@functools.cache
def _pattern(name: str) -> str:
    return reverse(name, args=[_ANY])


def address_of(request: HttpRequest) -> str:
    """Where a request comes from, as the network it stands for: one IPv4 address, or an IPv6 /64.

    A forwarded address is believed only from our own proxy, and only the one the proxy itself added.
    """
    address = request.META.get("REMOTE_ADDR", "")
    if settings.SECURE_PROXY_SSL_HEADER is not None:
        address = request.META.get("HTTP_X_FORWARDED_FOR", address).rpartition(",")[2].strip()
    try:
        known = ipaddress.ip_address(address)
    except ValueError:
        return "unknown"
    return str(known if known.version == 4 else ipaddress.ip_network((known, 64), strict=False))
