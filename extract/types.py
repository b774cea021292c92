"""What extraction gives: Mentions, each slot with its evidence. Offsets are code points of the item as delivered."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Literal

Field = Literal["title", "text"]
Status = Literal["asserted", "denied", "expected", "possible", "conditional", "demanded"]
Kind = Literal["event", "state"]
NameKind = Literal["person", "place", "organisation", "other"]
Via = Literal["explicit", "clitic", "pro_drop", "nominal", "relative", "lead"]


@dataclass(frozen=True, slots=True)
class Span:
    """A stretch of the item as delivered: item.<field>[start:end] == text."""

    field: Field
    start: int
    end: int
    text: str


@dataclass(frozen=True, slots=True)
class Named:
    """A name that a recogniser found: tokens first..last of one text."""

    first: int
    last: int
    #: Letters of proclitics on the first token.
    strip: int
    kind: NameKind
    #: The name without them.
    span: Span


@dataclass(frozen=True, slots=True, kw_only=True)
class Argument:
    """Who did it, or whom or what it was done to."""

    span: Span
    #: Id of the entity in the lexicon, where known: `isis`, `iq.army`, `sy`.
    entity: str | None = None
    #: Canonical Arabic name of the entity, else the surface without its clitics.
    name: str = ""
    #: state, state_force, non_state, civilian, igo, company, media, person; None when untold.
    cls: str | None = None
    #: ISO 3166-1 alpha-2.
    country: str | None = None
    #: How the argument was found.
    via: Via = "explicit"


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """Where it happened."""

    span: Span
    #: Gazetteer id; None for a place that only a cue word made known.
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


@dataclass(frozen=True, slots=True, kw_only=True)
class Time:
    """When it happened, as an interval in UTC days unless an hour was told."""

    #: First and last moment; a whole day is its 00:00 and the next 00:00 exclusive.
    start: datetime
    end: datetime
    #: hour, part_of_day, day, week, month, season, year.
    granularity: str
    #: explicit, weekday, relative, publication.
    anchor: str
    #: None when `anchor` is publication and nothing was told.
    span: Span | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Quantity:
    """A number and what it counts. `value` is None where only a bound is told."""

    #: killed, injured, missing, arrested, displaced, captured_places, fighters, percent_area, distance_km, ...
    kind: str
    span: Span
    value: float | None = None
    min: float | None = None
    max: float | None = None
    approximate: bool = False
    unit: str | None = None
    #: The counted words: "مدنيين", "من مسلحي التنظيم".
    whom: str | None = None
    #: True for "of whom 4 children": part of another quantity, never added to it.
    part: bool = False

    @property
    def vague(self) -> bool:
        """عشرات, مئات: no count, only an order of size."""
        return self.value is None and self.max is None and self.approximate


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """One link of the attribution chain, the claimant first, the relaying agency last."""

    span: Span
    name: str
    #: claimant or relay.
    role: str = "claimant"
    entity: str | None = None
    #: Code of a news agency: AFP, REUTERS, DPA, AP, SPA, AA, KUNA, MENA, XINHUA, SANA, ...
    agency: str | None = None
    #: asserts, confirms, denies, estimates.
    stance: str = "asserts"


@dataclass(frozen=True, slots=True)
class Cue:
    """A word that decided something, and what it decided: `status:denied`, `background`, `mode:recapture`."""

    what: str
    span: Span


@dataclass(frozen=True, slots=True, kw_only=True)
class Mention:
    """One happening as one item tells it."""

    #: hash(item id, type, place or trigger): the same extraction gives the same id.
    id: str
    type: str
    trigger: Span
    evidence: Span
    mode: str | None = None
    kind: Kind = "event"
    status: Status = "asserted"
    background: bool = False
    lead: bool = False
    #: Lemma of the trigger, and its form: verb, passive, masdar, participle, phrase, light_verb.
    lemma: str = ""
    form: str = "verb"
    #: Id of the trigger rule that fired, and of every other rule that had a say.
    rule: str = ""
    rules: tuple[str, ...] = ()
    actors: tuple[Argument, ...] = ()
    targets: tuple[Argument, ...] = ()
    instruments: tuple[Argument, ...] = ()
    partners: tuple[Argument, ...] = ()
    places: tuple[Place, ...] = ()
    time: Time | None = None
    quantities: tuple[Quantity, ...] = ()
    attribution: tuple[Source, ...] = ()
    cues: tuple[Cue, ...] = ()
    #: Triggers of the same happening told again in the item.
    also: tuple[Span, ...] = ()
    #: 0 to 1, from the rule's strength and the slots filled.
    quality: float = 0.5
    #: What made it: lexicon, msa-r13 or msa-r13+mle; with +ner where recognised names made it another one.
    tier: str = "lexicon"
