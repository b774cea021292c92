"""A process worker is stopped in the middle of its work, in every way: what it holds is finished or comes again, once."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Mapping
from pathlib import Path

import pytest

from feeds.replay import Reply
from tests.faults import checks
from tests.worker_service.conftest import Wire, rss
from tests.worker_service.test_process import make_all_ready, tells
from tests.worker_service.test_service import RASID, until
from worker import keys
from worker.poll import poll
from worker.process import process
from worker.store import Store

ITEMS = 60
#: SIGTERM: finish what is under way within some seconds. SIGINT: finish it (to Celery a failure). SIGKILL: leave it.
WAYS = {signal.SIGTERM: 0, signal.SIGKILL: -signal.SIGKILL}
if os.environ.get("RASID_FAULTS") == "long":
    WAYS = {signal.SIGINT: 1, **WAYS}
#: Long enough that there is a middle.
STORY = (
    "أعلنت وزارة الداخلية أن قواتها سيطرت على بلدة {} بعد معارك مع مسلحين أسفرت عن مقتل أشخاص وإصابة آخرين. "
    + "وقال شهود إن المعارك استمرت حتى المساء. " * 30
)


@pytest.mark.faults
@pytest.mark.timeout(300)
def test_stopped_in_every_way_each_item_is_told_once(wire: Wire, redis_server: str, tmp_path: Path) -> None:
    wired = wire(wakala=Reply(body=rss(*(f"{n} " + STORY.format(n) for n in range(ITEMS)))))
    store = wired.store
    poll(wired)
    process(wired, tells)
    assert store.work.depth() == ITEMS
    environ = {
        **os.environ, "REDIS_URL": redis_server, "RASID_DATA": str(tmp_path), "RASID_BATCH": "5",
        "RASID_PROCESSES": "1", "TMPDIR": str(tmp_path),
    }  # fmt: skip

    for number, code in WAYS.items():
        begun = committed(store)
        worker = start(environ)
        until(lambda: committed(store) > begun, worker, 60)  # noqa: B023 - called at once
        told = time.monotonic()
        worker.send_signal(number)
        assert worker.wait(45) == code
        assert time.monotonic() - told < 30
        kill_group(worker)
        if number != signal.SIGKILL:
            assert store.redis.hlen(keys.FENCES) == 0, "nothing is left behind that somebody holds"
        make_all_ready(wired)  # as if the leases of the dead were over
    assert 0 < store.work.depth() < ITEMS, "each was stopped in the middle"
    worker = start(environ)
    try:
        until(lambda: store.work.depth() == 0, worker, 60)
    finally:
        worker.send_signal(signal.SIGTERM)
        worker.wait(45)
        kill_group(worker)

    assert committed(store) == ITEMS
    messages = checks.read(store.redis)
    assert [*checks.no_hole(messages), *checks.revs_rise_by_one(messages), *checks.nothing_left(store)] == []
    told_of = [mention["id"] for event in checks.latest(messages).values() for mention in event["mentions"]]
    assert len(told_of) == len(set(told_of)) >= ITEMS, "no mention twice, none lost"


#: A worker that has one second to stop.
HASTY = """
import sys
from datetime import timedelta
from worker import limits
limits.GRACE = timedelta(seconds=1)
from celery.__main__ import main
sys.exit(main())
"""


def test_a_stop_that_waits_for_ever_ends(wire: Wire, redis_server: str, tmp_path: Path) -> None:
    """Celery waits for a child that does not answer, and would tell nobody."""
    store = wire().store
    command = [
        sys.executable, "-c", HASTY, "-A", "tests.faults.app", "worker", "-Q", "process", "-P", "prefork", "-c", "1",
        "--without-gossip", "--without-mingle",
    ]  # fmt: skip
    environ = {**os.environ, "REDIS_URL": redis_server, "RASID_DATA": str(tmp_path), "TMPDIR": str(tmp_path)}
    with (tmp_path / "log").open("wb") as log:
        worker = subprocess.Popen(command, env=environ, stdout=log, stderr=log, start_new_session=True)
    try:
        until(lambda: bool(store.beats()), worker, 60)
        (child,) = subprocess.run(
            ["ps", "-o", "pid=", "--ppid", str(worker.pid)], capture_output=True, text=True, check=True
        ).stdout.split()
        os.kill(int(child), signal.SIGSTOP)
        worker.send_signal(signal.SIGTERM)
        assert worker.wait(30) == 1
        assert "its stop took longer" in (tmp_path / "log").read_text()
    finally:
        kill_group(worker)


def committed(store: Store) -> int:
    return sum(store.items.hours(store.now()).values())


def start(environ: Mapping[str, str]) -> subprocess.Popen[bytes]:
    quiet = subprocess.DEVNULL
    return subprocess.Popen(
        [*RASID, "worker", "process"], env=dict(environ), stdout=quiet, stderr=quiet, start_new_session=True
    )


def kill_group(worker: subprocess.Popen[bytes]) -> None:
    try:
        os.killpg(worker.pid, signal.SIGKILL)
    except ProcessLookupError:
        return
