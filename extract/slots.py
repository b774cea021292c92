"""Fill the slots of a draft: roles to arguments, then place, time and quantities of its clause."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

from extract import drafts
from extract.drafts import Draft
from extract.parsed import Parsed, lemma_key
from extract.phrases import Phrase
from extract.places import Found as PlaceFound
from extract.quantities import Found as QuantityFound
from extract.roles import Role, arguments, roles
from extract.rules import EventType
from extract.standing import carrier
from extract.times import TimeExpr
from extract.types import Argument, Place, Time, Via

#: Types that happen nowhere in particular: a place in their sentence is what they speak about.
PLACELESS = ("statement.",)
#: Nobody does an accident or a disaster: whom it strikes is the target.
_NOBODY = ("disaster.", "accident.")
#: Types that need no place: only one told right with them counts.
_ANYWHERE = ("diplomacy.", "law.", "politics.", "life.")
_CLOSE = 16.0
_OWN_KIND = {
    "law.arrest": {"arrested"},
    "law.release": {"released"},
    "conflict.abduction": {"kidnapped"},
    "harm.displacement": {"displaced", "rescued", "killed", "missing"},
    "disaster.epidemic": {"cases", "killed", "injured"},
    "disaster.earthquake": {"magnitude", "killed", "injured", "missing", "displaced"},
    "law.execution": {"killed"},
}
#: Types whose place is a thing that changes hands where it is no town: مباني الإذاعة، قاعدة عسكرية.
_HELD = ("territory.capture", "territory.siege", "conflict.clearing")
_TARGET_AND_PLACE = ("conflict.air_strike", "conflict.shelling", "conflict.assault", "conflict.bombing")


def fill(draft: Draft, nationality: dict[str, str]) -> None:
    """Arguments, places and time of one draft."""
    page, trigger = draft.page, draft.trigger
    taken: list[Phrase] = []
    if trigger.form == "verb":
        told, _objects, passive = arguments(page, trigger.head, trigger.sentence, words=trigger.words)
        draft.subject = (told.first, told.last) if told is not None and not passive else None
    for role in roles(page, trigger):
        taken.append(role.phrase)
        _put(draft, role, nationality)
    if not draft.type.startswith(PLACELESS) or draft.places:
        _locate(draft, taken)
    draft.places = [_within(page, trigger.sentence, place) for place in draft.places]
    if draft.type.startswith(_NOBODY):
        draft.actors = []
    if draft.type == "territory.capture" and draft.places and not draft.targets:
        draft.targets = _holders(draft, nationality)
    when = _time_of(draft)
    if when is not None:
        draft.time = drafts.time(page, when)


#: What those do who hold the ground: المدينة التي تواجد فيها التنظيم.
_HOLDING = frozenset(("تواجد", "سيطر", "تحصن", "تمركز", "انتشر", "احتل"))


def _holders(draft: Draft, nationality: dict[str, str]) -> list[Argument]:
    """Whom the relative clause behind the trigger tells as holding the ground that was taken."""
    page, trigger = draft.page, draft.trigger
    _, end = page.doc.sentences[trigger.sentence]
    letters, readings = page.tags.letters, page.tags.readings
    for i in range(trigger.last + 1, end - 1):
        verb = readings[i]
        if letters[i] != "V" or verb is None:
            continue
        if letters[i - 1] != "R" or verb.lemma not in _HOLDING:
            return []
        behind = (page.entity_at[j] for j in range(i + 1, min(i + 4, end)) if j in page.entity_at)
        party = next((e for e in behind if e.cls == "non_state"), None)
        n = page.phrase_of.get(party.first) if party is not None else None
        return [drafts.argument(page, page.phrases[n], "relative", nationality)] if n is not None else []
    return []


def _put(draft: Draft, role: Role, nationality: dict[str, str]) -> None:
    """One role into its slot; `target/place` is a place where one is named."""
    page = draft.page
    slot = role.slot
    found = page.place_in(role.phrase) if "place" in slot else None
    is_place = found is not None or ("place" in slot and "place" in page.phrase_classes(role.phrase))
    if "place" in slot and (is_place or slot == "place"):
        if found is not None:
            draft.places.append(drafts.place(page, found))
        elif (meant := _meant(page, role.phrase)) is not None:
            span = page.doc.span(role.phrase.first, role.phrase.last)
            draft.places.append(replace(drafts.place(page, meant), span=span))
        elif slot != "place" or (draft.type in _HELD and not draft.targets):
            _add(draft.targets, drafts.argument(page, role.phrase, role.via, nationality))
            return
        elif is_place:
            draft.spot = page.doc.span(role.phrase.first, role.phrase.last)
        if slot == "target/place" and draft.type in _TARGET_AND_PLACE:
            _add(draft.targets, drafts.argument(page, role.phrase, role.via, nationality))
        return
    lists: dict[str, list[Argument]] = {
        "actor": draft.actors,
        "target": draft.targets,
        "target/place": draft.targets,
        "instrument": draft.instruments,
        "partner": draft.partners,
    }
    if slot == "target" and draft.type == "territory.capture" and not page.phrase_classes(role.phrase) & _PARTIES:
        return  # استعادها من آخر معاقله: only somebody loses a place
    if slot in lists and not _is_time(page, role.phrase):
        _add(lists[slot], drafts.argument(page, role.phrase, _via(role), nationality))


_PARTIES = frozenset(("armed", "official", "org", "group", "person", "state", "state_force", "non_state", "igo"))


#: Words that take up a town told before, whatever noun stood with it then.
_TOWN_WORDS = frozenset(lemma_key(word) for word in ("مدينة", "بلدة", "قرية"))


def _meant(page: Parsed, phrase: Phrase) -> PlaceFound | None:
    """The place that a bare place noun takes up: the last one told before it with that noun (المعسكر، المدينة)."""
    head = page.tags.readings[phrase.head]
    if head is None or not head.det:
        return None
    noun = lemma_key(head.lemma)
    for found in reversed(page.places):
        if found.first >= phrase.first or found.inside_org:
            continue
        if found.head == noun or (noun in _TOWN_WORDS and found.precision == "town" and found.place is not None):
            return found
    return None


def _via(role: Role) -> Via:
    return role.via


def _add(slot: list[Argument], argument: Argument) -> None:
    if not any(a.span.start == argument.span.start and a.span.field == argument.span.field for a in slot):
        slot.append(argument)


def _is_time(page: Parsed, phrase: Phrase) -> bool:
    return any(t.first <= phrase.first <= t.last for t in page.times)


# ---- places


def _locate(draft: Draft, taken: list[Phrase]) -> None:
    """The nearest place told with the trigger: after it in its clause, else before it."""
    told = ("in", "of") if draft.type.startswith("territory.") else ("in",)  # على دير الزور: that is the ground
    if any(p.relation in told for p in draft.places):
        return
    page, trigger = draft.page, draft.trigger
    candidates = [
        p
        for p in page.places
        if page.doc.tokens[p.first].sent == trigger.sentence and not p.inside_org and p.precision != "none"
    ]
    scored = [(score, p) for p in candidates if (score := _nearness(draft, p, taken)) is not None]
    scored.sort(key=lambda pair: pair[0])
    if scored:
        best = scored[0][1]
        chain = _chain(best, [p for score, p in scored if score < 60])
        narrow = max(chain, key=_narrowness)
        draft.places.append(drafts.place(page, narrow))


def _chain(best: PlaceFound, others: list[PlaceFound]) -> list[PlaceFound]:
    """The places told in one breath with the nearest one: حي الزهور ببغداد، بلدة سرمدا في ريف إدلب."""
    chain = [best]
    for found in sorted(others, key=lambda p: abs(p.first - best.first)):
        if any(0 < found.first - c.last <= _BREATH or 0 < c.first - found.last <= _BREATH for c in chain):
            chain.append(found)
    return chain


_BREATH = 4


def _within(page: Parsed, sentence: int, place: Place) -> Place:
    """A place that no list knows lies in the known one nearest to it in its sentence, or in the only country told."""
    if place.id is not None:
        return place
    known = [(page.doc.tokens[f.first].sent, f.place, f) for f in page.places if f.place and _holds(f)]
    beside = [(abs(page.doc.span(f.first, f.last).start - place.span.start), e) for n, e, f in known if n == sentence]
    if beside:
        around = min(beside, key=lambda pair: pair[0])[1]
        return replace(place, country=around.country, parents=(around.id, *around.parents))
    countries = {entry.country for _, entry, _ in known}
    return replace(place, country=countries.pop()) if len(countries) == 1 else place


def _holds(found: PlaceFound) -> bool:
    """Not a neighbour: على الحدود مع تركمانستان."""
    return not found.inside_org and (found.relation == "in" or found.precision not in ("country", "none"))


def _narrowness(found: PlaceFound) -> float:
    """Finer places rank higher; a village or quarter known only by its cue word is finer than the town beside it."""
    return 4.5 if found.place is None else _RANK.get(found.precision, 2)


_RANK = {"point": 5, "town": 4, "district": 3, "region": 2, "country": 1}


def _nearness(draft: Draft, found: PlaceFound, taken: list[Phrase]) -> float | None:
    """Distance of a place from the trigger in words, crossing verbs at a price; None where it is no place of it."""
    page, trigger = draft.page, draft.trigger
    letters = page.tags.letters
    located = found.cue is not None or (found.relation in ("in", "near") and _has_preposition(page, found))
    n = page.phrase_of.get(found.first)
    if found.head is not None and n is not None and n == page.phrase_of.get(trigger.head):
        located = True  # معركة تحرير مدينة راوة
    if any(p.first <= found.first <= p.last for p in taken) and not located:
        return None
    if not located and found.precision in ("country", "region") and not _dateline(page, found):
        return None
    if found.first > trigger.last:
        between = range(trigger.last + 1, found.first)
        cost = (
            len(between)
            + 12.0 * sum(letters[i] == "V" for i in between)
            + 8.0 * sum(letters[i] in "SR" for i in between)
        )
    else:
        between = range(found.last + 1, trigger.first)
        cost = 6.0 + len(between) + 15.0 * sum(letters[i] == "V" for i in between)
    if found.relation in ("from", "towards"):
        cost += 6
    if not draft.type.startswith(_ANYWHERE):
        return cost + (0 if located else 10)
    return cost if located and cost < _CLOSE else None


def _has_preposition(page: Parsed, found: PlaceFound) -> bool:
    n = page.phrase_of.get(found.first)
    phrase = page.phrases[n] if n is not None else None
    return phrase is not None and phrase.prep[-1:] in _LOCATIVE


_LOCATIVE = frozenset(
    (p,) for p in ("في", "ب", "قرب", "شرق", "غرب", "شمال", "جنوب", "وسط", "داخل", "بين", "عند", "علي")
)


def _dateline(page: Parsed, found: PlaceFound) -> bool:
    """A place before a colon or dash at the beginning: بيروت - رويترز، العراق: مقتل ..."""
    first, _ = page.doc.sentences[page.doc.tokens[found.first].sent]
    if found.first != first or found.last + 1 >= len(page.doc.tokens):
        return False
    return page.doc.tokens[found.last + 1].text in (":", "-", "–", "—", "..", ".", "(", "/")


# ---- time


def _time_of(draft: Draft) -> TimeExpr | None:
    """The time expression nearest to the trigger, none beyond another verb's clause; finer ones first."""
    page, trigger = draft.page, draft.trigger
    letters = page.tags.letters
    light = carrier(page, trigger) if trigger.form in ("masdar", "participle") else None
    best: tuple[float, TimeExpr] | None = None
    for expr in page.times:
        if page.doc.tokens[expr.first].sent != trigger.sentence:
            continue
        cost = _COARSE.get(expr.granularity, 0.0) + (8.0 if expr.kind == "since" else 0.0)
        if expr.first > trigger.last:
            between = range(trigger.last + 1, expr.first)
            cost += len(between) + 14.0 * sum(letters[i] == "V" for i in between)
        elif draft.subordinate or (expr.statement_only and not draft.type.startswith("statement.")):
            continue  # what stands before dates the main clause, or the saying
        else:
            between = range(expr.last + 1, trigger.first)
            cost += (
                2.0
                + len(between)
                + 10.0 * sum(letters[i] == "V" and i != light and letters[i - 1] != "P" for i in between)
            )
        if not expr.statement_only:  # whoever says that ... says so then
            cost += 25.0 * sum(letters[i] == "S" for i in between)
        cost += 6.0 * sum(letters[i] == "R" for i in between)
        if cost < 40 and (best is None or cost < best[0]):
            best = (cost, expr)
    return best[1] if best is not None else None


