"""Committed items are read again with recognised names: owed with the commit, told once, waited for by nobody."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from extract import ner
from extract.types import Mention
from feeds.replay import Reply
from feeds.types import Item
from tests.extract.test_ner import HAS_TORCH
from tests.faults import checks
from tests.worker.builders import a_mention, a_place
from tests.worker_service.conftest import Wire, rss
from tests.worker_service.listed_places import STEM
from tests.worker_service.test_service import RASID, until
from tests.worker_service.test_stopping import kill_group
from worker import events, keys, process
from worker.codec import unpack
from worker.health import read_health
from worker.inbox import MAX_ATTEMPTS
from worker.leases import Work
from worker.poll import poll
from worker.process import read_names
from worker.reprocess import reprocess
from worker.store import Store
from worker.tally import Tally
from worker.versions import release
from worker.wiring import Wiring


def without(item: Item) -> Sequence[Mention]:
    """A capture somewhere, of which only the type is known; an item about sport tells nothing."""
    return [] if "مباراة" in item.title else [a_mention(item, places=())]


def with_names(item: Item) -> Sequence[Mention]:
    """The same with the place that its title names."""
    where = (a_place(item.title.split()[-1]),)
    return [replace(mention, places=where, tier="lexicon+ner") for mention in without(item)]


def committed(wire: Wire, *titles: str, feed: str = "wakala", read: bool = True) -> Wiring:
    """Items read by the lexicon, while somebody reads names or not."""
    wired = wire(**{feed: Reply(body=rss(*titles))})
    if read:
        wired.store.say_names_are_read()
    poll(wired)
    while wired.store.work.depth():
        process.process(wired, without)
    return wired


def places(store: Store) -> list[str]:
    latest = checks.latest(checks.read(store.redis)).values()
    return sorted(place["name"] for event in latest for place in event["places"])


def kinds(store: Store) -> list[str]:
    return [row[1][b"type"].decode().rpartition(".")[2] for row in store.redis.xrange(keys.EVENTS)]  # type: ignore[union-attr]


def well(store: Store) -> bool:
    messages = checks.read(store.redis)
    problems = [
        *checks.no_hole(messages),
        *checks.revs_rise_by_one(messages),
        *checks.redis_agrees(store.redis, messages),
    ]
    assert [*problems, *checks.nothing_left(store)] == []
    assert store.names.depth() == 0
    return True


def test_what_names_change_is_told_once(wire: Wire) -> None:
    store = (wired := committed(wire, "الجيش يدخل زلميرا")).store
    assert (kinds(store), places(store), store.names.depth()) == (["new"], [], 1)
    assert read_health(store).figures["names owed"] == 1

    assert str(read_names(wired, with_names)) == "1 names done"
    assert (kinds(store), places(store)) == (["new", "updated"], ["زلميرا"])
    (event,) = checks.latest(checks.read(store.redis)).values()
    assert [mention["tier"] for mention in event["mentions"]] == ["lexicon+ner"]
    assert str(read_names(wired, with_names)) == "nothing was owed"
    assert well(store)
    assert store.counts.read()[("names", "done")] == 1


def test_what_reads_the_same_says_nothing(wire: Wire) -> None:
    wired = committed(wire, "الجيش يدخل زلميرا")
    read_names(wired, without)
    assert kinds(wired.store) == ["new"]
    assert well(wired.store)


def test_names_are_owed_only_where_they_are_read(wire: Wire) -> None:
    store = committed(wire, "الجيش يدخل زلميرا", read=False).store
    assert (store.names.depth(), read_health(store).figures["names owed"]) == (0, 0)
    store.say_names_are_read()
    assert 0 < store.redis.ttl(keys.NAMES_READ) <= 3600


def test_no_more_are_owed_than_is_read_in_a_while(wire: Wire, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(events, "MOST_NAMES", 4)
    store = committed(wire, *(f"مباراة في {n}" for n in range(5))).store
    assert store.names.depth() == 2, "what tells nothing leaves half of it to what does"
    committed(wire, *(f"الجيش يدخل {n}" for n in range(5)), feed="sahifa")
    assert store.names.depth() == 4
    alarms = read_health(store).alarms
    assert "no worker takes the queue ner, and names are owed" in alarms
    store.beat("ner@here", {"queues": "ner"})
    assert "no worker takes the queue ner, and names are owed" not in read_health(store).alarms


def test_the_reading_of_old_words_changes_nothing(wire: Wire) -> None:
    wired = committed(wire, "الجيش يدخل زلميرا")
    (work,) = wired.store.names.lease(5, lease=timedelta(seconds=60))
    edit(wired, "الجيش يدخل زلمير")
    assert finish(wired, work) == "names gone", "the edit is owed"
    process.process(wired, without)
    assert finish(wired, work) in ("names dup", "names stale"), "the edit is committed"
    assert (kinds(wired.store), wired.store.names.depth()) == (["new", "updated"], 1)

    read_names(wired, with_names)
    assert places(wired.store) == ["زلمير"]
    assert well(wired.store)


def test_an_edit_fences_off_who_reads_the_names(wire: Wire) -> None:
    wired = committed(wire, "الجيش يدخل زلميرا")
    (work,) = wired.store.names.lease(5, lease=timedelta(seconds=60))
    edit(wired, "الجيش يدخل زلمير")
    process.process(wired, without)
    assert finish(wired, work) == "names dup"
    assert wired.store.names.lease(5, lease=timedelta(seconds=60))[0].revision == 2


def test_what_fails_four_times_is_a_letter_and_the_item_stands(wire: Wire) -> None:
    wired = committed(wire, "الجيش يدخل زلميرا")
    store = wired.store

    def breaks(item: Item) -> Sequence[Mention]:
        raise RuntimeError("no such label")

    for _ in range(MAX_ATTEMPTS + 1):
        read_names(wired, breaks)
        for name in store.redis.zrange(keys.NAMES, 0, -1):
            store.redis.zadd(keys.NAMES, {name: 0})
    (letter,) = store.dead.list()
    assert (letter.stage, letter.reason) == ("names", "RuntimeError: no such label")
    assert store.redis.llen(keys.ended(release())) == 2, "no fault of the release: the body and the item went well"
    assert store.dead.requeue(letter.id, store.now()) == "done"
    read_names(wired, with_names)
    assert (kinds(store), places(store)) == (["new", "updated"], ["زلميرا"])
    assert well(store)


def test_a_letter_of_old_words_is_not_sent_again(wire: Wire) -> None:
    wired = committed(wire, "الجيش يدخل زلميرا")
    (work,) = wired.store.names.lease(5, lease=timedelta(seconds=60))
    wired.store.names.bury(work, "a test")
    edit(wired, "الجيش يدخل زلمير")
    process.process(wired, without)
    read_names(wired, with_names)
    assert wired.store.dead.requeue(wired.store.dead.list()[0].id, wired.store.now()) == "newer"


def test_another_release_and_then_its_names(wire: Wire) -> None:
    wired = committed(wire, "الجيش يدخل زلميرا")
    store = wired.store
    read_names(wired, with_names)
    newer = replace(wired, publishing=replace(wired.publishing, extractor="2", lexicon="b"))

    def work_on(_: object) -> None:
        process.process(newer, without)

    store.beat("process@here", {"queues": "process", "release": newer.publishing.release})
    assert reprocess(store, newer.publishing.release, tell=work_on).owed == 1
    assert store.names.depth() == 1
    read_names(newer, with_names)
    assert places(store) == ["زلميرا"]
    assert well(store)


def edit(wired: Wiring, title: str) -> None:
    """The item's feed lists it with another title; it is owed then."""
    store = wired.store
    hour, *_ = store.items.hours(store.now())
    (kept,) = store.items.each(hour)
    changed = replace(unpack(Item, kept.payload), title=title, content_hash=title)
    store.feeds.due_now("wakala")
    store.redis.delete(keys.HOSTS)
    [lease] = store.feeds.lease(1, lease=timedelta(seconds=60), gap=timedelta(0))
    assert store.feeds.settle(lease, "{}", timedelta(hours=1), gap=timedelta(0), body=b"another document") == "done"
    [body] = store.work.lease(1, lease=timedelta(seconds=60))
    assert store.work.ingest(body, [changed]).edited == 1


