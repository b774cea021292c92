"""How the service does: figures, and what somebody should look at. Read by `rasid status`."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from redis.exceptions import ResponseError

from feeds.care import troubles
from feeds.memory import FeedState
from worker import keys
from worker.groupletters import GroupLetters
from worker.poll import remembered
from worker.pressure import why_not_poll
from worker.scripts import text
from worker.store import Store

#: Above these somebody should look.
OLDEST_OWED = timedelta(minutes=5)
OVERDUE = timedelta(minutes=10)
#: One process reads as many as may be owed in half of it.
OLDEST_NAMES = timedelta(hours=1)


@dataclass(frozen=True, slots=True)
class Health:
    figures: Mapping[str, Any]
    #: name, pid, queues, version of each worker that was heard of.
    workers: Sequence[tuple[str, ...]]
    #: stream, group, lag, pending.
    groups: Sequence[tuple[str, str, Any, Any]]
    #: feed, why, failures in a row.
    troubled: Sequence[tuple[str, str, int]]
    #: One sentence each; none means that all is well.
    alarms: Sequence[str]

    def as_json(self) -> dict[str, Any]:
        return {
            "figures": dict(self.figures),
            "workers": [dict(zip(("name", "pid", "queues", "version"), w, strict=True)) for w in self.workers],
            "groups": [dict(zip(("stream", "group", "lag", "pending"), g, strict=True)) for g in self.groups],
            "troubled": [dict(zip(("feed", "why", "failures"), t, strict=True)) for t in self.troubled],
            "alarms": list(self.alarms),
        }


def read_health(store: Store) -> Health:
    """Raises RedisError."""
    now = store.now()
    states = {feed: remembered(state, feed) for feed, state in store.feeds.states().items()}
    schedule, paused = store.feeds.schedule(), store.feeds.paused()
    beats = store.beats()
    resting = why_not_poll(store.load())
    figures = {
        "feeds": f"{len(schedule)} scheduled, {len(paused)} paused",
        "most overdue feed": _span(_overdue(schedule, now)),
        "owed": store.work.depth(),
        "oldest owed": _span(store.work.oldest(now)),
        "names owed": store.names.depth(),
        "messages": int(store.redis.hget(keys.SEQ, keys.EVENTS) or 0),
        "on the stream": int(store.redis.xlen(keys.EVENTS)),
        "dead letters": store.dead.count(),
        "forced trims": sum(store.streams.forced().values()),
        "polling": f"rests: {resting}" if resting else "goes on",
        "processing": "halted" if standing_halts(store) else "goes on",
    }
    workers = [
        (name, beat.get("pid", ""), beat.get("queues", ""), beat.get("version", ""))
        for name, beat in sorted(beats.items())
    ]
    return Health(figures, workers, _groups(store), _troubled(states, paused), _alarms(store, schedule, beats))


def _alarms(store: Store, schedule: Mapping[str, datetime], beats: Mapping[str, Mapping[str, str]]) -> list[str]:
    now, resting = store.now(), why_not_poll(store.load())
    queues = {queue for beat in beats.values() for queue in beat.get("queues", "").split()}
    refused = sorted({beat.get("refused", "") for beat in beats.values()} - {""})
    unwritten = store.unwritten()
    waiting, overdue, letters = store.work.oldest(now), _overdue(schedule, now), store.dead.count()
    names = store.names.oldest(now)
    return [
        *(f"no worker takes the queue {queue}" for queue in ("poll", "process") if queue not in queues),
        *([f"Redis cannot write to its disk: {unwritten}"] if unwritten else []),
        *(["no worker takes the queue ner, and names are owed"] if "ner" not in queues and store.names.depth() else []),
        *([f"the oldest names owed wait {_span(names)}: see the log of ner"] if names > OLDEST_NAMES else []),
        *([f"polling rests: {resting}"] if resting else []),
        *(f"processing is halted, {why}; after a fix: rasid resume" for why in standing_halts(store).values()),
        *(f"the old configuration goes on, {why}" for why in refused),
        *([f"the oldest owed thing waits {_span(waiting)}"] if waiting > OLDEST_OWED else []),
        *([f"a feed is overdue by {_span(overdue)}"] if overdue > OVERDUE else []),
        *([f"{letters} dead letters: rasid dead list"] if letters else []),
        *(f"{n} dead letters of {group}: rasid dead list --group {group}" for group, n in group_letters(store) if n),
    ]


def standing_halts(store: Store) -> dict[str, str]:
    """Halted releases of which a worker runs, and why; all of them while no worker does."""
    halts = store.guard.halts()
    if not halts:  # looking for workers goes through all keys
        return {}
    running = {beat.get("release") for beat in store.beats().values()}
    return {release: why for release, why in halts.items() if not running or release in running}


def group_letters(store: Store) -> list[tuple[str, int]]:
    """How many letters each registered group has."""
    groups = sorted({group for _, group in store.streams.groups()})
    return [(group, GroupLetters(store.redis, group).count()) for group in groups]


def _troubled(states: Mapping[str, FeedState], paused: Mapping[str, str]) -> list[tuple[str, str, int]]:
    """Feeds that fail, are gone or changed their nature; the worst first. Paused ones were looked at already."""
    found = [
        (feed, trouble, state.failures)
        for feed, state in states.items()
        if feed not in paused and (trouble := trouble_of(state))
    ]
    return sorted(found, key=lambda row: (-row[2], row[0]))


def trouble_of(state: FeedState) -> str:
    """What an operator should know of a feed; empty when it is well."""
    return "; ".join(why for _, why in troubles(state))


def _overdue(schedule: Mapping[str, datetime], now: datetime) -> timedelta:
    return max((now - due for due in schedule.values()), default=timedelta(0))


def _groups(store: Store) -> list[tuple[str, str, Any, Any]]:
    """Every consumer group of every stream, registered or not."""
    found = []
    for key in sorted(map(text, store.redis.scan_iter(f"{keys.EVENTS}*", count=1000))):
        try:
            rows: Any = store.redis.xinfo_groups(key)
        except ResponseError:
            continue
        found += [(key, text(row["name"]), row.get("lag"), row["pending"]) for row in rows]
    return found


def _span(span: timedelta) -> str:
    """Whole seconds; nothing that lies ahead."""
    return str(max(timedelta(0), timedelta(seconds=round(span.total_seconds()))))
