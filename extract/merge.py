"""One happening told several times in one item becomes one draft; deaths join the event that caused them."""

from __future__ import annotations

from extract.drafts import Draft
from extract.rules import EventType
from extract.timing import too_old
from extract.types import Argument, Place, Quantity, Time

#: Families whose deeds a headline and its text name by different words.
_SAID_OR_DECIDED = frozenset(("law", "diplomacy", "statement", "politics", "protest", "life"))
#: Words from a verb to the noun that it carries.
_COMPLEMENT = 3
_PRECISION = {"point": 5, "town": 4, "district": 3, "region": 2, "country": 1}


def fold_casualties(drafts: list[Draft], types: dict[str, EventType]) -> list[Draft]:
    """Deaths with a told cause belong to the cause: مقتل خمسة في غارة is one air strike with five killed."""
    kept: list[Draft] = []
    for draft in drafts:
        if draft.type == "harm.casualties":
            if draft.status == "denied" and not draft.actors:
                continue  # nobody hurt: nothing happened
            cause = _cause(draft, drafts, types)
            if cause is not None:
                anchored = _anchored(cause) and cause.trigger.first < draft.trigger.first
                draft.background = draft.background or anchored  # منذ هجوم أسفر عن مقتل: its toll is as old as it
                if _leads_to(draft, cause):
                    cause.background = draft.background
                _absorb(cause, draft, casualties=True)
                continue
        kept.append(draft)
    return kept


def _leads_to(harm: Draft, cause: Draft) -> bool:
    """The cause is told after its victims and stands as they do: الذين قتلوا في هجوم."""
    return harm.trigger.first < cause.trigger.first and cause.trigger.form in ("masdar", "participle")


def _anchored(draft: Draft) -> bool:
    """Told only to place something else: after بعد، منذ، غداة."""
    return any(cue.what == "background" for cue in draft.cues)


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
        foreground = not (draft.background or draft.subordinate or _anchored(home))
        _absorb(home, draft, casualties=True)
        home.background = home.background and not foreground
    return kept


def _carrier(draft: Draft, drafts: list[Draft]) -> Draft | None:
    """The nominal draft that stands in the subject of a verb draft of the same family."""
    first, last = draft.subject or (0, -1)
    for other in drafts:
        if other is draft or other.page is not draft.page or other.trigger.form not in ("masdar", "participle"):
            continue
        force = {draft.type.split(".")[0], other.type.split(".")[0]} <= {
            "conflict",
            "harm",
            "territory",
            "accident",
            "disaster",
        }
        if first <= other.trigger.first <= last and force:
            return other
    return None


def _cause(draft: Draft, drafts: list[Draft], types: dict[str, EventType]) -> Draft | None:
    """The event of the same sentence that explains the deaths, nearest first."""
    same = [
        d
        for d in drafts
        if d is not draft
        and d.page is draft.page
        and d.trigger.sentence == draft.trigger.sentence
        and d.type != "harm.casualties"
        and types[d.type].casualty
        and types[d.type].rank >= types[draft.type].rank
        and d.status == draft.status
        and not (d.reference and d.subordinate)
        and not (_anchored(d) and d.trigger.first > draft.trigger.first)
    ]
    return min(same, key=lambda d: abs(d.trigger.first - draft.trigger.first), default=None)


def merge(drafts: list[Draft], types: dict[str, EventType]) -> list[Draft]:
    """Join drafts that tell one happening, title first, as told."""
    kept: list[Draft] = []
    for draft in sorted(drafts, key=lambda d: d.order):
        home = next((k for k in kept if _same(k, draft, types)), None)
        if home is None:
            kept.append(draft)
        else:
            _absorb(home, draft, types=types)
    return kept


def _same(a: Draft, b: Draft, types: dict[str, EventType]) -> bool:
    """Whether two drafts of one item tell one happening: compatible type, place, time, parties and status."""
    if _retold(a, b) or _doubled(a, b):
        return True
    if a.kind != b.kind or (a.status != b.status and "asserted" in (a.status, b.status)):
        return False
    if a.background != b.background and not (_one_told_twice(a, b) or b.subordinate or a.subordinate):
        return False
    if a.page is b.page and a.trigger.sentence == b.trigger.sentence and _anchored(a) != _anchored(b):
        return False  # وقع الهجوم غداة تفجير: what places it in time is another
    if a.background != b.background and too_old(a) != too_old(b):
        return False  # history is not today's event
    if not _type_fits(a, b, types) or (a.type != b.type and "asserted" not in (a.status, b.status)):
        return False  # plans are the same only when they plan the same
    if a.type.startswith("statement."):
        return _overlap(a.actors, b.actors) or not a.actors or not b.actors
    places_fit = _same_object if a.type.startswith("territory.") else _places_fit
    if not places_fit(a.places, b.places) or not _times_fit(a, b) or not _counts_fit(a, b):
        return False
    return _parties_fit(a.actors, b.actors) and _parties_fit(a.targets, b.targets, loose=True)


