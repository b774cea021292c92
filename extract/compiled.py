"""TOML tables of the lexicon as JSON, which is read fifty times as fast; found by what the TOML says, so never out of date."""

from __future__ import annotations

import json
from collections.abc import Iterable
from functools import cache
from hashlib import blake2b
from pathlib import Path
from typing import Any

COMPILED = Path(__file__).parent / "data" / "tables.json"


def find(toml: bytes) -> dict[str, Any] | None:
    """What a TOML table says, None when it was edited after `python -m extract.lexicon`."""
    return _compiled().get(_digest(toml))


def write(told: Iterable[tuple[bytes, dict[str, Any]]]) -> str:
    """The compiled file of (TOML, what it says), a table a line."""
    lines = (
        f'"{_digest(toml)}": {json.dumps(table, ensure_ascii=False, separators=(",", ":"))}' for toml, table in told
    )
    return "{\n" + ",\n".join(lines) + "\n}\n"


@cache
def _compiled() -> dict[str, dict[str, Any]]:
    try:
        content: dict[str, dict[str, Any]] = json.loads(COMPILED.read_bytes())
    except (OSError, ValueError):
        return {}  # not compiled yet: the tables themselves are read
    return content


def _digest(toml: bytes) -> str:
    return blake2b(toml, digest_size=12).hexdigest()
