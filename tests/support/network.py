"""Keeps the test process on this machine: a connection to anywhere else is an error."""

import ipaddress
from typing import Any


class LeftThisMachineError(AssertionError):
    """A test tried to reach an address that is not loopback."""


def stay_on_this_machine(event: str, arguments: tuple[Any, ...]) -> None:
    """An audit hook that refuses to connect or send to any address but loopback.

    Raises:
        LeftThisMachineError: the address is another machine's, or a name still to be resolved.
    """
    if event not in {"socket.connect", "socket.sendto"}:
        return
    address = arguments[1]
    if not isinstance(address, tuple) or address[0] in {"localhost", ""}:
        return  # a Unix socket, or this machine by name
    try:
        inside = ipaddress.ip_address(str(address[0]).partition("%")[0]).is_loopback
    except ValueError:
        inside = False
    if not inside:
        raise LeftThisMachineError(f"a test tried to connect to {address[0]}")
