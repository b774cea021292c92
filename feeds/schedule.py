"""When to poll a feed again: pure decisions over what is stored of the feed and what the last poll brought."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta


@dataclass(frozen=True, slots=True, kw_only=True)
class Hints:
    """What a feed's own body asks of its readers. Parsed by feeds/parse.py, obeyed here."""

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
