"""resume: what sets a running service right."""

from __future__ import annotations

from worker.cli.common import Arguments, Commands, command, console, open_store, print_json


def add_to(commands: Commands) -> None:
    command(commands, "resume", resume, "go on processing after it was halted because nearly everything failed")


def resume(arguments: Arguments) -> int:
    """1 when nothing was halted."""
    with open_store() as (_, store):
        halted = store.guard.halts()
        store.guard.resume()
    if arguments.json:
        print_json({"resumed": halted})
    else:
        out = console()
        for release, why in halted.items():
            out.print(f"resumed {release}, halted because {why}", markup=False)
        if not halted:
            out.print("processing was not halted")
    return 0 if halted else 1
