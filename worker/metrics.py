"""Every metric, declared once in `TABLE`, read from Redis when somebody asks. docs/operating.md is held to this table.

Gauges are the state of Redis itself, so it does not matter which process serves them, or how many do. Counters and
histograms were counted by the workers (worker/counts.py).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import accumulate
from typing import Any, Literal

from prometheus_client import CollectorRegistry, generate_latest, start_http_server
from prometheus_client.core import CounterMetricFamily, GaugeMetricFamily, HistogramMetricFamily
from prometheus_client.registry import Collector
from redis.exceptions import RedisError, ResponseError

from feeds.care import WORDS, word
from feeds.memory import FeedState
from worker import keys
from worker.counts import BUCKETS, LONGER, SUM
from worker.health import group_letters, standing_halts
from worker.poll import remembered
from worker.pressure import why_not_poll
from worker.scripts import text
from worker.store import Store

Kind = Literal["gauge", "counter", "histogram"]
Family = GaugeMetricFamily | CounterMetricFamily | HistogramMetricFamily
#: Values of labels, value.
Sample = tuple[tuple[str, ...], float]


@dataclass(frozen=True, slots=True)
class Metric:
    #: Without `rasid_`, and without the `_total` of a counter; permanent.
    name: str
    kind: Kind
    says: str
    labels: tuple[str, ...] = ()

    @property
    def shown(self) -> str:
        return f"rasid_{self.name}{'_total' if self.kind == 'counter' else ''}"


TABLE: tuple[Metric, ...] = (
    Metric("up", "gauge", "1 when Redis answered this scrape; 0, and nothing else, when it did not"),
    Metric("feeds", "gauge", "feeds by their gravest state, or well, new, paused", ("state",)),
    Metric("notices", "counter", "changes of a feed that somebody should hear of, by what happened", ("notice",)),
    Metric("feed_overdue_seconds", "gauge", "how long the most overdue feed has been waiting for its poll"),
    Metric("feeds_by_age", "gauge", "scheduled feeds by the time since their last good answer", ("within",)),
    Metric("feeds_by_due", "gauge", "scheduled feeds by the time to their next poll", ("within",)),
    Metric("polling_rests", "gauge", "1 while back-pressure keeps feeds from being polled"),
    Metric("processing_halted", "gauge", "1 while a release leases nothing because nearly everything failed with it"),
    Metric("polls", "counter", "polls by how they ended", ("outcome",)),
    Metric("bodies", "counter", "changed documents by what became of them", ("outcome",)),
    Metric("items", "counter", "items by what became of them; done means committed", ("outcome",)),
    Metric("matches", "counter", "mentions by decision: new event, join of an event, skip", ("outcome",)),
    Metric("messages", "counter", "messages by what happened to their event", ("kind",)),
    Metric("origins", "counter", "messages by the independent sources of their event, up to 5 and more", ("count",)),
    Metric("mentions", "counter", "happenings that items told, by type of event", ("type",)),
    Metric("stage_seconds", "histogram", "time for one thing: parse a document; extract from an item; names; commit", ("stage",)),
    Metric("extract_stage_seconds", "histogram", "extraction by part: words, names, phrases, events, joining", ("stage",)),
    Metric("way_seconds", "histogram", "time from the feed's answer to the commit of an item: the way through Rasid"),
    Metric("published_seconds", "histogram", "time from the publication of a new item to its commit, where it tells the hour"),
    Metric("inbox_things", "gauge", "bodies and items that are owed, those being worked on included"),
    Metric("inbox_oldest_seconds", "gauge", "how long the thing that is ready longest has been waiting"),
    Metric("names_things", "gauge", "committed items whose names are to be recognised yet; at most 500"),
    Metric("names_oldest_seconds", "gauge", "how long the item of these that is ready longest has been waiting"),
    Metric("names", "counter", "items read again with recognised names, by what became of them", ("outcome",)),
    Metric("dead_letters", "gauge", "letters that wait for somebody: the service's, or a consumer group's", ("of", "stage")),
    Metric("buried", "counter", "things that went to the dead letters: parse for bodies, process for items, names", ("stage",)),
    Metric("stream_entries", "gauge", "messages on the stream now", ("stream",)),
    Metric("stream_sequence", "gauge", "number of the stream's last message", ("stream",)),
    Metric("stream_last_timestamp_seconds", "gauge", "when the last message came, Unix time", ("stream",)),
    Metric("epoch", "gauge", "rises when the server was started again"),
    Metric("group_lag", "gauge", "messages that a consumer group has not been given yet", ("stream", "group")),
    Metric("group_pending", "gauge", "messages given to a group and not acknowledged", ("stream", "group")),
    Metric("forced_trims", "counter", "messages trimmed although a registered group lacked them", ("stream",)),
    Metric("memory_bytes", "gauge", "memory that Redis uses"),
    Metric("memory_share", "gauge", "part of maxmemory that is used; absent without a limit"),
)  # fmt: skip


def exposition(store: Store) -> bytes:
    """All metrics in Prometheus' text format."""
    return generate_latest(_registry(store))


