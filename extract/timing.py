"""When it happened: the time that the words around a trigger tell, or the one told before it."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, time, timedelta

from extract import drafts, moments, nearby
from extract.calendar_terms import terms
from extract.clean import fold
from extract.drafts import Draft
from extract.nearby import Clause
from extract.parsed import Parsed, lemma_key
from extract.times import TimeExpr
from extract.triggers import Trigger
from extract.types import Time


def nearest(draft: Draft) -> TimeExpr | None:
    """The time expression nearest to the trigger, none beyond another verb's clause; finer ones first."""
    page, trigger = draft.page, draft.trigger
    told = [e for e in page.times if page.doc.tokens[e.first].sent == trigger.sentence]
    if trigger.rule.context:  # a wreck: not when it was found
        return next((e for e in page.times if e.first > trigger.last and _of_the_loss(page, e)), None)
    if not told:
        return None
    clause = nearby.clause(page, trigger)
    best: tuple[float, TimeExpr] | None = None
    for expr in told:
        if (_takes_effect(page, expr) and draft.type.startswith(_DECIDED)) or _first_since(page, expr):
            continue
        cost = _COARSE.get(expr.granularity, 0.0) + (8.0 if expr.kind == "since" else 0.0)
        if expr.first > trigger.last:
            cost += _behind(draft, expr, clause)
        elif draft.subordinate and not (_opens(page, expr, trigger.first) or _at_once(page, trigger, expr)):
            continue  # what stands before dates the main clause
        elif expr.statement_only and not draft.type.startswith("statement.") and expr.granularity not in _LONG:
            continue  # that dates the saying; of a whole month both
        else:
            cost += _ahead(draft, expr, clause)
        if cost < 40 and (best is None or cost < best[0]):
            best = (cost, expr)
    return best[1] if best is not None else None


#: What is decided, agreed or allowed on one day and holds from another.
_DECIDED = ("politics.", "diplomacy.", "law.", "statement.")
_FROM = frozenset(("اعتبارا", "ابتداء", "بدءا"))


def _takes_effect(page: Parsed, expr: TimeExpr) -> bool:
    """From when it holds: قرر التمديد اعتبارا من الثالث من أغسطس."""
    near = range(max(0, expr.first - 3), expr.first)
    return any(page.doc.tokens[i].key in _FROM for i in near)


#: What is the first, or the worst, since a time is not of that time.
_FIRST = frozenset(
    fold(word) for word in ("مرة", "المرة", "أول", "الأول", "الأولى", "نوعه", "نوعها", "أعنف", "أسوأ", "أكبر")
)
_FIRST_REACH = 4


def _first_since(page: Parsed, expr: TimeExpr) -> bool:
    """How long nothing of the kind had happened: للمرة الأولى منذ عشرين عاما، أول زيارة منذ 2011."""
    before = range(max(0, expr.first - _FIRST_REACH), expr.first)
    return expr.kind == "since" and any(page.doc.tokens[i].key in _FIRST for i in before)


def _headed(page: Parsed) -> TimeExpr | None:
    """The time that stands alone before the rest of a headline: غدا.. بدء محاكمة المتهمين."""
    if page.doc.field != "title" or not page.times or page.times[0].first:
        return None
    _, end = page.doc.sentences[0]
    alone = not {"N", "V", "P"} & set(page.tags.letters[page.times[0].last + 1 : end])
    return page.times[0] if alone else None


#: A saying dated as coarsely as that dates what it tells: أعلنت في مايو أنها أطلقت قذائف.
_LONG = frozenset(("month", "season", "year"))


def _opens(page: Parsed, expr: TimeExpr, until: int) -> bool:
    """It opens the sentence, and no verb stands before the trigger: وفي يوليو مقتل 27 شخصا."""
    first, _ = page.doc.sentences[page.doc.tokens[expr.first].sent]
    return expr.first - first <= 1 and not {"V", "P"} & set(page.tags.letters[expr.last + 1 : until])


#: Who reports an incident does so when it happens: تلقت غرفة العمليات مساء أمس بلاغا عن حريق.
_REPORTS = frozenset(("بلاغ", "بلاغا", "البلاغ", "اشعار", "اشعارا"))


def _at_once(page: Parsed, trigger: Trigger, expr: TimeExpr) -> bool:
    """Told as of the time of the main clause."""
    n = page.phrase_of.get(trigger.first)
    phrase = page.phrases[n] if n is not None else None
    if phrase is not None and phrase.prep[-1:] == ("مع",):
        return "V" not in page.tags.letters[expr.last + 1 : trigger.first]
    if expr.granularity == "hour" and expr.anchor == "relative":
        return False  # an hour of a day told elsewhere
    return any(page.doc.tokens[i].key in _REPORTS for i in range(max(0, expr.first - _DATELINE), trigger.first))


