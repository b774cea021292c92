"""Is it a fact: asserted, denied, expected, possible, conditional or demanded - from cue words and their scope.

A cue counts when it stands before the trigger in its clause with no other verb between that would close its scope.
"""

from __future__ import annotations

from typing import cast

from extract import grammar as g
from extract.backdrop import follows_after, lasted, qualifies, set_in_time
from extract.circumstance import circumstantial
from extract.clean import fold
from extract.drafts import Draft
from extract.nearby import clause
from extract.parsed import Parsed, lemma_key
from extract.scopes import StatusCues, nearest
from extract.standing import carrier
from extract.types import Cue, Status

#: Sayings whose own words lie ahead: "we shall answer" threatens now.
_SPEAKS_OF_FUTURE = frozenset(("statement.threaten", "statement.promise", "statement.warn"))

_NOT = frozenset(fold(w) for w in ("لم", "لن", "ولم", "ولن", "فلم", "لا", "ولا"))

_MAY = frozenset(("قد", "وقد", "فقد"))

#: What the cue of a light verb makes of its noun.
_HELD = frozenset(("denied", "conditional", "expected", "possible", "demanded"))

_CAMPAIGNS = frozenset(("عملية", "معركة", "حملة", "خطة"))

_EXCEPT = frozenset(("سوي", "الا"))

_THAT = frozenset(("ان", "انه", "انها", "انهم"))

_WILL_BE = frozenset(("سيكون", "ستكون", "وسيكون", "وستكون", "سيكونون"))

#: Words whose object stands with ل: no aim is told by it.
_SUFFERING = frozenset(
    fold(w) for w in ("تعرض", "خضع", "خضوع", "تصدى", "تصد", "أدى", "مؤد", "استجاب", "استجابة", "نتيجة", "شهد", "رضخ")
)


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
    heedless = circumstantial(page, trigger) or _begins(draft) or _came_about(draft)
    hit = None if heedless else nearest(draft, cues.before)
    later = _will_have(draft)
    if later is not None:
        supposed = nearest(draft, cues.before, at=later)
        hit = ("conditional" if supposed is not None and supposed[0] == "conditional" else "expected", later, later)
    if hit is not None:
        what, first, last = hit
        if what == "state":
            draft.kind = "state"
            draft.cues.append(Cue("kind:state", page.doc.span(first, last)))
            if page.forms(first) & _NOT and not _except_after(draft):
                _set(draft, "denied", first, last)  # لم يعد يسيطر على أي مدينة
        elif what == "possible_if_imperfect":
            if reading is not None and reading.asp == "i":
                _set(draft, "possible", first, last)
        elif what == "denied" and _except_after(draft):
            draft.kind = "state"
            draft.cues.append(Cue("kind:state", page.doc.span(first, last)))
        elif what != "befell" and (draft.status == "asserted" or what in ("denied", "conditional")):
            _set(draft, "expected" if what == "provided" else cast(Status, what), first, last)
    elif draft.status == "asserted" and _may_bring(draft):
        _set(draft, "possible", trigger.first - 2, trigger.first - 2)
    elif draft.status == "asserted" and (carried := _carried_as(draft, cues)):
        _set(draft, carried, trigger.first, trigger.first)
    elif draft.status == "asserted" and (_future(draft) or _wished(draft)):
        _set(draft, "expected", trigger.head, trigger.head)
    elif draft.status == "asserted" and _asked(draft):
        _set(draft, "possible", trigger.head, trigger.head)
    if draft.status == "asserted" and _holds_ground(draft):
        draft.kind = "state"
    set_in_time(draft, cues)


def _will_have(draft: Draft) -> int | None:
    """The future auxiliary over a perfect verb with قد: ستكون الحملة قد انتهت."""
    tokens, verb = draft.page.doc.tokens, draft.trigger.head
    reading = draft.page.tags.readings[verb]
    if reading is None or reading.asp != "p" or not verb or tokens[verb - 1].key != "قد":
        return None
    start, _ = draft.page.doc.sentences[draft.trigger.sentence]
    return next((i for i in range(verb - 2, max(start, verb - 7) - 1, -1) if tokens[i].key in _WILL_BE), None)


def _set(draft: Draft, status: Status, first: int, last: int) -> None:
    draft.status = status
    draft.cues.append(Cue(f"status:{status}", draft.page.doc.span(first, last)))


def _may_bring(draft: Draft) -> bool:
    """Right behind an imperfect verb with قد: خطوة قد تتضمن إغلاق المصنع."""
    page, first = draft.page, draft.trigger.first
    if draft.trigger.form != "masdar" or first < 2 or page.doc.tokens[first - 2].key not in _MAY:
        return False
    verb = page.tags.readings[first - 1]
    return verb is not None and verb.pos == "verb" and verb.asp == "i"


def _carried_as(draft: Draft, cues: StatusCues) -> Status | None:
    """A noun holds as its light verb does: سيصعد الهجمات is a plan, لم يشارك في الهجوم a denial."""
    page = draft.page
    verb = carrier(page, draft.trigger) if draft.trigger.form in ("masdar", "participle") else None
    if verb is None:
        return None
    reading = page.tags.readings[verb]
    if reading is not None and reading.prep == "س":
        return "expected"
    if verb and page.doc.tokens[verb - 1].key in _NOT:
        return "denied"
    if verb and page.doc.tokens[verb - 1].key in _MAY and reading is not None and reading.asp == "i":
        return "possible"  # قد يواجه حكما بالإعدام
    hit = nearest(draft, cues.before, at=verb)  # إذا حدث هجوم، توقع أن تشن هجوما
    if hit is None or hit[0] not in _HELD or reading is None:
        return None
    supposed = hit[0] == "conditional" and hit[2] == verb - 1
    return cast(Status, hit[0]) if reading.asp == "i" or supposed else None


