"""feeds list | add | pause | resume | remove | import | export: the catalogue and the schedule, without a restart."""

from __future__ import annotations

import sys
from datetime import datetime, timedelta
from itertools import pairwise
from pathlib import Path
from typing import Any

from feeds import catalogue
from feeds.opml import export_opml, import_opml
from feeds.types import FeedSpec
from worker.catalogue import Catalogue, sync
from worker.cli.common import Arguments, Commands, command, console, open_store, print_json, table
from worker.errors import BadInputError
from worker.health import trouble_of
from worker.poll import remembered
from worker.settings import Settings, read_settings


def add_to(commands: Commands) -> None:
    parser = commands.add_parser("feeds", help="list, add, pause, resume, remove, import or export feeds")
    inner = parser.add_subparsers(metavar="ACTION", required=True)
    command(inner, "list", list_feeds, "every feed: when it is next polled, how it does")
    add = command(inner, "add", add_feed, "put a feed into the catalogue and poll it")
    add.add_argument("id", help="small letters, digits and hyphens; permanent")
    add.add_argument("url")
    add.add_argument("--agency", required=True, help="feeds of one agency never corroborate each other")
    add.add_argument("--name", help="display name")
    add.add_argument("--country", help="ISO 3166-1 alpha-2")
    add.add_argument("--zone", default="UTC", help="IANA time zone of the agency")
    add.add_argument("--kind", default="portal", choices=catalogue.KINDS)
    for name, do, says in (
        ("pause", pause, "stop polling a feed until it is resumed"),
        ("resume", resume, "poll a paused feed again, at once"),
        ("remove", remove, "take a feed out of the catalogue; what was read stays"),
    ):
        command(inner, name, do, says).add_argument("id")
    command(inner, "import", import_feeds, "add the feeds of an OPML file").add_argument("file", help="- is stdin")
    export = command(inner, "export", export_feeds, "write the catalogue as OPML")
    export.add_argument("file", nargs="?", default="-", help="- is stdout")


def list_feeds(arguments: Arguments) -> int:
    with open_store() as (settings, store):
        specs = Catalogue(settings.feeds_file).specs()
        states, schedule, paused = store.feeds.states(), store.feeds.schedule(), store.feeds.paused()
        now = store.now()
    rows = []
    for spec in specs.values():
        state = remembered(states.get(spec.id), spec.id)
        row: dict[str, Any] = {
            "id": spec.id,
            "agency": spec.agency,
            "next": _when(schedule.get(spec.id), now, paused.get(spec.id)),
            "last": state.outcome,
            "failures": state.failures,
            "state": paused.get(spec.id) or trouble_of(state),
        }
        rows.append(row)
        if arguments.json:
            print_json({**row, "url": spec.url, "reason": state.reason, "due": schedule.get(spec.id)})
    if not arguments.json:
        console().print(table(("feed", "agency", "next poll", "last", "failures", "state"), (r.values() for r in rows)))
    return 0


def add_feed(arguments: Arguments) -> int:
    told = {name: getattr(arguments, name) for name in ("agency", "url", "country", "zone", "kind")}
    told["name"] = arguments.name or arguments.id
    table_ = {name: value for name, value in told.items() if value is not None}
    return _add(arguments, [catalogue.read_table("feeds add", arguments.id, table_)])


def import_feeds(arguments: Arguments) -> int:
    text = sys.stdin.read() if arguments.file == "-" else Path(arguments.file).read_text(encoding="utf-8-sig")
    return _add(arguments, list(import_opml(text)))


def export_feeds(arguments: Arguments) -> int:
    specs = Catalogue(read_settings().feeds_file).specs().values()
    text = export_opml(specs)
    if arguments.json:
        print_json({"opml": text, "feeds": len(specs)})
    elif arguments.file == "-":
        sys.stdout.write(text)
    else:
        Path(arguments.file).write_text(text, encoding="utf-8")
    return 0


def pause(arguments: Arguments) -> int:
    with open_store() as (settings, store):
        _known(settings, arguments.id)
        store.feeds.pause(arguments.id, "paused by the operator")
    return _done(arguments, "paused", [arguments.id])


def resume(arguments: Arguments) -> int:
    with open_store() as (settings, store):
        spec = _known(settings, arguments.id)
        if spec.paused:
            raise BadInputError(f"{spec.id} is paused in {settings.feeds_file}; take `paused = true` out there")
        if not store.feeds.resume(spec.id):
            raise BadInputError(f"{spec.id} is not paused")
    return _done(arguments, "resumed", [arguments.id])


def remove(arguments: Arguments) -> int:
    with open_store() as (settings, store):
        _known(settings, arguments.id)
        _write(settings, without(settings.feeds_file.read_text(encoding="utf-8"), arguments.id))
        store.feeds.remove(arguments.id)
    return _done(arguments, "removed", [arguments.id])


def _add(arguments: Arguments, wanted: list[FeedSpec]) -> int:
    """Feeds that the catalogue has already, by their address, are passed over."""
    with open_store() as (settings, store):
        known = Catalogue(settings.feeds_file).specs()
        addresses = {spec.url for spec in known.values()}
        new = [spec for spec in wanted if spec.url not in addresses]
        twice = [spec.id for spec in new if spec.id in known]
        if twice:
            raise BadInputError(f"there is a feed {twice[0]!r} already; give another id")
        if new:
            text = settings.feeds_file.read_text(encoding="utf-8")
            written = _write(settings, f"{text.rstrip()}\n\n{catalogue.render(new)}")
            sync(store, Catalogue(written).specs(), most=len(known) + len(new))
    return _done(arguments, "added", [spec.id for spec in new])


def without(text: str, feed_id: str) -> str:
    """The catalogue without one feed; everything else stays, comments too. Those right above a feed are its own."""
    lines = text.splitlines(keepends=True)
    heads = [n for n, line in enumerate(lines) if line.startswith("[")]
    begins = [_first_comment(lines, head) for head in heads] + [len(lines)]
    kept = lines[: begins[0]]
    for head, (begin, end) in zip(heads, pairwise(begins), strict=True):
        if lines[head].strip() != f"[{feed_id}]":
            kept += lines[begin:end]
    return "".join(kept)


def _first_comment(lines: list[str], head: int) -> int:
    while head and lines[head - 1].startswith("#"):
        head -= 1
    return head


def _write(settings: Settings, text: str) -> Path:
    """The catalogue anew, whole or not at all. The packaged one is never written: it becomes the operator's own."""
    path = settings.feeds or settings.data / "feeds.toml"
    path.parent.mkdir(parents=True, exist_ok=True)
    draft = path.with_name(f".{path.name}.new")
    draft.write_text(text, encoding="utf-8")
    try:
        catalogue.load(draft)
    except catalogue.CatalogueError:
        draft.unlink()
        raise
    draft.replace(path)
    return path


def _known(settings: Settings, feed_id: str) -> FeedSpec:
    spec = Catalogue(settings.feeds_file).get(feed_id)
    if spec is None:
        raise BadInputError(f"no feed {feed_id!r} in {settings.feeds_file}; `rasid feeds list` shows all")
    return spec


def _done(arguments: Arguments, what: str, feeds: list[str]) -> int:
    if arguments.json:
        print_json({what: feeds})
    else:
        console().print(f"{what} {len(feeds)}: {', '.join(feeds)}" if feeds else f"nothing to be {what}")
    return 0


def _when(due: datetime | None, now: datetime, paused: str | None) -> str:
    if paused is not None:
        return "paused"
    if due is None:
        return "not scheduled"
    return "now" if due <= now else f"in {timedelta(seconds=round((due - now).total_seconds()))}"
