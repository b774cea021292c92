"""Redis takes nothing: what is said of it, and that nobody is blamed for it."""

from __future__ import annotations

import contextlib
import logging
import tempfile
import time
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from types import SimpleNamespace

import pytest
from kombu import Connection
from redis.exceptions import ResponseError

from feeds.replay import Reply
from tests.servers import PrivateServer
from tests.worker_service.conftest import Wire, rss
from tests.worker_service.test_process import tells
from worker.app import TRANSPORT
from worker.broker import celery_broker
from worker.errors import DiskFullError
from worker.health import read_health
from worker.poll import poll
from worker.process import process
from worker.tasks import brief

TASK = SimpleNamespace(request=SimpleNamespace(id="t1"))
#: What a pipe takes at once or not at all.
PIPE = 4096


@pytest.fixture
def server() -> Iterator[PrivateServer]:
    with tempfile.TemporaryDirectory(prefix="rasid-") as name:
        server = PrivateServer(Path(name), "--appendfsync", "everysec").start()
        yield server
        server.kill()


@pytest.fixture
def redis_server(server: PrivateServer) -> str:
    return server.url


def test_a_full_disk_is_an_outage_that_says_what_to_do(wire: Wire, server: PrivateServer) -> None:
    wired = wire(wakala=Reply(body=rss("خبر")))
    poll(wired)
    process(wired, tells)
    server.fill_disk(10)
    while not wired.store.unwritten():
        with contextlib.suppress(ResponseError):
            wired.store.redis.set("filler", "x" * 100)

    with pytest.raises(DiskFullError, match="make room there"):
        process(wired, tells)
    assert any("cannot write to its disk" in alarm for alarm in read_health(wired.store).alarms)

    server.free_disk()
    end = time.monotonic() + 20
    while wired.store.unwritten():  # the server tries once a second
        assert time.monotonic() < end
        time.sleep(0.05)
    for work in wired.store.redis.zrange("{rasid}:inbox", 0, -1):
        wired.store.redis.zadd("{rasid}:inbox", {work: 0})
    assert str(process(wired, tells)) == "1 item done"
    assert not any("disk" in alarm for alarm in read_health(wired.store).alarms)


@pytest.mark.parametrize("gone", ["killed", "full"])
def test_celery_hears_of_an_outage_on_one_line(
    wire: Wire, server: PrivateServer, caplog: pytest.LogCaptureFixture, gone: str
) -> None:
    wired = wire()
    if gone == "killed":
        server.kill()

    def run(task: object) -> str:
        if gone == "full":
            raise ResponseError("MISCONF Errors writing to the AOF file: No space left on device")
        return str(wired.store.feeds.lease(1, lease=timedelta(seconds=1), gap=timedelta(0)))

    told = brief(run)(TASK)

    assert told.startswith("failed: ")
    assert "\n" not in told
    assert ("make room" in told) == (gone == "full")
    assert len(told) < PIPE, "a longer one may be cut in its middle"
    [line] = [record for record in caplog.records if record.levelno == logging.ERROR]
    assert (line.facts["task"], f"failed: {line.facts['reason']}") == ("t1", told)  # type: ignore[attr-defined]


def test_a_worker_takes_hints_after_a_silence(server: PrivateServer) -> None:
    """What it could not acknowledge meanwhile does not count against it."""
    address, options = celery_broker(server.url)
    with Connection(address, transport_options={**TRANSPORT, **options, "socket_timeout": 0.3}) as broker:
        hints = broker.SimpleQueue("poll")
        channel = hints.consumer.channel
        channel.basic_qos(0, 1, False)
        hints.put("one")
        hints.put("another")
        hint = hints.get(timeout=5)
        server.freeze()
        with contextlib.suppress(*broker.connection_errors):
            hint.ack()
        server.thaw()
        assert channel.qos.can_consume()
        assert hints.get(timeout=5).payload == "another"
