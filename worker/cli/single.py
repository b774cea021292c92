"""poll, extract, explain: one feed or some items through memory; nothing is kept."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any, TextIO

from rich.text import Text

from feeds.fetch import Validators, fetch
from feeds.types import FeedSpec, Item
from worker.catalogue import Catalogue
from worker.cli.common import Arguments, Commands, command, console, print_json
from worker.codec import full
from worker.errors import BadInputError
from worker.poll import owed_body
from worker.process import read_body
from worker.settings import Settings, read_settings
from worker.show import INDENT, clean

if TYPE_CHECKING:
    from extract.pipeline import Extractor


def add_to(commands: Commands) -> None:
    poll_ = command(commands, "poll", poll, "poll one feed of the catalogue, or a URL, and show what it tells")
    poll_.add_argument("feed", help="id in the catalogue, or http(s) address")
    poll_.add_argument("--limit", type=int, default=20, help="items shown (20)")
    extract_ = command(commands, "extract", extract, "events of the items of a JSON Lines file, a line for each item")
    extract_.add_argument("items", metavar="ITEMS.jsonl", help="id, title, text, published, agency, url; - is stdin")
    extract_.add_argument("--flat", action="store_true", help="strings and intervals, at most five events an item")
    explain_ = command(commands, "explain", explain, "why items give what they give: tokens, rules, slots")
    explain_.add_argument("items", metavar="ITEMS.jsonl")


def poll(arguments: Arguments) -> int:
    """1 when the feed gave nothing to read."""
    from extract.pipeline import Extractor

    settings = read_settings()
    spec = _spec(settings, arguments.feed)
    result = fetch(spec, Validators(), contact=settings.contact or "", allow_loopback=settings.allow_loopback)
    body = owed_body(result, datetime.now(UTC))
    if body is None:
        _say_poll(arguments, {"feed": spec.id, "outcome": str(result.outcome), "reason": result.reason})
        return 1
    parsed = read_body(body, spec)
    told = {
        "feed": spec.id, "outcome": str(parsed.outcome), "reason": parsed.reason or result.reason,
        "bytes": result.received, "items": len(parsed.items), "dropped": parsed.dropped,
    }  # fmt: skip
    _say_poll(arguments, told)
    extractor = Extractor.load()
    for item in parsed.items[: arguments.limit]:
        _say_item(arguments, item, extractor.mentions(item))
    return 0 if parsed.items else 1


def _spec(settings: Settings, name: str) -> FeedSpec:
    if name.startswith(("http://", "https://")):
        return FeedSpec(id="url", agency="url", name=name, url=name)
    catalogue = Catalogue(settings.feeds_file)
    spec = catalogue.get(name)
    if spec is None:
        raise BadInputError(f"no feed {name!r} in {catalogue.path}; `rasid feeds list` shows all")
    return spec


def _say_poll(arguments: Arguments, told: dict[str, Any]) -> None:
    if arguments.json:
        print_json(told)
    else:
        console().print(Text("  ".join(f"{name} {clean(str(value))}" for name, value in told.items())))


def _say_item(arguments: Arguments, item: Item, mentions: Any) -> None:
    from extract.flat import flat

    if arguments.json:
        print_json({"item": full(item), "events": flat(mentions)})
        return
    out = console()
    when = item.published.isoformat(timespec="minutes") if item.published else f"no date ({item.date_quality})"
    out.print(Text(f"\n{when}  {item.id}", "dim"))
    out.print(Text(clean(item.title), "bold"))
    for mention in mentions:
        kind = mention.type if mention.status == "asserted" else f"{mention.type} ({mention.status})"
        out.print(Text(f"{INDENT}{kind}"))
        out.print(Text(f"{INDENT}{clean(mention.evidence.text)}", "dim"))


def extract(arguments: Arguments) -> int:
    """1 when a line could not be read; the others are done all the same."""
    from extract.flat import flat

    def tell(extractor: Extractor, item: Item) -> None:
        mentions = extractor.mentions(item)
        events = flat(mentions) if arguments.flat else full(mentions)
        print_json({"id": item.id, "events" if arguments.flat else "mentions": events})

    return _each(arguments, tell)


def explain(arguments: Arguments) -> int:
    """As `extract`."""
    from extract.explain import explain as why

    def tell(extractor: Extractor, item: Item) -> None:
        reasons = why(extractor, item)
        if arguments.json:
            print_json(reasons)
        else:
            sys.stdout.write(json.dumps(reasons, ensure_ascii=False, indent=1, default=str) + "\n")

    return _each(arguments, tell)


def _each(arguments: Arguments, tell: Callable[[Extractor, Item], None]) -> int:
    """Tell every item that can be read, and say which lines cannot."""
    from extract.pipeline import Extractor

    extractor = Extractor.load()
    bad = 0
    for line in read_items(arguments.items):
        if line.item is None:
            bad += 1
            sys.stderr.write(f"{arguments.items}:{line.number}: {line.fault}\n")
        else:
            tell(extractor, line.item)
    return 1 if bad else 0


@dataclass(frozen=True, slots=True)
class Line:
    """A line of input: an item, or what is wrong with it."""

    number: int
    item: Item | None = None
    fault: str = ""


def read_items(path: str) -> Iterator[Line]:
    """Items of a JSON Lines file; blank lines are passed over. Raises OSError."""
    if path == "-":
        yield from _lines(sys.stdin)
        return
    with Path(path).open(encoding="utf-8-sig", errors="surrogateescape") as file:
        yield from _lines(file)


def _lines(file: TextIO) -> Iterator[Line]:
    for number, text in enumerate(file, 1):
        if text.strip():
            try:
                yield Line(number, item_from(json.loads(text), number))
            except (ValueError, TypeError, RecursionError) as error:
                yield Line(number, fault=str(error))


def item_from(told: Any, number: int) -> Item:
    """An item as `rasid extract` takes it. Raises ValueError or TypeError, saying which field is wrong."""
    if not isinstance(told, dict):
        raise TypeError("a line holds one JSON object")
    values = {
        name: told.get(name) for name in ("id", "agency", "title", "text", "url", "country", "zone", "author", "byline")
    }
    for name, value in values.items():
        if value is not None and not isinstance(value, str):
            raise ValueError(f"{name} is text, not {type(value).__name__}")
    if not (values["title"] or values["text"]):
        raise ValueError("an item has a title or a text")
    published = _moment(told.get("published"))
    return Item(
        id=values["id"] or str(number),
        feed_id=values["agency"] or "",
        agency=values["agency"] or "",
        title=values["title"] or "",
        text=values["text"] or "",
        url=values["url"],
        published=published,
        date_quality="iso" if published else "none",
        fetched=published or datetime.now(UTC),
        country=values["country"],
        zone=values["zone"] or _zone(told.get("published")),
        author=values["author"] or values["byline"],
    )


def _zone(published: Any) -> str:
    """Where nobody told the agency's zone, the offset of its clock: a day that the text tells is a day there."""
    offset = datetime.fromisoformat(published).utcoffset() if published else None
    hours = round(offset.total_seconds() / 3600) if offset else 0
    # The names of these zones count westwards.
    return f"Etc/GMT{-hours:+d}" if hours else "UTC"


def _moment(told: Any) -> datetime | None:
    """ISO 8601; a time without a zone is UTC."""
    if told is None or told == "":
        return None
    try:
        moment = datetime.fromisoformat(told)
    except (TypeError, ValueError):
        raise ValueError(f"published is an ISO 8601 date, not {told!r}") from None
    return (moment if moment.tzinfo else moment.replace(tzinfo=UTC)).astimezone(UTC)
