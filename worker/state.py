"""The state of an event as it is published: `data` of every message. docs/event.schema.json is made from these types."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any, Literal

Lifecycle = Literal["new", "updated", "corroborated", "merged", "split", "withdrawn"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Codes:
    """The event's type in other systems; null where they have none."""

    plover: str | None = None
    plover_mode: str | None = None
    cameo: str | None = None
    acled: str | None = None
    #: How good those codes are: exact, broad or none.
    mapping: str = "none"


@dataclass(frozen=True, slots=True, kw_only=True)
class Party:
    """Who did it, or whom or what it was done to."""

    #: Id in the lexicon, where known.
    entity: str | None = None
    name: str = ""
    #: state, state_force, non_state, civilian, igo, company, media, person.
    cls: str | None = None
    #: ISO 3166-1 alpha-2.
    country: str | None = None
    #: Mentions that name it.
    told: int = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class Location:
    """Where it happened."""

    #: Gazetteer id.
    id: str | None = None
    name: str = ""
    name_en: str | None = None
    country: str | None = None
    lat: float | None = None
    lon: float | None = None
    #: point, town, district, region, country.
    precision: str = "town"
    #: in, near, towards, between, from.
    relation: str = "in"
    #: Ids of what contains it, narrowest first.
    parents: tuple[str, ...] = ()
    #: Mentions that name it.
    told: int = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class When:
    """When it happened: the best-told interval."""

    start: datetime
    end: datetime
    #: hour, part_of_day, day, week, month, season, year.
    granularity: str
    #: explicit, weekday, relative, publication.
    anchor: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Claim:
    """One number as one item tells it."""

    value: float | None = None
    min: float | None = None
    max: float | None = None
    approximate: bool = False
    #: The counted words.
    whom: str | None = None
    #: Who says so, where told, and whose report it is.
    source: str | None = None
    origins: tuple[str, ...] = ()
    item: str
    #: Publication of the item, or else its fetching.
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Figure:
    """What is counted, the number to display, and every claim."""

    #: killed, injured, missing, arrested, displaced, ...
    kind: str
    unit: str | None = None
    #: True for a number that is part of another: never added to it.
    part: bool = False
    #: The latest value told; min and max span the latest of each origin.
    value: float | None = None
    min: float | None = None
    max: float | None = None
    claims: tuple[Claim, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Evidence:
    """A stretch of an item as delivered: item.<field>[start:end] == text, in code points."""

    field: str
    start: int
    end: int
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Attribution:
    """One link of the chain of who says so."""

    name: str
    role: str = "claimant"
    entity: str | None = None
    agency: str | None = None
    stance: str = "asserts"


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """One mention: what one item says of the event, and where."""

    id: str
    item: str
    agency: str
    feed: str
    url: str | None = None
    title: str
    published: datetime | None = None
    type: str
    status: str
    trigger: Evidence
    evidence: Evidence
    attribution: tuple[Attribution, ...] = ()
    #: Independent sources that it stands for.
    origins: tuple[str, ...] = ()
    #: Id of the rule that found it.
    rule: str = ""
    quality: float = 0.5
    #: What made it: lexicon, msa-r13 or msa-r13+mle; with +ner where recognised names made it another one.
    tier: str = "lexicon"


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """What became different by this message, and because of which item; null for an operator's change."""

    field: str
    old: Any = None
    new: Any = None
    item: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Event:
    """The whole current state of one event. A message is to be applied if its rev is greater than the one held."""

    id: str
    rev: int
    type: str
    mode: str | None = None
    codes: Codes
    #: asserted, denied, expected, possible, conditional, demanded: only asserted is a fact.
    status: str
    actors: tuple[Party, ...] = ()
    targets: tuple[Party, ...] = ()
    instruments: tuple[Party, ...] = ()
    partners: tuple[Party, ...] = ()
    places: tuple[Location, ...] = ()
    time: When | None = None
    quantities: tuple[Figure, ...] = ()
    #: Names of fields on which origins contradict each other.
    disputed: tuple[str, ...] = ()
    mentions: tuple[Told, ...] = ()
    #: Independent sources: credited agencies, else the copy group, else the feed's agency.
    origins: tuple[str, ...] = ()
    first_seen: datetime
    last_changed: datetime
    #: 0 to 1.
    quality: float = 0.5
    #: True when no item tells it any more.
    withdrawn: bool = False
    #: Id of the event that took its place.
    merged_into: str | None = None
    #: Id of the event that it was part of.
    split_from: str | None = None
    #: Versions that found its latest mention.
    extractor: str = ""
    lexicon: str = ""
    #: What became different by this message.
    changes: tuple[Change, ...] = ()
