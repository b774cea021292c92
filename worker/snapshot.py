"""Every live event as it stands, and where on the stream to read on: for a consumer that starts late.

The place is read first, the events after it. What changes in between is in the snapshot, or on the stream after the
place, or in both; whoever applies by rev is right in each case.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from itertools import chain, islice
from uuid import uuid4

from worker import keys
from worker.derive import derive
from worker.ledgers import unpack_ledger
from worker.message import message
from worker.received import PREFIX, Message, Position
from worker.routes import Route
from worker.scripts import text
from worker.state import Event
from worker.store import Store

#: Events that one round trip fetches.
AT_ONCE = 200
#: Of a snapshot that is kept in Redis.
LIFE = timedelta(hours=1)


@dataclass(frozen=True, slots=True, kw_only=True)
class Snapshot:
    stream: str
    #: Read the stream after this entry.
    entry: str
    #: Of the last message before the snapshot.
    position: Position
    #: In no order; read from Redis as it is asked for.
    events: Iterator[Event]

    def messages(self) -> Iterator[Message]:
        """One for each event, in the form of the stream's, of type `rasid.event.state`, which no stream carries.
        All have the snapshot's entry and position."""
        epoch, sequence = self.position
        for event in self.events:
            fields = {**message(event, "new", ()), "type": f"{PREFIX}state"}
            fields |= {"sequence": str(sequence), "epoch": str(epoch)}
            yield Message(stream=self.stream, entry=self.entry, fields=fields)


def snapshot(store: Store, route: Route | None = None) -> Snapshot:
    """Of all live events, or of those that a route takes. Raises RedisError; `events` raise UnreadableError too."""
    stream = keys.EVENTS if route is None else keys.route_stream(route.name)
    with store.redis.pipeline(transaction=True) as pipe:
        pipe.xrevrange(stream, count=1)
        pipe.hget(keys.SEQ, stream)
        pipe.hget(keys.EPOCH, "n")
        last, sequence, epoch = pipe.execute()
    return Snapshot(
        stream=stream,
        entry=text(last[0][0]) if last else "0",
        position=Position(int(epoch or 0), int(sequence or 0)),
        events=(event for event in _live(store) if route is None or route.takes(event)),
    )


def keep(store: Store, taken: Snapshot) -> tuple[str, int]:
    """Write it into Redis, for clients without Rasid: a stream whose first entry, of type `rasid.snapshot`, says where to
    read on (`entry`, `sequence`, `epoch`), and whose others are the messages. It is there when it is whole, and expires.

    Returns its key, and how many events it has. Raises RedisError, UnreadableError.
    """
    key, (epoch, sequence) = keys.snapshot(taken.stream), taken.position
    unfinished = f"{key}:{uuid4().hex}"
    head = {"type": "rasid.snapshot", "entry": taken.entry, "sequence": str(sequence), "epoch": str(epoch)}
    entries = chain([head], (message.fields for message in taken.messages()))
    written = 0
    while some := list(islice(entries, AT_ONCE)):
        with store.redis.pipeline(transaction=True) as pipe:
            for fields in some:
                pipe.xadd(unfinished, dict(fields))  # type: ignore[arg-type]
            pipe.expire(unfinished, LIFE)
            pipe.execute()
        written += len(some)
    store.redis.rename(unfinished, key)
    return key, written - 1


def _live(store: Store) -> Iterator[Event]:
    prefix = keys.event("")
    found = (text(key).removeprefix(prefix) for key in store.redis.scan_iter(f"{prefix}*", count=1000))
    given: set[str] = set()  # a scan may name a key twice
    while ids := list(islice(found, AT_ONCE)):
        fresh = [event for event in ids if event not in given]
        given.update(fresh)
        for record in store.events.records(fresh).values():
            ledger = unpack_ledger(record.ledger)
            if ledger.live:
                yield derive(record.event_id, record.rev, ledger)
