"""Does an item report at all? Columns and features talk about events without telling any.

News says so in its form: a headline that tells, a day in its opening sentences, somebody who speaks, an agency,
a finite verb at the start.
"""

from __future__ import annotations

from extract.drafts import Draft
from extract.parsed import Parsed
from extract.statements import Said

#: (score below which, strength that a rule then needs).
_BARS = ((2.0, 0.95), (2.6, 0.8))
_DAYS = frozenset(("day", "part_of_day", "hour"))
_OPENING = 6
#: Words that a column has at the least; a lone sentence says nothing about its form.
_COLUMN = 90


def silence(text: Parsed, found: list[Draft], statements: list[Said], agencies: bool) -> float:
    """The strength that a rule needs to be heard in this item: 0 for what is written as news."""
    if len(text.doc.tokens) < _COLUMN and len(text.doc.sentences) <= 2:
        return 0.0
    told_first, last = _dateline(text) + _OPENING, _opening(text)
    opening = [d for d in found if not d.in_title and d.trigger.sentence <= last]
    score = 2.0 * any(d.in_title and not d.reference for d in found)
    score += 0.6 * any(_headline_acts(d) for d in found)
    score += 1.5 * any(
        text.doc.tokens[t.first].sent <= last and t.anchor in ("relative", "weekday") and t.granularity in _DAYS
        for t in text.times
    )
    score += 1.0 * any(s.sentence <= last for s in statements)
    score += 1.0 * agencies + 0.5 * (agencies and told_first > _OPENING)
    score += 1.0 * _starts_with_verb(text)
    score += 0.5 * bool(opening)
    score += 1.2 * any(_force_acts(d) for d in opening)
    score += 1.2 * any(d.trigger.form == "verb" and d.trigger.first < told_first for d in opening)
    score -= 2.5 * _own_voice(text, {s.sentence for s in statements})
    return next((strength for bar, strength in _BARS if score < bar), 0.0)


def _opening(text: Parsed) -> int:
    """The second sentence; a line that only says whence it is reported is none: عمان – متابعات."""
    first, end = text.doc.sentences[0] if text.doc.sentences else (0, 0)
    line = text.doc.tokens[first:end]
    return 1 + (len(line) <= _LONGEST and any(t.text in _DASHES for t in line) and line[-1].kind == "break")


_FORCES = frozenset(("state_force", "non_state"))
_DEEDS = ("territory.", "conflict.")
_DEALINGS = ("diplomacy.", "law.", "statement.")
#: A rule that tells a deed of force beyond doubt.
_PLAIN = 0.8


def _force_acts(draft: Draft) -> bool:
    """An army, the police or an armed group does something, told as a fact: columns know of it, reports tell it."""
    fact = draft.status == "asserted" and draft.kind == "event" and not (draft.background or draft.subordinate)
    plain = draft.strength >= _PLAIN and draft.type.startswith(_DEEDS)
    return fact and plain and any(a.cls in _FORCES for a in draft.actors)


def _headline_acts(draft: Draft) -> bool:
    """The headline tells with a verb whom somebody meets, tries or answers: columns have other headlines."""
    told = draft.in_title and draft.trigger.form == "verb" and draft.status == "asserted"
    return told and draft.type.startswith(_DEALINGS) and bool(draft.actors) and not draft.reference


def _own_voice(text: Parsed, quoted: set[int]) -> bool:
    """The writer speaks of himself in the opening, where nobody is quoted: زرت، لم أجد، كنت."""
    for token in text.doc.tokens:
        if token.sent > 1:
            return False
        if token.sent in quoted or token.quoted:
            continue
        own = [a.pos == "verb" and a.num == "s" and not a.gen and a.asp in ("p", "i") for a in token.analyses]
        if own and all(own):
            return True
    return False


def _starts_with_verb(text: Parsed) -> bool:
    start = _dateline(text)
    for i in range(start, min(start + _OPENING, len(text.doc.tokens))):
        reading = text.tags.readings[i]
        if text.tags.letters[i] == "V" and reading is not None and reading.asp == "p":
            return True
    return False


#: Tokens that places and agencies before the report take at most: عدن، صنعاء - (رويترز، وكالات):
_LONGEST = 10
_DASHES = frozenset("-–—")
_ENDS = _DASHES | frozenset("):")


def _dateline(text: Parsed) -> int:
    """How many tokens stand before the report itself: places and agencies up to a dash, a bracket or a colon."""
    start = 0
    for i, token in enumerate(text.doc.tokens[:_LONGEST]):
        if text.tags.letters[i] in "VS":
            break
        if token.text in _ENDS:
            start = i + 1
    return start
