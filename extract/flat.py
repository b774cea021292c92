"""Mentions in the flat form of annotation: strings and intervals, no offsets. At most five events an item."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta
from typing import Any

from extract import placeagain
from extract.types import Argument, Mention, Place, Quantity

MAX_EVENTS = 5


def flat(mentions: Sequence[Mention], *, limit: int | None = MAX_EVENTS) -> list[dict[str, Any]]:
    """One dict per mention: lead and foreground first when there are more than `limit`."""
    chosen = list(mentions)
    if limit is not None and len(chosen) > limit:
        ranked = sorted(chosen, key=lambda m: (not m.lead, m.background, m.status != "asserted", -m.quality))
        kept = {m.id for m in ranked[:limit]}
        chosen = [m for m in chosen if m.id in kept]
    return [_event(m) for m in chosen]


def _event(mention: Mention) -> dict[str, Any]:
    claimants = [s.name for s in mention.attribution if s.role == "claimant"]
    agencies = [s.agency for s in mention.attribution if s.agency]
    return {
        "type": mention.type,
        "mode": mention.mode,
        "kind": mention.kind,
        "status": mention.status,
        "background": mention.background,
        "lead": mention.lead,
        "trigger": mention.trigger.text,
        "actor": _names(mention.actors),
        "target": _names(mention.targets),
        "place": list(dict.fromkeys(map(_where, mention.places))),
        "place_en": list(dict.fromkeys(p.name_en for p in mention.places if p.name_en)),
        "country": sorted({p.country for p in mention.places if p.country}),
        "date": _date(mention),
        "counts": _counts(mention.quantities),
        "source": list(dict.fromkeys(claimants)),
        "agency": list(dict.fromkeys(agencies)),
    }


def _names(arguments: Sequence[Argument]) -> list[str]:
    return list(dict.fromkeys(_who(a) for a in arguments))


def _who(argument: Argument) -> str:
    """As written; by its name where an adjective tells a state (الغارات التركية)."""
    adjective = argument.via == "nominal" and argument.cls == "state" and " " not in argument.span.text
    return argument.name if adjective and argument.entity == (argument.country or "").lower() else argument.span.text


def _where(place: Place) -> str:
    """As written; by its name where a bare noun takes it up (المدينة)."""
    return place.name if placeagain.only_noun(place.span.text) else place.span.text


def _date(mention: Mention) -> list[str] | None:
    if mention.time is None:
        return None
    start, end = mention.time.start, mention.time.end
    last = end - timedelta(microseconds=1) if end > start else end
    return [start.date().isoformat(), last.date().isoformat()]


def _counts(quantities: Sequence[Quantity]) -> dict[str, list[float | None]]:
    counts: dict[str, list[float | None]] = {}
    for q in quantities:
        if q.part or q.kind in counts:
            continue
        low = q.value if q.value is not None else q.min
        high = q.value if q.value is not None else q.max
        if q.vague or (low is None and high is None):
            continue
        counts[q.kind] = [_whole(low), _whole(high)]
    return counts


def _whole(value: float | None) -> float | None:
    return int(value) if value is not None and float(value).is_integer() else value