def samples(store: Store) -> Iterator[tuple[str, Mapping[str, str], float]]:
    """The same as name, labels, value."""
    for family in _registry(store).collect():
        for sample in family.samples:
            yield sample.name, sample.labels, sample.value


def serve(store: Store, address: str, port: int) -> Callable[[], None]:
    """Answer on http://address:port/metrics from a thread; gives what ends it. Raises OSError."""
    server, thread = start_http_server(port, address, _registry(store))

    def end() -> None:
        server.shutdown()
        server.server_close()
        thread.join()

    return end


def _registry(store: Store) -> CollectorRegistry:
    registry = CollectorRegistry()
    registry.register(_FromRedis(store))
    return registry


class _FromRedis(Collector):
    def __init__(self, store: Store) -> None:
        self._store = store

    def describe(self) -> Iterable[Family]:
        """Nothing: Redis is asked when somebody scrapes, not before."""
        return ()

    def collect(self) -> Iterator[Family]:
        state: Mapping[str, list[Sample]]
        try:
            state, counts = read(self._store), self._store.counts.read()
        except RedisError:
            state, counts = {"up": [((), 0.0)]}, {}
        for metric in TABLE:
            if metric.kind == "histogram":
                yield histogram(metric, counts)
                continue
            make = GaugeMetricFamily if metric.kind == "gauge" else CounterMetricFamily
            family = make(metric.shown, metric.says, labels=metric.labels)
            counted = [((label,), float(n)) for (name, label), n in counts.items() if name == metric.name]
            for labels, value in sorted([*state.get(metric.name, ()), *counted]):
                family.add_metric(labels, value)
            yield family


def histogram(metric: Metric, counts: Mapping[tuple[str, str], int]) -> HistogramMetricFamily:
    """With a label, a histogram for each of its values that was counted."""
    name, ends = metric.name.removesuffix("_seconds"), [*map(str, BUCKETS), LONGER]
    told = {counted.partition("/")[2] for counted, _ in counts if counted.partition("/")[0] == name}
    family = HistogramMetricFamily(metric.shown, metric.says, labels=metric.labels)
    for label in sorted(told) if metric.labels else [""]:
        key = f"{name}/{label}" if label else name
        sums = accumulate(counts.get((key, end), 0) for end in ends)
        buckets = [(end, float(n)) for end, n in zip(ends, sums, strict=True)]
        family.add_metric([label] if metric.labels else [], buckets, counts.get((key, SUM), 0) / 1_000_000)
    return family


