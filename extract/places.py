"""Find the places of a text and say which place each name means.

A name counts alone, only after a cue (`في`, `مدينة`, ...) or only where its country is named, as the gazetteer's trust says; what
one part of an item makes sure holds for the whole item. Namesakes go to the country and the places named near them.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from math import log10

from extract import grammar as g
from extract import nationalities, placecues
from extract.gazetteer import ALONE, CUE, NOUN, PARENT, WORD, Candidate, Gazetteer, GazetteerEntry, Match
from extract.placecues import Context
from extract.tokens import Doc, Token


@dataclass(frozen=True, slots=True)
class Found:
    """One naming of a place: tokens first..last. `name_first` is where the bare name starts (after حي in حي السكري)."""

    first: int
    last: int
    name_first: int
    #: Letters of proclitics on the first token that are no part of the name (ب in ببغداد).
    strip: int
    #: None for a name that only a place noun made known.
    place: GazetteerEntry | None
    #: point, town, district, region, country.
    precision: str
    #: in, near, towards, between, from; `of` where no preposition tells (مدينة حلب, أهالي حلب).
    relation: str
    #: Token that carries the preposition or direction; None when none does.
    cue: int | None
    #: Place noun before the name as a key (مدينه), and its token.
    head: str | None
    head_at: int | None
    #: How sure: the name's trust in the gazetteer (alone, cue, noun, parent, word), u for a name no list knows.
    tier: str
    #: Only part of the name of an organisation, office or person.
    inside_org: bool


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
class _Name:
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


class PlaceFinder:
    """Finds places; pure after load."""

    def __init__(self, gazetteer: Gazetteer, adjectives: dict[str, str]) -> None:
        self.gazetteer = gazetteer
        self._adjectives = adjectives

    @classmethod
    def load(cls) -> PlaceFinder:
        """Read the compiled gazetteer and the nationality adjectives."""
        return cls(Gazetteer.load(), nationalities.load())

    def find(self, doc: Doc, home: str | None = None, confirmed: Confirmed | None = None) -> list[Found]:
        """Places of one text in order. `home` is the feed's country; `confirmed` is read and added to."""
        return self.find_all([doc], home, confirmed)[0]

    def find_all(
        self, docs: Sequence[Doc], home: str | None = None, confirmed: Confirmed | None = None
    ) -> list[list[Found]]:
        """Places of each text of one item: what any of them makes sure helps to read the others."""
        known = confirmed if confirmed is not None else Confirmed()
        seen = [self._names(doc, known) for doc in docs]
        for names in seen:
            for name in names:
                self._confirm(name, home, known)
        for names in seen:
            for name in names:
                self._settle(name, home, known)
        return [self._found(doc, names, home, known) for doc, names in zip(docs, seen, strict=True)]

    def _names(self, doc: Doc, known: Confirmed) -> list[_Name]:
        """Every name of the gazetteer in a text, longest first match, with its context."""
        keys = [token.key if token.kind == "word" else "" for token in doc.tokens]
        names: list[_Name] = []
        begins = self.gazetteer.names.begins
        known.countries.update(filter(None, map(self._adjectives.get, keys)))
        next_ = 0
        for i in [i for i, key in enumerate(keys) if begins(key)]:
            if i < next_:
                continue
            country = self._adjectives.get(keys[i])
            match = self.gazetteer.at(keys, i)
            if (
                match is None
                or (match.strip and _whole(doc.tokens[i], match.strip))
                or (country and match.length == 1 and nationalities.describes(doc, i))
            ):
                continue
            last = i + match.length - 1
            after = self._adjectives.get(keys[last + 1]) if last + 1 < len(keys) else None
            before = names[-1] if names else None
            joined = before.context if before is not None and _joins(doc, before.last, i) else None
            context = placecues.read(doc.tokens, i, last, match.strip, joined)
            described = after is not None and keys[last + 1].endswith("ه")
            verbal = match.length == 1 and _verbal(doc.tokens, i)
            names.append(_Name(i, last, match, context, after, described, verbal))
            next_ = last + 1
        return names

    def _confirm(self, name: _Name, home: str | None, known: Confirmed) -> None:
        """A name that stands for one place whatever the rest says."""
        if name.context.inside:
            return
        free, located = not name.verbal, name.context.located
        sure = [
            c.entry
            for c in name.match.candidates
            if (c.trust == ALONE and free) or (c.trust in (ALONE, CUE) and located)
        ]
        countries = {e.country for e in sure}
        if sure and len(countries) == 1:
            for entry in sure[:1]:
                known.add(entry)

    def _settle(self, name: _Name, home: str | None, known: Confirmed) -> None:
        """A name that its cue or the countries named make sure: then it counts without a cue elsewhere too."""
        if not name.context.inside and (name.context.head or name.described or name.context.located):
            entry, _ = self._choose(name, home, known)
            if entry is not None:
                known.add(entry)

    def _found(self, doc: Doc, names: list[_Name], home: str | None, known: Confirmed) -> list[Found]:
        found: list[Found] = []
        for name in names:
            entry, trust = self._choose(name, home, known)
            if entry is not None:
                found.append(_known(name, entry, trust))
        taken = {i for place in found for i in range(place.first, place.last + 1)}
        found += [
            self._identify(p, doc, home, known) for p in placecues.unknown(doc.tokens, taken) if p.last not in taken
        ]
        found.sort(key=lambda place: place.first)
        return found

    def _choose(self, name: _Name, home: str | None, known: Confirmed) -> tuple[GazetteerEntry | None, str]:
        """The entry that a name means here, None when it is no place."""
        fit = [c for c in name.match.candidates if _counts(c, name, home, known)]
        if not fit:
            return None, ""
        best = fit[0] if len(fit) == 1 else max(fit, key=lambda c: _rank(c, name, home, known))
        return best.entry, best.trust

    def _identify(self, place: Found, doc: Doc, home: str | None, known: Confirmed) -> Found:
        """An unknown name after a place noun that has the consonants of a known one in a country named."""
        tokens = doc.tokens[place.name_first : place.last + 1]
        if all(token.best is not None and token.best.known for token in tokens):
            return place
        name = " ".join([tokens[0].key[place.strip :], *(t.key for t in tokens[1:])])
        likely = [c.entry for c in self.gazetteer.like(name) if known.holds(c.entry)]
        if len({e.id for e in likely}) != 1 or likely[0].kind not in ("town", "district", "region"):
            return place
        entry = likely[0]
        return Found(
            place.name_first, place.last, place.name_first, place.strip, entry, _precision(entry, place.head),
            place.relation, place.cue, place.head, place.head_at, "u", place.inside_org,
        )  # fmt: skip


