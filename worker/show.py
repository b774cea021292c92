"""A message of the stream for people. Arabic stands on lines of its own, so that terminals can lay them out from the
right without turning the numbers around it."""

from __future__ import annotations

import json
import unicodedata
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from rich.console import Console
from rich.text import Text

#: How each step of an event's life is shown.
STYLES = {
    "new": "bold green",
    "corroborated": "bold cyan",
    "updated": "yellow",
    "merged": "magenta",
    "split": "magenta",
    "withdrawn": "red",
}
INDENT = " " * 14


def fields_of(entry: Mapping[Any, Any]) -> dict[str, str]:
    """The flat fields of a stream entry as text."""
    return {_text(name): _text(value) for name, value in entry.items()}


def as_json(entry: str, fields: Mapping[str, str]) -> dict[str, Any]:
    """One object per message, `data` opened."""
    return {"entry": entry, **fields, "data": json.loads(fields["data"])}


def show(console: Console, fields: Mapping[str, str]) -> None:
    """Print a message: what happened to the event, what it is, where, who says so; then the newest headline."""
    event = json.loads(fields["data"])
    kind = fields["type"].rpartition(".")[2]
    head = Text(f"{kind:<14}", STYLES.get(kind, ""))
    head.append(clean(event["type"]), "bold")
    if event["status"] != "asserted":
        head.append(f" ({event['status']})", "red")
    head.append("".join(f"  {part}" for part in _facts(event)))
    console.print(head)
    for line in _arabic(event):
        console.print(Text(f"{INDENT}{line}"))


def clean(text: str) -> str:
    """Without characters that move a terminal's cursor or turn the direction of what follows."""
    return "".join(c for c in text.replace("\n", " ") if unicodedata.category(c) not in {"Cc", "Cf", "Cs"})


def _facts(event: Mapping[str, Any]) -> list[str]:
    """Short and in Latin letters: country, day, numbers, origins."""
    countries = dict.fromkeys(place["country"] for place in event["places"] if place["country"])
    facts = [" ".join(countries)] if countries else []
    if event["time"]:
        facts.append(_day(event["time"]))
    facts += [f"{figure['kind']} {_number(figure)}" for figure in event["quantities"] if not figure["part"]]
    count = len(event["origins"])
    facts.append(f"{count} origin{'s' * (count != 1)}")
    if event["disputed"]:
        facts.append(f"disputed: {', '.join(event['disputed'])}")
    return [clean(fact) for fact in facts]


def _day(time: Mapping[str, str]) -> str:
    """The day of the middle: a day in Baghdad begins on the day before in UTC."""
    start, end = (datetime.fromisoformat(time[side]) for side in ("start", "end"))
    return (start + (end - start) / 2).date().isoformat()


def _number(figure: Mapping[str, Any]) -> str:
    low, high, value = figure["min"], figure["max"], figure["value"]
    if low is not None and high is not None and low != high:
        return f"{low:g}-{high:g}"
    if value is None:
        return f"{low:g} or more" if low is not None else f"{high:g} or fewer" if high is not None else "?"
    return f"{value:g}"


def _arabic(event: Mapping[str, Any]) -> list[str]:
    mentions = event["mentions"]
    lines = [clean(mentions[-1]["title"])] if mentions else []
    names = [place["name"] for place in event["places"] if place["name"]]
    if names:
        lines.append(clean("المكان: " + "، ".join(dict.fromkeys(names))))
    return lines


def _text(value: Any) -> str:
    return value.decode() if isinstance(value, bytes) else str(value)
