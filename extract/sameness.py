"""Whether two drafts of one item tell one happening: compatible type, place, time, parties and status."""

from __future__ import annotations

from extract import reckoning
from extract.alike import AT_WAR, BLOODLESS, named_alike, overlap
from extract.answers import on_attackers
from extract.distinct import apart, one_more
from extract.drafts import Draft, times_fit
from extract.placeshared import places_fit, places_overlap, told_elsewhere
from extract.retold import retold
from extract.rules import EventType
from extract.timelent import too_old
from extract.types import Argument, Place

#: Types that say only that force was used.
_GENERIC = frozenset(("conflict.assault", "conflict.attack", "harm.casualties"))


def same(a: Draft, b: Draft, types: dict[str, EventType]) -> bool:
    """Whether two drafts of one item tell one happening: compatible type, place, time, parties and status."""
    if _other_means(a, b):
        return False
    if not retold(a, b) and not reckoning.same_dead(a, b) and not _agree(a, b, types):
        return False
    unlike = (
        one_more(a, b)
        or apart(a, b)
        or reckoning.running(a, b)
        or reckoning.other_toll(a, b)
        or reckoning.other_dead(a, b)
    )
    return not unlike and on_attackers(a) == on_attackers(b)


def _agree(a: Draft, b: Draft, types: dict[str, EventType]) -> bool:
    """Nothing that is told of the one stands against the other. What tells most apart is asked first."""
    if a.kind == "state" and not (a.places and b.places):
        return False  # what is held nowhere in particular is not what is held here
    if a.status != b.status and "denied" in (a.status, b.status):
        return False
    if a.kind != b.kind or (a.status != b.status and "asserted" in (a.status, b.status)):
        return False
    if not _type_fits(a, b, types) or (a.type != b.type and "asserted" not in (a.status, b.status)):
        return False  # plans are the same only when they plan the same
    if a.background != b.background and not (_one_told_twice(a, b) or b.subordinate or a.subordinate):
        return False
    if a.page is b.page and a.trigger.sentence == b.trigger.sentence and anchored(a) != anchored(b):
        return False  # وقع الهجوم غداة تفجير: what places it in time is another
    if a.background and not b.background and a.type != b.type and _several(a) and _elsewhere(a, b):
        return False
    if a.background != b.background and too_old(a) != too_old(b):
        return False  # history is not today's event
    if _in_turn(a, b):
        return True
    if a.type.startswith("statement."):
        return overlap(a.actors, b.actors) or not a.actors or not b.actors
    if a.type != b.type and "territory.advance" in (a.type, b.type) and _all_over(a.places, b.places):
        return False  # تزحف القوات في العراق is not what drove others out of it
    if a.type == "territory.capture" and b.subordinate and not b.places and _at_large(a.places):
        return False  # القرى التي أخرجوا منها: no country
    fitting = _same_object if a.type.startswith("territory.") else places_fit
    if not a.in_title and told_elsewhere(_ground(a), _ground(b)):
        return False
    if not fitting(_ground(a), _ground(b)) or not times_fit(a, b) or not _counts_fit(a, b):
        return False
    if a.type == b.type == "territory.capture" and a.places and b.places and not _opposed(a, b):
        return True
    named_again = _opens_with(a, b) or _parties_fit(a.actors, b.actors, far=_far(a, b))
    return named_again and _parties_fit(a.targets, b.targets, loose=True)


def _opens_with(a: Draft, b: Draft) -> bool:
    """The headline's kind of deed opens the text: by a patient there, by a citizen here, unless both doers are known."""
    opening = a.in_title and not b.in_title and b.trigger.sentence == 0 and a.type == b.type
    return opening and _parties_fit(a.actors, b.actors, loose=True)


def _ground(draft: Draft) -> list[Place]:
    """Where it was, or where the text is when it tells it."""
    if draft.places and draft.type.startswith("territory."):
        return draft.places  # what was taken, known or not
    return draft.near if draft.near and not any(p.id is not None or p.parents for p in draft.places) else draft.places


def _far(a: Draft, b: Draft) -> bool:
    """More than a sentence apart: his forces are another man's by then."""
    return a.page is b.page and b.trigger.sentence - a.trigger.sentence > 1


def _in_turn(a: Draft, b: Draft) -> bool:
    """Messages of several to whom the headline names: القيادة تهنئ الرئيس، بعث الملك برقية ... كما بعث ولي العهد برقية."""
    return a.type == b.type == "statement.support" and a.in_title and not b.in_title and overlap(a.targets, b.targets)


def _one_told_twice(a: Draft, b: Draft) -> bool:
    """A foreground event that the text also refers to as context (the attack, after the attack)."""
    return a.type == b.type and (places_overlap(a.places, b.places) or overlap(a.targets, b.targets))


def same_blood(a: Draft, b: Draft, types: dict[str, EventType]) -> bool:
    """A headline's deed and one of the opening with the same number of victims, or with the same victim, are one."""
    if not a.in_title or b.in_title or b.trigger.sentence > 1:
        return False
    if a.type == "harm.casualties" and _harmed(b) and _victims_fit(a, b):
        return True
    if not all(
        (types[d.type].casualty and not d.type.startswith("territory.")) or d.type.startswith("harm.") for d in (a, b)
    ):
        return False
    if BLOODLESS & {a.type, b.type}:
        return False  # the dead of a headline are not those who were arrested, nor died of it
    shared = _victims(a) & _victims(b)
    if any(count > 1 for _, count in shared):
        return True
    return bool({a.type, b.type} & _GENERIC) and (bool(shared) or overlap(a.targets, b.targets))