def _retold(a: Draft, b: Draft) -> bool:
    """The headline's deed and the same kind of deed in the opening of the text: news tells it twice, by other names."""
    if a.type != b.type or not a.in_title or b.in_title or b.background:
        return False
    if b.trigger.sentence > 1:
        again = b.trigger.rule.id in a.rules and (_overlap(a.targets, b.targets) or _overlap(a.actors, b.actors))
        return again and a.type.startswith(("politics.", "law.", "diplomacy."))
    family = a.type.split(".")[0]
    told = family != "protest" and any(span.field == "text" for span in a.also)  # a crowd gathers, chants, is dispersed
    if family not in _SAID_OR_DECIDED or told:
        return False
    return _overlap(a.actors, b.actors) or not (any(x.entity for x in a.actors) and any(x.entity for x in b.actors))


def _doubled(a: Draft, b: Draft) -> bool:
    """A deed named by a verb and again by the noun that it carries: قرر تمديد ...، أصدر عفوا."""
    near = a.page is b.page and 0 < b.trigger.first - a.trigger.last <= _COMPLEMENT
    return near and a.type == b.type and a.type.split(".")[0] in _SAID_OR_DECIDED and b.trigger.form != "verb"


def _one_told_twice(a: Draft, b: Draft) -> bool:
    """A foreground event that the text also refers to as context (the attack, after the attack)."""
    return a.type == b.type and (_overlap_places(a.places, b.places) or _overlap(a.targets, b.targets))


def _same_blood(a: Draft, b: Draft, types: dict[str, EventType]) -> bool:
    """A headline's deed and one of the opening with the same number of victims, or with the same victim, are one."""
    if not a.in_title or b.in_title or b.trigger.sentence > 1:
        return False
    if not all(types[d.type].casualty or d.type.startswith("harm.") for d in (a, b)):
        return False
    shared = _victims(a) & _victims(b)
    if any(count > 1 for _, count in shared):
        return True
    return bool({a.type, b.type} & _GENERIC) and (bool(shared) or _overlap(a.targets, b.targets))


#: Types that say only that force was used.
_GENERIC = frozenset(("conflict.assault", "conflict.attack", "harm.casualties"))


def _victims(draft: Draft) -> set[tuple[str, float]]:
    found = set()
    for q in draft.quantities:
        low = q.value if q.value is not None else q.min
        if q.kind in ("killed", "injured") and not q.part and low is not None:
            found.add((q.kind, low))
    return found


def _type_fits(a: Draft, b: Draft, types: dict[str, EventType]) -> bool:
    if a.type == b.type or _same_blood(a, b, types):
        return True
    one, two = types[a.type], types[b.type]
    return (one.group == two.group and a.type.split(".")[0] == b.type.split(".")[0]) or (
        b.type in one.also or a.type in two.also
    )


def _places_fit(a: list[Place], b: list[Place]) -> bool:
    return not a or not b or _overlap_places(a, b)


def _same_object(a: list[Place], b: list[Place]) -> bool:
    """A captured place is the object of the event: the town is not its crossing, nor the villages around it."""
    if not a or not b:
        return True
    for one in a:
        for two in b:
            around = "near" in (one.relation, two.relation) and one.relation != two.relation
            alike = one.name == two.name or (one.id is not None and one.id == two.id)
            if alike and not around:
                return True
    return False


def _counts_fit(a: Draft, b: Draft) -> bool:
    """Twenty villages taken are another happening than the town."""
    counted = [{q.value for q in d.quantities if q.kind in ("captured_places", "places")} for d in (a, b)]
    return counted[0] == counted[1] or a.type != "territory.capture"


def _overlap_places(a: list[Place], b: list[Place]) -> bool:
    """Equal, or one contains the other."""
    for one in a:
        for two in b:
            if one.id is not None and two.id is not None:
                if one.id == two.id or one.id in two.parents or two.id in one.parents:
                    return True
                if one.country == two.country and "country" in (one.precision, two.precision):
                    return True
            elif (
                one.span.text in two.span.text or two.span.text in one.span.text or (one.id is None) != (two.id is None)
            ):
                return True
    return False


def _times_fit(a: Draft, b: Draft) -> bool:
    if a.time is None or b.time is None:
        return True
    return a.time.start < b.time.end and b.time.start < a.time.end


def _parties_fit(a: list[Argument], b: list[Argument], *, loose: bool = False) -> bool:
    """Told on one side only, or sharing somebody; unnamed victims never tell two events apart."""
    if not a or not b or _overlap(a, b):
        return True
    return loose and not (any(x.entity for x in a) and any(y.entity for y in b))


