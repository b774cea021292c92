"""`rasid demo`: the recorded feeds of seeds/demo through the real service - HTTP, Celery workers, Redis - in a minute.

Two rounds of polls: the first finds every feed new, the second finds what was edited and added meanwhile.
"""

from __future__ import annotations

import os
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any, Literal

from redis import Redis
from rich.console import Console

from feeds import catalogue
from feeds.memory import FeedState
from feeds.replay import ReplayServer, SimulatedClock, load_folder
from worker import keys
from worker.errors import WorkerError
from worker.service import Service, service
from worker.settings import read_settings, seeds
from worker.show import fields_of, show
from worker.store import Store, connect

#: When the second documents of seeds/demo/script.toml are served.
SECOND_ROUND = timedelta(seconds=60)
#: Real seconds after which something is wrong.
PATIENCE = 90.0
#: Marks a database as the demo's own: it may be emptied.
MARK = f"{keys.TAG}:demo"


class DemoError(WorkerError):
    """The demo cannot run here, or did not come to its end."""


@dataclass(slots=True)
class Counts:
    """What the demo did."""

    began: float = field(default_factory=time.monotonic)
    first_event: float | None = None
    kinds: Counter[str] = field(default_factory=Counter)
    events: set[str] = field(default_factory=set)
    feeds: int = 0
    requests: int = 0
    items: int = 0

    def add(self, fields: Mapping[str, str]) -> None:
        if self.first_event is None:
            self.first_event = time.monotonic() - self.began
        self.kinds[fields["type"].rpartition(".")[2]] += 1
        self.events.add(fields["subject"])


def run_demo(console: Console, environ: Mapping[str, str] | None = None) -> Counts:
    """Raises DemoError, ServerError, SettingsError."""
    given = dict(os.environ if environ is None else environ)
    counts = Counts()
    clock = SimulatedClock(datetime.now(UTC))
    with (
        tempfile.TemporaryDirectory(prefix="rasid-demo-") as name,
        ReplayServer(load_folder(seeds() / "demo"), clock) as web,
    ):
        folder = Path(name)
        env = _environ(given, folder, web)
        settings = read_settings(env)
        with (folder / "workers.log").open("wb") as log, service(settings, env, log=log) as running:
            store = Store(connect(running.endpoint.url))
            _claim(store.redis, own=settings.redis_url is None)
            stage = Stage(running, store, web, lambda: clock.advance(SECOND_ROUND), console, counts)
            with console.status(f"polling {len(stage.feeds)} feeds over HTTP, starting two Celery workers ..."):
                running.run(stage.step, seconds=0.05)
            stage.finish(folder / "workers.log")
        if settings.redis_url is not None:
            _clear(store.redis)
        return counts


@dataclass(slots=True)
class Stage:
    """Watches the service from outside: reads the stream, and ends the demo when nothing is left to do."""

    running: Service
    store: Store
    web: ReplayServer
    advance: Callable[[], Any]
    console: Console
    counts: Counts
    round: Literal[1, 2, 3] = 1
    _read: str = "0"
    #: Server time at which this round's polls were made due.
    _since: datetime = datetime(1, 1, 1, tzinfo=UTC)

    @property
    def feeds(self) -> list[str]:
        return sorted(self.web.scripts)

    def step(self) -> None:
        self._show_new()
        if time.monotonic() - self.counts.began > PATIENCE:
            self.running.stopping.set()
        elif self._round_is_over():
            self._next_round()

    def finish(self, log: Path) -> None:
        """Raises DemoError when the end was not reached."""
        self._show_new()
        if self.round != 3:
            tail = "\n".join(log.read_text(encoding="utf-8", errors="replace").splitlines()[-15:])
            raise DemoError(f"the demo did not come to its end within {PATIENCE:g} s; the workers' last lines:\n{tail}")
        self.counts.feeds = len(self.feeds)
        self.counts.requests = len(self.web.requests)
        self.counts.items = _items(self.store.redis)

    def _show_new(self) -> None:
        rows: Any = self.store.redis.xrange(keys.EVENTS, min=f"({self._read}" if self._read != "0" else "-")
        for entry, raw in rows:
            self._read = entry.decode()
            fields = fields_of(raw)
            self.counts.add(fields)
            show(self.console, fields)

    def _round_is_over(self) -> bool:
        """Every feed was polled in this round, and nothing is owed: a poll owes its body in the same script."""
        states = [FeedState.from_json(text) for text in self.store.feeds.states().values()]
        polled = [state for state in states if state.last_try is not None and state.last_try >= self._since]
        return len(polled) == len(self.feeds) and self.store.work.depth() == 0

    def _next_round(self) -> None:
        if self.round == 1:
            self.advance()
            self._since = self.store.now()
            for feed in self.store.feeds.schedule():
                self.store.feeds.due_now(feed)
            self.round = 2
            self.console.print("\n-- a minute later: one feed has a new item, another an edited one --\n", style="dim")
        else:
            self.round = 3
            self.running.stopping.set()


def report(console: Console, counts: Counts) -> None:
    """What it did, and how to go on."""
    seconds = time.monotonic() - counts.began
    kinds = counts.kinds
    first = f"{counts.first_event:.1f} s" if counts.first_event is not None else "never"
    console.print()
    console.print(f"{counts.feeds} feeds, {counts.requests} requests, {counts.items} items", style="bold")
    console.print(
        f"{len(counts.events)} events: {kinds['new']} new, {kinds['corroborated']} corroborations by another agency, "
        f"{kinds['updated']} updates",
        style="bold",
    )
    console.print(f"first event after {first}, all done after {seconds:.1f} s", style="dim")
    console.print(
        "\nGo on:\n"
        "  rasid run                  poll the real feeds of seeds/feeds.toml, until Ctrl-C\n"
        "  rasid tail                 watch the events arrive, in another terminal\n"
        "  rasid poll bbc-ar          one feed through memory, nothing kept\n"
        "  rasid status               feeds, queues, lag, dead letters"
    )


def _environ(given: Mapping[str, str], folder: Path, web: ReplayServer) -> dict[str, str]:
    """The operator's Redis if one is given; everything else is the demo's own."""
    specs = [
        replace(spec, url=web.url(f"/{spec.url.rpartition('/')[2]}"))
        for spec in catalogue.load(seeds() / "demo" / "feeds.toml")
    ]
    catalogue.dump(specs, folder / "feeds.toml")
    own = {
        "RASID_DATA": str(folder / "data"),
        "RASID_FEEDS": str(folder / "feeds.toml"),
        "RASID_ALLOW_LOOPBACK": "1",
        "RASID_HOST_GAP": "0.05",
        "RASID_POLL_THREADS": "4",
    }
    return {name: value for name, value in given.items() if not name.startswith("RASID_")} | own


def _claim(redis: Redis, *, own: bool) -> None:
    """Nobody's real data may end up among the demo's, nor be emptied with it."""
    strangers = not own and not redis.exists(MARK) and next(redis.scan_iter(f"{keys.TAG}:*", count=1000), None)
    if strangers:
        raise DemoError("this Redis holds a Rasid's data already; give the demo an empty database: REDIS_URL=.../9")
    _clear(redis)
    redis.set(MARK, "1")


def _clear(redis: Redis) -> None:
    for pattern in (f"{keys.TAG}:*", f"{keys.BROKER_PREFIX}*"):
        for key in list(redis.scan_iter(pattern, count=1000)):
            redis.unlink(key)


def _items(redis: Redis) -> int:
    """Items that were processed: those with a mark."""
    return sum(redis.hlen(key) for key in redis.scan_iter(f"{keys.TAG}:seen:*", count=1000))
