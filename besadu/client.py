"""Who is asking: the one place that turns a request into the key of a rate limit."""

from ipaddress import IPv4Address, IPv6Address, ip_address, ip_network

from django.conf import settings


def client_address(request) -> str:
    """Return the address that limits count by: an IPv4 address or an IPv6 /64 network."""
    return address(
        request.META.get("REMOTE_ADDR", ""), request.headers.get("X-Forwarded-For", ""), settings.TRUSTED_PROXY_HOPS
    )


def address(peer: str, forwarded_for: str, hops: int) -> str:
    """Return the client behind `hops` trusted proxies, given the peer and the X-Forwarded-For header.

    Each trusted proxy appends the address it saw on the right, so the client stands `hops` places from the right;
    everything further left was written by the client. A header that is too short or names no address falls back to
    the peer: everybody behind a misconfigured proxy then shares one limit, nobody escapes it.
    IPv6 counts by /64, because one household holds 2**64 addresses; a port and an IPv4-in-IPv6 form are stripped.
    """
    named = forwarded_for.split(",") if forwarded_for else []
    found = _parse(named[-hops]) if 0 < hops <= len(named) else None
    found = found or _parse(peer)
    if found is None:
        return "unknown"  # a unix socket has no address
    if found.version == 6:
        return str(ip_network((found, 64), strict=False))
    return str(found)


def _parse(text: str) -> IPv4Address | IPv6Address | None:
    text = text.strip().strip('"')
    if text.startswith("["):
        text = text[1:].partition("]")[0]
    elif text.count(":") == 1:
        text = text.partition(":")[0]
    try:
        found = ip_address(text.partition("%")[0])
    except ValueError:
        return None
    return getattr(found, "ipv4_mapped", None) or found
