"""504 items of 14 feeds through real Celery workers that are killed, over a server that is killed: each item on the
stream exactly once. Hints are sent thrice and wiped, every worker dispatches, one worker's clock is an hour ahead."""

from __future__ import annotations

import os
import random
import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path

import pytest
import redis

from feeds import catalogue
from feeds.memory import FeedState
from feeds.replay import ReplayServer, SimulatedClock
from feeds.types import FeedSpec
from tests.faults import checks, press
from tests.faults.fleet import Fleet
from tests.servers import PrivateServer
from worker.store import Store, connect

pytestmark = pytest.mark.faults

LONG = os.environ.get("RASID_FAULTS") == "long"
#: Kills of whole workers, of children, of the server; wipes of the broker's keys. Spread over the editions.
KILLS, CHILD_KILLS, SERVER_KILLS, WIPES = (60, 200, 15, 40) if LONG else (3, 12, 1, 3)
PATIENCE = 900.0 if LONG else 150.0


@dataclass(slots=True)
class Siege:
    """The press, the fleet and the server, and what befalls them."""

    web: ReplayServer
    clock: SimulatedClock
    server: PrivateServer
    fleet: Fleet
    specs: dict[str, FeedSpec]
    chance: random.Random
    server_kills: int = 0
    wipes: int = 0
    _store: Store = field(init=False)

    def __post_init__(self) -> None:
        self._store = Store(connect(self.server.url))

    def run(self) -> None:
        """All editions, with everything that was promised happening meanwhile."""
        end = time.monotonic() + PATIENCE
        for edition in range(press.EDITIONS):
            if edition:
                self.clock.advance(press.EDITION)
            share = (edition + 1) / press.EDITIONS
            while not (self._settled(edition) and self._had(share)):
                assert time.monotonic() < end, f"edition {edition} after {PATIENCE:g} s: {self.told()}"
                self.fleet.tend()
                self._hurry()
                self._strike(share)
                time.sleep(self.chance.uniform(0.05, 0.25))
        while self._store.work.depth():
            assert time.monotonic() < end, f"still owed: {self._store.work.depth()}; {self.told()}"
            self.fleet.tend()
            time.sleep(0.1)

    def problems(self) -> list[str]:
        messages = checks.read(self._store.redis)
        items = press.expected(self.specs)
        return [
            *checks.nothing_lost(messages, {item.id: item.title for item in items.values()}),
            *checks.nothing_twice(messages, lambda item: 2),
            *checks.no_hole(messages),
            *checks.revs_rise_by_one(messages),
            *checks.one_event_each(messages, lambda item: press.place_of(items[item])),
            *checks.redis_agrees(self._store.redis, messages),
            *checks.nothing_left(self._store),
        ]

    def told(self) -> str:
        return (
            f"{self.fleet.kills} kills, {self.fleet.child_kills} of children, {self.fleet.deaths} deaths, "
            f"{self.server_kills} of the server, {self.wipes} wipes"
        )

    def _settled(self, edition: int) -> bool:
        """Every feed holds this edition; its items may still be owed."""
        wanted = {feed: press.body_hash(feed, edition) for feed in press.FEEDS}
        held = {
            feed: FeedState.from_json(state).validators.body_hash for feed, state in self._store.feeds.states().items()
        }
        return held == wanted

    def _had(self, share: float) -> bool:
        """So much of what was promised has happened."""
        pairs = (
            (self.fleet.kills, KILLS), (self.fleet.child_kills, CHILD_KILLS),
            (self.server_kills, SERVER_KILLS), (self.wipes, WIPES),
        )  # fmt: skip
        return all(had >= int(wanted * share) for had, wanted in pairs)

    def _hurry(self) -> None:
        """Feeds are due at once: the pace is tested elsewhere. A leased one stays leased."""
        soon = (self._store.now().timestamp() + 10) * 1000
        for feed, due in self._store.feeds.schedule().items():
            if due.timestamp() * 1000 > soon:
                self._store.feeds.due_now(feed)

    def _strike(self, share: float) -> None:
        if self.fleet.child_kills < int(CHILD_KILLS * share):
            self.fleet.kill_child()
        if self.fleet.kills < int(KILLS * share) and self.chance.random() < 0.15:
            self.fleet.kill()
        if self.server_kills < int(SERVER_KILLS * share) and self.chance.random() < 0.1:
            self.server.restart()
            self.server_kills += 1
        if self.wipes < int(WIPES * share) and self.chance.random() < 0.2:
            for key in list(self._store.redis.scan_iter("rsc:*")):
                self._store.redis.delete(key)
            self.wipes += 1


@pytest.fixture
def siege() -> Iterator[Siege]:
    clock, chance = SimulatedClock(datetime.now(UTC)), random.Random(7)
    with tempfile.TemporaryDirectory(prefix="rasid-") as name, ReplayServer(press.scripts(), clock) as web:
        folder = Path(name)
        specs = {
            feed: FeedSpec(id=feed, agency=f"agency-of-{feed}", name=feed, url=web.url(f"/{feed}.xml"), country="SY")
            for feed in press.FEEDS
        }
        catalogue.dump(specs.values(), folder / "feeds.toml")
        server = PrivateServer(folder).start()
        environ = {
            **os.environ,
            "REDIS_URL": server.url,
            "RASID_BROKER_URL": server.url,
            "RASID_FEEDS": str(folder / "feeds.toml"),
            "RASID_DATA": str(folder),
            "RASID_ALLOW_LOOPBACK": "1",
            "RASID_HOST_GAP": "0",
            "RASID_BATCH": "5",
        }
        fleet = Fleet(environ, folder / "workers.log", chance)
        yield Siege(web, clock, server, fleet, specs, chance)
        fleet.end()
        server.kill()


@pytest.mark.timeout(PATIENCE + 60)
def test_every_item_is_on_the_stream_once(siege: Siege) -> None:
    siege.run()

    problems = siege.problems()
    assert not problems, "\n".join(problems)
    messages = checks.read(redis.Redis.from_url(siege.server.url))
    told = {item for message in messages for item in message.causes}
    assert len(told) == len(press.FEEDS) * press.EDITIONS * press.NEW == 504
    assert siege.fleet.kills >= KILLS
    assert siege.server_kills >= SERVER_KILLS
    print(f"{siege.told()}, {len(told)} items, {len(messages)} messages")
