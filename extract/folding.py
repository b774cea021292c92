"""Deaths join the event that caused them; a verb of force says more of the event that its subject names."""

from __future__ import annotations

from extract import grammar as g
from extract.alike import BLOODLESS
from extract.casualties import harm_tables
from extract.drafts import Draft
from extract.merge import absorb
from extract.opponents import oppose_dead
from extract.recount import HARMED
from extract.rules import EventType
from extract.sameness import anchored


def fold_casualties(drafts: list[Draft], types: dict[str, EventType]) -> list[Draft]:
    """Deaths with a told cause belong to the cause: مقتل خمسة في غارة is one air strike with five killed."""
    kept: list[Draft] = []
    anchors = {id(d) for d in drafts if anchored(d)}
    for draft in drafts:
        blow = _blow(draft, drafts)
        if blow is not None:
            absorb(blow, draft, casualties=True)
            continue
        if draft.type == "harm.casualties":
            if draft.status == "denied" and not draft.actors:
                continue  # nobody hurt: nothing happened
            cause = _cause(draft, drafts, anchors, types) or _told_with(draft, kept)
            if cause is not None:
                old = _before_now(cause) and cause.trigger.first < draft.trigger.first
                draft.background = draft.background or old  # منذ هجوم أسفر عن مقتل: its toll is as old as it
                if _leads_to(draft, cause):
                    cause.background = draft.background
                absorb(cause, draft, casualties=True)
                oppose_dead(cause, draft.targets)
                continue
        kept.append(draft)
    return kept


#: What kills whom it was meant for.
_BLOWS = frozenset(f"conflict.{kind}" for kind in ("air_strike", "shelling", "bombing", "suicide_attack"))


def _blow(draft: Draft, drafts: list[Draft]) -> Draft | None:
    """The strike of the same sentence in which a leader was killed: أدت الغارة إلى مقتل قيادي."""
    if draft.type != "conflict.assassination" or draft.trigger.rule.frame.name != "kill":
        return None
    near = [d for d in drafts if d.page is draft.page and d.trigger.sentence == draft.trigger.sentence]
    blows = [d for d in near if d.type in _BLOWS and d.status == draft.status and not d.reference]
    return min(blows, key=lambda d: abs(d.trigger.first - draft.trigger.first), default=None)


def _before_now(cause: Draft) -> bool:
    """Told only to place something else in time, by a noun (منذ الهجوم) or a clause (بعد أن فجر انتحاري نفسه)."""
    return anchored(cause) or (cause.background and cause.subordinate and cause.trigger.form in ("verb", "passive"))


def _leads_to(harm: Draft, cause: Draft) -> bool:
    """The cause is told after its victims and stands as they do: الذين قتلوا في هجوم."""
    return harm.trigger.first < cause.trigger.first and (
        cause.trigger.form in ("masdar", "participle") or cause.subordinate
    )


def _cause(draft: Draft, drafts: list[Draft], anchors: set[int], types: dict[str, EventType]) -> Draft | None:
    """The event of the same sentence that explains the deaths, nearest first; not one that only dates what was told before."""
    same = [
        d
        for d in drafts
        if d is not draft
        and d.page is draft.page
        and (d.trigger.sentence == draft.trigger.sentence or _told_on(d, draft))
        and d.type != "harm.casualties"
        and not (d.type == "law.arrest" and draft.quantities)  # nobody dies of an arrest
        and types[d.type].casualty
        and types[d.type].rank >= types[draft.type].rank
        and (d.status == draft.status or (d.background and d.subordinate and d.status != "expected"))
        and (_wound(d) or not (d.reference and d.subordinate))
        and (_wound(d) or not (id(d) in anchors and d.trigger.first > draft.trigger.first))
        and not (_dates(draft) and d.trigger.first < draft.trigger.first)
        and not _protested(d, draft)
        and not _next_deed(d, draft)
        and not _beyond(draft, d, drafts)
        and not _meanwhile(draft, d)
    ]
    return min(same, key=lambda d: _remoteness(d, draft), default=None)


def _wound(cause: Draft) -> bool:
    """The victim's own wound is of what killed him, whenever: استشهدت بعد | إصابتها برصاصة."""
    noun = cause.page.tags.readings[cause.trigger.first]
    return noun is not None and noun.lemma == "إصابة" and bool(noun.enc)


def _told_with(harm: Draft, kept: list[Draft]) -> Draft | None:
    """Deaths of one breath are one toll: خمسة قتلوا وأصيب 28."""
    last = kept[-1] if kept else None
    if last is None or last.type != "harm.casualties" or last.trigger.sentence != harm.trigger.sentence:
        return None
    tokens, at = harm.page.doc.tokens, harm.trigger.first
    beside = at > 0 and tokens[at - 1].key in g.MEANWHILE  # لقي أربعة مصرعهم بينما أصيب 20
    joined = tokens[at].key.startswith("و") or (beside and not _kinds(last) & _kinds(harm))
    if not joined or last.status != harm.status or (last.places and harm.places):
        return None
    start = harm.span.start
    harm.targets = [t for t in harm.targets if t.entity is None or t.span.start > start]  # not who says so
    return last


def _kinds(draft: Draft) -> set[str]:
    return {q.kind for q in draft.quantities}


def _next_deed(cause: Draft, harm: Draft) -> bool:
    """A verb that goes on after the deaths tells of something else: إن 26 مدنيا قتلوا، وإنه أسقط مقاتلات."""
    at, tokens = cause.trigger.first, cause.page.doc.tokens
    if at < harm.trigger.first or cause.trigger.form not in ("verb", "passive"):
        return False
    return any(tokens[i].key in _GOES_ON for i in range(harm.trigger.last + 1, at))


