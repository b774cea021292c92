"""What a deed is by who does it: a crowd that storms a building riots, a lawyer who accuses says so and indicts nobody."""

from __future__ import annotations

from extract.parsed import Parsed, lemma_key
from extract.phrases import Phrase
from extract.triggers import Trigger

#: Those who storm a building and are no force: اقتحم متظاهرون البرلمان.
_CROWD = frozenset(lemma_key(word) for word in ("متظاهر", "محتج", "معتصم"))
#: Those whose accusation opens proceedings.
_JUSTICE = frozenset(
    lemma_key(word) for word in "نيابة محكمة ادعاء مدعي قاضي قضاء محلف هيئة جنايات عدالة عدل شرطة سلطة قضائي".split()
)


def by_doer(page: Parsed, trigger: Trigger, type_: str, doers: list[Phrase]) -> str:
    """The type of a deed whose doers are told; as it is where nobody is."""
    if type_ == "conflict.assault" and doers and all(_any(page, p, _CROWD) for p in doers):
        return "protest.riot"
    accuses = type_ == "law.proceedings" and trigger.rule.frame.name == "accuse" and doers
    if accuses and not any(_any(page, p, _JUSTICE) for p in doers):
        return "statement.accuse"
    return type_


def _any(page: Parsed, phrase: Phrase, words: frozenset[str]) -> bool:
    return any(page.forms(i) & words for i in range(phrase.first, phrase.last + 1))
