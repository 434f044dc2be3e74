"""From which network somebody comes, as counters see it."""

from ipaddress import IPv6Address, ip_address


def network_of(address: str) -> str:
    """Return the name of a network: one IPv4 address, or the /64 that one IPv6 line owns."""
    try:
        found = ip_address(address)
    except ValueError:
        return address
    if isinstance(found, IPv6Address):
        mapped = found.ipv4_mapped
        return str(mapped) if mapped is not None else f"{int(found) >> 64:x}/64"
    return str(found)
