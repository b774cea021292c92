"""run, demo, worker: what starts the service or a part of it."""

from __future__ import annotations

import os
import sys
import time
from collections.abc import Callable

from redis.exceptions import RedisError
from rich.console import Console

from extract import ner
from feeds.catalogue import CatalogueError
from worker import keys, server
from worker.catalogue import Catalogue
from worker.cli.common import Arguments, Commands, command, print_json
from worker.demo import report, run_demo
from worker.errors import BadInputError, WorkerError
from worker.flower import flower_command, flower_environ
from worker.log import say, set_up, warn
from worker.reload import reload
from worker.routes import read_routes
from worker.server import Endpoint, ServerError, running_endpoint
from worker.service import ROLES, Service, reloaded_by_signal, service, worker_command, worker_environ
from worker.settings import Settings, masked, read_settings
from worker.store import Store, connect
from worker.wiring import make_store

#: Seconds between two lines of progress.
PROGRESS = 10.0


def add_to(commands: Commands) -> None:
    command(commands, "run", run, "run everything on this machine until Ctrl-C")
    command(commands, "demo", demo, "replay recorded feeds through the real service and show the events")
    worker = command(commands, "worker", run_worker, "run one Celery worker on a Redis that runs already")
    worker.add_argument("role", choices=(*ROLES, "ner"))
    worker.add_argument("--name", help="node name before the @, where several run on one host")
    command(commands, "flower", run_flower, "run Flower behind a login, to watch workers and tasks in a browser")


def run(arguments: Arguments) -> int:
    """`rasid run`: logs go to standard error as JSON, progress to standard output."""
    settings = read_settings()
    catalogue = Catalogue(settings.feeds_file)  # what is wrong with it is said now, not by a worker later
    read_routes(settings.routes_file)
    set_up(settings.log_level)
    out = Console(highlight=False, soft_wrap=True)
    with service(settings, os.environ) as running:
        for warning in server.warnings(running.endpoint.url):
            Console(stderr=True, soft_wrap=True).print(f"[yellow]warning:[/] {warning}")
        if not arguments.json:
            out.print(f"{len(catalogue.specs())} feeds of {settings.feeds_file}")
            out.print(f"{server.describe(running.endpoint.url)} at {masked(running.endpoint.url)}; Ctrl-C stops")
        with reloaded_by_signal(lambda: _reload(settings, running.endpoint)):
            running.run(progress(running, out, as_json=arguments.json))
        if not arguments.json:
            out.print("stopping: what is under way is finished")
    return 0


def _reload(settings: Settings, endpoint: Endpoint) -> None:
    """Never raises: what is wrong is refused, and the service goes on."""
    store = make_store(settings, endpoint.url)
    try:
        say("reload", outcome="done", reason=str(reload(settings, store)))
    except (CatalogueError, WorkerError, RedisError, OSError) as error:
        warn("reload", outcome="refused", reason=str(error))
    finally:
        store.redis.close()


def progress(running: Service, out: Console, *, as_json: bool) -> Callable[[], None]:
    """A line now and then: what was done, what is owed."""
    store = Store(connect(running.endpoint.url))
    last = [time.monotonic()]

    def tell() -> None:
        if time.monotonic() - last[0] < PROGRESS:
            return
        last[0] = time.monotonic()
        try:
            facts = {
                "feeds": len(store.feeds.schedule()),
                "owed": store.work.depth(),
                "messages": int(store.redis.hget(keys.SEQ, keys.EVENTS) or 0),
                "dead": store.dead.count(),
                "workers": sum(worker.process is not None for worker in running.workers),
            }
        except RedisError as error:  # workers wait for it, and so does this
            warn("redis", outcome="no answer", reason=str(error))
            return
        if as_json:
            print_json(facts)
        else:
            out.print("  ".join(f"{name} {count}" for name, count in facts.items()), style="dim")

    return tell


def demo(arguments: Arguments) -> int:
    out = Console(highlight=False, soft_wrap=not sys.stdout.isatty(), quiet=arguments.json)
    counts = run_demo(out)
    if arguments.json:
        print_json({
            "feeds": counts.feeds, "requests": counts.requests, "items": counts.items, "events": len(counts.events),
            "messages": dict(counts.kinds), "first_event_s": counts.first_event,
        })  # fmt: skip
    else:
        report(out, counts)
    return 0 if counts.events else 1


def run_worker(arguments: Arguments) -> int:
    """Becomes the Celery worker, so that signals reach it."""
    settings = read_settings()
    if arguments.role == "ner" and not (tier := ner.find()).active:
        raise BadInputError(f"names cannot be recognised here: {tier.lacks}")
    line = worker_command(arguments.role, settings, name=arguments.name)
    os.execve(line[0], line, worker_environ(_endpoint(settings), os.environ))  # noqa: S606 - no shell wanted


def run_flower(_: Arguments) -> int:
    settings = read_settings()
    line, environ = flower_command(), flower_environ(settings, _endpoint(settings), os.environ)
    os.execve(line[0], line, environ)  # noqa: S606 - no shell wanted


def _endpoint(settings: Settings) -> Endpoint:
    endpoint = running_endpoint(settings)
    if endpoint is None:
        raise ServerError(f"no Redis: set REDIS_URL, or start `rasid run`, which brings one in {settings.data}")
    server.require(endpoint.url)
    return endpoint
