"""`python -m extract.lexicon`: check every table and write the compiled ones. Prints what it wrote, or file and line."""

from __future__ import annotations

import sys

from extract import compiled
from extract.bootstrap import OWN_DATABASE
from extract.database import PACKED
from extract.lexicon import almor, tables
from extract.lexicon.pack import pack
from extract.rules import LexiconError


def main() -> int:
    """Compile; 0 when every table is sound."""
    try:
        database = almor.write(tables.read())
        texts = {OWN_DATABASE: database, PACKED: pack(database), compiled.COMPILED: compiled.write(tables.toml())}
    except LexiconError as error:
        print(error, file=sys.stderr)
        return 1
    for path, text in texts.items():
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
        print(f"{path.name}: {text.count(chr(10))} lines, {len(text.encode()) // 1024} kB")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
