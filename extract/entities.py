"""Find the actors of a text: states and their forces and offices, armed groups, parties, international bodies, persons.

Names come from data/entities.tsv (compiled from lexicon/entities/*.toml), countries from the gazetteer; forces and offices of
any state follow from patterns: الجيش العراقي, وزارة الخارجية الروسية, رئيس وزراء الهند.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from pathlib import Path

from extract import nationalities
from extract.clean import fold
from extract.gazetteer import Gazetteer
from extract.names import Names
from extract.rules import table
from extract.tokens import Doc
from extract.types import Named

COMPILED = Path(__file__).parent / "data" / "entities.tsv"
#: Capitals whose name stands for the government more often than for the town: اتهمت واشنطن طهران.
CAPITALS = Path(__file__).parent / "lexicon" / "entities" / "capitals.tsv"
#: Of the tables of entities the one that rules read themselves.
PATTERNS = "patterns.toml"
#: A pattern's nationality stands at most this many words after its noun (القوات البرية الخاصة العراقية).
MAX_GAP = 2


@dataclass(frozen=True, slots=True)
class Entity:
    """One naming of an actor: tokens first..last."""

    first: int
    last: int
    #: Letters of proclitics on the first token.
    strip: int
    #: `iq`, `iq.army`, `isis`, `person.abadi`; None for a generic name (المسلحون) and a force of no told state.
    id: str | None
    #: Canonical Arabic name.
    name: str
    #: state, state_force, non_state, civilian, igo, company, media, person; "" when untold.
    cls: str
    #: ISO 3166-1 alpha-2.
    country: str | None
    #: country, army, police, ministry, minister, group, party, leader, body, ...; recognised when no list has it.
    kind: str


@dataclass(frozen=True, slots=True)
class _Known:
    """What a name stands for."""

    id: str | None
    name: str
    cls: str
    country: str | None
    kind: str
    #: The name is also a word or a common name: it counts once the item names the entity in full.
    loose: bool = False


@dataclass(frozen=True, slots=True)
class _Pattern:
    """A noun of a force, ministry or office; the state follows as an adjective, or as a name after the construct form."""

    part: str
    cls: str
    kind: str
    #: Whether the state may follow as an adjective, as a name.
    adjective: bool
    construct: bool
    #: Counts without a state too, unless one of these keys follows; None when it needs a state.
    unless: frozenset[str] | None


def _in_quotes(doc: Doc, entity: Entity) -> bool:
    """A common word in quotation marks of its own is a name: «حماس»."""
    tokens = doc.tokens
    around = (entity.first - 1, entity.last + 1)
    return all(0 <= i < len(tokens) and tokens[i].kind == "quote" for i in around)


def _at_home(entity: Entity, grounds: Collection[str]) -> bool:
    """What is told of Gaza tells of no zeal: حماس, and what is told of Nablus of no other occupation."""
    against = _AGAINST.get(entity.country or "")
    if entity.cls == "state_force":
        return against in grounds
    return entity.cls == "non_state" and (entity.country in grounds or against in grounds)


#: Country of a group -> with whom it has to do.
_AGAINST = {"PS": "IL", "IL": "PS"}


class EntityFinder:
    """Finds actors; pure after load."""

    def __init__(
        self, known: dict[str, tuple[_Known, ...]], patterns: dict[str, _Pattern], adjectives: dict[str, str]
    ) -> None:
        self._known = known
        self._patterns = patterns
        self._names = Names(known)
        self._heads = Names(patterns)
        listed, headed = self._names.begins, self._heads.begins
        #: Whether an actor may begin at a token key; none does at most.
        self._begins = lru_cache(maxsize=1 << 15)(lambda key: bool(listed(key) or headed(key)))
        #: Token key (proclitics on) -> ISO 3166-1 alpha-2.
        self.nationalities = adjectives
        #: ISO 3166-1 alpha-2 -> usual Arabic name.
        self.state_names = {k.country: k.name for ks in known.values() for k in ks if k.kind == "country" and k.country}
        self._states = {name: k.country for name, ks in known.items() for k in ks if k.kind == "country" and k.country}

    @classmethod
    def load(cls, gazetteer: Gazetteer | None = None) -> EntityFinder:
        """Read the compiled entities, the patterns and the countries of the gazetteer (its own copy when none is given)."""
        known = dict(_read(COMPILED))
        for name, entry in (gazetteer or Gazetteer.load()).countries().items():
            state = _Known(entry.id, entry.name_ar, "state", entry.country, "country")
            known[name] = (*known.get(name, ()), state)
        for capital, country in _capitals(CAPITALS):
            loose = capital.startswith("~")
            known[capital.removeprefix("~")] = tuple(replace(k, loose=k.loose or loose) for k in known[fold(country)])
        return cls(known, _patterns(), nationalities.load())

    def nationality(self, key: str) -> str | None:
        """The country of a nationality adjective, proclitics on or off; None for any other word."""
        return self.nationalities.get(key)

    def find(self, doc: Doc) -> list[Entity]:
        """Actors in order, none overlapping."""
        return self.find_all([doc])[0]

    def find_all(
        self, docs: Sequence[Doc], grounds: Collection[str] = (), named: Sequence[Sequence[Named]] = ()
    ) -> list[list[Entity]]:
        """Actors of each text of one item: whom one of them names in full, the others may call by half a name, and so an
        armed group of a country (ISO 3166-1 alpha-2) where the item tells of places, `grounds`. `named` are names that a
        recogniser found in each: persons and organisations that no list has are actors too."""
        full: set[str] = set()
        scanned = [list(self._scan(doc)) for doc in docs]
        for doc, found in zip(docs, scanned, strict=True):
            full.update(
                e.id for e, loose in found if e.id and (not loose or _in_quotes(doc, e) or _at_home(e, grounds))
            )
        known = [[e for e, loose in found if not loose or e.id in full] for found in scanned]
        return [_with(*each) for each in zip(docs, known, named, strict=True)] if named else known

    def _scan(self, doc: Doc) -> Iterator[tuple[Entity, bool]]:
        keys = [token.key if token.kind == "word" else "" for token in doc.tokens]
        begins = self._begins
        next_ = 0
        for i in doc.at(filter(begins, doc.where)):
            if i < next_:
                continue
            found = [e for e in (self._listed(doc, keys, i), self._pattern(doc, keys, i)) if e is not None]
            if found:
                best = max(found, key=lambda e: e[0].last)
                yield best
                next_ = best[0].last + 1

    def _listed(self, doc: Doc, keys: Sequence[str], i: int) -> tuple[Entity, bool] | None:
        hit = self._names.at(keys, i)
        if hit is None:
            return None
        k = self._known[hit.name][0]
        if (
            k.kind == "country"
            and hit.length == 1
            and keys[i] in self.nationalities
            and nationalities.describes(doc, i)
        ):
            return None
        last = i + hit.length - 1
        if k.id is None and hit.length == 1 and _attributive(doc, i):
            return None
        name = k.name if k.id is not None else _surface(doc, i, last, hit.strip)
        return Entity(i, last, hit.strip, k.id, name, k.cls, k.country, k.kind), k.loose

    def _pattern(self, doc: Doc, keys: Sequence[str], i: int) -> tuple[Entity, bool] | None:
        hit = self._heads.at(keys, i)
        if hit is None:
            return None
        pattern = self._patterns[hit.name]
        last = i + hit.length - 1
        country, end = self._adjective(keys, last) if pattern.adjective else (None, last)
        if country is None and pattern.construct:
            country, end = self._genitive(keys, last)
        if country is None and (pattern.unless is None or "".join(keys[last + 1 : last + 2]) in pattern.unless):
            return None
        name = _surface(doc, i, end, hit.strip)
        id_ = f"{country.lower()}.{pattern.part}" if country else None
        return Entity(i, end, hit.strip, id_, name, pattern.cls, country, pattern.kind), False

    def _adjective(self, keys: Sequence[str], last: int) -> tuple[str | None, int]:
        """The nationality adjective that agrees with a noun, other adjectives between them when it has the article."""
        definite = keys[last].removeprefix("و").startswith(("ال", "لل", "بال", "كال", "فال"))
        if not definite:
            key = "".join(keys[last + 1 : last + 2])
            country = None if key.startswith("ال") else self.nationalities.get(key)
            return (country, last + 1) if country else (None, last)
        for end in range(last + 1, min(last + 2 + MAX_GAP, len(keys))):
            key = keys[end]
            country = self.nationalities.get(key)
            if country is not None and key.startswith("ال"):
                return country, end
            if not key.startswith("ال"):
                break
        return None, last

    def _genitive(self, keys: Sequence[str], last: int) -> tuple[str | None, int]:
        """The name of a state directly after a construct noun."""
        if last + 1 < len(keys):
            hit = self._names.at(keys, last + 1)
            if hit is not None and hit.strip == 0 and hit.name in self._states:
                return self._states[hit.name], last + hit.length
        return None, last


#: Class of what a recogniser calls so; that of an organisation is told by its noun, if at all: كتائب، شركة.
_RECOGNISED: dict[str, str] = {"person": "person", "organisation": ""}


def _with(doc: Doc, known: list[Entity], named: Sequence[Named]) -> list[Entity]:
    """Known actors, and recognised ones that overlap none of them."""
    taken = {i for entity in known for i in range(entity.first, entity.last + 1)}
    more = [
        Entity(n.first, n.last, n.strip, None, _surface(doc, n.first, n.last, n.strip), cls, None, "recognised")
        for n in named
        if (cls := _RECOGNISED.get(n.kind)) is not None and taken.isdisjoint(range(n.first, n.last + 1))
    ]
    return sorted([*known, *more], key=lambda entity: entity.first) if more else known


def _read(path: Path) -> Iterator[tuple[str, tuple[_Known, ...]]]:
    for line in path.read_text(encoding="utf-8").splitlines():
        id_, name, cls, country, kind, names = line.split("\t")
        for marked in names.split("|"):
            known = _Known(id_ or None, name, cls, country or None, kind, marked.startswith("~"))
            yield marked.removeprefix("~"), (known,)


def _capitals(path: Path) -> Iterator[tuple[str, str]]:
    """(capital, country) of each line, the capital as a key."""
    for line in path.read_text(encoding="utf-8").splitlines():
        if line and not line.startswith("#"):
            capital, country = line.split("\t")
            yield fold(capital), country


def _patterns() -> dict[str, _Pattern]:
    """Every head of every pattern."""
    found: dict[str, _Pattern] = {}
    for part, row in table(f"entities/{PATTERNS}").items():
        unless = frozenset(map(fold, row.get("unless", ())))
        nouns, alone, construct = (
            {fold(noun) for noun in row.get(column, ())} for column in ("nouns", "alone", "construct")
        )
        for noun in nouns | alone | construct:
            adjective = noun in nouns or noun in alone
            found[noun] = _Pattern(
                part, row["cls"], row["kind"], adjective, noun in construct, unless if noun in alone else None
            )
    return found


def _attributive(doc: Doc, i: int) -> bool:
    """The word describes the noun before it: هجوم انتحاري names nobody."""
    before, best = doc.tokens[i - 1] if i else None, doc.tokens[i].best
    if before is None or before.best is None or before.kind != "word" or best is None or best.prep or best.conj:
        return False
    return before.best.pos == "noun" and before.best.det == best.det and doc.tokens[i].key.endswith("ي")


def _surface(doc: Doc, first: int, last: int, strip: int) -> str:
    """The name as written, without proclitics: السعودية for للسعودية."""
    words = [token.text for token in doc.tokens[first : last + 1]]
    rest = words[0][strip:]
    words[0] = "ا" + rest if strip and words[0][strip - 1] == rest[:1] == "ل" else rest
    return " ".join(words)


def bare(entity: Entity, doc: Doc) -> str:
    """The naming as written, without proclitics."""
    return _surface(doc, entity.first, entity.last, entity.strip)
