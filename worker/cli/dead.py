"""dead list | show | requeue | drop: what failed too often, with its reason, until somebody decides. Letters of the service, or
of a group of consumers."""

from __future__ import annotations

import re
from argparse import ArgumentTypeError
from typing import Any

from worker.cli.common import Arguments, Commands, command, console, open_store, print_json, table
from worker.cli.letter import outside, show
from worker.deadletters import DeadLetter, DeadLetters
from worker.groupletters import GroupLetter, GroupLetters
from worker.store import Store

#: What became of a letter that was to be sent again, and whether that is well.
REPLIES = {
    "done": ("owed again, with fresh attempts", 0),
    "gone": ("there is no such letter", 1),
    "owed": ("it is owed again already", 1),
    "newer": ("a later revision was published meanwhile", 1),
    "trimmed": ("the message is no longer on its stream", 1),
}


def add_to(commands: Commands) -> None:
    parser = commands.add_parser("dead", help="list, show, requeue or drop what failed too often")
    inner = parser.add_subparsers(metavar="ACTION", required=True)
    list_ = command(inner, "list", list_letters, "newest first")
    list_.add_argument("--count", type=int, default=50)
    show_ = command(inner, "show", show, "one letter: why it failed, the traceback, and what was to be handled")
    show_.add_argument("entry", type=letter_id, help="id of the letter")
    show_.add_argument("--save", metavar="FILE", help="write what was to be handled there, as it came")
    again = command(inner, "requeue", requeue, "owe letters again, after a fix")
    drop_ = command(inner, "drop", drop, "forget letters for good")
    for each in (again, drop_):
        each.add_argument("entry", nargs="+", type=letter_id_or_all, help="id of the letter, or all")
    for each in (list_, show_, again, drop_):
        each.add_argument("--group", help="those of this group of consumers, not those of the service")


def letter_id(told: str) -> str:
    if not re.fullmatch(r"\d+-\d+", told):
        raise ArgumentTypeError(f"{told!r} is no id of a letter; `rasid dead list` shows them")
    return told


def letter_id_or_all(told: str) -> str:
    return told if told == "all" else letter_id(told)


def list_letters(arguments: Arguments) -> int:
    with open_store() as (_, store):
        letters = _letters(store, arguments).list(arguments.count)
    if arguments.json:
        for letter in letters:
            print_json(outside(letter))
    else:
        columns = ("letter", "stream" if arguments.group else "stage", "of", "attempts", "given up", "reason")
        console().print(table(columns, map(_row, letters)))
    return 0


def requeue(arguments: Arguments) -> int:
    code = 0
    with open_store() as (_, store):
        letters = _letters(store, arguments)
        for entry in _wanted(letters, arguments):
            said, failed = REPLIES[letters.requeue(entry, store.now())]
            code = max(code, failed)
            _say(arguments, entry, said)
    return code


def drop(arguments: Arguments) -> int:
    code = 0
    with open_store() as (_, store):
        letters = _letters(store, arguments)
        for entry in _wanted(letters, arguments):
            gone = letters.drop(entry)
            code = max(code, int(not gone))
            _say(arguments, entry, "dropped" if gone else "there is no such letter")
    return code


def _letters(store: Store, arguments: Arguments) -> DeadLetters | GroupLetters:
    return GroupLetters(store.redis, arguments.group) if arguments.group else store.dead


def _wanted(letters: DeadLetters | GroupLetters, arguments: Arguments) -> list[str]:
    if "all" not in arguments.entry:
        return list(arguments.entry)
    return [letter.id for letter in letters.list(letters.count() or 1)]


def _row(letter: DeadLetter | GroupLetter) -> tuple[Any, ...]:
    if isinstance(letter, GroupLetter):
        where, of, last, reason = letter.stream, letter.entry, letter.at, letter.reason.partition("\n")[0]
    else:
        where, of, last, reason = letter.stage, letter.subject, letter.last, letter.reason
    return letter.id, where, of, letter.attempts, f"{last:%Y-%m-%d %H:%M}", reason


def _say(arguments: Arguments, entry: str, said: str) -> None:
    if arguments.json:
        print_json({"letter": entry, "outcome": said})
    else:
        console().print(f"{entry}: {said}")
