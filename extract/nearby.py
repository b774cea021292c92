"""How far an expression stands from a trigger in its sentence: in words, and in clauses that lie between.

A relative clause tells of its noun alone: الهجوم الذي تعرضت له المدينة أمس. So what stands in the trigger's own one is near,
and what stands before the relative clause that holds the trigger belongs to another clause.
"""

from __future__ import annotations

from dataclasses import dataclass

from extract.parsed import Parsed
from extract.phrases import Phrase
from extract.relatives import antecedent, before_relative, described_noun
from extract.standing import carrier
from extract.tokens import Analysis
from extract.triggers import Trigger

#: Costs in words: a relative pronoun or a conjunction that opens a clause; the clause outside a relative one.
_OPENS, _OUTER = 8.0, 14.0
#: What stands before أن belongs to whoever says so: قال في مؤتمر صحفي في باريس إن.
_SAID = 25.0
#: What stands before و and a verb was told of another deed.
_NEXT = 8.0
#: What stands behind فيما or بينما is told of another deed.
_MEANWHILE, _BEYOND = frozenset(("فيما", "بينما")), 30.0
#: Tokens from a noun to the relative clause that describes it, and from its pronoun to its verb.
_REACH, _VERB = 12, 6


@dataclass(frozen=True, slots=True)
class Clause:
    """What belongs to a trigger."""

    page: Parsed
    #: Verb of the relative clause that describes the trigger's noun.
    own: int | None
    #: Where the relative clause begins that holds the trigger's verb.
    opened: int | None
    #: The light verb that carries the trigger's noun: شهدت المدينة مواجهات.
    light: int | None
    #: The trigger or its light verb opens a clause of its own: وقصفت، وشنت غارات.
    joined: bool

    def after(self, first: int, last: int, verb: float) -> float:
        """Cost of the tokens first..last that lie between the trigger and what is told behind it."""
        letters = self.page.tags.letters
        cost, own = float(last - first + 1), self.own if self.own is not None and self.own <= last else -1
        for i in range(first, last + 1):
            if self.page.doc.tokens[i].key in _MEANWHILE:
                cost += _BEYOND
            if letters[i] == "V" and i != own:
                cost += verb
            elif letters[i] == "S" or (letters[i] == "R" and i > own):
                cost += _OPENS
        return cost

    def before(self, first: int, last: int, verb: float) -> float:
        """Cost of the tokens first..last that lie between the trigger and what is told before it."""
        letters = self.page.tags.letters
        between = range(first, last + 1)
        cost = float(last - first + 1) + verb * sum(letters[i] == "V" and i != self.light for i in between)
        tokens = self.page.doc.tokens
        cost += _SAID * sum(letters[i] == "S" or tokens[i].text == ":" for i in between)
        if last >= first and tokens[last].key == "عن":
            cost += _SAID  # أعلن الحلف في بروكسل عن عقد جلسة
        cost += _NEXT if self.joined and (self.light is None or first <= self.light) else 0.0
        return cost + (_OUTER if self.opened is not None and first <= self.opened else 0.0)


def clause(page: Parsed, trigger: Trigger) -> Clause:
    """The clauses around a trigger."""
    if trigger.form == "verb":
        own = _own_verb(page, trigger) if trigger.last > trigger.head else None  # يصادق على الاتفاق الذي
        return Clause(page, own, before_relative(page, trigger.head), None, _joined(trigger.reading))
    light = carrier(page, trigger)
    return Clause(page, _own_verb(page, trigger), None, light, light is not None and _joined(page.tags.readings[light]))


_REPLIES, _ANSWER = frozenset(("ردا", "انتقاما")), 3
_ANCHORS = frozenset(("بعد", "وبعد", "عقب", "غداه", "قبل", "وقبل", "منذ", "اعقاب")) | _REPLIES


def anchored(page: Parsed, first: int, last: int) -> bool:
    """What follows the tokens first..last is told of an event that only dates this one: بعد ثلاثة أيام على هجوم في سوروتش."""
    tokens = page.doc.tokens
    at = next((i for i in range(first, last) if tokens[i].key in _ANCHORS), None)
    return at is not None and any(i in page.events for i in range(at + 1, last))


def answered(page: Parsed, trigger: Trigger, after: int) -> bool:
    """What is told up to token `after` is the answer to the trigger's deed: أطلقوا أمس صواريخ على البلاد ردا على اغتيال."""
    near = range(max(after + 1, trigger.first - _ANSWER), trigger.first)
    return any(page.doc.tokens[i].key in _REPLIES for i in near)


def _joined(verb: Analysis | None) -> bool:
    return verb is not None and verb.conj == "و"


def _own_verb(page: Parsed, trigger: Trigger) -> int | None:
    n = page.phrase_of.get(trigger.last)
    if n is None:
        return None
    letters = page.tags.letters
    _, end = page.doc.sentences[trigger.sentence]
    for i in range(max(page.phrases[n].last, trigger.last) + 1, min(end, trigger.last + _REACH)):
        if letters[i] == "R":
            if not _describes(antecedent(page, i), trigger):
                return None
            return next((j for j in range(i + 1, min(end, i + _VERB)) if letters[j] == "V"), i)
        if letters[i] == "V":
            return i if _describes(described_noun(page, i), trigger) else None
        if letters[i] in "SB.":
            return None
    return None


def _describes(noun: Phrase | None, trigger: Trigger) -> bool:
    return noun is not None and noun.first <= trigger.last and trigger.first <= noun.last