def _overlap(a: list[Argument], b: list[Argument]) -> bool:
    for one in a:
        for two in b:
            if (one.entity is not None and one.entity == two.entity) or _his(one) or _his(two):
                return True
            x, y = set(_words(one.span.text)), set(_words(two.span.text))
            if x & y:
                return True
            if one.country and one.country == two.country and {one.cls, two.cls} <= {"state", "state_force"}:
                return True
    return False


def _his(one: Argument) -> bool:
    """Named by whose it is, قواته, عناصرها: whoever was spoken of."""
    return one.entity is None and " " not in one.span.text and one.span.text.endswith(("ه", "ها", "هم", "نا"))


def _words(text: str) -> list[str]:
    return [w[2:] if w.startswith("ال") and len(w) > 4 else w for w in text.split() if len(w) > 2]


def _absorb(home: Draft, other: Draft, *, casualties: bool = False, types: dict[str, EventType] | None = None) -> None:
    """Take over what the other tells and home lacks."""
    if types is not None and _more_specific(other, home, types):
        home.type, home.mode = other.type, other.mode or home.mode
    home.mode = home.mode or other.mode
    if not casualties and (not home.actors or _fuller(other, home)):
        home.actors = other.actors or home.actors
    if casualties:
        victims = other.targets or other.actors
        home.targets.extend(v for v in victims if not _overlap(home.targets, [v]))
        if not home.actors and other.targets and other.actors:
            home.actors = other.actors
    elif not home.targets:
        home.targets = other.targets
    home.spot = home.spot or other.spot
    if not any(source.role == "claimant" for source in home.attribution):
        claimants = [s for s in other.attribution if s.role == "claimant"] if home.type == other.type else []
        home.attribution = [*claimants, *home.attribution]
    for slot in ("instruments", "partners", "attribution"):
        if not getattr(home, slot):
            setattr(home, slot, getattr(other, slot))
    keeps = home.type.startswith("territory.") and bool(home.places)
    if not keeps and _narrower(other.places, home.places):
        home.places = other.places
    if home.time is None or _finer(other.time, home.time):
        home.time = other.time
    kinds = {q.kind for q in home.quantities if not q.part}
    home.quantities.extend(q for q in other.quantities if q.kind not in kinds)
    home.quantities = [_better_told(q, other.quantities) for q in home.quantities]
    home.background = home.background and other.background
    # What a headline only anchors by stays an anchor, however the text tells it.
    home.subordinate = home.subordinate and (home.in_title or other.subordinate)
    home.reference = home.reference and other.reference
    home.lead = home.lead or other.lead
    home.strength = max(home.strength, other.strength)
    home.also.append(other.span)
    home.cues.extend(other.cues)
    home.rules.append(other.trigger.rule.id)


def _finer(new: Time | None, old: Time) -> bool:
    """A day inside the month or season told before."""
    coarse = {"week", "month", "season", "year"}
    return (
        new is not None
        and old.granularity in coarse
        and new.granularity not in coarse
        and old.start <= new.start < old.end
    )


def _better_told(told: Quantity, again: list[Quantity]) -> Quantity:
    """The headline's number with the bounds of the text (11 and "at least 11")."""
    low = told.value if told.value is not None else told.min
    for other in again:
        if other.kind == told.kind and not other.part and low is not None and low == other.min:
            return other
    return told


def _fuller(other: Draft, home: Draft) -> bool:
    """A headline names its doer in one word (تونس، القيادة); the text says who that is."""
    if not home.in_title or other.in_title or not other.actors or other.background:
        return False
    return all(len(a.span.text.split()) == 1 for a in home.actors)


def _more_specific(other: Draft, home: Draft, types: dict[str, EventType]) -> bool:
    """A reading of the same kind of happening that says more: suicide attack over bombing over attack."""
    one, two = types[home.type], types[other.type]
    if _same_blood(home, other, types):
        return home.type == "harm.casualties" or two.rank > one.rank
    return two.rank > one.rank and one.group == two.group and home.type.split(".")[0] == other.type.split(".")[0]


def _narrower(new: list[Place], old: list[Place]) -> bool:
    if not new:
        return False
    if not old:
        return True
    elsewhere = new[0].country and all(p.country and p.country != new[0].country for p in old)
    return not elsewhere and _fineness(new[0]) > _fineness(old[0])


def _fineness(place: Place) -> float:
    """A quarter or village known only by its cue word is finer than the town."""
    return 4.5 if place.id is None else _PRECISION.get(place.precision, 2)


def mere_mention(draft: Draft) -> bool:
    """Context that says neither when, nor how many, nor who did it to whom: the word alone is no record."""
    if not draft.background or draft.type.split(".")[0] not in _LOCAL:
        return False
    parties = draft.actors and (draft.targets or not draft.trigger.rule.frame.object)
    return draft.time is None and not draft.quantities and not parties


_LOCAL = frozenset(("territory", "conflict", "harm", "protest", "disaster", "accident"))
