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
from worker.scripts import text

#: Seconds that a sentinel, or a node asked for the way, may take.
ASKING = 1.0


def connect(url: str, patience: timedelta = timedelta(seconds=5), *, again: int = 5) -> Redis:
    """A client of the data side; make it after fork. For `url` see worker/address.py. An answer that takes longer than
    `patience` counts as none: whoever blocks must block for less. A command that gets none is sent `again` so often.
    Raises ValueError for what is no address."""
    address = read_address(url)
    terms = {
        "socket_timeout": patience.total_seconds(),
        "retry": Retry(ExponentialWithJitterBackoff(base=0.05, cap=1), again),
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
        socket_connect_timeout=2 * ASKING,
        **own,
    )
    return Redis(connection_pool=pool)


class FollowingConnection(SentinelManagedConnection):
    """Asks for the primary whenever it connects. What says "not here" or "not now" counts as a lost connection, which
    redis-py tries again: every write of ours may be repeated."""

    def _connect_retry(self) -> None:
        self.connect_check_health(check_health=self.connection_pool.check_connection)

    def connect_check_health(self, check_health: bool = True, retry_socket_connect: bool = True) -> None:
        """redis-py asks in `connect` only, and goes to the old address when it connects again by itself (its issue
        3874). Nor is one address tried again and again: the next try asks again."""
        if self._sock:
            return
        self.host, self.port = self.connection_pool.get_master_address()
        super().connect_check_health(check_health, retry_socket_connect=False)

    def read_response(self, *args: Any, **kwargs: Any) -> Any:
        try:
            return super().read_response(*args, **kwargs)
        except MovedError as error:
            # Whoever gave the slot away knows it before all others do.
            self.connection_pool.sentinel_manager.hear(error.host, error.port)
            reason = f"MOVED {error}"
        except (AskError, TryAgainError, ClusterDownError) as error:
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
        self._named = hosts
        #: Primaries, as told by the last node that was asked.
        self._heard: tuple[tuple[str, int], ...] = ()

    def hear(self, host: str, port: int) -> None:
        """Ask this one first."""
        self._heard = ((host, port), *self._heard)

    def discover_master(self, _service: str) -> tuple[str, int]:
        """Host and port. Raises MasterNotFoundError."""
        reason = "no node answers"
        for node in dict.fromkeys((*self._heard, *self._named)):
            try:
                return self._ask(node)
            except (RedisError, OSError) as error:
                reason = str(error)
        raise MasterNotFoundError(f"no primary of the slot of {TAG} found: {reason}")

    def _ask(self, node: tuple[str, int]) -> tuple[str, int]:
        with Redis(host=node[0], port=node[1], **self._terms) as client:
            spans: Any = client.execute_command("CLUSTER SLOTS")
        # A node that does not know its own address names none: it is reached where it was asked.
        primaries = [(low, high, (text(told[0] or b"") or node[0], int(told[1]))) for low, high, told, *_ in spans]
        self._heard = tuple(primary for _, _, primary in primaries)
        for low, high, primary in primaries:
            if low <= key_slot(TAG.encode()) <= high:
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
