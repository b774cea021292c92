"""The packed morphology database: what prefixes, stems and suffixes there are, and which go together.

`data/words.tsv` is written by `python -m extract.lexicon` (extract/lexicon/pack.py) beside the same database in
camel-tools' format. Prefixes and suffixes are that database's lines, `letters <tab> category <tab> feature:value ...`. The
features of stems, but for those of their own, are told once as kinds, `category <tab> feature:value ...`. A line of stems
has all of one spelling: `letters <tab> spelling lemma kind events class prior <tab> ...`, with nothing for no events.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from extract.bootstrap import BrokenDatabaseError, feature

PACKED = Path(__file__).parent / "data" / "words.tsv"

Features = Mapping[str, Any]


@dataclass(slots=True)
class Part:
    """A prefix, a suffix or a kind of stems."""

    #: Its number among its like.
    n: int
    category: str
    features: dict[str, Any]
    #: As it is written, "" for a kind.
    spelling: str


@dataclass(slots=True)
class Stem:
    """An entry of a stem."""

    #: As it is written, not only its letters.
    spelling: str
    lemma: str
    #: Index of its kind.
    kind: int
    #: Event types, comma-joined, and noun class; "" when there are none.
    evt: str
    ent: str
    #: log10 of how likely.
    prior: float


class Database:
    """Prefixes, stems and suffixes by their letters, and which categories go together."""

    def __init__(self, text: str) -> None:
        sections = _sections(text)
        self.prefixes = _affixes(sections["PREFIXES"])
        self.suffixes = _affixes(sections["SUFFIXES"])
        self.kinds = [_part(n, line) for n, line in enumerate(sections["KINDS"])]
        self.longest_prefix = max(map(len, self.prefixes))
        self.longest_suffix = max(map(len, self.suffixes))
        #: (prefix, stem), (stem, suffix), (prefix, suffix), as `prefix stem` and so on.
        self._before = frozenset(sections["TABLE AB"])
        self._after = frozenset(sections["TABLE BC"])
        self._around = frozenset(sections["TABLE AC"])
        self._stems: dict[str, str | list[Stem]] = {}
        for line in sections["STEMS"]:
            letters, _, told = line.partition("\t")
            self._stems[letters] = told

    @classmethod
    def load(cls, path: Path = PACKED) -> Database:
        """Raises BrokenDatabaseError."""
        try:
            return cls(path.read_text(encoding="utf-8"))
        except (OSError, ValueError, KeyError) as error:
            raise BrokenDatabaseError(f"{path}: {error!r}") from error

    def spellings(self) -> Iterable[str]:
        """Letters of every stem."""
        return self._stems.keys()

    def stems(self, letters: str) -> list[Stem] | None:
        """Entries of a stem, read when first asked for; None for letters that are none."""
        told = self._stems.get(letters)
        if isinstance(told, str):
            told = self._stems[letters] = [_entry(entry) for entry in told.split("\t")]
        return told

    def together(self, prefix: Part, suffix: Part) -> bool:
        """Whether the two go together around some stem."""
        return f"{prefix.category} {suffix.category}" in self._around

    def fits(self, prefix: Part, kind: Part, suffix: Part) -> bool:
        """Whether stems of that kind go between the two."""
        before, after = f"{prefix.category} {kind.category}", f"{kind.category} {suffix.category}"
        return before in self._before and after in self._after


def _entry(told: str) -> Stem:
    spelling, lemma, kind, evt, ent, prior = told.split(" ")
    return Stem(spelling, lemma, int(kind), evt, ent, float(prior))


def _sections(text: str) -> dict[str, list[str]]:
    """Lines by the heading (`###NAME###`) that they stand under."""
    found: dict[str, list[str]] = {}
    for part in text.removeprefix("###").removesuffix("\n").split("\n###"):
        name, _, lines = part.partition("###\n")
        found[name] = lines.split("\n")
    return found


def _affixes(lines: Iterable[str]) -> dict[str, list[Part]]:
    found: dict[str, list[Part]] = {}
    for n, line in enumerate(lines):
        letters, _, rest = line.partition("\t")
        found.setdefault(letters, []).append(_part(n, rest))
    return found


def _part(n: int, line: str) -> Part:
    category, told = line.split("\t")
    features = dict(map(feature, told.split(" ")))
    return Part(n, category, features, features.get("diac", ""))