def _joins(doc: Doc, last: int, first: int) -> bool:
    """The name at `first` is coordinated with the one that ended at `last`: في حلب وإدلب, حمص، حماة."""
    if first == last + 1:
        return doc.tokens[first].key[0] == "و"
    return first == last + 2 and doc.tokens[last + 1].text in ("،", ",", "و", "أو")


def _whole(token: Token, strip: int) -> bool:
    """The first letter belongs to a word of its own: كبيرا is no Beira, باراك no Arak, باكرا no Accra."""
    best = token.best
    if best is None:
        return False
    if best.known:
        return not best.conj and not best.prep
    return token.key[strip - 1] in "بل" and len(token.key) - strip <= 4


def _verbal(tokens: Sequence[Token], i: int) -> bool:
    best = tokens[i].best
    after = tokens[i - 1].key if i else ""
    return after in g.RELATIVES or after in g.VERBAL or (best is not None and best.known and best.pos == "verb")


def _counts(candidate: Candidate, name: _Name, home: str | None, known: Confirmed) -> bool:
    """Whether a name may be trusted to mean this entry here."""
    entry, trust = candidate
    context = name.context
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
        return context.head is not None and placecues.suits(context.head, entry.kind) and context.strength >= 2
    return trust == PARENT and (context.located or context.head is not None) and known.holds(entry)


def _rank(candidate: Candidate, name: _Name, home: str | None, known: Confirmed) -> tuple[float, ...]:
    """Among namesakes: kind the noun asks for, adjective, a country, region named, country named, nearness, home, size."""
    entry, head = candidate.entry, name.context.head
    others = [p for p in known.places.values() if p.id != entry.id and p.kind not in ("country", "continent", "macro")]
    distances = [d for p in others if (d := entry.distance(p)) is not None]
    near = -log10(max(min(distances, default=20_000), 50))
    return (
        placecues.suits(head, entry.kind) if head is not None else 0,
        name.adjective is not None and name.adjective == entry.country,
        (entry.kind == "country") + (entry.kind == "country" and entry.country == home),
        any(p in known.places for p in entry.parents if p != (entry.country or "").lower()),
        min(known.countries.get(entry.country or "", 0), 3),
        round(near, 1),
        entry.country == home,
        candidate.trust == ALONE,
        entry.kind != "district",
        entry.population,
    )


def _known(name: _Name, entry: GazetteerEntry, trust: str) -> Found:
    context = name.context
    relation = context.relation
    club = entry.kind == "town" and name.adjective is not None and not name.described and context.strength == 0
    if relation == "near" and context.direction and entry.kind in ("country", "region", "macro", "continent"):
        relation = "in"
    return Found(
        name.first, name.last, name.first, name.match.strip, entry, _precision(entry, context.head),
        relation, context.cue, context.head, context.head_at, trust, context.inside or club,
    )  # fmt: skip


def _precision(entry: GazetteerEntry, head: str | None) -> str:
    """The noun before the name decides, else the entry: قضاء سامراء is a district, مدينة صعدة a town."""
    if entry.precision in ("town", "district", "region") and head is not None:
        return placecues.PRECISION.get(head, entry.precision)
    return entry.precision


def bare(found: Found, tokens: Sequence[Token]) -> str:
    """The name as written, without proclitics: العراق for للعراق."""
    words = [t.text for t in tokens[found.first : found.last + 1]]
    rest = words[0][found.strip :]
    words[0] = "ا" + rest if found.strip and rest.startswith("ل") and words[0][found.strip - 1] == "ل" else rest
    return " ".join(words)
