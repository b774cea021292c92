"""What is kept of a mention for matching: a few hundred bytes that say what it tells, where, when, of whom, in which words."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta, tzinfo
from typing import Any

from extract.clean import fold
from extract.types import Argument, Mention, Place
from feeds.types import Item
from worker.kinds import event_type
from worker.matching.skeleton import skeleton
from worker.matching.words import WIDTH, Rarity, codes, kind_code, sample

#: Words of a lead: later ones are background, and every copy is cut somewhere else.
LEAD_WORDS = 48
#: Letters of text in which a lead is looked for.
LEAD_LETTERS = 600
#: Letters of text whose copies are told: desks cut and reorder the opening, less often all the rest.
BODY_LETTERS = 1600
#: Usual share of items, and weights (worker/matching/words.py) from which it says something and all it can: place, kind.
RARE_PLACE = (0.005, 3.5, 6.0)
#: What is known of a place before any news of it.
LEAST_RARE = {"point": 0.8, "town": 0.3, "district": 0.4, "region": 0.2}
RARE_KIND = (0.03, 2.0, 6.0)
#: A happening is news for so long; an older day in a lead is that of something else, as often as not.
NEWS = timedelta(days=4)
HISTORY = timedelta(days=1000)
LONG_PAST = -1
#: Classes of targets that are told by their number or name, and differently by every desk.
PEOPLE = frozenset({"civilian", "person"})
#: What Arabic writes to a place's name.
_WRITTEN_TO = "بل"
_SENTENCE_END = re.compile(r"[.!؟?\n](?=\s|$)")
#: A report that goes on with an older event: its own date may be later than that of the event.
_UPDATE = re.compile(
    r"ارتفاع? (?:في )?(?:حصيل|عدد|ضحايا|قتلى)|حصيله? (?:جديده|اوليه|نهائيه)|يرتفع عدد|ترتفع حصيل|وفاه متاثر"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Spot:
    """A place: its id, its spelling skeleton, and how narrow it is."""

    id: str
    skeleton: str
    precision: str
    #: 0 for a capital that is in the news every hour, 1 for a village that never was.
    rare: float = 0.0
    #: Codes of the rarest word of its name, as it stands there, as the text spells it, and both with ب before them.
    words: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Sketch:
    """One mention as matching sees it."""

    item: str
    mention: str
    lead: bool
    type: str
    #: 0 for a kind of event that is told every hour, 1 for one that hardly ever is.
    rare: float = 0.0
    #: Codes of title and lead, in order; of a mention beside the lead, of its own sentence.
    words: tuple[str, ...] = ()
    #: How many of the words are the title's; how many are the title's and the first sentence's.
    title: int = 0
    opening: int = 0
    #: Sample of the runs of words of the whole text of a lead's item.
    body: frozenset[str] = frozenset()
    #: Length of the word vector when it was told, and of its opening.
    norm: float = 0.0
    opening_norm: float = 0.0
    spots: tuple[Spot, ...] = ()
    parents: frozenset[str] = frozenset()
    countries: frozenset[str] = frozenset()
    #: First and last day as ordinals, where told.
    first_day: int | None = None
    last_day: int | None = None
    #: 2 when told to the day by date or weekday, 1 by `yesterday`, which a late reprint moves; 0 when vague; `LONG_PAST`
    #: when told to a day that is long past.
    firm: int = 0
    #: Hours since 1970 of its publication.
    hour: int = 0
    actors: frozenset[str] = frozenset()
    targets: frozenset[str] = frozenset()
    persons: frozenset[str] = frozenset()
    #: Codes of the words of what was hit: buildings, bodies, forces; not of people told by their number.
    struck: frozenset[str] = frozenset()
    #: New cases that a bulletin tells.
    cases: int | None = None
    update: bool = False
    agency: str = ""
    origins: tuple[str, ...] = ()

    @property
    def day(self) -> int:
        """Ordinal of the day under which it is looked for."""
        return self.first_day if self.first_day is not None else _ordinal_of_hour(self.hour)

    @property
    def report_day(self) -> int:
        return _ordinal_of_hour(self.hour)


def sketch(mention: Mention, item: Item, rarity: Rarity, origins: tuple[str, ...] = ()) -> Sketch:
    """Pure. `rarity` weighs the words; it may be of any age."""
    words, title, opening = _parts(mention, item)
    published = item.published or item.fetched
    first, last, firm = _days(mention, published, item.home)
    parties = (*mention.actors, *mention.targets, *mention.partners)
    return Sketch(
        item=item.id,
        mention=mention.id,
        lead=mention.lead,
        type=mention.type,
        rare=rarity.rare(_kind(mention), *RARE_KIND),
        words=words,
        title=title,
        opening=opening,
        body=sample(codes(item.text[:BODY_LETTERS])) if mention.lead else frozenset(),
        norm=rarity.norm(set(words)),
        opening_norm=rarity.norm(set(words[:opening])),
        spots=tuple(_spot(place, rarity) for place in mention.places if place.precision != "country")[:3],
        parents=frozenset(parent for place in mention.places[:3] for parent in place.parents),
        countries=frozenset(place.country for place in mention.places if place.country),
        first_day=first,
        last_day=last,
        firm=firm,
        hour=int(published.timestamp() // 3600),
        actors=_parties(mention.actors),
        targets=_parties((*mention.targets, *mention.partners)),
        persons=frozenset(skeleton(p.name) for p in parties if p.cls == "person" and " " in p.name.strip()),
        struck=_struck(mention.targets),
        cases=_cases(mention),
        update=bool(_UPDATE.search(fold(f"{item.title} {item.text[:LEAD_LETTERS]}"))),
        agency=item.agency.lower(),
        origins=origins,
    )


def counted_words(item: Item, mentions: Iterable[Mention]) -> tuple[str, ...]:
    """Codes of an item's title and lead, each once, and of the kind of its lead: what it adds to the word counts."""
    text = codes(item.title) + codes(item.text[:LEAD_LETTERS])[:LEAD_WORDS]
    return tuple(dict.fromkeys((*text, *(_kind(mention) for mention in mentions if mention.lead))))


