"""Items and mentions for tests, with only what a test cares about."""

from __future__ import annotations

import hashlib
from datetime import UTC, datetime, timedelta
from typing import Any

from extract.types import Argument, Mention, Place, Quantity, Source, Span, Time
from feeds.types import Item
from worker.leases import Work
from worker.store import Store

NOON = datetime(2026, 3, 5, 12, tzinfo=UTC)
LONG = timedelta(seconds=60)
NONE = timedelta(0)
TITLE = "الجيش يدخل القرية"


def an_item(id_: str = "item1", **more: Any) -> Item:
    told: dict[str, Any] = {
        "id": id_, "feed_id": "feed1", "agency": "wakala", "title": TITLE, "text": "دخل الجيش القرية ظهرا",
        "published": NOON, "country": "SY",
    }  # fmt: skip
    told |= more
    told.setdefault("fetched", told["published"] or NOON)
    told.setdefault("content_hash", hashlib.sha256((told["title"] + told["text"]).encode()).hexdigest())
    return Item(**told)


def a_span(text: str = "يدخل") -> Span:
    start = TITLE.find(text)
    return Span("title", max(start, 0), max(start, 0) + len(text), text)


def a_place(name: str = "القرية", **more: Any) -> Place:
    return Place(span=a_span(name), **{"id": f"sy.{name}", "name": name, "country": "SY", **more})


def an_actor(entity: str = "sy.army", name: str = "الجيش", **more: Any) -> Argument:
    told = {"span": a_span("الجيش"), "cls": "state_force", "country": "SY", **more}
    return Argument(entity=entity, name=name, **told)


def a_quantity(kind: str, value: float | None, **more: Any) -> Quantity:
    return Quantity(kind=kind, span=a_span(), value=value, **more)


def a_source(name: str, **more: Any) -> Source:
    return Source(span=a_span(), name=name, **more)


def a_time(start: datetime, *, granularity: str = "day", anchor: str = "explicit") -> Time:
    return Time(start=start, end=start + timedelta(days=1), granularity=granularity, anchor=anchor)


def a_mention(item: Item, **more: Any) -> Mention:
    told: dict[str, Any] = {
        "id": f"{item.id}/1", "type": "territory.capture", "trigger": a_span(), "evidence": a_span(TITLE),
        "places": (a_place(),), "rule": "capture.enter", "lead": True,
    }  # fmt: skip
    return Mention(**(told | more))


def owe(store: Store, *items: Item, feed: str = "feed1") -> list[Work]:
    """Poll a feed that lists the items, ingest them, and lease what is owed then."""
    store.feeds.add(feed, f"{feed}.example")
    store.feeds.due_now(feed)
    store.redis.delete("{rasid}:hosts")
    [lease] = store.feeds.lease(1, lease=LONG, gap=NONE)
    assert store.feeds.settle(lease, "{}", LONG, gap=NONE, body=b"a document") == "done"
    [body] = store.work.lease(1, lease=LONG)
    assert store.work.ingest(body, items).reply == "done"
    return store.work.lease(100, lease=LONG)
