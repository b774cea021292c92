"""tail, snapshot: the stream and the events as a consumer gets them."""

from __future__ import annotations

import re
from argparse import ArgumentTypeError
from collections.abc import Mapping
from typing import Any

from rich.console import Console

from worker import keys
from worker.cli.common import Arguments, Commands, command, console, print_json, running_store
from worker.consume import stopped_by_signals, subscribe
from worker.errors import BadRouteError
from worker.received import Gap
from worker.routes import Route, read_routes
from worker.server import running_endpoint
from worker.settings import Settings, read_settings
from worker.show import as_json, fields_of, show
from worker.snapshot import keep, snapshot

#: Messages that `rasid tail` begins with.
RECENT = 10


def add_to(commands: Commands) -> None:
    tail_ = command(commands, "tail", tail, "show the stream as it goes on; a ROUTE of routes.toml, or everything")
    tail_.add_argument("route", nargs="?")
    tail_.add_argument(
        "--from", dest="start", type=_entry, metavar="ID", help="begin after this entry; 0: all that is kept"
    )
    tail_.add_argument("--once", action="store_true", help="stop at the end of the stream")
    tail_.add_argument("--group", help="share the stream with the others of this group, and acknowledge what is shown")
    snapshot_ = command(commands, "snapshot", show_all, "every live event as it stands, and where to read on")
    snapshot_.add_argument("route", nargs="?")
    snapshot_.add_argument(
        "--keep", action="store_true", help="write it into Redis, for clients without Rasid; for an hour"
    )


def _entry(told: str) -> str:
    if not re.fullmatch(r"\$|\d+(-\d+)?", told):
        raise ArgumentTypeError(f"{told!r} is no id of an entry, nor 0 or $")
    return told


def tail(arguments: Arguments) -> int:
    route = _route(read_settings(), arguments.route)
    stream = keys.EVENTS if route is None else keys.route_stream(route.name)
    out = console()
    with running_store() as (settings, store):
        if arguments.group:
            return _tail_of_group(arguments, settings)
        last = arguments.start or _recent(store.redis, stream)
        while True:
            # The client gives up after 5 s without an answer; a longer block would look like that.
            rows: Any = store.redis.xread({stream: last}, count=100, block=None if arguments.once else 2000)
            for entry, raw in next(iter(_entries(rows)), []):
                last = entry.decode()
                _print(arguments, out, last, fields_of(raw))
            if arguments.once and not rows:
                return 0


def _tail_of_group(arguments: Arguments, settings: Settings) -> int:
    endpoint = running_endpoint(settings)
    subscription = subscribe(
        arguments.group,
        url=endpoint.url if endpoint else None,
        route=arguments.route,
        from_=arguments.start or "$",
        once=arguments.once,
        on_gap=_warn,
    )
    out = console()
    with stopped_by_signals(subscription):
        subscription.run(lambda message: _print(arguments, out, message.entry, message.fields))
    return 0


def _warn(gap: Gap) -> None:
    said = f"{gap.missing} messages are missing" if gap.missing else "the server has lost its last moments"
    console(stderr=True).print(f"[bold red]hole:[/] {said}; `rasid snapshot` has the state as it is")


def show_all(arguments: Arguments) -> int:
    route = _route(read_settings(), arguments.route)
    out = console()
    with running_store() as (_, store):
        taken = snapshot(store, route)
        if arguments.keep:
            key, events = keep(store, taken)
            told = {"key": key, "events": events, "entry": taken.entry, **taken.position._asdict()}
            print_json(told) if arguments.json else out.print(f"{events} events in {key}; read on after {taken.entry}")
            return 0
        for message in taken.messages():
            _print(arguments, out, message.entry, message.fields)
    return 0


def _print(arguments: Arguments, out: Console, entry: str, fields: Mapping[str, str]) -> None:
    if arguments.json:
        print_json(as_json(entry, fields))
    else:
        show(out, fields)


def _entries(rows: Any) -> list[Any]:
    """Entries of each stream; the two protocol versions of Redis answer in two shapes."""
    if not rows:
        return []
    if isinstance(rows, dict):
        return [entry for batches in rows.values() for entry in batches]
    return [entries for _, entries in rows]


def _recent(redis: Any, stream: str) -> str:
    """The id before the last few messages."""
    rows = redis.xrevrange(stream, count=RECENT + 1)
    return rows[-1][0].decode() if len(rows) > RECENT else "0"


def _route(settings: Settings, name: str | None) -> Route | None:
    if name is None:
        return None
    routes = {each.name: each for each in read_routes(settings.routes_file)}
    if name not in routes:
        raise BadRouteError(name, f"there is none of that name; there are {', '.join(routes)}")
    return routes[name]
