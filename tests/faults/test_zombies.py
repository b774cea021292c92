"""Processes that stand still until their lease is over, and go on when another has taken their place: refused."""

from __future__ import annotations

import os
import signal
import time
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest

from feeds.memory import FeedState
from feeds.replay import ReplayServer, Reply, Step
from tests.faults import checks
from tests.worker.builders import a_mention
from tests.worker_service.conftest import Wire, rss, web, wire
from worker import poll as polling
from worker import process as processing
from worker.inbox import item_of
from worker.poll import poll
from worker.process import process
from worker.wiring import Wiring, make_wiring

__all__ = ["web", "wire"]
pytestmark = pytest.mark.faults

LEASE = timedelta(seconds=0.4)


@pytest.fixture(autouse=True)
def short_leases(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(polling, "LEASE", LEASE)
    monkeypatch.setattr(processing, "LEASE", LEASE)


class Zombie:
    """A process that stops itself (SIGSTOP) in the midst of what it does, until it is told to go on."""

    def __init__(self, do: Callable[[], str]) -> None:
        read, write = os.pipe()
        self._pid = os.fork()
        if self._pid == 0:
            try:
                os.write(write, do().encode())
            finally:
                os._exit(0)
        os.close(write)
        self._said = read
        _, status = os.waitpid(self._pid, os.WUNTRACED)
        assert os.WIFSTOPPED(status), "it came to an end"
        time.sleep(1.5 * LEASE.total_seconds())

    def go_on(self) -> str:
        """What it says when it has ended."""
        os.kill(self._pid, signal.SIGCONT)
        os.waitpid(self._pid, 0)
        with os.fdopen(self._said, "rb") as said:
            return said.read().decode()


def stopping(what: Callable[..., Any]) -> Callable[..., Any]:
    """The same, after a long standstill."""

    def stopped(*args: Any, **more: Any) -> Any:
        os.kill(os.getpid(), signal.SIGSTOP)
        return what(*args, **more)

    return stopped


def again(wired: Wiring) -> Wiring:
    """That of a process of its own: a connection never crosses a fork."""
    assert wired.settings.redis_url is not None
    return make_wiring(wired.settings, wired.settings.redis_url)


def test_a_fetcher_that_comes_back_late_changes_nothing(wire: Wire, web: ReplayServer) -> None:
    wired = wire(wakala=Reply(body=rss("خبر قديم")))

    def late() -> str:
        polling.owed_body = stopping(polling.owed_body)  # type: ignore[assignment]
        polled = poll(again(wired))
        return polled.reply if polled else "nothing was due"

    zombie = Zombie(late)
    web.scripts["/wakala.xml"] = [Step(reply=Reply(body=rss("خبر قديم", "خبر جديد")))]
    polled = poll(wired)
    assert polled is not None
    assert (polled.reply, polled.owes) == ("done", True)
    process(wired, lambda item: [a_mention(item)], out_of_time=TimeoutError)
    before = wired.store.feeds.state("wakala"), wired.store.feeds.schedule(), wired.store.work.depth()

    assert zombie.go_on() == "stale"
    assert before == (wired.store.feeds.state("wakala"), wired.store.feeds.schedule(), wired.store.work.depth())
    assert len(web.requests) == 2
    assert FeedState.from_json(before[0]).validators.body_hash


def test_a_parser_that_comes_back_late_changes_nothing(wire: Wire) -> None:
    wired = wire(wakala=Reply(body=rss("خبر", "خبر ثان")))
    assert poll(wired) is not None

    def late() -> str:
        processing.read_body = stopping(processing.read_body)  # type: ignore[assignment]
        return str(process(again(wired), lambda item: [], out_of_time=TimeoutError))

    zombie = Zombie(late)
    [body] = wired.store.work.lease(1, lease=timedelta(seconds=60))
    said = zombie.go_on()
    assert "body stale" in said
    assert wired.store.work.depth() == 1, "still the neighbour's"
    assert wired.store.work.ingest(body, ()).reply == "done"


@pytest.mark.parametrize("committed", [False, True], ids=["while another has it", "after another has done it"])
def test_an_extractor_that_comes_back_late_changes_nothing(wire: Wire, committed: bool) -> None:
    wired = wire(wakala=Reply(body=rss("خبر")))
    assert poll(wired) is not None
    process(wired, lambda item: [], out_of_time=TimeoutError)  # the body

    zombie = Zombie(
        lambda: str(process(again(wired), stopping(lambda item: [a_mention(item)]), out_of_time=TimeoutError))
    )
    if committed:
        process(wired, lambda item: [a_mention(item)], out_of_time=TimeoutError)
        assert "item dup" in zombie.go_on()
    else:
        [work] = wired.store.work.lease(1, lease=timedelta(seconds=60))
        assert "item stale" in zombie.go_on()
        assert checks.read(wired.store.redis) == []
        item = item_of(work)
        assert processing.commit_item(wired.store, work, item, [a_mention(item)]).reply == "done"
    assert [message.rev for message in checks.read(wired.store.redis)] == [1]
    assert list(checks.nothing_left(wired.store)) == []
