"""Nouns that numbers count: their kind, and whether the form is singular, dual or plural. Table: cues/quantities.toml."""

from __future__ import annotations

from functools import cache, lru_cache
from typing import NamedTuple

from extract.closed import split_words
from extract.rules import table


class Counted(NamedTuple):
    """One form of a counted noun."""

    #: person, fighters, attackers, killed, injured, vehicles, distance_km, money ...
    kind: str
    #: s d p.
    number: str
    #: Key of the singular.
    lemma: str
    #: The noun decides the kind whatever the verb: قتيل, كلم, دولار.
    strong: bool
    #: Singular with the ending of the accusative.
    accusative: bool = False
    conj: str = ""
    prep: str = ""
    det: bool = False
    #: Carries a pronoun: زوجته.
    owned: bool = False


@cache
def _nouns() -> dict[str, Counted]:
    known: dict[str, Counted] = {}
    lines = [(row["kind"], split_words(line), row.get("strong", False)) for row in table("cues/quantities.toml")["noun"] for line in row["words"]]  # fmt: skip  # noqa: E501
    for kind, words, strong in lines:
        for plural in words[1:]:
            known.setdefault(plural, Counted(kind, "p", words[0], strong))
    for kind, (lemma, *_), strong in lines:
        known.setdefault(lemma, Counted(kind, "s", lemma, strong))
    for kind, (lemma, *plurals), strong in lines:
        if plurals:
            stem = lemma[:-1] + "ت" if lemma.endswith("ه") else lemma
            for ending in ("ان", "ين"):
                known.setdefault(stem + ending, Counted(kind, "d", lemma, strong))
            if lemma.endswith("ه"):
                known.setdefault(stem + "ا", Counted(kind, "d", lemma, strong))
                known.setdefault(stem + "ي", Counted(kind, "d", lemma, strong))
        if not lemma.endswith("ه"):
            known.setdefault(lemma + "ا", Counted(kind, "s", lemma, strong, accusative=True))
    for word in split_words(table("cues/quantities.toml")["never"]["words"]):
        known.pop(word, None)
    return known


@lru_cache(maxsize=20_000)
def counted_noun(key: str) -> Counted | None:
    """The listed noun that a token key spells, clitics off; None for any other word."""
    nouns = _nouns()
    for conj in ("", "و", "ف"):
        if not key.startswith(conj):
            continue
        rest = key[len(conj) :]
        for prefix, prep, det in _PREFIXES:
            if rest.startswith(prefix):
                noun = nouns.get(rest[len(prefix) :]) or (None if det else _owned(rest[len(prefix) :]))
                if noun is not None:
                    return noun._replace(conj=conj, prep=prep, det=det)
    return None


def _owned(word: str) -> Counted | None:
    """زوجته, سائقها: the singular noun under an attached pronoun; والديه, طفلتيها: two of a family."""
    for pronoun in ("هما", "ها", "هم", "ه"):
        if word.endswith(pronoun) and len(word) - len(pronoun) > 2:
            stem = word[: -len(pronoun)]
            noun = _nouns().get(stem[:-1] + "ه" if stem.endswith("ت") else stem)
            if noun is not None and noun.number == "s" and not noun.accusative and noun.kind in ("person", "fighters"):
                return noun._replace(owned=True)
            two = stem[:-1] if stem.endswith(("ي", "ا")) else ""
            noun = _nouns().get(two[:-1] + "ه" if two.endswith("ت") else two)
            if noun is not None and noun.lemma in _KIN:
                return noun._replace(number="d", owned=True)
    return None


#: Of whom somebody may have two; أخيه and أخاه are one.
_KIN = frozenset("والد شقيق شقيقه ابن ابنه طفل طفله زوجه اخت حفيد".split())
_PREFIXES = (
    ("", "", False),
    ("ال", "", True),
    ("ب", "ب", False),
    ("بال", "ب", True),
    ("لل", "ل", True),
    ("ل", "ل", False),
    ("ك", "ك", False),
    ("كال", "ك", True),
)
