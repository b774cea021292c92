"""reload, reprocess, resume: what sets a running service right."""

from __future__ import annotations

import re
import sys
from dataclasses import asdict
from datetime import UTC, datetime, timedelta
from typing import Any

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TaskID, TextColumn, TimeRemainingColumn

from worker.catalogue import Catalogue
from worker.cli.common import Arguments, Commands, command, console, open_store, print_json, running_store
from worker.errors import BadInputError
from worker.reload import reload
from worker.reprocess import Reprocessed, reprocess
from worker.settings import Settings
from worker.versions import release

_UNITS = {"h": timedelta(hours=1), "d": timedelta(days=1)}


def add_to(commands: Commands) -> None:
    command(
        commands, "reload", run_reload, "put the catalogue and the routes in force as they stand; refuses wrong ones"
    )
    command(commands, "resume", resume, "go on processing after it was halted because nearly everything failed")
    again = command(commands, "reprocess", run_reprocess, "read kept items again after a change of the lexicon")
    again.add_argument("--since", metavar="WHEN", help="those that came since: 36h, 2d, or a date in ISO 8601")
    again.add_argument("--feed", metavar="ID", help="those of one feed")
    again.add_argument("--again", action="store_true", help="also those that this release has read already")


def run_reload(arguments: Arguments) -> int:
    """2 when a file is wrong; nothing is changed then."""
    with open_store() as (settings, store):
        done = reload(settings, store)
    if arguments.json:
        print_json(asdict(done))
    else:
        console().print(f"in force: {done}", markup=False)
    return 0


def resume(arguments: Arguments) -> int:
    """1 when nothing was halted."""
    with open_store() as (_, store):
        halted = store.guard.halts()
        store.guard.resume()
    if arguments.json:
        print_json({"resumed": halted})
    else:
        out = console()
        for name, why in halted.items():
            out.print(f"resumed {name}, halted because {why}", markup=False)
        if not halted:
            out.print("processing was not halted")
    return 0 if halted else 1


def run_reprocess(arguments: Arguments) -> int:
    """1 when some items were not read; the same command goes on where it stopped. 2 for a feed that nobody knows."""
    with running_store() as (settings, store), _progress(arguments) as bar:
        since = moment_of(arguments.since, store.now()) if arguments.since else None
        task = bar.add_task("items", total=None)
        tell = _teller(bar, task)
        before = store.streams.last()
        done = reprocess(store, release(), since=since, feed=arguments.feed, again=arguments.again, tell=tell)
        messages = store.streams.last() - before
    _known(arguments.feed, done, settings)
    if arguments.json:
        print_json({**asdict(done), "messages": messages, "release": release()})
    else:
        _say(console(), done, messages)
    return 1 if done.missed else 0


def _known(feed: str | None, done: Reprocessed, settings: Settings) -> None:
    """Items of a feed that left the catalogue are kept and read; a feed that neither of them knows is a slip of the pen."""
    none_kept = feed is not None and done.passed["another feed"] == done.looked
    if feed is not None and none_kept and Catalogue(settings.feeds_file).get(feed) is None:
        raise BadInputError(f"no feed {feed!r} in {settings.feeds_file} and no item of it; see rasid feeds list")


def moment_of(text: str, now: datetime) -> datetime:
    """`36h` or `2d` before now, or a moment in ISO 8601, UTC where it names no zone. Raises BadInputError."""
    if span := re.fullmatch(r"(\d{1,5})([hd])", text):
        return now - int(span[1]) * _UNITS[span[2]]
    try:
        told = datetime.fromisoformat(text)
    except ValueError:
        raise BadInputError(f"--since {text!r}: write 36h, 2d or a date such as 2026-03-05T06:00") from None
    return told if told.tzinfo else told.replace(tzinfo=UTC)


def _progress(arguments: Arguments) -> Progress:
    """On standard error, and only for somebody who looks."""
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    out = Console(stderr=True)
    return Progress(*columns, console=out, transient=True, disable=arguments.json or not sys.stderr.isatty())


def _teller(bar: Progress, task: TaskID) -> Any:
    def tell(done: Reprocessed) -> None:
        said = f"items, {done.owed} owed again" + (f", {done.pending} with the workers" if done.pending else "")
        bar.update(task, total=done.total, completed=done.looked - done.pending, description=said)

    return tell


def _say(out: Console, done: Reprocessed, messages: int) -> None:
    out.print(f"{done.total} items are kept; {done.owed - done.missed} were read again by {release()}", markup=False)
    for why, count in done.passed.items():
        out.print(f"  {count} were not: {_WHY.get(why, why)}")
    out.print(f"{messages} messages came on the stream meanwhile")
    if done.missed:
        out.print(
            f"[red]{done.missed} were not read by this release[/]: see rasid dead list, and whether another one runs"
        )


_WHY = {
    "known": "this release has read them already (--again reads them all the same)",
    "owed": "they are owed already",
    "newer": "another revision took their place",
    "gone": "they are no longer kept",
    "another feed": "they are of another feed",
}
