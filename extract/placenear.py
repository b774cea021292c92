"""How near a place stands to a trigger in its sentence: in words, or not at all where it is the place of something else."""

from __future__ import annotations

from itertools import pairwise

from extract import nearby, placemeant, placerows
from extract.clauses import arguments
from extract.drafts import Draft
from extract.grammar import bare
from extract.nearby import Clause
from extract.parsed import Parsed, lemma_key
from extract.phrases import Phrase
from extract.placefound import Found as PlaceFound

#: Types that need no place: only one told right with them counts.
_ANYWHERE = ("diplomacy.", "law.", "politics.")
_CLOSE = 16.0
#: Names of those who meet, and of those who are arrested, are long.
_MET, _SEIZED = 28.0, frozenset(("law.arrest", "law.seizure"))
#: Where a visit leads: زيارة لم يعلن عنها من قبل لوزير كذا إلى بغداد.
_VISITED = 40.0
#: Types in which somebody leaves a place.
_MOVES = ("territory.withdrawal", "territory.advance", "harm.displacement", "diplomacy.", "politics.", "life.")
#: What is decided or agreed leads nowhere.
_NOWHERE_BOUND = (
    "politics.decision",
    "politics.departure",
    "diplomacy.agreement",
    "diplomacy.ceasefire",
    "diplomacy.sanction",
)
#: Courts sit in the country of the deed: محاكمة المتهمين بتفجير المسجد في الكويت.
_COURTS = ("proceed.trial", "sentence.", "execute.")
#: Beyond this a place before the trigger belongs to another clause.
_ELSEWHERE = 45.0


def nearness(draft: Draft, found: PlaceFound, taken: list[Phrase], clause: Clause) -> float | None:
    """Distance of a place from the trigger in words, crossing verbs at a price; None where it is no place of it."""
    page, trigger = draft.page, draft.trigger
    located = found.cue is not None or (found.relation in ("in", "near") and _has_preposition(page, found))
    located = located or (found.relation == "of" and _on_the_ground(page, found))
    n = page.phrase_of.get(found.first)
    noun = n is not None and n in (page.phrase_of.get(trigger.head), page.phrase_of.get(trigger.last))
    if noun and (found.head is not None or found.precision == "point"):
        located = True  # معركة تحرير مدينة راوة، أعيد فتح مطار عدن
    stage = clause.light if trigger.form != "verb" or draft.type.startswith(_ANYWHERE) else trigger.head
    stage = _host(page, trigger.head, clause) if stage is None else stage
    if stage is not None and _witnesses(page, found, stage, trigger.sentence):
        return 2.0
    if draft.trigger.rule.id.startswith(_COURTS) and page.doc.field == "title" and found.first == 0:
        return 1.0  # الكويت تبدأ محاكمة المتهمين
    if draft.type in _AGREED and _signed(page, found, trigger.sentence):
        return 10.0
    if any(p.first <= found.first <= p.last for p in taken) and not located:
        return None
    if not located and found.precision in ("country", "region") and not dateline(page, found):
        return None
    if found.relation == "between" and _sides(page, found, sure=draft.type.startswith(_ANYWHERE)):
        return None
    if found.relation == "towards" and draft.type.startswith(_NOWHERE_BOUND):
        return None  # سمحت للولايات المتحدة، توافدوا إلى طهران بعد الاتفاق
    if not located and placemeant.stands_for_state(page, found):
        return None
    if found.relation == "from" and not (draft.type.startswith(_MOVES) or draft.type == "law.release"):
        return None  # القبض على امرأة من ولاية كذا: where she is from
    if _sided(page, found):
        return None
    if draft.type.startswith(_ANYWHERE) and _described(page, found):
        return None
    if found.relation == "towards" and (draft.type.startswith("accident.") or _bound(page, found)):
        return None  # where the flight was bound
    if found.first > trigger.last:
        cost = clause.after(trigger.last + 1, found.first - 1, 12.0)
        if cost > _ELSEWHERE or nearby.anchored(page, trigger.last + 1, found.first):
            return None
    elif dateline(page, found):
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
    if of_another(draft, found):
        return None
    struck = found.cue is not None and found.cue == found.first - 1 and page.doc.tokens[found.cue].key == "علي"
    if struck and found.precision == "country":
        return None  # الحصار المفروض على إيران: whom it strikes; not على كامل التراب
    if _spoken_of(page, found):
        return None
    return cost if located and cost < _reach(draft, found) else None


