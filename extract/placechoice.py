"""Whether a name is a place here, and which of its namesakes it means: decisions over what the item has made sure."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from math import log10

from extract import placewords
from extract.gazetteer import ALONE, CUE, NOUN, PARENT, WORD, Candidate, GazetteerEntry, Match
from extract.placecues import Context


@dataclass(slots=True)
class Confirmed:
    """What an item has made sure so far: countries and places named."""

    countries: Counter[str] = field(default_factory=Counter)
    places: dict[str, GazetteerEntry] = field(default_factory=dict)

    def add(self, entry: GazetteerEntry) -> None:
        """Note a place that is sure."""
        self.places[entry.id] = entry
        if entry.country is not None:
            self.countries[entry.country] += 1

    def holds(self, entry: GazetteerEntry) -> bool:
        """Whether the entry's country or region is named."""
        return entry.country in self.countries or any(p in self.places for p in entry.parents)


@dataclass(frozen=True, slots=True)
class Name:
    """A name seen in a text, not yet judged."""

    first: int
    last: int
    match: Match
    context: Context
    #: Country of a nationality adjective after the name (سروج التركية).
    adjective: str | None
    #: That adjective is feminine, as it is after a town; after a club or a man it is not (ليون الفرنسي).
    described: bool
    #: The word reads as a verb (تدمر، تعز): it needs a cue.
    verbal: bool = False


#: Lands called as deserts of others are, and the countries beside which they are meant: Egypt and Iraq have a Western Desert.
_BESIDE: dict[str, frozenset[str]] = {"eh": frozenset(("MA", "DZ", "MR"))}


def counts(candidate: Candidate, name: Name, home: str | None, known: Confirmed) -> bool:
    """Whether a name may be trusted to mean this entry here."""
    entry, trust = candidate
    context = name.context
    beside = _BESIDE.get(entry.id)
    if beside is not None and known.countries and home not in beside and not known.countries.keys() & beside:
        return False
    if context.head in _QUARTER and entry.kind == "town" and not _beside(entry, known):
        return False  # a quarter called as some other town
    if trust == ALONE and not name.verbal:
        return True
    if entry.id in known.places and trust != WORD and (trust != NOUN or entry.kind != "town" or context.located):
        return context.strength > 0 or not context.doubtful
    if name.described and name.adjective == entry.country and not context.doubtful:
        return True
    if trust == NOUN and entry.kind == "country" and (entry.country == home or entry.country in known.countries):
        return not context.doubtful
    if trust in (ALONE, CUE):
        return context.located or context.head is not None
    if trust in (NOUN, WORD):
        return context.head is not None and placewords.suits(context.head, entry.kind) and context.strength >= 2
    return trust == PARENT and (context.located or context.head is not None) and known.holds(entry)


#: Nouns for a quarter, and how far from other places of the item it may be a town of its own, in km.
_QUARTER = frozenset(("حي", "حيي"))
_SUBURB = 40.0


def _beside(entry: GazetteerEntry, known: Confirmed) -> bool:
    """Known already, or near a place that is."""
    near = (entry.distance(p) for p in known.places.values() if p.id != entry.id and p.kind not in _WIDE)
    return entry.id in known.places or any(d is not None and d <= _SUBURB for d in near)


_WIDE = frozenset(("country", "continent", "macro"))


def rank(candidate: Candidate, name: Name, home: str | None, known: Confirmed) -> tuple[float, ...]:
    """Among namesakes: kind the noun asks for, adjective, a country, region named, country named, nearness, home, size."""
    entry, head = candidate.entry, name.context.head
    others = [p for p in known.places.values() if p.id != entry.id and p.kind not in _WIDE]
    distances = [d for p in others if (d := entry.distance(p)) is not None]
    near = -log10(max(min(distances, default=20_000), 50))
    return (
        placewords.suits(head, entry.kind) if head is not None else 0,
        name.adjective is not None and name.adjective == entry.country,
        (entry.kind == "country") + (entry.kind == "country" and entry.country == home),
        entry.id in known.places and name.context.head is None,
        any(p in known.places for p in entry.parents if p != (entry.country or "").lower()),
        min(known.countries.get(entry.country or "", 0), 3),
        round(near, 1),
        entry.country == home,
        candidate.trust == ALONE,
        entry.kind != "district",
        entry.population,
    )
