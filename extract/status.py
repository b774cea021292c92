"""Is it a fact: asserted, denied, expected, possible, conditional or demanded - from cue words and their scope.

A cue counts when it stands before the trigger in its clause with no other verb between that would close its scope.
Tables: extract/lexicon/cues/status.toml and background.toml.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, cast

from extract import grammar as g
from extract.byforms import ByForms
from extract.circumstance import circumstantial
from extract.clean import fold
from extract.drafts import Draft
from extract.parsed import Parsed, lemma_key
from extract.rules import table
from extract.standing import carrier
from extract.types import Cue, Status

_REACH = 9
#: How far from its deed a word may stand that sets the sentence back in time.
_NEAR = 25
#: How much farther a denial reaches over أو: عدم تسجيل إصابات جديدة أو وفيات.
_OR_REACH = 8


@dataclass(frozen=True, slots=True)
class _Scope:
    """One group of cues: what they decide, and how far they reach."""

    what: str
    #: Words between cue and trigger at most.
    reach: int
    #: Letters (see tagging) that close the scope.
    closed_by: frozenset[str]


#: A cue as keys, with its scope and the rank of the scope in its table.
_Cue = tuple[int, _Scope, tuple[str, ...]]


@dataclass(frozen=True, slots=True)
class StatusCues:
    """All cue groups, strongest first."""

    before: ByForms[_Cue]
    background: ByForms[_Cue]
    opening: ByForms[tuple[str, ...]]
    #: Words that set a whole sentence back in time.
    then: frozenset[str]

    @classmethod
    def load(cls) -> StatusCues:
        """Read the cue tables."""
        status, background = table("cues/status.toml"), table("cues/background.toml")
        opening: dict[str, list[tuple[str, ...]]] = {}
        for phrase in background.get("opening", ()):
            keys = tuple(fold(w) for w in phrase.split())
            opening.setdefault(keys[0], []).append(keys)
        then = frozenset(fold(word) for word in background.get("then", ()))
        return cls(_cues(status["scope"]), _cues(background["scope"]), ByForms(opening), then)


def _cues(rows: list[dict[str, Any]]) -> ByForms[_Cue]:
    by_first: dict[str, list[_Cue]] = {}
    for rank, row in enumerate(rows):
        scope = _Scope(row["what"], row.get("reach", _REACH), frozenset(row.get("closed_by", "VB.")))
        for entry in row["words"]:
            keys = tuple(fold(w) for w in entry.split())
            by_first.setdefault(keys[0], []).append((rank, scope, keys))
    return ByForms(by_first)


def judge(draft: Draft, cues: StatusCues) -> None:
    """Set status, kind and background of a draft, and note the cues."""
    page, trigger = draft.page, draft.trigger
    rule_status = cast(Status, trigger.rule.status)
    draft.status = rule_status
    reading = page.tags.readings[trigger.head]
    if reading is not None and reading.pos == "verb" and reading.prep == "س" and draft.type not in _SPEAKS_OF_FUTURE:
        _set(draft, "expected", trigger.head, trigger.head)
    if _purpose(draft):
        _set(draft, "expected", trigger.head, trigger.head)
    hit = None if circumstantial(page, trigger) or _begins(draft) else _first(draft, cues.before)
    if hit is not None:
        what, first, last = hit
        if what == "state":
            draft.kind = "state"
            draft.cues.append(Cue("kind:state", page.doc.span(first, last)))
        elif what == "possible_if_imperfect":
            if reading is not None and reading.asp == "i":
                _set(draft, "possible", first, last)
        elif what == "denied" and _except_after(draft):
            draft.kind = "state"
            draft.cues.append(Cue("kind:state", page.doc.span(first, last)))
        elif draft.status == "asserted" or what in ("denied", "conditional"):
            _set(draft, cast(Status, what), first, last)
    elif draft.status == "asserted" and (carried := _carried_as(draft)):
        _set(draft, carried, trigger.first, trigger.first)
    elif draft.status == "asserted" and _future(draft):
        _set(draft, "expected", trigger.head, trigger.head)
    elif draft.status == "asserted" and _asked(draft):
        _set(draft, "possible", trigger.head, trigger.head)
    if draft.status == "asserted" and _holds_ground(draft):
        draft.kind = "state"
    _background(draft, cues)


#: Sayings whose own words lie ahead: "we shall answer" threatens now.
_SPEAKS_OF_FUTURE = frozenset(("statement.threaten", "statement.promise", "statement.warn"))


def _set(draft: Draft, status: Status, first: int, last: int) -> None:
    draft.status = status
    draft.cues.append(Cue(f"status:{status}", draft.page.doc.span(first, last)))


def _carried_as(draft: Draft) -> Status | None:
    """A noun holds as its light verb does: سيصعد الهجمات is a plan, لم يشارك في الهجوم a denial."""
    page = draft.page
    verb = carrier(page, draft.trigger) if draft.trigger.form in ("masdar", "participle") else None
    if verb is None:
        return None
    reading = page.tags.readings[verb]
    if reading is not None and reading.prep == "س":
        return "expected"
    return "denied" if verb and page.doc.tokens[verb - 1].key in _NOT else None


_NOT = frozenset(fold(w) for w in ("لم", "لن", "ولم", "ولن", "فلم", "لا", "ولا"))


def _except_after(draft: Draft) -> bool:
    """No more than: لم يعد يسيطر سوى على جيوب says that it holds them."""
    tokens, last = draft.page.doc.tokens, draft.trigger.last
    for token in tokens[draft.trigger.first + 1 : last + 4]:
        if token.key in _EXCEPT:
            return token.i + 1 >= len(tokens) or tokens[token.i + 1].key not in _THAT  # إلا أن: but
    return False


_CAMPAIGNS = frozenset(("عملية", "معركة", "حملة", "خطة"))
_EXCEPT = frozenset(("سوي", "الا"))
_THAT = frozenset(("ان", "انه", "انها", "انهم"))


def _purpose(draft: Draft) -> bool:
    """A deed named as an aim: عملية لاستعادة المدينة، معركة تحرير المدينة، ليعلن تحريرها; not تعرض لقصف."""
    page, first = draft.page, draft.trigger.first
    reading = page.tags.readings[first]
    before = page.tags.readings[first - 1] if first else None
    if draft.trigger.form != "masdar" or reading is None:
        return False
    if before is not None and before.pos == "verb" and before.prep == "ل":
        return True
    if draft.type.startswith("territory.") and before is not None and before.lemma in _CAMPAIGNS:
        return True
    if reading.prep != "ل" or reading.form != "masdar" or _undergone(page, first):
        return False
    return draft.type.split(".")[0] in ("territory", "conflict", "law", "harm", "protest") and draft.trigger.first > 0


def _undergone(page: Parsed, noun: int) -> bool:
    """What somebody suffers, meets or brings about: تعرض المعسكر لقصف، تصدى لهجوم، أدى لمقتل خمسة."""
    for i in range(noun - 1, max(0, noun - 8) - 1, -1):
        reading = page.tags.readings[i]
        if page.tags.letters[i] in "VN" and reading is not None and lemma_key(reading.lemma) in _SUFFERING:
            return True
    return False


#: Words whose object stands with ل: no aim is told by it.
_SUFFERING = frozenset(
    fold(w) for w in ("تعرض", "خضع", "خضوع", "تصدى", "تصد", "أدى", "مؤد", "استجاب", "استجابة", "نتيجة", "شهد", "رضخ")
)


def _future(draft: Draft) -> bool:
    """An imperfect or a noun with a time that lies ahead (الخميس المقبل)."""
    published = draft.page.published
    reading = draft.page.tags.readings[draft.trigger.head]
    if _starts_later(draft):
        return True
    if draft.time is None or published is None or draft.type.startswith("statement."):
        return False
    if reading is not None and reading.asp == "p":
        return False
    return draft.time.start.date() > published.date()


def _starts_later(draft: Draft) -> bool:
    """The noun is the subject of a future verb: معركة المدينة ستنطلق."""
    page, trigger = draft.page, draft.trigger
    n = page.phrase_of.get(trigger.last)
    if trigger.form != "masdar" or n is None:
        return False
    for i in range(page.phrases[n].last + 1, min(page.phrases[n].last + 4, len(page.doc.tokens))):
        if page.tags.letters[i] == "V":
            reading = page.tags.readings[i]
            return reading is not None and reading.prep == "س" and not reading.conj
        if page.tags.letters[i] not in "NX,":
            break
    return False


def _asked(draft: Draft) -> bool:
    """In a question: هل سقطت المدينة؟"""
    first, last = draft.page.doc.sentences[draft.trigger.sentence]
    return any(t.text == "؟" for t in draft.page.doc.tokens[max(first, last - 3) : last])


def _cue_forms(page: Parsed, i: int, people: bool) -> frozenset[str]:
    """The forms of a word as it is read here: طالبان is a name, أكد no form of كاد, a student no demand."""
    reading = page.tags.readings[i]
    if (
        i in page.entity_at
        or page.tags.letters[i] == "D"
        or (reading is not None and reading.ent == "person" and not people)
    ):
        return frozenset()
    token = page.doc.tokens[i]
    read = lemma_key(reading.lemma) if reading is not None else token.key
    return page.forms(i) - {k for a in token.analyses if (k := lemma_key(a.lemma)) not in (read, token.key)}


def _first(draft: Draft, cues: ByForms[_Cue], people: bool = False) -> tuple[str, int, int] | None:
    """(what, first, last) of the cue nearest before the trigger that reaches it; at one word the first scope wins."""
    page, head = draft.page, draft.trigger.first
    start, _ = page.doc.sentences[draft.trigger.sentence]
    crossed: list[str] = []  # letters between a word and the trigger, nearest the trigger first
    either = _OR_REACH if head and page.doc.tokens[head - 1].key == "او" else 0
    for i in range(head - 1, max(start, head - 17) - 1, -1):
        for _rank, scope, keys in sorted(cues.get(_cue_forms(page, i, people)), key=_by_rank):
            beyond = crossed[: max(0, head - i - len(keys))]  # a cue's own words close nothing: لم يعد يسيطر
            reach = scope.reach + either * (scope.what == "denied")
            closed = head - i > reach or scope.closed_by.intersection(beyond)
            if closed or _idle(draft, scope) or _counts_as(draft, keys):
                continue
            if len(keys) == 1 or _phrase_at(draft, keys, i):
                return _longer(draft, cues, i, start) or (scope.what, i, i + len(keys) - 1)
        crossed.append("." if page.doc.tokens[i].key in _MEANWHILE else page.tags.letters[i])
    return None


#: Words that begin a clause of its own: تمهيدا لاقتحامها، بينما أصيب خمسة.
_MEANWHILE = frozenset(fold(w) for w in ("بينما", "فيما", "وفيما", "وبينما"))


def _longer(draft: Draft, cues: ByForms[_Cue], i: int, start: int) -> tuple[str, int, int] | None:
    """An expression that begins before word i and covers it: لم يعد is no promise."""
    for first in (i - 1, i - 2):
        if first < start:
            break
        for _rank, scope, keys in cues.get(draft.page.forms(first)):
            if first + len(keys) > i and len(keys) > 1 and _phrase_at(draft, keys, first):
                return scope.what, first, first + len(keys) - 1
    return None


def _idle(draft: Draft, scope: _Scope) -> bool:
    """قد before a perfect verb decides nothing, and hides nothing that stands before it."""
    reading = draft.page.tags.readings[draft.trigger.head]
    return scope.what == "possible_if_imperfect" and (reading is None or reading.asp != "i")


def _counts_as(draft: Draft, keys: tuple[str, ...]) -> bool:
    """وعدّته انتهاكا: a promise names its deed with ب or أن."""
    if keys != _PROMISE:
        return False
    page, first = draft.page, draft.trigger.first
    reading = page.tags.readings[first]
    return reading is not None and reading.pos != "verb" and reading.prep != "ب"


_PROMISE = (fold("وعد"),)


def _by_rank(cue: _Cue) -> tuple[int, int]:
    return cue[0], -len(cue[2])


def _phrase_at(draft: Draft, phrase: tuple[str, ...], i: int) -> bool:
    tokens = draft.page.doc.tokens
    return i + len(phrase) <= len(tokens) and all(word in draft.page.forms(i + k) for k, word in enumerate(phrase))


def _holds_ground(draft: Draft) -> bool:
    """An imperfect in a relative clause: القاعدة التي يسيطرون عليها is held, not taken."""
    reading = draft.page.tags.readings[draft.trigger.head]
    held = draft.type == "territory.capture" and draft.trigger.form == "verb"
    return held and reading is not None and reading.asp == "i" and _qualifies(draft.page, draft.trigger.head)


def _qualifies(page: Parsed, verb: int) -> bool:
    """The verb of a relative clause, also of one without الذي: أدانت قتل رجال خطفتهم جماعة."""
    letters, i = page.tags.letters, verb - 1
    while i >= 0 and letters[i] in "GA":
        i -= 1
    if i < 0 or letters[i] == "R":
        return i >= 0 and not (i > 0 and page.forms(i - 1) & _WHILE)
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
    start, _ = page.doc.sentences[page.doc.tokens[verb].sent]
    before = next((letters[j] for j in range(phrase.first - 1, start - 1, -1) if letters[j] in "VSRB,."), "")
    return before == "V"


def _follows_after(page: Parsed, verb: int) -> bool:
    """The verb of a clause that only says when: بعد أن أبرمت، بعدما أطلقت."""
    tokens = page.doc.tokens
    if verb and tokens[verb - 1].key in _AFTERWARDS:
        return True
    return verb > 1 and tokens[verb - 1].key == "ان" and g.bare(tokens[verb - 2].key, g.AFTER) is not None


_AFTERWARDS = frozenset(("بعدما", "وبعدما", "عقبما"))


def _described(page: Parsed, i: int) -> int | None:
    """Index of the phrase at token i, or of the one that a phrase with a preposition hangs on: قرارا بالإجماع | يطلب."""
    n = page.phrase_of.get(i)
    if n is None or n == 0 or page.phrases[n].prep != ("ب",):
        return n
    outer = page.phrases[n - 1]
    return n - 1 if outer.last + 1 == page.phrases[n].first and not outer.prep else n


#: في الوقت الذي، في حين: while, no description.
_WHILE = frozenset(("وقت", "حين"))


def _begins(draft: Draft) -> bool:
    """A joined perfect verb tells anew: what was demanded before it reaches it no more (للمطالبة بـ ... وأطلقت الشرطة)."""
    reading = draft.page.tags.readings[draft.trigger.head]
    at_head = draft.trigger.first == draft.trigger.head
    return at_head and reading is not None and reading.pos == "verb" and reading.asp == "p" and reading.conj != ""


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


def _background(draft: Draft, cues: StatusCues) -> None:
    """Told only to place something else: after عقب، منذ, in a relative clause, or in a sentence of context."""
    page, trigger = draft.page, draft.trigger
    hit = _first(draft, cues.background, people=True) if trigger.form != "verb" else None
    if hit is not None:
        draft.subordinate = True
        draft.background = True
        draft.cues.append(Cue("background", page.doc.span(hit[1], hit[2])))
        return
    if trigger.form in ("verb", "passive") and (_qualifies(page, trigger.first) or _follows_after(page, trigger.first)):
        draft.subordinate = True
        draft.background = not draft.in_title
        return
    if draft.subordinate:
        draft.background = not draft.in_title
        return
    first, last = page.doc.sentences[trigger.sentence]
    near = range(max(first, trigger.first - _NEAR), min(last, trigger.last + _NEAR))
    then = next((i for i in near if page.doc.tokens[i].key in cues.then), None)
    if then is not None and not draft.in_title:
        draft.background = True
        draft.cues.append(Cue("background", page.doc.span(then, then)))
    elif (
        not draft.in_title
        and trigger.sentence > 0
        and any(_phrase_at(draft, phrase, first) for phrase in cues.opening.get(page.forms(first)))
    ):
        draft.background = True
        draft.cues.append(Cue("background", page.doc.span(first, first)))
