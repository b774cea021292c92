"""Fill the slots of a draft: roles to arguments, then place and time of its clause."""

from __future__ import annotations

from dataclasses import replace

from extract import drafts, lasting, nations, placelists, placemeant, placing, recast, timing
from extract import grammar as g
from extract.drafts import Draft
from extract.parsed import Parsed
from extract.phrases import Phrase
from extract.roles import Role, arguments, roles
from extract.types import Argument, Span, Via

#: Types that happen nowhere in particular: a place in their sentence is what they speak about.
PLACELESS = ("statement.",)
#: Nobody does an accident, a disaster or a death: whom it strikes is the target.
_NOBODY = ("disaster.", "accident.", "life.")
#: Types whose place is a thing that changes hands where it is no town: مباني الإذاعة، قاعدة عسكرية.
_HELD = ("territory.capture", "territory.siege", "conflict.clearing")
#: Classes of nouns for what is hit besides people.
_STRUCK_THINGS = frozenset(("vehicle", "building", "place_head", "aircraft", "org"))
#: What such a blow hits is a target, though it is a place; a town that is bombed from the air or blown up is only where.
_TARGET_AND_PLACE = ("conflict.air_strike", "conflict.shelling", "conflict.assault", "conflict.bombing")
_GROUND = ("town", "district", "region")
_ONLY_WHERE = ("conflict.air_strike", "conflict.bombing")


def fill(draft: Draft, nationality: dict[str, str], states: dict[str, str]) -> None:
    """Arguments, places and time of one draft; `nationality` maps adjectives to countries, `states` countries to names."""
    page, trigger = draft.page, draft.trigger
    taken: list[Phrase] = []
    if trigger.form == "verb":
        told, _objects, passive = arguments(page, trigger.head, trigger.sentence, words=trigger.words)
        draft.subject = (told.first, told.last) if told is not None and not passive else None
    told_roles = roles(page, trigger)
    for role in told_roles:
        taken.append(role.phrase)
        known = len(draft.targets)
        _put(draft, role, nationality)
        head = page.tags.readings[role.phrase.head]
        if len(draft.targets) > known and head is not None and head.ent in _STRUCK_THINGS:
            draft.struck.append(draft.targets[-1])
    draft.type = recast.by_doer(page, trigger, draft.type, [r.phrase for r in told_roles if r.slot == "actor"])
    if draft.type.startswith(PLACELESS):
        draft.places = []
    else:
        placing.locate(draft, taken)
        placing.settle(draft)
        if draft.type.startswith("territory."):
            draft.places = placelists.listed(page, trigger, draft.places) or draft.places
    if draft.type.startswith("protest.") and not draft.places and draft.spot is None:
        draft.spot = _in_front(draft)
    if draft.type.startswith(_NOBODY):
        draft.actors = []
    elif draft.type in _STRUCK and not draft.actors:
        draft.actors = _by_nationality(draft, nationality, states)
    if draft.type == "territory.capture" and (draft.places or draft.spot) and not draft.targets:
        draft.targets = _holders(draft, nationality)
    when = timing.nearest(draft)
    if when is not None:
        draft.time = lasting.since(page, trigger, when)


def _in_front(draft: Draft) -> Span | None:
    """The building that they stand in front of: تظاهرة أمام البرلمان."""
    page, trigger = draft.page, draft.trigger
    _, end = page.doc.sentences[trigger.sentence]
    fronts = (p for p in page.phrases if trigger.last < p.first < end and p.prep[-1:] == ("امام",))
    front = next(fronts, None)
    return page.doc.span(front.first, front.last) if front is not None else None


#: Blows that an adjective ascribes to a state.
_STRUCK = ("conflict.air_strike", "conflict.shelling", "conflict.assault", "diplomacy.sanction")


def _by_nationality(draft: Draft, nationality: dict[str, str], states: dict[str, str]) -> list[Argument]:
    """The state that the trigger's own adjective names: غارة إسرائيلية، ضربات أمريكية وبريطانية."""
    page, trigger = draft.page, draft.trigger
    n = page.phrase_of.get(trigger.last)
    last = page.phrases[n].last if n is not None else trigger.last
    found = []
    for i in (*sorted(trigger.words), *range(trigger.last + 1, last + 1)):
        country, reading = nationality.get(page.doc.tokens[i].key), page.tags.readings[i]
        if i > trigger.last and (reading is None or reading.pos != "adj"):
            break  # اقتحام وزير إسرائيلي: his, not the deed's
        if country is None or i in page.entity_at or reading is None or reading.pos != "adj":
            continue
        span = page.doc.span(i, i)
        span = replace(span, start=span.start + len(reading.conj), text=span.text[len(reading.conj) :])
        name = states.get(country, span.text)
        found.append(
            Argument(span=span, entity=country.lower(), name=name, cls="state", country=country, via="nominal")
        )
    return found


#: Under which somebody holds it: كانت تحت سيطرة المتمردين.
_GRIP = frozenset(("سيطرة", "قبضة", "احتلال"))
#: What those do who hold the ground: المدينة التي تواجد فيها التنظيم.
_HOLDING = frozenset(("تواجد", "سيطر", "تحصن", "تمركز", "انتشر", "احتل"))


