"""When it happened: the time that the words around a trigger tell, or the one told before it."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, time, timedelta

from extract import drafts, moments, nearby
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
        if (_takes_effect(page, expr) and _decided(draft, expr)) or _first_since(page, expr):
            continue
        if (expr.first in page.enclosed and not trigger.first < expr.first < trigger.last) or deferred(page, expr):
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


def _decided(draft: Draft, expr: TimeExpr) -> bool:
    """On another day than the one from which it holds; a truce is when it begins."""
    begins = (
        draft.type == "diplomacy.ceasefire" and draft.page.published is not None and expr.end > draft.page.published
    )
    return draft.type.startswith(_DECIDED) and not begins


def _takes_effect(page: Parsed, expr: TimeExpr) -> bool:
    """From when it holds: قرر التمديد اعتبارا من الثالث من أغسطس."""
    near = range(max(0, expr.first - 3), expr.first)
    return any(page.doc.tokens[i].key in _FROM for i in near)


_DEFERS = frozenset(lemma_key(word) for word in ("أجل", "أرجأ", "تأجيل", "إرجاء"))
_TO = frozenset(("الي", "حتي", "لغايه", "لجلسه", "ليوم"))


def deferred(page: Parsed, expr: TimeExpr) -> bool:
    """To when it is put off: أجلت المحكمة محاكمة المتهمين إلى الاثنين."""
    if not any(page.doc.tokens[i].key in _TO for i in range(max(0, expr.first - 2), expr.first)):
        return False
    sentence, _ = page.doc.sentences[page.doc.tokens[expr.first].sent]
    return any(page.forms(i) & _DEFERS for i in range(max(sentence, expr.first - _DEFER_REACH), expr.first))


_DEFER_REACH = 12
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
_REPORTED = 8


def _at_once(page: Parsed, trigger: Trigger, expr: TimeExpr) -> bool:
    """Told as of the time of the main clause."""
    n = page.phrase_of.get(trigger.first)
    phrase = page.phrases[n] if n is not None else None
    if phrase is not None and phrase.prep[-1:] == ("مع",):
        return "V" not in page.tags.letters[expr.last + 1 : trigger.first]
    if expr.granularity == "hour" and expr.anchor == "relative":
        return False  # an hour of a day told elsewhere
    return any(page.doc.tokens[i].key in _REPORTS for i in range(max(0, expr.first - _REPORTED), trigger.first))


def _of_the_loss(page: Parsed, expr: TimeExpr) -> bool:
    """Told right behind a verb of loss: حطام الطائرة التي عثر عليها أمس ... الطائرة التي اختفت في مارس."""
    before = (page.tags.readings[i] for i in range(max(0, expr.first - _LOST), expr.first))
    return any(r is not None and r.pos == "verb" and r.key in _LOSS for r in before)


_LOSS = frozenset(lemma_key(verb) for verb in ("فقد", "اختفى", "تحطم", "سقط"))
_LOST = 5


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
    if draft.type.startswith("statement.") and any(letters[i] == "R" for i in between if i > own):
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
