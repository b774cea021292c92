"""Places told side by side: a row of equals (في درعا وإدلب), or one inside the other (حي الزهور ببغداد)."""

from __future__ import annotations

from extract import placewords
from extract.parsed import Parsed
from extract.placefound import Found

#: Tokens between places told in one breath.
BREATH = 4
RANK = {"point": 5, "town": 4, "district": 3, "region": 2, "country": 1}


def row(page: Parsed, one: Found) -> list[Found]:
    """A place with those coordinated with it: في تلعفر والرمادي، في درعا وإدلب وريف حمص."""
    side = [one]
    at = page.places.index(one)
    for found in reversed(page.places[:at]):
        if not joined(page, found, side[0]):
            break
        side.insert(0, found)
    for found in page.places[at + 1 :]:
        if not joined(page, side[-1], found):
            break
        side.append(found)
    return side


def joined(page: Parsed, one: Found, two: Found) -> bool:
    """Coordinated: with و, or in a list with commas, under one preposition or each under its own."""
    tokens = page.doc.tokens
    if one.inside_org or two.inside_org or one.precision == "none" or _opens_clause(page, one, two):
        return False
    if {one.relation, two.relation} <= {"in", "near"} and two.cue == one.last + 1 != two.first:
        cue = tokens[two.cue].key  # في حمص وقرب دمشق; not قرب حمص وسط البلاد
        return cue.startswith("و") and cue not in placewords.RELATIONS
    if two.relation == "of" and two.head_at == one.last + 1 and tokens[two.head_at].key.startswith("و"):
        return True  # على تعز ومدينة إب
    if one.relation != two.relation:
        return False
    if one.relation == "in" and _in_parallel(page, one, two):
        return True
    gap = two.first - one.last
    key = tokens[two.first].key
    if gap == 1:
        return (key.startswith("و") and two.strip > 0) or (two.head is not None and key.startswith("و"))
    return gap == 2 and tokens[one.last + 1].text in ("،", ",", "و")


def _opens_clause(page: Parsed, one: Found, two: Found) -> bool:
    """The second does something of its own: غارات على نطنز وإيران ترد، تقصف باكستان وإسلام آباد تسقط مقاتلات."""
    after = two.last + 1
    next_ = two.first == one.last + 1 or two.head_at == one.last + 1
    if not next_ or after >= len(page.doc.tokens) or page.tags.letters[after] != "V":
        return False
    verb, (start, _) = page.tags.readings[after], page.doc.sentences[page.doc.tokens[one.first].sent]
    presently = verb is not None and verb.asp == "i" and not verb.conj
    return presently and (two.precision != one.precision or "V" in page.tags.letters[start : one.first])


#: Tokens of the noun phrase that the second of two parallel places belongs to.
_PARALLEL = 5


def _in_parallel(page: Parsed, one: Found, two: Found) -> bool:
    """Of two that are coordinated, each under its own preposition: مواقع التنظيم في سوريا وحزب كذا في شمال العراق."""
    first = one.last + 1
    between = range(first, two.cue if two.cue is not None else first)
    named = 2 <= len(between) <= _PARALLEL and page.doc.tokens[first].key.startswith("و")
    return named and all(page.tags.letters[i] in "NP" and i not in page.events for i in between) and _other(one, two)


def _other(one: Found, two: Found) -> bool:
    """Neither holds the other."""
    if one.place is None or two.place is None:
        return one.place is not two.place
    a, b = one.place, two.place
    return a.id != b.id and a.id not in b.parents and b.id not in a.parents


def chain(page: Parsed, best: Found, others: list[Found]) -> list[Found]:
    """The places told in one breath with the nearest one: حي الزهور ببغداد، بلدة سرمدا في ريف إدلب."""
    chain = [best]
    for found in sorted(others, key=lambda p: abs(p.first - best.first)):
        if _landmark(page, found) and found is not best:
            continue
        if any(_in_one_breath(page, c, found) or _in_one_breath(page, found, c) for c in chain):
            chain.append(found)
    return chain


def _in_one_breath(page: Parsed, one: Found, two: Found) -> bool:
    return 0 < two.first - one.last <= BREATH and "V" not in page.tags.letters[one.last + 1 : two.first]


def marked(page: Parsed, landmark: Found) -> Found:
    """The place told right before that which only says on which side it lies: إقليم الحوز جنوب غرب مراكش; else itself."""
    at = page.places.index(landmark)
    before = page.places[at - 1] if at else landmark
    beside = landmark.cue is not None and 0 < landmark.cue - before.last <= _SIDE and not before.inside_org
    finer = RANK.get(before.precision, 2) > RANK["country"] and not before.auxiliary(page.tags.letters)
    return before if beside and finer and _landmark(page, landmark) else landmark


#: Words for a side: جنوب غرب.
_SIDE = 2


def _landmark(page: Parsed, found: Found) -> bool:
    """Only says on which side: الى الشمال من عدن، غرب المدينة."""
    key = page.doc.tokens[found.cue].key if found.cue is not None else ""
    return found.relation == "near" and (key == "من" or key.removeprefix("ب") in placewords.DIRECTIONS)


def narrowness(found: Found) -> float:
    """Finer places rank higher; a village or quarter known only by its cue word is finer than the town beside it."""
    if found.place is None:
        return 4.5
    return 1.5 if found.place.country is None else RANK.get(found.precision, 2)  # a sea, a strait
