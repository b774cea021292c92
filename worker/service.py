"""`rasid run`: a Redis if none is given, a poll worker, a process worker and, where names can be recognised, a ner worker,
as real Celery processes, watched over.

Workers that end are started again, sooner or later as they last; a stop is passed on to them, the Redis stops last.
"""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from types import FrameType
from typing import IO, Literal

from extract import ner
from worker.dispatch import SUPERVISED
from worker.limits import GRACE
from worker.log import say, warn
from worker.server import Endpoint, serving
from worker.settings import Settings

Role = Literal["poll", "process", "ner"]
#: What no service does without.
ROLES: tuple[Role, ...] = ("poll", "process")
#: Kilobytes above which a process of a pool is replaced: a recogniser holds a gigabyte from its start.
NER_MEMORY = 3_000_000
#: Seconds before a worker that ended is started again; doubled while it does not live for `STEADY`.
FIRST_WAIT, LONGEST_WAIT, STEADY = 0.5, 30.0, 60.0


def worker_command(role: Role, settings: Settings, *, name: str | None = None) -> list[str]:
    """The Celery worker of a role. Polling waits, so it has threads; extraction computes, so it has processes."""
    pool = {
        "poll": ("threads", settings.poll_threads),
        "process": ("prefork", settings.processes or cores()),
        "ner": ("prefork", settings.ner_processes),
    }
    kind, size = pool[role]
    return [
        sys.executable, "-m", "celery", "--quiet", "-A", "worker.app", "worker", "--queues", role, "--pool", kind,
        "--concurrency", str(size), "--hostname", f"{name or role}@%h", "--loglevel", settings.log_level.upper(),
        # Neither is needed where nothing depends on what workers tell each other; they cost a second at start.
        "--without-gossip", "--without-mingle",
        *(["--max-memory-per-child", str(NER_MEMORY)] if role == "ner" else []),
    ]  # fmt: skip


def cores() -> int:
    """Those that this process may use, which in a container are fewer than the machine has."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def worker_environ(endpoint: Endpoint, environ: Mapping[str, str]) -> dict[str, str]:
    """SIGTERM is to mean: finish within some seconds, then stop (Celery's soft shutdown)."""
    return {
        **environ,
        "REDIS_URL": endpoint.url,
        "RASID_BROKER_URL": endpoint.broker,
        "REMAP_SIGTERM": "SIGQUIT",
        "PYTHONUNBUFFERED": "1",
    }


@dataclass(slots=True)
class Supervised:
    """One worker and its successors."""

    name: str
    command: Sequence[str]
    environ: Mapping[str, str]
    #: Where its lines go; standard error if None.
    log: IO[bytes] | None = None
    starts: int = 0
    process: subprocess.Popen[bytes] | None = None
    _wait: float = FIRST_WAIT
    _started: float = 0.0
    _again: float = 0.0

    def care(self, now: float) -> None:
        """Start it, or start it again when it is time."""
        if self.process is None:
            if now >= self._again:
                self._start(now)
            return
        code = self.process.poll()
        if code is None:
            return
        _kill_group(self.process.pid)
        self._wait = FIRST_WAIT if now - self._started > STEADY else min(2 * self._wait, LONGEST_WAIT)
        self._again = now + self._wait
        self.process = None
        warn("worker", worker=self.name, outcome="ended", code=code, again_s=self._wait)

    def _start(self, now: float) -> None:
        # A group of its own: Ctrl-C reaches the supervisor, which then stops each worker in its way.
        # Celery says on standard output what is for somebody at its own terminal.
        quiet = subprocess.DEVNULL
        self.process = subprocess.Popen(  # noqa: S603 - no shell, our own command
            self.command, env=dict(self.environ), stdout=quiet, stderr=self.log, start_new_session=True
        )
        self._started = now
        self.starts += 1
        say("worker", worker=self.name, outcome="started", process=self.process.pid, starts=self.starts)

    def stop(self) -> None:
        if self.process is not None and self.process.poll() is None:
            self.process.send_signal(signal.SIGTERM)

    def wait(self, until: float) -> None:
        """Until it has ended; from `until` (monotonic) on by force. Its children go with it."""
        if self.process is None:
            return
        try:
            self.process.wait(max(0.0, until - time.monotonic()))
        except subprocess.TimeoutExpired:
            warn("worker", worker=self.name, outcome="killed", reason="it did not stop in time")
        finally:
            _kill_group(self.process.pid)
            self.process.wait()
            self.process = None


@dataclass(slots=True)
class Service:
    """A running service. `stopping` may be set from a signal handler or another thread."""

    settings: Settings
    endpoint: Endpoint
    workers: list[Supervised]
    stopping: threading.Event = field(default_factory=threading.Event)

    def run(self, every: Callable[[], None] | None = None, *, seconds: float = 0.5) -> None:
        """Watch over the workers until `stopping`; `every` is called each time round."""
        while not self.stopping.is_set():
            self.endpoint.keep()
            for worker in self.workers:
                worker.care(time.monotonic())
            if every is not None:
                every()
            self.stopping.wait(seconds)

    def stop(self) -> None:
        """All at once, so that they need the time of the slowest only."""
        for worker in self.workers:
            worker.stop()
        until = time.monotonic() + GRACE.total_seconds()
        for worker in self.workers:
            worker.wait(until)


@contextmanager
def service(settings: Settings, environ: Mapping[str, str], *, log: IO[bytes] | None = None) -> Iterator[Service]:
    """A Redis and the workers, which `run` starts; all stopped at the end. Raises ServerError."""
    roles: list[Role] = [*ROLES, "ner"] if ner.find(environ).active else [*ROLES]
    with serving(settings) as endpoint:
        env = {**worker_environ(endpoint, environ), SUPERVISED: "1"}
        workers = [Supervised(role, worker_command(role, settings), env, log) for role in roles]
        running = Service(settings, endpoint, workers)
        with _stopped_by_signals(running.stopping):
            try:
                yield running
            finally:
                running.stop()


@contextmanager
def reloaded_by_signal(reload: Callable[[], object]) -> Iterator[None]:
    """SIGHUP calls `reload`, which says what came of it. Not at a terminal: there it means that the terminal is gone."""
    if sys.stdin.isatty() or sys.stdout.isatty():
        yield
        return
    before = signal.signal(signal.SIGHUP, lambda _signal, _frame: reload())
    try:
        yield
    finally:
        signal.signal(signal.SIGHUP, before)


@contextmanager
def _stopped_by_signals(stopping: threading.Event) -> Iterator[None]:
    """SIGTERM and Ctrl-C end the service in order; a second one does not interrupt that."""

    def stop(_signal: int, _frame: FrameType | None) -> None:
        stopping.set()

    before = {number: signal.signal(number, stop) for number in (signal.SIGTERM, signal.SIGINT)}
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)


def _kill_group(pid: int) -> None:
    """What is left of a worker's children."""
    try:
        os.killpg(pid, signal.SIGKILL)
    except (ProcessLookupError, PermissionError):
        return
