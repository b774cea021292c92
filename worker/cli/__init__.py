"""`rasid`: what an operator types. Each command is a function from its arguments to an exit code.

0 all is well, 1 something was found that somebody should look at, 2 it could not be done (the message says what to do).
"""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Sequence

from rich.console import Console
from rich.markup import escape

from feeds.catalogue import CatalogueError
from feeds.errors import FeedError
from feeds.opml import OpmlError
from worker.cli import dead, feeds, judge, look, mend, replay, single, start, stream
from worker.errors import WorkerError
from worker.versions import extractor_version

#: What a person can mend; anything else is a defect and shows its traceback.
SAID = (WorkerError, CatalogueError, OpmlError, FeedError, OSError)


def main(argv: Sequence[str] | None = None) -> int:
    arguments = parser().parse_args(argv)
    try:
        code: int = arguments.do(arguments)
        sys.stdout.flush()
    except BrokenPipeError:
        # The reader (`head`) has gone. Python would complain once more when it closes standard output.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0
    except KeyboardInterrupt:
        return 130
    except SAID as error:
        Console(stderr=True, soft_wrap=True).print(f"[bold red]rasid:[/] {escape(str(error))}")
        return 2
    return code


def parser() -> argparse.ArgumentParser:
    top = argparse.ArgumentParser(
        prog="rasid", description="Rasid (راصد): Arabic news feeds in, one live stream of events out."
    )
    top.add_argument("--version", action="version", version=f"rasid {extractor_version()}")
    commands = top.add_subparsers(metavar="COMMAND", required=True)
    for part in (start, look, stream, single, replay, judge, feeds, dead, mend):
        part.add_to(commands)
    return top
