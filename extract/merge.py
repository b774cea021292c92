"""One happening told several times in one item becomes one draft."""

from __future__ import annotations

from collections.abc import Iterator

from extract import reckoning, recount, whom
from extract.alike import his, stems
from extract.distinct import another
from extract.drafts import Draft
from extract.placeshared import around, scattered
from extract.rules import EventType
from extract.sameness import same, same_blood
from extract.types import Argument, Place, Source, Time

_PRECISION = {"point": 5, "town": 4, "district": 3, "region": 2, "country": 1}
#: Who is named for an event at most: the first, and one who confirms or adds.
_CLAIMANTS = 3
#: Types of which both sides are actors.
_MUTUAL = frozenset(("diplomacy.meeting", "diplomacy.agreement", "diplomacy.ceasefire", "conflict.clash"))
_LOCAL = frozenset(("territory", "conflict", "harm", "protest", "disaster", "accident"))


def merge(drafts: list[Draft], types: dict[str, EventType]) -> list[Draft]:
    """Join drafts that tell one happening, title first, as told."""
    kept: list[Draft] = []
    reckoning.recounted(drafts)
    reckoning.parted(drafts, another)
    for draft in sorted(drafts, key=lambda d: d.order):
        home = None if another(draft) else _home(draft, kept, types)
        if home is None:
            kept.append(draft)
        else:
            absorb(home, draft, types=types)
    for draft in kept:
        draft.actors = draft.renamed or draft.actors
    return kept


def _home(draft: Draft, kept: list[Draft], types: dict[str, EventType]) -> Draft | None:
    """The draft that tells the same: the headline's, else the first; of deaths and wounds, that of the sentence before them."""
    fitting = (k for k in kept if same(k, draft, types))
    first = next(fitting, None)
    if first is None or draft.type != "harm.casualties":
        return _of_its_kind(first, fitting, draft)
    if first.in_title and reckoning.count(first) is not None:
        return first
    near = [
        k for k in (first, *fitting) if k.page is draft.page and 0 <= draft.trigger.sentence - k.trigger.sentence <= 1
    ]
    return near[-1] if near and not (first.in_title and near[-1].background) else first


def _of_its_kind(first: Draft | None, others: Iterator[Draft], draft: Draft) -> Draft | None:
    """What the text told as a fight of its own takes the next word for that fight: وقعت مواجهات ... في المواجهات."""
    if first is None or first.type == draft.type or draft.type != "conflict.clash" or reckoning.same_dead(first, draft):
        return first
    return next((k for k in others if k.type == draft.type), first)


def absorb(home: Draft, other: Draft, *, casualties: bool = False, types: dict[str, EventType] | None = None) -> None:
    """Take over what the other tells and home lacks."""
    if types is not None and _more_specific(other, home, types):
        home.type, home.mode = other.type, other.mode or home.mode
    home.mode = home.mode or other.mode
    if not casualties and (not home.actors or _both_sides(other, home)):
        home.actors = other.actors or home.actors
    elif not casualties and _renames(other, home):
        told = home.actors if _shorter(other, home) else other.actors
        if all(" " not in a.span.text for a in home.actors):
            home.actors = told  # تونس، القيادة: a word that tells nothing apart
        home.renamed = home.renamed or told
    home.renamed = [*home.renamed, *_also(other, home)]
    if casualties and not home.actors and other.targets and other.actors:
        home.actors = other.actors
    home.targets = whom.with_victims(home, other) if casualties else whom.retold(home, other)
    home.struck = [*home.struck, *other.struck]
    home.grounds = [*home.grounds, *other.grounds]
    home.spot = home.spot or other.spot
    if home.type == other.type or types is not None:
        known = [
            s for s in home.attribution if s.role == "claimant" and not (_in_text(other) and s.span.field == "title")
        ]
        heard = other.attribution if other.status == home.status else []  # who foretells more of it did not tell it
        more = [s for s in heard if s.role == "claimant" and not _names_again(s, known)]
        home.attribution = [*[*known, *more][:_CLAIMANTS], *(s for s in home.attribution if s.role != "claimant")]
    for slot in ("instruments", "partners", "attribution"):
        if not getattr(home, slot):
            setattr(home, slot, getattr(other, slot))
    keeps = home.places and (home.type.startswith("territory.") or _part_of(other, home) or scattered(home))
    if not keeps and (_narrower(other.places, home.places) or _all_of(other, home)):
        home.places = [around(place, home.places) for place in other.places]
    if home.time is None or _finer(other.time, home.time):
        home.time = other.time
    recount.join(home, other)
    anchors = home.in_title and home.subordinate
    home.background = home.background and (other.background or anchors)
    # What a headline only anchors by stays an anchor, however the text tells it.
    home.subordinate = home.subordinate and (home.in_title or other.subordinate)
    home.reference = home.reference and other.reference
    home.lead = home.lead or other.lead
    home.strength = max(home.strength, other.strength)
    home.also.append(other.span)
    home.cues.extend(other.cues)
    home.rules.append(other.trigger.rule.id)


#: Words that many sources have in common: وزارة الصحة is not وزارة الدفاع.
_ANY_SOURCE = frozenset(
    "وزارة وزير مصدر مصادر مسؤول متحدث ناطق باسم رسمي أمني محلي محلية أمنية رئيس مدير نائب قائد هيئة لجنة مكتب إدارة".split()
)


