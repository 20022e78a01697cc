"""Which addresses are not on the public internet, by the name of the rule that says so.

Sources: the IANA special-purpose registries for IPv4 and IPv6 (RFC 6890 and its successors).
An IPv6 address that carries an IPv4 address inside is judged by both.
"""

import ipaddress
from collections.abc import Iterator

from egress.targets import Address

_V4 = {
    "0.0.0.0/8": "unspecified",
    "10.0.0.0/8": "private",
    "100.64.0.0/10": "carrier-nat",
    "127.0.0.0/8": "loopback",
    "169.254.0.0/16": "link-local",
    "172.16.0.0/12": "private",
    "192.0.0.0/24": "reserved",
    "192.0.2.0/24": "documentation",
    "192.31.196.0/24": "reserved",
    "192.52.193.0/24": "reserved",
    "192.88.99.0/24": "6to4-relay",
    "192.168.0.0/16": "private",
    "192.175.48.0/24": "reserved",
    "198.18.0.0/15": "benchmarking",
    "198.51.100.0/24": "documentation",
    "203.0.113.0/24": "documentation",
    "224.0.0.0/4": "multicast",
    "240.0.0.0/4": "reserved",
    # Public numbers that answer with a machine's own credentials inside some clouds.
    "168.63.129.16/32": "metadata",
}
_V6 = {
    "::/128": "unspecified",
    "::1/128": "loopback",
    "::ffff:0:0/96": "mapped-ipv4",
    "::ffff:0:0:0/96": "translated-ipv4",
    "::/96": "compatible-ipv4",
    "64:ff9b::/96": "nat64",
    "64:ff9b:1::/48": "nat64",
    "100::/64": "discard",
    "100:0:0:1::/64": "discard",
    "2001::/23": "reserved",
    "2001:db8::/32": "documentation",
    "2002::/16": "6to4",
    "3fff::/20": "documentation",
    "5f00::/16": "reserved",
    "fc00::/7": "private",
    "fe80::/10": "link-local",
    "fec0::/10": "site-local",
    "ff00::/8": "multicast",
}
_NETWORKS: tuple[tuple[ipaddress.IPv4Network | ipaddress.IPv6Network, str], ...] = tuple(
    (ipaddress.ip_network(network), rule) for table in (_V4, _V6) for network, rule in table.items()
)
# All unicast that was ever given out; the rest of IPv6 is not routed (RFC 4291, section 2.4).
_GLOBAL_V6 = ipaddress.IPv6Network("2000::/3")


def forbidden(address: Address) -> str | None:
    """Return the rule that keeps *address* off the public internet, or None where there is none."""
    for network, rule in _NETWORKS:
        if address in network:
            return rule
    if isinstance(address, ipaddress.IPv6Address):
        if address.scope_id is not None or address not in _GLOBAL_V6:
            return "reserved"
        for inner in _carried(address):
            if rule_inside := forbidden(inner):
                return rule_inside
    return None


def _carried(address: ipaddress.IPv6Address) -> Iterator[ipaddress.IPv4Address]:
    """Yield the IPv4 addresses that a global address carries where ISATAP puts them (RFC 5214)."""
    low = int(address) & 0xFFFF_FFFF_FFFF_FFFF
    if low >> 32 in {0x0000_5EFE, 0x0200_5EFE}:
        yield ipaddress.IPv4Address(low & 0xFFFF_FFFF)