def finish(wired: Wiring, work: Work) -> str:
    return process.finish(wired, work, with_names, Tally(), TimeoutError)


COUNT, KILLS = (200, 20) if os.environ.get("RASID_FAULTS") == "long" else (24, 2)
LETTERS = "بتثجحخدذرزسشصضطظ"
NAMES = [STEM + a + b for a in LETTERS for b in LETTERS][:COUNT]


def captures(wire: Wire) -> Wiring:
    """Items about captures of places that no list has: without their names they tell nothing."""
    wired = wire(wakala=Reply(body=rss(*(f"سيطر الجيش السوري على {name} الثلاثاء" for name in NAMES))))
    wired.store.say_names_are_read()
    poll(wired)
    while wired.store.work.depth():
        process.process(wired, lambda _: [])
    assert wired.store.names.depth() == COUNT
    return wired


@pytest.mark.faults
@pytest.mark.timeout(240)
def test_a_killed_worker_of_names_loses_nothing_and_tells_nothing_twice(
    wire: Wire, redis_server: str, tmp_path: Path
) -> None:
    """Real Celery workers, killed with their children in the middle of their work."""
    store = captures(wire).store
    environ = {**os.environ, "REDIS_URL": redis_server, "RASID_DATA": str(tmp_path), "TMPDIR": str(tmp_path)}
    begun = told = 0
    while store.names.depth():
        worker = start(environ)
        try:
            share = COUNT // (KILLS + 1) if begun < KILLS else COUNT
            until(lambda: len(kinds(store)) >= told + share or not store.names.depth(), worker)  # noqa: B023 - called at once
        finally:
            kill_group(worker)
            worker.wait()
        begun, told = begun + 1, len(kinds(store))
    assert begun == KILLS + 1
    messages = checks.read(store.redis)
    assert list(checks.nothing_twice(messages, lambda _: 1)) == []
    told_of = [mention["id"] for event in checks.latest(messages).values() for mention in event["mentions"]]
    assert len(told_of) == len(set(told_of)) == COUNT
    assert places(store) == sorted(NAMES)
    assert well(store)


