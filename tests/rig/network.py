"""Closes the network: a test reaches this machine and nothing else."""

import ipaddress
import socket
from collections.abc import Callable, Iterator
from typing import Any

import pytest


class NetworkClosedError(RuntimeError):
    """A test tried to reach another machine."""


def is_on_this_machine(host: object) -> bool:
    """Tell whether a host name or address is this machine's own."""
    if host in (None, "", "localhost", b"localhost"):
        return True
    text = host.decode() if isinstance(host, bytes) else str(host)
    try:
        return ipaddress.ip_address(text).is_loopback
    except ValueError:
        return False


def refuse_elsewhere(host: object) -> None:
    """Raise for any host but this machine."""
    if not is_on_this_machine(host):
        raise NetworkClosedError(f"the network is closed in tests; refused: {host!r}")


@pytest.fixture(scope="session", autouse=True)
def closed_network() -> Iterator[None]:
    """Refuse every connection and every name look-up that leaves this machine."""
    with pytest.MonkeyPatch.context() as patch:
        for name in ("connect", "connect_ex"):
            patch.setattr(socket.socket, name, guarded_connect(getattr(socket.socket, name)))
        for name in ("getaddrinfo", "gethostbyname", "gethostbyname_ex"):
            patch.setattr(socket, name, guarded_look_up(getattr(socket, name)))
        yield


def guarded_connect(connect: Callable[..., Any]) -> Callable[..., Any]:
    """Return a connect that looks at the address first; Unix sockets stay open."""

    def guarded(self: socket.socket, address: Any) -> Any:
        if self.family in (socket.AF_INET, socket.AF_INET6):
            refuse_elsewhere(address[0])
        return connect(self, address)

    return guarded


def guarded_look_up(look_up: Callable[..., Any]) -> Callable[..., Any]:
    """Return a look-up that looks at the name first."""

    def guarded(host: Any, *arguments: Any, **options: Any) -> Any:
        refuse_elsewhere(host)
        return look_up(host, *arguments, **options)

    return guarded
