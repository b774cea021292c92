"""Does a noun tell its event, or only refer to one: وقع انفجار tells, "after the explosion" refers.

A noun tells what it names when a light verb or a verb of saying carries it, when it opens a headline or a nominal
sentence, or when it is the told cause of deaths. Everything else names an event that the reader is taken to know.
"""

from __future__ import annotations

from extract import grammar as g
from extract.circumstance import circumstantial
from extract.clean import fold
from extract.fought import fought
from extract.parsed import Parsed, lemma_key
from extract.rules import table
from extract.triggers import Trigger

#: Lemma of a verb that carries a noun -> how; a light verb before a verb of saying.
_CARRIERS = {lemma_key(verb): "say" for row in table("cues/attribution.toml")["say"] for verb in row["verbs"]} | {
    lemma_key(verb): how
    for how, verbs in reversed(table("cues/light.toml").items())
    if how != "nouns"
    for verb in verbs
}
#: How a verb carries -> the prepositions through which it does: أسفر عن مقتل، تعرض لهجوم، قام بتفجير.
_THROUGH = {
    "cause": ("عن", "إلى", "ب", "في", "على"),
    "undergo": ("ل", "إلى", "من"),
    "happen": ("ب",),
    "do": ("ب", "في", "على", "إلى", "من"),
    "phase": ("ب", "في"),
    "stop": ("عن",),
    "answer": ("ب",),
    "plan": ("ل", "إلى"),
    "say": ("عن", "ب", "إلى"),
}
_PREPOSITIONS = {how: frozenset(fold(p) for p in words) for how, words in _THROUGH.items()}
_NOUNS = frozenset(fold(noun) for noun in table("cues/light.toml")["nouns"])
_CAUSAL = frozenset(fold(p) for p in ("في", "إثر", "جراء", "نتيجة", "بسبب", "خلال", "ب", "اثر"))
_ANCHORS = frozenset(
    fold(p) for p in ("بعد", "عقب", "منذ", "غداة", "قبل", "قبيل", "بعيد", "خلفية", "حول", "بشأن", "ضد")
)
#: What follows these only anchors: أشاد إثر الإعلان عن تفكيك خلايا.
_AFTER = frozenset(fold(p) for p in ("بعد", "عقب", "إثر", "منذ", "غداة", "قبل", "قبيل", "بعيد"))
#: What is left to do is told: لم يبق سوى اقتحام المدينة.
_BUT = frozenset(("سوي", "الا"))
_HARM = ("harm.", "conflict.attack", "life.death")
#: What a definite noun says of what everybody has heard of.
_RECENT = frozenset(("الاخير", "الاخيره", "السابق", "السابقه"))
_REACH = 8
#: Its count is the news, however well known the dead: قالت إن حصيلة الضحايا بلغت 90.
_TOLL = "harm.toll"
#: Tokens that a time between commas takes at most.
_INSERTED = 7


def tells(page: Parsed, trigger: Trigger, harm_before: bool) -> bool:
    """Whether a nominal trigger tells its event. `harm_before`: deaths or injuries stand before it in its sentence."""
    if circumstantial(page, trigger) or fought(page, trigger):
        return True
    if not harm_before and _known(page, trigger):
        return False
    reading = page.tags.readings[trigger.last]  # القتال مستمر tells, القتال الدائر refers
    definite = reading is not None and (reading.det or bool(reading.enc)) and trigger.rule.id != _TOLL
    return _stands(page, trigger.first, trigger.sentence, definite, harm_before)


def _known(page: Parsed, trigger: Trigger) -> bool:
    """Said to be known to the reader: هذا الهجوم، الهجمات الأخيرة."""
    tokens, after = page.doc.tokens, trigger.last + 1
    if trigger.first and tokens[trigger.first - 1].key in g.DEMONSTRATIVES:
        return True
    return after < len(tokens) and tokens[after].key in _RECENT


def _stands(page: Parsed, at: int, sentence: int, definite: bool, harm_before: bool) -> bool:
    """The same for the noun at a token: what stands before it decides."""
    reading = page.tags.readings[at]
    before = at - 1
    start, _ = page.doc.sentences[sentence]
    while before >= start and page.tags.letters[before] in "QODX":
        before -= 1
    before = _before_inserted_time(page, before, start)
    if reading is not None and reading.prep:
        return _complement(page, before, start, reading.prep, harm_before)
    if page.tags.letters[before] == "," and not definite and _after_subject(page, before, start):
        return True
    if before < start or page.tags.letters[before] in "B.,":
        return before < start or page.tags.letters[before] != "," or page.doc.field == "title"
    letter = page.tags.letters[before]
    if page.doc.tokens[before].key in _BUT:
        return True
    if letter == "P":
        prep = g.bare(page.doc.tokens[before].key, g.PREPOSITIONS) or page.doc.tokens[before].key
        if prep == "علي" and page.tags.letters[before - 1] == "X":
            return False  # بعد ستة أيام على اغتياله
        return _complement(page, before - 1, start, prep, harm_before)
    if letter == "N" and not (reading is not None and reading.conj):
        if page.phrase_of.get(before) == page.phrase_of.get(at):
            carrying = bool(_NOUNS & page.forms(before))
            return carrying and _stands(page, before, sentence, definite, harm_before)
        return _verb_carries(page, before, start)
    if reading is not None and reading.conj:
        return not definite and not _anchored(page, before, start)
    if letter == "V":
        return _carried(page, before) != ""
    return letter in "SA" and not definite


