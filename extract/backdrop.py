"""Told only to place something else in time: anchors, relative clauses, clauses of after."""

from __future__ import annotations

from extract import context
from extract import grammar as g
from extract.drafts import Draft
from extract.fought import fought
from extract.light import governing
from extract.parsed import Parsed
from extract.scopes import StatusCues, nearest
from extract.standing import carrier
from extract.triggers import Trigger
from extract.types import Cue

#: How far behind gas and water cannon those stand whom they hit.
_CROWD = 12

_AFTERWARDS = frozenset(("بعدما", "وبعدما", "عقبما"))

#: في الوقت الذي، في حين: while, no description.
_WHILE = frozenset(("وقت", "حين"))

#: Take up all that was told, so that their clause goes on telling: وهو ما نفته موسكو، الأمر الذي رفضته.
_ALL_THIS = frozenset(("وهو", "هو", "الامر"))


def set_in_time(draft: Draft, cues: StatusCues) -> None:
    """Told only to place something else: after عقب، منذ, in a relative clause, or in a sentence of context."""
    page, trigger = draft.page, draft.trigger
    hit = nearest(draft, cues.background, people=True) if trigger.form != "verb" else None
    if hit is not None and not fought(page, trigger) and not _since_then(page, trigger, hit):
        draft.subordinate = True
        draft.background = True
        draft.cues.append(Cue("background", page.doc.span(hit[1], hit[2])))
        return
    if trigger.form in ("verb", "passive") and (qualifies(page, trigger.first) or follows_after(page, trigger.first)):
        draft.subordinate = True
        draft.background = not draft.in_title
        return
    if not draft.in_title and ((trigger.sentence > 0 and _earlier(page, trigger)) or _known_crowd(draft)):
        draft.background = True
        return
    if not draft.in_title and trigger.form in ("masdar", "participle") and _in_clause_of_after(page, trigger):
        draft.background = True
        return
    if _struck_before(draft):
        draft.background = True
        return
    if draft.subordinate:
        draft.background = not draft.in_title or _supposed(page, trigger)
        return
    told = context.cue(draft, cues) if not draft.in_title else None
    if told is not None:
        draft.background = True
        draft.cues.append(Cue("background", page.doc.span(*told)))


def _struck_before(draft: Draft) -> bool:
    """The accord that everybody knows: الاتفاق النووي لا يقيد واشنطن. One that is reached or signed is told by that verb."""
    trigger, reading = draft.trigger, draft.trigger.reading
    alone = trigger.form == "masdar" and trigger.first == trigger.last and reading is not None and reading.det
    return alone and draft.type == "diplomacy.agreement" and carrier(draft.page, trigger) is None


_AGO = frozenset(("منذ", "قبل"))


def _since_then(page: Parsed, trigger: Trigger, anchor: tuple[str, int, int]) -> bool:
    """منذ ذلك الحين، بعد ذلك، منذ أيام: what follows them is told; بعد ذلك الهجوم refers to it."""
    _what, first, last = anchor
    after, noun = last + 1, page.tags.readings[trigger.first]
    if page.tags.letters[first] == "X" and page.forms(first) & _AGO:
        told = next((e for e in page.times if e.first <= first <= e.last), None)
        return told is None or page.doc.tokens[told.last + 1].key != "علي"  # قبل يومين على الهجوم
    free = trigger.first > after + 1 or (noun is not None and not noun.det)
    return page.doc.tokens[after].key in ("ذلك", "ذاك") and free


