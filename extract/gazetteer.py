"""The compiled gazetteer: names of places to entries, looked up token by token.

`data/places.tsv` is written by `extract.lexicon.compile_places`: one entry a line, an empty line, then one name a line with
the numbers of its entries and how far each may be trusted. Towns are GeoNames' (CC BY 4.0, see docs/data-licences.md).
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from itertools import takewhile
from math import asin, cos, radians, sin, sqrt
from pathlib import Path
from typing import NamedTuple

from extract.names import Names

COMPILED = Path(__file__).parent / "data" / "places.tsv"

#: How far a name may be trusted: alone; after a preposition of place; after a place noun, or once the item has made it sure;
#: only where its country is named; only after a place noun each time.
ALONE, CUE, NOUN, PARENT, WORD = "a", "c", "n", "p", "w"

#: kind -> precision
PRECISION = {
    "country": "country", "continent": "region", "macro": "region", "region": "region", "district": "district",
    "town": "town", "sea": "region", "river": "region", "mountain": "region", "lake": "region", "island": "region",
    "strait": "region", "desert": "region", "quarter": "point", "camp": "point", "crossing": "point", "airport": "point",
    "base": "point", "dam": "point", "field": "point", "port": "point", "site": "point", "prison": "point",
}  # fmt: skip
#: Letters that spelling variants of one foreign name differ in, and what stands for them; vowels go.
_SOUNDS = (("ط", "ت"), ("غ", "ك"), ("ج", "ك"), ("ق", "ك"), ("خ", "ك"), ("ذ", "د"), ("ض", "د"), ("ظ", "د"), ("ث", "ت"),
           ("س", "ش"), ("ص", "ش"), ("ح", "ه"), ("و", ""), ("ي", ""), ("ا", ""), ("ء", ""), ("ئ", ""), ("ؤ", ""),
           ("ع", ""))  # fmt: skip
_ARTICLE = re.compile(r"\bال(?=\S{3})")
_DOUBLED = re.compile(r"(.)\1+")


@dataclass(frozen=True, slots=True)
class GazetteerEntry:
    """One place."""

    #: ISO code for a country, `gn:<GeoNames id>` for its towns, `<iso>.<name>` for our own.
    id: str
    name_ar: str
    #: Usual English name.
    name_en: str
    #: ISO 3166-1 alpha-2; None for seas, continents and what spans several countries.
    country: str | None
    kind: str
    lat: float | None
    lon: float | None
    population: int
    #: Ids of what contains it, narrowest first.
    parents: tuple[str, ...]

    @property
    def precision(self) -> str:
        """point, town, district, region or country."""
        return PRECISION[self.kind]

    def distance(self, other: GazetteerEntry) -> float | None:
        """Kilometres between two places, None where one has no coordinates."""
        if self.lat is None or self.lon is None or other.lat is None or other.lon is None:
            return None
        return kilometres(self.lat, self.lon, other.lat, other.lon)


def kilometres(lat: float, lon: float, other_lat: float, other_lon: float) -> float:
    """Between two points of the globe, given in degrees."""
    north, east = radians(other_lat - lat), radians(other_lon - lon)
    chord = sin(north / 2) ** 2 + cos(radians(lat)) * cos(radians(other_lat)) * sin(east / 2) ** 2
    return 12742.0 * asin(sqrt(chord))


class Candidate(NamedTuple):
    """An entry that a name may mean, and how far the name may be trusted for it."""

    entry: GazetteerEntry
    trust: str


class Match(NamedTuple):
    """A name found at a token: how many tokens, how many proclitic letters stand before it, what it may mean."""

    length: int
    strip: int
    candidates: tuple[Candidate, ...]


class Gazetteer:
    """All places and names, entries built when first asked for."""

    def __init__(self, entries: list[str], names: dict[str, str]) -> None:
        self._rows = entries
        self._names = names
        self.names = Names(names)
        self._skeletons: dict[str, list[str]] | None = None
        self._ids: dict[str, int] | None = None
        self._entry = lru_cache(maxsize=4096)(self._read)
        self.named = lru_cache(maxsize=8192)(self._candidates)

    @classmethod
    @cache
    def load(cls, path: Path = COMPILED) -> Gazetteer:
        """Read the compiled file; one copy per process, for it never changes."""
        entries, names = path.read_text(encoding="utf-8").rstrip("\n").split("\n\n")
        return cls(entries.split("\n"), dict(line.split("\t") for line in names.split("\n")))

    def __len__(self) -> int:
        return len(self._rows)

    def at(self, keys: Sequence[str], i: int) -> Match | None:
        """The longest name that begins at token i, with or without proclitics on the token; fewer proclitics win."""
        hit = self.names.at(keys, i)
        return None if hit is None else Match(hit.length, hit.strip, self.named(hit.name))

    def like(self, name: str) -> tuple[Candidate, ...]:
        """Entries whose name has the same consonants: a look-up for spellings the list lacks, never proof."""
        if self._skeletons is None:
            self._skeletons = {}
            for known, bones in zip(self._names, skeleton("\n".join(self._names)).split("\n"), strict=True):
                if len(bones) >= 3:
                    self._skeletons.setdefault(bones, []).append(known)
        bones = skeleton(name)
        found: dict[str, Candidate] = {}
        if len(bones) >= 3:
            for known in self._skeletons.get(bones, ()):
                if abs(len(known) - len(name)) <= 3 and known[0] == name[0]:
                    found.update((c.entry.id, c) for c in self.named(known) if len(bones) > 3 or c.trust == ALONE)
        return tuple(found.values())

    def get(self, id: str) -> GazetteerEntry | None:
        """The entry of that id."""
        if self._ids is None:
            self._ids = {row.partition("\t")[0]: n for n, row in enumerate(self._rows)}
        n = self._ids.get(id)
        return None if n is None else self._entry(n)

    def countries(self) -> dict[str, GazetteerEntry]:
        """Name key -> country, for names that need no cue."""
        first = sum(1 for _ in takewhile(lambda row: "\tcountry\t" in row, self._rows))
        sure = {f"{n}{ALONE}": n for n in range(first)}
        return {name: self._entry(sure[told]) for name, told in self._names.items() if told in sure}

    def _candidates(self, name: str) -> tuple[Candidate, ...]:
        told = self._names.get(name)
        return tuple(Candidate(self._entry(int(c[:-1])), c[-1]) for c in told.split(" ")) if told else ()

    def _read(self, n: int) -> GazetteerEntry:
        id_, kind, country, lat, lon, population, parents, arabic, english = self._rows[n].split("\t")
        return GazetteerEntry(
            id_,
            arabic,
            english,
            country or None,
            kind,
            float(lat) if lat else None,
            float(lon) if lon else None,
            int(population or 0),
            tuple(parents.split()),
        )


def skeleton(names: str) -> str:
    """Consonants of name keys, one a line, in one spelling (سروج = سوروج); long vowels, article and doubled letters go."""
    bones = _ARTICLE.sub("", names).replace(" ", "")
    for letter, sound in _SOUNDS:
        bones = bones.replace(letter, sound)
    return _DOUBLED.sub(r"\1", bones)