def asked_words(item: Item, mentions: Iterable[Mention]) -> tuple[str, ...]:
    """Codes whose rarity sketches of the mentions ask for."""
    found = dict.fromkeys(counted_words(item, ()))
    for mention in mentions:
        found.update(dict.fromkeys((*_parts(mention, item)[0], _kind(mention))))
        names = [text for place in mention.places for text in (_name(place), place.span.text)]
        found.update(dict.fromkeys(code for name in names for code in codes(name)))
    return tuple(found)


def _kind(mention: Mention) -> str:
    return kind_code(event_type(mention.type).group)


def _name(place: Place) -> str:
    return place.name or place.span.text


def _parts(mention: Mention, item: Item) -> tuple[tuple[str, ...], int, int]:
    """Codes; how many are the title's; how many are the title's and the first sentence's."""
    if not mention.lead:
        words = codes(mention.evidence.text)[:LEAD_WORDS]
        return words, 0, len(words)
    title = codes(item.title)
    text = item.text[:LEAD_LETTERS]
    end = _SENTENCE_END.search(text, 40)
    opening = codes(text[: end.start()] if end else text)
    words = title + codes(text)[:LEAD_WORDS]
    return words, len(title), min(len(title) + len(opening), len(words))


def _days(mention: Mention, published: datetime, home: tzinfo) -> tuple[int | None, int | None, int]:
    """Days are those of the agency's zone: a mention that was kept has its times in UTC, where they begin the day before."""
    time = mention.time
    if time is None or time.anchor == "publication" or abs(published - time.start) > HISTORY:
        return None, None, 0
    last = max(time.start, time.end - timedelta(microseconds=1))
    firm = 2 if time.anchor in ("explicit", "weekday") else 1
    if time.granularity not in ("hour", "part_of_day", "day"):
        firm = 0
    elif abs(published - time.start) > NEWS:
        firm = LONG_PAST
    return time.start.astimezone(home).toordinal(), last.astimezone(home).toordinal(), firm