def start(environ: Mapping[str, str]) -> subprocess.Popen[bytes]:
    line = [
        sys.executable, "-m", "celery", "--quiet", "-A", "tests.worker_service.named_app", "worker", "-Q", "ner",
        "-P", "prefork", "-c", "2", "-n", "ner@%h", "-l", "WARNING", "--without-gossip", "--without-mingle",
    ]  # fmt: skip
    quiet = subprocess.DEVNULL
    return subprocess.Popen(line, env=dict(environ), stdout=quiet, stderr=quiet, start_new_session=True)


def test_a_worker_of_names_says_what_it_lacks(redis_server: str, tmp_path: Path) -> None:
    environ = {**os.environ, "REDIS_URL": redis_server, "RASID_DATA": str(tmp_path), "CAMELTOOLS_DATA": str(tmp_path)}
    done = subprocess.run([*RASID, "worker", "ner"], env=environ, capture_output=True, text=True, check=False)
    assert done.returncode == 2
    assert f"no model in {tmp_path / ner.MODEL} (camel_data -i ner-arabert)" in done.stderr


@pytest.mark.skipif(not HAS_TORCH, reason="needs torch and transformers: see Tiers in docs/operating.md")
@pytest.mark.timeout(240)
def test_the_recogniser_of_camel_tools_in_a_worker_of_its_own(wire: Wire, redis_server: str, tmp_path: Path) -> None:
    from tests.extract.tiny_ner import teach

    teach(tmp_path / ner.MODEL)
    wired = wire(wakala=Reply(body=rss("سيطر الجيش السوري على زلميرا الثلاثاء")))
    store = wired.store
    environ = {**os.environ, "REDIS_URL": redis_server, "RASID_DATA": str(tmp_path), "CAMELTOOLS_DATA": str(tmp_path)}
    with (tmp_path / "log").open("wb") as log:
        worker = subprocess.Popen([*RASID, "worker", "ner"], env=environ, stderr=log, start_new_session=True)
    try:
        until(lambda: bool(store.redis.exists(keys.NAMES_READ)), worker, 120)
        poll(wired)
        while store.work.depth():
            process.process(wired, lambda _: [])
        until(lambda: kinds(store) == ["new"], worker, 60)
        worker.send_signal(signal.SIGTERM)
        assert worker.wait(45) == 0
    finally:
        kill_group(worker)
    assert places(store) == ["زلميرا"]
    assert well(store)
