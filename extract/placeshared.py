"""What an item tells of a place elsewhere: the place of what is told without one, a closer one, the country of an unknown one."""

from __future__ import annotations

from dataclasses import replace

from extract import nationalities, placerows
from extract.clean import fold
from extract.drafts import Draft
from extract.gazetteer import kilometres
from extract.parsed import Parsed
from extract.placefound import Found as PlaceFound
from extract.types import Place, Span


def finer(new: Place, old: list[Place]) -> bool:
    """Inside one told before, or in its country and known more closely."""
    inside = any(p.id is not None and p.id in new.parents for p in old)
    alike = all(p.country == new.country and p.precision in ("country", "region") for p in old)
    return inside or (
        alike and placerows.RANK.get(new.precision, 2) > max(placerows.RANK.get(p.precision, 2) for p in old)
    )


#: Words beside a trigger for blows in several places, and the widths of place that no one of them narrows.
_SEVERAL = {
    **dict.fromkeys(("متفرقه", "المتفرقه", "متفرق"), frozenset(("country", "region"))),
    **dict.fromkeys(("سلسله", "مختلفه"), frozenset(("country",))),
}


def scattered(draft: Draft) -> bool:
    """Several blows told as one, so the town of one of them is not where all were: تفجيرات متفرقة في العراق."""
    tokens, trigger = draft.page.doc.tokens, draft.trigger
    near = tokens[max(0, trigger.first - 1) : trigger.last + 2]
    wide = next((_SEVERAL[token.key] for token in near if token.key in _SEVERAL), None)
    return wide is not None and bool(draft.places) and all(p.precision in wide for p in draft.places)


def places_overlap(a: list[Place], b: list[Place]) -> bool:
    """Equal, or one contains the other."""
    for one in a:
        for two in b:
            if one.id is not None and two.id is not None:
                if one.id == two.id or one.id in two.parents or two.id in one.parents:
                    return True
                if one.country == two.country and "country" in (one.precision, two.precision):
                    return True
                if {one.precision, two.precision} == _AT_TOWN and _near(one, two):
                    return True
            elif (
                one.span.text in two.span.text or two.span.text in one.span.text or (one.id is None) != (two.id is None)
            ):
                return True
    return False


def places_fit(a: list[Place], b: list[Place]) -> bool:
    """Overlapping, or told on one side only."""
    return not a or not b or places_overlap(a, b)


#: A quarter, an airport or a beach, and the town that it may belong to.
_AT_TOWN = {"point", "town"}
#: How far from the middle of a city its airport lies, in kilometres.
_CITY = 20


def _near(one: Place, two: Place) -> bool:
    """Within a city of each other."""
    if one.lat is None or one.lon is None or two.lat is None or two.lon is None:
        return False
    return kilometres(one.lat, one.lon, two.lat, two.lon) <= _CITY


def told_elsewhere(a: list[Place], b: list[Place]) -> bool:
    """A place that no list knows, told beside one that is in another region than the other's: no part of that."""
    pairs = [(one, two) for one in a for two in b if (one.id is None) != (two.id is None)]
    return bool(pairs) and all(
        _other_region(*pair) if pair[0].id is None else _other_region(*pair[::-1]) for pair in pairs
    )


def _other_region(unknown: Place, known: Place) -> bool:
    near, far = unknown.parents, (known.id, *known.parents)
    states = {unknown.country, known.country}
    shared = {one for one in near if one in far and one.upper() not in states}
    return bool(near) and known.precision != "country" and not shared


def within(page: Parsed, sentence: int, place: Place) -> Place:
    """A place that no list knows lies in the known one nearest to it in its sentence, or in the only country told."""
    if place.id is not None:
        return place
    known = [(page.doc.tokens[f.first].sent, f.place, f) for f in page.places if f.place and _holds(f)]
    beside = [(abs(page.doc.span(f.first, f.last).start - place.span.start), e) for n, e, f in known if n == sentence]
    if beside:
        around = min(beside, key=lambda pair: pair[0])[1]
        if place.country in (None, around.country):
            return replace(place, country=around.country, parents=(around.id, *around.parents))
    countries = {entry.country for _, entry, _ in known}
    return replace(place, country=countries.pop()) if place.country is None and len(countries) == 1 else place


def _holds(found: PlaceFound) -> bool:
    """Not a neighbour: على الحدود مع تركمانستان."""
    return not found.inside_org and (found.relation == "in" or found.precision not in ("country", "none"))


