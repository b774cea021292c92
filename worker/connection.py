"""Connections to the Redis of an address. With sentinels or a cluster they follow the primary: one that was demoted,
died or gave the keys away is left, and the next connection goes to whoever took over.

All keys share one slot, so on a cluster one shard has everything, and a plain client of its primary is enough.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from redis import Redis
from redis.backoff import ExponentialWithJitterBackoff, NoBackoff
from redis.connection import SSLConnection, parse_url
from redis.crc import key_slot
from redis.exceptions import (
    AskError,
    ClusterDownError,
    ConnectionError,
    MovedError,
    RedisError,
    ResponseError,
    TryAgainError,
)
from redis.retry import Retry
from redis.sentinel import MasterNotFoundError, Sentinel, SentinelConnectionPool, SentinelManagedConnection

from worker.address import TLS, Address, read_address
from worker.keys import TAG

#: Seconds that a sentinel, or a node asked for the way, may take.
ASKING = 1.0


def connect(url: str, patience: timedelta = timedelta(seconds=5)) -> Redis:
    """A client of the data side; make it after fork. For `url` see worker/address.py. An answer that takes longer than
    `patience` counts as none: whoever blocks must block for less. Raises ValueError for what is no address."""
    address = read_address(url)
    terms = {
        "socket_timeout": patience.total_seconds(),
        "retry": Retry(ExponentialWithJitterBackoff(base=0.05, cap=1), 5),
    }
    if address.kind in {"one", "socket"}:
        return Redis.from_url(address.url(), **terms)
    own = {**parse_url(address.url()), **terms}  # type: ignore[no-untyped-call]
    for name in ("host", "port", "connection_class"):
        own.pop(name, None)
    pool = SentinelConnectionPool(  # type: ignore[no-untyped-call]
        address.service,
        _asked(address),
        connection_class=FollowingTlsConnection if address.tls else FollowingConnection,
        **own,
    )
    return Redis(connection_pool=pool)


class FollowingConnection(SentinelManagedConnection):
    """Asks for the primary whenever it connects. What says "not here" or "not now" counts as a lost connection, which
    redis-py tries again: every write of ours may be repeated."""

    def read_response(self, *args: Any, **kwargs: Any) -> Any:
        try:
            return super().read_response(*args, **kwargs)
        except (MovedError, AskError, TryAgainError, ClusterDownError) as error:
            reason = f"{type(error).__name__}: {error}"
        except ResponseError as error:
            # What min-replicas-to-write says; redis-py has no class for it.
            if not str(error).startswith("NOREPLICAS"):
                raise
            reason = str(error)
        self.disconnect()  # type: ignore[no-untyped-call]
        raise ConnectionError(f"the primary takes nothing: {reason}")


class FollowingTlsConnection(FollowingConnection, SSLConnection):
    """The same over TLS."""


class Shard:
    """Who holds our slot of a cluster. Named as redis-py's Sentinel names it, so that its pool can ask it."""

    def __init__(self, hosts: tuple[tuple[str, int], ...], terms: Mapping[str, Any]) -> None:
        self._terms = terms
        #: Those that were named; those heard of come after them.
        self._named = hosts
        self._heard: tuple[tuple[str, int], ...] = ()

    def discover_master(self, _service: str) -> tuple[str, int]:
        """Host and port. Raises MasterNotFoundError."""
        reason = "no node answers"
        for node in (*self._named, *self._heard):
            try:
                return self._ask(node)
            except (RedisError, OSError) as error:
                reason = str(error)
        raise MasterNotFoundError(f"no primary of the slot of {TAG} found: {reason}")

    def _ask(self, node: tuple[str, int]) -> tuple[str, int]:
        with Redis(host=node[0], port=node[1], **self._terms) as client:
            ranges: Any = client.execute_command("CLUSTER SLOTS")
        # A node that does not know its own address names none: it is reached where it was asked.
        primaries = {span: (told["primary"][0] or node[0], told["primary"][1]) for span, told in ranges.items()}
        self._heard = tuple(set(primaries.values()) - set(self._named))
        for (first, last), primary in primaries.items():
            if int(first) <= key_slot(TAG.encode()) <= int(last):
                return primary
        raise ConnectionError("nobody holds it")


def _asked(address: Address) -> Any:
    """Whoever knows the primary."""
    own = parse_url(address.url())  # type: ignore[no-untyped-call]
    terms: dict[str, Any] = {
        "socket_timeout": ASKING,
        "socket_connect_timeout": ASKING,
        "retry": Retry(NoBackoff(), 0),
        "ssl": address.tls,
        **{name: value for name, value in own.items() if name in TLS},
    }
    if address.kind == "cluster":
        return Shard(address.hosts, {**terms, "username": address.username, "password": address.password})
    login = {"username": address.sentinel_username, "password": address.sentinel_password}
    return Sentinel(address.hosts, sentinel_kwargs={**terms, **login})  # type: ignore[no-untyped-call]
