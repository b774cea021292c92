"""The whole service on this machine - HTTP, Celery, Redis, extraction, matching: how fast, and how soon on the stream.

A steady stream of new items over real feeds first, whose way from the feed's answer to the stream is timed, stage by stage;
then as many at once as there are, whose rate is what the machine can do.
"""

from __future__ import annotations

import argparse
import hashlib
import os
import tempfile
import threading
import time
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from html import escape
from itertools import islice
from pathlib import Path

from feeds import catalogue
from feeds.memory import FeedState
from feeds.replay import ReplayServer, Reply, Step
from feeds.types import FeedSpec, Item
from tests.bench import corpus, stages
from worker.service import Service, service
from worker.settings import Settings, read_settings
from worker.store import Store, connect

FEEDS, A_DOCUMENT = 40, 25
START = datetime(2024, 1, 1, 9, tzinfo=UTC)


def main(argv: list[str]) -> None:
    parser = argparse.ArgumentParser(prog="python -m tests.bench pipeline")
    parser.add_argument("--rate", type=int, default=100, help="new items a second in the steady part")
    parser.add_argument("--seconds", type=int, default=20)
    parser.add_argument("--flood", type=int, default=2000, help="items at once in the second part")
    given = parser.parse_args(argv)
    items = news(given.rate * given.seconds + given.flood + A_DOCUMENT)
    with tempfile.TemporaryDirectory(prefix="rasid-bench-") as name, ReplayServer({}) as web:
        folder, log = Path(name), Path(name) / "log"
        settings, environ = _settings(folder, web)
        with log.open("wb") as lines, service(settings, environ, log=lines) as running:
            store = Store(connect(running.endpoint.url))
            press = Press(web, store)
            _in_the_background(running)
            press.wait()
            press.print(islice(items, A_DOCUMENT))  # children load the lexicon before the clock starts
            press.wait()
            _steady(press, items, given.rate, given.seconds)
            press.wait()
            ways = _ways(log)[A_DOCUMENT:]
            _say(f"steady, {given.rate} items/s", len(ways), ways)
            stages.say(stages.stages(stages.lines(log)))
            begun = time.monotonic()
            press.print(islice(items, given.flood))
            press.wait()
            spent = time.monotonic() - begun
            print(f"flood: {given.flood} items in {spent:.1f} s, {given.flood / spent:.0f} items/s")
            running.stopping.set()


class Press:
    """Prints documents that feeds find when they are polled next."""

    def __init__(self, web: ReplayServer, store: Store) -> None:
        self._web, self._store = web, store
        self._next = 0
        #: What each feed holds once it was polled.
        self._printed = {spec: _hash(document([])) for spec in (f"f{n}" for n in range(FEEDS))}

    def wait(self) -> None:
        """Until everything that was printed has been polled and nothing is owed."""
        while not self._read() or self._store.work.depth():
            time.sleep(0.02)

    def _read(self) -> bool:
        states = self._store.feeds.states()
        held = {feed: FeedState.from_json(state).validators.body_hash for feed, state in states.items()}
        return held == self._printed

    def print(self, items: Iterator[Item]) -> None:
        while chosen := list(islice(items, A_DOCUMENT)):
            feed = f"f{self._next % FEEDS}"
            if self._next and self._next % FEEDS == 0:
                self.wait()  # a feed's document must not be replaced before it was read
            self._next += 1
            body = document(chosen)
            self._printed[feed] = _hash(body)
            self._web.scripts[f"/{feed}.xml"] = [Step(reply=Reply(body=body))]
            self._store.feeds.due_now(feed)


def news(count: int) -> Iterator[Item]:
    """Short reports, spread over years: the corpus has few sentences, and told on one day all would be one event."""
    for n, item in enumerate(corpus.written(count)):
        text = item.text[: item.text.find(".", 250) + 1]
        yield replace(item, text=text, published=START + timedelta(days=n % 700))


def _steady(press: Press, items: Iterator[Item], rate: int, seconds: int) -> None:
    begun = time.monotonic()
    for n in range(rate * seconds // A_DOCUMENT):
        time.sleep(max(0.0, begun + n * A_DOCUMENT / rate - time.monotonic()))
        press.print(islice(items, A_DOCUMENT))


def _settings(folder: Path, web: ReplayServer) -> tuple[Settings, dict[str, str]]:
    specs = [FeedSpec(id=f"f{n}", agency=f"a{n}", name=f"f{n}", url=web.url(f"/f{n}.xml")) for n in range(FEEDS)]
    for spec in specs:
        web.scripts[f"/{spec.id}.xml"] = [Step(reply=Reply(body=document([])))]
    catalogue.dump(specs, folder / "feeds.toml")
    own = {
        "RASID_DATA": str(folder), "RASID_FEEDS": str(folder / "feeds.toml"), "RASID_ALLOW_LOOPBACK": "1",
        "RASID_HOST_GAP": "0",
    }  # fmt: skip
    environ = {name: value for name, value in os.environ.items() if not name.startswith("RASID_")} | own
    return read_settings(environ), environ


def _hash(body: bytes) -> str:
    return hashlib.sha256(body).hexdigest()


def document(items: Sequence[Item]) -> bytes:
    told = "".join(
        f"<item><guid>{item.id}</guid><title>{escape(item.title)}</title>"
        f"<pubDate>{format_datetime(item.published or item.fetched)}</pubDate>"
        f"<description>{escape(item.text)}</description></item>"
        for item in items
    )
    return f'<rss version="2.0"><channel><title>bench</title>{told}</channel></rss>'.encode()


def _in_the_background(running: Service) -> None:
    threading.Thread(target=running.run, daemon=True).start()


def _ways(log: Path) -> list[float]:
    """Milliseconds from the feed's answer to the commit, of each item in order."""
    return [line["way_ms"] for line in stages.lines(log) if line["event"] == "item" and line.get("outcome") == "done"]


def _say(what: str, count: int, ways: list[float]) -> None:
    ordered = sorted(ways)
    p50, p99 = ordered[len(ordered) // 2], ordered[int(len(ordered) * 0.99)]
    print(f"{what}: {count} items, feed's answer to stream p50 {p50:.0f} ms, p99 {p99:.0f} ms")
