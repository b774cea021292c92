"""What the commands share: the shape of a command, output for people or machines, the way to Redis."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from typing import Any

from redis.exceptions import RedisError
from rich.console import Console
from rich.table import Table
from rich.text import Text

from worker.log import as_line
from worker.server import ServerError, attached, require, running_endpoint
from worker.settings import Settings, masked, read_settings
from worker.show import clean
from worker.store import Store
from worker.wiring import make_store

Arguments = argparse.Namespace
Command = Callable[[Arguments], int]
#: What `add_subparsers` gives.
Commands = Any


def command(commands: Commands, name: str, do: Command, says: str) -> argparse.ArgumentParser:
    """A command of that name; its first line of help is `says`. Every command knows `--json`."""
    parser: argparse.ArgumentParser = commands.add_parser(name, help=says, description=says)
    parser.add_argument("--json", action="store_true", help="print JSON, for programs")
    parser.set_defaults(do=do)
    return parser


def console(*, stderr: bool = False) -> Console:
    """For people. Lines are not folded when they go to a file or a pipe."""
    return Console(highlight=False, soft_wrap=not sys.stdout.isatty(), stderr=stderr)


def print_json(value: Any) -> None:
    """One object on one line."""
    sys.stdout.write(as_line(value) + "\n")


def table(columns: Iterable[str], rows: Iterable[Iterable[Any]]) -> Table:
    """Cells are text, never markup: what stands in them comes from feeds."""
    made = Table(box=None, pad_edge=False, header_style="bold")
    for column in columns:
        made.add_column(column, overflow="fold")
    for row in rows:
        made.add_row(*(Text(clean(str(cell))) for cell in row))
    return made


def facts(pairs: Mapping[str, Any]) -> Table:
    return table(("", ""), pairs.items())


@contextmanager
def open_store() -> Iterator[tuple[Settings, Store]]:
    """The data, whether a service runs or not. Raises ServerError."""
    settings = read_settings()
    with attached(settings) as endpoint, _named(endpoint.url):
        store = make_store(settings, endpoint.url)
        yield settings, store
        store.redis.close()


@contextmanager
def running_store() -> Iterator[tuple[Settings, Store]]:
    """The data of a service that runs. Raises ServerError when none does."""
    settings = read_settings()
    endpoint = running_endpoint(settings)
    if endpoint is None:
        raise ServerError(f"no rasid runs on {settings.data}; start `rasid run`, or set REDIS_URL")
    require(endpoint.url)
    with _named(endpoint.url):
        store = make_store(settings, endpoint.url)
        yield settings, store
        store.redis.close()


@contextmanager
def _named(url: str) -> Iterator[None]:
    """An answer that fails later is told like one that fails at first."""
    try:
        yield
    except RedisError as error:
        raise ServerError(f"{masked(url)}: {error}") from error