def _reach(draft: Draft, found: PlaceFound) -> float:
    """Up to which cost a place belongs to what need not tell one."""
    if draft.trigger.rule.id.startswith("meet.visit") and found.relation == "towards":
        return _VISITED
    long = draft.type == "diplomacy.meeting" or (draft.type in _SEIZED and not _relative(draft, found))
    return _MET if long else _CLOSE


def _relative(draft: Draft, found: PlaceFound) -> bool:
    """In a clause that says what the arrested did: القبض على شبان تحرشوا بفتاة في كذا, unless it is one of a raid."""
    page, between = draft.page, range(draft.trigger.last + 1, found.first)
    opens = (i for i in between if page.tags.letters[i] in "RV" and page.tags.letters[i - 1] != "P")
    return (first := next(opens, None)) is not None and not _during(page, between.start, first)


_BOUND = frozenset("متجه متجهه متجها متجهين متوجه متوجهه متوجها متوجهين طريقه طريقها طريقهم طريقهما".split())


def _bound(page: Parsed, found: PlaceFound) -> bool:
    """Where somebody was going when it happened: كمين لتعزيزات كانت متجهة إلى تعز."""
    return found.cue is not None and found.cue > 0 and page.doc.tokens[found.cue - 1].key in _BOUND


_LIVING = frozenset("مقيم مسجل مولود متمركز مقره مقرها عامل دارس مبتعث".split())


def _described(page: Parsed, found: PlaceFound) -> bool:
    """Where somebody lives or is registered, not what he does: المجموعة المسجلة في هولندا، شاب مقيم في كذا."""
    if found.cue is None or found.cue == 0:
        return False
    key, reading = page.doc.tokens[found.cue - 1].key, page.tags.readings[found.cue - 1]
    return key in _LIVING or (reading is not None and reading.pos != "verb" and reading.key in _LIVING)


def _sided(page: Parsed, found: PlaceFound) -> bool:
    """With whom somebody sides: للتضامن مع مدينة كوباني."""
    n = page.phrase_of.get(found.first)
    return n is not None and found.cue is None and page.phrases[n].prep[-1:] in (("مع",), ("ضد",))


_AGREED = frozenset(("diplomacy.agreement", "diplomacy.ceasefire"))
_PAPERS, _TALKS = (
    frozenset(("بيان", "اعلان")),
    frozenset(("اجتماع", "قمه", "مباحثات", "محادثات", "مفاوضات", "جوله", "حفل", "مراسم")),
)


def _signed(page: Parsed, found: PlaceFound, sentence: int) -> bool:
    """Where the talks ended or their statement was given out: وفق بيان صدر في بكين، في ختام اجتماع في فيينا."""
    if found.relation != "in" or found.cue is None or found.inside_org or found.precision == "country":
        return False
    first = max(page.doc.sentences[sentence][0], found.cue - _TOPIC - 1)
    keys = [bare(page.doc.tokens[i].key, _PAPERS | _TALKS) for i in range(first, found.cue)]
    return any(keys)


#: What is talked about is somewhere, not the talk: بحثا الأوضاع في سوريا.
_TOPICS = frozenset(
    lemma_key(noun) for noun in ("وضع", "تطور", "مستجد", "أزمة", "حرب", "سلام", "استقرار", "ملف", "صراع", "نزاع", "حدث")
)


def _spoken_of(page: Parsed, found: PlaceFound) -> bool:
    before = range(max(0, (found.cue if found.cue is not None else found.first) - _TOPIC), found.first)
    return any((r := page.tags.readings[i]) is not None and r.key in _TOPICS and not _of_house(page, i) for i in before)


def _of_house(page: Parsed, i: int) -> bool:
    """The name of a building: في قصر السلام بجدة."""
    return i > 0 and any(a.ent in ("building", "place_head") for a in page.doc.tokens[i - 1].analyses)


#: Words from such a noun to its preposition: تطورات الأزمة السياسية في.
_TOPIC = 2


def _sides(page: Parsed, found: PlaceFound, *, sure: bool) -> bool:
    """Two states, not the ground between two places: العلاقات بين مصر وتركيا، but الحدود بين, الطريق بين.

    `sure`: whatever a capital stands beside, of what is agreed between them (بين طهران والدول الكبرى).
    """
    if found.precision not in ("country", "town") or found.cue is None or page.doc.tokens[found.cue].key != "بين":
        return False
    before = page.doc.tokens[found.cue - 1] if found.cue else None
    ground = before is not None and any(a.ent == "place_head" for a in before.analyses)
    return not ground and (sure or found.precision == "country" or _another(page, found))