def _spot(place: Place, rarity: Rarity) -> Spot:
    name = _name(place)
    rare = max(rarity.rare(_code(_rarest(name, rarity)), *RARE_PLACE), LEAST_RARE.get(place.precision, 0.0))
    told = dict.fromkeys(_rarest(text, rarity) for text in (name, place.span.text))
    words = dict.fromkeys(_code(letter + word) for word in told for letter in ("", *_WRITTEN_TO))
    return Spot(
        id=place.id or "",
        skeleton=skeleton(name),
        precision=place.precision,
        rare=rare,
        words=tuple(filter(None, words)),
    )


def _rarest(name: str, rarity: Rarity) -> str:
    return max(name.split(), key=lambda word: rarity.weight(_code(word)) if _code(word) else 0.0, default="")


def _code(word: str) -> str:
    return next(iter(codes(word)), "")


def _parties(arguments: Iterable[Argument]) -> frozenset[str]:
    """Entities by id, others by the skeleton of their name."""
    return frozenset(a.entity or "~" + skeleton(a.name or a.span.text) for a in arguments)


def _struck(targets: Iterable[Argument]) -> frozenset[str]:
    """Codes of what was hit."""
    return frozenset(code for a in targets if a.cls not in PEOPLE for code in codes(a.span.text))


def _cases(mention: Mention) -> int | None:
    """The count of a bulletin: of new cases, its first."""
    told = [round(q.value) for q in mention.quantities if q.kind == "cases" and q.value is not None]
    return told[0] if told else None


def _ordinal_of_hour(hour: int) -> int:
    return datetime.fromtimestamp(hour * 3600, UTC).toordinal()


def dump(told: Sketch) -> dict[str, Any]:
    """As JSON with short names; empty fields left out."""
    full = {
        "i": told.item,
        "m": told.mention,
        "l": int(told.lead),
        "t": told.type,
        "k": told.rare,
        "w": "".join(told.words),
        "h": told.title,
        "f": told.opening,
        "b": "".join(sorted(told.body)),
        "n": [round(told.norm, 1), round(told.opening_norm, 1)],
        "p": [[spot.id, spot.skeleton, spot.precision[0], spot.rare, "".join(spot.words)] for spot in told.spots],
        "u": sorted(told.parents),
        "c": sorted(told.countries),
        "d": [told.first_day, told.last_day, told.firm] if told.first_day is not None else None,
        "r": told.hour,
        "a": sorted(told.actors),
        "g": sorted(told.targets),
        "e": sorted(told.persons),
        "s": "".join(sorted(told.struck)),
        "j": [told.cases] if told.cases is not None else None,
        "x": int(told.update),
        "y": told.agency,
        "o": list(told.origins),
    }
    return {name: value for name, value in full.items() if value}


_PRECISIONS = {name[0]: name for name in ("point", "town", "district", "region")}


def load(row: Mapping[str, Any]) -> Sketch:
    """What `dump` made."""
    norm, opening_norm = row.get("n", (0.0, 0.0))
    first, last, firm = row.get("d", (None, None, 0))
    return Sketch(
        item=row["i"],
        mention=row["m"],
        lead=bool(row.get("l")),
        type=row["t"],
        rare=row.get("k", 0.0),
        words=_unpacked(row.get("w", "")),
        title=row.get("h", 0),
        opening=row.get("f", 0),
        body=frozenset(_unpacked(row.get("b", ""))),
        norm=norm,
        opening_norm=opening_norm,
        spots=tuple(
            Spot(id=i, skeleton=s, precision=_PRECISIONS.get(p, "town"), rare=r, words=_unpacked(w))
            for i, s, p, r, w in row.get("p", ())
        ),
        parents=frozenset(row.get("u", ())),
        countries=frozenset(row.get("c", ())),
        first_day=first,
        last_day=last,
        firm=firm,
        hour=row.get("r", 0),
        actors=frozenset(row.get("a", ())),
        targets=frozenset(row.get("g", ())),
        persons=frozenset(row.get("e", ())),
        struck=frozenset(_unpacked(row.get("s", ""))),
        cases=row.get("j", (None,))[0],
        update=bool(row.get("x")),
        agency=row.get("y", ""),
        origins=tuple(row.get("o", ())),
    )


def _unpacked(codes: str) -> tuple[str, ...]:
    return tuple(codes[n : n + WIDTH] for n in range(0, len(codes), WIDTH))
