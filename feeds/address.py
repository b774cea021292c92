"""Which URLs may be asked and which addresses connected to. Pure: nothing is resolved here."""

from __future__ import annotations

import ipaddress
import re
from dataclasses import dataclass
from urllib.parse import SplitResult, quote, urljoin, urlsplit, urlunsplit

from feeds.errors import AddressError, UrlError

#: A longer one is an attack or a mistake.
MAX_URL = 4096
_PORTS = {"http": 80, "https": 443}
_PUBLIC_PORTS = frozenset(_PORTS.values())
_SPACES = re.compile(r"[\t\r\n]+")
_SCHEME = re.compile(r"[a-z][a-z0-9+.-]*:", re.I)
#: In a URL, or in what Python says of one.
_LOGIN = re.compile(r"(//|')[^/?#\s']*@")
#: What stays as it is; escapes that are there already, too.
_SAFE_PATH = "/:@!$&'()*+,;=-._~%"
_SAFE_QUERY = _SAFE_PATH + "?[]"
_STRAY_PERCENT = re.compile(r"%(?![0-9A-Fa-f]{2})")
#: An IPv4 address behind a translator is as private as the address itself (RFC 6052).
_NAT64 = ipaddress.ip_network("64:ff9b::/96")
_SHARED = ipaddress.ip_network("100.64.0.0/10")
#: Protocol assignments; Python's releases differ on parts of it.
_ASSIGNED = ipaddress.ip_network("192.0.0.0/24")

IPAddress = ipaddress.IPv4Address | ipaddress.IPv6Address


@dataclass(frozen=True, slots=True, kw_only=True)
class Reach:
    """Where a fetch may go: public addresses on ports 80 and 443, and what tests and the demo add."""

    #: Any loopback address at any port, for replay servers.
    loopback: bool = False
    #: Single sockets (address, port) that are allowed whatever they are.
    sockets: frozenset[tuple[str, int]] = frozenset()

    def check(self, address: str, port: int) -> None:
        """Raises AddressError unless `address`, an IP in any notation, may be connected to at `port`."""
        if (address, port) in self.sockets:
            return
        ip = innermost(ipaddress.ip_address(address.partition("%")[0]))
        if self.loopback and ip.is_loopback:
            return
        if why := not_public(ip):
            raise AddressError(f"{address} is {why}")
        if port not in _PUBLIC_PORTS:
            raise AddressError(f"port {port} is not a port of the web")


PUBLIC = Reach()


def innermost(ip: IPAddress) -> IPAddress:
    """The IPv4 address that an IPv6 address stands for, if it does."""
    if isinstance(ip, ipaddress.IPv4Address):
        return ip
    if ip in _NAT64:
        return ipaddress.IPv4Address(int(ip) & 0xFFFFFFFF)
    return ip.ipv4_mapped or ip.sixtofour or (ip.teredo[1] if ip.teredo else None) or ip


def not_public(ip: IPAddress) -> str | None:
    """Why the address is none of the public internet, or None."""
    kinds = (
        (ip.is_unspecified, "unspecified"),
        (ip.is_loopback, "loopback"),
        (ip.is_link_local, "link-local"),
        (ip.is_multicast, "multicast"),
        (ip.version == 4 and ip in _SHARED, "carrier-grade NAT"),
        (ip.is_private or (isinstance(ip, ipaddress.IPv6Address) and ip.is_site_local), "private"),
        (ip.is_reserved or not ip.is_global or (ip.version == 4 and ip in _ASSIGNED), "reserved"),
    )
    return next((why for holds, why in kinds if holds), None)


def absolute_url(url: str, base: str | None = None) -> str:
    """The URL as it is asked for: absolute, ASCII, without fragment. IRIs are encoded, escapes kept as they are.

    Raises UrlError for what is no URL, AddressError for a scheme that is not http(s) and for credentials.
    """
    try:
        text = _SPACES.sub("", url.strip())
        # urljoin would take `http:///x` for a path of the base.
        parts = urlsplit(text if base is None or _SCHEME.match(text) else urljoin(base, text))
        port = parts.port
        path = quote(_STRAY_PERCENT.sub("%25", parts.path), safe=_SAFE_PATH) or "/"
        query = quote(_STRAY_PERCENT.sub("%25", parts.query), safe=_SAFE_QUERY)
    except ValueError as error:
        raise UrlError(f"not a URL ({shown(str(error))}): {shown(url)!r}") from None
    if parts.scheme not in _PORTS:
        raise AddressError(f"only http and https are asked, not {parts.scheme[:20] or 'no scheme'!r}: {shown(url)!r}")
    if parts.username is not None or parts.password is not None:
        raise AddressError("the URL carries credentials")
    host = _host(parts)
    if port is not None and port != _PORTS[parts.scheme]:
        host = f"{host}:{port}"
    whole = urlunsplit((parts.scheme, host, path, query, ""))
    if len(whole) > MAX_URL:
        raise UrlError(f"a URL of {len(whole)} characters")
    return whole


def shown(url: str) -> str:
    """For a message: not too long, and without a login, even where it is no URL."""
    return _LOGIN.sub(r"\1***@", url)[:200]


def is_downgrade(url: str, target: str) -> bool:
    return url.startswith("https:") and not target.startswith("https:")


def host_of(url: str) -> str:
    """The host whose patience a request to `url` costs; raises UrlError, AddressError."""
    return urlsplit(absolute_url(url)).hostname or ""


def _host(parts: SplitResult) -> str:
    host = parts.hostname or ""
    if ":" in host:
        return f"[{host}]"
    try:
        ascii_host = host.rstrip(".").encode("idna").decode("ascii")
    except UnicodeError as error:
        raise UrlError(f"not a host name ({error}): {host[:100]!r}") from None
    if not re.fullmatch(r"[a-z0-9._-]+", ascii_host.lower()):
        raise UrlError(f"not a host name: {host[:100]!r}")
    return ascii_host.lower()
