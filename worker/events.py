"""Events in Redis: candidates are read, a decided change is written if nothing that it rests on has moved since."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Literal

from redis import Redis

from worker import keys
from worker.clock import ms
from worker.leases import Work, owed
from worker.ledgers import unpack_signature
from worker.matching.words import Rarity
from worker.record import Candidate
from worker.retention import Retention
from worker.scripts import Arg, Script, text

#: Blocks with more events than this lead nowhere.
CROWD = 64
#: Events that one mention is compared with.
CANDIDATES = 24
#: Items whose names are owed at most, half an hour's work: above, items keep what was told without. Those that told nothing
#: (names may yet find something) leave half of it to those that did.
MOST_NAMES = 500
#: Life of word counts after the last one: two buckets of ten days.
WORDS_LIFE = timedelta(days=2 * keys.WORD_DAYS)

#: done; dup (this revision was committed before); gone (not owed); stale (another holds it now);
#: conflict (an event or a block moved since it was read: read and decide again).
CommitReply = Literal["done", "dup", "gone", "stale", "conflict"]


@dataclass(frozen=True, slots=True)
class Near:
    """What was read for a decision."""

    #: Version of each block at the moment of reading.
    versions: Mapping[str, str]
    #: For each mention asked for: the live events that share most blocks with it.
    candidates: tuple[tuple[Candidate, ...], ...]


@dataclass(frozen=True, slots=True)
class Record:
    """An event as it is kept: the packed ledger of what was told (see worker/record.py)."""

    event_id: str
    rev: int
    ledger: bytes


@dataclass(frozen=True, slots=True, kw_only=True)
class Write:
    """One event's change: what to store, where it is found from now on, what is said on which streams."""

    event_id: str
    #: Revision that the change rests on; 0 for an event that was not there.
    rev: int
    ledger: bytes
    #: Packed; empty for an event that nothing may join any more.
    signature: bytes
    #: Blocks that lead to it from now on, and those that did.
    join: tuple[str, ...] = ()
    leave: tuple[str, ...] = ()
    #: CloudEvents fields without `sequence` and `epoch`, which the script adds; empty: nothing is said.
    message: Mapping[str, str]
    #: Streams besides the main one.
    routes: tuple[str, ...] = ()


