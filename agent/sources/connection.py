"""Connections to the public internet and to nothing else.

A name is resolved once, when a connection is made, and the connection goes to an address that was checked:
there is no second look-up that could answer otherwise. Host, server name and certificate stay the name's.
"""

from __future__ import annotations

import asyncio
import socket
import ssl
from collections.abc import Awaitable, Callable, Iterable, Sequence

import httpcore
import httpx

from .addresses import public_address
from .trouble import Unreachable, Unsafe

Resolve = Callable[[str], Awaitable[Sequence[str]]]
"""The addresses of a name, IPv4 or IPv6, in the order to try them; OSError where it has none."""
_MOST_ADDRESSES = 4
"""To try, one after the other."""
_MOST_IDLE = 64
_IDLE = 10.0
"""Seconds a connection is kept for the next request to its host."""


async def resolve(host: str) -> Sequence[str]:
    """As the system does it. The final dot keeps a search list from making another name of it."""
    found = await asyncio.get_running_loop().getaddrinfo(f"{host}.", None, type=socket.SOCK_STREAM)
    return list(dict.fromkeys(str(address[0]) for *_, address in found))


class PublicNetwork(httpcore.AsyncNetworkBackend):
    """Where httpcore gets its connections from: checks what it is asked for, then lets `network` dial."""

    def __init__(self, resolve: Resolve, network: httpcore.AsyncNetworkBackend) -> None:
        self._resolve, self._network = resolve, network

    async def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,
        local_address: str | None = None,
        socket_options: Iterable[httpcore.SOCKET_OPTION] | None = None,
    ) -> httpcore.AsyncNetworkStream:
        """A connection to one of the host's addresses, all of which must be public. Raises `Unsafe`."""
        trouble: Exception | None = None
        for address in (await self._addresses(host))[:_MOST_ADDRESSES]:
            try:
                return await self._network.connect_tcp(address, port, timeout, local_address, socket_options)
            except (httpcore.ConnectError, httpcore.ConnectTimeout) as error:
                trouble = error
        raise trouble or Unreachable(f"{host} has no address")

    async def sleep(self, seconds: float) -> None:
        """As the network does."""
        await self._network.sleep(seconds)

    async def _addresses(self, host: str) -> list[str]:
        try:
            found = await self._resolve(host)
        except (OSError, UnicodeError) as error:
            raise Unreachable(f"{host} has no address") from error
        checked = [public_address(address) for address in found]
        if None in checked:
            raise Unsafe(f"{host} resolves to an address that is not on the public internet")
        return [address for address in checked if address]


class PublicTransport(httpx.AsyncHTTPTransport):
    """httpx's transport over a `PublicNetwork`; knows no proxy, whatever the environment says."""

    def __init__(self, network: PublicNetwork, tls: ssl.SSLContext) -> None:
        super().__init__(verify=tls, trust_env=False)
        # httpx offers no way to hand a network in. Were the pool ever called otherwise, nothing would connect.
        if not isinstance(self._pool, httpcore.AsyncConnectionPool):
            raise TypeError("this httpx keeps its connections in a way leadsift does not know")
        self._pool = httpcore.AsyncConnectionPool(
            ssl_context=tls,
            network_backend=network,
            max_connections=None,
            max_keepalive_connections=_MOST_IDLE,
            keepalive_expiry=_IDLE,
        )
