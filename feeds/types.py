"""The types of the feed layer: what is declared, what was fetched, what an entry became."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta, tzinfo
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError


@dataclass(frozen=True, slots=True, kw_only=True)
class FeedSpec:
    """One feed of one agency, as declared in seeds/feeds.toml."""

    #: Primary key in Redis keys, metrics and logs. Permanent.
    id: str
    #: Two feeds of one agency never corroborate each other.
    agency: str
    #: Display name, in the agency's own script.
    name: str
    url: str
    #: ISO 3166-1 alpha-2 of the agency's home; None for pan-Arab and international bodies.
    country: str | None = None
    #: agency, state_agency, broadcaster, newspaper, portal, igo, ngo, aggregator.
    kind: str = "portal"
    category: str = "top"
    language: str = "ar"
    #: IANA zone of dates that carry none, or a wrong one.
    zone: str = "UTC"
    #: The publisher labels local time as GMT: such dates are read in `zone`.
    gmt_is_local: bool = False
    #: Starting interval; the schedule adapts it between 1 min and 6 h.
    every: timedelta = timedelta(minutes=10)
    #: Charset that overrides every declaration, for feeds known to lie.
    charset: str | None = None
    #: Cut from the end of every title (" - Agency").
    title_suffix: str | None = None
    #: Regular expressions cut from the end of every body.
    body_tails: tuple[str, ...] = ()
    #: Query parameters that change from request to request and are no part of identity.
    volatile_keys: tuple[str, ...] = ()
    paused: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Item:
    """One feed entry, cleaned of markup; title and text keep the delivered spelling.

    Offsets of every later stage are code points into `title` or `text` as they stand here.
    """

    #: Stable over polls and edits: hash of feed id and identity key (see feeds/identity.py).
    id: str
    feed_id: str
    agency: str
    title: str
    text: str
    url: str | None = None
    #: Publication time, UTC; None when the feed gives none that can be trusted.
    published: datetime | None = None
    #: How `published` was got: rfc822, iso, arabic, hijri, epoch, feed, none, or a reason why it is None.
    date_quality: str = "none"
    #: When the document was fetched, UTC.
    fetched: datetime
    #: 0 at first sight; each edit of title or text adds one.
    revision: int = 0
    #: Hash of title and text for comparison; an edit changes it.
    content_hash: str = ""
    #: Home country of the feed's agency, for namesakes of places.
    country: str | None = None
    #: IANA zone of the agency: a day that the text tells is a day there.
    zone: str = "UTC"
    language: str = "ar"
    author: str | None = None
    #: breaking, summary_truncated, future_date, repaired, ...
    flags: tuple[str, ...] = ()
    #: How far ahead of `fetched` its date lay before it was taken as now.
    ahead: timedelta = timedelta(0)

    @property
    def home(self) -> tzinfo:
        """`zone` as one to reckon in; UTC where this machine does not know it."""
        try:
            return ZoneInfo(self.zone)
        except (ZoneInfoNotFoundError, ValueError):
            return UTC
