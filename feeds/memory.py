"""What is remembered of a feed between two polls: one frozen record and its JSON."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass
from datetime import datetime, timedelta
from typing import Any, Literal

from feeds.answer import NO_VALIDATORS, Validators


@dataclass(frozen=True, slots=True, kw_only=True)
class Hints:
    """What a feed's own body asks of its readers. Parsed by feeds/parse.py, obeyed by feeds/schedule.py."""

    #: RSS <ttl>: how long the document may be kept.
    ttl: timedelta | None = None
    #: RSS <skipHours>, hours 0..23 of GMT in which nothing is published.
    skip_hours: frozenset[int] = frozenset()
    #: RSS <skipDays>, Monday = 0, days of GMT.
    skip_days: frozenset[int] = frozenset()
    #: sy:updatePeriod divided by sy:updateFrequency.
    update_every: timedelta | None = None
    #: WebSub hub that the feed advertises.
    hub: str | None = None


NO_HINTS = Hints()


@dataclass(frozen=True, slots=True, kw_only=True)
class Sighting:
    """A permanent redirect, seen but not yet believed."""

    url: str
    first: datetime
    count: int


@dataclass(frozen=True, slots=True, kw_only=True)
class FeedState:
    """All that is stored of one feed. Times are UTC."""

    #: active; gone: answered 410, looked at once a month, or 404 for weeks, looked at daily; paused: by the operator.
    status: Literal["active", "gone", "paused"] = "active"
    #: The feed's own pace, before hints and jitter; None before the first poll: the catalogue's.
    interval: timedelta | None = None
    #: Polls in a row without a usable document.
    failures: int = 0
    #: Answers in a row that looked well but held no feed.
    misreads: int = 0
    #: Polls in a row with next to nothing new.
    slow_polls: int = 0
    validators: Validators = NO_VALIDATORS
    #: The same validators came with another body: they are not to be trusted alone.
    lying: bool = False
    #: The last unconditional request to a lying feed.
    last_probe: datetime | None = None
    last_try: datetime | None = None
    #: The last poll that ended with a document that we know or could read.
    last_ok: datetime | None = None
    #: The last document that went to be parsed; unlike `last_ok`, not one that was only known to be the same.
    last_read: datetime | None = None
    #: The last poll with a new item.
    last_new: datetime | None = None
    #: What Cache-Control, Expires or Retry-After asked for last.
    not_before: datetime | None = None
    #: What the last readable document asked for.
    hints: Hints = NO_HINTS
    sighting: Sighting | None = None
    #: Where the feed has moved to, and the catalogue's URL at that time: a new one there wins.
    moved_to: str | None = None
    moved_from: str | None = None
    #: Nearly all items of the last document were new though the feed was known.
    flood: bool = False
    #: Usual time between two documents with something new; None before the second one.
    usual_gap: timedelta | None = None
    #: Over how long it was learned, at most some days.
    learned: timedelta | None = None
    #: Minutes by which the newest date of each of the last documents lay ahead of its fetching (see feeds/care.py).
    leads: tuple[int, ...] = ()
    #: Python's name of the charset of the last document; what it was before it changed, and when that was seen.
    charset: str = ""
    charset_before: str = ""
    charset_changed: datetime | None = None
    #: Since when every answer that tells something says that there is no feed: 404, 410.
    missing_since: datetime | None = None
    #: How the last poll ended, for the operator.
    outcome: str = ""
    reason: str = ""

    def to_json(self) -> str:
        """Short: what is as at birth is left out."""
        fields = asdict(self)
        return json.dumps(
            {name: _plain(value) for name, value in fields.items() if value != _BIRTH[name]},
            ensure_ascii=False,
            separators=(",", ":"),
        )

    @classmethod
    def from_json(cls, text: str | None) -> FeedState:
        """None is a feed that was never polled. Fields that a later version wrote are left alone. Raises ValueError."""
        if text is None:
            return cls()
        stored = json.loads(text)
        return cls(**{name: _read(name, value) for name, value in stored.items() if name in _BIRTH})


_BIRTH = asdict(FeedState())
_SPANS = {"interval", "ttl", "update_every", "usual_gap", "learned"}
_MOMENTS = {
    "last_probe", "last_try", "last_ok", "last_read", "last_new", "not_before", "first", "charset_changed",
    "missing_since",
}  # fmt: skip
_SETS = {"skip_hours", "skip_days"}
_RECORDS: dict[str, type] = {"validators": Validators, "hints": Hints, "sighting": Sighting}


def _plain(value: Any) -> Any:
    """Spans as seconds, moments as ISO 8601."""
    match value:
        case timedelta():
            return value.total_seconds()
        case datetime():
            return value.isoformat()
        case frozenset():
            return sorted(value)
        case dict():
            return {name: _plain(inner) for name, inner in value.items() if inner not in (None, frozenset())}
        case _:
            return value


def _read(name: str, value: Any) -> Any:
    if value is None:
        return None
    if name in _SPANS:
        return timedelta(seconds=value)
    if name in _MOMENTS:
        return datetime.fromisoformat(value)
    if name in _SETS:
        return frozenset(value)
    if name == "leads":
        return tuple(value)
    if name in _RECORDS:
        return _RECORDS[name](**{inner: _read(inner, each) for inner, each in value.items()})
    return value
