"""What tells two happenings of one item apart by the words that tell the second: another, since then, in separate attacks."""

from __future__ import annotations

from extract import reckoning
from extract.drafts import Draft
from extract.retold import SAID_OR_DECIDED

#: What is not the one told before: في تفجير آخر، اشتباكات منفصلة.
_OTHER = frozenset(("اخر", "اخري", "ثان", "ثانيه", "منفصل", "منفصله"))


def another(draft: Draft) -> bool:
    """Told by a noun as another happening of its kind."""
    after = draft.trigger.last + 1
    tokens = draft.page.doc.tokens
    if draft.trigger.form == "masdar" and _since(draft):
        return True
    noun = draft.trigger.form == "masdar" and draft.type.split(".")[0] not in SAID_OR_DECIDED
    return noun and after < len(tokens) and tokens[after].key in _OTHER


def one_more(a: Draft, b: Draft) -> bool:
    """What is joined to deaths or spoken of behind them is none of them: مقتل قائد | ومعارك، وواشنطن تندد | باقتحام سفارتها."""
    if (
        a.page is not b.page
        or a.trigger.sentence != b.trigger.sentence
        or a.type != "harm.casualties"
        or a.type == b.type
    ):
        return False
    readings, at = b.page.tags.readings, b.trigger.first
    before, noun = readings[at - 1] if at else None, readings[at]
    joined = a.trigger.form == "masdar" and noun is not None and noun.conj == "و"
    says = before is not None and before.pos == "verb" and before.evt.startswith("statement.")
    return joined or (says and bool(b.targets))


def _since(draft: Draft) -> bool:
    """Told of the time after what was told before: وقعت منذ ذلك الحين معارك."""
    tokens, (start, _) = draft.page.doc.tokens, draft.page.doc.sentences[draft.trigger.sentence]
    before = range(max(start, draft.trigger.first - _SINCE), draft.trigger.first - 1)
    return any(tokens[i].key in ("منذ", "ومنذ") and tokens[i + 1].key == "ذلك" for i in before)


#: Words from منذ ذلك to what it tells of.
_SINCE = 6


def apart(a: Draft, b: Draft) -> bool:
    """Words of b say that it is none of a: a sum of separate attacks, what came later, what a happened after, another means."""
    return _summed_up(a, b) or _elsewhere(a, b) or _later(a, b) or _dates(a, b) or _by_other_means(a, b)


def _summed_up(a: Draft, b: Draft) -> bool:
    """The dead of several happenings together: مقتل أربعة في ثلاثة حوادث منفصلة."""
    if b.type != "harm.casualties" or b.in_title or not b.quantities:
        return False
    if _counted(a) & _counted(b) or (a.in_title and any(q.kind in _TOLLS for q in a.quantities)):
        return False  # the headline's own sum
    tokens, (_, end) = b.page.doc.tokens, b.page.doc.sentences[b.trigger.sentence]
    behind = range(b.trigger.last + 1, min(end, b.trigger.last + 1 + _SUM))
    return any(tokens[i].key in _APART for i in behind)


def _elsewhere(a: Draft, b: Draft) -> bool:
    """Dead or wounded of a sentence that turns to something else: من ناحية أخرى استشهد ثلاثة إثر سقوط قذيفة."""
    if b.in_title or not b.type.startswith(_BLOODY) or not b.quantities or _known(b) or _counted(a) & _counted(b):
        return False
    if a.in_title and (a.type == b.type or a.type == "harm.casualties"):
        return False  # a headline may be about whatever the text turns to
    tokens, (start, end) = b.page.doc.tokens, b.page.doc.sentences[b.trigger.sentence]
    at = start + (tokens[start].kind != "word")
    keys = [tokens[i].key.removeprefix("و") for i in range(at, min(end, at + 3))]
    return len(keys) == 3 and keys[0] in ("من", "علي", "في") and keys[1] in _SIDES and keys[2] in _OTHER


def _later(a: Draft, b: Draft) -> bool:
    """A fight of its own that the sentence tells as what came then: ولاحقا وقعت مواجهات."""
    if a.type == b.type or b.in_title or not b.type.startswith("conflict.") or b.trigger.form != "masdar":
        return False
    tokens, (start, _) = b.page.doc.tokens, b.page.doc.sentences[b.trigger.sentence]
    then = any(tokens[i].key in _THEN for i in range(start, min(start + _OPENING, b.trigger.first)))
    return then and not _known(b)


def _dates(a: Draft, b: Draft) -> bool:
    """What the sentence that tells a only places it by, and tells as something new: قصفت مواقع بعد إطلاق نيران منها."""
    if b.in_title or b.trigger.form != "masdar" or not b.type.startswith(("conflict.", "harm.")) or _known(b):
        return False
    at = b.trigger.first
    if at == 0 or b.page.doc.tokens[at - 1].key not in _AFTER:
        return False
    first, _ = b.page.doc.sentences[b.trigger.sentence]
    before = b.page.doc.span(first, b.trigger.first)
    return any(s.field == before.field and before.start <= s.start < before.end for s in (a.span, *a.also))


def _by_other_means(a: Draft, b: Draft) -> bool:
    """Houses are searched, and what is told as context blew up: مداهمة منازل بعد تفجير."""
    raid = a.trigger.rule.id.startswith("assault.raid")
    return raid and b.background and b.type in _BLASTS and reckoning.count(a) != reckoning.count(b)


def _counted(draft: Draft) -> set[tuple[str, float]]:
    return {(q.kind, q.value or q.min or 0) for q in draft.quantities if q.kind in _TOLLS and not q.part}


def _known(draft: Draft) -> bool:
    noun = draft.page.tags.readings[draft.trigger.head]
    return noun is not None and bool(noun.det)


#: من جهة أخرى، على صعيد آخر، في حادث منفصل: what the words of _OTHER stand behind.
_SIDES = frozenset("جهه ناحيه جانب صعيد سياق حادث حادثه هجوم عمليه تطور".split())
_BLOODY = ("conflict.", "harm.casualties", "accident.")
_TOLLS = ("killed", "injured", "casualties")
#: Before what was over when something else happened.
_AFTER = frozenset(("بعد", "عقب", "غداه", "اثر"))
_APART = frozenset(("منفصله", "منفصلين", "منفصلتين", "متفرقه", "متفرقين", "متفرقتين"))
#: Tokens from a toll to the word that says that it is of several.
_SUM = 20
_THEN = frozenset(("لاحقا", "ولاحقا", "بعدها", "وبعدها", "بعدئذ"))
#: Where such a word stands in its sentence.
_OPENING = 3
_BLASTS = frozenset(("conflict.bombing", "conflict.suicide_attack"))
