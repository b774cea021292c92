"""What failed too often: kept with its cause, until an operator sends it again or drops it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class DeadLetter:
    #: Id of the entry in `{rasid}:dead`.
    id: str
    #: parse (a body) or process (an item).
    stage: str
    #: Feed id of a body, item id of an item.
    subject: str
    reason: str
    attempts: int
    first: datetime
    last: datetime
    payload: bytes


class DeadLetters:
    """`store.dead`."""

    def list(self, count: int = 100) -> list[DeadLetter]:
        """Newest first."""
        raise NotImplementedError

    def get(self, entry: str) -> DeadLetter | None:
        raise NotImplementedError

    def count(self) -> int:
        raise NotImplementedError

    def requeue(self, entry: str) -> str:
        """Owe it again with fresh attempts. Replies done, gone (no such entry), owed (a newer one is owed already)."""
        raise NotImplementedError

    def drop(self, entry: str) -> bool:
        raise NotImplementedError
