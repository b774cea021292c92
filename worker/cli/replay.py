"""replay, why: what matching makes of items, and why an event holds the reports that it holds."""

from __future__ import annotations

import sys

from rich.progress import Progress
from rich.text import Text

from worker import match
from worker.cli.common import Arguments, Commands, command, console, open_store, print_json
from worker.cli.single import read_items
from worker.codec import full
from worker.errors import NoSuchEventError
from worker.ledgers import unpack_ledger
from worker.record import Telling
from worker.replay import extracted, in_order, private_store, replay, settled
from worker.service import cores
from worker.settings import read_settings
from worker.show import INDENT, clean


def add_to(commands: Commands) -> None:
    says = (
        "run a timed stream of items through extraction, matching and a Redis of its own: item and event, a line each"
    )
    replay_ = command(commands, "replay", replayed, says)
    replay_.add_argument("items", metavar="ITEMS.jsonl", help="id, title, text, published, agency, byline; - is stdin")
    why_ = command(commands, "why", why, "why the reports of an event are together, and what nearly joined")
    why_.add_argument("event", metavar="EVENT")


def replayed(arguments: Arguments) -> int:
    """1 when a line could not be read; the others are done all the same."""
    items, bad = [], 0
    for line in read_items(arguments.items):
        if line.item is None:
            bad += 1
            sys.stderr.write(f"{arguments.items}:{line.number}: {line.fault}\n")
        else:
            items.append(line.item)
    placed = {}
    with private_store(read_settings()) as store, Progress(console=console(stderr=True), transient=True) as progress:
        told = extracted(in_order(items), cores())
        for item, event in progress.track(replay(store, told), total=len(items), description="items"):
            placed[item.id] = event
        last = settled(store, filter(None, placed.values()))
    for item in items:
        print_json({"id": item.id, "cluster": last.get(placed.get(item.id) or "")})
    return 1 if bad else 0


def why(arguments: Arguments) -> int:
    """Raises NoSuchEventError."""
    with open_store() as (_, store):
        record = store.events.records([arguments.event]).get(arguments.event)
        if record is None:
            raise NoSuchEventError(arguments.event)
        ledger = unpack_ledger(record.ledger)
        [near] = store.events.near([ledger.blocks]).candidates
        others = [candidate for candidate in near if candidate.event_id != arguments.event]
        nearly = match.nearly(ledger, others, store.events.rarity(match.words(ledger), store.now()))
    tellings = ledger.tellings or ledger.ghosts
    if arguments.json:
        print_json({"event": record.event_id, "rev": record.rev, "merged_into": ledger.merged_into,
                    "reports": [_row(telling) for telling in tellings],
                    "nearly": [{"event": e, "score": s, "reasons": r} for e, s, r in nearly]})  # fmt: skip
        return 0
    out = console()
    if ledger.merged_into:
        out.print(Text(f"merged into {ledger.merged_into}", "bold"))
    for telling in tellings:
        facts = (telling.agency, telling.at.isoformat(timespec="minutes"), telling.mention.type, telling.item)
        out.print(Text("\n" + "  ".join(facts), "dim"))
        out.print(Text(clean(telling.title), "bold"))
        out.print(Text(f"{INDENT}origins: {', '.join(telling.origins)}"))
        for reason in telling.reasons:
            out.print(Text(f"{INDENT}{clean(reason)}"))
    for event, score, reasons in nearly:
        out.print(Text(f"\nnearly one with {event} ({score:+.1f})", "bold"))
        out.print(Text(f"{INDENT}{clean(', '.join(reasons))}"))
    return 0


def _row(telling: Telling) -> dict[str, object]:
    return {
        "item": telling.item, "agency": telling.agency, "published": full(telling.published), "title": telling.title,
        "type": telling.mention.type, "origins": telling.origins, "reasons": telling.reasons,
    }  # fmt: skip
