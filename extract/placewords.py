"""Words that tell a place: prepositions, directions, place nouns, what is named after places. Lists in gazetteer/cues.toml.

All are keys without proclitics.
"""

from __future__ import annotations

from collections.abc import Sequence

from extract.clean import fold
from extract.rules import table
from extract.tokens import Token

_TABLE = table("gazetteer/cues.toml")


def keys(words: str) -> frozenset[str]:
    return frozenset(fold(word.replace("_", " ")) for word in words.split())


#: Preposition -> relation.
RELATIONS: dict[str, str] = {word: relation for relation, words in _TABLE["relations"].items() for word in keys(words)}
DIRECTIONS = keys(_TABLE["directions"])
#: Nouns for a part of a place, and the adjectives that say which one: الأطراف الشمالية لمدينة كذا.
PARTS, SIDES = keys(_TABLE["parts"]["nouns"]), keys(_TABLE["parts"]["sides"])
#: Nouns for a part or some parts of a place, which من joins to it: في مناطق متفرقة من كذا.
SOME = keys(_TABLE["parts"]["some"])
#: Words with which a name of two words begins behind a place noun.
BEGINS = keys(_TABLE["begins"])
#: Place noun -> precision of what it names.
PRECISION: dict[str, str] = {word: row["precision"] for row in _TABLE["noun"] for word in keys(row["words"])}
_KINDS = {word: frozenset(row["kinds"].split()) for row in _TABLE["noun"] for word in keys(row["words"])}
#: Place nouns after which a name that no list knows is a place; after the strict ones no word of the language is a name.
NAMING = {word: row["naming"] for row in _TABLE["noun"] if "naming" in row for word in keys(row["words"])}
#: Place nouns in the dual, which govern two names.
PAIRS = keys(_TABLE["pairs"])
ORGANISATIONS = keys(_TABLE["organisations"])
#: The end of an organisation's name after which a land belongs to it: القاعدة في جزيرة العرب.
BRANCHES = keys(_TABLE["branches"])
OFFICES = keys(_TABLE["offices"])
GIVEN = keys(_TABLE["given"])
KIN = keys(_TABLE["kin"])
PAPERS = keys(_TABLE["papers"])
NO_NAME = keys(_TABLE["no_name"])
#: Nouns for the land of a country, the article on them: letters before the name, and the relation of a preposition on it.
LANDS: dict[str, tuple[int, str]] = {
    and_ + clitic + noun: (len(and_) + (clitic == "بال"), relation)
    for noun in keys(_TABLE["lands"]["words"])
    for and_ in ("", "و")
    for clitic, relation in (("ال", ""), ("بال", "in"), ("لل", "towards"))
}
#: Names that are another word before some word.
_NO_TOWN = {fold(name): keys(words) for name, words in _TABLE["no_town"].items()}


def another_word(name: str, after: str) -> bool:
    """Whether a name is no place before that word: مسقط رأسه."""
    return after in _NO_TOWN.get(name, ())


def suits(head: str | None, kind: str) -> bool:
    """Whether a place noun may stand before a place of that kind."""
    return head is not None and kind in _KINDS.get(head, ())


def bare(tokens: Sequence[Token], i: int) -> str | None:
    """Key of a word without a leading conjunction where that leaves a cue, None when there is no word."""
    if i < 0 or tokens[i].kind != "word":
        return None
    word = tokens[i].key
    if tokens[i].text == "والي":
        return word  # the governor, not and to
    if len(word) > 2 and word[0] in "وف" and (word in RELATIONS or word in DIRECTIONS):
        return word
    return word[1:] if len(word) > 2 and word[0] in "وف" and _cue(word[1:]) else word


def _cue(word: str) -> bool:
    return (
        word in RELATIONS
        or word in DIRECTIONS
        or place_noun(word) is not None
        or word in ORGANISATIONS
        or word in OFFICES
    )


def place_noun(word: str) -> str | None:
    """The place noun in a word that may carry ب or ل."""
    if word in PRECISION:
        return word
    if word[:1] in ("ب", "ل") and word[1:] in PRECISION:
        return word[1:]
    return None
