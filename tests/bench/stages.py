"""Where the time of an item goes, from the service's log."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime
from pathlib import Path
from statistics import fmean
from typing import Any

#: In the order of an item's way.
STAGES = (
    "poll: answer to settled", "wait for a parser", "parse and owe its items", "wait for an extractor", "extract",
    "match and commit",
)  # fmt: skip


def lines(log: Path) -> Iterator[dict[str, Any]]:
    """What the service said, one outcome each."""
    for line in log.read_text(encoding="utf-8").splitlines():
        if line.startswith("{"):
            yield json.loads(line)


def stages(told: Iterable[Mapping[str, Any]]) -> dict[str, list[float]]:
    """Milliseconds of each stage for each committed item. Their sum is its way, but for what lies between two lines."""
    polled: dict[str, float] = {}
    parsed: dict[str, tuple[float, float]] = {}
    found: dict[str, list[float]] = defaultdict(list)
    for line in sorted(told, key=lambda each: each["time"]):
        at, event = datetime.fromisoformat(line["time"]).timestamp() * 1000, line["event"]
        if event == "poll":
            polled[line["feed"]] = at
        elif event == "body" and line["feed"] in polled:
            parsed[line["feed"]] = at - line["ms"], at
        elif event == "item" and line.get("outcome") == "done" and line["feed"] in parsed:
            settled, (begun, owed) = polled[line["feed"]], parsed[line["feed"]]
            answered = at - line["way_ms"]
            own = (settled - answered, begun - settled, owed - begun, at - line["ms"] - owed, line["extract_ms"],
                   line["ms"] - line["extract_ms"])  # fmt: skip
            for stage, spent in zip(STAGES, own, strict=True):
                found[stage].append(max(0.0, spent))
    return found


def say(found: Mapping[str, list[float]]) -> None:
    """A table: mean and 99th percentile of each stage, and its share of the whole."""
    whole = sum(fmean(spent) for spent in found.values())
    for stage in STAGES:
        spent = sorted(found[stage])
        mean, p99 = fmean(spent), spent[int(len(spent) * 0.99)]
        print(f"  {stage:<26} mean {mean:7.1f} ms  p99 {p99:7.1f} ms  {mean / whole:5.0%}")
