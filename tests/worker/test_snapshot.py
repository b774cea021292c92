"""The state for a consumer that starts late, and the stream from there on."""

from __future__ import annotations

import json
from datetime import timedelta
from typing import Any

import pytest

from tests.worker.builders import NOON, a_mention, a_place, an_item, owe
from worker import keys
from worker.commit import Publishing, commit_item
from worker.inbox import item_of
from worker.received import Latest, Message
from worker.routes import Route
from worker.snapshot import keep, snapshot
from worker.store import Store

NAMES = ("one", "two", "three", "four")
JORDAN = Route(name="jordan", countries=("JO",))


def tell(store: Store, name: str, *, told: bool = True, country: str = "SY", **more: Any) -> None:
    """An item about a place and a day of its own; without `told`, an edit that tells nothing any more."""
    published = NOON - timedelta(days=5 * NAMES.index(name))
    for work in owe(store, an_item(name, **{"text": f"دخل الجيش بلدة {name}", "published": published, **more})):
        item = item_of(work)
        mentions = [a_mention(item, places=(a_place(f"بلدة {name}", country=country),))] if told else []
        assert commit_item(store, work, item, mentions, Publishing(routes=(JORDAN,))).reply == "done"


def stream_after(store: Store, entry: str, stream: str = keys.EVENTS) -> list[Message]:
    rows: Any = store.redis.xrange(stream, min=f"({entry}" if entry != "0" else "-")
    told = [(entry.decode(), {k.decode(): v.decode() for k, v in fields.items()}) for entry, fields in rows]
    return [Message(stream=stream, entry=entry, fields=fields) for entry, fields in told]


def states(table: Latest) -> dict[str, Any]:
    """Without what only a message says: why it was sent."""
    return {event["id"]: {**event, "changes": []} for event in table.live()}


def states_of(messages: list[Message]) -> dict[str, Any]:
    table = Latest()
    for message in messages:
        table.apply(message)
    return states(table)


def test_a_snapshot_and_the_stream_after_it_give_what_the_whole_stream_gives(store: Store) -> None:
    for name in ("one", "two", "three"):
        tell(store, name)
    taken = snapshot(store)
    # While it is read: a new event, an edit, a withdrawal.
    tell(store, "four")
    tell(store, "one", text="نص آخر")
    tell(store, "two", text="لا شيء", told=False)
    late, early = Latest(), Latest()
    for message in taken.messages():
        late.apply(message)
    for message in stream_after(store, taken.entry):
        late.apply(message)
    for message in stream_after(store, "0"):
        early.apply(message)

    assert taken.position == (1, 3)
    assert len(states(late)) == 3
    assert states(late) == states(early)


def test_what_a_route_takes(store: Store) -> None:
    tell(store, "one")
    tell(store, "two", country="JO")
    taken = snapshot(store, JORDAN)

    (message,) = taken.messages()
    assert (message.kind, message.fields["country"], message.stream) == ("state", "JO", "{rasid}:events:jordan")
    assert taken.position == (1, 1), "a route counts for itself"
    assert stream_after(store, taken.entry, taken.stream) == []


def test_a_client_reads_it_from_redis(store: Store) -> None:
    for name in NAMES:
        tell(store, name, country="JO" if name == "two" else "SY")
    taken = snapshot(store)

    assert keep(store, taken) == ("{rasid}:snapshot", 4)
    assert keep(store, snapshot(store, JORDAN)) == ("{rasid}:snapshot:jordan", 1)
    assert keep(store, snapshot(store)) == ("{rasid}:snapshot", 4), "it takes the place of the first"

    head, *told = stream_after(store, "0", "{rasid}:snapshot")
    table = Latest()
    assert all(table.apply(message) for message in told)
    assert states(table) == states_of(stream_after(store, "0"))
    assert (head.fields["type"], head.fields["entry"], head.position) == ("rasid.snapshot", taken.entry, (1, 4))
    assert 3500 < store.redis.ttl("{rasid}:snapshot") <= 3600
    assert len(store.redis.keys("{rasid}:snapshot*")) == 2


def test_of_nothing_a_client_reads_where_to_go_on(store: Store) -> None:
    assert keep(store, snapshot(store)) == ("{rasid}:snapshot", 0)
    (head,) = stream_after(store, "0", "{rasid}:snapshot")
    assert (head.fields["entry"], head.position) == ("0", (0, 0))


def test_of_nothing(store: Store) -> None:
    taken = snapshot(store)

    assert (taken.entry, taken.position, list(taken.events)) == ("0", (0, 0), [])


@pytest.mark.parametrize("count", [450])
def test_of_more_than_a_round_trip_fetches(store: Store, count: int) -> None:
    tell(store, "one")
    (key,) = store.redis.keys(keys.event("*"))
    for n in range(count):
        store.redis.copy(key, keys.event(f"{n:016x}"))

    assert len({message.event_id for message in snapshot(store).messages()}) == count + 1
    assert json.loads(next(snapshot(store).messages()).fields["data"])["type"] == "territory.capture"
