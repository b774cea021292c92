"""A feed whose document stays the same for months, on a server whose clock is moved on by days."""

from __future__ import annotations

import tempfile
import time
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest

from feeds.replay import ReplayServer, Reply, Step
from feeds.schedule import REREAD
from tests.faults.bent import POSSIBLE, Bent
from tests.servers import PrivateServer
from tests.worker_service.conftest import Wire, rss
from worker.poll import poll
from worker.process import process
from worker.retention import Retention

DAY = timedelta(days=1)
OLD = [f"خبر قديم رقم {n}" for n in range(12)]


@pytest.fixture
def bent() -> Iterator[Bent]:
    if not POSSIBLE:
        pytest.skip("needs a C compiler and Linux")
    with tempfile.TemporaryDirectory(prefix="rasid-") as name:
        yield Bent(Path(name))


@pytest.fixture
def redis_server(bent: Bent) -> Iterator[str]:
    with tempfile.TemporaryDirectory(prefix="rasid-") as name:
        server = PrivateServer(Path(name), environ=bent.environ).start()
        yield server.url
        server.kill()


def test_what_a_document_has_listed_for_months_is_not_new(bent: Bent, wire: Wire, web: ReplayServer) -> None:
    """Marks live for a month, and are renewed when a document is read: one that never changes is read all the same."""
    wired = wire(wakala=Reply(body=rss(*OLD)))
    owed = 0
    for day in range(75):
        if day == 70:
            web.scripts["/wakala.xml"] = [Step(reply=Reply(body=rss("خبر جديد", *OLD)))]
        polled = poll(wired)
        assert polled is not None
        while wired.store.work.depth():
            owed += process(wired, lambda item: ()).owed
        then = wired.store.now() + DAY
        bent.jump(DAY)
        while wired.store.now() < then:  # the server may answer one command by the old time
            time.sleep(0.001)

    assert owed == len(OLD) + 1
    asked_whole = [not asked.conditional for asked in web.requests]
    assert sum(asked_whole) == 1 + 70 // (REREAD // DAY), "conditional, but for one in ten days"


def test_a_mark_outlives_two_readings_that_fail() -> None:
    assert Retention().seen >= 3 * REREAD
