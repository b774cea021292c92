"""A world that is known beforehand: feeds whose every poll lists items that are never listed again.

Each poll of a feed lists `NEW` new items, all about one happening, and once more the first item of the poll before,
edited. Two feeds, of two agencies, tell the same happenings. What is lost is lost for good, and shows. Every happening has
words of its own: reports whose texts are alike would be one event, whatever place they name.
"""

from __future__ import annotations

import json
import random
from collections.abc import Mapping
from datetime import UTC, datetime
from functools import cache

from extract.types import Mention, Place, Span
from feeds.types import Item

NEW = 3
#: Publication of everything: the day of a happening must not depend on the clock.
DAY = datetime(2026, 3, 5, 12, tzinfo=UTC)
LETTERS = "بتثجحخدذرزسشصضطظعغفقكلمنهوي"
FEEDS = tuple(f"feed{n}" for n in range(8))


def document(feed: str, poll: int) -> bytes:
    """What poll number `poll` (from 1) of a feed answers."""
    listed = [{"n": (poll - 1) * NEW + n, "edit": 0} for n in range(NEW)]
    if poll > 1:
        listed.append({"n": (poll - 2) * NEW, "edit": 1})
    return json.dumps({"feed": feed, "items": listed}).encode()


def parse(content: bytes) -> list[Item]:
    told = json.loads(content)
    return [_item(told["feed"], each["n"], each["edit"]) for each in told["items"]]


def mentions(item: Item) -> list[Mention]:
    """One capture, of the place that the item's text names."""
    place = item.text.split()[1]
    span = Span("title", 0, len(item.title), item.title)
    where = Place(span=span, id=place, name=place, country="SY", precision="town")
    return [
        Mention(id=f"m-{item.id}", type="territory.capture", trigger=span, evidence=span, places=(where,), rule="sim")
    ]


def expected(polls: Mapping[str, int]) -> dict[str, str]:
    """Item -> the title that it must have in the end, once each feed was polled so often."""
    final = {}
    for feed, count in polls.items():
        for poll in range(1, count + 1):
            final.update({item.id: item.title for item in parse(document(feed, poll))})
    return final


def happening(item: str) -> str:
    """The place that an item is about."""
    feed, n = item.split("-")
    return f"place{int(feed.removeprefix('feed')) // 2}x{int(n) // NEW}"


def _item(feed: str, n: int, edit: int) -> Item:
    of = f"{feed}-{n}"
    words = _words(happening(of))
    title = f"{words[:20]} {n}" + " بعد التصحيح" * edit
    return Item(
        id=of,
        feed_id=feed,
        agency=f"agency-of-{feed}",
        title=title,
        text=f"دخلت {happening(of)} {words} {'ثم انسحبت' * edit}",
        published=DAY,
        fetched=DAY,
        content_hash=f"{n:08x}{edit:08x}",
        country="SY",
    )


@cache
def _words(place: str) -> str:
    chance = random.Random(place)
    return " ".join("".join(chance.choices(LETTERS, k=5)) for _ in range(14))