def _came_about(draft: Draft) -> bool:
    """Told as a fact of something else, in a relative clause or one of after: نفى علاقته بالتفجير الذي استهدف."""
    page, trigger = draft.page, draft.trigger
    reading = page.tags.readings[trigger.head]
    if reading is None:
        return False
    if reading.pos == "verb":
        related = trigger.first > 0 and page.tags.letters[trigger.first - 1] == "R"
        return reading.asp == "p" and (related or follows_after(page, trigger.first))
    if not reading.det:
        return False
    verb = clause(page, trigger).own
    told = page.tags.readings[verb] if verb is not None else None
    return verb is not None and told is not None and told.asp == "p" and page.tags.letters[verb - 1] == "R"


def _except_after(draft: Draft) -> bool:
    """No more than: لم يعد يسيطر سوى على جيوب says that it holds them."""
    tokens, last = draft.page.doc.tokens, draft.trigger.last
    for token in tokens[draft.trigger.first + 1 : last + 4]:
        if token.key in _EXCEPT:
            return token.i + 1 >= len(tokens) or tokens[token.i + 1].key not in _THAT  # إلا أن: but
    return False


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
        if page.tags.letters[i] in "VN" and reading is not None and reading.key in _SUFFERING:
            return True
    return False


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


#: What is told with أن and an imperfect and came about all the same, some words before it or right before it:
#: استطاع الجيش أن يستعيد، قبل أن ينسحب.
_CAME_TO = frozenset(lemma_key(word) for word in ("تمكن", "استطاع", "نجح", "حدث", "سبق", "لبث", "ود", "أراد", "أود"))
_AROUND = frozenset(lemma_key(word) for word in ("قبل", "بعد", "منذ", "إلى", "بدل", "دون"))
_TO = frozenset(("ان", "بان"))


def _wished(draft: Draft) -> bool:
    """أن with an imperfect tells what ought to be or might be: يستدعي أن يقوم المصرف برفع الفائدة."""
    page, verb = draft.page, draft.trigger.head
    if draft.trigger.form in ("masdar", "participle"):
        verb = carrier(page, draft.trigger) or 0
    reading = page.tags.readings[verb]
    if verb < 2 or reading is None or reading.pos != "verb" or reading.asp != "i":
        return False
    if page.doc.tokens[verb - 1].key not in _TO or page.forms(verb - 2) & _AROUND:
        return False
    start, _ = page.doc.sentences[draft.trigger.sentence]
    for i in range(verb - 2, max(start, verb - 2 - _WISHING) - 1, -1):
        if page.forms(i) & _CAME_TO:
            return False
        if page.tags.letters[i] in "VSB.":
            break
    return True


#: Words from a verb to the أن that hangs on it.
_WISHING = 6


def _asked(draft: Draft) -> bool:
    """In a question: هل سقطت المدينة؟"""
    first, last = draft.page.doc.sentences[draft.trigger.sentence]
    return any(t.text == "؟" for t in draft.page.doc.tokens[max(first, last - 3) : last])


def _holds_ground(draft: Draft) -> bool:
    """An imperfect in a relative clause: القاعدة التي يسيطرون عليها is held, not taken."""
    reading = draft.page.tags.readings[draft.trigger.head]
    held = draft.type == "territory.capture" and draft.trigger.form == "verb"
    verb = draft.trigger.head
    if not held or reading is None:
        return False
    was = reading.asp == "i" and (qualifies(draft.page, verb) or _used_to(draft.page, verb))
    return was or lasted(draft.page, verb)


def _used_to(page: Parsed, verb: int) -> bool:
    """Under كان, its subject between: كان الجيش يسيطر على ثلث المدينة."""
    i = verb - 1
    while i >= 0 and page.tags.letters[i] in "NXQ":
        i -= 1
    return i >= 0 and g.bare(page.doc.tokens[i].key, g.WAS) is not None


def _begins(draft: Draft) -> bool:
    """A joined perfect verb tells anew: what was demanded before it reaches it no more (للمطالبة بـ ... وأطلقت الشرطة)."""
    reading = draft.page.tags.readings[draft.trigger.head]
    at_head = draft.trigger.first == draft.trigger.head
    return at_head and reading is not None and reading.pos == "verb" and reading.asp == "p" and reading.conj != ""


def planned(drafts: list[Draft]) -> None:
    """What lies ahead by the time that the item tells somewhere is a plan: غدا.. محاكمة المتهمين."""
    for draft in drafts:
        published, reading = draft.page.published, draft.page.tags.readings[draft.trigger.head]
        if draft.status != "asserted" or draft.time is None or published is None or draft.type.startswith("statement."):
            continue
        done = reading is not None and reading.asp == "p"
        if not done and draft.time.start.date() > published.date():
            _set(draft, "expected", draft.trigger.first, draft.trigger.last)


def foretold(drafts: list[Draft]) -> None:
    """A headline in the present tells a plan where the opening does: الصين تفرض عقوبات، أن الصين ستفرض عقوبات."""
    opening = [d for d in drafts if not d.in_title and d.trigger.sentence <= 1 and not d.background]
    for draft in drafts:
        reading = draft.page.tags.readings[draft.trigger.head]
        if not draft.in_title or draft.status != "asserted" or reading is None or reading.asp != "i":
            continue
        again = {d.status for d in opening if d.type == draft.type}
        if again == {"expected"} and draft.type not in _SPEAKS_OF_FUTURE:
            _set(draft, "expected", draft.trigger.first, draft.trigger.last)
