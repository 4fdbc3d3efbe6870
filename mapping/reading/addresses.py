"""Connections to public addresses only: what a name resolves to is checked, and that very address is used.

A check of the name alone could be answered differently the second time (DNS rebinding).
"""

import http.client
import ipaddress
import socket
import ssl
from ipaddress import IPv4Address, IPv6Address, IPv6Network

from communique.errors import InputError

_TRANSLATED = IPv6Network("64:ff9b::/96")  # RFC 6052


class _Guarded(http.client.HTTPConnection):
    """HTTP to an address that may be asked."""

    def __init__(self, host: str, port: int, timeout: float, private: bool) -> None:
        super().__init__(host, port, timeout=timeout)
        self._private = private

    def connect(self) -> None:
        """Open the socket."""
        self.sock = _opened(self.host, self.port, float(self.timeout or 0), self._private)


class _GuardedSecure(_Guarded):
    """HTTPS to an address that may be asked; the certificate must be that of the name."""

    def connect(self) -> None:
        """Open the socket, and the channel in it."""
        super().connect()
        context = ssl.create_default_context()
        self.sock = context.wrap_socket(self.sock, server_hostname=self.host)


def connection(
    host: str, port: int | None, secure: bool, timeout: float, private: bool
) -> http.client.HTTPConnection:
    """A connection that is not yet open; opening it raises InputError for addresses that are not asked."""
    kind = _GuardedSecure if secure else _Guarded
    return kind(host, port or (443 if secure else 80), timeout, private)


def _opened(host: str, port: int, timeout: float, private: bool) -> socket.socket:
    allowed = [address for address in _resolved(host, port) if private or _is_public(address)]
    if not allowed:
        raise InputError(
            f"{host} is a private or loopback address", "If it may be asked, allow it with --allow-private."
        )
    return socket.create_connection((allowed[0], port), timeout)


def _resolved(host: str, port: int) -> list[str]:
    found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    return list(dict.fromkeys(str(address[0]) for *_, address in found))


def _is_public(address: str) -> bool:
    """Whether the address is of the public internet (IANA special-purpose registries), however written."""
    found = ipaddress.ip_address(address.partition("%")[0])
    if isinstance(found, IPv6Address):
        found = _within(found) or found
    return found.is_global and not found.is_multicast


def _within(address: IPv6Address) -> IPv4Address | None:
    """The address of version 4 that one of version 6 stands for, in any of the ways there are."""
    if address in _TRANSLATED:
        return IPv4Address(int(address) & 0xFFFFFFFF)
    return address.ipv4_mapped or address.sixtofour or (address.teredo[1] if address.teredo else None)
