"""merge, split: an operator's word on what is one event; consumers read it on the stream like any other change."""

from __future__ import annotations

from worker.cli.common import Arguments, Commands, command, console, open_store, print_json
from worker.commit import Outcome, merge_events, split_event
from worker.errors import BadInputError, NoSuchEventError
from worker.ledgers import unpack_ledger
from worker.store import Store
from worker.wiring import publishing


def add_to(commands: Commands) -> None:
    merge_ = command(commands, "merge", merge, "two events become one, by your word: it is told on the stream")
    merge_.add_argument("event", metavar="EVENT", help="the one that stays")
    merge_.add_argument("other", metavar="OTHER", help="the one that is told there from now on")
    split_ = command(commands, "split", split, "some reports of an event become another one, by your word")
    split_.add_argument("event", metavar="EVENT")
    split_.add_argument("items", metavar="ITEM", nargs="+", help="items whose reports go, as `rasid why` names them")


def merge(arguments: Arguments) -> int:
    """Raises NoSuchEventError, ContendedError."""
    with open_store() as (settings, store):
        outcome = merge_events(store, arguments.event, arguments.other, publishing(settings))
    return _say(arguments, outcome)


def split(arguments: Arguments) -> int:
    """Raises NoSuchEventError, BadInputError where an item is not told there or nothing would be left, ContendedError."""
    with open_store() as (settings, store):
        mentions = _mentions(store, arguments.event, arguments.items)
        outcome = split_event(store, arguments.event, mentions, publishing(settings))
    return _say(arguments, outcome)


def _mentions(store: Store, event: str, items: list[str]) -> list[str]:
    record = store.events.records([event]).get(event)
    ledger = unpack_ledger(record.ledger) if record else None
    if ledger is None or not ledger.live:
        raise NoSuchEventError(event)
    tellings = ledger.tellings
    told = {telling.item for telling in tellings}
    if strange := sorted(set(items) - told):
        raise BadInputError(f"{event} is not told by {', '.join(strange)}; `rasid why {event}` names its items")
    if told <= set(items):
        raise BadInputError(f"{event} would be left without a report: name some of its items, not all")
    return [telling.mention.id for telling in tellings if telling.item in items]


def _say(arguments: Arguments, outcome: Outcome) -> int:
    rows = [
        {"event": write.event_id, "rev": write.rev + 1, "type": write.message["type"].rpartition(".")[2]}
        for write in outcome.writes
    ]
    if arguments.json:
        print_json({"told": rows})
    else:
        for row in rows:
            console().print(f"{row['event']} rev {row['rev']}: {row['type']}", markup=False)
    return 0
