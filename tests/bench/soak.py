"""A week of 200 feeds in minutes, through the real service: does anything grow that should not?

Feeds print at their own pace, from twenty minutes to a day between two items. Redis' clock, by which all is due, is moved on
whenever nothing is due; so the schedule adapts as it does in a real week. Needs a C compiler (tests/faults/bent.py).
"""

from __future__ import annotations

import argparse
import os
import random
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from pathlib import Path
from urllib.parse import urlsplit

from feeds import catalogue
from feeds.replay import ReplayServer, Reply, Rules, violations
from feeds.types import FeedSpec
from tests.bench import corpus
from tests.bench.tended import tended
from tests.faults.bent import Bent
from tests.servers import PrivateServer
from worker import keys
from worker.server import Endpoint
from worker.service import Supervised, worker_command, worker_environ
from worker.settings import read_settings
from worker.store import Store, connect

LISTED = 20
SAMPLE = timedelta(hours=6)
#: Feeds that are due within so long are polled together: a tick takes as long as many simulated seconds.
STEP = timedelta(minutes=10)


class BentClock:
    """The server's, for the feeds."""

    def __init__(self, bent: Bent) -> None:
        self._bent = bent

    def now(self) -> datetime:
        return datetime.now(UTC) + self._bent.ahead


class Press(ReplayServer):
    """Makes each document when it is asked for."""

    def __init__(self, clock: BentClock, feeds: int) -> None:
        super().__init__({}, clock, address="0.0.0.0")  # every feed is a host of its own
        dice = random.Random(7)
        self.paces = [timedelta(hours=24 * (1 / 72) ** dice.random()) for _ in range(feeds)]
        self.start = clock.now()

    def reply_to(self, path: str) -> Reply:
        n = int(urlsplit(path).path.strip("/f.xml"))
        last = (self.clock.now() - self.start) // self.paces[n]
        told = "".join(self._item(n, k) for k in range(last, max(-1, last - LISTED), -1))
        return Reply(body=f'<rss version="2.0"><channel><title>f{n}</title>{told}</channel></rss>'.encode())

    def printed(self) -> int:
        """Items that all feeds have listed so far."""
        return sum((self.clock.now() - self.start) // pace + 1 for pace in self.paces)

    def _item(self, n: int, k: int) -> str:
        title, text = corpus.short(random.Random(f"{n} {k}"))
        return (
            f"<item><guid>f{n}-{k}</guid><title>{title}</title><description>{text}</description>"
            f"<pubDate>{format_datetime(self.start + k * self.paces[n])}</pubDate></item>"
        )


@dataclass(frozen=True, slots=True)
class Sample:
    """Memory in MB; of the workers' processes their own part (PSS)."""

    hours: float
    polls: int
    items: int
    poll: float
    process: float
    redis: float
    keys: int
    stream: int
    events: int

    def row(self) -> str:
        return (
            f"{self.hours:6.0f} {self.polls:7,} {self.items:7,} {self.poll:8.1f} {self.process:11.1f} {self.redis:8.1f} "
            f"{self.keys:8,} {self.stream:8,} {self.events:8,}"
        )


def main(argv: list[str]) -> None:
    parser = argparse.ArgumentParser(prog="python -m tests.bench soak")
    parser.add_argument("--feeds", type=int, default=200)
    parser.add_argument("--days", type=float, default=7)
    given = parser.parse_args(argv)
    with tempfile.TemporaryDirectory(prefix="rasid-soak-") as name:
        folder = Path(name)
        bent = Bent(folder)
        server = PrivateServer(folder, environ=bent.environ).start()
        try:
            with Press(BentClock(bent), given.feeds) as press, working(folder, press, server) as workers:
                soak(press, bent, Store(connect(server.url)), workers, timedelta(days=given.days))
        finally:
            server.kill()


def soak(press: Press, bent: Bent, store: Store, workers: Sequence[Supervised], span: timedelta) -> None:
    """Prints the series; exits with 1 where something grew in the last third of it."""
    print(" hours   polls   items  poll MB  process MB redis MB     keys   stream   events", flush=True)
    samples: list[Sample] = []
    while len(store.feeds.schedule()) < len(press.paces):
        time.sleep(0.05)
    begun, end = time.monotonic(), press.start + span
    while press.clock.now() < end:
        _rest(store)
        if press.clock.now() >= press.start + len(samples) * SAMPLE:
            samples.append(_sample(press, store, workers))
            print(samples[-1].row(), flush=True)
        due = min(store.feeds.schedule().values(), default=end)
        then = max(due, store.now()) + STEP
        bent.jump(then - store.now())
        while store.now() < then - STEP / 2:  # the server may answer one command by the old time
            time.sleep(0.001)
    for feed in store.feeds.schedule():
        store.feeds.due_now(feed)
    printed = press.printed()
    _rest(store)
    time.sleep(2)  # the last counts are written
    rude = violations(press.requests, Rules(host_gap=timedelta(0), host_of=lambda asked: asked.path))
    done = _counted(store, "items done")
    print(f"{span / timedelta(days=1):g} days in {time.monotonic() - begun:.0f} s; {printed} items printed, {done} committed, "
          f"{store.dead.count()} dead letters, {len(rude)} rude requests")  # fmt: skip
    grown = [name for name in ("poll", "process", "redis", "keys") if _growth(samples, name) > 1.1]
    if grown or store.dead.count() or rude or done < printed:
        raise SystemExit(f"{printed - done} items lost, not flat: {grown}")


def _growth(samples: Sequence[Sample], name: str) -> float:
    """The last sixth over the one in the middle: by then everything has expired once."""
    part = max(1, len(samples) // 6)
    middle = samples[len(samples) // 2 : len(samples) // 2 + part]
    return sum(getattr(s, name) for s in samples[-part:]) / max(1e-9, sum(getattr(s, name) for s in middle))


def _rest(store: Store) -> None:
    """Until nothing is due, leased or owed."""
    while True:
        with store.redis.pipeline(transaction=True) as pipe:
            pipe.zcount(keys.SCHED, "-inf", round(store.now().timestamp() * 1000))
            pipe.hlen(keys.FEED_TRIES)
            pipe.zcard(keys.INBOX)
            if not any(pipe.execute()):
                return
        time.sleep(0.005)


def _sample(press: Press, store: Store, workers: Sequence[Supervised]) -> Sample:
    hours = (press.clock.now() - press.start) / timedelta(hours=1)
    events = sum(1 for _ in store.redis.scan_iter(keys.event("*"), count=1000))
    poll, process = (_memory(worker) for worker in workers)
    return Sample(
        hours=hours, polls=len(press.requests), items=_counted(store, "items done"), poll=poll, process=process,
        redis=store.redis.info("memory")["used_memory"] / 1e6, keys=store.redis.dbsize(),
        stream=store.redis.xlen(keys.EVENTS), events=events,
    )  # fmt: skip


def _counted(store: Store, what: str) -> int:
    return int(store.redis.hget(keys.COUNTS, what) or 0)


def _memory(worker: Supervised) -> float:
    """MB of a worker and its children, shared pages shared out."""
    assert worker.process is not None
    pids = [worker.process.pid]
    for task in Path(f"/proc/{pids[0]}/task").iterdir():
        pids += map(int, (task / "children").read_text().split())
    rollups = (Path(f"/proc/{pid}/smaps_rollup").read_text().split() for pid in pids)
    return sum(int(words[words.index("Pss:") + 1]) for words in rollups) / 1000


@contextmanager
def working(folder: Path, press: Press, server: PrivateServer) -> Iterator[list[Supervised]]:
    """A poll and a process worker, watched over."""
    specs = [
        FeedSpec(
            id=f"f{n}", agency=f"a{n}", name=f"f{n}", url=press.url(f"/f{n}.xml", f"127.0.{n // 250}.{n % 250 + 1}")
        )
        for n in range(len(press.paces))
    ]
    catalogue.dump(specs, folder / "feeds.toml")
    own = {
        "RASID_DATA": str(folder), "RASID_FEEDS": str(folder / "feeds.toml"), "RASID_ALLOW_LOOPBACK": "1",
        "RASID_HOST_GAP": "0", "RASID_LOG_LEVEL": "warning",
    }  # fmt: skip
    environ = {name: value for name, value in os.environ.items() if not name.startswith("RASID_")} | own
    settings = read_settings(environ)
    environ = worker_environ(Endpoint(server.url, server.url), environ)
    with (folder / "workers.log").open("wb") as log:
        workers = [
            Supervised(role, [*_with_our_app(worker_command(role, settings))], environ, log)  # type: ignore[arg-type]
            for role in ("poll", "process")
        ]
        with tended(workers):
            while not all(worker.process for worker in workers):
                time.sleep(0.1)
            yield workers


def _with_our_app(command: Sequence[str]) -> Iterator[str]:
    return ("tests.bench.soak_app" if word == "worker.app" else word for word in command)
