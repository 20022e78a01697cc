"""Decides which socket addresses a host may be reached at (threats T1–T3).

Every answer of the resolver is checked, one bad answer refuses them all, and the caller connects
to exactly the addresses returned, so a name that resolves anew for the connection gains nothing.
"""

import ipaddress
import socket
from collections.abc import Callable, Sequence
from typing import NamedTuple

from egress.addresses import forbidden
from egress.targets import Address, Target, literal, read_host, read_target
from schemas.errors import EgressDeniedError, WrongUseError
from schemas.harvest import EgressPolicy

# More answers than this are no site's; each would have to be checked and might be tried.
MAX_ANSWERS = 64
# RFC 6761: these never mean the public internet, whatever a resolver answers.
_LOCAL_NAMES = ("localhost", "localdomain", "local", "internal", "lan", "home.arpa", "onion")

Resolver = Callable[[str, int], Sequence[str]]
"""Host name and port in, addresses as text out. Raises OSError where there is none."""


class Endpoint(NamedTuple):
    """A checked socket address: family (``AF_INET`` or ``AF_INET6``), address, port."""

    family: socket.AddressFamily
    address: str
    port: int


def system_resolver(host: str, port: int) -> Sequence[str]:
    """Ask the machine's resolver. Raises OSError."""
    answers = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM, proto=socket.IPPROTO_TCP)
    return list(dict.fromkeys(str(answer[4][0]) for answer in answers))


class Guard:
    """One policy, ready to answer. Raises WrongUseError for a policy that cannot be read."""

    def __init__(self, policy: EgressPolicy, resolver: Resolver = system_resolver) -> None:
        self._resolver = resolver
        self._names: set[str] = set()
        self._networks: list[ipaddress.IPv4Network | ipaddress.IPv6Network] = []
        for entry in policy.allow:
            self._allow(entry)
        self._hosts = {
            read_host(name): _mapped(name, value) for name, value in policy.hosts.items()
        }

    def check_url(self, url: str) -> Target:
        """Return where *url* leads; refuse bad grammar, and addresses spelt out, unresolved."""
        target = read_target(url)
        address = literal(target.host)
        if address is not None:
            self._check(target.host, address)
        elif target.host not in self._hosts:
            self._check_name(target.host)
        return target

    def resolve(self, host: str, port: int) -> tuple[Endpoint, ...]:
        """Return the checked endpoints of *host*, in the resolver's order.

        Raises EgressDeniedError when one answer is not allowed, OSError when there is none.
        """
        name = read_host(host)
        if name in self._hosts:
            address, mapped_port = self._hosts[name]
            self._check(name, address, name_counts=False)
            return (_endpoint(address, mapped_port or port),)
        own = literal(name)
        if own is not None:
            self._check(name, own)
            return (_endpoint(own, port),)
        self._check_name(name)
        return self._resolved(name, port)

    def _resolved(self, name: str, port: int) -> tuple[Endpoint, ...]:
        answers = list(self._resolver(name, port))
        if not answers:
            raise OSError(f"no address is known for {name}")
        if len(answers) > MAX_ANSWERS:
            raise _denied(name, "answers", f"{name} has {len(answers)} addresses")
        addresses = []
        for answer in answers:
            address = literal(answer)
            if address is None:
                raise _denied(name, "answers", f"{name} resolves to {answer[:80]!r}, no address")
            self._check(name, address)
            addresses.append(address)
        return tuple(_endpoint(address, port) for address in addresses)

    def _allow(self, entry: str) -> None:
        try:
            self._networks.append(ipaddress.ip_network(entry.strip("[] "), strict=False))
        except ValueError:
            try:
                self._names.add(read_host(entry))
            except EgressDeniedError as error:
                raise WrongUseError(
                    f"{entry!r} is no host name, address or network",
                    where="egress.allow",
                    remedy="Write such as intranet.example, 192.168.1.5 or 127.0.0.0/8",
                ) from error

    def _check_name(self, name: str) -> None:
        if name in self._names:
            return
        for ending in _LOCAL_NAMES:
            if name == ending or name.endswith(f".{ending}"):
                raise _denied(name, "local-name", f"{name} is a name of this machine or network")

    def _check(self, name: str, address: Address, *, name_counts: bool = True) -> None:
        rule = forbidden(address)
        if rule is None or (name_counts and name in self._names):
            return
        if any(address in network for network in self._networks):
            return
        shown = name if name == str(address) else f"{name} ({address})"
        raise _denied(name, rule, f"{shown} is not on the public internet: {rule}", str(address))


def _endpoint(address: Address, port: int) -> Endpoint:
    family = socket.AF_INET if address.version == 4 else socket.AF_INET6
    return Endpoint(family, str(address), port)


def _mapped(name: str, value: str) -> tuple[Address, int | None]:
    """Read ``address``, ``address:port`` or ``[address]:port`` of ``egress.hosts``."""
    text, port = value.strip(), None
    if literal(text.strip("[]")) is None:
        text, _, digits = text.rpartition(":")
        port = int(digits) if digits.isascii() and digits.isdigit() else -1
    address = literal(text.strip("[]"))
    if address is None or (port is not None and not 0 < port < 65536):
        raise WrongUseError(
            f"{value!r} is no address for {name}",
            where="egress.hosts",
            remedy="Write such as 127.0.0.1 or 127.0.0.1:8080",
        )
    return address, port


def _denied(name: str, rule: str, what: str, address: str = "") -> EgressDeniedError:
    wanted = f"{name} or {address}" if address and address != name else name
    return EgressDeniedError(
        what,
        host=name,
        rule=rule,
        remedy=f"If it is meant, add {wanted} to egress.allow in zhibi.yaml",
    )
