"""What the consumers of a group could not handle (worker/consume.py): kept with its cause, until somebody decides."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Literal

from redis import Redis

from worker import keys
from worker.clock import moment, ms
from worker.scripts import Script, text

#: What is given again counts as abandoned for so long: whoever of the group looks next takes it.
ABANDONED = timedelta(days=100)


@dataclass(frozen=True, slots=True, kw_only=True)
class GroupLetter:
    #: Id of the letter in `{rasid}:dead:<group>`.
    id: str
    at: datetime
    #: Where the message stands.
    stream: str
    entry: str
    #: Whoever had it last, and how often it was delivered.
    consumer: str
    attempts: int
    #: The error, then its traceback.
    reason: str
    #: Fields of the message.
    message: Mapping[str, str]


class GroupLetters:
    def __init__(self, redis: Redis, group: str) -> None:
        self._redis = redis
        self._group = group
        self._key = keys.group_dead(group)
        self._again = Script(redis, "give_again")

    def list(self, count: int = 100) -> list[GroupLetter]:
        """Newest first."""
        rows: Any = self._redis.xrevrange(self._key, count=count)
        return [_letter(*entry) for entry in rows]

    def get(self, letter_id: str) -> GroupLetter | None:
        found: Any = self._redis.xrange(self._key, min=letter_id, max=letter_id)
        return _letter(*found[0]) if found else None

    def count(self) -> int:
        return int(self._redis.xlen(self._key))

    def requeue(self, letter_id: str, _now: datetime | None = None) -> Literal["done", "gone", "trimmed"]:
        """Give it to the group again, with fresh attempts; what was trimmed meanwhile stays a letter. No clock is
        needed; it is there because the letters of the service need one."""
        letter = self.get(letter_id)
        if letter is None:
            return "gone"
        args = (letter.id, self._group, letter.entry, ms(ABANDONED))
        return text(self._again((self._key, letter.stream), args)[0])  # type: ignore[return-value]

    def drop(self, letter_id: str) -> bool:
        """Forget it for good; False when there is no such letter."""
        return bool(self._redis.xdel(self._key, letter_id))


def _letter(entry: bytes, fields: Mapping[bytes, bytes]) -> GroupLetter:
    told = {text(name): value.decode(errors="replace") for name, value in fields.items()}
    return GroupLetter(
        id=text(entry),
        at=moment(int(text(entry).partition("-")[0])),
        stream=told["stream"],
        entry=told["entry"],
        consumer=told["consumer"],
        attempts=int(told["attempts"]),
        reason=told["reason"],
        message=json.loads(told["message"]),
    )