def _names_again(source: Source, known: list[Source]) -> bool:
    """Somebody quoted before, perhaps by a shorter name; a word for any source in common makes no one of two."""
    words = set(stems(source.name))
    return any(_one(words, set(stems(s.name))) for s in known)


def _one(words: set[str], others: set[str]) -> bool:
    if words.isdisjoint(others):
        return False
    return bool((words & others) - _ANY_SOURCE) or words - _ANY_SOURCE <= others or others - _ANY_SOURCE <= words


def _finer(new: Time | None, old: Time) -> bool:
    """A day inside the month or season told before."""
    coarse = {"week", "month", "season", "year"}
    return (
        new is not None
        and old.granularity in coarse
        and new.granularity not in coarse
        and old.start <= new.start < old.end
    )


def _renames(other: Draft, home: Draft) -> bool:
    """A headline is short about its doer (تونس، القيادة، طائرات أمريكا); the text says who that is, all sides of it."""
    if other.in_title or not other.actors or other.background:
        return False
    sides = len(home.actors) if home.type in _MUTUAL or home.type.startswith("statement.") else 1
    return all(a.span.field == "title" for a in home.actors) and len(other.actors) >= sides


def _also(other: Draft, home: Draft) -> list[Argument]:
    """Who sends a message of his own after the first: كما بعث ولي العهد برقية. A father's name in common makes no one of two."""
    if other.type != "statement.support" or not home.renamed or not all(a.cls == "person" for a in home.renamed):
        return []
    known = {a.entity for a in home.renamed}
    return [a for a in other.actors if a.cls == "person" and a.entity is not None and a.entity not in known]


def _shorter(other: Draft, home: Draft) -> bool:
    """The text says nothing of the doers that the headline does not: أوباما for الرئيس باراك أوباما، قواته for الجيش."""
    known = {word for a in home.actors for word in a.span.text.split()}
    named = all(his(a) or known.issuperset(a.span.text.split()) for a in other.actors)
    return named and len(other.actors) <= len(home.actors)


def _in_text(other: Draft) -> bool:
    return not other.in_title and any(s.role == "claimant" for s in other.attribution)


def _both_sides(other: Draft, home: Draft) -> bool:
    """The text names both where the headline names one: يلتقي رئيس الشيشان."""
    mutual = home.type == other.type and home.type in _MUTUAL
    return mutual and len(home.actors) < 2 <= len(other.actors) and not other.background


def _any_blow(draft: Draft) -> bool:
    """ضربات روسية: taken for blows from the air only where nothing says that missiles were fired."""
    return draft.trigger.rule.id in ("air.strikes", "air.strike_hits")


def _more_specific(other: Draft, home: Draft, types: dict[str, EventType]) -> bool:
    """A reading of the same kind of happening that says more: suicide attack over bombing over attack."""
    one, two = types[home.type], types[other.type]
    if "conflict.shelling" in (home.type, other.type) and (_any_blow(home) or _any_blow(other)):
        return other.type == "conflict.shelling"
    if same_blood(home, other, types):
        return home.type == "harm.casualties" or two.rank > one.rank
    if home.type == "politics.decision" and other.type in ("politics.appointment", "politics.departure"):
        return True  # صدر أمر ملكي بإعفاء فلان
    if home.type == "harm.casualties" and home.in_title and two.casualty and not other.background:
        return other.trigger.sentence == 0  # مقتل شرطيين, and the text says how they died
    return two.rank > one.rank and one.group == two.group and home.type.split(".")[0] == other.type.split(".")[0]


def _part_of(other: Draft, home: Draft) -> bool:
    """Fewer dead than in all, so one of several places: 19 قتلوا في الأنبار ... قتل أربعة منهم في الرمادي."""
    few, all_ = (max((q.value or 0 for q in d.quantities if q.kind == "killed"), default=0) for d in (other, home))
    return 0 < few < all_


def _narrower(new: list[Place], old: list[Place]) -> bool:
    if not new:
        return False
    if not old:
        return True
    elsewhere = new[0].country and all(p.country and p.country != new[0].country for p in old)
    return not elsewhere and (_fineness(new[0]) > _fineness(old[0]) or _inside_not_beside(new[0], old[0]))


def _all_of(other: Draft, home: Draft) -> bool:
    """A headline names one of the places, the text the row: في الخرطوم، في الخرطوم ومروي."""
    told, more = {p.id for p in home.places}, {p.id for p in other.places}
    return home.in_title and not other.in_title and None not in told and told < more


def _inside_not_beside(new: Place, old: Place) -> bool:
    """In the province rather than west of a town of another: في محافظة الأنبار, غربي بغداد."""
    beside = old.relation == "near" and new.relation in ("in", "of") and new.precision != "country"
    return beside and new.id is not None and old.id is not None and new.id not in old.parents


def _fineness(place: Place) -> float:
    """A quarter or village known only by its cue word is finer than the town."""
    return 4.5 if place.id is None else _PRECISION.get(place.precision, 2)


def mere_mention(draft: Draft) -> bool:
    """Context that says neither when, nor how many, nor who did it to whom: the word alone is no record."""
    if not draft.background or draft.type.split(".")[0] not in _LOCAL:
        return False
    parties = draft.actors and (draft.targets or draft.spot or not draft.trigger.rule.frame.object)
    return draft.time is None and not draft.quantities and not parties


def only_context(told: list[Draft]) -> bool:
    """Nothing but context, behind the opening: such an item tells no event, it only speaks of some."""
    return all(d.background and not d.in_title and d.trigger.sentence > 0 for d in told)
