"""Who did what to whom: the phrases around a trigger, put into slots by its frame.

Verbs give subject and object (verb_roles), nouns their genitive, their owner and what a light verb says (noun_roles), both
what prepositions add (complements). Here the findings are joined: each phrase once, and what is coordinated with it.
"""

from __future__ import annotations

from extract.agreement import adverbial, can_act, is_bomb, is_means, man, names_party
from extract.circumstance import circumstance_roles, circumstantial
from extract.clauses import arguments, dropped_subject, speaker_before
from extract.complements import agent_phrase, prepositional
from extract.noun_roles import carried, noun_roles, relative_doer, spoken_doer
from extract.parsed import Parsed
from extract.phrases import Phrase
from extract.role import Role
from extract.sides import both_sides
from extract.speakers import headline_speaker
from extract.triggers import Trigger
from extract.verb_roles import verb_roles

__all__ = ["Role", "allowed", "arguments", "roles"]

_STRUCK = frozenset(("building", "vehicle", "aircraft", "group"))
#: Illness befalls people; what spreads is no party.
_PEOPLE_ONLY = frozenset(("disaster.epidemic",))
#: Families whose victims may be told as a bare number: مقتل 3.
_COUNTED = ("harm.", "law.", "life.", "accident.", "disaster.", "conflict.attack", "conflict.abduction")
#: Frames whose subject only undergoes; a force or office told as subject fights what happened (سيطر الدفاع المدني على حريق).
_UNDERGONE = frozenset(("burn", "happen"))
_RESCUERS = frozenset(("armed", "official", "org", "state", "state_force"))
_REACH = 5
_WHICH = frozenset(("ما", "مما", "بما", "وهو", "وهي"))
_CLAUSE = frozenset("VRS")


def roles(page: Parsed, trigger: Trigger) -> list[Role]:
    """All roles of a trigger, in the order told."""
    verbal = trigger.form in ("verb", "passive")
    found = agent_phrase(page, trigger)
    if circumstantial(page, trigger):
        found += circumstance_roles(page, trigger)
    else:
        found += verb_roles(page, trigger) if verbal else noun_roles(page, trigger)
    found += prepositional(page, trigger)
    if trigger.rule.frame.subject == "actor" and not any(r.slot == "actor" for r in found):
        found += relative_doer(page, trigger) or spoken_doer(page, trigger) or _sayer(page, trigger)
    judged = [_judged(page, _spot(page, role)) for role in found]
    if not trigger.rule.type.startswith(_COUNTED):
        judged = [r for r in judged if not _bare_number(page, r)]
    if trigger.rule.type.startswith(("conflict.", "harm.")):
        judged = [r for r in judged if not _deed(page, r)]
    if trigger.rule.type.startswith("territory.") and any(r.slot == "target" for r in judged):
        judged = [_ground(page, r) for r in judged]
    if trigger.rule.frame.name in _UNDERGONE and verbal:
        judged = [r for r in judged if not page.phrase_classes(r.phrase) & _RESCUERS]
    if trigger.rule.type.startswith("disaster."):
        judged = [r for r in judged if r.slot != "target" or _stricken(page, r.phrase)]
    if trigger.rule.type in _PEOPLE_ONLY:
        judged = [r for r in judged if r.slot != "target" or man(page.tags.readings[r.phrase.head])]
    return both_sides(page, trigger, _with_joined(page, _unique(page, judged)))


def _sayer(page: Parsed, trigger: Trigger) -> list[Role]:
    """Who says what amounts to a statement: قال فلان إنه لا بديل عن الاتفاق، and in a headline فلان: لا بديل."""
    if not trigger.rule.type.startswith("statement."):
        return []
    speaker = headline_speaker(page)
    if speaker is None or speaker.last >= trigger.first:
        speaker = speaker_before(page, trigger.first, trigger.sentence, reach=1)
    return [Role("actor", speaker, "pro_drop")] if speaker is not None and can_act(page, speaker) else []


