"""The Redis that the data lives in: the one that REDIS_URL names, else a private one (worker/private.py)."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

import redis

from worker.address import masked, read_address
from worker.connection import connect
from worker.private import (
    OLDEST,
    BusyError,
    PrivateServer,
    ServerError,
    answers,
    find_binary,
    make_folder,
    owner,
    socket_path,
)
from worker.settings import Settings, SettingsError

__all__ = [
    "BusyError", "Endpoint", "ServerError", "attached", "describe", "given_endpoint", "require", "running_endpoint", "serving",
    "warnings",
]  # fmt: skip


def _nothing() -> None:
    """A Redis that somebody else started is somebody else's to keep."""


@dataclass(frozen=True, slots=True)
class Endpoint:
    """Where the data is, and Celery's hints: addresses as worker/address.py reads them."""

    url: str
    broker: str
    #: To be called now and then: starts a private server again that has died.
    keep: Callable[[], None] = field(default=_nothing, compare=False, repr=False)


def private_endpoint(folder: Path) -> Endpoint:
    """Data in database 0, hints in database 1."""
    socket = socket_path(folder)
    return Endpoint(f"unix://{socket}?db=0", f"unix://{socket}?db=1")


def given_endpoint(settings: Settings) -> Endpoint | None:
    """What REDIS_URL and RASID_BROKER_URL name; None without REDIS_URL. Hints share the database of the data: their keys
    have a prefix of their own. Raises SettingsError where they cannot."""
    if settings.redis_url is None:
        return None
    if settings.broker_url is None and read_address(settings.redis_url).kind == "cluster":
        raise SettingsError("RASID_BROKER_URL", "Celery's hints cannot live on a cluster; name a small plain Redis")
    return Endpoint(settings.redis_url, settings.broker_url or settings.redis_url)


@contextmanager
def serving(settings: Settings) -> Iterator[Endpoint]:
    """The Redis of this service, started if need be, and stopped again if it was started here.

    Raises ServerError, BusyError when another process already serves the data folder.
    """
    given = given_endpoint(settings)
    if given is not None:
        require(given.url)
        yield given
        return
    binary = find_binary()
    folder = settings.data / binary.folder
    make_folder(folder)
    with owner(folder):
        server = PrivateServer(binary, folder, settings)
        try:
            server.start()
            yield replace(private_endpoint(folder), keep=server.keep)
        finally:
            server.stop()


@contextmanager
def attached(settings: Settings) -> Iterator[Endpoint]:
    """The Redis of a service that is running, or else one for the moment of a command. Raises ServerError."""
    running = running_endpoint(settings)
    if running is not None:
        yield running
        return
    with serving(settings) as endpoint:
        yield endpoint


def running_endpoint(settings: Settings) -> Endpoint | None:
    """REDIS_URL if given, else the private server if it answers."""
    given = given_endpoint(settings)
    if given is not None:
        return given
    folder = settings.data / find_binary().folder
    endpoint = private_endpoint(folder)
    return endpoint if socket_path(folder).exists() and answers(endpoint.url) else None


def require(url: str) -> None:
    """Raises ServerError unless the server answers and is new enough."""
    try:
        version = _version(connect(url).info("server"))
    except (redis.RedisError, OSError, ValueError) as error:
        raise ServerError(f"no answer from {masked(url)}: {error}; is it running, is REDIS_URL right?") from error
    if version < OLDEST:
        raise ServerError(f"{masked(url)} is version {_dotted(version)}; {_dotted(OLDEST)} or later is needed")


def warnings(url: str) -> list[str]:
    """Settings of a server under which something may be lost, each with what to do."""
    info: Any = connect(url).info()
    found = []
    policy = info.get("maxmemory_policy", "noeviction")
    if policy != "noeviction":
        found.append(f"maxmemory-policy is {policy}: keys may vanish; CONFIG SET maxmemory-policy noeviction")
    if not info.get("aof_enabled"):
        found.append("no append-only file: a crash loses data; CONFIG SET appendonly yes")
    if not info.get("maxmemory"):
        found.append("maxmemory is not set: the machine's memory is the only limit; CONFIG SET maxmemory 1gb")
    if info.get("connected_slaves") and "min_slaves_good_slaves" not in info and not info.get("cluster_enabled"):
        found.append("a primary that is cut off goes on writing in vain; CONFIG SET min-replicas-to-write 1")
    return found


def describe(url: str) -> str:
    """Kind and version of a server."""
    info: Any = connect(url).info("server")
    return f"{'Valkey' if 'valkey_version' in info else 'Redis'} {_dotted(_version(info))}"


def _version(info: Any) -> tuple[int, ...]:
    return tuple(map(int, str(info.get("valkey_version") or info["redis_version"]).split(".")[:3]))


def _dotted(version: tuple[int, ...]) -> str:
    return ".".join(map(str, version))
