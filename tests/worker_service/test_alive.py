"""A real worker that waits for a silent Redis lives; one whose loop hangs while Redis answers does not."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.servers import PrivateServer
from tests.worker_service.test_stopping import kill_group

#: A worker with quick signs of life, whose loop hangs for ever on SIGUSR2.
WORKER = """
import signal, sys, time
from worker import heartbeat, lifeline
lifeline.BEAT, heartbeat.TURN = 0.3, 1.0
signal.signal(signal.SIGUSR2, lambda *_: time.sleep(3600))
from celery.__main__ import main
sys.exit(main())
"""
ARGUMENTS = "-A worker.app worker -Q poll -P threads -c 1 -n poll@here --without-gossip --without-mingle".split()
#: Seconds, of which a loop that waits for Redis turns in none.
SILENCE, OLD = 5.5, 4.0


@pytest.fixture
def server() -> Iterator[PrivateServer]:
    with tempfile.TemporaryDirectory(prefix="rasid-") as name:
        server = PrivateServer(Path(name)).start()
        yield server
        server.kill()


def test_a_silent_redis_makes_nobody_sick_and_a_hanging_loop_does(server: PrivateServer, tmp_path: Path) -> None:
    environ = {**os.environ, "REDIS_URL": server.url, "RASID_DATA": str(tmp_path), "TMPDIR": str(tmp_path)}
    sign = tmp_path / f"rasid-beats-{os.getuid()}" / "poll@here"
    quiet = subprocess.DEVNULL
    worker = subprocess.Popen(
        [sys.executable, "-c", WORKER, *ARGUMENTS], env=environ, stdout=quiet, stderr=quiet, start_new_session=True
    )
    try:
        wait_for(lambda: sign.exists() and b"{rasid}:beat:poll@here" in server.client().keys("*beat*"), 60)
        server.freeze()
        oldest = watch(sign, SILENCE)
        server.thaw()
        assert oldest < OLD, "it waits for Redis and says that it lives"
        wait_for(lambda: age(sign) < 1, 30)

        worker.send_signal(signal.SIGUSR2)
        assert watch(sign, SILENCE) > OLD, "Redis answers, and the loop does not turn"
    finally:
        kill_group(worker)


def watch(sign: Path, seconds: float) -> float:
    """The greatest age of a sign of life meanwhile."""
    end, oldest = time.monotonic() + seconds, 0.0
    while time.monotonic() < end:
        oldest = max(oldest, age(sign))
        time.sleep(0.05)
    return oldest


def age(sign: Path) -> float:
    return time.time() - sign.stat().st_mtime


def wait_for(done: Callable[[], bool], seconds: float) -> None:
    end = time.monotonic() + seconds
    while not done():
        assert time.monotonic() < end, "not in time"
        time.sleep(0.05)