def presume(drafts: list[Draft]) -> None:
    """Note for what is told anew without a known place which one was told last before it, so that it is nothing elsewhere."""
    known: list[Place] = []
    for draft in sorted(drafts, key=lambda d: d.order):
        if draft.in_title or draft.kind == "state" or draft.type.split(".")[0] not in _LOCAL:
            continue
        if any(p.id is not None or p.parents for p in draft.places):
            known = known if known and draft.background else draft.places
        elif _anew(draft):
            draft.near = known


def _anew(draft: Draft) -> bool:
    """By a verb of its own or an indefinite noun: neither الهجوم nor هجومهم, which may be any one told before."""
    reading = draft.page.tags.readings[draft.trigger.head]
    if draft.reference or reading is None:
        return False
    if reading.pos == "verb":
        return not (draft.subordinate or draft.background)
    return not (reading.det or reading.enc)


def inherit(drafts: list[Draft]) -> None:
    """An event told without a place happens where the event before it in the item does; statements need none."""
    known: list[Place] = []
    _open(drafts)
    for draft in drafts:
        if draft.places:
            if _local(draft):
                draft.places = [around(place, known) for place in draft.places]
                known = known if known and draft.background else draft.places
        elif known and _local(draft) and not draft.background and draft.type not in _MOVES:
            draft.places = known
        elif draft.type in _SEIZED and not draft.background and draft.status == "asserted":
            draft.places = _scene(draft, drafts)
        elif draft.spot is not None:
            draft.places = [Place(span=draft.spot, name=draft.spot.text, country=_described(draft.spot))]


def _scene(draft: Draft, drafts: list[Draft]) -> list[Place]:
    """Where the raid or the crime of its sentence was: قتل متطرف في كذا واعتقل عشرة."""
    beside = (d for d in drafts if d.page is draft.page and d.trigger.sentence == draft.trigger.sentence and _local(d))
    return next((d.places for d in beside if d.places and not d.background and _may_be(draft, d.places)), [])


def _may_be(draft: Draft, places: list[Place]) -> bool:
    """Not abroad: the police of a state arrests in it whoever is behind an attack elsewhere."""
    states = {a.country for a in draft.actors if a.country and a.cls in _POWERS}
    return not states or any(p.country in states for p in places)


_POWERS = frozenset(("state", "state_force"))
_SEIZED = frozenset(("law.arrest", "law.seizure"))


def _described(spot: Span) -> str | None:
    """The country that an adjective of the words tells: مبنى البرلمان الإيراني."""
    adjectives = nationalities.load()
    return next((adjectives[word] for word in map(fold, spot.text.split()) if word in adjectives), None)


def _open(drafts: list[Draft]) -> None:
    """The headline's event without a place happened where the first sentence says that its kind did."""
    for draft in drafts:
        if draft.in_title and not draft.places and draft.type in _TALKS:
            same = (d for d in drafts if d.type == draft.type and d.places and not d.in_title and not d.background)
            draft.places = next((d.places for d in same if d.trigger.sentence <= 1), [])
    told = [d for d in drafts if _local(d) and not d.background]
    title = [d for d in told if d.in_title]
    if not title or any(d.places for d in title):
        return
    opened = (d for d in told if not d.in_title and d.trigger.sentence == 0 and d.places)
    home = next((d for d in opened if d.type.split(".")[0] == title[0].type.split(".")[0]), None)
    if home is not None:
        title[0].places = home.places


#: A headline names who met or agreed, the opening where.
_TALKS = ("diplomacy.meeting", "diplomacy.agreement", "diplomacy.ceasefire")


def _local(draft: Draft) -> bool:
    return draft.type.split(".")[0] in _LOCAL and draft.kind != "state"


def around(place: Place, wide: list[Place]) -> Place:
    """A place that no list knows lies in the country of one told before of the same event or the one before it."""
    known = next((p.country for p in wide if p.country), None)
    return place if place.country or place.id or known is None else replace(place, country=known)


#: Where troops are sent and what is shot down falls is told, or elsewhere: أسقط حزب الله طائرة after raids on a town.
_MOVES = frozenset(("conflict.deployment", "conflict.interception"))
_LOCAL = frozenset(("territory", "conflict", "harm", "protest", "disaster", "accident"))