def _of_the_loss(page: Parsed, expr: TimeExpr) -> bool:
    """Told right behind a verb of loss: حطام الطائرة التي عثر عليها أمس ... الطائرة التي اختفت في مارس."""
    before = (page.tags.readings[i] for i in range(max(0, expr.first - _SPEAKER), expr.first))
    return any(r is not None and r.pos == "verb" and r.key in _LOSS for r in before)


_LOSS = frozenset(lemma_key(verb) for verb in ("فقد", "اختفى", "تحطم", "سقط"))


#: Ends what a clause behind it dates: فك حصار فرضه التنظيم قبل سنوات.
_ENDING = frozenset(("فك", "رفع", "إنهاء", "إلغاء", "كسر", "وقف", "إزالة"))


def _behind(draft: Draft, expr: TimeExpr, clause: Clause) -> float:
    """Cost of a time told after the trigger."""
    letters = draft.page.tags.letters
    between = range(draft.trigger.last + 1, expr.first)
    first = draft.page.tags.readings[draft.trigger.first]
    ends = first is not None and first.lemma in _ENDING and draft.trigger.last > draft.trigger.first
    own = clause.own if clause.own is not None and clause.own < expr.first and not ends else -1
    verbs = sum(letters[i] == "V" and i != own for i in between)
    relatives = sum(letters[i] == "R" and i > own for i in between)
    verb = 40.0 if draft.subordinate or ends else 14.0  # عقب الهجوم أعلن أمس: then the deed was announced
    if draft.type.startswith("statement.") and any(letters[i] == "R" for i in between):
        return 40.0  # اتهمه بالهجوم الذي وقع أمس: what is told of somebody does not date the words
    return len(between) + verb * verbs + 6.0 * relatives + _clauses(draft.page, expr, between)


def _ahead(draft: Draft, expr: TimeExpr, clause: Clause) -> float:
    """Cost of a time told before the trigger."""
    letters = draft.page.tags.letters
    between = range(expr.last + 1, draft.trigger.first)
    verbs = sum(letters[i] == "V" and i != clause.light and letters[i - 1] != "P" for i in between)
    relatives = sum(letters[i] == "R" for i in between)
    outside = clause.opened is not None and expr.last < clause.opened  # that dates the main clause
    if draft.trigger.form != "verb":
        outside = outside or nearby.anchored(draft.page, expr.last + 1, draft.trigger.first)
        outside = outside or nearby.answered(draft.page, draft.trigger, expr.last)
    return 2.0 + len(between) + 40.0 * outside + 10.0 * verbs + 6.0 * relatives + _clauses(draft.page, expr, between)


def _clauses(page: Parsed, expr: TimeExpr, between: range) -> float:
    """Whoever says that ... says so then."""
    return 0.0 if expr.statement_only else 25.0 * sum(page.tags.letters[i] == "S" for i in between)


def look_ahead(draft: Draft) -> None:
    """The weekday of what is planned is the next one: يعتزمون التظاهر الأحد."""
    headed = _headed(draft.page) if draft.time is None and not draft.background and not draft.subordinate else None
    if headed is not None:
        draft.time = drafts.time(draft.page, headed)
    when, published = draft.time, draft.page.published
    if when is not None and published is not None and draft.type.startswith("statement.") and when.start > published:
        draft.time = None  # دعت إلى مظاهرة الجمعة: the march is then, not the call
        return
    if draft.status != "expected" or when is None or published is None or when.end > published:
        return
    if when.anchor == "weekday":
        draft.time = replace(when, start=when.start + timedelta(days=7), end=when.end + timedelta(days=7))
    elif when.anchor == "explicit" and when.granularity == "month" and not _yearly(when):
        first = moments.add_months(when.start.date(), 12)  # a plan for أكتوبر, told in July
        last = moments.add_months(when.start.date(), 13)
        start, end = (datetime.combine(day, time(0), when.start.tzinfo) for day in (first, last))
        draft.time = replace(when, start=start, end=end)


def _yearly(when: Time) -> bool:
    """Its year is told too."""
    return when.span is None or any(letter.isdigit() for letter in when.span.text)


#: A month beside a day only says which; prices in words.
_COARSE = {"week": 4.0, "month": 8.0, "season": 8.0, "year": 10.0}


def dateline(page: Parsed) -> Time | None:
    """The date that a text opens with, before its first verb: الرياض 14 صفر 1439 هـ الموافق ..."""
    for expr in page.times:
        if expr.first > _DATELINE or any(page.tags.letters[i] == "V" for i in range(expr.first)):
            return None
        if expr.anchor == "explicit" and expr.granularity == "day":
            return drafts.time(page, expr)
    return None


_DATELINE = 8


