"""From what was told to the state that is published. Pure, and independent of the order in which ties came."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from datetime import datetime
from typing import TypeVar

from extract.types import Argument, Mention, Place, Quantity, Span, Time
from worker.kinds import event_type
from worker.record import Ledger, Telling
from worker.state import Attribution, Claim, Event, Evidence, Figure, Location, Party, Told, When

T = TypeVar("T")

#: How well a time is told: by what it hangs on, then by how narrow it is.
ANCHORS = ("explicit", "weekday", "relative", "publication")
GRAINS = ("hour", "part_of_day", "day", "week", "month", "season", "year")


def derive(event_id: str, rev: int, ledger: Ledger) -> Event:
    """The state of an event; one without tellings keeps what its last tellings said, and says that it is withdrawn."""
    tellings = _that_tell(ledger.tellings or ledger.ghosts)
    mentions = [telling.mention for telling in tellings]
    type_ = _type(mentions)
    actors = _parties(m.actors for m in mentions)
    targets = _parties(m.targets for m in mentions)
    figures = _figures(tellings)
    latest = max(tellings, key=lambda t: (t.at, t.mention.id))
    return Event(
        id=event_id,
        rev=rev,
        type=type_,
        mode=_commonest(m.mode for m in mentions if m.mode and m.type == type_),
        codes=event_type(type_).codes(party.cls for party in actors),
        status=_commonest(_latest_of_each_origin(tellings, lambda t: t.mention.status)) or "asserted",
        actors=actors,
        targets=targets,
        instruments=_parties(m.instruments for m in mentions),
        partners=_parties(m.partners for m in mentions),
        places=_places(mentions),
        time=_when(mentions),
        quantities=figures,
        disputed=_disputed(tellings, figures),
        mentions=tuple(_told(telling) for telling in ledger.tellings),
        origins=tuple(sorted({origin for telling in ledger.tellings for origin in telling.origins})),
        first_seen=ledger.first_seen,
        last_changed=ledger.last_changed,
        quality=max(m.quality for m in mentions),
        withdrawn=not ledger.live and ledger.merged_into is None,
        merged_into=ledger.merged_into,
        split_from=ledger.split_from,
        extractor=latest.extractor,
        lexicon=latest.lexicon,
    )


def _that_tell(tellings: Sequence[Telling]) -> Sequence[Telling]:
    """Without those that only mention the event on the way, as long as others tell it."""
    return [telling for telling in tellings if not telling.mention.background] or tellings


def _type(mentions: Sequence[Mention]) -> str:
    """The type told most often; between equals the more specific one."""
    votes = Counter(m.type for m in mentions)
    return max(votes, key=lambda name: (votes[name], event_type(name).rank, name))


def _commonest(values: Iterable[str]) -> str | None:
    votes = Counter(values)
    return max(votes, key=lambda value: (votes[value], value)) if votes else None


def _latest_of_each_origin(tellings: Iterable[Telling], value: Callable[[Telling], T]) -> list[T]:
    latest: dict[str, Telling] = {}
    for telling in sorted(tellings, key=lambda t: (t.at, t.mention.id)):
        latest.update(dict.fromkeys(telling.origins, telling))
    return [value(latest[origin]) for origin in sorted(latest)]


def _parties(lists: Iterable[tuple[Argument, ...]]) -> tuple[Party, ...]:
    """Each party once, those named by most mentions first."""
    first: dict[str, Argument] = {}
    told: Counter[str] = Counter()
    for arguments in lists:
        named = {argument.entity or argument.name: argument for argument in arguments}
        told.update(named.keys())
        first = {**named, **first}
    order = sorted(told, key=lambda key: (-told[key], key))
    return tuple(
        Party(entity=a.entity, name=a.name, cls=a.cls, country=a.country, told=told[key])
        for key in order
        for a in (first[key],)
    )


def _places(mentions: Iterable[Mention]) -> tuple[Location, ...]:
    first: dict[str, Place] = {}
    told: Counter[str] = Counter()
    for mention in mentions:
        named = {place.id or place.name: place for place in mention.places}
        told.update(named.keys())
        first = {**named, **first}
    order = sorted(told, key=lambda key: (-told[key], -len(first[key].parents), key))
    return tuple(
        Location(
            id=p.id, name=p.name, name_en=p.name_en, country=p.country, lat=p.lat, lon=p.lon,
            precision=p.precision, relation=p.relation, parents=p.parents, told=told[key],
        )
        for key in order
        for p in (first[key],)
    )  # fmt: skip


def _when(mentions: Iterable[Mention]) -> When | None:
    """The best told time, or a closer one inside it: Tuesday in one report, its evening in another."""

    def standing(time: Time) -> tuple[int, int, int, datetime]:
        return _rank(ANCHORS, time.anchor), _rank(GRAINS, time.granularity), -votes[time.start, time.end], time.start

    times = [m.time for m in mentions if m.time is not None]
    votes = Counter((time.start, time.end) for time in times)
    if not times:
        return None
    best = min(times, key=standing)
    closer = [t for t in times if best.start <= t.start and t.end <= best.end and t.anchor != "publication"]
    best = min(closer, key=lambda t: (_rank(GRAINS, t.granularity), standing(t)), default=best)
    return When(start=best.start, end=best.end, granularity=best.granularity, anchor=best.anchor)


def _rank(scale: Sequence[str], value: str) -> int:
    return scale.index(value) if value in scale else len(scale)


def _figures(tellings: Sequence[Telling]) -> tuple[Figure, ...]:
    claims: dict[tuple[str, str | None, bool], list[Claim]] = {}
    for telling in tellings:
        for quantity in telling.mention.quantities:
            key = (quantity.kind, quantity.unit, quantity.part)
            claims.setdefault(key, []).append(_claim(telling, quantity))
    return tuple(_figure(*key, claims[key]) for key in sorted(claims, key=str))


def _figure(kind: str, unit: str | None, part: bool, claims: Sequence[Claim]) -> Figure:
    order = sorted(claims, key=lambda c: (c.at, c.item))
    latest: dict[str, Claim] = {}
    for claim in order:
        latest.update(dict.fromkeys(claim.origins, claim))
    told = [n for c in latest.values() for n in (c.value, c.min, c.max) if n is not None]
    values = [c.value for c in order if c.value is not None]
    return Figure(
        kind=kind,
        unit=unit,
        part=part,
        value=values[-1] if values else None,
        min=min(told, default=None),
        max=max(told, default=None),
        claims=tuple(order),
    )


def _claim(telling: Telling, quantity: Quantity) -> Claim:
    said_by = next((source.name for source in telling.mention.attribution if source.role == "claimant"), None)
    return Claim(
        value=quantity.value,
        min=quantity.min,
        max=quantity.max,
        approximate=quantity.approximate,
        whom=quantity.whom,
        source=said_by,
        origins=telling.origins,
        item=telling.item,
        at=telling.at,
    )


def _disputed(tellings: Sequence[Telling], figures: Iterable[Figure]) -> tuple[str, ...]:
    """Fields on which the latest word of different origins differs."""
    names = []
    if len(set(_latest_of_each_origin(tellings, lambda t: t.mention.status))) > 1:
        names.append("status")
    for figure in figures:
        latest: dict[str, float] = {}
        for claim in figure.claims:
            if claim.value is not None:
                latest.update(dict.fromkeys(claim.origins, claim.value))
        if len(set(latest.values())) > 1 and not figure.part:
            names.append(f"quantities.{figure.kind}")
    return tuple(dict.fromkeys(names))


def _told(telling: Telling) -> Told:
    told = telling.told
    if told is None:
        # A telling never changes, and an event of hundreds is derived anew with each.
        object.__setattr__(telling, "told", told := _say(telling))
    return told


def _say(telling: Telling) -> Told:
    mention = telling.mention
    return Told(
        id=mention.id,
        item=telling.item,
        agency=telling.agency,
        feed=telling.feed,
        url=telling.url,
        title=telling.title,
        published=telling.published,
        type=mention.type,
        status=mention.status,
        trigger=_evidence(mention.trigger),
        evidence=_evidence(mention.evidence),
        attribution=tuple(
            Attribution(name=s.name, role=s.role, entity=s.entity, agency=s.agency, stance=s.stance)
            for s in mention.attribution
        ),
        origins=telling.origins,
        rule=mention.rule,
        quality=mention.quality,
        tier=mention.tier,
    )


def _evidence(span: Span) -> Evidence:
    return Evidence(field=span.field, start=span.start, end=span.end, text=span.text)
