"""Where it happened: the place that the words around a trigger tell, or the one told before it."""

from __future__ import annotations

from extract import drafts, nearby, placemeant, placerows
from extract.clauses import arguments
from extract.drafts import Draft
from extract.parsed import Parsed
from extract.phrases import Phrase
from extract.placefound import Found as PlaceFound
from extract.placenear import WITNESS, dateline, nearness, of_another, written
from extract.placeshared import within
from extract.types import Place


def locate(draft: Draft, taken: list[Phrase]) -> None:
    """The nearest place told with the trigger: after it in its clause, else before it."""
    told = ("in", "of") if draft.type.startswith("territory.") else ("in",)  # على دير الزور: that is the ground
    if any(p.relation in told for p in draft.places) or draft.trigger.rule.context:
        return  # a wreck does not lie where the aeroplane crashed
    page, trigger = draft.page, draft.trigger
    candidates = [p for p in page.places_of(trigger.sentence) if not p.inside_org and p.precision != "none"]
    clause = nearby.clause(page, trigger)
    if not candidates:
        if not draft.places:
            staged = _staged(page, clause.light, trigger.sentence)
            draft.places.extend(_headed(page, trigger.sentence) or staged or _hosted(draft))
        return
    scored = [(score, p) for p in candidates if (score := nearness(draft, p, taken, clause)) is not None]
    scored.sort(key=lambda pair: pair[0])
    if not scored and not draft.places:
        draft.places.extend(_headed(page, trigger.sentence) or _hosted(draft))
    elif scored:
        best = placerows.marked(page, scored[0][1])
        if draft.type.startswith("territory.") and dateline(page, best) and len(candidates) > 1:
            return  # written in the capital, told of ground that the sentence names elsewhere
        if draft.type.startswith(_SPREAD) and _scattered(scored):
            return
        others = [
            p for p in placerows.row(page, best) if p is not best
        ]  # as good as the nearest, not a closer look at it
        chain = placerows.chain(page, best, [p for score, p in scored if score < 60 and p not in others])
        narrow = max(chain, key=placerows.narrowness)
        draft.places.extend(drafts.place(page, found) for found in placerows.row(page, narrow))


def _headed(page: Parsed, sentence: int) -> list[Place]:
    """The place that stands alone before the rest of a headline: اليونان.. البنوك تفتح أبوابها."""
    if page.doc.field != "title" or sentence == 0:
        return []
    return [drafts.place(page, p) for p in page.places_of(0) if p.first == 0 and dateline(page, p)]


def _hosted(draft: Draft) -> list[Place]:
    """The city from which a text reports whom its head of state received: القاهرة - استقبل الرئيس بقصر الاتحادية."""
    page, trigger = draft.page, draft.trigger
    if page.doc.field == "title" or trigger.sentence > 1 or trigger.rule.id != "meet.receive":
        return []
    return [
        drafts.place(page, p) for p in page.places[:1] if p.precision == "town" and p.head is None and written(page, p)
    ]


#: Families whose toll is told by regions.
_SPREAD = ("harm.", "disaster.")
_MANY = 3


def _scattered(scored: list[tuple[float, PlaceFound]]) -> bool:
    """So many in one region, so many in another: the event is in none of them alone."""
    regions = {f.place.id for _, f in scored if f.place is not None and f.precision == "region" and f.relation == "in"}
    return len(regions) >= _MANY


def settle(draft: Draft) -> None:
    """One place, with those in a row with it: of the places of the roles the ground itself, else the finest."""
    page = draft.page
    places = [p for p in draft.places if not of_another(draft, page.place_told(p.span.start)) and _there(draft, p)]
    draft.places = places
    if not places:
        return
    if len(places) == 1 and places[0].id is not None:
        one = page.place_told(places[0].span.start)
        row = placerows.row(page, one) if one is not None else []
        places = [drafts.place(page, f) for f in row] if len(row) > 1 else [_closer(page, places[0], one)]
    if len(places) > 1:
        told = [f for p in places if (f := page.place_told(p.span.start)) is not None]
        if told:
            row = placerows.row(page, told[0] if draft.type.startswith(_FIRST) else max(told, key=_preferred))
            places = [drafts.place(page, f) for f in row]
    wide = draft.kind == "state" or (draft.type == "territory.capture" and draft.spot is not None)  # أجزاء من البلاد
    if draft.type.startswith("territory.") and not wide and all(p.precision == "country" for p in places):
        places = _ground_told(page, draft, places) or places
    unique = {(p.id or p.name): p for p in reversed(places)}
    draft.places = [within(page, draft.trigger.sentence, p) for p in reversed(unique.values())]


def _ground_told(page: Parsed, draft: Draft, countries: list[Place]) -> list[Place]:
    """The town that the sentence names in the country of the deed: تزحف على القائم ، آخر المعاقل في العراق."""
    states = {p.country for p in countries}
    told = [f for f in page.places_of(draft.trigger.sentence) if not f.inside_org and f.precision in ("town", "point")]
    named = [f for f in told if f.place is not None and f.place.country in states and not dateline(page, f)]
    near = sorted(named, key=lambda f: abs(f.first - draft.trigger.first))
    return [drafts.place(page, near[0])] if near else []


def _there(draft: Draft, place: Place) -> bool:
    """Not where a projectile was fired (سقط صاروخ أطلق من اليمن), nor whom a sanction strikes (العقوبات على طهران)."""
    if draft.type == "diplomacy.sanction":
        return place.precision not in ("country", "town")
    return place.relation != "from" or not draft.type.startswith("conflict.")


def _closer(page: Parsed, place: Place, told: PlaceFound | None) -> Place:
    """What is told beside a place and lies in it: حي التواهي آخر أحياء عدن."""
    if told is None:
        return place
    for found in page.places_of(page.doc.tokens[told.first].sent):
        near = (
            0 < told.first - found.last <= placerows.BREATH and found.relation in ("in", "of") and not found.inside_org
        )
        if not near or found.place is None:
            continue
        quarter = found.precision == "point" and bool(set(found.place.parents) & set(place.parents))
        if quarter or place.id in found.place.parents:
            return drafts.place(page, found)
    return place


#: The ground that is taken, the town that is visited: the first place is the object itself.
_FIRST = ("territory.", "diplomacy.")


def _preferred(found: PlaceFound) -> tuple[bool, float, bool]:
    there = found.relation in ("in", "near", "of") and found.precision != "country"
    return there, placerows.narrowness(found), found.relation == "in"


def _staged(page: Parsed, verb: int | None, sentence: int) -> list[Place]:
    """The place told before that the subject of such a verb takes up: وشهدت المدينة معارك."""
    reading = page.tags.readings[verb] if verb is not None else None
    if verb is None or reading is None or reading.key not in WITNESS:
        return []
    subject, _objects, _passive = arguments(page, verb, sentence)
    found = placemeant.meant(page, subject) if subject is not None else None
    return [drafts.place(page, found)] if found is not None else []