def allowed(page: Parsed, trigger: Trigger) -> bool:
    """What a rule asks of its subject, and of a bare noun: that a light verb carries it or a headline begins with it."""
    rule = trigger.rule
    single = len(trigger.words) == 1
    if _first_person(trigger):
        return False
    if rule.subject and trigger.form in ("participle", "masdar"):
        if circumstantial(page, trigger):
            return True
        if trigger.form == "participle":
            return False
    if rule.subject and trigger.form == "verb":
        if trigger.head and page.doc.tokens[trigger.head - 1].key in _WHICH:
            return False  # ما يهدد بإثارة غضب: a fact does it, nobody speaks
        subject, _objects, passive = arguments(page, trigger.head, trigger.sentence, words=trigger.words)
        if subject is None:
            subject = dropped_subject(page, trigger.head, trigger.sentence)
        if subject is not None and not passive:
            head = page.tags.readings[subject.head]
            classes = page.phrase_classes(subject)
            named = head is None or not head.known or head.pos == "name" or (head.pos == "adj" and head.det)
            return named or bool(rule.subject & classes)
    if rule.fact_verbs_only and single and trigger.form == "masdar":
        return carried(page, trigger)
    return True


def _first_person(trigger: Trigger) -> bool:
    """Done to the writer (قابلني), or let us do it (لندن): no news."""
    reading = trigger.reading
    if reading is None or reading.pos != "verb":
        return False
    own = reading.asp == "i" and not reading.gen
    alone = own and reading.num == "s" and not trigger.rule.type.startswith("statement.")  # أوجه التعاون
    return reading.enc in ("ي", "ني") or (own and reading.prep == "ل") or alone


def _spot(page: Parsed, role: Role) -> Role:
    """A town after a preposition is where, even where the frame expects a party: وصول المساعدات إلى ميناء."""
    where = role.slot == "target" or (role.slot == "actor" and role.phrase.prep in (("ب",), ("في",)))
    if not where or not role.phrase.prep or role.via != "explicit":
        return role
    place = page.place_in(role.phrase)
    head = page.tags.readings[role.phrase.head]
    spot = place is not None and place.precision in ("town", "point", "district")
    if spot and (head is None or head.pos == "name" or head.ent in ("place_head", "building")):
        return Role("place", role.phrase, role.via)
    return role


def _ground(page: Parsed, role: Role) -> Role:
    """Ground taken from somebody is where, not whom: انتزع بلدة من المسلحين."""
    if role.slot == "target/place" and "place" in page.phrase_classes(role.phrase):
        return Role("place", role.phrase, role.via)
    return role


def _stricken(page: Parsed, phrase: Phrase) -> bool:
    """What a disaster can befall: people, buildings, vehicles, a name."""
    head = page.tags.readings[phrase.head]
    return head is None or not head.known or head.pos in ("name", "num") or man(head) or head.ent in _STRUCK


def _blown_up(page: Parsed, phrase: Phrase) -> bool:
    """A vehicle or building that explodes is what was hit, unless it was made into a bomb: انفجار خمس سيارات."""
    head = page.tags.readings[phrase.head]
    return head is not None and head.ent in ("vehicle", "building") and not is_bomb(page, phrase) and not phrase.prep


def _deed(page: Parsed, role: Role) -> bool:
    """A verbal noun is nothing that can be hit: شن هجوما ... بذريعة الرد على."""
    head = page.tags.readings[role.phrase.head]
    hit = role.slot.startswith("target") and bool(role.phrase.prep)
    return hit and head is not None and head.form == "masdar" and not head.ent


def _bare_number(page: Parsed, role: Role) -> bool:
    head = page.tags.readings[role.phrase.head]
    if not role.slot.startswith("target") or not role.phrase.number:
        return False
    return page.tags.letters[role.phrase.head] == "D" or (head is not None and head.pos == "num")


def _judged(page: Parsed, role: Role) -> Role:
    """A weapon is an instrument, whether it does something or goes off; a happening or a time does nothing."""
    named = names_party(page, role.phrase)
    if role.slot == "instrument" and role.via in ("nominal", "explicit") and _blown_up(page, role.phrase):
        return Role("target", role.phrase, role.via)
    if role.slot != "actor":
        if not role.slot.startswith("target") or ("place" in role.slot and page.place_in(role.phrase) is not None):
            return role
        if is_bomb(page, role.phrase):
            return Role("instrument", role.phrase, role.via)
        return role if named else Role("topic", role.phrase, role.via)
    if is_means(page, role.phrase):
        return Role("instrument", role.phrase, role.via)
    return role if named and can_act(page, role.phrase) else Role("topic", role.phrase, role.via)