def _harmed(draft: Draft) -> bool:
    """An event into which the deaths of its own sentence were folded."""
    violent = draft.type.startswith(("conflict.", "accident.", "disaster."))
    return violent and any(rule.startswith("harm.") for rule in draft.rules)


def _victims_fit(a: Draft, b: Draft) -> bool:
    """No other number of dead or wounded, and a place in common or untold."""
    one, two = dict(_victims(a)), dict(_victims(b))
    return all(two.get(kind, count) == count for kind, count in one.items()) and places_fit(a.places, b.places)


def _victims(draft: Draft) -> set[tuple[str, float]]:
    found = set()
    for q in draft.quantities:
        low = q.value if q.value is not None else q.min
        if q.kind in ("killed", "injured") and not q.part and low is not None:
            found.add((q.kind, low))
    return found


def _several(draft: Draft) -> bool:
    """Told as more than one, and as nothing that the reader knows: رافقته غارات عدة."""
    noun = draft.page.tags.readings[draft.trigger.first]
    return draft.trigger.form == "masdar" and noun is not None and noun.num == "p" and not noun.det


def _elsewhere(a: Draft, b: Draft) -> bool:
    return bool(b.places) and not places_overlap(a.places, b.places)


#: Fire that may come from anywhere (قصف), and blows of any kind (ضربات).
_ANY_FIRE = frozenset(("shell.bombard", "shell.bombard_undergone", "air.strikes", "air.strike_hits"))
_FIRE = frozenset(("conflict.shelling", "conflict.air_strike"))


def _other_means(a: Draft, b: Draft) -> bool:
    """A missile or shells told as such, and aircraft: each means is an event of its own."""
    if a.type == b.type or a.type not in _FIRE or b.type not in _FIRE:
        return False
    return a.trigger.rule.id not in _ANY_FIRE and b.trigger.rule.id not in _ANY_FIRE


def _type_fits(a: Draft, b: Draft, types: dict[str, EventType]) -> bool:
    if a.type == b.type or same_blood(a, b, types) or _toll_of(a, b):
        return True
    one, two = types[a.type], types[b.type]
    if a.type.startswith("politics.") and b.type.startswith("politics."):
        return _by_one_act(a, b) and (b.type in one.also or a.type in two.also)
    if a.page is b.page and a.type.startswith("statement.") and a.trigger.form == b.trigger.form == "verb":
        return False  # أدان الجريمة وحمل الحكومة المسؤولية: two things said
    return (one.group == two.group and a.type.split(".")[0] == b.type.split(".")[0]) or (
        b.type in one.also or a.type in two.also
    )


def _by_one_act(a: Draft, b: Draft) -> bool:
    """A decree and what it decrees stand in one sentence, or in the headline and the opening."""
    if a.page is b.page:
        return a.trigger.sentence == b.trigger.sentence
    return a.in_title and not b.in_title and b.trigger.sentence <= 1


def _toll_of(a: Draft, b: Draft) -> bool:
    """The dead of a disaster, told after it without a place of their own: وقال الوزير إن ثلاثة أشخاص قتلوا."""
    if a.type not in _DISASTERS or b.type != "harm.casualties" or b.places or b.background:
        return False
    return any(q.kind in ("killed", "injured") for q in b.quantities)


_DISASTERS = frozenset(("disaster.earthquake", "disaster.weather", "disaster.fire"))


def _all_over(a: list[Place], b: list[Place]) -> bool:
    """Told of a country at large on one side."""
    return _at_large(a) or _at_large(b)


def _at_large(places: list[Place]) -> bool:
    return bool(places) and all(p.precision == "country" for p in places)


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


def _opposed(a: Draft, b: Draft) -> bool:
    """One place is taken once in an item, whoever is said to have taken it, unless one took it from the other."""
    for one in a.actors:
        if any(named_alike(one, lost) for lost in b.targets):
            return True
        if any({one.cls, two.cls} == AT_WAR and one.entity and two.entity for two in b.actors):
            return True
    return any(named_alike(two, lost) for two in b.actors for lost in a.targets)


def _counts_fit(a: Draft, b: Draft) -> bool:
    """Twenty villages taken are another happening than the town."""
    counted = [{q.value for q in d.quantities if q.kind in ("captured_places", "places")} for d in (a, b)]
    return counted[0] == counted[1] or a.type != "territory.capture"


def _parties_fit(a: list[Argument], b: list[Argument], *, loose: bool = False, far: bool = False) -> bool:
    """Told on one side only, or sharing somebody; unnamed victims never tell two events apart."""
    if not a or not b or overlap(a, b, far=far):
        return True
    return loose and not (any(x.entity for x in a) and any(y.entity for y in b))


def anchored(draft: Draft) -> bool:
    """Told only to place something else: after بعد، منذ، غداة."""
    return any(cue.what == "background" for cue in draft.cues)
