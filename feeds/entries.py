"""Entries as a format's reader gives them to Items: text, link, date, identity, language and flags."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from feeds.dates import Dated, parse_date
from feeds.identity import Marks, assign, content_hash
from feeds.text import absolute_url, clean_body, clean_title, is_breaking, language_of, plain
from feeds.types import FeedSpec, Item

_MAX_TITLE = 1_000
_MAX_NAME = 200
#: An aggregator's body repeats the headline and the publisher; this much more makes it a body of its own.
_MORE_THAN_HEADLINE = 60


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """What a feed says of one entry, markup and all."""

    guid: str | None = None
    link: str | None = None
    title: str = ""
    #: Every body offered; the fullest is taken.
    bodies: tuple[str, ...] = ()
    #: Date strings, the time of publication before later ones.
    dates: tuple[str, ...] = ()
    author: str | None = None
    #: The publisher, in feeds that gather from several.
    source: str | None = None
    categories: tuple[str, ...] = ()


def to_items(
    entries: Sequence[Entry], spec: FeedSpec, fetched: datetime, *, base: str, repaired: bool
) -> tuple[Item, ...]:
    """Items in document order; entries that say nothing, and those told twice, are left out."""
    urls = [absolute_url(entry.link, base) for entry in entries]
    marks = [
        Marks(entry.guid, url, plain(entry.title, one_line=True), next(iter(entry.dates), None))
        for entry, url in zip(entries, urls, strict=True)
    ]
    ids = assign(spec.id, marks, spec.volatile_keys)
    items: dict[str, Item] = {}
    for entry, url, item_id in zip(entries, urls, ids, strict=True):
        item = _item(entry, spec, fetched, item_id, url, repaired)
        if item.title or item.text:
            items.setdefault(item_id, item)
    return tuple(items.values())


def _item(entry: Entry, spec: FeedSpec, fetched: datetime, item_id: str, url: str | None, repaired: bool) -> Item:
    source = plain(entry.source, one_line=True) if entry.source else None
    title = clean_title(entry.title, spec.title_suffix, source)[:_MAX_TITLE]
    text, truncated = _fullest(entry.bodies, spec.body_tails)
    if source and text.startswith(title) and len(text) < len(title) + _MORE_THAN_HEADLINE:
        text = ""
    dated = _first_date(entry.dates, spec, fetched)
    urgent = is_breaking(title) or any(is_breaking(plain(category, one_line=True)) for category in entry.categories)
    flags = {
        "breaking": urgent,
        "summary_truncated": truncated,
        "bad_link": bool(entry.link) and url is None,
        "repaired": repaired and "\ufffd" in title + text,
    }
    return Item(
        id=item_id,
        feed_id=spec.id,
        agency=spec.agency,
        title=title,
        text=text,
        url=url,
        published=dated.when,
        date_quality=dated.quality,
        fetched=fetched,
        content_hash=content_hash(title, text),
        country=spec.country,
        zone=spec.zone,
        language=language_of(f"{title} {text[:2_000]}", spec.language),
        author=plain(entry.author or "", one_line=True)[:_MAX_NAME] or source,
        flags=(*(flag for flag, raised in flags.items() if raised), *dated.flags),
        ahead=dated.ahead,
    )


def _fullest(bodies: Iterable[str], tails: tuple[str, ...]) -> tuple[str, bool]:
    """The longest text among the bodies; a whole one before a cut one of about the same length."""
    cleaned = [clean_body(body, tails) for body in bodies]
    return max(cleaned, key=lambda body: (len(body[0]), not body[1]), default=("", False))


def _first_date(dates: Iterable[str], spec: FeedSpec, fetched: datetime) -> Dated:
    """The first date that can be trusted, else why the first one cannot."""
    read = [parse_date(raw, spec.zone, fetched, gmt_is_local=spec.gmt_is_local) for raw in dates]
    return next((dated for dated in read if dated.when), read[0] if read else Dated(None, "none"))
