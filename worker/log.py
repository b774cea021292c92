"""Logs: one line of JSON per outcome, for machines; secrets never get in, because only named facts do.

Python's own logging carries them, so that Celery's lines and ours end in the same place.
"""

from __future__ import annotations

import json
import logging
import re
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import UTC, datetime
from typing import Any

#: Celery's loggers that tell each task twice over; ours tells its outcome once.
QUIET = ("celery.app.trace", "celery.worker.strategy")
#: What JSON itself leaves as it is: controls beyond ASCII, separators of lines, and marks of direction.
_MOVES = re.compile("[\x7f-\x9f\u2028-\u202e\u2066-\u2069]")
_log = logging.getLogger("rasid")
_bound: ContextVar[Mapping[str, Any]] = ContextVar("bound", default={})  # noqa: B039 - never changed in place


class JsonFormatter(logging.Formatter):
    """`{"time", "level", "event", ...facts}`; a traceback under `trace`."""

    def format(self, record: logging.LogRecord) -> str:
        line: dict[str, Any] = {
            "time": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname.lower(),
            "event": record.getMessage(),
            "logger": record.name,
            "pid": record.process,
            **getattr(record, "facts", {}),
        }
        if record.exc_info:
            line["trace"] = self.formatException(record.exc_info)
        return as_line(line)


def as_line(value: Any) -> str:
    """JSON on one line, in the letters of the language, without a character that moves a terminal or turns its text."""
    return _MOVES.sub(lambda found: f"\\u{ord(found[0]):04x}", json.dumps(value, ensure_ascii=False, default=str))


def say(event: str, level: int = logging.INFO, *, trace: bool = False, **facts: Any) -> None:
    """One outcome: a name of a closed set (`poll`, `commit`, ...) and its facts. Facts that are None are left out."""
    told = {name: value for name, value in {**_bound.get(), **facts}.items() if value is not None}
    _log.log(level, event, extra={"facts": told}, exc_info=trace)


@contextmanager
def bound(**facts: Any) -> Iterator[None]:
    """Facts of every line that is said inside, in this thread: the task that it is part of."""
    token = _bound.set({**_bound.get(), **facts})
    try:
        yield
    finally:
        _bound.reset(token)


def warn(event: str, **facts: Any) -> None:
    say(event, logging.WARNING, **facts)


def set_up(level: str) -> None:
    """Every logger of this process to standard error, as JSON."""
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(JsonFormatter())
    root = logging.getLogger()
    root.handlers[:] = [handler]
    root.setLevel(level.upper())
    for name in QUIET:
        logging.getLogger(name).setLevel(logging.WARNING)