def _after_subject(page: Parsed, comma: int, start: int) -> bool:
    """Behind nothing but a carrying verb, its subject and a comma: بعث الملك فلان بن فلان، برقية تهنئة."""
    n = page.phrase_of.get(comma - 1)
    verb = page.phrases[n].first - 1 if n is not None else -1
    return verb >= start and page.tags.letters[verb] == "V" and _carried(page, verb) != ""


def _before_inserted_time(page: Parsed, comma: int, start: int) -> int:
    """The token before a time between commas that ends at `comma`: أعلن الجيش، الأحد، مقتل خمسة; else `comma` itself."""
    letters = page.tags.letters
    if comma < start or letters[comma] != ",":
        return comma
    i = comma - 1
    while i >= start and letters[i] in "XQDP" and comma - i < _INSERTED:
        i -= 1
    inserted = i > start and letters[i] == "," and any(letters[j] == "X" for j in range(i + 1, comma))
    return i - 1 if inserted else comma


def _complement(page: Parsed, before: int, start: int, prep: str, harm_before: bool) -> bool:
    """After a preposition: told when a carrier stands before it (أسفر عن مقتل) or as the cause of harm (قتلوا في غارة)."""
    if prep in _ANCHORS:
        return False
    if harm_before and prep in _CAUSAL:
        return True
    for i in range(before, max(start, before - 2 * _REACH) - 1, -1):
        letter = page.tags.letters[i]
        if letter == "V":
            return prep in _PREPOSITIONS.get(_carried(page, i), ())
        if letter in "SRB." or page.forms(i) & _AFTER:
            return False
    return False


def _anchored(page: Parsed, before: int, start: int) -> bool:
    """What a joined noun is joined to follows a word that only anchors: إثر تفكيك خلايا واعتقال العشرات."""
    for i in range(before, max(start, before - 2 * _REACH) - 1, -1):
        if page.tags.letters[i] in "VSRB.":
            return False
        if page.forms(i) & _AFTER:
            return True
    return False


def _verb_carries(page: Parsed, before: int, start: int) -> bool:
    """The noun is an argument of a verb further left: بدأت المحكمة اليوم جلسة."""
    for i in range(before, max(start, before - 2 * _REACH) - 1, -1):
        if page.tags.letters[i] == "V":
            return _carried(page, i) != ""
        if page.tags.letters[i] in "SRB.":
            break
    return False


def _carried(page: Parsed, verb: int) -> str:
    """How the verb carries a noun, "" when it does not."""
    reading = page.tags.readings[verb]
    if reading is None or page.tags.letters[verb - 1 : verb] == ["R"]:
        return ""  # الهجوم الذي أسفر عن مقتل: a relative clause tells nothing new
    return _CARRIERS.get(reading.key, "")


def carrier(page: Parsed, trigger: Trigger) -> int | None:
    """The light verb before a noun that carries it: سيصعد الهجمات، لم يشاركوا في العمليات."""
    start, _ = page.doc.sentences[trigger.sentence]
    for i in range(trigger.first - 1, max(start, trigger.first - _REACH) - 1, -1):
        if page.tags.letters[i] == "V":
            reading = page.tags.readings[i]
            how = _CARRIERS.get(reading.key, "say") if reading is not None else "say"
            prep = _preposition(page, trigger.first)
            return None if how == "say" or (prep and prep not in _PREPOSITIONS.get(how, ())) else i
        if page.tags.letters[i] in "SRB.":
            return None
    return None


def _preposition(page: Parsed, noun: int) -> str:
    reading = page.tags.readings[noun]
    if reading is not None and reading.prep:
        return reading.prep
    before = page.doc.tokens[noun - 1].key if noun else ""
    return (g.bare(before, g.PREPOSITIONS) or before) if noun and page.tags.letters[noun - 1] == "P" else ""


def harms(trigger: Trigger) -> bool:
    """A trigger of deaths or injuries, whose cause may follow."""
    return trigger.rule.type.startswith(_HARM)
