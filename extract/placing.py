"""Where it happened: the place that the words around a trigger tell, or the one told before it."""

from __future__ import annotations

from itertools import pairwise

from extract import drafts, nearby, placemeant, placerows
from extract.clauses import arguments
from extract.drafts import Draft
from extract.nearby import Clause
from extract.parsed import Parsed, lemma_key
from extract.phrases import Phrase
from extract.placefound import Found as PlaceFound
from extract.placeshared import within
from extract.types import Place

#: Types that need no place: only one told right with them counts.
_ANYWHERE = ("diplomacy.", "law.", "politics.")
_CLOSE = 16.0
#: Names of those who meet are long.
_MET = 28.0
#: Types in which somebody leaves a place.
_MOVES = ("territory.withdrawal", "territory.advance", "harm.displacement", "diplomacy.", "politics.", "law.", "life.")
#: Courts sit in the country of the deed: محاكمة المتهمين بتفجير المسجد في الكويت.
_COURTS = ("proceed.trial", "sentence.", "execute.")
#: Beyond this a place before the trigger belongs to another clause.
_ELSEWHERE = 45.0


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
            draft.places.extend(_headed(page, trigger.sentence) or _staged(page, clause.light, trigger.sentence))
        return
    scored = [(score, p) for p in candidates if (score := _nearness(draft, p, taken, clause)) is not None]
    scored.sort(key=lambda pair: pair[0])
    if scored:
        best = placerows.marked(page, scored[0][1])
        if draft.type.startswith("territory.") and _dateline(page, best) and len(candidates) > 1:
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
    return [drafts.place(page, p) for p in page.places_of(0) if p.first == 0 and _dateline(page, p)]


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
    places = [p for p in draft.places if not _of_another(draft, page.place_told(p.span.start)) and _there(draft, p)]
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
    named = [f for f in told if f.place is not None and f.place.country in states and not _dateline(page, f)]
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


def _nearness(draft: Draft, found: PlaceFound, taken: list[Phrase], clause: Clause) -> float | None:
    """Distance of a place from the trigger in words, crossing verbs at a price; None where it is no place of it."""
    page, trigger = draft.page, draft.trigger
    located = found.cue is not None or (found.relation in ("in", "near") and _has_preposition(page, found))
    located = located or (found.relation == "of" and _on_the_ground(page, found))
    n = page.phrase_of.get(found.first)
    noun = n is not None and n in (page.phrase_of.get(trigger.head), page.phrase_of.get(trigger.last))
    if noun and (found.head is not None or found.precision == "point"):
        located = True  # معركة تحرير مدينة راوة، أعيد فتح مطار عدن
    stage = clause.light if trigger.form != "verb" or draft.type.startswith(_ANYWHERE) else trigger.head
    if stage is not None and _witnesses(page, found, stage, trigger.sentence):
        return 2.0
    if draft.trigger.rule.id.startswith(_COURTS) and page.doc.field == "title" and found.first == 0:
        return 1.0  # الكويت تبدأ محاكمة المتهمين
    if any(p.first <= found.first <= p.last for p in taken) and not located:
        return None
    if not located and found.precision in ("country", "region") and not _dateline(page, found):
        return None
    if found.relation == "between" and _sides(page, found):
        return None
    if not located and placemeant.stands_for_state(page, found):
        return None
    if found.relation == "from" and not draft.type.startswith(_MOVES):
        return None
    if found.relation == "towards" and draft.type.startswith("accident."):
        return None  # where the flight was bound
    if found.first > trigger.last:
        cost = clause.after(trigger.last + 1, found.first - 1, 12.0)
        if cost > _ELSEWHERE or nearby.anchored(page, trigger.last + 1, found.first):
            return None
    elif _dateline(page, found):
        if _told_elsewhere(page, found):
            return None
        cost = 6.0 + trigger.first - found.last
        located = located or page.doc.field == "title"
    else:
        if trigger.form != "verb" and nearby.answered(page, trigger, found.last):
            return None  # أطلقوا صواريخ على البلاد ردا على اغتيال
        cost = 6.0 + clause.before(found.last + 1, trigger.first - 1, 15.0)
        if cost > _ELSEWHERE:
            return None
    if found.relation in ("from", "towards"):
        cost += 6
    if not draft.type.startswith(_ANYWHERE):
        return cost + (0 if located else 10)
    if _of_another(draft, found):
        return None
    struck = found.cue is not None and found.cue == found.first - 1 and page.doc.tokens[found.cue].key == "علي"
    if struck and found.precision == "country":
        return None  # الحصار المفروض على إيران: whom it strikes; not على كامل التراب
    if _spoken_of(page, found):
        return None
    return cost if located and cost < (_MET if draft.type == "diplomacy.meeting" else _CLOSE) else None


#: What is talked about is somewhere, not the talk: بحثا الأوضاع في سوريا.
_TOPICS = frozenset(
    lemma_key(noun) for noun in ("وضع", "تطور", "مستجد", "أزمة", "حرب", "سلام", "استقرار", "ملف", "صراع", "نزاع", "حدث")
)


