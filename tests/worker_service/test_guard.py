"""A bad release halts before it has buried all that comes; a bad document does not halt a good one."""

from __future__ import annotations

import os
import signal
import subprocess
from collections.abc import Sequence
from pathlib import Path

import pytest

from extract.types import Mention
from feeds.replay import Reply
from feeds.types import Item
from tests.worker_service.conftest import Wire, rss
from tests.worker_service.test_process import make_all_ready, tells
from tests.worker_service.test_service import RASID, until
from worker import keys
from worker.guard import ENOUGH, WINDOW, Ended, why_halt
from worker.health import read_health
from worker.metrics import samples
from worker.poll import poll
from worker.process import process
from worker.versions import release

BAD = "KeyError: 'lemma'"


def things(count: int, cause: str = "", first: int = 0) -> list[Ended]:
    return [(f"i:{n}", cause) for n in range(first, first + count)]


@pytest.mark.parametrize(
    ("ended", "halts"),
    [
        ([], False),
        (things(49, BAD), False),
        (things(50, BAD), True),
        (things(25, BAD) + things(25, first=25), False),  # half is not most
        (things(26, BAD) + things(24, first=26), True),
        (things(50, BAD)[:1] * WINDOW, False),  # one document, however often
        (things(50) + things(50, BAD), False),  # all of them have succeeded since
        (things(50, BAD) + things(50), True),
        ([(f"i:{n}", f"ValueError: {n}") for n in range(50)], True),  # each in its own way
    ],
)
def test_most_of_enough_things_must_fail(ended: list[Ended], halts: bool) -> None:
    assert (why_halt(ended) is not None) == halts


def test_the_reason_names_the_commonest_causes() -> None:
    why = why_halt(things(30, BAD) + things(15, "TypeError: x", first=30) + things(15, first=45))

    assert why == f"45 of the last 60 things failed: 30 x {BAD}; 15 x TypeError: x"


def breaks(item: Item) -> Sequence[Mention]:
    raise KeyError("lemma")


def test_a_bad_release_halts_and_goes_on_by_command(wire: Wire) -> None:
    wired = wire(wakala=Reply(body=rss(*(f"خبر {n}" for n in range(120)))))
    store = wired.store
    poll(wired)
    process(wired, tells)

    told = [str(process(wired, breaks)) for _ in range(4)]
    assert told[1:] == ["25 failed", "processing is halted: rasid status", "processing is halted: rasid status"]
    assert (store.dead.count(), store.work.depth()) == (0, 120)
    health = read_health(store)
    assert health.figures["processing"] == "halted"
    (alarm,) = [alarm for alarm in health.alarms if "halted" in alarm]
    assert "51 of the last 51 things failed" not in alarm, "the body was read well"
    assert "50 x KeyError: 'lemma'" in alarm
    assert "rasid resume" in alarm
    assert ("rasid_processing_halted", 1.0) in [(name, value) for name, _, value in samples(store)]

    assert store.guard.resume() == [release()]
    make_all_ready(wired)
    assert store.redis.exists(keys.TRIES) == 0, "it was not their fault"
    while "item" in str(process(wired, tells)):
        pass
    assert (store.dead.count(), store.work.depth()) == (0, 0)
    assert store.guard.resume() == []


def test_another_release_goes_on_at_once(wire: Wire, monkeypatch: pytest.MonkeyPatch) -> None:
    wired = wire(wakala=Reply(body=rss(*(f"خبر {n}" for n in range(60)))))
    poll(wired)
    for mentions in (tells, breaks, breaks):
        process(wired, mentions)
    assert process(wired, tells).halted
    wired.store.beat("old@here", {"queues": "process", "release": release()})

    monkeypatch.setattr("worker.process.release", lambda: "9.9+new")
    make_all_ready(wired)
    assert str(process(wired, tells)) == "25 item done"
    assert list(wired.store.guard.halts()) == [release()], "the old one, which still runs, halts all the same"


def test_poison_among_good_items_is_buried_as_ever(wire: Wire) -> None:
    wired = wire(wakala=Reply(body=rss("مسموم", *(f"خبر {n}" for n in range(ENOUGH)))))
    poll(wired)
    process(wired, tells)

    def poisoned(item: Item) -> Sequence[Mention]:
        return breaks(item) if item.title == "مسموم" else tells(item)

    for _ in range(10):
        process(wired, poisoned)
        make_all_ready(wired)
    assert wired.store.dead.count() == 1
    assert wired.store.guard.halts() == {}


def test_a_release_that_kills_its_processes_is_found_out_too(wire: Wire) -> None:
    """Nobody says how such things end: they are leased again and again, until they are given up."""
    wired = wire(wakala=Reply(body=rss(*(f"خبر {n}" for n in range(ENOUGH + 30)))))
    poll(wired)
    process(wired, tells)
    for name in wired.store.redis.zrange(keys.INBOX, 0, -1):
        wired.store.redis.hset(keys.TRIES, name, 4)

    for _ in range(ENOUGH + 30):
        process(wired, tells)
    buried = ENOUGH - 1  # the document was read, so it is the first of the things that ended
    assert (wired.store.dead.count(), wired.store.work.depth()) == (buried, ENOUGH + 30 - buried)
    assert "no attempt came to an end" in wired.store.guard.halts()[release()]


@pytest.mark.slow
def test_a_real_worker_rests_until_it_is_resumed(wire: Wire, redis_server: str, tmp_path: Path) -> None:
    wired = wire(wakala=Reply(body=rss(*(f"خبر {n}" for n in range(30)))))
    poll(wired)
    process(wired, tells)
    wired.store.redis.hset(keys.HALTED, release(), "50 of the last 50 things failed: a test")
    environ = {**os.environ, "REDIS_URL": redis_server, "RASID_DATA": str(tmp_path), "TMPDIR": str(tmp_path)}
    with (tmp_path / "log").open("wb") as log:
        worker = subprocess.Popen([*RASID, "worker", "process"], env=environ, stderr=log, start_new_session=True)
        try:
            until(lambda: "processing rests" in (tmp_path / "log").read_text(), worker)
            until(lambda: wired.store.beats() != {}, worker)
            status = subprocess.run([*RASID, "status"], env=environ, capture_output=True, text=True)
            assert (status.returncode, "processing is halted" in status.stdout) == (1, True)
            assert wired.store.work.depth() == 30
            assert subprocess.run([*RASID, "resume"], env=environ, capture_output=True).returncode == 0
            until(lambda: wired.store.work.depth() == 0, worker)
        finally:
            os.killpg(worker.pid, signal.SIGKILL)
            worker.wait()
    assert "processing goes on" in (tmp_path / "log").read_text()
