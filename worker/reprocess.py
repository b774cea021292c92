"""Kept items are read again by the release that runs now: what changes is told as `updated` or `withdrawn`.

The items are owed again, a few at a time, and go the way of every item; so nothing is lost or told twice whoever dies on
the way. Which release has read an item is written with its commit: begun again, this goes on where it stopped.
"""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime

from worker.errors import BadInputError, UnreadableError
from worker.items import Kept
from worker.store import Store

#: Owed things above which nothing is added: what is fresh never waits behind more.
AT_MOST = 200
#: Seconds between two looks at what is owed, and at whether anybody works.
PAUSE, CHECK = 0.2, 5.0


@dataclass(slots=True)
class Reprocessed:
    """How far it is. `looked` of `total` items; `owed` of them were given to the workers, of which `pending` are with
    them; the others are counted in `passed`, by why they were not (worker/items.py)."""

    total: int
    looked: int = 0
    owed: int = 0
    pending: int = 0
    passed: Counter[str] = field(default_factory=Counter)
    #: Owed, and in the end not read by this release: dead letters, or read by a worker of another release.
    missed: int = 0


def reprocess(
    store: Store,
    release: str,
    *,
    since: datetime | None = None,
    feed: str | None = None,
    again: bool = False,
    tell: Callable[[Reprocessed], None] = lambda _: None,
) -> Reprocessed:
    """Have every kept item read by `release` that it has not read, or all with `again`; returns when that is done.

    Raises BadInputError where no worker of that release works: what is owed stays so.
    """
    _check(store, release)
    hours = store.items.hours(store.now(), since)
    done = Reprocessed(sum(hours.values()))
    given: dict[str, Kept] = {}
    for kept in (kept for hour in hours for kept in store.items.each(hour)):
        done.looked += 1
        if kept.id in given:
            continue
        why = "another feed" if feed is not None and not _is_of(kept, feed) else None
        if why is None:
            _wait(store, release, done, tell, until=lambda: store.work.depth() < AT_MOST)
            why = store.items.owe_again(kept, "" if again else release, store.now())
        if why == "done":
            given[kept.id] = replace(kept, payload=b"")
            done.owed += 1
        else:
            done.passed[why] += 1
        tell(done)
    rest = list(given.values())

    def nothing_owed() -> bool:
        rest[:] = [kept for chunk in _chunks(rest) for kept in store.items.owed(chunk)]
        done.pending = len(rest)
        return not rest

    _wait(store, release, done, tell, until=nothing_owed)
    done.missed = sum(by != release for chunk in _chunks(list(given.values())) for by in store.items.releases(chunk))
    tell(done)
    return done


def _is_of(kept: Kept, feed: str) -> bool:
    try:
        return kept.feed == feed
    except UnreadableError:
        return False


def _check(store: Store, release: str) -> None:
    if why := store.guard.halted(release):
        raise BadInputError(f"processing is halted, {why}; after a fix: rasid resume, and this again")
    if not any(_works(beat, release) for beat in store.beats().values()):
        raise BadInputError(f"no worker of {release} takes the queue process; start one, and this again goes on")


def _works(beat: dict[str, str], release: str) -> bool:
    return "process" in beat.get("queues", "").split() and beat.get("release") == release


def _wait(
    store: Store, release: str, done: Reprocessed, tell: Callable[[Reprocessed], None], *, until: Callable[[], bool]
) -> None:
    next_check = time.monotonic() + CHECK
    while not until():
        if time.monotonic() > next_check:
            _check(store, release)
            next_check = time.monotonic() + CHECK
        tell(done)
        time.sleep(PAUSE)


def _chunks(items: Sequence[Kept], size: int = 500) -> Iterator[Sequence[Kept]]:
    return (items[n : n + size] for n in range(0, len(items), size))
