"""Bare nouns that take up a place told before: في المدينة، داخل المعسكر، جنوب البلاد. Lists in lexicon/gazetteer/cues.toml."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from extract import grammar as g
from extract import placecues, placewords
from extract.clean import fold
from extract.gazetteer import GazetteerEntry
from extract.placefound import Found
from extract.rules import table
from extract.tokens import Doc, Token

_TABLE = table("gazetteer/cues.toml")["again"]

#: Nouns that take up a place told before, the article on them: the noun, and the kinds of precision that it may take up.
_AGAIN: dict[str, tuple[str, ...]] = {
    **dict.fromkeys(placewords.keys(_TABLE["towns"]), ("town",)),
    **dict.fromkeys(placewords.keys(_TABLE["regions"]), ("region",)),
    **dict.fromkeys(placewords.keys(_TABLE["sites"]), ()),
}
_COUNTRY = placewords.keys(_TABLE["country"])
#: Those that take up any town, whatever noun stood with it then.
TOWN_WORDS = placewords.keys(_TABLE["towns"])
DEFINITE: dict[str, tuple[str, str]] = {
    and_ + clitic + noun: (noun, relation)
    for noun in (*_AGAIN, *_COUNTRY)
    for and_ in ("", "و")
    for clitic, relation in (("ال", ""), ("بال", "in"), ("لل", "towards"))
}


@dataclass(frozen=True, slots=True)
class Again:
    """A definite place noun that may take up a place told before: في المدينة، بالمعسكر، جنوب البلاد."""

    at: int
    noun: str
    relation: str
    cue: int
    #: Precisions of what it takes up; () for only what was told with that noun.
    takes: tuple[str, ...]
    #: Nouns that would tell another place: a village is no town.
    rivals: frozenset[str]
    #: البلاد: the country that the text is about.
    country: bool


_KEYS = frozenset(DEFINITE)


def again(doc: Doc, taken: set[int]) -> Iterator[Again]:
    """Bare place nouns with the article and a preposition of place."""
    tokens = doc.tokens
    for i in doc.at(doc.keys & _KEYS):
        token = tokens[i]
        if i in taken or token.kind != "word":
            continue
        noun, relation = DEFINITE[token.key]
        cue = token.i
        at = token.i - 1
        at -= placewords.bare(tokens, at) in g.WHOLE
        before = placewords.bare(tokens, at)
        if not relation and before is not None:
            cue = at
            relation = "in" if before in placewords.DIRECTIONS else placewords.RELATIONS.get(before, "")
            part = placecues.some_of(tokens, at) if before == "من" else None
            if part is not None and part[1] is not None:
                relation, cue = part[0], part[1]
        if relation in ("in", "near"):
            yield Again(token.i, noun, relation, cue, _AGAIN.get(noun, ()), TOWN_WORDS, noun in _COUNTRY)


def only_noun(text: str) -> bool:
    """Whether a place is told by a bare place noun: المدينة."""
    return fold(text) in DEFINITE


def not_speaking(tokens: Sequence[Token], found: list[Found]) -> list[Found]:
    """Without the capitals that speak: the town is not the one that announced something (إعلان موسكو، قالت كييف)."""
    return [
        f for f in found if f.cue is not None or f.head is not None or not f.first or not _says(tokens[f.first - 1])
    ]


def _says(token: Token) -> bool:
    best = token.best
    said = best is not None and (best.ent == "say" or best.evt.startswith("statement."))
    return said or (best is not None and best.lemma in ("إعلان", "تأكيد", "قول"))


def told_before(again: Again, told: list[Found], here: list[Found]) -> GazetteerEntry | None:
    """The last place told before that the noun fits."""
    before = [*told, *(f for f in here if f.last < again.at)]
    for n, found in reversed(list(enumerate(before))):
        if found.place is None or (found.relation == "near" and found.head != again.noun):
            continue  # beside a landmark
        beside = [p.last + 1 == found.first for p in before[n - 1 : n]] + [
            p.first == found.last + 1 for p in before[n + 1 : n + 2]
        ]
        if found.head != again.noun and any(beside):
            continue  # one of several: في حلب وإدلب
        other = found.head in again.rivals and found.head != again.noun
        if other:
            continue  # the city is not the village
        if found.head == again.noun or found.place.name_ar.split()[0] == again.noun or found.precision in again.takes:
            return found.place
    return None