def look_ahead(draft: Draft) -> None:
    """The weekday of what is planned is the next one: يعتزمون التظاهر الأحد."""
    when, published = draft.time, draft.page.published
    if draft.status != "expected" or when is None or published is None or when.anchor != "weekday":
        return
    if when.end <= published:
        draft.time = replace(when, start=when.start + timedelta(days=7), end=when.end + timedelta(days=7))


#: A month beside a day only says which; prices in words.
_COARSE = {"week": 4.0, "month": 8.0, "season": 8.0, "year": 10.0}


def dateline(page: Parsed) -> Time | None:
    """The date that a text opens with, before its first verb: الرياض 14 صفر 1439 هـ الموافق ..."""
    for expr in page.times:
        if expr.first > _DATELINE or any(page.tags.letters[i] == "V" for i in range(expr.first)):
            return None
        if expr.anchor == "explicit" and expr.granularity == "day":
            return drafts.time(page, expr)
    return None


_DATELINE = 8


def spoken(page: Parsed) -> Time | None:
    """The time of what is said in the opening: قال الوزير اليوم الجمعة إن ..."""
    told = (e for e in page.times if e.statement_only and page.doc.tokens[e.first].sent <= 1)
    return next((drafts.time(page, e) for e in told), None)


# ---- quantities


