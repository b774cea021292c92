"""Events in Redis: candidates are read, a decided change is written if nothing that it rests on has moved since."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal

from worker.leases import Work

#: done; dup (this revision was committed before); gone (not owed); stale (another holds it now);
#: conflict (an event or a block moved since it was read: read and decide again).
CommitReply = Literal["done", "dup", "gone", "stale", "conflict"]


@dataclass(frozen=True, slots=True)
class Candidate:
    """An event that shares a block with the mention to be placed."""

    event_id: str
    rev: int
    #: What `match.signature` made of the event: small, JSON.
    signature: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Near:
    """What was read for a decision: the version of each block, and the candidates of each block."""

    versions: Mapping[str, str]
    members: Mapping[str, tuple[str, ...]]
    candidates: Mapping[str, Candidate]


@dataclass(frozen=True, slots=True)
class Record:
    """An event as it is kept: what was told of it, from which its state is derived."""

    event_id: str
    rev: int
    tellings: bytes


@dataclass(frozen=True, slots=True, kw_only=True)
class Write:
    """One event's change: what to store, where it is found from now on, what is said on which streams."""

    event_id: str
    #: Revision that the change rests on; 0 for an event that was not there.
    rev: int
    tellings: bytes
    signature: str
    join: tuple[str, ...] = ()
    leave: tuple[str, ...] = ()
    #: CloudEvents fields without `sequence` and `epoch`, which the script adds; empty: nothing is said.
    message: Mapping[str, str]
    routes: tuple[str, ...] = ()


class Events:
    """`store.events`."""

    def near(self, blocks: Sequence[str]) -> Near:
        raise NotImplementedError

    def records(self, event_ids: Sequence[str]) -> Mapping[str, Record]:
        """Those of the events that exist."""
        raise NotImplementedError

    def told(self, item_id: str) -> tuple[str, ...]:
        """Ids of the events that the item's committed revision told."""
        raise NotImplementedError

    def commit(self, work: Work | None, near: Near, writes: Sequence[Write], told: Sequence[str]) -> CommitReply:
        """Write a decision whole or not at all, and owe its item no longer. `work` is None for an operator's change."""
        raise NotImplementedError
