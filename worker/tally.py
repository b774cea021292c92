"""What a batch came to: for Flower, for the metrics, for the guard."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from extract.types import Mention
from feeds.types import Item
from worker.commit import Outcome
from worker.counts import Counted
from worker.guard import Ended
from worker.inbox import NO_END
from worker.leases import Kind, Work

#: Which metric counts how a thing ended.
METRICS: Mapping[Kind, str] = {"body": "bodies", "item": "items", "names": "names"}


@dataclass(slots=True)
class Tally:
    """What one batch came to, in words that Flower shows."""

    outcomes: Counter[str] = field(default_factory=Counter)
    #: Items that were found in bodies and are owed now.
    owed: int = 0
    counted: Counted = field(default_factory=Counted)
    #: How the things ended that tell whether this release works (worker/guard.py).
    ended: list[Ended] = field(default_factory=list)
    #: Nothing was leased because it does not.
    halted: bool = False

    def end(self, work: Work, outcome: str) -> None:
        self.outcomes[outcome] += 1
        self.counted.add(METRICS[work.kind], outcome.removeprefix(f"{work.kind} "))
        if outcome.startswith(work.kind):
            self.ended.append((work.owed, ""))

    def fail(self, work: Work, cause: str = NO_END) -> None:
        self.ended.append((work.owed, cause))

    def commit(self, work: Work, item: Item, found: Sequence[Mention], outcome: Outcome, ended: datetime) -> None:
        """An item that was committed at `ended`, and what came of it. Read again for its names, it tells nothing anew."""
        for write in outcome.writes:
            self.counted.add("messages", write.message["type"].rpartition(".")[2])
            self.counted.add("origins", origins_class(int(write.message["origins"])))
        if work.kind == "names":
            return
        if item.revision == 0:  # an edit was on its way when it was written, nobody knows when
            self.counted.observe("way", (ended - item.fetched).total_seconds())
            if item.published and "day_only" not in item.flags:
                self.counted.observe("published", (ended - item.published).total_seconds())
        for mention in found:
            self.counted.add("mentions", mention.type)
        for decision in outcome.decisions:
            self.counted.add("matches", decision.kind)

    def __str__(self) -> str:
        if self.halted:
            return "processing is halted: rasid status"
        return ", ".join(f"{count} {what}" for what, count in self.outcomes.items()) or "nothing was owed"


def origins_class(count: int) -> str:
    """`1` to `4`, `5+`."""
    return str(count) if count < 5 else "5+"
