"""Verbs and nouns that only carry an event noun: شن الجيش هجوما، قيام الجيش بهجوم. Table: cues/light.toml."""

from __future__ import annotations

from extract import grammar as g
from extract.agreement import FORCES, PARTIES, refers
from extract.clauses import arguments
from extract.clean import fold
from extract.fought import fought
from extract.parsed import Parsed, lemma_key
from extract.phrases import Phrase, tail
from extract.pronouns import dropped_subject
from extract.relatives import before_relative
from extract.role import Role
from extract.rules import table
from extract.triggers import Trigger

#: Lemma of a light verb -> how it carries its noun; the first class that lists it wins.
_LIGHT = {lemma_key(verb): how for how, verbs in reversed(table("cues/light.toml").items()) for verb in verbs}


#: Nouns that carry the noun after them: بدأت المحكمة جلسة محاكمة.
_CARRIED = frozenset(fold(noun) for noun in table("cues/light.toml")["nouns"])


#: How far before its noun a light verb may stand.
_REACH = 18


#: What is done by announcing it, or announced by who does it: a state of emergency, a deal, a rally.
_ANNOUNCED = ("politics.decision", "diplomacy.agreement", "diplomacy.ceasefire", "protest.", "conflict.deployment")


#: Tokens that the naming of a victim takes at most.
_VICTIM = 7
#: Men of an army.
_SOLDIERS = frozenset(("جندي", "ضابط", "عسكري", "مجند", "شرطي"))
#: Arrests and seizures, and whose they are who announce them.
_POLICING = ("law.arrest", "law.seizure")
_POLICE = frozenset(fold(noun) for noun in ("داخلية", "شرطة", "أمن", "درك", "جمارك", "حرس"))
#: Nouns that say of their genitive that it does what follows: قيام الجيش بقصف، انطلاق القوات بهجوم.
_DOING = frozenset(("قيام", "انطلاق", "شروع", "إقدام", "استمرار", "مواصلة", "بدء", "شن", "تنفيذ", "مباشرة"))


#: Verbs that carry the verbal noun after ب: قام بتحديد هوية ... مرتبط بالهجوم carries no attack.
_DOES_BY = frozenset(("قام", "بادر", "شرع", "أمر", "هم"))


def governing(page: Parsed, trigger: Trigger) -> tuple[int | None, str]:
    """(the verb that carries the noun, how it carries it): see cues/light.toml; "" for any other verb."""
    first, _ = page.doc.sentences[trigger.sentence]
    i = trigger.first
    while i > max(first, trigger.first - _REACH):
        i -= 1
        letter = page.tags.letters[i]
        if letter == "V":
            outer = before_relative(page, i)
            if outer is not None:
                i = outer
                continue
            reading = page.tags.readings[i]
            return i, _LIGHT.get(reading.key, "") if reading is not None else ""
        if letter in "SRB.":
            return None, ""
    return None, ""


def _light_noun(page: Parsed, trigger: Trigger) -> Phrase | None:
    """The genitive of a noun of doing before the trigger: قيام الجيش بقصف."""
    n = page.phrase_of.get(trigger.first)
    if n is None or n == 0 or page.phrases[n].first != trigger.first or page.phrases[n].prep not in (("ب",), ()):
        return None
    before = page.phrases[n - 1]
    noun = page.tags.readings[before.first]
    if noun is None or noun.lemma not in _DOING or before.last + 1 != trigger.first or before.last == before.first:
        return None
    doer = tail(page.tags, before, before.first + 1)
    return doer if page.phrase_classes(doer) & PARTIES else None


def _carries(page: Parsed, verb: int, trigger: Trigger) -> bool:
    """Whether the noun is what the verb carries, not the setting or the cause of something else that it carries."""
    n = page.phrase_of.get(trigger.first)
    first, light = page.phrases[n].first if n is not None else trigger.first, page.tags.readings[verb]
    for i in range(verb + 1, first):
        letter, token = page.tags.letters[i], page.doc.tokens[i]
        if letter == "P" and g.bare(token.key, g.ANCHORS) is not None:
            return False
        reading = page.tags.readings[i]
        party = i in page.entity_at  # قوات مكافحة الإرهاب
        if letter != "N" or party or reading is None or reading.pos != "noun" or page.forms(i) & _CARRIED:
            continue
        own = reading.form == "masdar" and reading.prep == "ب" and light is not None and light.lemma in _DOES_BY
        if (reading.ent == "event" or reading.evt or own) and not _by_word(page, i):
            following = page.tags.readings[first]
            return following is not None and following.conj == "و"
    told = page.tags.readings[trigger.first]
    return told is None or not told.conj or first == verb + 1 or trigger.form != "masdar"  # تستعيد القصر | وغارات


def _by_word(page: Parsed, i: int) -> bool:
    """In the naming of a source: تقوم الفرق، وفق بيان الجيش، بتمشيط الحي."""
    n = page.phrase_of.get(i)
    return n is not None and bool(g.ACCORDING.intersection(page.phrases[n].prep))


