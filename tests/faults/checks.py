"""What must hold of the streams after any fault. Used by the light harness and by that of real Celery workers.

Each check gives sentences; none means that it holds.
"""

from __future__ import annotations

import json
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from redis import Redis

from worker import keys
from worker.codec import full
from worker.derive import derive
from worker.ledgers import unpack_ledger
from worker.store import Store


@dataclass(frozen=True, slots=True)
class Message:
    """One entry of a stream."""

    entry: str
    id: str
    subject: str
    rev: int
    epoch: int
    sequence: int
    data: Mapping[str, Any]

    @property
    def causes(self) -> set[str]:
        """Items because of which it was sent."""
        return {change["item"] for change in self.data["changes"] if change["item"]}


def read(redis: Redis, stream: str = keys.EVENTS) -> list[Message]:
    rows: Any = redis.xrange(stream)
    return [
        Message(
            entry=entry.decode(),
            id=fields[b"id"].decode(),
            subject=fields[b"subject"].decode(),
            rev=int(fields[b"rev"]),
            epoch=int(fields[b"epoch"]),
            sequence=int(fields[b"sequence"]),
            data=json.loads(fields[b"data"]),
        )
        for entry, fields in rows
    ]


def nothing_lost(messages: Iterable[Message], items: Mapping[str, str | None]) -> Iterator[str]:
    """Every item is told, in exactly one live event, with the title it must have in the end (None: any)."""
    told: dict[str, list[str]] = defaultdict(list)
    for state in latest(messages).values():
        for mention in state["mentions"]:
            told[mention["item"]].append(mention["title"])
    for item, title in items.items():
        if item not in told:
            yield f"item {item} is on no event"
        elif len(told[item]) > 1:
            yield f"item {item} is told {len(told[item])} times"
        elif title is not None and told[item] != [title]:
            yield f"item {item} stands with an old revision"
    for item in told.keys() - items.keys():
        yield f"item {item} was never listed"


def nothing_twice(messages: Iterable[Message], revisions: Callable[[str], int]) -> Iterator[str]:
    """No message twice, and no item the cause of more messages than it has revisions."""
    seen = list(messages)
    for id_, count in Counter(message.id for message in seen).items():
        if count > 1:
            yield f"message {id_} is on the stream {count} times"
    for item, count in Counter(item for message in seen for item in message.causes).items():
        if count > revisions(item):
            yield f"item {item} caused {count} messages, but has {revisions(item)} revisions"


def no_hole(messages: Iterable[Message]) -> Iterator[str]:
    """The sequence rises by one inside an epoch, and goes on in the next one."""
    before: Message | None = None
    for message in messages:
        if before is not None and message.epoch < before.epoch:
            yield f"{message.entry}: epoch {message.epoch} after {before.epoch}"
        elif before is not None and message.sequence != before.sequence + 1:
            yield f"{message.entry}: sequence {message.sequence} after {before.sequence} (epoch {message.epoch})"
        before = message


def revs_rise_by_one(messages: Iterable[Message]) -> Iterator[str]:
    """Each event's revs are 1, 2, 3 ... in the order of the stream."""
    last: Counter[str] = Counter()
    for message in messages:
        if message.rev != last[message.subject] + 1:
            yield f"{message.entry}: event {message.subject} has rev {message.rev} after {last[message.subject]}"
        last[message.subject] = message.rev


def one_event_each(messages: Iterable[Message], happening: Callable[[str], str]) -> Iterator[str]:
    """No happening has two live events, and no event is about two happenings."""
    events: dict[str, set[str]] = defaultdict(set)
    for subject, state in latest(messages).items():
        about = {happening(mention["item"]) for mention in state["mentions"]}
        if len(about) > 1:
            yield f"event {subject} is about {sorted(about)}"
        for place in about:
            events[place].add(subject)
    yield from (f"{place} has {len(found)} events" for place, found in events.items() if len(found) > 1)


def redis_agrees(redis: Redis, messages: Iterable[Message]) -> Iterator[str]:
    """A consumer that applies by rev has the state that Redis has."""
    for subject, state in latest(messages).items():
        rev, ledger = redis.hmget(keys.event(subject), "rev", "ledger")  # type: ignore[misc]
        if rev is None:
            yield f"event {subject} is on the stream, not in Redis"
            continue
        kept = full(derive(subject, int(rev), unpack_ledger(ledger)))
        if {**kept, "changes": None} != {**state, "changes": None}:
            yield f"event {subject}: the stream has rev {state['rev']}, Redis {int(rev)}, and they differ"


def nothing_left(store: Store) -> Iterator[str]:
    """Nothing is owed, nothing died, and no trace of a lease is left."""
    for key in (keys.INBOX, keys.RAW, keys.FENCES, keys.TRIES, keys.ERRORS):
        count = store.redis.zcard(key) if key == keys.INBOX else store.redis.hlen(key)
        if count:
            yield f"{key} holds {count}"
    if store.dead.count():
        yield f"{store.dead.count()} dead letters, the first: {store.dead.list(1)[0].reason}"


def latest(messages: Iterable[Message]) -> dict[str, Mapping[str, Any]]:
    """What a consumer holds that applies a message only if its rev is greater."""
    held: dict[str, Mapping[str, Any]] = {}
    for message in messages:
        if message.subject not in held or message.rev > held[message.subject]["rev"]:
            held[message.subject] = message.data
    return held
