"""The project's compiled database, without camel-tools: its text is split at the start, a stem parsed when a word asks for it.

A start reads 30,000 stems and a year of news asks for a third of them. The format is camel-tools' (extract.lexicon.almor
writes it); a test holds what comes out to camel-tools' own Analyzer.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from extract.bootstrap import BrokenDatabaseError, feature

Features = Mapping[str, Any]
#: (category, features) of each entry of one spelling.
Rows = list[tuple[str, Features]]


class Database:
    """Prefixes, stems and suffixes by their letters, and which categories go together."""

    def __init__(self, text: str) -> None:
        sections = _sections(text)
        self.prefixes = _parsed(sections["PREFIXES"])
        self.suffixes = _parsed(sections["SUFFIXES"])
        self.longest_prefix = max(map(len, self.prefixes))
        self.longest_suffix = max(map(len, self.suffixes))
        #: prefix -> stems, stem -> suffixes, prefix -> suffixes.
        self.before = _pairs(sections["TABLE AB"])
        self.after = _pairs(sections["TABLE BC"])
        self.around = _pairs(sections["TABLE AC"])
        self._lines: dict[str, list[str]] = _grouped(sections["STEMS"])

    @classmethod
    def load(cls, path: Path) -> Database:
        """Raises BrokenDatabaseError."""
        try:
            return cls(path.read_text(encoding="utf-8"))
        except (OSError, ValueError, KeyError) as error:
            raise BrokenDatabaseError(f"{path}: {error!r}") from error

    def spellings(self) -> Iterable[str]:
        """Letters of every stem."""
        return self._lines.keys()

    def stems(self, letters: str) -> list[str] | None:
        """Entries of a stem, unread (see `entry`), None for letters that are none."""
        return self._lines.get(letters)


def _sections(text: str) -> dict[str, list[str]]:
    """Lines by the heading (`###NAME###`) that they stand under."""
    found: dict[str, list[str]] = {}
    for part in text.split("\n###"):
        name, _, lines = part.partition("###\n")
        found[name.removeprefix("###")] = lines.splitlines()
    return found


def _grouped(lines: Iterable[str]) -> dict[str, list[str]]:
    """What follows the letters of each line, by the letters."""
    found: dict[str, list[str]] = {}
    for line in lines:
        letters, _, rest = line.partition("\t")
        found.setdefault(letters, []).append(rest)
    return found


def _parsed(lines: Iterable[str]) -> dict[str, Rows]:
    return {letters: [entry(line) for line in rest] for letters, rest in _grouped(lines).items()}


def entry(line: str) -> tuple[str, Features]:
    """`category <tab> feature:value ...`, read."""
    category, features = line.split("\t")
    return category, dict(map(feature, features.split(" ")))


def _pairs(lines: Iterable[str]) -> dict[str, set[str]]:
    found: dict[str, set[str]] = {}
    for line in lines:
        one, other = line.split(" ")
        found.setdefault(one, set()).add(other)
    return found
