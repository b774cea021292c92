"""dead show: one letter whole - why it failed, where in the code, and what was to be handled."""

from __future__ import annotations

from dataclasses import fields
from pathlib import Path
from typing import Any

from rich.console import Console
from rich.text import Text

from feeds.decode import decode
from feeds.types import Item
from worker.cli.common import Arguments, console, facts, open_store, print_json
from worker.codec import dumps, full, unpack, unpack_document
from worker.deadletters import DeadLetter
from worker.errors import BadInputError, UnreadableError
from worker.groupletters import GroupLetter, GroupLetters
from worker.show import clean

#: Lines of a document that are shown to people; a program gets all.
LINES = 40


def show(arguments: Arguments) -> int:
    with open_store() as (_, store):
        letters = GroupLetters(store.redis, arguments.group) if arguments.group else store.dead
        letter = letters.get(arguments.entry)
    if letter is None:
        raise BadInputError(f"there is no letter {arguments.entry!r}; `rasid dead list` shows all")
    if arguments.save:
        Path(arguments.save).write_bytes(content_of(letter))
    if arguments.json:
        print_json(as_json(letter))
    else:
        _print(console(), letter)
    return 0


def as_json(letter: DeadLetter | GroupLetter) -> dict[str, Any]:
    """The letter with its input opened."""
    told = outside(letter)
    return {**told, "input": input_of(letter)} if isinstance(letter, DeadLetter) else told


def outside(letter: DeadLetter | GroupLetter) -> dict[str, Any]:
    """What stands on the letter; of the payload only its length."""
    told = {field.name: getattr(letter, field.name) for field in fields(letter)}
    if isinstance(letter, DeadLetter):
        told["payload"] = len(letter.payload)
    opened: dict[str, Any] = full(told)
    return opened


def input_of(letter: DeadLetter) -> dict[str, Any]:
    """An item's fields, or a document with its headers; of what cannot be read, why."""
    try:
        if letter.stage != "parse":
            item: dict[str, Any] = full(unpack(Item, letter.payload))
            return item
        headers, content = unpack_document(letter.payload)
    except UnreadableError as error:
        return {"unreadable": str(error)}
    decoded = decode(content, headers.get("content-type"))
    return {**headers, "bytes": len(content), "charset": decoded.reason, "document": decoded.text}


def content_of(letter: DeadLetter | GroupLetter) -> bytes:
    """For a file: a document as it came, an item as a line for `rasid explain`, a message as JSON. What cannot be read
    is given as it is kept."""
    if isinstance(letter, GroupLetter):
        return dumps(dict(letter.message)).encode() + b"\n"
    try:
        if letter.stage == "parse":
            return unpack_document(letter.payload)[1]
        return dumps(full(unpack(Item, letter.payload))).encode() + b"\n"
    except UnreadableError:
        return letter.payload


def _print(out: Console, letter: DeadLetter | GroupLetter) -> None:
    reason, _, rest = letter.reason.partition("\n")
    told = as_json(letter)
    trace = told.pop("trace", "") or rest
    document = told.get("input", {}).pop("document", "")
    handled = told.pop("input", None) or told.pop("message")
    out.print(facts({**told, "reason": reason}))
    for line in trace.splitlines():
        out.print(Text(clean(line), "dim"))
    out.print()
    out.print(facts(handled))
    lines = document.splitlines()
    for line in lines[:LINES]:
        out.print(Text(clean(line)))
    if len(lines) > LINES:
        out.print(Text(f"... {len(lines) - LINES} more lines: --save FILE, or --json", "dim"))
