"""The desk on which one item's decision is worked out: events taken from the shelf, changed, ready to be written. Pure
but for `shelf`, which fetches an event that is asked for."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from worker import match
from worker.derive import derive
from worker.events import Write
from worker.ledgers import pack_ledger, pack_signature
from worker.matching import credit
from worker.message import changes, lifecycle, message
from worker.record import Candidate, Ledger, Telling, drop, event_id, found, merge, tell, withdraw
from worker.routes import Route, routes_of
from worker.state import Lifecycle

#: An event as it stands in Redis: revision and ledger; None if it is not there.
Shelf = Callable[[str], tuple[int, Ledger] | None]


@dataclass(slots=True)
class Desk:
    """Events by id: as they were, and as they are to be."""

    shelf: Shelf
    now: datetime
    old: dict[str, tuple[int, Ledger | None]] = field(default_factory=dict)
    new: dict[str, Ledger | None] = field(default_factory=dict)
    #: Names of steps that are more than the states themselves tell (merged, split).
    kinds: dict[str, Lifecycle] = field(default_factory=dict)

    def take(self, event: str) -> str:
        """Put an event on the desk, following those that took its place; its id now."""
        while True:
            if event not in self.old:
                rev, ledger = self.shelf(event) or (0, None)
                self.old[event] = rev, ledger
                self.new[event] = ledger
            ledger = self.new[event]
            if ledger is None or ledger.merged_into is None:
                return event
            event = ledger.merged_into

    def put(self, event: str, ledger: Ledger) -> None:
        """The event is to be so; it must have been taken."""
        self.new[event] = ledger

    def merge(self, winner: str, loser: str) -> None:
        """All that is told of two events is told of the first from now on; nothing is done where they are one already."""
        winner, loser = self.take(winner), self.take(loser)
        into, gone = self.new[winner], self.new[loser]
        if winner == loser or into is None or gone is None or not into.live or not gone.live:
            return
        merged, tombstone = merge(into, winner, gone, self.now)
        self.put(winner, merged)
        self.put(loser, tombstone)
        self.kinds[winner] = "merged"

    def withdraw(self, item: str, events: Iterable[str], keep: Sequence[str]) -> None:
        """Take back what an item told, except the mentions that it still tells: those wait for `tell` or `drop`."""
        for event in map(self.take, events):
            ledger = self.new[event]
            if ledger is not None:
                self.put(event, withdraw(ledger, item, self.now, keep=keep))

    def tell(self, event: str, telling: Telling) -> None:
        """Add a telling to an event, or found it; no other event has that mention any more."""
        event = self.take(event)
        ledger = self.new[event]
        self.put(event, found(telling, self.now) if ledger is None else tell(ledger, telling, self.now))
        self.drop(telling.mention.id, but=event)

    def drop(self, mention: str, *, but: str = "") -> None:
        """No event on the desk has that mention any more, except one."""
        for event, ledger in self.new.items():
            if ledger is not None and event != but:
                self.new[event] = drop(ledger, mention, self.now)

    def candidates(self, near: Iterable[Candidate], blocks: Iterable[str]) -> list[Candidate]:
        """What a mention may join: events near it as they stand on the desk, and those that the item itself has founded."""
        wanted = set(blocks)
        found_here = [
            Candidate(event, self.old[event][0], match.signature(ledger))
            for event, ledger in self.new.items()
            if ledger is not None and ledger.live and wanted & set(ledger.blocks)
        ]
        return [*found_here, *(candidate for candidate in near if candidate.event_id not in self.new)]

    def told(self, item: str) -> tuple[str, ...]:
        """Events that the item tells of now."""
        return tuple(sorted(e for e, ledger in self.new.items() if ledger is not None and item in ledger.items))

    def revs(self) -> Mapping[str, int]:
        """What was read, for the compare-and-set."""
        return {event: rev for event, (rev, _) in self.old.items()}

    def writes(self, item: str | None, routes: Sequence[Route]) -> list[Write]:
        """One write for each event that says something new."""
        made = (self._write(event, item, routes) for event in sorted(self.new))
        return [write for write in made if write is not None]

    def _write(self, event: str, item: str | None, routes: Sequence[Route]) -> Write | None:
        (rev, before), after = self.old[event], self.new[event]
        if after is None or after == before:
            return None
        after = credit.settled(after, before)
        old = derive(event, rev, before) if before else None
        new = derive(event, rev + 1, after)
        why = changes(old, new, item)
        if not why:
            return None
        kind = self.kinds.get(event) or lifecycle(old, new)
        joins, left = after.blocks, before.blocks if before else ()
        return Write(
            event_id=event,
            rev=rev,
            ledger=pack_ledger(after),
            signature=pack_signature(match.signature(after)) if after.live else b"",
            join=joins,
            leave=tuple(sorted({*left} - {*joins})),
            message=message(new, kind, why),
            routes=routes_of(routes, old, new),
        )


def founder(telling: Telling, *why: str) -> str:
    """Id of the event that a telling founds; `why` tells apart events that one telling founded twice."""
    return event_id(" ".join((telling.mention.id, *why)))