def _holders(draft: Draft, nationality: dict[str, str]) -> list[Argument]:
    """Whom the words behind the trigger tell as holding the ground that was taken: معقل التنظيم، التي تحصن فيها المسلحون."""
    page, trigger = draft.page, draft.trigger
    _, end = page.doc.sentences[trigger.sentence]
    letters, readings = page.tags.letters, page.tags.readings
    for i in range(trigger.last + 1, end - 1):
        verb = readings[i]
        if verb is not None and verb.lemma in _GRIP and letters[i - 1] == "P" and page.doc.tokens[i - 1].key == "تحت":
            mine = {a.entity for a in draft.actors if a.entity}
            return [a for a in _party_near(page, i, end, nationality) if a.entity not in mine]
        if verb is not None and verb.lemma == "معقل" and letters[i - 1] in ",N":
            return _party_near(page, i, end, nationality)
        if letters[i] != "V" or verb is None or page.doc.tokens[i].key in g.CONTINUING | g.WAS:
            continue
        if letters[i - 1] != "R" or verb.lemma not in _HOLDING:
            return []
        return _party_near(page, i, end, nationality)
    return []


def _party_near(page: Parsed, at: int, end: int, nationality: dict[str, str]) -> list[Argument]:
    """The armed group named right behind token `at`."""
    behind = (page.entity_at[j] for j in range(at + 1, min(at + 4, end)) if j in page.entity_at)
    party = next((e for e in behind if e.cls == "non_state"), None)
    n = page.phrase_of.get(party.first) if party is not None else None
    if party is None or n is None:
        return []
    whole = page.phrases[n] if page.phrases[n].first >= at + 1 else Phrase(party.first, party.last, party.first)
    return [drafts.argument(page, whole, "relative", nationality)]


def _put(draft: Draft, role: Role, nationality: dict[str, str]) -> None:
    """One role into its slot; `target/place` is a place where one is named."""
    page = draft.page
    slot = role.slot
    if slot == "target/place" and _where_unknown(page, role.phrase):
        draft.spot = page.doc.span(role.phrase.first, role.phrase.last)
        return
    if slot != "actor" and draft.type.startswith("territory.") and _no_ground(page, role.phrase):
        return
    found = page.place_in(role.phrase) if "place" in slot else None
    is_place = found is not None or ("place" in slot and "place" in page.phrase_classes(role.phrase))
    if "place" in slot and (is_place or slot == "place"):
        if found is not None:
            draft.places.append(drafts.place(page, found))
        elif (taken_up := placemeant.meant(page, role.phrase)) is not None:
            span = page.doc.span(role.phrase.first, role.phrase.last)
            draft.places.append(replace(drafts.place(page, taken_up), span=span))
        elif draft.type == "territory.capture" and placelists.unnamed(page, role.phrase):
            draft.spot = page.doc.span(role.phrase.first, role.phrase.last)
        elif slot != "place" or (draft.type in _HELD and not draft.targets):
            target = drafts.argument(page, role.phrase, role.via, nationality)
            _add(draft.targets, target)
            draft.grounds += [target] if placelists.unnamed(page, role.phrase) else []
            return
        elif is_place:
            draft.spot = page.doc.span(role.phrase.first, role.phrase.last)
        town = draft.type in _ONLY_WHERE and found is not None and found.precision != "point"
        if slot == "target/place" and draft.type in _TARGET_AND_PLACE and not town:
            target = drafts.argument(page, role.phrase, role.via, nationality)
            _add(draft.targets, target)
            draft.grounds += [target] if found is not None and found.precision in _GROUND else []
        return
    if slot == "target" and draft.type == "territory.capture" and not page.phrase_classes(role.phrase) & _PARTIES:
        return  # استعادها من آخر معاقله: only somebody loses a place
    if slot == "target" and draft.type == "territory.capture" and (part := page.place_in(role.phrase)) is not None:
        if not draft.places:
            draft.places.append(drafts.place(page, part))  # يسيطر على ثلث محافظة
        return
    filled = _slot(draft, slot)
    if filled is not None and not _is_time(page, role.phrase):
        for party in nations.parties(page, role.phrase, _via(role), nationality):
            _add(filled, party)


def _slot(draft: Draft, slot: str) -> list[Argument] | None:
    if slot == "actor":
        return draft.actors
    if slot in ("target", "target/place"):
        return draft.targets
    if slot == "instrument":
        return draft.instruments
    return draft.partners if slot == "partner" else None


def _where_unknown(page: Parsed, phrase: Phrase) -> bool:
    """After في a word that nobody knows names where, not whom: بانفجار لغم في حويجة صكر."""
    head = page.tags.readings[phrase.head]
    unknown = head is not None and not head.known and page.place_in(phrase) is None
    return unknown and phrase.prep == ("في",) and not phrase.number and phrase.first not in page.entity_at


_PARTIES = frozenset(("armed", "official", "org", "group", "person", "state", "state_force", "non_state", "igo"))


def _no_ground(page: Parsed, phrase: Phrase) -> bool:
    """A share or the taking itself: سيطر على 37 بالمئة، استعادت القوات | السيطرة على قرية."""
    head = page.tags.readings[phrase.head]
    return page.tags.letters[phrase.head] == "D" or (head is not None and head.evt == "territory.capture")


def _via(role: Role) -> Via:
    return role.via


def _add(slot: list[Argument], argument: Argument) -> None:
    if not any(a.span.start == argument.span.start and a.span.field == argument.span.field for a in slot):
        slot.append(argument)


def _is_time(page: Parsed, phrase: Phrase) -> bool:
    return any(t.first <= phrase.first <= t.last for t in page.times)