def _spoken_of(page: Parsed, found: PlaceFound) -> bool:
    before = range(max(0, (found.cue if found.cue is not None else found.first) - _TOPIC), found.first)
    return any((r := page.tags.readings[i]) is not None and r.key in _TOPICS for i in before)


#: Words from such a noun to its preposition: تطورات الأزمة السياسية في.
_TOPIC = 2


def _sides(page: Parsed, found: PlaceFound) -> bool:
    """Two states, not the ground between two places: العلاقات بين مصر وتركيا، but الحدود بين, الطريق بين."""
    if found.precision not in ("country", "town") or found.cue is None or page.doc.tokens[found.cue].key != "بين":
        return False
    before = page.doc.tokens[found.cue - 1] if found.cue else None
    ground = before is not None and any(a.ent == "place_head" for a in before.analyses)
    return not ground and (found.precision == "country" or _another(page, found))


def _another(page: Parsed, found: PlaceFound) -> bool:
    """The name is one of two capitals that stand for their states: بين القاهرة وأنقرة."""
    at = page.places.index(found)
    near = page.places[max(0, at - 1) : at + 2]
    return any(placerows.joined(page, a, b) and _country(a) != _country(b) for a, b in pairwise(near))


def _country(found: PlaceFound) -> str | None:
    return found.place.country if found.place is not None else None


_WITNESS = frozenset(lemma_key(verb) for verb in ("شهد", "تعرض", "عاش", "سجل"))


def _witnesses(page: Parsed, found: PlaceFound, verb: int, sentence: int) -> bool:
    """The subject of the light verb that carries the event: شهدت المدينة مواجهات، يتعرض المعسكر لهجمات."""
    reading = page.tags.readings[verb]
    if reading is None or reading.key not in _WITNESS:
        return False
    subject, _objects, passive = arguments(page, verb, sentence)
    return not passive and subject is not None and subject.first <= found.first <= subject.last


def _staged(page: Parsed, verb: int | None, sentence: int) -> list[Place]:
    """The place told before that the subject of such a verb takes up: وشهدت المدينة معارك."""
    reading = page.tags.readings[verb] if verb is not None else None
    if verb is None or reading is None or reading.key not in _WITNESS:
        return []
    subject, _objects, _passive = arguments(page, verb, sentence)
    found = placemeant.meant(page, subject) if subject is not None else None
    return [drafts.place(page, found)] if found is not None else []


def _of_another(draft: Draft, found: PlaceFound | None) -> bool:
    """Beyond a noun that names an event: كشف هوية منفذ الهجوم في سروج, there the attack was."""
    if found is None or not draft.type.startswith(_ANYWHERE):
        return False
    court = draft.trigger.rule.id.startswith(_COURTS) and found.precision == "country"
    return not court and _names_another(draft.page, range(draft.trigger.last + 1, found.first))


def _names_another(page: Parsed, between: range) -> bool:
    """A noun that names an event stands between."""
    readings = page.tags.readings
    return any(i in page.events or ((r := readings[i]) is not None and r.ent == "event") for i in between)


def _has_preposition(page: Parsed, found: PlaceFound) -> bool:
    n = page.phrase_of.get(found.first)
    phrase = page.phrases[n] if n is not None else None
    return phrase is not None and phrase.prep[-1:] in _LOCATIVE


def _on_the_ground(page: Parsed, found: PlaceFound) -> bool:
    """The last word of a phrase that names a piece of ground: على إحدى طرق منطقة جازان."""
    n = page.phrase_of.get(found.first)
    phrase = page.phrases[n] if n is not None else None
    if phrase is None or phrase.prep[-1:] not in _LOCATIVE or found.last != phrase.last:
        return False
    ground = range(phrase.head, found.first)
    return any(a.ent == "place_head" for i in ground for a in page.doc.tokens[i].analyses)


_LOCATIVE = frozenset(
    (p,) for p in ("في", "ب", "قرب", "شرق", "غرب", "شمال", "جنوب", "وسط", "داخل", "بين", "عند", "علي")
)


def _told_elsewhere(page: Parsed, dateline: PlaceFound) -> bool:
    """Only written there, told of another country: أنقرة - رويترز: قصفت الطائرات مواقع في شمال سوريا."""
    here = _country(dateline)
    around = page.places_of(page.doc.tokens[dateline.first].sent)
    return any(f.relation == "in" and f.cue is not None and not f.inside_org and _country(f) != here for f in around)


def _dateline(page: Parsed, found: PlaceFound) -> bool:
    """A place before a colon or dash at the beginning: بيروت - رويترز، العراق: مقتل ..."""
    first, _ = page.doc.sentences[page.doc.tokens[found.first].sent]
    if found.first != first or found.last + 1 >= len(page.doc.tokens):
        return False
    return page.doc.tokens[found.last + 1].text in (":", "-", "–", "—", "..", ".", "(", "/")