def read(store: Store) -> Mapping[str, list[Sample]]:
    """Samples of every metric that is the state of Redis, by name. Raises RedisError."""
    now, load = store.now(), store.load()
    schedule, paused = store.feeds.schedule(), store.feeds.paused()
    states = {feed: remembered(state, feed) for feed, state in store.feeds.states().items()}
    feeds = Counter(feed_state(states.get(feed), feed in paused) for feed in {*schedule, *paused})
    late = max((now - due for due in schedule.values()), default=timedelta(0))
    simple = {
        "up": 1.0,
        "feed_overdue_seconds": max(0.0, late.total_seconds()),
        "polling_rests": float(why_not_poll(load) is not None),
        "processing_halted": float(bool(standing_halts(store))),
        "inbox_things": float(load.inbox),
        "inbox_oldest_seconds": store.work.oldest(now).total_seconds(),
        "names_things": float(store.names.depth()),
        "names_oldest_seconds": store.names.oldest(now).total_seconds(),
        "epoch": float(store.redis.hget(keys.EPOCH, "n") or 0),
        "memory_bytes": float(load.used),
        **({"memory_share": load.used / load.limit} if load.limit else {}),
    }
    found: dict[str, list[Sample]] = {name: [((), value)] for name, value in simple.items()}
    found["feeds"] = [((state,), float(feeds[state])) for state in FEED_STATES]
    ages = Counter(_within(AGES, _age(states.get(feed), now)) for feed in schedule)
    found["feeds_by_age"] = [((name,), float(ages[name])) for name in (*AGES, "longer", "never")]
    waits = Counter(_within(WAITS, due - now) for due in schedule.values())
    found["feeds_by_due"] = [((name,), float(waits[name])) for name in (*WAITS, "longer")]
    # With zeros, so that the first one is a rise.
    forced = {**dict.fromkeys(map(text, store.redis.hkeys(keys.SEQ)), 0), **store.streams.forced()}
    found["forced_trims"] = [((stream,), float(n)) for stream, n in forced.items()]
    return found | _streams(store) | _letters(store)


FEED_STATES = (*WORDS, "paused")
#: Classes of feeds, so that there are as many series for ten thousand feeds as for ten.
AGES = {"10m": timedelta(minutes=10), "1h": timedelta(hours=1), "6h": timedelta(hours=6), "1d": timedelta(days=1)}
WAITS = {"now": timedelta(0), "1m": timedelta(minutes=1), **AGES}


def _age(state: FeedState | None, now: datetime) -> timedelta | None:
    return now - state.last_ok if state and state.last_ok else None


def _within(classes: Mapping[str, timedelta], span: timedelta | None) -> str:
    if span is None:
        return "never"
    return next((name for name, end in classes.items() if span <= end), "longer")


def feed_state(state: FeedState | None, paused: bool) -> str:
    """One word of a closed set."""
    return "paused" if paused else word(state or FeedState())


def _streams(store: Store) -> dict[str, list[Sample]]:
    """Of every stream that ever had a message, and every group on it."""
    found: dict[str, list[Sample]] = {name: [] for name in (
        "stream_entries", "stream_sequence", "stream_last_timestamp_seconds", "group_lag", "group_pending",
    )}  # fmt: skip
    delivered = {text(name): text(value) for name, value in store.redis.hgetall(keys.READ).items()}
    for name, sequence in store.redis.hgetall(keys.SEQ).items():
        stream = text(name)
        found["stream_sequence"].append(((stream,), float(sequence)))
        found["stream_entries"].append(((stream,), float(store.redis.xlen(stream))))
        last: Any = store.redis.xrevrange(stream, count=1)
        if last:
            found["stream_last_timestamp_seconds"].append(((stream,), int(text(last[0][0]).partition("-")[0]) / 1000))
        for group in _groups(store, stream):
            labels = (stream, text(group["name"]))
            found["group_pending"].append((labels, float(group["pending"])))
            lag = group.get("lag")  # since Redis 7, and not after every trim
            if lag is None and " ".join(labels) in delivered:
                lag = int(sequence) - int(delivered[" ".join(labels)].split()[1])
            if lag is not None:
                found["group_lag"].append((labels, float(lag)))
    return found


def _groups(store: Store, stream: str) -> list[Any]:
    try:
        groups: list[Any] = store.redis.xinfo_groups(stream)
    except ResponseError:  # the stream is gone
        return []
    return groups


def _letters(store: Store) -> dict[str, list[Sample]]:
    found: list[Sample] = [(("service", stage), float(n)) for stage, n in store.dead.by_stage().items()]
    found += [((group, "handle"), float(n)) for group, n in group_letters(store)]
    return {"dead_letters": found}
