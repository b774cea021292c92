"""What speaks for and against two mentions telling one happening: points, each with a name, an amount and a reason.

What a point weighs stands in one table. The weights are few and monotone: more of the same never speaks against, and
counts of dead and wounded have no say.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from worker.kinds import event_type
from worker.matching.sketch import Sketch, Spot
from worker.matching.words import Rarity, runs

#: Likeness under which no copy is looked for.
LOOKS_COPIED = 0.25
#: Share of common runs of words that chance and agency phrases explain.
PHRASES = 0.2
#: Runs of words that a lead needs to be called a copy.
SHORTEST = 4
#: Likeness under which two texts have no more in common than any two.
STRANGERS = 0.06
#: Likeness beyond which only copying adds: what is left then is names, and template stories differ in nothing else.
LIKE_ENOUGH = 0.7
#: Share of copied runs from which two days count as two only if both are told by date or weekday.
REPRINT = 0.45
#: Share from which it is one text, and its lead one lead, however differently it was read.
SAME_TEXT = 0.65
#: Days between two reports that say nothing.
PROMPT = 0.5
#: Days after which a report is merely late.
LATE = 4.0

#: Families of types whose members desks confuse. Across realms nothing is confused: an attack is not its condemnation.
REALMS = {
    **dict.fromkeys(("territory", "conflict", "harm", "disaster", "accident", "life"), "deed"),
    **dict.fromkeys(("diplomacy", "politics"), "state"),
    "statement": "word",
    "law": "law",
    "protest": "protest",
}

#: Groups of types of which the same place tells a new one every day: bulletins, sessions, bombardments, visits.
SERIAL = frozenset({"epidemic", "trial", "strike", "meeting", "movement"})

#: Points of which one speaks louder than everything else.
VETOES = frozenset({"elsewhere", "other day", "other realm", "other counterpart"})

#: Log-odds of each point; fitted on labelled pairs, see docs/matching.md.
WEIGHTS = {
    "start": -4.25,
    # What an item tells beside its lead is told in passing.
    "beside": -2.5,
    # Times the likeness of the texts, and the share of copied runs of words.
    "text": 11.0,
    "copy": 5.0,
    "strangers": -1.5,
    # Times how rare the kind, the place is in the news.
    "same kind": 2.5,
    "other kind": 0.0,
    "other realm": -6.0,
    "same place": 2.0,
    "inside": 1.5,
    "other place": -0.5,
    "elsewhere": -8.0,
    "other country": -0.5,
    "same day": 1.8,
    "next day": 0.5,
    "next serial day": -3.0,
    "other day": -12.0,
    # Times the days between the reports; less for a copy, which is as old as what it copies.
    "gap": -1.25,
    "serial gap": -2.75,
    "same actor": 0.75,
    "other actor": -0.2,
    "same target": 0.25,
    "other target": -2.0,
    "other counterpart": -3.0,
    "same person": 1.0,
    # Of bulletins only: what a day's count counts does not grow.
    "other count": -5.0,
}


@dataclass(frozen=True, slots=True)
class Point:
    """One piece of evidence, and a few words that an operator reads."""

    name: str
    amount: float
    why: str

    @property
    def weight(self) -> float:
        """Log-odds that it adds."""
        return WEIGHTS[self.name] * self.amount


def weigh(told: Sketch, other: Sketch, rarity: Rarity) -> tuple[Point, ...]:
    """The points of two sketches; their weights sum up to the log-odds that both tell one happening."""
    like = likeness(told, other, rarity)
    copy = copied(told, other) if like > LOOKS_COPIED else 0.0
    return (
        Point("start", 1, "before looking"),
        *([] if told.lead and other.lead else [Point("beside", 1, "not the lead of both")]),
        *_texts(like, copy),
        *_kinds(told, other, copy),
        *_places(told, other),
        *_times(told, other, copy),
        *_parties(told, other),
        *_bulletins(told, other),
    )


def likeness(told: Sketch, other: Sketch, rarity: Rarity) -> float:
    """Cosine of the leads and of their openings, rare words weighing more: 0 to 1."""
    whole = _cosine(set(told.words), told.norm, set(other.words), other.norm, rarity)
    mine, theirs = set(told.words[: told.opening]), set(other.words[: other.opening])
    return 0.65 * whole + 0.35 * _cosine(mine, told.opening_norm, theirs, other.opening_norm, rarity)


def copied(told: Sketch, other: Sketch) -> float:
    """Share of the shorter lead's runs of words that the other has too; of the shorter text's, where the leads share some.

    One lead inside another text is a report beside a report; one lead cut short or rewritten above one text is a copy.
    """
    lead = _shared(runs(told.words[told.title :]), runs(other.words[other.title :]))
    return max(lead, _shared(told.body, other.body)) if lead >= PHRASES else lead


def _shared(mine: frozenset[str], theirs: frozenset[str]) -> float:
    shorter = min(len(mine), len(theirs))
    return len(mine & theirs) / shorter if shorter >= SHORTEST else 0.0


def _cosine(mine: set[str], my_norm: float, theirs: set[str], their_norm: float, rarity: Rarity) -> float:
    if not my_norm or not their_norm:
        return 0.0
    shared = sum(rarity.weight(code) ** 2 for code in mine & theirs)
    return min(1.0, shared / (my_norm * their_norm))


def realm(name: str) -> str:
    """Deeds, words about them, trials: of one story, yet different happenings however alike the texts are."""
    return REALMS.get(name.split(".", 1)[0], name)


def _texts(like: float, copy: float) -> Iterator[Point]:
    yield Point("text", min(like, LIKE_ENOUGH), f"texts {like:.2f} alike")
    if like < STRANGERS:
        yield Point("strangers", 1, "hardly a word in common")
    if copy > PHRASES:
        yield Point("copy", copy - PHRASES, f"{copy:.0%} copied")


def _kinds(told: Sketch, other: Sketch, copy: float) -> Iterator[Point]:
    if not told.type or not other.type:
        return
    one, two = event_type(told.type), event_type(other.type)
    if one.group == two.group or two.name in one.also or one.name in two.also:
        yield Point("same kind", 0.3 + 0.7 * min(told.rare, other.rare), f"same kind: {one.group}")
    elif realm(one.name) == realm(two.name):
        yield Point("other kind", 1, f"{one.name} beside {two.name}")
    else:
        # Desks put different headlines on one text; its own reading then is one of two that are as good. A sentence
        # beside the lead tells several things in the same words wherever it stands.
        reprint = (copy - REPRINT) / (SAME_TEXT - REPRINT) if told.lead and other.lead else 0.0
        yield Point("other realm", 1 - min(max(reprint, 0.0), 1.0), f"{one.name} is not {two.name}")


def _places(told: Sketch, other: Sketch) -> Iterator[Point]:
    if told.countries and other.countries and not told.countries & other.countries:
        yield Point("other country", 1, "other country")
    elif told.spots and other.spots:
        shared = [a for a in told.spots if any(_same_spot(a, b) for b in other.spots)]
        same = max(shared, key=lambda spot: spot.rare, default=None)
        mine, theirs = ({spot.id for spot in of.spots if spot.id} for of in (told, other))
        if same is not None:
            yield Point("same place", same.rare, f"same place: {same.id or same.skeleton}")
        elif mine & other.parents or theirs & told.parents:
            yield Point("inside", 1, "one place inside the other")
        elif _silent_on(told, other) and _silent_on(other, told):
            yield Point("elsewhere", 1, "elsewhere: neither names the other's place")
        else:
            yield Point("other place", 1, "other place")


def _silent_on(told: Sketch, other: Sketch) -> bool:
    """Whether no word of one stands in the name of the other's places."""
    return not {word for spot in other.spots for word in spot.words} & set(told.words)


