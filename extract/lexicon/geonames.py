"""GeoNames' towns as entries of the gazetteer: which are taken, under which names, how far each name may be trusted."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any

from extract.clean import clean, key
from extract.gazetteer import ALONE, PARENT, WORD
from extract.tokens import Analysis

#: Countries whose small towns are taken too.
CORE = frozenset("IQ SY LB JO PS IL SA YE OM AE QA BH KW EG SD LY TN DZ MA MR SO DJ KM SS TR IR AF PK EH".split())
_ARABIC = re.compile("[\u0621-\u063a\u0641-\u064a][\u0621-\u063a\u0641-\u0652 '’()\\-]+")
_HEADS = re.compile(
    "^(?:مركز قضاء|محافظة|مدينة|بلدة|قرية|مركز|قضاء|ناحية|ولاية|بلدية|شهرستان|شعبية|مديرية|قسم|شياخة|حي|عزبة|دهستان|خربة) "
)
_UNDECOMPOSED = str.maketrans(
    {"ı": "i", "ø": "o", "Ø": "O", "ł": "l", "Ł": "L", "ß": "ss", "đ": "d", "Đ": "D", "æ": "ae", "ə": "a"}
)


@dataclass(slots=True)
class Entry:
    """One place on its way into the file."""

    id: str
    kind: str
    country: str
    arabic: str
    english: str
    lat: float | None = None
    lon: float | None = None
    population: int = 0
    parents: list[str] = field(default_factory=list)
    admin: str = ""
    #: name key -> trust
    names: dict[str, str] = field(default_factory=dict)
    own: bool = False

    def line(self) -> str:
        """The entry as a row of the compiled file."""
        at = [f"{x:.3f}" if x is not None else "" for x in (self.lat, self.lon)]
        return "\t".join(
            (
                self.id,
                self.kind,
                self.country,
                *at,
                str(self.population),
                " ".join(self.parents),
                self.arabic,
                self.english,
            )
        )


@dataclass(frozen=True, slots=True)
class Common:
    """Which of GeoNames' names are also words."""

    listed: set[str]
    never: set[str]
    analyse: Callable[[str], tuple[Analysis, ...]]

    def is_word(self, name: str) -> bool:
        """Listed, or one word that the morphology knows as a noun, verb or adjective."""
        return name in self.listed or is_word(name, self.analyse)


def is_word(name: str, analyse: Callable[[str], tuple[Analysis, ...]]) -> bool:
    """Whether the morphology knows a name of one word as a noun, verb or adjective."""
    return " " not in name and any(bool(a.known) and a.pos != "name" and not a.prep for a in analyse(name))


class Lookup:
    """GeoNames towns of a country by any of their names, biggest first."""

    def __init__(self, by_country: dict[str, list[dict[str, Any]]]) -> None:
        self._latin: dict[tuple[str, str], dict[str, Any]] = {}
        self._arabic: dict[tuple[str, str], dict[str, Any]] = {}
        for country, towns in by_country.items():
            for town in sorted(towns, key=lambda t: -t["population"]):
                for name in (town["name"], *town["alternatenames"]):
                    self._latin.setdefault((country, plain(name)), town)
                for name in arabic_names(town):
                    self._arabic.setdefault((country, key(name)), town)

    def town(self, country: str, english: str, names: Iterable[str] = ()) -> dict[str, Any] | None:
        """The biggest town of that English name, else of one of those Arabic name keys."""
        found = self._latin.get((country, plain(english)))
        arabic = (self._arabic.get((country, name)) for name in names)
        return found if found is not None else next((town for town in arabic if town is not None), None)


def plain(name: str) -> str:
    """A Latin name without marks, case, article and punctuation: Al Qā’im = al-qaim."""
    letters = unicodedata.normalize("NFKD", name.lower().replace("ı", "i").replace("ø", "o").replace("ł", "l"))
    words = re.sub("[^a-z0-9 ]+", "", re.sub("[-_]", " ", letters)).split()
    return " ".join(w for w in words if w not in ("al", "el", "ad", "an", "ar", "as", "ash", "at", "az")) or " ".join(
        words
    )


def apart(town: dict[str, Any], at: str) -> bool:
    """Over a quarter of a degree from where our table has it: a namesake."""
    lat, lon = (float(x) for x in at.split(","))
    return bool(abs(town["latitude"] - lat) + abs(town["longitude"] - lon) > 0.25)


def geonames(town: dict[str, Any], capitals: dict[tuple[str, str], str], common: Common) -> Entry | None:
    """A town with an Arabic name that is big enough, None for others."""
    country, population = town["countrycode"], town["population"]
    if population < (1_000 if country in CORE else 15_000):
        return None
    written = [name for name in arabic_names(town) if key(name) not in common.never]
    if not written:
        return None
    names = {key(name): trust_of(key(name), population, country, common) for name in written}
    region = capitals.get((country, town["admin1code"]))
    english = ascii_name(re.sub("[’‘`ʼ]", "'", town["name"]))
    return Entry(
        f"gn:{town['geonameid']}", "town", country, written[0], english, town["latitude"], town["longitude"], population,
        [*([region] if region else []), country.lower()], names=names,
    )  # fmt: skip


def arabic_names(town: dict[str, Any]) -> Iterator[str]:
    """GeoNames' names of a town in Arabic letters, without the place noun that some begin with."""
    for name in town["alternatenames"]:
        if _ARABIC.fullmatch(name) and "(" not in name:
            cleaned = re.sub(" +", " ", re.sub("[-'’]", " ", clean(name).text)).strip()
            bare = _HEADS.sub("", cleaned)
            if len(bare) >= 3:
                yield bare


def ascii_name(name: str) -> str:
    """A Latin name as English news writes it, without marks: Diyarbakır is Diyarbakir."""
    letters = unicodedata.normalize("NFKD", name.translate(_UNDECOMPOSED))
    return letters.encode("ascii", "ignore").decode()


def trust_of(name: str, population: int, country: str, common: Common) -> str:
    """How far a GeoNames name may be trusted: only big towns with a name of their own stand alone."""
    if common.is_word(name) or (" " not in name and len(name) <= 3):
        return WORD
    if population >= (100_000 if country in CORE else 250_000):
        return ALONE
    return PARENT
