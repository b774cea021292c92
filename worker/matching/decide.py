"""Which event a mention is about: a pure choice between candidates, with its reasons and with what nearly won."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from worker.kinds import event_type
from worker.matching.evidence import PHRASES, REPRINT, SAME_TEXT, SERIAL, VETOES, Point, weigh
from worker.matching.sketch import Sketch
from worker.matching.words import Rarity

#: Log-odds from which a mention joins; between `NEAR` and this it founds an event that says what it nearly joined.
JOIN = 0.0
NEAR = -1.5
#: Log-odds from which a report may show that two events are one.
BRIDGE = 1.0
#: Hours between reports after which nothing joins any more that does not tell the day of the event.
WINDOW = 96
#: Members of an event that are compared: its leads first, in order of arrival.
MEMBERS = 6


#: Share of the nearest member in a score; all members have the rest, so that no chain runs away.
NEAREST = 0.75
#: Score, at most, of an event most of whose members the mention cannot be one with: a chain of likes ends there.
VETOED = -5.0
#: Score of an event that the item itself has told already.
TWICE = 5.0


@dataclass(frozen=True, slots=True)
class Match:
    """One candidate event, how well it fits, and why."""

    event_id: str
    score: float
    points: tuple[Point, ...]
    #: The type of the lead whose text the mention leads word for word, whatever their headlines made of it; else empty.
    reprint: str = ""
    #: Whether a lead fits nothing better than what another item tells beside its own lead.
    beside: bool = False


def ranked(told: Sketch, events: Mapping[str, Sequence[Sketch]], rarity: Rarity) -> list[Match]:
    """The events that a mention may be about, the best first; among equals the least id.

    Where the text of an item is that of another item, the lead of one is the lead of the other before anything else.
    """
    matches = [m for event in sorted(events) if (m := score(told, events[event], rarity, event=event)) is not None]
    return sorted(matches, key=lambda match: (not match.reprint, match.beside, -match.score))


def bridged(
    told: Sketch, matches: Sequence[Match], events: Mapping[str, Sequence[Sketch]], rarity: Rarity
) -> tuple[str, ...]:
    """Events that turn out to be the one that a lead joins: the lead fits both, and they fit each other."""
    if not told.lead or not matches or matches[0].score < JOIN:
        return ()
    home = events[matches[0].event_id]
    items = {member.item for member in home}
    return tuple(
        match.event_id
        for match in matches[1:]
        if match.score >= BRIDGE
        and not items & {member.item for member in events[match.event_id]}
        and _fit(home, events[match.event_id], rarity)
    )


def _fit(home: Sequence[Sketch], other: Sequence[Sketch], rarity: Rarity) -> bool:
    pairs = [weigh(one, two, rarity) for one in home[:MEMBERS] for two in other[:MEMBERS]]
    sums = [sum(point.weight for point in points) for points in pairs]
    forbidden = any(point.name in VETOES for points in pairs for point in points)
    return not forbidden and max(sums) >= BRIDGE and sum(sums) / len(sums) >= JOIN


def score(told: Sketch, members: Sequence[Sketch], rarity: Rarity, *, event: str = "") -> Match | None:
    """How well a mention fits an event: between its nearest member and all of them, so that no chain runs away."""
    if any(_elsewhere_in_item(told, member) for member in members):
        return None
    twice = next((member for member in members if member.item == told.item and member.mention != told.mention), None)
    if twice is not None:
        return Match(event, TWICE, ())
    others = [member for member in members if member.item != told.item]
    if all(_too_far(told, member) for member in others):
        return None
    weighed = [weigh(told, member, rarity) for member in others[:MEMBERS]]
    sums = [sum(point.weight for point in points) for points in weighed]
    vetoed = sum(any(point.name in VETOES and point.amount > 0.5 for point in points) for points in weighed)
    nearest = max(range(len(sums)), key=lambda n: (sums[n], -n))
    fit = NEAREST * sums[nearest] + (1 - NEAREST) * sum(sums) / len(sums)
    if 2 * vetoed > len(weighed):
        fit = min(fit, VETOED)
    leads = [m.type for m, points in zip(others, weighed, strict=False) if m.lead and _one_text(told, m, points)]
    reprint = leads[0] if leads and told.lead and fit >= JOIN else ""
    return Match(event, fit, weighed[nearest], reprint, beside=told.lead and (fit < JOIN or not others[nearest].lead))


def _one_text(told: Sketch, other: Sketch, points: Sequence[Point]) -> bool:
    """A text of no kind names nobody that a template story could be told apart by: there it takes more."""
    template = not told.type and event_type(other.type).group in SERIAL
    share = SAME_TEXT if template else REPRINT
    return any(point.name == "copy" and point.amount + PHRASES >= share for point in points)


def _too_far(told: Sketch, member: Sketch) -> bool:
    """Reports further apart than `WINDOW`, unless both tell one day of the event: a late one is of that day."""
    one_day = told.first_day == member.first_day is not None and bool(told.firm and member.firm)
    return abs(told.hour - member.hour) > WINDOW and not one_day


def _elsewhere_in_item(told: Sketch, member: Sketch) -> bool:
    """Whether a member is another happening of the same item: other kind, place, day or actor."""
    if member.item != told.item or member.mention == told.mention:
        return False
    mine, theirs = ([spot.id or spot.skeleton for spot in of.spots[:1]] for of in (told, member))
    same_kind = event_type(told.type).group == event_type(member.type).group
    same_actor = not told.actors or not member.actors or bool(told.actors & member.actors)
    return not (same_kind and mine and mine == theirs and same_actor and told.first_day == member.first_day)