def _same_spot(one: Spot, other: Spot) -> bool:
    if one.id and other.id:
        return one.id == other.id
    return one.skeleton == other.skeleton and len(one.skeleton) >= 3


def _times(told: Sketch, other: Sketch, copy: float) -> Iterator[Point]:
    gap = min(abs(told.hour - other.hour) / 24, LATE)
    serial = bool(SERIAL & {event_type(told.type).group, event_type(other.type).group})
    if gap > PROMPT:
        name = "serial gap" if serial else "gap"
        yield Point(name, (gap - PROMPT) * (1 - copy), f"reports {gap:.1f} days apart")
    if told.first_day is None or other.first_day is None or told.last_day is None or other.last_day is None:
        return
    days = max(told.first_day - other.last_day, other.first_day - told.last_day, 0)
    firm = min(told.firm, other.firm)
    if days == 0 and told.firm and other.firm:
        # Of two reports of one evening it goes almost without saying.
        yield Point("same day", 1 if gap > PROMPT else 0.4, "same day")
    elif days == 1:
        yield Point("next serial day" if serial else "next day", 1, "a day apart")
    elif days > 1 and firm > 0 and (firm == 2 or copy < REPRINT) and not told.update and not other.update:
        yield Point("other day", 1, f"{days} days apart")


def _parties(told: Sketch, other: Sketch) -> Iterator[Point]:
    if told.actors & other.actors:
        yield Point("same actor", 1, f"same actor: {min(told.actors & other.actors)}")
    elif told.actors and other.actors:
        yield Point("other actor", 1, "other actor")
    if told.targets & other.targets:
        yield Point("same target", 1, f"same target: {min(told.targets & other.targets)}")
    elif _elsewhere_met(told, other):
        yield Point("other counterpart", 1, "other counterpart")
    if _elsewhere_struck(told, other):
        yield Point("other target", 1, "other target: neither names the other's")
    if told.persons & other.persons:
        yield Point("same person", 1, f"same person: {min(told.persons & other.persons)}")


def _elsewhere_struck(told: Sketch, other: Sketch) -> bool:
    """A consulate and a police station are shot at in one city on one evening: no word of either stands in the other text."""
    named = told.struck & set(other.words) or other.struck & set(told.words)
    return bool(told.struck and other.struck) and not named and realm(told.type) == realm(other.type) == "deed"


def _names(parties: frozenset[str]) -> frozenset[str]:
    """Ids, and the words of the names of others."""
    return frozenset(
        word for party in parties for word in party.removeprefix("~").split() if len(word) > 1 or party[0] != "~"
    )


def _elsewhere_met(told: Sketch, other: Sketch) -> bool:
    """A prince receives five envoys in one afternoon, and each is told in the same words."""
    mine, theirs = _names(told.targets), _names(other.targets)
    return bool(mine and theirs) and not mine & theirs and {realm(told.type), realm(other.type)} <= {"state", "word"}


def _bulletins(told: Sketch, other: Sketch) -> Iterator[Point]:
    if told.cases is not None and other.cases is not None and told.cases != other.cases:
        yield Point("other count", 1, f"a bulletin of {told.cases} cases, another of {other.cases}")
