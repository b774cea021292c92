"""A timed stream of items through the real thing: extraction in processes, then leases, matching, commits on a Redis.

Items come in the order of their publication, as they would have come from feeds, one after the other.
"""

from __future__ import annotations

import multiprocessing
import tempfile
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import replace
from datetime import timedelta
from itertools import islice
from pathlib import Path

from extract.types import Mention
from feeds.types import Item
from worker.codec import pack, unpack
from worker.commit import Outcome, Publishing, commit_item
from worker.inbox import item_of
from worker.leases import Work
from worker.ledgers import unpack_ledger
from worker.matching.untold import told_by
from worker.record import event_id
from worker.server import serving
from worker.settings import Settings
from worker.store import Store, connect
from worker.versions import extractor_version, lexicon_version

#: The feed that all items of a replay seem to come from.
FEED = "replay"
#: Items that are owed at once, and that one process extracts at once.
BATCH = 100
CHUNK = 16
LEASE = timedelta(minutes=10)

Told = tuple[Item, Sequence[Mention]]


def in_order(items: Iterable[Item]) -> list[Item]:
    """By publication, or else fetching; by id within a moment."""
    return sorted(items, key=lambda item: (item.published or item.fetched, item.id))


def replay(
    store: Store, told: Iterable[Told], publishing: Publishing | None = None
) -> Iterator[tuple[Item, str | None]]:
    """Commit items with their mentions one after the other; gives each with the event of its lead, None without one.

    The event is the one that it told then: `settled` follows later merges. Raises StoreFullError, ContendedError.
    """
    settings = publishing or Publishing(extractor=extractor_version(), lexicon=lexicon_version())
    store.feeds.add(FEED, FEED)
    stream = iter(told)
    while batch := list(islice(stream, BATCH)):
        works = owe(store, [item for item, _ in batch])
        for item, mentions in batch:
            work = works.pop(item.id, None)
            if work is not None:
                outcome = commit_item(store, work, item_of(work), mentions, settings)
                yield item, lead_event(told_by(item, mentions), outcome)


def owe(store: Store, items: Sequence[Item]) -> dict[str, Work]:
    """Poll, ingest and lease, as the service does: the works of those items that are new or edited, by item."""
    store.feeds.due_now(FEED)
    [lease] = store.feeds.lease(1, lease=LEASE, gap=timedelta(0))
    store.feeds.settle(lease, "{}", LEASE, gap=timedelta(0), body=b"")
    [body] = store.work.lease(1, lease=LEASE)
    store.work.ingest(body, items)
    return {work.id: work for work in store.work.lease(len(items), lease=LEASE)}


def lead_event(mentions: Sequence[Mention], outcome: Outcome) -> str | None:
    """The event that an item's lead joined or founded."""
    for mention, decision in zip(mentions, outcome.decisions, strict=False):
        if mention.lead and decision.kind != "skip":
            return decision.event_id or event_id(mention.id)
    return None


def settled(store: Store, events: Iterable[str]) -> Mapping[str, str]:
    """What each event has become: itself, or the one that it was merged into."""
    found = {}
    for event in set(events):
        last = event
        while (record := store.events.records([last]).get(last)) and (into := unpack_ledger(record.ledger).merged_into):
            last = into
        found[event] = last
    return found


def extracted(items: Sequence[Item], processes: int) -> Iterator[Told]:
    """Items with their mentions, in order; extraction runs in so many processes."""
    with multiprocessing.get_context("spawn").Pool(processes, _load) as pool:
        for item, packed in zip(items, pool.imap(_mentions, items, chunksize=CHUNK), strict=True):
            yield item, tuple(unpack(Mention, record) for record in packed)


@contextmanager
def private_store(settings: Settings) -> Iterator[Store]:
    """A Redis for the moment, whatever else runs. Raises ServerError."""
    with (
        tempfile.TemporaryDirectory(prefix="rasid-") as folder,
        serving(replace(settings, redis_url=None, data=Path(folder))) as endpoint,
    ):
        store = Store(connect(endpoint.url))
        yield store
        store.redis.close()


_find: Callable[[Item], Sequence[Mention]]


def _load() -> None:
    """Once in each process."""
    global _find
    from extract.pipeline import Extractor

    _find = Extractor.load().mentions


def _mentions(item: Item) -> list[bytes]:
    """Packed: compiled, a mention cannot be pickled."""
    return [pack(mention) for mention in _find(item)]
