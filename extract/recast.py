"""What a deed is by who does it: a crowd that storms a building riots, a lawyer who accuses says so and indicts nobody.

One man does not assault as a force does, and a state protests by its word.
"""

from __future__ import annotations

from extract.parsed import Parsed, lemma_key
from extract.phrases import Phrase
from extract.triggers import Trigger

#: Those who storm or burn a building and are no force: اقتحم متظاهرون البرلمان.
_CROWD = frozenset(lemma_key(word) for word in ("متظاهر", "محتج", "معتصم", "مشاغب"))
#: Whose followers a crowd may be; those of an armed group are its men.
_FOLLOWERS = frozenset(lemma_key(word) for word in ("أنصار", "نصير", "مناصر", "مؤيد"))
#: What a crowd does in a riot; burning and looting stay what they are, and what they belong to is told beside them.
_RIOTING = ("conflict.assault",)
#: Those who protest by a note and not in the street.
_STATES = frozenset(("state", "igo"))
#: What one man may be called who attacks: a force is never one.
_ONE = frozenset(("person", "armed", "official"))
#: Those whose accusation opens proceedings.
_JUSTICE = frozenset(
    lemma_key(word) for word in "نيابة محكمة ادعاء مدعي قاضي قضاء محلف هيئة جنايات عدالة عدل شرطة سلطة قضائي".split()
)


def by_doer(page: Parsed, trigger: Trigger, type_: str, doers: list[Phrase]) -> str:
    """The type of a deed whose doers are told; as it is where nobody is."""
    if not doers:
        return type_
    if type_ in _RIOTING and all(_crowd(page, p) for p in doers):
        return "protest.riot"
    if type_ == "conflict.assault" and len(doers) == 1 and _one_man(page, doers[0]):
        return "conflict.attack"
    if type_ == "law.seizure" and trigger.lemma.startswith(_HOLDING) and all(_outlaws(page, p) for p in doers):
        return "conflict.abduction"
    notes = type_ == "protest.demonstration" and trigger.lemma == "احتج"
    if notes and all(page.phrase_classes(p) & _STATES for p in doers):
        return "statement.condemn"
    accuses = type_ == "law.proceedings" and trigger.rule.frame.name == "accuse"
    if accuses and not any(_any(page, p, _JUSTICE) for p in doers):
        return "statement.accuse"
    return type_


#: Who holds a ship without being an authority takes her and her crew.
_HOLDING = ("احتجز", "احتجاز", "خطف", "اختطف", "اختطاف")


def _outlaws(page: Parsed, phrase: Phrase) -> bool:
    return "non_state" in page.phrase_classes(phrase)


def _crowd(page: Parsed, phrase: Phrase) -> bool:
    if not _any(page, phrase, _FOLLOWERS):
        return _any(page, phrase, _CROWD)
    inside = (page.entity_at.get(i) for i in range(phrase.first, phrase.last + 1))
    return not any(entity is not None and entity.cls == "non_state" for entity in inside)


def _any(page: Parsed, phrase: Phrase, words: frozenset[str]) -> bool:
    return any(page.forms(i) & words for i in range(phrase.first, phrase.last + 1))


def _one_man(page: Parsed, phrase: Phrase) -> bool:
    """An indefinite singular: شرطي سابق، مسلح، شاب."""
    head = page.tags.readings[phrase.head]
    if head is None or head.det or head.num != "s" or head.ent not in _ONE or phrase.number:
        return False
    nouns = (page.tags.readings[i] for i in range(phrase.head + 1, phrase.last + 1))
    return all(r is None or r.pos in ("adj", "name") for r in nouns)