_GOES_ON = frozenset(("وان", "وانه", "وانها", "وانهم"))


def _dates(harm: Draft) -> bool:
    """Deaths that only date what is told, احتجاجات منذ مقتل شابة; bodies found are of its own dead."""
    at = harm.trigger.first
    after = at > 0 and harm.page.doc.tokens[at - 1].key in _SINCE
    return after and harm.trigger.form == "masdar" and harm.trigger.rule.id != "harm.find_bodies"


def _protested(cause: Draft, harm: Draft) -> bool:
    """A crowd objects to deaths, which it has not died: احتجاجات على مقتل شاب."""
    at = harm.trigger.first
    behind = cause.type.startswith("protest.") and cause.trigger.last < at
    return behind and harm.page.doc.tokens[at - 1].key in ("علي", "ضد") and harm.trigger.form == "masdar"


_SINCE = frozenset(("منذ", "بعد", "عقب", "اثر", "غداه"))


def _beyond(harm: Draft, cause: Draft, drafts: list[Draft]) -> bool:
    """Told behind the deaths as one more deed, or in the words of another: مقتل 16 | وتدمير مخازن، مقتل 11 ورومانيا تندد."""
    first, at = harm.trigger.first, cause.trigger.first
    if at < first or cause.page is not harm.page:
        return False
    noun = cause.page.tags.readings[at]
    wounds = harm_tables().words.get(cause.page.doc.tokens[at].key)  # استشهاد فتى وإصابة شابين برصاص: one deed
    deed = wounds is None or wounds.kind not in HARMED
    one_more = deed and harm.trigger.form == "masdar" and noun is not None and noun.conj == "و"
    said = any(first < d.trigger.first < at and d.type.startswith("statement.") for d in drafts if d.page is harm.page)
    return one_more or said


def _meanwhile(harm: Draft, cause: Draft) -> bool:
    """Deaths of a place of their own, told beside those of another blow: سقطت قذائف على حي كذا ... فيما قتل عشرة في حي كذا."""
    at, tokens = cause.trigger.first, harm.page.doc.tokens
    parted = any(tokens[i].key in g.MEANWHILE for i in range(at, harm.trigger.first))
    return parted and bool(harm.places) and not any(p.name == q.name for p in harm.places for q in cause.places)


def _told_on(cause: Draft, harm: Draft) -> bool:
    """A headline goes on after a break with those who died of it: إصابة أربعة بالفيروس.. ووفاة امرأة."""
    joined = harm.trigger.reading is not None and harm.trigger.reading.conj == "و"
    return harm.in_title and joined and cause.type.startswith(("disaster.", "accident."))


def _remoteness(cause: Draft, harm: Draft) -> tuple[bool, bool, int]:
    """Of the nearest in its clause, but of violence before what sheds no blood."""
    at, tokens = harm.trigger.first, harm.page.doc.tokens
    opens = at > 0 and tokens[at - 1].key in g.MEANWHILE  # سيطرت القوات على المدينة فيما قتل 57 مدنيا في قصف
    joined = harm.trigger.form == "masdar" and tokens[at].key.startswith("و") and harm.in_title
    before = cause.trigger.first < at
    own = joined and not before and _died_in(cause)  # 23 غارة ومقتل 16 جنديا في كمين
    quiet = cause.type in BLOODLESS or cause.type.startswith("territory.")
    return quiet, (opens and before) or (joined and not own), abs(cause.trigger.first - at)


def _died_in(cause: Draft) -> bool:
    """The noun behind في, ب or إثر that says what somebody died of."""
    at, tokens = cause.trigger.first, cause.page.doc.tokens
    reading = cause.page.tags.readings[at]
    within = reading is not None and reading.prep == "ب"
    return within or (at > 0 and tokens[at - 1].key in _DIED_IN)


_DIED_IN = frozenset(("في", "اثر", "جراء", "خلال", "نتيجه", "بسبب"))


def fold_carried(drafts: list[Draft], types: dict[str, EventType]) -> list[Draft]:
    """A verb of force whose subject names the event says more of it: التفجير استهدف المسجد is one bombing."""
    kept: list[Draft] = []
    for draft in drafts:
        home = _carrier(draft, drafts) if draft.subject is not None else None
        if home is None or (draft.status == "asserted" != home.status):
            kept.append(draft)
            continue
        if draft.status == "denied":
            continue  # لم يستهدف الهجوم المدنيين: the attack stands, that is all that it says
        home.actors = [a for a in home.actors if a not in draft.actors]
        draft.actors = []
        if home.status == "asserted":
            home.status = draft.status  # قد تستهدف الغارات: as the verb holds
        foreground = not (draft.background or draft.subordinate or anchored(home))
        absorb(home, draft, casualties=True)
        home.background = home.background and not foreground
    return kept


_FORCE = ("conflict.", "harm.", "territory.", "accident.", "disaster.")


def _carrier(draft: Draft, drafts: list[Draft]) -> Draft | None:
    """The nominal draft that stands in the subject of a verb draft of the same family."""
    first, last = draft.subject or (0, -1)
    for other in drafts:
        if other is draft or other.page is not draft.page or other.trigger.form not in ("masdar", "participle"):
            continue
        inside = first <= other.trigger.first <= last
        if inside and draft.type.startswith(_FORCE) and other.type.startswith(_FORCE):
            return other
    return None
