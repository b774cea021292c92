"""Candidates, decision and commit beside ever more live events on a real server: latency, and memory of one event.

The live events are made up: leads of forty words drawn by Zipf's law from a vocabulary of 60,000, places and kinds as
skewed, spread over a week. They are put into Redis in bulk, with the blocks, signatures and ledgers that commits would
write; what is measured then is the service's own `commit_item`, which also learns the words.
"""

from __future__ import annotations

import argparse
import random
import tempfile
import time
from collections.abc import Sequence
from datetime import UTC, date, datetime, timedelta
from itertools import accumulate
from pathlib import Path

from extract.types import Mention, Place, Span
from feeds.types import Item
from tests.servers import PrivateServer
from worker import keys, match
from worker.commit import commit_item
from worker.inbox import item_of
from worker.kinds import event_type
from worker.ledgers import pack_ledger, pack_signature
from worker.matching.blocks import BUCKET, LEAD_STEMS
from worker.matching.words import Rarity, codes
from worker.record import event_id, found, telling
from worker.replay import FEED, owe
from worker.store import Store, connect

VOCABULARY, PLACES = 60_000, 20_000
KINDS = (
    "conflict.attack",
    "diplomacy.meeting",
    "law.arrest",
    "territory.capture",
    "accident.transport",
    "law.sentence",
)
NOW = datetime(2026, 3, 5, 12, tzinfo=UTC)
WEEK = 7 * 24 * 60
#: Of a thousand live events' ledgers and signatures; the blocks are each event's own.
POOL = 300
BULK = 500
LIFE = 30 * 86_400_000

#: Puts many events at once: it only makes the bench start sooner.
LOADER = """
local at = 1
for n = 1, #KEYS do
  local joins = tonumber(ARGV[at + 3])
  redis.call('HSET', KEYS[n], 'rev', 1, 'ledger', ARGV[at + 1], 'signature', ARGV[at + 2])
  redis.call('PEXPIRE', KEYS[n], ARGV[1])
  for b = 1, joins do
    redis.call('HSET', ARGV[at + 4 + b], 'v', n, ARGV[at + 4], '')
    redis.call('PEXPIRE', ARGV[at + 4 + b], ARGV[1])
  end
  at = at + 4 + joins
end
"""


class World:
    """Made-up news."""

    def __init__(self, seed: int = 1) -> None:
        self.dice = random.Random(seed)
        letters = "بتثجحدرزسشصطعغفقكلمن"
        made = ("".join(self.dice.choices(letters, k=self.dice.randint(5, 6))) for _ in range(2 * VOCABULARY))
        self.words = [word for word in made if codes(word)][:VOCABULARY]
        self._zipf = list(accumulate(1 / (n + 10) for n in range(VOCABULARY)))
        self._codes = [codes(word)[0] for word in self.words]
        share = [1 / (n + 10) / self._zipf[-1] for n in range(VOCABULARY)]
        self.rarity = Rarity(
            {code: round(40 * p * 100_000) for word, p in zip(self.words, share, strict=True) for code in codes(word)},
            100_000,
        )

    def text(self, count: int) -> str:
        return " ".join(self.dice.choices(self.words, cum_weights=self._zipf, k=count))

    def blocks(self) -> list[str]:
        """What a commit of a report would join, without the report: its rarest words, two bands, place and kind."""
        drawn = sorted(set(self.dice.choices(range(VOCABULARY), cum_weights=self._zipf, k=52)))[-LEAD_STEMS:]
        bucket = NOW.toordinal() // BUCKET - self.dice.randrange(3)
        day = date.fromordinal(bucket * BUCKET).strftime("%Y%m%d")
        place, kind = int(PLACES ** self.dice.random()), self._kind()
        bands = [f"c{self.dice.getrandbits(36):06x}"[:7] for _ in range(2)]
        anchors = [*(f"w{self._codes[n]}" for n in drawn), *bands, f"pgn:{place}:{event_type(kind).group}"]
        return [f"{anchor}:{day}" for anchor in anchors]

    def _kind(self) -> str:
        return KINDS[min(int(self.dice.expovariate(0.6)), len(KINDS) - 1)]

    def report(self, name: str, minutes_ago: float) -> tuple[Item, Mention]:
        at = NOW - timedelta(minutes=minutes_ago)
        number = int(PLACES ** self.dice.random())
        where = self.words[-number]
        title, text = f"{self.text(7)} {where}", f"{self.text(45)} {where}."
        item = Item(id=name, feed_id=FEED, agency="bench", title=title, text=text, published=at, fetched=at,
                    url=f"https://bench.example/news/{name}")  # fmt: skip
        span = Span("title", 0, len(title), title)
        place = Place(span=span, id=f"gn:{number}", name=where, country="IQ", parents=("iq.north", "iq"))
        return item, Mention(id=f"m{name}", type=self._kind(), trigger=span, evidence=span, lead=True, places=(place,))


