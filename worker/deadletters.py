"""What failed too often: kept with its cause, until an operator sends it again or drops it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Literal

from redis import Redis

from worker import keys
from worker.clock import moment
from worker.leases import STAGE_OF, owed
from worker.retention import Retention
from worker.scripts import Script, text

STAGES = tuple(STAGE_OF.values())
_KIND_OF = {stage: kind for kind, stage in STAGE_OF.items()}


@dataclass(frozen=True, slots=True, kw_only=True)
class DeadLetter:
    #: Id of the entry in `{rasid}:dead`.
    id: str
    #: One of STAGES.
    stage: str
    #: Feed id of a body, else item id.
    subject: str
    #: One line; and the traceback, its end if it was long, empty where nothing was raised.
    reason: str
    trace: str = ""
    #: Leases that were given, however they ended.
    attempts: int
    #: Since when it was owed, and when it was given up.
    first: datetime
    last: datetime
    payload: bytes


class DeadLetters:
    """`store.dead`."""

    def __init__(self, redis: Redis, retention: Retention) -> None:
        self._redis = redis
        self._retention = retention
        self._requeue = Script(redis, "requeue")
        self._drop = Script(redis, "drop")

    def list(self, count: int = 100) -> list[DeadLetter]:
        """Newest first."""
        rows: Any = self._redis.xrevrange(keys.DEAD, count=count)
        return [_letter(*entry) for entry in rows]

    def get(self, entry: str) -> DeadLetter | None:
        found: Any = self._redis.xrange(keys.DEAD, min=entry, max=entry)
        return _letter(*found[0]) if found else None

    def count(self) -> int:
        return int(self._redis.xlen(keys.DEAD))

    def by_stage(self) -> Mapping[str, int]:
        """How many letters each stage has."""
        counts = {text(stage): int(n) for stage, n in self._redis.hgetall(keys.LETTERS).items()}
        return {stage: max(0, counts.get(stage, 0)) for stage in STAGES}

    def requeue(self, entry: str, now: datetime) -> Literal["done", "gone", "owed", "newer"]:
        """Owe it again with fresh attempts.

        Else gone (no such entry), owed (it is owed again already) or newer (a later revision was committed meanwhile);
        the letter then stays. Raises StoreFullError.
        """
        letter = self.get(entry)
        if letter is None:
            return "gone"
        item = letter.subject if letter.stage != "parse" else ""
        days = keys.days_back(now, self._retention.seen.days + 1) if item else ()
        marks = [keys.seen(day, keys.shard(item)) for day in days]
        inbox = keys.NAMES if letter.stage == "names" else keys.INBOX
        name = owed(_KIND_OF[letter.stage], letter.subject)
        reply = self._requeue([keys.DEAD, keys.RAW, inbox, keys.LETTERS, *marks], (entry, name, item))
        return text(reply[0])  # type: ignore[return-value]

    def drop(self, entry: str) -> bool:
        """Forget it for good; False when there is no such entry."""
        return text(self._drop((keys.DEAD, keys.LETTERS), (entry,))[0]) == "done"


def _letter(entry: bytes, fields: dict[bytes, Any]) -> DeadLetter:
    reason, _, trace = fields[b"reason"].decode(errors="replace").partition("\n")
    return DeadLetter(
        id=text(entry),
        stage=text(fields[b"stage"]),
        subject=text(fields[b"owed"]).partition(":")[2],
        reason=reason,
        trace=trace,
        attempts=int(fields[b"attempts"]),
        first=moment(int(fields[b"first"])),
        last=moment(int(fields[b"last"])),
        payload=fields[b"raw"].split(b" ", 4)[4],
    )
