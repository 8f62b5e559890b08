"""Requests reach the public internet over TLS, and this machine only where that is allowed."""

from __future__ import annotations

import asyncio
import ssl
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path

import httpx
import pytest

from resources.errors import Refused
from resources.http.guard import GuardedTransport, Resolver, is_allowed, resolve
from tests.resources.http.media_server import CLIP, answer, serving

PRIVATE = [
    "0.0.0.0", "10.1.2.3", "100.64.0.1", "100.100.100.200", "127.0.0.1", "127.9.9.9", "168.63.129.16",
    "169.254.169.254", "172.16.0.1", "192.0.0.192", "192.88.99.1", "192.168.1.1", "198.18.0.1", "203.0.113.5",
    "224.0.0.1", "240.0.0.1", "255.255.255.255",
    "::", "::1", "::7f00:1", "::ffff:127.0.0.1", "::ffff:8.8.8.8", "64:ff9b::a00:1", "64:ff9b::7f00:1",
    "64:ff9b:1::1", "100::1", "2001::1", "2001:db8::1", "2002:7f00:1::", "fc00::1", "fd00:ec2::254",
    "fe80::1", "fe80::1%eth0", "fec0::1", "ff02::1", "not an address",
]  # fmt: skip


def named(*addresses: str) -> Resolver:
    """A resolver that knows these addresses for every name."""

    async def known(host: str, port: int) -> Sequence[str]:
        return addresses

    return known


def get(url: str, transport: GuardedTransport) -> httpx.Response:
    """One request, its answer read whole."""

    async def run() -> httpx.Response:
        request = httpx.Request("GET", url, extensions={"timeout": {"connect": 5, "read": 5}})
        try:
            response = await transport.handle_async_request(request)
            await response.aread()
            return response
        finally:
            await transport.aclose()

    return asyncio.run(run())


@pytest.mark.parametrize("address", PRIVATE)
def test_addresses_off_the_internet_are_refused(address: str) -> None:
    """No provider can make Studio ask a machine in its own network, a cloud's metadata or itself."""
    assert not is_allowed(address)


@pytest.mark.parametrize("address", ["8.8.8.8", "93.184.215.14", "2606:4700::1111", "64:ff9b::808:808"])
def test_public_addresses_are_allowed(address: str) -> None:
    """Public addresses of both families are reached, through NAT64 too."""
    assert is_allowed(address)


def test_this_machine_is_allowed_alone() -> None:
    """Where loopback is allowed, nothing else in the neighbourhood is."""
    allowed = {address for address in PRIVATE if is_allowed(address, loopback=True)}
    assert {"127.0.0.1", "127.9.9.9", "::1"} == allowed


@pytest.mark.parametrize(
    "host", ["127.0.0.1", "localhost", "2130706433", "0x7f.1", "[::1]", "[::ffff:127.0.0.1]"]
)
def test_this_machine_is_not_reached_unasked(host: str) -> None:
    """Every way to write this machine's address leads to the same refusal."""
    with pytest.raises(Refused, match="not an address of the public internet"):
        get(f"https://{host}:9/", GuardedTransport())


@pytest.mark.parametrize(
    "addresses", [("10.0.0.7",), ("93.184.215.14", "10.0.0.7")], ids=["only", "among-others"]
)
def test_a_name_that_leads_inside_is_refused(addresses: tuple[str, ...]) -> None:
    """A public name with a private address does not open the private network."""
    with pytest.raises(Refused, match=r"media\.test leads to 10\.0\.0\.7"):
        get("https://media.test/clip.mp4", GuardedTransport(resolver=named(*addresses)))