def _unique(page: Parsed, found: list[Role]) -> list[Role]:
    """Each phrase once; a filled target takes no more from prepositions; adverbial phrases fill none."""
    kept: list[Role] = []
    for role in sorted(found, key=_told):
        if any(_same(r.phrase, role.phrase) for r in kept) or adverbial(page, role.phrase):
            continue
        others = [r for r in kept if r.slot == role.slot]
        if role.slot.startswith("target") and role.via == "explicit" and any(r.phrase.prep for r in others):
            continue  # القبض على عشرة ... محاولتهم التسلل
        if role.phrase.prep and role.via == "explicit" and others:
            partner = role.slot == "actor" and not any(r.phrase.prep for r in others)
            if not partner:
                continue
        kept.append(role)
    return kept


def _told(role: Role) -> int:
    """Explicit targets in the order told, whether bare or after a preposition, then places; everything else as found."""
    if role.slot in ("place", "topic"):
        return 1_000_000
    return role.phrase.first if role.slot.startswith("target") and role.via == "explicit" else -1


def _same(a: Phrase, b: Phrase) -> bool:
    return a.first <= b.last and b.first <= a.last


def _with_joined(page: Parsed, found: list[Role]) -> list[Role]:
    """Coordinated phrases share the slot: الجيش والشرطة. One that a verb or its own event claims does not."""
    out: list[Role] = []
    for role in found:
        out.append(role)
        n = page.phrase_of.get(role.phrase.first)
        if n is None:
            continue
        members = _between(page, n) if role.phrase.prep[-1:] == ("بين",) else _joined(page, n)
        out.extend(Role(role.slot, phrase, role.via) for phrase in members if not _claimed(page, phrase, out))
    return out


def _joined(page: Parsed, n: int) -> list[Phrase]:
    out: list[Phrase] = []
    for m in range(n + 1, min(n + 1 + _REACH, len(page.phrases))):
        joined = page.phrases[m]
        head = page.tags.readings[joined.head]
        if joined.joins is None or joined.joins < n or (head is not None and head.evt and not joined.number):
            break
        if _begins_clause(page, joined):
            break
        out.append(joined)
    return out


def _between(page: Parsed, n: int) -> list[Phrase]:
    """The other side of بين X و Y: after a comma if there is one (بين الجيش مدعوما بقوات، والمتمردين), else the first joined."""
    sentence = page.doc.tokens[page.phrases[n].first].sent
    near: list[Phrase] = []
    for m in range(n + 1, min(n + 1 + _REACH, len(page.phrases))):
        phrase = page.phrases[m]
        span = range(page.phrases[m - 1].last + 1, phrase.first)
        if page.doc.tokens[phrase.first].sent != sentence or any(page.tags.letters[i] in _CLAUSE for i in span):
            break
        reading = page.tags.readings[phrase.first]
        if reading is None or reading.conj != "و":
            continue
        if any(page.tags.letters[i] == "," for i in span) and not _begins_clause(page, phrase):
            return [phrase]
        near.append(phrase)
    direct = _joined(page, n)
    return direct or near[:1]


def _begins_clause(page: Parsed, phrase: Phrase) -> bool:
    """A joined phrase with a verb right after it is the subject of its own clause: ... ، والحوثيون يقصفون."""
    nxt, before = phrase.last + 1, phrase.first - 1
    if nxt >= len(page.doc.tokens) or page.tags.letters[nxt] != "V":
        return False
    if before < 0 or page.tags.letters[before] not in ",.":
        return False
    verb = page.tags.readings[nxt]
    head = page.tags.readings[phrase.head]
    return verb is not None and not verb.conj and head is not None and (head.det or head.pos == "name")


def _claimed(page: Parsed, phrase: Phrase, taken: list[Role]) -> bool:
    return adverbial(page, phrase) or not names_party(page, phrase) or any(_same(r.phrase, phrase) for r in taken)
