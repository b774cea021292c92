"""Nationality adjectives to countries: سوري، السورية، سوريين ..., generated with their clitics from nationalities.tsv."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from pathlib import Path

from extract.clean import fold
from extract.tokens import Doc

TABLE = Path(__file__).parent / "lexicon" / "nationalities.tsv"
_ENDINGS = ("", "ا", "ه", "ون", "ين", "ان", "تان", "تين", "ات")
_BARE = ("", "و", "ب", "ل", "ف", "ك")
_DEFINITE = ("ال", "وال", "بال", "لل", "فال", "كال", "ولل", "وبال")


@cache
def load(table: Path = TABLE) -> dict[str, str]:
    """Token key (proclitics on) -> ISO 3166-1 alpha-2, for every form of every adjective of one word. One copy per process."""
    forms: dict[str, str] = {}
    for iso, adjectives, plurals in rows(table):
        for adjective in adjectives:
            bare = not adjective.startswith("~")
            stem = fold(adjective.lstrip("~"))
            if " " not in stem:
                for ending in _ENDINGS:
                    _add(forms, stem + ending, iso, bare=bare)
        for plural in plurals:
            _add(forms, fold(plural), iso, bare=False)
    return forms


def people(key: str, *, counted: bool) -> bool:
    """Some of a nation, told by nothing else: تسعة نيجيريين, and counted also 18 سعوديا."""
    return (counted or key.endswith(("ون", "ين"))) and key in load()


#: Classes of nouns that a nationality without the article describes: طائرات سورية, but حدود سورية.
_DESCRIBED = frozenset(("person", "armed", "vehicle", "aircraft", "weapon", "group", "official"))


def describes(doc: Doc, i: int) -> bool:
    """Whether a word that is both a country and its adjective describes the noun before it: الخارجية السعودية."""
    before = doc.tokens[i - 1] if i else None
    if before is None or before.kind != "word" or before.best is None:
        return False
    if doc.tokens[i].key.startswith("ال"):
        return before.best.det and before.best.pos in ("noun", "adj")
    if doc.tokens[i].key.endswith("ا"):  # طلبا تركيا, but طلب تركيا
        return before.text.endswith(("ا", "اً", "ًا")) and before.best.form in ("accusative", "masdar")
    return before.best.pos == "noun" and not before.best.det and before.best.ent in _DESCRIBED


def rows(table: Path = TABLE) -> Iterator[tuple[str, list[str], list[str]]]:
    """(ISO, masculine singulars, irregular plurals) of each line, as written."""
    for line in table.read_text(encoding="utf-8").splitlines():
        if line and not line.startswith("#"):
            iso, adjectives, plurals = [*line.split("\t"), "", ""][:3]
            yield iso, [a for a in adjectives.split("،") if a], [p for p in plurals.split("،") if p]


def _add(forms: dict[str, str], form: str, iso: str, *, bare: bool) -> None:
    for clitic in (*_BARE, *_DEFINITE) if bare else _DEFINITE:
        forms.setdefault(clitic + form, iso)
