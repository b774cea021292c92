"""What a consumer receives: messages, what is missing between them, the table of latest states. All pure."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any, NamedTuple

PREFIX = "rasid.event."


class Position(NamedTuple):
    """Of a message on its stream. The sequence rises by one; the epoch when the server was started again."""

    epoch: int
    sequence: int


@dataclass(frozen=True, kw_only=True)
class Message:
    """One entry of a stream. Properties raise KeyError or ValueError where the entry is none of Rasid's."""

    stream: str
    #: Id of the entry: read on from here.
    entry: str
    fields: Mapping[str, str]
    #: How often it was delivered to its group, this time included.
    attempt: int = 1

    @property
    def kind(self) -> str:
        """new, updated, corroborated, merged, split, withdrawn."""
        return self.fields["type"].removeprefix(PREFIX)

    @property
    def event_id(self) -> str:
        return self.fields["subject"]

    @property
    def rev(self) -> int:
        return int(self.fields["rev"])

    @property
    def position(self) -> Position:
        return Position(int(self.fields["epoch"]), int(self.fields["sequence"]))

    @cached_property
    def event(self) -> Mapping[str, Any]:
        """The event's whole state, as docs/event.schema.json describes it."""
        state: Mapping[str, Any] = json.loads(self.fields["data"])
        return state


@dataclass(frozen=True, slots=True, kw_only=True)
class Gap:
    """Messages that a group will not get: they were trimmed, or lost with the server's last moments."""

    stream: str
    #: Last message before the hole, first after it; None where only ids are known.
    before: Position | None = None
    after: Position | None = None
    #: Entries that were delivered, and gone from the stream before anybody acknowledged them.
    entries: tuple[str, ...] = ()

    @property
    def missing(self) -> int:
        """How many; 0 where the server went back behind what was delivered: take a snapshot."""
        if self.before is None or self.after is None:
            return len(self.entries)
        return max(0, self.after.sequence - self.before.sequence - 1)


def gaps(stream: str, before: Position | None, messages: Iterable[Message]) -> Iterator[Gap]:
    """Holes in a run of fresh messages of one group, of which `before` is the last one delivered until then."""
    for message in messages:
        if not {"epoch", "sequence"} <= message.fields.keys():
            continue
        after = message.position
        if before is not None and after.sequence != before.sequence + 1:
            yield Gap(stream=stream, before=before, after=after)
        before = after


@dataclass(slots=True)
class Latest:
    """The current state of every event that was told of; right under any order and any replay.

    Of two messages on an event the one with the greater rev is right. A server that lost its last moments gives a rev
    again, in a later epoch: so the epoch counts first.
    """

    _held: dict[str, tuple[int, int]] = field(default_factory=dict)
    _events: dict[str, Mapping[str, Any]] = field(default_factory=dict)

    def apply(self, message: Message) -> bool:
        """False for what is known already, or older."""
        return self.put(message.event, epoch=message.position.epoch)

    def put(self, event: Mapping[str, Any], *, epoch: int) -> bool:
        """As `apply`, for a state from a snapshot."""
        version = epoch, event["rev"]
        if version <= self._held.get(event["id"], (0, 0)):
            return False
        self._held[event["id"]] = version
        self._events[event["id"]] = event
        return True

    def __getitem__(self, event_id: str) -> Mapping[str, Any]:
        return self._events[event_id]

    def __len__(self) -> int:
        return len(self._events)

    def live(self) -> Iterator[Mapping[str, Any]]:
        """Events that some item tells, and that no other event took the place of."""
        return (event for event in self._events.values() if not event["withdrawn"] and not event["merged_into"])
