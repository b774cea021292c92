"""Where a mention is looked for and found: names of small sets of events in Redis, each with a bucket of days.

A mention joins the sets of its own bucket and reads those of the buckets beside it too, so what is told within
`BUCKET` days before or after is always seen, and nothing is ever deleted one by one: a bucket expires.
"""

from __future__ import annotations

from datetime import date
from functools import lru_cache

from worker.kinds import event_type
from worker.matching.sketch import Sketch
from worker.matching.words import Rarity, runs

#: Days of one bucket: nine in ten reports of an event come within 31 hours, the last after four days.
BUCKET = 3
#: Rare words under which a lead is found; a mention beside the lead has fewer.
LEAD_STEMS = 8
OTHER_STEMS = 3
#: Rare words by which it is looked for: more, because a word that was rare then may be less so now, and looking is cheap.
LOOKS = 3


def joined(told: Sketch, rarity: Rarity) -> tuple[str, ...]:
    """Sets that the mention's event is put into; each ends with the first day of its bucket, `...:<yyyymmdd>`."""
    by_report, by_event = _anchors(told, rarity, 1)
    here, there = told.report_day // BUCKET, told.day // BUCKET
    keys = [_name(anchor, here) for anchor in by_report] + [_name(anchor, there) for anchor in by_event]
    return tuple(dict.fromkeys(keys))


def looked_up(told: Sketch, rarity: Rarity) -> tuple[str, ...]:
    """Sets in which the mention's event may already be, its own first."""
    # A text of no kind joins only what it copies, and shares its rarest words with that.
    by_report, by_event = _anchors(told, rarity, LOOKS if told.type else 1)
    keys = [
        _name(anchor, day // BUCKET + step)
        for step in (0, -1, 1)
        for anchors, day in ((by_report, told.report_day), (by_event, told.day))
        for anchor in anchors
    ]
    return tuple(dict.fromkeys(keys))


def _anchors(told: Sketch, rarity: Rarity, times: int) -> tuple[list[str], list[str]]:
    """By the day of the report: words and copies. By the day of the event: places, parties, persons."""
    stems = rarity.rarest(told.words, times * (LEAD_STEMS if told.lead else OTHER_STEMS))
    by_report = [f"w{stem}" for stem in stems] + [f"c{band}" for band in _bands(told.words[told.title :])]
    group = event_type(told.type).group
    places = list(dict.fromkeys(spot.id or "~" + spot.skeleton for spot in told.spots))[:2]
    by_event = [f"p{place}:{group}" for place in places]
    actors, targets = sorted(told.actors)[:2], sorted(told.targets)[:2]
    if not places:
        by_event += [f"a{actor}:{target}" for actor in actors for target in targets][:2]
    by_event += [f"n{person}" for person in sorted(told.persons)[:2]]
    return by_report, by_event


def _bands(words: tuple[str, ...]) -> list[str]:
    """The least run from the front and from the back of each: two texts that share most of theirs share one of them."""
    found = runs(words)
    if not found:
        return []
    # Codes are hashes already; reading a run backwards is a second hash of it.
    return [min(found)[:6], min(run[::-1] for run in found)[:6]]


def _name(anchor: str, bucket: int) -> str:
    return f"{anchor}:{_first_day(bucket)}"


@lru_cache(maxsize=1000)
def _first_day(bucket: int) -> str:
    return date.fromordinal(bucket * BUCKET).strftime("%Y%m%d")
