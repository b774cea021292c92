"""Bare nouns that take up a place told before: في المدينة، داخل المعسكر، جنوب البلاد. Lists in lexicon/gazetteer/cues.toml."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from extract import grammar as g
from extract import placecues
from extract.clean import fold
from extract.rules import table
from extract.tokens import Token

_TABLE = table("gazetteer/cues.toml")["again"]

#: Nouns that take up a place told before, the article on them: the noun, and the kinds of precision that it may take up.
_AGAIN: dict[str, tuple[str, ...]] = {
    **dict.fromkeys(placecues.keys(_TABLE["towns"]), ("town",)),
    **dict.fromkeys(placecues.keys(_TABLE["regions"]), ("region",)),
    **dict.fromkeys(placecues.keys(_TABLE["sites"]), ()),
}
_COUNTRY = placecues.keys(_TABLE["country"])
#: Those that take up any town, whatever noun stood with it then.
TOWN_WORDS = placecues.keys(_TABLE["towns"])
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


def again(tokens: Sequence[Token], taken: set[int]) -> Iterator[Again]:
    """Bare place nouns with the article and a preposition of place."""
    for token in tokens:
        hit = DEFINITE.get(token.key)
        if hit is None or token.i in taken or token.kind != "word":
            continue
        noun, relation = hit
        cue = token.i
        at = token.i - 1
        at -= placecues.bare(tokens, at) in g.WHOLE
        before = placecues.bare(tokens, at)
        if not relation and before is not None:
            cue = at
            relation = "in" if before in placecues.DIRECTIONS else placecues.RELATIONS.get(before, "")
        if relation in ("in", "near"):
            yield Again(token.i, noun, relation, cue, _AGAIN.get(noun, ()), TOWN_WORDS, noun in _COUNTRY)


def only_noun(text: str) -> bool:
    """Whether a place is told by a bare place noun: المدينة."""
    return fold(text) in DEFINITE
