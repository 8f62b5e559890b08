"""A transport for addresses that a provider names: they reach the public internet over TLS and nothing else.

A media URL comes from outside, and so does every redirect. The guard resolves the host itself, judges
every address that it resolves to, and connects to exactly the address that it judged, so that a second
look-up can lead nowhere else. TLS still verifies the host's name.
"""

from __future__ import annotations

import asyncio
import ipaddress
import socket
import ssl
from collections.abc import AsyncIterator, Awaitable, Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from functools import cache
from typing import Any, NoReturn

import httpcore
import httpx

from resources.errors import Refused

__all__ = ["GuardedTransport", "Resolver", "is_allowed", "resolve"]

Resolver = Callable[[str, int], Awaitable[Sequence[str]]]
"""Gives the IP addresses of a host name for a port; raises OSError where it has none."""

_NAT64 = ipaddress.IPv6Network("64:ff9b::/96")  # RFC 6052: an IPv4 address in the last 32 bits
_TUNNELS = (
    ipaddress.IPv6Network("2001::/32"),  # Teredo, RFC 4380: carries an IPv4 address
    ipaddress.IPv6Network("2002::/16"),  # 6to4, RFC 3056: carries an IPv4 address
)
_PUBLIC_BUT_INSIDE = (
    ipaddress.IPv4Network("168.63.129.16/32"),  # Azure's host agent: a public number, the local machine
    ipaddress.IPv4Network("192.0.0.0/24"),  # RFC 6890; holds Oracle's metadata service 192.0.0.192
    ipaddress.IPv4Network("192.88.99.0/24"),  # 6to4 relays, RFC 7526
)


async def resolve(host: str, port: int) -> Sequence[str]:
    """The IP addresses of a host by the system's resolver.

    Args:
        host: a name or an address in any form that the system takes.
        port: where it is wanted.

    Returns:
        Addresses in the order to try them.

    Raises:
        OSError: the name does not resolve.
    """
    found = await asyncio.get_running_loop().getaddrinfo(host, port, type=socket.SOCK_STREAM)
    return list(dict.fromkeys(str(place[0]) for *_, place in found))


def is_allowed(address: str, *, loopback: bool = False, public: bool = True) -> bool:
    """Whether a connection to an IP address is allowed.

    Args:
        address: an IPv4 or IPv6 address.
        loopback: allow 127.0.0.0/8 and ::1.
        public: allow addresses of the public internet.

    Returns:
        False for anything else: private, link-local, shared (RFC 6598), multicast, reserved,
        unspecified and metadata addresses, and IPv6 forms that carry an IPv4 address of these.
    """
    try:
        ip = ipaddress.ip_address(address)
    except ValueError:  # also what has a zone, as in fe80::1%eth0
        return False
    if ip.is_loopback:
        return loopback
    if isinstance(ip, ipaddress.IPv6Address):
        if ip in _NAT64:
            return is_allowed(str(ipaddress.IPv4Address(int(ip) & 0xFFFF_FFFF)), public=public)
        if ip.ipv4_mapped or ip.is_site_local or any(ip in tunnel for tunnel in _TUNNELS):
            return False
    elif any(ip in inside for inside in _PUBLIC_BUT_INSIDE):
        return False
    # ipaddress calls multicast global, and 100.64.0.0/10 neither private nor global.
    return public and ip.is_global and not (ip.is_multicast or ip.is_reserved or ip.is_private)


