"""What the tolls of two tellings say: the same dead are one happening, others are another. A headline may add up several."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from extract.drafts import Draft, times_fit
from extract.placeshared import places_fit, places_overlap

#: Up to so many dead any two blows may have in common.
_COMMON = 2
#: How far the toll of one blow rises within an item, or its parts fall short of it.
_BEYOND = 1.5
_OPENING = 1
#: What kills; nobody is killed by an arrest.
_DEADLY = ("conflict.", "harm.", "accident.", "disaster.")
#: What is over at once.
_BLOWS = frozenset(f"conflict.{kind}" for kind in ("air_strike", "shelling", "bombing", "suicide_attack", "attack"))
_LONG = frozenset("شهر الشهر اشهر الاشهر شهور عام العام اعوام سنه السنه سنوات السنوات رمضان".split())
#: Tokens from a toll to the word since when.
_TOLL = 8


def count(draft: Draft, kind: str = "killed") -> float | None:
    """How many, or the least; None where none or only an order of size is told."""
    told = (q for q in draft.quantities if q.kind == kind and not q.part and not q.vague)
    return next((q.value if q.value is not None else q.min for q in told), None)


def same_dead(a: Draft, b: Draft) -> bool:
    """More than two dead in both and as many: in headline and opening, with as many wounded, or of one place."""
    if not a.quantities or not b.quantities:
        return False
    dead = count(a)
    if dead is None or dead <= _COMMON or dead != count(b) or a.status != b.status:
        return False
    if not all(d.type.startswith(_DEADLY) for d in (a, b)):
        return False
    opens = a.in_title and not b.in_title and b.trigger.sentence <= _OPENING
    hurt = count(a, "injured")
    wounded = hurt is not None and hurt > _COMMON and hurt == count(b, "injured")
    return opens or wounded or (times_fit(a, b) and places_fit(a.places, b.places))


def other_dead(a: Draft, b: Draft) -> bool:
    """Too many or too few for the toll told as context, or not those whom the headline counts and the text counts again."""
    if not a.quantities or not b.quantities:
        return False
    one, two = count(a), count(b)
    if one is None or two is None or one == two:
        return False
    if b.type == "harm.casualties" and (not b.places or (b.background and two < one)):
        return False  # سقوط تسعة قتلى: an earlier toll, or some of them
    if b.background:
        return max(one, two) > min(one, two) * _BEYOND and not _earlier(one, two, a, b)
    opens = b.trigger.sentence == 0 and places_overlap(a.places, b.places)
    return a.recounted and bool(b.places) and b.status == a.status and not opens


def _earlier(now: float, then: float, a: Draft, b: Draft) -> bool:
    """What was told of the same before more died of it: كانت الشرطة أعلنت مقتل 19 في الحادث."""
    noun = b.page.tags.readings[b.trigger.head]
    known = noun is not None and noun.det and b.trigger.form != "verb"
    return then < now and known and places_fit(a.places, b.places)


def recounted(drafts: Iterable[Draft]) -> None:
    """Note for headlines that the text has their number of dead again: what has another number is another happening."""
    told = [(d, dead) for d in drafts if (dead := count(d)) is not None and dead > _COMMON]
    again = {dead for d, dead in told if not d.in_title}
    for draft, dead in told:
        draft.recounted = draft.in_title and dead in again


def parted(drafts: list[Draft], another: Callable[[Draft], bool]) -> None:
    """A headline's sum of two attacks is of neither: مقتل 31 في تفجيرين ... 24 قتلوا ... سبعة قتلوا في تفجير آخر."""
    told = [d for d in drafts if not d.in_title and not d.background and d.type in _BLOWS and count(d) is not None]
    for draft in drafts:
        dead, noun = count(draft), draft.page.tags.readings[draft.trigger.head]
        several = noun is not None and noun.num in ("d", "p")
        if not draft.in_title or dead is None or draft.recounted or draft.type not in _BLOWS or not several:
            continue
        if any((count(a) or 0) + (count(b) or 0) == dead and another(b) for a in told for b in told if a is not b):
            draft.quantities = [q for q in draft.quantities if q.kind not in ("killed", "injured")]


def running(event: Draft, draft: Draft) -> bool:
    """The toll of all that went on since or in so long, not of one blow: قتل 585 شخصا منذ الجمعة، عدد القتلى خلال الشهر."""
    if event.type not in _BLOWS or draft.type != "harm.casualties":
        return False
    tokens, (_, end) = draft.page.doc.tokens, draft.page.doc.sentences[draft.trigger.sentence]
    behind = range(draft.trigger.last + 1, min(end, draft.trigger.last + 1 + _TOLL))
    return any(
        tokens[i].key == "منذ" or (tokens[i].key == "خلال" and tokens[i + 1].key in _LONG)
        for i in behind
        if i + 1 < end
    )


def other_toll(a: Draft, b: Draft) -> bool:
    """Another number of dead, told of another place: قتل ستة في حي كذا فيما قتل عشرة في حي كذا."""
    if a.in_title or not a.quantities or not b.quantities or not b.places:
        return False
    one, two = ({q.value for q in d.quantities if q.kind == "killed" and not q.part and q.value} for d in (a, b))
    if not one or not two or one & two:
        return False
    return not any(x.name == y.name or (x.id is not None and x.id == y.id) for x in a.places for y in b.places)
