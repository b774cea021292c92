"""check, status, metrics: what looks and changes nothing."""

from __future__ import annotations

import argparse
import os
import signal
import sys
from collections.abc import Callable

from extract import ner
from extract.bootstrap import CamelData, find_data
from worker import server
from worker.cli.common import Arguments, Commands, command, console, facts, print_json, running_store, table
from worker.health import Health, read_health
from worker.log import say, set_up
from worker.private import find_binary
from worker.settings import Settings, read_settings, shown
from worker.store import Store
from worker.wiring import make_wiring


def add_to(commands: Commands) -> None:
    command(commands, "check", check, "try settings, catalogue, lexicon and Redis, and say what is in use")
    command(commands, "status", status, "one screen: feeds in trouble, what is owed, lag; exit code for monitors")
    metrics_ = command(commands, "metrics", show_metrics, "figures for Prometheus, once or served")
    metrics_.add_argument("--listen", metavar="ADDRESS:PORT", type=_listen, help="serve /metrics there, until stopped")


def _listen(value: str) -> tuple[str, int]:
    """`127.0.0.1:9125`, or `:9125` for every address of this machine."""
    address, _, port = value.rpartition(":")
    if not port.isdecimal() or int(port) > 65535:
        raise argparse.ArgumentTypeError("write ADDRESS:PORT, such as 127.0.0.1:9125")
    return address.strip("[]") or "0.0.0.0", int(port)  # noqa: S104 - asked for


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
    from extract import native
    from extract.pipeline import Extractor

    return f"{len(Extractor.load().book.types)} event types; {native.RUNNING} modules"


def _check_tier(_: Settings) -> str:
    from extract.morphology import Morphology

    data, morphology = find_data(os.environ), Morphology.load()
    return "; ".join(filter(None, [f"tier {morphology.tier}", _morphology_lacks(data), morphology.note]))


def _morphology_lacks(data: CamelData) -> str:
    """What the next tier of morphology wants."""
    if data.calima is None:
        return "no morphology-db-msa-r13 (camel_data -i morphology-db-msa-r13)"
    return "" if data.mle else "no MLE model (camel_data -i disambig-mle-calima-msa-r13)"


def _check_ner(_: Settings) -> str:
    tier = ner.find()
    return f"active: {tier.folder}" if tier.active else f"not active: {tier.lacks}"


_CHECKS: dict[str, Callable[[Settings], str]] = {
    "catalogue": _check_catalogue,
    "redis": _check_redis,
    "lexicon": _check_lexicon,
    "morphology": _check_tier,
    "ner": _check_ner,
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


def show_metrics(arguments: Arguments) -> int:
    from worker import metrics  # not for every command: the library takes a tenth of a second

    with running_store() as (settings, store):
        if arguments.listen:
            set_up(settings.log_level)
            _serve(store, *arguments.listen)
        elif arguments.json:
            for name, labels, value in metrics.samples(store):
                print_json({"name": name, "labels": labels, "value": value})
        else:
            sys.stdout.write(metrics.exposition(store).decode())
    return 0


def _serve(store: Store, address: str, port: int) -> None:
    """Until SIGTERM or Ctrl-C; blocked, so that they reach nobody but the waiting."""
    from worker import metrics

    stops = {signal.SIGTERM, signal.SIGINT}
    signal.pthread_sigmask(signal.SIG_BLOCK, stops)
    end = metrics.serve(store, address, port)
    say("metrics", outcome="serves", address=address, port=port)
    signal.sigwait(stops)
    end()
