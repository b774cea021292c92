"""The genitive of a noun that tells an event: right behind it, inside its expression, or shared by two joined nouns."""

from __future__ import annotations

from extract.agreement import THINGS
from extract.joining import is_number
from extract.labels import code_name
from extract.parsed import Parsed
from extract.phrases import Phrase, tail
from extract.tokens import Analysis
from extract.triggers import Trigger


def genitive_of(page: Parsed, trigger: Trigger) -> Phrase | None:
    """What follows the noun in its own phrase, or right after it: سيطرة | القوات العراقية."""
    reading = trigger.reading
    n = page.phrase_of.get(trigger.last)
    if n is None:
        return None
    if reading is not None and reading.enc:
        return _inside(page, trigger) if trigger.head > trigger.first else None  # إعلان | التنظيم | مسؤوليته
    if reading is not None and _nunated(page, trigger):
        return _inside(page, trigger)  # إطلاق سراح | عشرين أسيرا
    whole = page.phrases[n]
    told = _of_expression(page, trigger, whole)
    if told is not None or _names_ground(page, trigger):
        return told
    if whole.last > trigger.last:
        return _rest(page, trigger, whole)
    if code_name(page, trigger.last):
        return None
    return None if reading is not None and reading.det else _next(page, trigger.last + 1)


def _names_ground(page: Parsed, trigger: Trigger) -> bool:
    """The expression ends with the ground of what is done, and says itself what that is: إدانته بتهمة | السرقة."""
    closing = page.tags.readings[trigger.last]
    if trigger.last == trigger.first or closing is None or closing.ent != "abstract":
        return False
    return bool(closing.prep) or page.tags.letters[trigger.last - 1] == "P"


def _of_expression(page: Parsed, trigger: Trigger, whole: Phrase) -> Phrase | None:
    """What an expression of several words names itself: تمديد | حالة الطوارئ، تفجير | مسجد."""
    if trigger.last == trigger.first:
        return None
    if trigger.rule.type == "politics.decision" and whole.first == trigger.first:
        return tail(page.tags, whole, trigger.first + 1)
    inside = _inside(page, trigger)
    if inside is not None:
        return inside
    closing = page.tags.readings[trigger.last]
    downed = trigger.rule.type == "conflict.interception" and closing is not None and closing.ent == "weapon"
    if closing is None or closing.pos == "adj" or not (closing.ent in THINGS or downed):
        return None
    person = closing.ent in ("armed", "person", "official")
    opening = page.tags.readings[trigger.first]
    if opening is not None and opening.pos == "noun" and opening.det and closing.det:
        return None  # المعارك الدائرة: a noun with the article takes no genitive
    agrees = opening is None or opening.det == closing.det  # هجوم مسلح, no وفاة الشاعر
    several = opening is not None and opening.num == "s" and closing.num in ("p", "d")  # هجوم | مسلحين
    qualifies = person and agrees and not several and page.doc.tokens[trigger.last].reading("adj") is not None
    return None if qualifies else tail(page.tags, whole, trigger.last)


def _rest(page: Parsed, trigger: Trigger, whole: Phrase) -> Phrase | None:
    """The rest of the trigger's own phrase, unless it only qualifies it: هجوم انتحاري، الهجوم الانتحاري."""
    first = trigger.last + 1
    start, noun = page.tags.readings[first], page.doc.tokens[first].reading("noun")
    victim = noun is not None and noun.ent == "person" and trigger.rule.frame.genitive == "object"  # اعتقال صحافي
    if page.tags.letters[first] == "P" or (trigger.reading is not None and trigger.reading.det):
        return None
    if start is not None and not victim and _qualifies(trigger, start):
        return None
    return tail(page.tags, whole, first)


def _next(page: Parsed, nxt: int) -> Phrase | None:
    """The phrase that begins at token `nxt`, after a mark or a determiner, or that two joined nouns share."""
    if nxt >= len(page.doc.tokens):
        return None
    letter = page.tags.letters[nxt]
    if letter in "DNQ":
        m = page.phrase_of.get(nxt + (letter == "Q"))
        if m is not None and not page.phrases[m].prep and page.phrases[m].joins is None:
            return page.phrases[m]
    if letter == "O":
        m = page.phrase_of.get(nxt + 1)
        return page.phrases[m] if m is not None else None
    return _shared_genitive(page, nxt) if letter == "C" or _joined_noun(page, nxt) else None


def _nunated(page: Parsed, trigger: Trigger) -> bool:
    """An indefinite accusative takes no genitive: حصارا خانقا."""
    closing, text = page.tags.readings[trigger.last], page.doc.tokens[trigger.last].text
    return text.endswith(("ا", "اً")) and closing is not None and not closing.det and closing.lemma[-1] not in "اىء"


def _inside(page: Parsed, trigger: Trigger) -> Phrase | None:
    """The phrase in the gap of an expression: حبس 24 متهما على ذمة."""
    letters = page.tags.letters
    gap = [i for i in range(trigger.first + 1, trigger.last) if i not in trigger.words and letters[i] != "Q"]
    opening = page.tags.readings[gap[0]] if gap else None
    if opening is not None and opening.lemma == "سراح":
        gap = gap[1:]  # إطلاق سراح | عشرين أسيرا
    run = [i for i in gap if letters[i] in "ND" and i == gap[0] + gap.index(i)]
    if not run or letters[gap[0]] not in "ND":
        return None
    first, last = run[0], run[0]
    while last + 1 in run:
        last += 1
    reading = page.tags.readings[first]
    if reading is not None and (reading.prep or (reading.pos == "adj" and _qualifies(trigger, reading))):
        return None
    n = page.phrase_of.get(last)
    if (
        n is not None
        and gap[0] == trigger.first + 1
        and page.phrase_of.get(trigger.last) == n == page.phrase_of.get(first)
    ):
        return tail(page.tags, page.phrases[n], first)  # وفاة | نائب وزير الدفاع
    counts = n is not None and (page.phrases[n].number or page.tags.letters[first] == "D" or is_number(reading))
    if n is not None and counts and last + 1 in trigger.words and page.phrase_of.get(last + 1) == n:
        last = page.phrases[n].last  # نزوح آلاف الأسر
    return tail(page.tags, Phrase(first, last, first), first)


def _qualifies(trigger: Trigger, word: Analysis) -> bool:
    """An adjective that can belong to the trigger's noun: several people are no adjective of one deed, إصابة | فلسطينيين."""
    noun = trigger.reading
    if word.pos != "adj" or (word.det and (noun is None or not noun.det)):
        return False
    return not (noun is not None and noun.num == "s" and word.num in ("p", "d"))


def _joined_noun(page: Parsed, i: int) -> bool:
    reading = page.tags.readings[i]
    return page.tags.letters[i] == "N" and reading is not None and reading.conj == "و" and reading.form == "masdar"


def _shared_genitive(page: Parsed, joined: int) -> Phrase | None:
    """The genitive of the second of two nouns belongs to both: وفاة وإصابة 7 أشخاص."""
    n = page.phrase_of.get(joined)
    if n is None or page.phrases[n].first != joined:
        return None
    whole = page.phrases[n]
    if whole.last > joined:
        return tail(page.tags, whole, joined + 1)
    after = page.phrases[n + 1] if n + 1 < len(page.phrases) else None
    return after if after is not None and after.first == joined + 1 and after.number else None
