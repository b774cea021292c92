"""Where Redis is, as REDIS_URL says it: one server, or whoever is primary now by word of sentinels or of a cluster.

    redis://[[user]:password@]host[:6379][/db]                                unix://[[user]:password@]/path[?db=0]
    redis+sentinel://[[user]:password@]host[:26379][,host...]/service[/db]    ?sentinel_username= &sentinel_password=
    redis+cluster://[[user]:password@]host[:6379][,host...]

`rediss` instead of `redis` speaks TLS, to sentinels too, with `?ssl_ca_certs=FILE` and the other options of `TLS`.
User and password are those of the data; a character that means something in an address is written as %XX.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Literal
from urllib.parse import SplitResult, parse_qsl, quote, unquote, urlencode, urlsplit

Kind = Literal["one", "socket", "sentinel", "cluster"]

#: Scheme -> kind, and whether it speaks TLS.
SCHEMES: Mapping[str, tuple[Kind, bool]] = {
    "redis": ("one", False),
    "rediss": ("one", True),
    "unix": ("socket", False),
    "redis+sentinel": ("sentinel", False),
    "rediss+sentinel": ("sentinel", True),
    "redis+cluster": ("cluster", False),
    "rediss+cluster": ("cluster", True),
}
TLS_FILES = frozenset({"ssl_ca_certs", "ssl_certfile", "ssl_keyfile"})
TLS = TLS_FILES | {"ssl_cert_reqs", "ssl_check_hostname"}
SENTINEL = frozenset({"sentinel_username", "sentinel_password"})
OPTIONS = TLS | SENTINEL | {"db", "username", "password"}
PORTS = {"sentinel": 26379}
PORT = 6379
ESCAPES = "in a password write / as %2F, ? as %3F, # as %23"

#: Between the scheme and the last @ before the next address: there may be several in one line for Celery.
_PASSWORD = re.compile(r"(?<=://)([^:;\s]*):[^;\s]*(?=@)")
_PASSWORD_OPTION = re.compile(r"(?<=password=)[^&;\s]*")


@dataclass(frozen=True, slots=True, kw_only=True)
class Address:
    """An address, taken apart. No field but `username` and the hosts may be shown."""

    kind: Kind
    tls: bool = False
    #: Host and port: of the server, of the sentinels, or of some nodes of the cluster.
    hosts: tuple[tuple[str, int], ...] = ()
    #: Of the socket.
    path: str = ""
    #: What the sentinels call the primary and its replicas.
    service: str = ""
    db: int = 0
    username: str | None = None
    password: str | None = None
    #: Options of TLS as redis-py and Celery both name them.
    ssl: tuple[tuple[str, str], ...] = ()
    #: Login of the sentinels themselves, where they ask for one.
    sentinel_username: str | None = None
    sentinel_password: str | None = None

    def url(self) -> str:
        """For redis-py, and for Celery but where sentinels are asked: with the first of the hosts."""
        if self.kind == "socket":
            return f"unix://{self.login()}{quote(self.path)}?db={self.db}"
        host, port = self.hosts[0]
        query = f"?{urlencode(self.ssl)}" if self.ssl else ""
        return f"redis{'s' * self.tls}://{self.login()}{bracketed(host)}:{port}/{self.db}{query}"

    def login(self) -> str:
        """As it stands before the host; empty without one."""
        if self.username is None and self.password is None:
            return ""
        return f"{quote(self.username or '', safe='')}:{quote(self.password or '', safe='')}@"


def read_address(url: str) -> Address:
    """Raises ValueError, which says what to write instead and repeats nothing of `url`."""
    if urlsplit(url).scheme not in SCHEMES:
        raise ValueError(f"write an address that begins with {' or '.join(f'{scheme}://' for scheme in SCHEMES)}")
    parts = urlsplit(url)
    if "@" in f"{parts.path}{parts.query}" or parts.fragment:
        raise ValueError(f"the password ends too early: {ESCAPES}")
    kind, tls = SCHEMES[parts.scheme]
    options = _options(parts, kind, tls=tls)
    userinfo, _, hosts = parts.netloc.rpartition("@")
    username, _, password = userinfo.partition(":")
    service, db = _path(parts, kind, options.get("db"))
    return Address(
        kind=kind,
        tls=tls,
        hosts=_hosts(hosts, kind),
        path=unquote(parts.path) if kind == "socket" else "",
        service=service,
        db=db,
        username=unquote(username) or options.get("username") or None,
        password=unquote(password) or options.get("password") or None,
        ssl=tuple((name, options[name]) for name in sorted(TLS & options.keys())),
        sentinel_username=options.get("sentinel_username"),
        sentinel_password=options.get("sentinel_password"),
    )


def masked(url: str) -> str:
    """An address, or several, without passwords."""
    return _PASSWORD_OPTION.sub("***", _PASSWORD.sub(r"\1:***", url))


def bracketed(host: str) -> str:
    return f"[{host}]" if ":" in host else host


def _options(parts: SplitResult, kind: Kind, *, tls: bool) -> dict[str, str]:
    options = dict(parse_qsl(parts.query, keep_blank_values=True))
    wrong = options.keys() - OPTIONS
    if wrong:
        raise ValueError(f"there is no option {', '.join(sorted(wrong))}; there are {', '.join(sorted(OPTIONS))}")
    if TLS & options.keys() and not tls:
        raise ValueError(f"{', '.join(sorted(TLS & options.keys()))} needs TLS: begin with rediss instead of redis")
    if SENTINEL & options.keys() and kind != "sentinel":
        raise ValueError("sentinel_username and sentinel_password belong to redis+sentinel://")
    for name in sorted(TLS_FILES & options.keys()):
        if not Path(options[name]).is_file():
            raise ValueError(f"{name}: there is no file {options[name]}")
    if options.get("ssl_cert_reqs", "required") not in {"required", "optional", "none"}:
        raise ValueError("ssl_cert_reqs is required, optional or none")
    if options.get("ssl_check_hostname", "true") not in {"true", "false"}:
        raise ValueError("ssl_check_hostname is true or false")
    return options


def _hosts(text: str, kind: Kind) -> tuple[tuple[str, int], ...]:
    if kind == "socket":
        if text:
            raise ValueError("a socket has no host: write unix:///path, with three strokes")
        return ()
    found = tuple(_host(each, PORTS.get(kind, PORT)) for each in text.split(","))
    if kind == "one" and len(found) > 1:
        raise ValueError("several hosts are an address of redis+sentinel:// or redis+cluster://")
    return found


def _host(text: str, port: int) -> tuple[str, int]:
    try:
        parts = urlsplit(f"//{text}")
        named, host = parts.port, parts.hostname
    except ValueError:
        raise ValueError(f"the port must be a number; {ESCAPES}") from None
    if not host:
        raise ValueError(f"the host is missing; {ESCAPES}")
    return host, named or port


def _path(parts: SplitResult, kind: Kind, option: str | None) -> tuple[str, int]:
    """Service of the sentinels, and number of the database."""
    steps = [] if kind == "socket" else [unquote(step) for step in parts.path.split("/") if step]
    if kind == "socket" and not parts.path:
        raise ValueError("the path of the socket is missing: unix:///path")
    service = ""
    if kind == "sentinel":
        if not steps:
            raise ValueError("name what the sentinels watch: redis+sentinel://host:26379/SERVICE")
        service = steps.pop(0)
    db = option or (steps.pop(0) if steps else "0")
    if steps or not db.isdecimal():
        raise ValueError("after the host stands the number of a database, at most")
    if kind == "cluster" and int(db):
        raise ValueError("a cluster has no other database than 0")
    return service, int(db)