def fill(store: Store, world: World, count: int, first: int) -> None:
    """Live events `first` to `count`."""
    load = store.redis.register_script(LOADER)
    records = [_record(world, n) for n in range(POOL)]
    for start in range(first, count, BULK):
        touched: list[str] = []
        args: list[str | bytes | int] = [LIFE]
        for n in range(start, min(start + BULK, count)):
            event = event_id(f"live{n}")
            joins = [keys.block(block) for block in world.blocks()]
            touched.append(keys.event(event))
            args += [*records[n % POOL], len(joins), event, *joins]
        load(keys=touched, args=args)


def _record(world: World, n: int) -> tuple[bytes, bytes]:
    """Ledger and signature of one event, as a commit writes them."""
    item, mention = world.report(f"pool{n}", world.dice.random() * WEEK)
    reading = match.read(mention, item, world.rarity)
    told = telling(mention, item, origins=("bench",), blocks=reading.joins, sketch=match.kept(reading, ("bench",)),
                   reasons=("nothing near",), extractor="0.1.0", lexicon="0123456789ab")  # fmt: skip
    ledger = found(told, NOW)
    return pack_ledger(ledger), pack_signature(match.signature(ledger))


def measure(store: Store, world: World, items: int, name: str) -> list[float]:
    """Milliseconds of each commit, from the mentions of a leased item to the reply."""
    told = [world.report(f"{name}-{n}", world.dice.random() * 60) for n in range(items)]
    works = owe(store, [item for item, _ in told])
    taken = []
    for item, mention in told:
        begun = time.perf_counter()
        outcome = commit_item(store, works[item.id], item_of(works[item.id]), [mention])
        taken.append((time.perf_counter() - begun) * 1000)
        assert outcome.reply == "done"
    return sorted(taken)


def main(argv: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--events", type=int, nargs="+", default=[10_000, 100_000, 1_000_000])
    parser.add_argument("--items", type=int, default=500)
    arguments = parser.parse_args(argv)
    with tempfile.TemporaryDirectory(prefix="rasid-") as folder:
        server = PrivateServer(Path(folder), "--appendonly", "no").start()
        store, world = Store(connect(server.url)), World()
        store.feeds.add(FEED, FEED)
        empty = store.redis.info("memory")["used_memory"]
        with store.redis.pipeline(transaction=False) as pipe:
            for code, count in world.rarity.counts.items():
                pipe.hset(keys.words(store.now()), code, count)
            pipe.hset(keys.words(store.now()), "*", world.rarity.total)
            pipe.execute()
        before = 0
        words = store.redis.info("memory")["used_memory"] - empty
        for events in sorted(arguments.events):
            fill(store, world, events, before)
            memory = store.redis.info("memory")["used_memory"] - empty - words
            taken = measure(store, world, arguments.items, f"new{events}")
            p50, p99 = (taken[int(len(taken) * part)] for part in (0.5, 0.99))
            print(
                f"{events:>9,} live events: p50 {p50:5.2f} ms  p99 {p99:5.2f} ms  {memory / events:6.0f} bytes an event"
            )
            before = events
        store.redis.close()
        server.kill()
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