def count(page_drafts: list[Draft], types: dict[str, EventType]) -> None:
    """Give each quantity of a field to the draft of its sentence that it belongs to."""
    if not page_drafts:
        return
    page = page_drafts[0].page
    for found in page.quantities:
        sentence = page.doc.tokens[found.first].sent
        same = [d for d in page_drafts if d.trigger.sentence == sentence]
        owner = _owner(found, same, types)
        if owner is not None:
            owner.quantities.append(drafts.quantity(page, found))


def _owner(found: QuantityFound, same: list[Draft], types: dict[str, EventType]) -> Draft | None:
    """The draft whose type takes such a count, nearest to the words that gave it."""
    fitting = [d for d in same if _fits(found.kind, d, types)]
    if not fitting:
        return None
    at = found.cue if found.cue is not None else found.first
    return min(fitting, key=lambda d: (abs(d.trigger.first - at), d.trigger.first))


_FORCE = (
    "captured_places",
    "fighters",
    "vehicles",
    "aircraft",
    "missiles",
    "houses",
    "percent_area",
    "area",
    "distance_km",
)
#: Counts besides victims that the events of a family take; a duration or an age belongs to none.
_TAKES: dict[str, tuple[str, ...]] = {
    "conflict": _FORCE,
    "territory": (*_FORCE, "percent"),
    "harm": ("houses", "people", "families"),
    "disaster": ("houses", "people", "families", "area", "money", "vehicles", "missing", "displaced"),
    "accident": ("vehicles", "aircraft", "people"),
    "protest": ("people",),
    "law": ("accused", "people", "money", "tonnes", "vehicles"),
    "diplomacy": ("money", "tonnes", "people", "aircraft", "vehicles"),
    "politics": ("money", "percent", "people"),
}


def _fits(kind: str, draft: Draft, types: dict[str, EventType]) -> bool:
    own = _OWN_KIND.get(draft.type)
    if own is not None and kind in own:
        return True
    if kind in ("killed", "injured", "missing"):
        known = types.get(draft.type)
        return known is not None and known.casualty
    return kind in _TAKES.get(draft.type.split(".")[0], ())


def too_old(draft: Draft, days: int = 30) -> bool:
    """Over `days` before publication, by the time told."""
    published = draft.page.published
    if draft.time is None or published is None:
        return False
    begun = draft.time.end >= published - timedelta(days=1)  # منذ صيف 2014: it began then
    return (draft.time.start if begun else draft.time.end) < published - timedelta(days=days)
