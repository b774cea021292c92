"""Ledgers as they are kept: a line of JSON for the event and one for each telling, packed together.

A telling never changes, so a process reads and writes its line once: what an event of hundreds of reports held before
costs a further report next to nothing.
"""

from __future__ import annotations

import json
import zlib
from collections.abc import Mapping
from dataclasses import replace
from functools import lru_cache
from typing import Any

from worker.codec import FORMS, build, dumps, expand, plain, squeeze, unpack
from worker.errors import LaterVersionError, UnreadableError
from worker.record import Ledger, Telling

#: First byte of a packed ledger; older ones are one JSON (worker/codec.py).
FORM = b"3"
#: Tellings from which a ledger's are remembered, and tellings remembered: ten kilobytes each.
MANY = 16
REMEMBERED = 2000


def pack_ledger(ledger: Ledger) -> bytes:
    head = dumps(plain(replace(ledger, tellings=())))
    return FORM + squeeze("\n".join([head, *map(_line, ledger.tellings)]).encode())


def unpack_ledger(record: bytes) -> Ledger:
    """Raises UnreadableError, LaterVersionError."""
    if record[:1] in FORMS:
        return unpack(Ledger, record)
    if record[:1] != FORM:
        later = record[:1].isdigit() and record[:1] > FORM
        raise (LaterVersionError if later else UnreadableError)(f"no Ledger: form {record[:1]!r}")
    try:
        head, *lines = expand(record).decode().split("\n")
        read = _telling if len(lines) > MANY else _telling.__wrapped__
        return replace(build(Ledger, json.loads(head)), tellings=tuple(map(read, lines)))
    except (zlib.error, ValueError) as error:
        raise UnreadableError(f"no Ledger: {error}") from error


def pack_signature(signature: Mapping[str, Any]) -> bytes:
    """What `match.signature` made of an event, as it is kept beside the ledger."""
    return FORM + squeeze(dumps(signature).encode())


def unpack_signature(record: bytes) -> Mapping[str, Any]:
    """Also of those that were kept as plain JSON. Raises UnreadableError."""
    try:
        signature: Mapping[str, Any] = json.loads(record if record[:1] == b"{" else expand(record))
    except (zlib.error, ValueError) as error:
        raise UnreadableError(f"no signature: {error}") from error
    return signature


@lru_cache(maxsize=REMEMBERED)
def _telling(line: str) -> Telling:
    return _with_line(build(Telling, json.loads(line)), line)


def _line(telling: Telling) -> str:
    return telling.line or _with_line(telling, dumps(plain(telling))).line


def _with_line(telling: Telling, line: str) -> Telling:
    # Of a frozen object, what follows from it and is no part of it.
    object.__setattr__(telling, "line", line)
    return telling