def light_subject(page: Parsed, trigger: Trigger) -> list[Role]:
    """The subject of a light verb: the doer of its noun (شن الجيش هجوما), or whom it befell (تعرض الموكب لهجوم)."""
    verb, how = governing(page, trigger)
    doing = _light_noun(page, trigger)
    if doing is not None:
        return [Role(trigger.rule.frame.subject, doing, "nominal")] if trigger.rule.frame.subject else []
    frame = trigger.rule.frame
    if verb is not None and frame.subject and (left := _left_to_do(page, verb, trigger)) is not None:
        return [Role(frame.subject, left)]
    if verb is None or how not in ("do", "phase", "stop", "undergo", "plan", "answer"):
        return []
    if how == "answer" and (noun := page.tags.readings[trigger.first]) is not None and noun.prep != "ب":
        return []  # رد على القصف
    subject, _objects, passive = arguments(page, verb, trigger.sentence)
    if passive:
        return []
    subject = subject or dropped_subject(page, verb, trigger.sentence)
    if subject is None or subject.first <= trigger.head <= subject.last or not _carries(page, verb, trigger):
        return []
    if how == "undergo":
        return [Role("target", subject)]
    announcing = page.tags.readings[verb]
    own = (
        page.phrase_classes(subject) & FORCES
        or trigger.rule.type.startswith(_ANNOUNCED)
        or _at_war(page, trigger, subject)
        or (trigger.rule.type in _POLICING and _polices(page, subject))
    )
    if announcing is not None and announcing.lemma == "أعلن" and (not own or _own_loss(page, trigger, subject)):
        # whoever announces an arrest need not have made it; an army that announces a capture has
        return _advancing(page, trigger) if trigger.rule.id == "assault.operation_phrase" else []
    return [Role(frame.subject, subject)] if frame.subject else []


def _advancing(page: Parsed, trigger: Trigger) -> list[Role]:
    """The only force whose deed the rest of the sentence tells: أعلن الرئيس بدء عملية، وقال إن القوات تتقدم."""
    _, end = page.doc.sentences[trigger.sentence]
    verbs = (i for i in range(trigger.last + 1, end) if page.tags.letters[i] == "V")
    told = (arguments(page, i, trigger.sentence)[0] for i in verbs)
    forces = {p.first: p for p in told if p is not None and page.phrase_classes(p) & FORCES}
    return [Role(trigger.rule.frame.subject, p, "nominal") for p in forces.values()] if len(forces) == 1 else []


def _left_to_do(page: Parsed, verb: int, trigger: Trigger) -> Phrase | None:
    """Who has it still to do: لم يبق أمام القوات سوى استعادة الميناء."""
    remaining = page.tags.readings[verb]
    if remaining is None or remaining.lemma not in _REMAINING:
        return None
    near = (page.phrase_of[i] for i in range(verb + 1, trigger.first) if i in page.phrase_of)
    told = next((page.phrases[n] for n in near if page.phrases[n].prep in _BEFORE_WHOM), None)
    return told if told is not None and page.phrase_classes(told) & PARTIES else None


_REMAINING = frozenset(("بقي", "تبقى"))
_BEFORE_WHOM = frozenset(((fold("أمام"),), (fold("على"),), (fold("ل"),)))


def _polices(page: Parsed, subject: Phrase) -> bool:
    """A ministry of the interior, a police or customs directorate: what they announce to have seized they seized."""
    return any(page.forms(i) & _POLICE for i in range(subject.first, subject.last + 1))


def _at_war(page: Parsed, trigger: Trigger, subject: Phrase) -> bool:
    """A state that announces a blow struck it: أعلنت أوكرانيا إسقاط ستين مسيرة."""
    entity = page.entity_at.get(subject.first)
    return entity is not None and entity.kind == "country" and trigger.rule.type.startswith(("conflict.", "territory."))


def _own_loss(page: Parsed, trigger: Trigger, subject: Phrase) -> bool:
    """A party mourns its own: أعلنت الحركة اغتيال رئيسها، أعلن الجيش مقتل جندي."""
    soldiers = page.phrase_classes(subject) & {"state_force"}
    for i in range(trigger.last + 1, min(trigger.last + _VICTIM, len(page.doc.tokens))):
        reading = page.tags.readings[i]
        if page.tags.letters[i] == "D" and reading is None:
            continue  # مقتل 3 جنود
        if page.tags.letters[i] not in "NDO" or reading is None:
            return False
        if reading.enc and reading.pos == "noun" and refers(page, reading.enc, subject):
            return True
        if soldiers and not reading.det and reading.lemma in _SOLDIERS:
            return True
    return False


def carried(page: Parsed, trigger: Trigger) -> bool:
    """A light verb before or right after the noun, or an indefinite noun at the head of a headline."""
    if governing(page, trigger)[1] or fought(page, trigger):
        return True
    first, end = page.doc.sentences[trigger.sentence]
    opens = page.doc.field == "title" or trigger.first == 0
    heading = opens and all(page.tags.letters[i] not in "VP" for i in range(first, trigger.first))
    if heading and trigger.reading is not None and not (trigger.reading.det or trigger.reading.prep):
        return True
    for i in range(trigger.last + 1, min(end, trigger.last + 6)):
        if page.tags.letters[i] == "V":
            reading = page.tags.readings[i]
            related = page.tags.letters[i - 1] == "R"
            return reading is not None and (reading.key in _LIGHT if not related else _waged(page, i))
        if page.tags.letters[i] in "S.B":
            break
    return False


def _waged(page: Parsed, verb: int) -> bool:
    """The verb of a relative clause that says who wages the operation: العملية التي تقودها القوات."""
    reading = page.tags.readings[verb]
    return reading is not None and bool(reading.enc) and reading.lemma in _WAGING


_WAGING = frozenset(("قاد", "شن", "خاض"))


def carries_back(page: Parsed, i: int) -> bool:
    """A light verb with a pronoun takes up the noun before it: شنها، نفذته."""
    verb = page.tags.readings[i]
    return verb is not None and bool(verb.enc) and _LIGHT.get(verb.key) in ("do", "phase")