def qualifies(page: Parsed, verb: int) -> bool:
    """The verb of a relative clause, also of one without الذي: أدانت قتل رجال خطفتهم جماعة."""
    letters, i = page.tags.letters, verb - 1
    if lasted(page, verb):
        return True
    while i >= 0 and letters[i] in "GA":
        i -= 1
    i = _resumed_by(page, i)
    if i < 0 or letters[i] == "R":
        return i >= 0 and not (i > 0 and (page.forms(i - 1) & _WHILE or page.doc.tokens[i - 1].key in _ALL_THIS))
    reading, n = page.tags.readings[verb], _described(page, i)
    if reading is not None and reading.conj:
        return _joins_relative(page, verb)
    if n is None or reading is None:
        return False
    phrase = page.phrases[n]
    noun = page.tags.readings[phrase.head]
    if (
        noun is None
        or noun.lemma == "وقت"
        or noun.det
        or noun.enc
        or noun.pos == "name"
        or not noun.known
        or phrase.first in page.entity_at
    ):
        return False
    if verb + 1 < len(page.doc.tokens) and page.doc.tokens[verb + 1].key in g.PRONOMINAL:
        return True  # قرية يسيطر عليها: the pronoun takes the noun up again
    start, _ = page.doc.sentences[page.doc.tokens[verb].sent]
    outer = next((j for j in range(phrase.first - 1, start - 1, -1) if letters[j] in "VSRB,."), None)
    if outer is None or letters[outer] != "V":
        return False
    return not _seen(page, range(start, phrase.first))


def _seen(page: Parsed, before: range) -> bool:
    """Somebody tells what he saw: شاهد مراسل في الأحياء التي ... مباني دمرت."""
    told = (page.tags.readings[i] for i in before if page.tags.letters[i] == "V")
    first = next((r for r in told if r is not None), None)
    return first is not None and first.lemma in _SEEING


#: Whoever saw something tells it: شاهد مراسل مباني دمرت.
_SEEING = frozenset(("شاهد", "رأى", "عاين"))
#: Take up a stretch of time: ثلاث سنوات سيطر خلالها.
_MEANWHILE = frozenset(("خلالها", "خلاله", "فيها", "اثناءها"))


def lasted(page: Parsed, verb: int) -> bool:
    """The verb says what was so in the stretch of time before it: بعد ثلاث سنوات سيطر خلالها على المدينة."""
    tokens = page.doc.tokens
    if not verb or verb + 1 >= len(tokens) or tokens[verb + 1].key not in _MEANWHILE:
        return False
    stretch = page.tags.readings[verb - 1]
    return page.tags.letters[verb - 1] == "X" or (stretch is not None and stretch.ent == "time")


def _resumed_by(page: Parsed, i: int) -> int:
    """The relative pronoun before what takes it up between it and the verb: التي من خلالها | تقدم; else `i` itself."""
    for j in range(i, max(-1, i - 2), -1):
        letter, reading = page.tags.letters[j], page.tags.readings[j]
        if letter not in "PXN" or (letter == "N" and (reading is None or not reading.enc)):
            break
        if j and page.tags.letters[j - 1] == "R":
            return j - 1
    return i


def follows_after(page: Parsed, verb: int) -> bool:
    """The verb of a clause that only says when: بعد أن أبرمت، بعدما أطلقت."""
    tokens = page.doc.tokens
    if verb and tokens[verb - 1].key in _AFTERWARDS:
        return True
    return verb > 1 and tokens[verb - 1].key == "ان" and g.bare(tokens[verb - 2].key, g.AFTER) is not None


def _in_clause_of_after(page: Parsed, trigger: Trigger) -> bool:
    """A noun in a clause that only says when: بعدما كانت فرضتها في يوليو، إثر | الهجوم."""
    letters = page.tags.letters
    start, _ = page.doc.sentences[trigger.sentence]
    for i in range(trigger.first - 1, start - 1, -1):
        if letters[i] == "V":
            return follows_after(page, i) or (i > start and letters[i - 1] == "A" and follows_after(page, i - 1))
        if letters[i] in "SRB." or (letters[i] == "," and letters[i + 1] != "P"):
            return False
    return False


