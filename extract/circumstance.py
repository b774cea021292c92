"""Participles that say what else the subject did: ندد الرئيس بالهجوم، مطالبا بمحاسبة المسؤولين.

Such a participle is indefinite and accusative, opens its phrase, and leans on the nearest saying verb before it.
"""

from __future__ import annotations

from extract.afterverb import bare_after
from extract.clauses import arguments
from extract.clean import fold
from extract.parsed import Parsed, lemma_key
from extract.pronouns import dropped_subject
from extract.role import Role
from extract.rules import table
from extract.triggers import Trigger

_TOLD = frozenset(lemma_key(verb) for row in table("cues/attribution.toml")["say"] for verb in row["verbs"])
_SAY = _TOLD | {lemma_key(verb) for verb in ("تحدث", "دان", "أدان", "ندد", "شجب", "استنكر")}
#: Tokens between a participle and the verb that it leans on.
_REACH = 60
_ALIKE = frozenset(lemma_key(noun) for noun in ("مطالبة", "مناشدة"))
#: How accusative participles end: محذرا، محذرة، محذرين.
_ENDINGS = ("ا", "اً", "ًا", "ة", "ةً", "ين")


def circumstantial(page: Parsed, trigger: Trigger) -> bool:
    """Whether a participle tells a deed of the clause's subject: it qualifies no noun and no article is on it."""
    reading = trigger.reading
    if reading is None or reading.det or reading.prep or reading.enc:
        return False
    if trigger.form != "participle" and not _spelled_alike(page, trigger):
        return False
    token = page.doc.tokens[trigger.head]
    if not token.text.endswith(_ENDINGS) or _carrier(page, trigger) is None:
        return False
    before = trigger.head - 1
    return not (page.tags.letters[before] == "N" and page.phrase_of.get(before) == page.phrase_of.get(trigger.head))


def _spelled_alike(page: Parsed, trigger: Trigger) -> bool:
    """A verbal noun spelled like a feminine participle, after a comma or and: نددت الحكومة بالهجوم، مطالبة بـ."""
    reading, before = trigger.reading, trigger.head - 1
    if len(trigger.words) > 1 or reading is None or reading.key not in _ALIKE or before < 0:
        return False
    return reading.conj == "و" or page.tags.letters[before] == ","


def _carrier(page: Parsed, trigger: Trigger) -> int | None:
    """The verb whose subject acts: the nearest saying verb of the sentence before the participle, else the nearest verb."""
    first, _ = page.doc.sentences[trigger.sentence]
    nearest: int | None = None
    for i in range(trigger.head - 1, max(first, trigger.head - _REACH) - 1, -1):
        reading = page.tags.readings[i]
        if page.tags.letters[i] != "V" or reading is None:
            continue
        if page.tags.letters[i - 1] == "R":
            continue  # العملية التي تعرضت لها البلدة، منددا
        if reading.key in _SAY and not _relays(page, i):
            return i
        nearest = nearest if nearest is not None else i
    return nearest


_PAPERS = frozenset(fold(noun) for noun in ("وكالة", "صحيفة", "قناة", "تلفزيون", "إذاعة"))


def _relays(page: Parsed, verb: int) -> bool:
    """A paper or agency that passes on who said it: نقلت وكالة الأنباء أن الوزير تحدث، داعيا."""
    reading = page.tags.readings[verb]
    return reading is not None and reading.lemma == "نقل" and bool(page.forms(verb + 1) & _PAPERS)


def circumstance_roles(page: Parsed, trigger: Trigger) -> list[Role]:
    """The doer of the verb that the participle leans on, and the participle's own object: داعيا | المجتمع الدولي."""
    frame = trigger.rule.frame
    found: list[Role] = []
    verb = _carrier(page, trigger)
    if verb is not None and frame.subject:
        subject, _objects, passive = arguments(page, verb, trigger.sentence)
        if subject is None and not passive:
            subject = dropped_subject(page, verb, trigger.sentence)
        if subject is not None and subject.first != trigger.head:
            found.append(Role(frame.subject, subject, "pro_drop"))
    after = bare_after(page, trigger.last, trigger.sentence)
    if after and frame.object and after[0].first == trigger.last + 1:
        found.append(Role(frame.object, after[0]))
    return found