def test_a_name_is_resolved_once() -> None:
    """A name that answers publicly first and privately next is connected to as it was judged."""
    asked: list[str] = []

    async def turning(host: str, port: int) -> Sequence[str]:
        asked.append(host)
        return ["127.0.0.1"] if len(asked) == 1 else ["10.0.0.7"]

    with serving(answer()) as server:
        transport = GuardedTransport(allow_loopback=True, resolver=turning)
        assert CLIP == get(server.url(host="media.test"), transport).content
        assert f"media.test:{server.server_port}" == server.asked[0]["host"]
    assert ["media.test"] == asked


def test_the_next_address_is_tried() -> None:
    """A host with one dead address is reached at the other."""
    with serving(answer()) as server:
        transport = GuardedTransport(allow_loopback=True, resolver=named("::1", "127.0.0.1"))
        assert 200 == get(server.url(host="media.test"), transport).status_code


@pytest.mark.parametrize("scheme, allow", [("http", False), ("ftp", True), ("ws", True)])
def test_only_https_is_spoken(scheme: str, allow: bool) -> None:
    """Nothing leaves the machine unencrypted."""
    with pytest.raises(Refused, match="only https"):
        get(f"{scheme}://media.test/", GuardedTransport(allow_loopback=allow, resolver=named("8.8.8.8")))


def test_http_stays_on_this_machine() -> None:
    """Where http is allowed for the simulator, it reaches no public address."""
    with pytest.raises(Refused, match=r"8\.8\.8\.8"):
        get("http://media.test/", GuardedTransport(allow_loopback=True, resolver=named("8.8.8.8")))


def test_a_name_without_an_address_is_no_connection() -> None:
    """A name that does not resolve is a failure of the network, which may heal."""

    async def unknown(host: str, port: int) -> Sequence[str]:
        raise OSError("no such name")

    with pytest.raises(httpx.ConnectError, match="does not resolve"):
        get("https://media.test/", GuardedTransport(resolver=unknown))


def test_the_system_resolves_this_machine() -> None:
    """The resolver that is used by default gives addresses, each once."""
    found = asyncio.run(resolve("localhost", 443))
    assert {"127.0.0.1", "::1"} >= set(found)
    assert len(set(found)) == len(found) > 0


def test_tls_verifies_the_name_and_not_the_address(tmp_path: Path) -> None:
    """A connection to a judged address is trusted for the host that the certificate names, for no other."""
    certificate = self_signed(tmp_path, "media.test")
    trusted = ssl.create_default_context(cafile=certificate)
    with serving(answer()) as server:
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(certificate)
        server.socket = context.wrap_socket(server.socket, server_side=True, do_handshake_on_connect=False)

        def transport() -> GuardedTransport:
            return GuardedTransport(allow_loopback=True, resolver=named("127.0.0.1"), verify=trusted)

        url = server.url(host="media.test", scheme="https")
        assert CLIP == get(url, transport()).content
        with pytest.raises(httpx.ConnectError, match="CERTIFICATE_VERIFY_FAILED"):
            get(server.url(host="other.test", scheme="https"), transport())
        with pytest.raises(httpx.ConnectError, match="CERTIFICATE_VERIFY_FAILED"):
            get(url, GuardedTransport(allow_loopback=True, resolver=named("127.0.0.1")))


def self_signed(folder: Path, host: str) -> Path:
    """A key and a certificate for a host in one file."""
    x509 = pytest.importorskip("cryptography.x509", reason="makes the certificate of the test")
    from cryptography.hazmat.primitives import hashes, serialization
    from cryptography.hazmat.primitives.asymmetric import ec

    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, host)])
    now = datetime.now(UTC)
    made = (
        x509.CertificateBuilder()
        .subject_name(name).issuer_name(name).public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - timedelta(hours=1)).not_valid_after(now + timedelta(hours=1))
        .add_extension(x509.SubjectAlternativeName([x509.DNSName(host)]), critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        .sign(key, hashes.SHA256())
    )  # fmt: skip
    file = folder / "certificate.pem"
    private = key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    file.write_bytes(private + made.public_bytes(serialization.Encoding.PEM))
    return file