def _another(page: Parsed, found: PlaceFound) -> bool:
    """The name is one of two capitals that stand for their states: بين القاهرة وأنقرة."""
    at = page.places.index(found)
    near = page.places[max(0, at - 1) : at + 2]
    return any(placerows.joined(page, a, b) and _country(a) != _country(b) for a, b in pairwise(near))


def _country(found: PlaceFound) -> str | None:
    return found.place.country if found.place is not None else None


WITNESS = frozenset(lemma_key(verb) for verb in ("شهد", "تعرض", "عاش", "سجل"))
_HOSTS = frozenset(lemma_key(verb) for verb in ("استضاف", "احتضن"))


def _host(page: Parsed, verb: int, clause: Clause) -> int | None:
    """The verb whose subject receives the guests: باريس تستضيف قمة، المحادثات التي تستضيفها جنيف."""
    likely = (i for i in (verb, clause.own) if i is not None)
    return next((i for i in likely if (r := page.tags.readings[i]) is not None and r.key in _HOSTS), None)


def _witnesses(page: Parsed, found: PlaceFound, verb: int, sentence: int) -> bool:
    """The subject of the light verb that carries the event: شهدت المدينة مواجهات، يتعرض المعسكر لهجمات."""
    reading = page.tags.readings[verb]
    if reading is None or reading.key not in WITNESS | _HOSTS:
        return False
    subject, _objects, passive = arguments(page, verb, sentence)
    return not passive and subject is not None and subject.first <= found.first <= subject.last


def of_another(draft: Draft, found: PlaceFound | None) -> bool:
    """Beyond a noun that names an event: كشف هوية منفذ الهجوم في سروج, there the attack was."""
    if found is None or not draft.type.startswith(_ANYWHERE):
        return False
    court = draft.trigger.rule.id.startswith(_COURTS) and found.precision == "country"
    signed = draft.type in _AGREED and _signed(draft.page, found, draft.trigger.sentence)
    return not court and not signed and _names_another(draft.page, range(draft.trigger.last + 1, found.first))


def _names_another(page: Parsed, between: range) -> bool:
    """A noun that names an event stands between, and not one during which this happened: اعتقلوا خلال مداهمات في كذا."""
    readings = page.tags.readings
    named = (i for i in between if i in page.events or ((r := readings[i]) is not None and r.ent == "event"))
    return any(not _during(page, between.start, i) for i in named)


_DURING, _MEANWHILE = frozenset(("خلال", "اثناء")), 3


def _during(page: Parsed, first: int, at: int) -> bool:
    """The noun at `at` stands right behind خلال: خلال عملية قمع لمظاهرة."""
    near = range(max(first, at - _MEANWHILE), at)
    return any(page.doc.tokens[i].key in _DURING for i in near)


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


def _told_elsewhere(page: Parsed, written: PlaceFound) -> bool:
    """Only written there, told of another country: أنقرة - رويترز: قصفت الطائرات مواقع في شمال سوريا."""
    here = _country(written)
    around = page.places_of(page.doc.tokens[written.first].sent)
    return any(f.relation == "in" and f.cue is not None and not f.inside_org and _country(f) != here for f in around)


def dateline(page: Parsed, found: PlaceFound) -> bool:
    """A place before a colon or dash at the beginning: بيروت - رويترز، العراق: مقتل ..."""
    first, _ = page.doc.sentences[page.doc.tokens[found.first].sent]
    if found.first != first or found.last + 1 >= len(page.doc.tokens):
        return False
    return page.doc.tokens[found.last + 1].text in (":", "-", "–", "—", "..", ".", "(", "/")


#: Words of a line that says whence a text comes, at most: محمد العلي - وكالات - جدة.
_LINE, _DASHES = 9, frozenset(("-", "–", "—", "/"))


def written(page: Parsed, found: PlaceFound) -> bool:
    """A place in the line before the first verb of a text that says whence it comes."""
    if found.first > _LINE or page.doc.tokens[found.first].sent > 1:
        return False
    before = {"V", "P", "S", "R"} & set(page.tags.letters[: found.first])
    line = found.first > 0 and page.doc.tokens[found.first - 1].text in _DASHES
    return not before and (line or (found.first == 0 and dateline(page, found)))
