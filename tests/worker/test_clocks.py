"""Only the server's clock counts: a worker whose clock is an hour off does nothing wrong."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

import worker

FOLDER = Path(worker.__file__).parent
DATA_SIDE = [
    "clock", "codec", "commit", "deadletters", "derive", "desk", "events", "guard", "inbox", "items", "leases", "match",
    "message", "polls", "pressure", "record", "retention", "routes", "scripts", "store", "tally",
]  # fmt: skip


@pytest.mark.parametrize("name", DATA_SIDE)
def test_no_clock_of_our_own_is_read(name: str) -> None:
    text = (FOLDER / f"{name}.py").read_text(encoding="utf-8")
    assert not re.search(r"datetime\.(now|utcnow|today)|time\.(time|monotonic)\(|date\.today", text)


@pytest.mark.parametrize("name", ["codec", "derive", "match", "message", "pressure", "record", "routes", "state"])
def test_deciding_knows_nothing_of_redis(name: str) -> None:
    text = (FOLDER / f"{name}.py").read_text(encoding="utf-8")
    assert not re.search(
        r"^(from|import) (redis|celery|kombu|worker\.(store|events|inbox|polls|scripts))\b", text, re.M
    )