def _supposed(page: Parsed, trigger: Trigger) -> bool:
    """What a clause of a headline takes for known: خطاب يثبت أن الاتفاق لن يغير، إذا أعاق الاتفاق."""
    noun = page.tags.readings[trigger.first]
    if noun is None or not noun.det or trigger.form != "masdar":
        return False
    return "S" in page.tags.letters[page.doc.sentences[trigger.sentence][0] : trigger.first]


def _known_crowd(draft: Draft) -> bool:
    """Gas and water cannon tell a gathering only where they say whom they hit, as news: مئات المتظاهرين, مظاهرة نظمها."""
    page, trigger = draft.page, draft.trigger
    if trigger.rule.frame.name != "disperse":
        return False
    last = page.tags.readings[max(trigger.words)]
    if last is not None and (last.evt or last.ent == "person") and not last.det:
        return False  # فرقت مظاهرة، فرقت متظاهرين
    _, end = page.doc.sentences[trigger.sentence]
    beyond = range(trigger.first, min(end, trigger.last + _CROWD))
    counted = any(q.kind == "people" and q.first in beyond for q in page.quantities)
    crowds = [a.span.text for a in draft.actors]
    return not counted and all(" " not in name and name.startswith(("ال", "لل")) for name in crowds)


def _earlier(page: Parsed, trigger: Trigger) -> bool:
    """Under كان with a perfect verb: what had happened before: كانت الجماعة قد أعلنت أنها أطلقت، كانت مظاهرات انطلقت."""
    if trigger.form in ("verb", "passive"):
        return _pluperfect(page, trigger.head)
    before, after = trigger.first - 1, trigger.last + 1
    n = page.phrase_of.get(trigger.last)
    if n is not None:
        before, after = page.phrases[n].first - 1, page.phrases[n].last + 1
    while after < len(page.doc.tokens) and page.tags.letters[after] in "GX":
        after += 1  # كانت مظاهرات أخرى قد | انطلقت
    led = before >= 0 and g.bare(page.doc.tokens[before].key, g.WAS) is not None
    if led and after < len(page.doc.tokens) and page.tags.letters[after] == "V":
        return _pluperfect(page, after)
    verb, _how = governing(page, trigger)
    return verb is not None and _pluperfect(page, verb)


def _pluperfect(page: Parsed, verb: int) -> bool:
    """A perfect verb with كان before its subject, or in a clause that such a verb brings: كانت أعلنت أنها | أطلقت."""
    letters, reading = page.tags.letters, page.tags.readings[verb]
    if letters[verb] != "V" or reading is None or reading.asp != "p" or reading.conj:
        return False
    start, _ = page.doc.sentences[page.doc.tokens[verb].sent]
    for i in range(verb - 1, start - 1, -1):
        if letters[i] == "S":
            outer = next((j for j in range(i - 1, start - 1, -1) if letters[j] in "VRB.,"), None)
            return outer is not None and letters[outer] == "V" and _pluperfect(page, outer)
        if letters[i] == "A":
            return g.bare(page.doc.tokens[i].key, g.WAS) is not None
        if letters[i] in "VRB.":
            return False
    return False


def _described(page: Parsed, i: int) -> int | None:
    """Index of the phrase at token i, or of the one that a phrase with a preposition hangs on: قرارا بالإجماع | يطلب."""
    n = page.phrase_of.get(i)
    if n is None or n == 0 or page.phrases[n].prep != ("ب",):
        return n
    outer = page.phrases[n - 1]
    return n - 1 if outer.last + 1 == page.phrases[n].first and not outer.prep else n


def _joins_relative(page: Parsed, verb: int) -> bool:
    """A verb joined to that of a relative clause, no mark between: الذي وقع الاثنين وتبناه التنظيم."""
    letters = page.tags.letters
    start, _ = page.doc.sentences[page.doc.tokens[verb].sent]
    for i in range(verb - 1, max(start, verb - 10) - 1, -1):
        if letters[i] in "SB.," or (letters[i] == "V" and i > start and letters[i - 1] != "R"):
            return False
        if letters[i] == "V":
            return i > start
    return False
