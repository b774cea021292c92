"""dead list | show | requeue | drop: what failed too often, with its reason, until somebody decides."""

from __future__ import annotations

from typing import Any

from worker.cli.common import Arguments, Commands, command, console, open_store, print_json, table
from worker.codec import full
from worker.deadletters import DeadLetter

#: What became of a letter that was to be sent again, and whether that is well.
REPLIES = {
    "done": ("owed again, with fresh attempts", 0),
    "gone": ("there is no such letter", 1),
    "owed": ("it is owed again already", 1),
    "newer": ("a later revision was published meanwhile", 1),
}


def add_to(commands: Commands) -> None:
    parser = commands.add_parser("dead", help="list, requeue or drop what failed too often")
    inner = parser.add_subparsers(metavar="ACTION", required=True)
    command(inner, "list", list_letters, "newest first").add_argument("--count", type=int, default=50)
    again = command(inner, "requeue", requeue, "owe letters again, after a fix")
    again.add_argument("entry", nargs="+", help="id of the letter, or all")
    command(inner, "drop", drop, "forget letters for good").add_argument("entry", nargs="+")


def list_letters(arguments: Arguments) -> int:
    with open_store() as (_, store):
        letters = store.dead.list(arguments.count)
    if arguments.json:
        for letter in letters:
            print_json({**full(letter), "payload": len(letter.payload)})
    else:
        console().print(table(("letter", "stage", "of", "attempts", "given up", "reason"), map(_row, letters)))
    return 0


def requeue(arguments: Arguments) -> int:
    code = 0
    with open_store() as (_, store):
        wanted = arguments.entry
        if wanted == ["all"]:
            wanted = [letter.id for letter in store.dead.list(store.dead.count() or 1)]
        for entry in wanted:
            said, failed = REPLIES[store.dead.requeue(entry, store.now())]
            code = max(code, failed)
            _say(arguments, entry, said)
    return code


def drop(arguments: Arguments) -> int:
    code = 0
    with open_store() as (_, store):
        for entry in arguments.entry:
            gone = store.dead.drop(entry)
            code = max(code, int(not gone))
            _say(arguments, entry, "dropped" if gone else "there is no such letter")
    return code


def _row(letter: DeadLetter) -> tuple[Any, ...]:
    return letter.id, letter.stage, letter.subject, letter.attempts, f"{letter.last:%Y-%m-%d %H:%M}", letter.reason


def _say(arguments: Arguments, entry: str, said: str) -> None:
    if arguments.json:
        print_json({"letter": entry, "outcome": said})
    else:
        console().print(f"{entry}: {said}")
