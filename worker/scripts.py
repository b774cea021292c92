"""The Lua files as callables. A script's SHA is its version: old and new workers run side by side."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

from redis import Redis
from redis.exceptions import OutOfMemoryError, RedisError, ResponseError

from worker.errors import DiskFullError, StoreFullError, WorkerError

#: Types of values that redis-py sends as they are.
Arg = str | bytes | int


@dataclass(frozen=True, slots=True)
class Source:
    """One Lua file: its text, and how many keys and arguments its header asks for at least."""

    name: str
    text: str
    keys: int
    args: int


@cache
def source(name: str) -> Source:
    text = files("worker").joinpath("lua", f"{name}.lua").read_text(encoding="utf-8")
    header = text.split("]]", 1)[0]
    keys, args = (len(re.findall(rf"^ +{what}\[\d+\]", header, re.MULTILINE)) for what in ("KEYS", "ARGV"))
    return Source(name, text, keys, args)


class Script:
    """One script on one connection; called by EVALSHA, loaded again when the server has forgotten it."""

    def __init__(self, redis: Redis, name: str, text: str | None = None) -> None:
        self._source = source(name)
        self._run = redis.register_script(text or self._source.text)

    def __call__(self, keys: Sequence[str], args: Sequence[Arg]) -> Any:
        """Raises StoreFullError, DiskFullError when the server refuses to write."""
        if len(keys) < self._source.keys or len(args) < self._source.args:
            raise TypeError(f"{self._source.name} wants {self._source.keys} keys and {self._source.args} arguments")
        try:
            return self._run(keys=list(keys), args=list(args))
        except ResponseError as error:
            refused = refusal(error)
            if refused is None:
                raise
            raise refused from error


def refusal(error: RedisError) -> WorkerError | None:
    """What it means that the server refuses to write; None for any other error."""
    # Redis 6.2 wraps the refusal of a command inside a script, later servers give it a class of its own.
    if "OOM command not allowed" in str(error) or isinstance(error, OutOfMemoryError):
        return StoreFullError(str(error))
    return DiskFullError(str(error)) if "MISCONF" in str(error) else None


def text(value: bytes | str) -> str:
    return value if isinstance(value, str) else value.decode()