class _GuardedNetwork(httpcore.AsyncNetworkBackend):
    def __init__(self, resolver: Resolver, *, loopback: bool, public: bool) -> None:
        self._resolver = resolver
        self._loopback = loopback
        self._public = public
        self._network = httpcore.AnyIOBackend()

    async def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,
        local_address: str | None = None,
        socket_options: Iterable[Any] | None = None,
    ) -> httpcore.AsyncNetworkStream:
        addresses = await self._addresses(host.strip("[]"), port, timeout)
        for place in addresses:
            if not is_allowed(place, loopback=self._loopback, public=self._public):
                raise Refused(
                    f"{host} leads to {place}, which is not an address of the public internet.",
                    mend="Do not fetch from there; ask the provider why it names such an address.",
                    where=host,
                )
        failure: Exception = httpcore.ConnectError(f"{host} has no address")
        for place in addresses:
            try:
                return await self._network.connect_tcp(place, port, timeout, local_address, socket_options)
            except (httpcore.ConnectError, httpcore.ConnectTimeout) as error:
                failure = error
        raise failure

    async def _addresses(self, host: str, port: int, timeout: float | None) -> Sequence[str]:
        try:
            async with asyncio.timeout(timeout):
                return await self._resolver(host, port)
        except TimeoutError as error:
            raise httpcore.ConnectTimeout(f"{host} did not resolve in time") from error
        except (OSError, UnicodeError) as error:
            raise httpcore.ConnectError(f"{host} does not resolve") from error

    async def connect_unix_socket(
        self, path: str, timeout: float | None = None, socket_options: Iterable[Any] | None = None
    ) -> NoReturn:
        raise Refused("A local socket is not on the internet.", mend="Name an https address.", where=path)

    async def sleep(self, seconds: float) -> None:
        await self._network.sleep(seconds)


class _Body(httpx.AsyncByteStream):
    def __init__(self, stream: Any) -> None:
        self._stream = stream

    async def __aiter__(self) -> AsyncIterator[bytes]:
        with _in_httpx_words():
            async for part in self._stream:
                yield part

    async def aclose(self) -> None:
        with _in_httpx_words():
            await self._stream.aclose()


class GuardedTransport(httpx.AsyncBaseTransport):
    """Sends requests to public addresses over https, and to this machine where that is allowed.

    It follows no redirects, knows no proxies, reads no environment and keeps no cookies. It is built on
    httpcore's public parts rather than on `httpx.AsyncHTTPTransport`, whose pool takes no network
    backend: a guard put in there by a private name could one day be missing without a word.

    Args:
        allow_loopback: allow this machine too, over http and https.
        resolver: where addresses come from.
        verify: the certificates that are trusted; None means certifi's.
    """

    def __init__(
        self,
        *,
        allow_loopback: bool = False,
        resolver: Resolver = resolve,
        verify: ssl.SSLContext | None = None,
    ) -> None:
        def pool(*, loopback: bool, public: bool) -> httpcore.AsyncConnectionPool:
            network = _GuardedNetwork(resolver, loopback=loopback, public=public)
            return httpcore.AsyncConnectionPool(ssl_context=verify or _tls(), network_backend=network)

        self._pools = {"https": pool(loopback=allow_loopback, public=True)}
        if allow_loopback:
            self._pools["http"] = pool(loopback=True, public=False)

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        """Send one request.

        Raises:
            Refused: the scheme or an address of the host is not allowed; nothing was sent.
            httpx.TransportError: no connection, or it was lost.
        """
        pool = self._pools.get(request.url.scheme)
        if pool is None:
            raise Refused(
                f"An address with {request.url.scheme}: is not fetched, only https.",
                mend="Ask the provider for an https address.",
                where=request.url.host,
            )
        url = httpcore.URL(
            scheme=request.url.raw_scheme,
            host=request.url.raw_host,
            port=request.url.port,
            target=request.url.raw_path,
        )
        with _in_httpx_words():
            answer = await pool.handle_async_request(
                httpcore.Request(
                    request.method,
                    url,
                    headers=request.headers.raw,
                    content=request.stream,
                    extensions=request.extensions,
                )
            )
        return httpx.Response(
            answer.status,
            headers=answer.headers,
            stream=_Body(answer.stream),
            extensions=answer.extensions,
            request=request,
        )

    async def aclose(self) -> None:
        """Close every connection."""
        for pool in self._pools.values():
            await pool.aclose()


@contextmanager
def _in_httpx_words() -> Iterator[None]:
    try:
        yield
    except _TROUBLES as error:
        kind = getattr(httpx, type(error).__name__, httpx.TransportError)
        raise kind(str(error)) from error


_TROUBLES = (
    httpcore.TimeoutException,
    httpcore.NetworkError,
    httpcore.ProtocolError,
    httpcore.ProxyError,
    httpcore.UnsupportedProtocol,
)


@cache
def _tls() -> ssl.SSLContext:
    # One for all: reading the certificates takes some 20 ms of processor time.
    return httpx.create_ssl_context(trust_env=False)
