"""The press of tests/faults and real Celery workers, on whatever Redis: edition after edition, each read completely."""

from __future__ import annotations

import contextlib
import os
import random
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path

import redis

from feeds import catalogue
from feeds.memory import FeedState
from feeds.replay import ReplayServer, SimulatedClock
from feeds.types import FeedSpec
from tests.faults import checks, press
from tests.faults.fleet import Fleet
from worker import keys
from worker.store import Store, connect

PATIENCE = 60.0


@dataclass(slots=True)
class World:
    """What is read, who reads it, and what is published."""

    clock: SimulatedClock
    specs: dict[str, FeedSpec]
    fleet: Fleet
    store: Store
    #: Number of the edition that is on sale.
    edition: int = 0
    log: Path = field(default=Path())

    def read(self, meanwhile: Callable[[], None] = lambda: None) -> None:
        """Until every feed has settled this edition and nothing is owed; `meanwhile` happens once, in the middle."""
        end, happened = time.monotonic() + PATIENCE, False
        while True:
            assert time.monotonic() < end, f"edition {self.edition} is not read: {self.log.read_text()[-3000:]}"
            self.fleet.tend()
            if not happened and self._begun():
                happened = True
                meanwhile()
            with contextlib.suppress(redis.RedisError):
                if happened and self._settled() and not self.store.work.depth():
                    return
                self._hurry()
            time.sleep(0.1)

    def next_edition(self) -> None:
        self.clock.advance(press.EDITION)
        self.edition += 1

    def problems(self) -> list[str]:
        """None: every item of every edition is told exactly once, whatever happened."""
        messages = checks.read(self.store.redis)
        items = press.expected(self.specs, self.edition + 1)
        return [
            *checks.nothing_lost(messages, {item.id: item.title for item in items.values()}),
            *checks.nothing_twice(messages, lambda item: 2),
            *checks.no_hole(messages),
            *checks.revs_rise_by_one(messages),
            *checks.one_event_each(messages, lambda item: press.place_of(items[item])),
            *checks.redis_agrees(self.store.redis, messages),
            *checks.nothing_left(self.store),
        ]

    def messages(self) -> list[str]:
        """Ids on the main stream."""
        return [message.id for message in checks.read(self.store.redis)]

    def epoch(self) -> int:
        return int(self.store.redis.hget(keys.EPOCH, "n") or 0)

    def _begun(self) -> bool:
        """Some of this edition is on the stream, and some is not."""
        before = len(press.expected(self.specs, self.edition)) if self.edition else 0
        return len(self.messages()) > before + len(press.FEEDS)

    def _settled(self) -> bool:
        wanted = {feed: press.body_hash(feed, self.edition) for feed in press.FEEDS}
        states = self.store.feeds.states()
        return {feed: FeedState.from_json(state).validators.body_hash for feed, state in states.items()} == wanted

    def _hurry(self) -> None:
        """Feeds are due at once: the pace is tested elsewhere. A leased one stays leased."""
        soon = (self.store.now().timestamp() + 10) * 1000
        for feed, due in self.store.feeds.schedule().items():
            if due.timestamp() * 1000 > soon:
                self.store.feeds.due_now(feed)


@contextmanager
def world(folder: Path, url: str, broker: str | None = None) -> Iterator[World]:
    """Workers on the Redis of `url`, and their hints on that of `broker`."""
    folder.mkdir()
    clock = SimulatedClock(datetime.now(UTC))
    with ReplayServer(press.scripts(), clock) as web:
        specs = {
            feed: FeedSpec(id=feed, agency=f"agency-of-{feed}", name=feed, url=web.url(f"/{feed}.xml"), country="SY")
            for feed in press.FEEDS
        }
        catalogue.dump(specs.values(), folder / "feeds.toml")
        environ = {
            **os.environ,
            "REDIS_URL": url,
            "RASID_BROKER_URL": broker or "",
            "RASID_FEEDS": str(folder / "feeds.toml"),
            "RASID_DATA": str(folder),
            "RASID_ALLOW_LOOPBACK": "1",
            "RASID_HOST_GAP": "0",
            "RASID_BATCH": "5",
        }
        log = folder / "workers.log"
        fleet = Fleet(environ, log, random.Random(7))
        try:
            yield World(clock, specs, fleet, Store(connect(url)), log=log)
        finally:
            fleet.end()