class Events:
    """`store.events`."""

    def __init__(self, redis: Redis, retention: Retention) -> None:
        self._redis = redis
        self._retention = retention
        self._near = Script(redis, "near")
        self._commit = Script(redis, "commit")

    def near(self, mentions: Sequence[Sequence[str]]) -> Near:
        """The events near each of an item's mentions, of which the blocks are given. Two round trips.

        Versions are read with the blocks: an event added later makes the version old, never the list short.
        """
        blocks = list(dict.fromkeys(block for wanted in mentions for block in wanted))
        if not blocks:
            return Near({}, tuple(() for _ in mentions))
        number = {block: n for n, block in enumerate(blocks, 1)}
        args: list[Arg] = [CROWD, CANDIDATES]
        for wanted in mentions:
            args += [len(wanted), *(number[block] for block in wanted)]
        versions, *found = self._near([keys.block(block) for block in blocks], args)
        candidates = self._candidates(sorted({text(event) for events in found for event in events}))
        return Near(
            dict(zip(blocks, map(text, versions), strict=True)),
            tuple(tuple(candidates[e] for e in map(text, events) if e in candidates) for events in found),
        )

    def rarity(self, codes: Sequence[str], now: datetime) -> Rarity:
        """How many items of this and the last bucket of days have each word, and since when. One round trip."""
        fields = ["*", *codes]
        with self._redis.pipeline(transaction=False) as pipe:
            for back in (0, 1):
                pipe.hmget(keys.words(now, back), fields)
            pipe.hget(keys.EPOCH, "since")
            *columns, since = pipe.execute()
        total, *counts = (sum(int(count or 0) for count in row) for row in zip(*columns, strict=True))
        begun = datetime.fromtimestamp(int(since) / 1000, UTC) if since else None
        return Rarity(dict(zip(codes, counts, strict=True)), total, begun)

    def records(self, event_ids: Sequence[str]) -> Mapping[str, Record]:
        """Those of the events that exist."""
        with self._redis.pipeline(transaction=False) as pipe:
            for event_id in event_ids:
                pipe.hmget(keys.event(event_id), "rev", "ledger")
            rows = zip(event_ids, pipe.execute(), strict=True)
        return {event_id: Record(event_id, int(rev), ledger) for event_id, (rev, ledger) in rows if rev is not None}

    def told(self, item_id: str, now: datetime) -> tuple[str, ...]:
        """Ids of the events that the item's committed revision told."""
        shard = keys.shard(item_id)
        with self._redis.pipeline(transaction=False) as pipe:
            for day in keys.days_back(now, self._retention.seen.days + 1):
                pipe.hget(keys.told(day, shard), item_id)
            newest = next((value for value in pipe.execute() if value is not None), b"")
        return tuple(text(newest).split())

    def commit(
        self,
        work: Work | None,
        *,
        blocks: Mapping[str, str],
        writes: Sequence[Write],
        told: Sequence[str],
        now: datetime,
        events: Mapping[str, int] | None = None,
        words: Sequence[str] = (),
        release: str = "",
        tells: bool = False,
    ) -> CommitReply:
        """Write a decision whole or not at all, and owe its item no longer. `work` is None for an operator's change.

        `blocks` (block -> version) and `events` (event -> rev) are what the decision read; the events that are written
        are checked in any case. `words` of the lead are counted, once an item. The item is kept with `release`, which
        has read it; where names are read, its names are owed then, first of all if it `tells` anything. Raises
        StoreFullError.
        """
        seen_today, seen_before, told_today = self._marks(work, now)
        touched = [
            keys.FENCES, keys.RAW, keys.INBOX, keys.TRIES, keys.ERRORS, seen_today, seen_before, told_today,
            keys.SEQ, keys.EPOCH, keys.FENCE, keys.words(now), keys.items(keys.hour(work.since if work else now)),
            keys.NAMES, keys.NAMES_READ,
        ]  # fmt: skip
        if work and work.kind == "names":
            touched[2] = keys.NAMES
        args: list[Arg] = [work.owed, work.id, work.fence, work.revision] if work else ["", "", 0, 0]
        args += [ms(self._retention.seen), " ".join(told), "".join(words), ms(WORDS_LIFE), release or "-"]
        args += [
            self._kept_until(work),
            owed("names", work.id) if work else "",
            MOST_NAMES if tells else MOST_NAMES // 2,
        ]
        checked = {**(events or {}), **{write.event_id: write.rev for write in writes}}
        for kind, versions in ((keys.block, blocks), (keys.event, checked)):
            args.append(len(versions))
            for name, version in versions.items():
                touched.append(kind(name))
                args.append(version)
        args.append(len(writes))
        for write in writes:
            self._add(write, now, touched, args)
        reply: CommitReply = text(self._commit(touched, args)[0])  # type: ignore[assignment]
        return reply

    def _add(self, write: Write, now: datetime, touched: list[str], args: list[Arg]) -> None:
        streams = [keys.EVENTS, *(keys.route_stream(route) for route in write.routes)] if write.message else []
        touched += [keys.event(write.event_id), *map(keys.block, write.join), *map(keys.block, write.leave), *streams]
        args += [write.event_id, write.rev + 1, write.ledger, write.signature, ms(self._retention.event)]
        for blocks in (write.join, write.leave):
            args += [len(blocks), *(self._end_of_life(block, now) for block in blocks)]
        fields = [part for pair in write.message.items() for part in pair]
        args += [len(streams), len(fields), *fields]

    def _kept_until(self, work: Work | None) -> int:
        """When the hour of an item ends its life; 0 where no items are kept."""
        if work is None or not self._retention.items:
            return 0
        return round((work.since + timedelta(hours=1) + self._retention.items).timestamp() * 1000)

    def _end_of_life(self, block: str, now: datetime) -> int:
        """A block's name ends with its day, `...:<yyyymmdd>`. An old day told today lives as long as today's."""
        day = datetime.strptime(block.rsplit(":", 1)[1], "%Y%m%d").replace(tzinfo=UTC)
        return round((max(day + timedelta(days=1), now) + self._retention.block).timestamp() * 1000)

    def _candidates(self, event_ids: Sequence[str]) -> dict[str, Candidate]:
        with self._redis.pipeline(transaction=False) as pipe:
            for event_id in event_ids:
                pipe.hmget(keys.event(event_id), "rev", "signature")
            rows = zip(event_ids, pipe.execute(), strict=True)
        return {
            event_id: Candidate(event_id, int(rev), unpack_signature(signature))
            for event_id, (rev, signature) in rows
            if signature
        }

    @staticmethod
    def _marks(work: Work | None, now: datetime) -> tuple[str, str, str]:
        today, yesterday = keys.days_back(now, 2)
        shard = keys.shard(work.id if work else "")
        return keys.seen(today, shard), keys.seen(yesterday, shard), keys.told(today, shard)
