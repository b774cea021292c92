"""Real Celery workers that are killed and started again, and the server under them."""

from __future__ import annotations

import contextlib
import os
import random
import signal
import subprocess
import sys
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

#: Worker -> queue, and how far its clock is ahead.
CREW: Mapping[str, tuple[str, str, float]] = {
    "poll-a": ("poll", "threads", -3600),
    "process-a": ("process", "prefork", 0),
    "process-b": ("process", "prefork", 3600),
}


@dataclass(slots=True)
class Fleet:
    """Every worker leads a process group of its own, and every one of them dispatches."""

    environ: Mapping[str, str]
    log: Path
    chance: random.Random
    kills: int = 0
    child_kills: int = 0
    #: Workers that ended without being killed.
    deaths: int = 0
    _workers: dict[str, subprocess.Popen[bytes]] = field(default_factory=dict)

    def tend(self) -> None:
        """Start whoever does not run."""
        for name, (queue, pool, ahead) in CREW.items():
            worker = self._workers.get(name)
            if worker is not None and worker.poll() is None:
                continue
            if worker is not None:
                self.deaths += 1
                self._sweep(name)
            self._start(name, queue, pool, ahead)

    @property
    def running(self) -> bool:
        return bool(self._workers)

    def told(self) -> str:
        return f"{self.kills} kills of workers, {self.child_kills} of children, {self.deaths} deaths"

    def stop(self) -> None:
        """Every process stands still (SIGSTOP), as on a machine that was suspended."""
        self._signal(signal.SIGSTOP)

    def go_on(self) -> None:
        """They take up what they had in hand, leases long over."""
        self._signal(signal.SIGCONT)

    def kill(self) -> None:
        """SIGKILL for a whole worker, children and all."""
        name = self.chance.choice(list(self._workers))
        self._sweep(name)
        self._workers.pop(name)
        self.kills += 1

    def kill_child(self) -> None:
        """SIGKILL for one process of a pool, as an OOM killer would."""
        parent = self._workers.get(self.chance.choice([n for n, (_, pool, _) in CREW.items() if pool == "prefork"]))
        children = _children(parent.pid) if parent else []
        with contextlib.suppress(ProcessLookupError, IndexError):  # it may have ended by itself just now
            os.kill(self.chance.choice(children), signal.SIGKILL)
            self.child_kills += 1

    def end(self) -> None:
        for name in list(self._workers):
            self._sweep(name)

    def _signal(self, number: int) -> None:
        for worker in self._workers.values():
            with contextlib.suppress(ProcessLookupError):
                os.killpg(worker.pid, number)

    def _start(self, name: str, queue: str, pool: str, ahead: float) -> None:
        command = [
            sys.executable, "-m", "tests.faults.skewed", "--quiet", "-A", "tests.faults.app", "worker", "-Q", queue,
            "-P", pool, "-c", "2", "-n", f"{name}@%h", "-l", "WARNING", "--without-gossip", "--without-mingle",
        ]  # fmt: skip
        environ = {**self.environ, "CLOCK_AHEAD": str(ahead)}
        with self.log.open("ab") as log:
            self._workers[name] = subprocess.Popen(command, env=environ, stdout=log, stderr=log, start_new_session=True)

    def _sweep(self, name: str) -> None:
        worker = self._workers[name]
        with contextlib.suppress(ProcessLookupError):
            os.killpg(worker.pid, signal.SIGKILL)
        worker.wait()


def _children(pid: int) -> list[int]:
    said = subprocess.run(["ps", "-o", "pid=", "--ppid", str(pid)], capture_output=True, text=True, check=False)
    return [int(word) for word in said.stdout.split()]
