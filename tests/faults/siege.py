"""The press, real Celery workers and a server, and what befalls them while every edition is read.

A fault is a function that is called again and again during an edition and says when it has had its way. The next edition
is printed when this one has been read and the fault is done; when all is settled, `problems` says what went wrong.
"""

from __future__ import annotations

import os
import random
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path

from feeds import catalogue
from feeds.memory import FeedState
from feeds.replay import ReplayServer, SimulatedClock
from feeds.types import FeedSpec
from tests.faults import checks, press
from tests.faults.fleet import Fleet
from tests.servers import PrivateServer
from worker import keys
from worker.store import Store, connect

#: Called with the number of the edition; True when it has had its way with it.
Fault = Callable[[int], bool]


@dataclass(slots=True)
class Siege:
    web: ReplayServer
    clock: SimulatedClock
    server: PrivateServer
    fleet: Fleet
    specs: dict[str, FeedSpec]
    chance: random.Random
    store: Store = field(init=False)

    def __post_init__(self) -> None:
        self.store = Store(connect(self.server.url))

    def run(self, fault: Fault, patience: float) -> None:
        """All editions. Fails when they take longer than `patience` seconds."""
        end = time.monotonic() + patience
        for edition in range(press.EDITIONS):
            if edition:
                # A killed server may forget its last moment, and what it forgets must not be gone from the feeds.
                self.store.redis.waitaof(1, 0, 0)
                self.clock.advance(press.EDITION)
            # The fault first: where it has not had its way, the edition is not over, however far it was read.
            while not (fault(edition) and self.settled(edition)):
                assert time.monotonic() < end, f"edition {edition} after {patience:g} s; {self.fleet.told()}"
                self.fleet.tend()
                self.hurry()
                time.sleep(self.chance.uniform(0.05, 0.25))
        while self.store.work.depth():
            assert time.monotonic() < end, f"still owed: {self.store.work.depth()}; {self.fleet.told()}"
            self.fleet.tend()
            time.sleep(0.1)

    def settled(self, edition: int) -> bool:
        """Every feed holds this edition; its items may still be owed."""
        wanted = {feed: press.body_hash(feed, edition) for feed in press.FEEDS}
        held = {
            feed: FeedState.from_json(state).validators.body_hash for feed, state in self.store.feeds.states().items()
        }
        return held == wanted

    def hurry(self) -> None:
        """Feeds are due at once: the pace is tested elsewhere. A leased one stays leased."""
        soon = (self.store.now().timestamp() + 10) * 1000
        for feed, due in self.store.feeds.schedule().items():
            if due.timestamp() * 1000 > soon:
                self.store.feeds.due_now(feed)

    def commits(self) -> int:
        """Messages on the stream."""
        return int(self.store.redis.xlen(keys.EVENTS))

    def gets_on(self, edition: int, patience: float = 180.0) -> bool:
        """Wait for the next commit; False when the edition is read and nothing is owed."""
        before, end = self.commits(), time.monotonic() + patience
        while self.commits() <= before:
            assert time.monotonic() < end, f"no commit in {patience:g} s; {self.fleet.told()}"
            if self.settled(edition) and not self.store.work.depth():
                return False
            self.fleet.tend()
            self.hurry()
            time.sleep(0.01)
        return True

    def endure(self, seconds: float) -> None:
        """Time passes, and whoever ends is started again."""
        end = time.monotonic() + seconds
        while time.monotonic() < end:
            self.fleet.tend()
            time.sleep(0.1)

    def problems(self) -> list[str]:
        messages = checks.read(self.store.redis)
        items = press.expected(self.specs)
        return [
            *checks.nothing_lost(messages, {item.id: item.title for item in items.values()}),
            *checks.nothing_twice(messages, lambda item: 2),
            *checks.no_hole(messages),
            *checks.revs_rise_by_one(messages),
            *checks.one_event_each(messages, lambda item: press.place_of(items[item])),
            *checks.redis_agrees(self.store.redis, messages),
            *checks.nothing_left(self.store),
        ]

    def items(self) -> set[str]:
        """Items that caused a message."""
        return {item for message in checks.read(self.store.redis) for item in message.causes}


@contextmanager
def besieged(*options: str, seed: int = 7) -> Iterator[Siege]:
    """A press, a server with these options and a fleet, all gone at the end."""
    clock, chance = SimulatedClock(datetime.now(UTC)), random.Random(seed)
    with tempfile.TemporaryDirectory(prefix="rasid-") as name, ReplayServer(press.scripts(), clock) as web:
        folder = Path(name)
        specs = {
            feed: FeedSpec(id=feed, agency=f"agency-of-{feed}", name=feed, url=web.url(f"/{feed}.xml"), country="SY")
            for feed in press.FEEDS
        }
        catalogue.dump(specs.values(), folder / "feeds.toml")
        server = PrivateServer(folder, *options).start()
        fleet = Fleet(environ(server.url, folder), folder / "workers.log", chance)
        try:
            yield Siege(web, clock, server, fleet, specs, chance)
        finally:
            fleet.end()
            server.kill()


def environ(url: str, folder: Path) -> dict[str, str]:
    """What the workers of a siege are told."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith("RASID_")}
    return {
        **kept,
        "REDIS_URL": url,
        "RASID_BROKER_URL": url,
        "RASID_FEEDS": str(folder / "feeds.toml"),
        "RASID_DATA": str(folder),
        "RASID_ALLOW_LOOPBACK": "1",
        "RASID_HOST_GAP": "0",
        "RASID_BATCH": "5",
    }