def spoken(page: Parsed) -> Time | None:
    """The time of what is said in the opening: قال الوزير اليوم الجمعة إن ..."""
    told = (e for e in page.times if page.doc.tokens[e.first].sent <= 1 and (e.statement_only or _dates_words(page, e)))
    return next((drafts.time(page, e) for e in told), None)


def _dates_words(page: Parsed, expr: TimeExpr) -> bool:
    """Right behind a verb of saying and its subject: وكتبت الوزيرة أمس في رسالة."""
    tokens = page.doc.tokens
    before = range(max(0, expr.first - _SPEAKER), expr.first)
    near = [i for i in before if page.tags.letters[i] == "V" and tokens[i].sent == tokens[expr.first].sent]
    return bool(near) and tokens[near[-1]].key in terms().sets["saying"]


_SPEAKER = 5


def _said_before(draft: Draft) -> Time | None:
    """When the speaker of the sentences before spoke: قال السفير أمس إن ... . ورحب بـ."""
    page, at = draft.page, draft.trigger
    for expr in reversed(page.times):
        if expr.last < at.first and expr.statement_only:
            return drafts.time(page, expr) if at.sentence - page.doc.tokens[expr.first].sent <= 2 else None
    return None


def opening(page: Parsed) -> Time | None:
    """The day that the first sentence of a text tells outside of relative clauses, whatever word carries it."""
    letters = page.tags.letters
    for expr in page.times:
        sentence = page.doc.tokens[expr.first].sent
        first, _ = page.doc.sentences[sentence]
        if sentence > 0 and "V" in letters[:first]:
            return None
        day = expr.granularity in ("day", "part_of_day") and expr.kind == "point" and expr.direction == "past"
        before = range(first, expr.first)
        planned = any(page.doc.tokens[i].key in terms().sets["ahead"] for i in before)
        if day and not expr.statement_only and not planned and all(letters[i] != "R" for i in before):
            return drafts.time(page, expr)
    return None


def inherit(drafts: list[Draft], dateline: Time | None, spoken: Time | None, opened: Time | None) -> None:
    """A deed told without a time is of the time of its sentence, of the item's opening, or of its dateline.

    Words are of the time when the item's speaker speaks.
    """
    told = [d for d in drafts if d.time is not None and not d.background and d.status == "asserted"]
    first = [d for d in sorted(told, key=lambda d: not d.lead) if d.in_title or d.trigger.sentence <= 1]
    for draft in drafts:
        if draft.status == "expected" and draft.time is None:
            draft.time = _planned_with(draft, drafts)
        anchor = draft.background or (draft.subordinate and not draft.lead)
        if draft.time is not None or anchor or draft.status != "asserted":
            continue
        beside = (d.time for d in told if d.page is draft.page and d.trigger.sentence == draft.trigger.sentence)
        draft.time = next(beside, None)
        if draft.time is None and draft.type.startswith("statement."):
            draft.time = spoken or _said_before(draft)
        early = draft.in_title or draft.trigger.sentence <= 1
        if draft.time is None and (early or draft.type.split(".")[0] in _LOCAL):
            begun = (d.time for d in first if draft.in_title or (d.time is not None and d.time.granularity in _DAYS))
            draft.time = next(begun, None) or dateline or _alike(draft, drafts)
        if draft.time is None and (draft.in_title or draft.trigger.sentence == 0):
            draft.time = opened


#: How exact the time of the opening is where others share it: what happened that week did not all last so long.
_DAYS = frozenset(("hour", "part_of_day", "day"))


def _planned_with(draft: Draft, drafts: list[Draft]) -> Time | None:
    """The time of the plan told right before it in its sentence: يصوت البرلمان اليوم على إقالة الوزراء."""
    beside = [d for d in drafts if d.page is draft.page and d.trigger.sentence == draft.trigger.sentence]
    before = [d for d in beside if d.status == "expected" and d.trigger.first < draft.trigger.first]
    return before[-1].time if before else None


def _alike(draft: Draft, drafts: list[Draft]) -> Time | None:
    """The day of the same kind of deed in the sentence before: قصفت أمس ... . كما قصفت ..."""
    for other in drafts:
        near = other.page is draft.page and 0 < draft.trigger.sentence - other.trigger.sentence <= 2
        if near and other.type == draft.type and other.time is not None and not too_old(other, 3):
            return other.time
    return None


def too_old(draft: Draft, days: int = 30) -> bool:
    """Over `days` before publication, by the time told."""
    published = draft.page.published
    if draft.time is None or published is None:
        return False
    begun = draft.time.end >= published - timedelta(days=1)  # منذ صيف 2014: it began then
    return (draft.time.start if begun else draft.time.end) < published - timedelta(days=days)


_LOCAL = frozenset(("territory", "conflict", "harm", "protest", "disaster", "accident"))
