"""check, status: what looks and changes nothing."""

from __future__ import annotations

import os
from collections.abc import Callable

from worker import server
from worker.cli.common import Arguments, Commands, command, console, facts, print_json, running_store, table
from worker.health import Health, read_health
from worker.private import find_binary
from worker.settings import Settings, read_settings, shown
from worker.wiring import make_wiring


def add_to(commands: Commands) -> None:
    command(commands, "check", check, "try settings, catalogue, lexicon and Redis, and say what is in use")
    command(commands, "status", status, "one screen: feeds in trouble, what is owed, lag; exit code for monitors")


def check(arguments: Arguments) -> int:
    settings = read_settings()
    found: dict[str, str] = {}
    wrong: dict[str, str] = {}
    for name, look in _CHECKS.items():
        try:
            found[name] = look(settings)
        except Exception as error:  # every check is tried, each fault is told
            wrong[name] = f"{type(error).__name__}: {error}"
    if arguments.json:
        print_json({"settings": shown(settings), "ok": found, "wrong": wrong})
    else:
        out = console()
        out.print(facts({name: value or "-" for name, value in shown(settings).items()}))
        out.print(table(("check", "", ""), [(n, "ok", v) for n, v in found.items()]))
        if wrong:
            out.print(table(("check", "", ""), [(n, "WRONG", v) for n, v in wrong.items()]))
    return 1 if wrong else 0


def _check_catalogue(settings: Settings) -> str:
    wired = make_wiring(settings, "unix:///nowhere")  # reads files only
    specs = wired.catalogue.specs().values()
    agencies = len({spec.agency for spec in specs})
    return f"{len(specs)} feeds of {agencies} agencies, {len(wired.publishing.routes)} routes; {settings.feeds_file}"


def _check_redis(settings: Settings) -> str:
    given = server.given_endpoint(settings)
    if given is None:
        binary = find_binary()
        version = ".".join(map(str, binary.version))
        return f"a private {binary.kind} {version} ({binary.path}) in {settings.data / binary.folder}"
    server.require(given.url)
    return "; ".join([server.describe(given.url), *(f"WARNING {w}" for w in server.warnings(given.url))])


def _check_lexicon(_: Settings) -> str:
    from extract.pipeline import Extractor

    return f"{len(Extractor.load().book.types)} event types"


def _check_tier(_: Settings) -> str:
    from extract.bootstrap import find_data
    from extract.morphology import Morphology

    data = find_data(os.environ)
    return "; ".join(filter(None, [f"tier {Morphology.load().tier}", data.note]))


_CHECKS: dict[str, Callable[[Settings], str]] = {
    "catalogue": _check_catalogue,
    "redis": _check_redis,
    "lexicon": _check_lexicon,
    "morphology": _check_tier,
}


def status(arguments: Arguments) -> int:
    """1 when somebody should look."""
    with running_store() as (_, store):
        health = read_health(store)
    if arguments.json:
        print_json(health.as_json())
    else:
        _print_health(health)
    return 1 if health.alarms else 0


def _print_health(health: Health) -> None:
    out = console()
    out.print(facts(health.figures))
    if health.workers:
        out.print(table(("worker", "pid", "queues", "version"), health.workers))
    if health.groups:
        out.print(table(("stream", "group", "lag", "pending"), health.groups))
    if health.troubled:
        out.print(table(("feed in trouble", "why", "failures"), health.troubled))
    for alarm in health.alarms:
        out.print(f"[bold red]alarm:[/] {alarm}")
    if not health.alarms:
        out.print("[green]all is well[/]")
